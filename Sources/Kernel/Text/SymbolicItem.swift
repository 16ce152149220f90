/// A word or a list in a text that was read.
///
/// The items of all lists of the text stand in one array, those of a list one after another; words are copied only when they are asked for.
public struct SymbolicItem: Sendable {
    private let source: Source
    private let node: Node

    public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        public let offset: Int
        public let message: String
        public var description: String { "at byte \(offset): \(message)" }
    }

    /// The items of a list, from 0.
    public struct Items: RandomAccessCollection, Sendable {
        fileprivate let source: Source
        fileprivate let first: Int
        public let endIndex: Int
        public var startIndex: Int { 0 }

        public subscript(position: Int) -> SymbolicItem {
            precondition(position >= 0 && position < endIndex)
            return SymbolicItem(source: source, node: source.nodes[first + position])
        }
    }

    /// Where the bytes of a word, or the items of a list, are.
    fileprivate struct Node {
        enum Kind { case word, quotedWord, list }
        let kind: Kind
        let first: Int32
        let count: Int32
    }

    fileprivate final class Source: Sendable {
        let bytes: [UInt8]
        let nodes: [Node]

        init(_ bytes: [UInt8], _ nodes: [Node]) {
            self.bytes = bytes
            self.nodes = nodes
        }
    }

    static let depthLimit = 2_000

    private init(source: Source, node: Node) {
        self.source = source
        self.node = node
    }

    // MARK: Reading

    public init(parsing text: String) throws(ParseError) { try self.init(parsing: Array(text.utf8)) }

    init(parsing bytes: [UInt8]) throws(ParseError) {
        guard bytes.count < Int(Int32.max) else { throw ParseError(offset: 0, message: "the text is too long") }
        // Of the lists that are closed; of those that are open, and where the items of each begin.
        var closed: [Node] = []
        var open: [Node] = []
        var starts: [Int] = []
        closed.reserveCapacity(bytes.count / 3)
        func isDelimiter(_ byte: UInt8) -> Bool { byte <= 32 || byte == 40 || byte == 41 || byte == 34 }
        var position = 0
        func append(_ kind: Node.Kind, _ first: Int, _ count: Int) { open.append(Node(kind: kind, first: Int32(first), count: Int32(count))) }
        while position < bytes.count {
            switch bytes[position] {
            case 0...32: position += 1
            case 59:  // a comment runs to the end of the line
                while position < bytes.count && bytes[position] != 10 { position += 1 }
            case 40:
                if starts.count >= Self.depthLimit { throw ParseError(offset: position, message: "nested too deeply") }
                starts.append(open.count)
                position += 1
            case 41:
                guard let start = starts.popLast() else { throw ParseError(offset: position, message: "')' without '('") }
                let first = closed.count, count = open.count - start
                closed.append(contentsOf: open[start...])
                open.removeLast(count)
                append(.list, first, count)
                position += 1
            case 34:
                position += 1
                let start = position
                while true {
                    guard position < bytes.count else { throw ParseError(offset: position, message: "unclosed quote") }
                    if bytes[position] == 34 { break }
                    position += bytes[position] == 92 ? 2 : 1
                }
                append(.quotedWord, start, position - start)
                position += 1
            default:
                let start = position
                while position < bytes.count && !isDelimiter(bytes[position]) { position += 1 }
                append(.word, start, position - start)
            }
        }
        guard starts.isEmpty else { throw ParseError(offset: bytes.count, message: "unclosed '('") }
        guard open.count == 1 else { throw ParseError(offset: 0, message: "expected one list") }
        self.init(source: Source(bytes, closed), node: open[0])
    }

    // MARK: What it is

    /// The word, if it is one.
    public var word: String? {
        switch node.kind {
        case .list: return nil
        case .word: return String(decoding: source.bytes[range], as: UTF8.self)
        case .quotedWord:
            var content: [UInt8] = [], isEscaped = false
            for byte in source.bytes[range] {
                if byte == 92, !isEscaped {
                    isEscaped = true
                } else {
                    content.append(byte)
                    isEscaped = false
                }
            }
            return String(decoding: content, as: UTF8.self)
        }
    }

    /// Whether it is this word, written bare.
    func isWord(_ word: StaticString) -> Bool {
        guard node.kind == .word, Int(node.count) == word.utf8CodeUnitCount else { return false }
        let first = Int(node.first)
        return word.withUTF8Buffer { letters in
            for position in letters.indices where source.bytes[first + position] != letters[position] { return false }
            return true
        }
    }

    /// The integer that a bare word of decimal digits is, if it is less than 10^18.
    var integer: Int? {
        guard node.kind == .word else { return nil }
        var digits = source.bytes[range]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard (1...18).contains(digits.count) else { return nil }
        var value = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            value = 10 * value + Int(digit - 48)
        }
        return isNegative ? -value : value
    }

    /// The items, if it is a list.
    public var items: Items? {
        guard node.kind == .list else { return nil }
        return Items(source: source, first: Int(node.first), endIndex: Int(node.count))
    }

    private var range: Range<Int> { Int(node.first)..<Int(node.first) + Int(node.count) }
}

extension SymbolicItem.Items {
    /// Those after the head of a list.
    var rest: Self { Self(source: source, first: first + 1, endIndex: Swift.max(0, endIndex - 1)) }
}
