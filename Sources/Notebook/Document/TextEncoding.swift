/// UTF-8 text: where it is damaged.
enum TextEncoding {
    /// The offset of the first byte that does not belong to a UTF-8 scalar, `nil` where all do.
    static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            var position = 0
            while position < buffer.count {
                let lead = buffer[position]
                if lead < 0x80 {
                    position += 1
                    continue
                }
                let length: Int
                // The bounds on the second byte exclude overlong forms, surrogates and values above U+10FFFF.
                let second: ClosedRange<UInt8>
                switch lead {
                case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
                case 0xE0: (length, second) = (3, 0xA0...0xBF)
                case 0xED: (length, second) = (3, 0x80...0x9F)
                case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
                case 0xF0: (length, second) = (4, 0x90...0xBF)
                case 0xF4: (length, second) = (4, 0x80...0x8F)
                case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
                default: return position
                }
                guard position + length <= buffer.count, second.contains(buffer[position + 1]) else { return position }
                for next in (position + 2)..<max(position + 2, position + length)
                where buffer[next] & 0xC0 != 0x80 {
                    return position
                }
                position += length
            }
            return nil
        }
    }
}
