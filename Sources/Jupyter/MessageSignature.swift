import Crypto

/// The signature of messages: the HMAC-SHA256 of their four parts, in hexadecimal digits. Without a key messages are
/// not signed.
public struct MessageSignature: Sendable {
    private let key: SymmetricKey?

    public init(key: String) { self.key = key.isEmpty ? nil : SymmetricKey(data: Array(key.utf8)) }

    public func sign(_ parts: [[UInt8]]) -> [UInt8] {
        guard let key else { return [] }
        var code = HMAC<SHA256>(key: key)
        for part in parts { code.update(data: part) }
        return code.finalize().flatMap { byte in [MessageSignature.digits[Int(byte >> 4)], MessageSignature.digits[Int(byte & 15)]] }
    }

    /// Compares in a time that does not depend on where a wrong signature differs.
    public func isValid(_ signature: [UInt8], of parts: [[UInt8]]) -> Bool {
        let expected = sign(parts)
        guard signature.count == expected.count else { return key == nil }
        return zip(signature, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
