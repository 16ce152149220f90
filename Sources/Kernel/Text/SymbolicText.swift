/// The text of statements and certificates: words and parenthesised lists.
///
/// A word is bare when it holds no space, bracket or quote, else quoted with `\"` and `\\`.
public indirect enum SymbolicText: Hashable, Sendable {
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
        var stack: [[SymbolicText]] = [[]]
        var position = 0
        func isDelimiter(_ byte: UInt8) -> Bool { byte <= 32 || byte == 40 || byte == 41 || byte == 34 }
        while position < bytes.count {
            switch bytes[position] {
            case 0...32: position += 1
            case 59:  // a comment runs to the end of the line
                while position < bytes.count && bytes[position] != 10 { position += 1 }
            case 40:
                if stack.count > Self.depthLimit { throw ParseError(offset: position, message: "nested too deeply") }
                stack.append([])
                position += 1
            case 41:
                guard stack.count > 1, let closed = stack.popLast() else {
                    throw ParseError(offset: position, message: "')' without '('")
                }
                stack[stack.count - 1].append(.list(closed))
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
                stack[stack.count - 1].append(.word(String(decoding: content, as: UTF8.self)))
            default:
                let start = position
                while position < bytes.count && !isDelimiter(bytes[position]) { position += 1 }
                stack[stack.count - 1].append(.word(String(decoding: bytes[start..<position], as: UTF8.self)))
            }
        }
        guard stack.count == 1 else { throw ParseError(offset: bytes.count, message: "unclosed '('") }
        guard stack[0].count == 1 else { throw ParseError(offset: 0, message: "expected one list") }
        self = stack[0][0]
    }

    // MARK: Writing

    public var text: String {
        var result = ""
        write(to: &result)
        return result
    }

    private func write(to result: inout String) {
        switch self {
        case .word(let word): result += Self.quoted(word)
        case .list(let items):
            result += "("
            for (position, item) in items.enumerated() {
                if position > 0 { result += " " }
                item.write(to: &result)
            }
            result += ")"
        }
    }

    /// One item of the outermost lists a line, for people.
    public func layout(depth: Int = 2, indent: String = "") -> String {
        guard depth > 0, case .list(let items) = self, let head = items.first, items.contains(where: \.isList) else { return text }
        let inner = indent + "  "
        return "(" + head.text + items.dropFirst().map { "\n" + inner + $0.layout(depth: depth - 1, indent: inner) }.joined() + ")"
    }

    private var isList: Bool {
        if case .list = self { return true }
        return false
    }

    private static func quoted(_ word: String) -> String {
        let needsQuotes = word.isEmpty || word.utf8.contains { $0 <= 32 || $0 == 40 || $0 == 41 || $0 == 34 || $0 == 59 || $0 == 92 }
        guard needsQuotes else { return word }
        return "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

/// What is wrong in the text of a statement or certificate.
public struct TextError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
