/// The lines of a text in bytes. A line ends with LF, CR LF or CR, which do not belong to it.
struct SourceLines: Sendable {
    /// Where each line begins, its text ends, and the next line begins.
    private(set) var bounds: [(start: Int, end: Int, next: Int)] = []

    init(_ bytes: [UInt8], from start: Int = 0) {
        bytes.withUnsafeBufferPointer { buffer in
            var lineStart = start
            var position = start
            let count = buffer.count
            while position < count {
                let byte = buffer[position]
                // Only LF (10) and CR (13) end a line; almost every byte is larger.
                if byte > 13 || (byte != 10 && byte != 13) {
                    position += 1
                    continue
                }
                let isPair = byte == 13 && position + 1 < count && buffer[position + 1] == 10
                let next = position + (isPair ? 2 : 1)
                bounds.append((lineStart, position, next))
                lineStart = next
                position = next
            }
            if lineStart < count { bounds.append((lineStart, count, count)) }
        }
    }

    var count: Int { bounds.count }

    /// Bytes of the longest line that a report shows.
    private static let longestShown = 4096

    /// The text of a line, from 1; `nil` where there is none, or one too long to be shown.
    func text(_ number: Int, of bytes: [UInt8]) -> String? {
        guard number >= 1, number <= count else { return nil }
        let bounds = bounds[number - 1]
        guard bounds.end - bounds.start <= SourceLines.longestShown else { return nil }
        return String(decoding: bytes[bounds.start..<bounds.end], as: UTF8.self)
    }
}
