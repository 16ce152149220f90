/// The text of statements and certificates: words and parenthesised lists.
///
/// A word is bare when it holds no space, bracket or quote, else quoted with `\"` and `\\`.
public enum SymbolicText: Hashable, Sendable {
    case word(String)
    case list([SymbolicText])

    public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        public let offset: Int
        public let message: String
        public var description: String { "at byte \(offset): \(message)" }
    }

    static let depthLimit = 2_000

    // MARK: Reading

    public init(parsing text: String) throws(ParseError) {
        let bytes = Array(text.utf8)
        // The items of all lists that are open, and where those of each begin.
        var items: [SymbolicText] = []
        var starts: [Int] = []
        var position = 0
        func isDelimiter(_ byte: UInt8) -> Bool { byte <= 32 || byte == 40 || byte == 41 || byte == 34 }
        while position < bytes.count {
            switch bytes[position] {
            case 0...32: position += 1
            case 59:  // a comment runs to the end of the line
                while position < bytes.count && bytes[position] != 10 { position += 1 }
            case 40:
                if starts.count >= Self.depthLimit { throw ParseError(offset: position, message: "nested too deeply") }
                starts.append(items.count)
                position += 1
            case 41:
                guard let start = starts.popLast() else { throw ParseError(offset: position, message: "')' without '('") }
                let list = SymbolicText.list(Array(items[start...]))
                items.removeSubrange(start...)
                items.append(list)
                position += 1
            case 34:
                var content: [UInt8] = []
                position += 1
                while true {
                    guard position < bytes.count else { throw ParseError(offset: position, message: "unclosed quote") }
                    if bytes[position] == 34 { break }
                    if bytes[position] == 92 { position += 1 }
                    guard position < bytes.count else { throw ParseError(offset: position, message: "unclosed quote") }
                    content.append(bytes[position])
                    position += 1
                }
                position += 1
                items.append(.word(String(decoding: content, as: UTF8.self)))
            default:
                let start = position
                while position < bytes.count && !isDelimiter(bytes[position]) { position += 1 }
                items.append(.word(String(decoding: bytes[start..<position], as: UTF8.self)))
            }
        }
        guard starts.isEmpty else { throw ParseError(offset: bytes.count, message: "unclosed '('") }
        guard items.count == 1 else { throw ParseError(offset: 0, message: "expected one list") }
        self = items[0]
    }

    // MARK: Writing

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(1 << 12)
        write(to: &result)
        return result
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .word(let word): Self.write(word, to: &bytes)
        case .list(let items):
            bytes.append(UInt8(ascii: "("))
            for (position, item) in items.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: " ")) }
                item.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: ")"))
        }
    }

    /// For people: a list that holds lists has each item but the first on a line of its own.
    func layOut(indent: Int, to bytes: inout [UInt8]) {
        guard case .list(let items) = self, let head = items.first, items.contains(where: \.isList) else { return write(to: &bytes) }
        bytes.append(UInt8(ascii: "("))
        head.write(to: &bytes)
        for item in items.dropFirst() {
            Self.beginLine(indent: indent, to: &bytes)
            item.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: ")"))
    }

    private static func beginLine(indent: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<indent { bytes.append(UInt8(ascii: " ")) }
    }

    // MARK: Canonical text

    /// Whether bytes that read as one list are those written for it. Of what needs quotes this is not found out.
    static func isCanonical(_ bytes: [UInt8]) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in bytes {
            switch byte {
            case 32: if previous == 32 || previous == 40 { return false }
            case 40: if previous != 32 && previous != 40 { return false }
            case 41: if previous == 32 { return false }
            case 0..<32, 34, 59, 92: return false
            default: if previous == 41 { return false }
            }
            previous = byte
        }
        return previous != 32
    }

    /// `layOut` for a list that holds lists, given by its canonical text.
    static func layOut(canonical text: [UInt8], indent: Int, to bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + text.count + 256)
        var depth = 0, isQuoted = false, isEscaped = false
        for byte in text {
            if isQuoted {
                if byte == 34, !isEscaped { isQuoted = false }
                isEscaped = byte == 92 && !isEscaped
            } else {
                switch byte {
                case 34: isQuoted = true
                case 40: depth += 1
                case 41: depth -= 1
                case 32 where depth == 1:
                    beginLine(indent: indent, to: &bytes)
                    continue
                default: break
                }
            }
            bytes.append(byte)
        }
    }

    private var isList: Bool {
        if case .list = self { return true }
        return false
    }

    private static func write(_ word: String, to bytes: inout [UInt8]) {
        var word = word
        word.withUTF8 { letters in
            var needsQuotes = letters.isEmpty
            for letter in letters where letter <= 32 || letter == 40 || letter == 41 || letter == 34 || letter == 59 || letter == 92 {
                needsQuotes = true
            }
            guard needsQuotes else { return bytes.append(contentsOf: letters) }
            bytes.append(34)
            for letter in letters {
                if letter == 34 || letter == 92 { bytes.append(92) }
                bytes.append(letter)
            }
            bytes.append(34)
        }
    }
}

/// What is wrong in the text of a statement or certificate.
public struct TextError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
