/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    private static let constants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ]

    /// 64 hexadecimal digits.
    public static func hexDigest(of bytes: some Sequence<UInt8>) -> String {
        var message = Array(bytes)
        let bitCount = UInt64(message.count) * 8
        message.append(0x80)
        while message.count % 64 != 56 { message.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) { message.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift))) }
        var state: [UInt32] = [
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        ]
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
            constants.withUnsafeBufferPointer { constants in
                message.withUnsafeBufferPointer { message in
                    for block in stride(from: 0, to: message.count, by: 64) {
                        schedule(message, block, into: w)
                        compress(w, constants, into: &state)
                    }
                }
            }
        }
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func schedule(_ message: UnsafeBufferPointer<UInt8>, _ block: Int, into w: UnsafeMutableBufferPointer<UInt32>) {
        let bytes = UnsafeRawBufferPointer(message)
        for t in 0..<16 { w[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: block + 4 * t, as: UInt32.self)) }
        for t in 16..<64 {
            let a = w[t - 15], b = w[t - 2]
            let s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >> 3)
            let s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >> 10)
            w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
        }
    }

    private static func compress(_ w: UnsafeMutableBufferPointer<UInt32>, _ constants: UnsafeBufferPointer<UInt32>, into state: inout [UInt32]) {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        /// One step: the standard moves all eight variables on, here the next step names them so.
        @inline(__always) func step(
            _ t: Int, _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32
        ) {
            let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let first = h &+ s1 &+ (g ^ (e & (f ^ g))) &+ constants[t] &+ w[t]
            let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            d = d &+ first
            h = first &+ s0 &+ ((a & b) ^ (c & (a ^ b)))
        }
        for t in stride(from: 0, to: 64, by: 8) {
            step(t, a, b, c, &d, e, f, g, &h)
            step(t + 1, h, a, b, &c, d, e, f, &g)
            step(t + 2, g, h, a, &b, c, d, e, &f)
            step(t + 3, f, g, h, &a, b, c, d, &e)
            step(t + 4, e, f, g, &h, a, b, c, &d)
            step(t + 5, d, e, f, &g, h, a, b, &c)
            step(t + 6, c, d, e, &f, g, h, a, &b)
            step(t + 7, b, c, d, &e, f, g, h, &a)
        }
        for (k, value) in [a, b, c, d, e, f, g, h].enumerated() { state[k] = state[k] &+ value }
    }

    private static func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
}
