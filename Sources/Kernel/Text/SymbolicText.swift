/// The text of statements and certificates, to be written: words and parenthesised lists. `SymbolicItem` reads them.
///
/// A word is bare when it holds no space, bracket or quote, else quoted with `\"` and `\\`.
public enum SymbolicText: Hashable, Sendable {
    case word(String)
    case list([SymbolicText])

    /// What was read, to write it again.
    public init(_ item: SymbolicItem) {
        if let items = item.items { self = .list(items.map { SymbolicText($0) }) } else { self = .word(item.word ?? "") }
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
