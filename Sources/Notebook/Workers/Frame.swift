/// Messages on a stream of bytes: the length in decimal digits, a line end, then that many bytes.
enum Frame {
    static func wrap(_ message: [UInt8]) -> [UInt8] { Array("\(message.count)\n".utf8) + message }

    /// Collects bytes as they come and gives back whole messages.
    struct Buffer: Sendable {
        private var bytes: [UInt8] = []

        mutating func append(_ more: ArraySlice<UInt8>) { bytes += more }

        /// The next message, `nil` while it is not complete.
        mutating func next() throws(WireRecord.Malformed) -> [UInt8]? {
            guard let end = bytes.prefix(21).firstIndex(of: UInt8(ascii: "\n")) else {
                if bytes.count > 20 { throw WireRecord.Malformed(detail: "a message without a length") }
                return nil
            }
            guard let length = Int(String(decoding: bytes[..<end], as: UTF8.self)), length >= 0 else {
                throw WireRecord.Malformed(detail: "a message without a length")
            }
            guard bytes.count - end - 1 >= length else { return nil }
            let message = Array(bytes[(end + 1)..<(end + 1 + length)])
            bytes.removeSubrange(..<(end + 1 + length))
            return message
        }
    }
}
