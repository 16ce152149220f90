/// Puts lines together to statements as they are typed.
///
/// A statement goes on while a bracket is open or after a trailing operator. From a pipe it also goes on
/// with lines that are indented or begin with a relation, as in a notebook; on a terminal nobody waits for
/// the next line, so only a `calc` goes on, until an empty line.
public struct StatementReader {
    private let isInteractive: Bool
    private var lines: [String] = []

    public init(isInteractive: Bool) { self.isInteractive = isInteractive }

    /// True when no statement has begun.
    public var isEmpty: Bool { lines.isEmpty }

    /// Takes a line, and gives back what is complete now.
    public mutating func add(_ line: String) -> [String] {
        let isBlank = line.allSatisfy(\.isWhitespace)
        if isInteractive {
            if isBlank { return finish() }
            lines.append(line)
            let isChain = lines[0].drop(while: \.isWhitespace).hasPrefix("calc ")
            return isChain || StatementReader.isOpen(lines) ? [] : finish()
        }
        let goesOn = isBlank || StatementReader.isOpen(lines) || StatementReader.continues(line)
        let complete = lines.isEmpty || goesOn ? [] : finish()
        lines.append(line)
        return complete
    }

    /// What is there at the end of the input.
    public mutating func finish() -> [String] {
        defer { lines = [] }
        return lines.isEmpty ? [] : [lines.joined(separator: "\n") + "\n"]
    }

    /// Whether something is missing at the end of what was typed on a terminal so far.
    public static func isIncomplete(_ text: String) -> Bool {
        var reader = StatementReader(isInteractive: true)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { _ = reader.add(String(line)) }
        return !reader.isEmpty
    }

    private static func continues(_ line: String) -> Bool {
        guard let first = line.first else { return true }
        return first.isWhitespace || "=<>≤≥".contains(first)
    }

    /// A bracket is open, or the last line ends with an operator that wants an operand.
    static func isOpen(_ lines: [String]) -> Bool {
        var depth = 0
        var last: Character?
        for line in lines {
            var isQuoted = false
            for character in line {
                if character == "\"" { isQuoted.toggle() }
                if isQuoted { continue }
                if character == "#" { break }
                if "([⟨".contains(character) { depth += 1 }
                if ")]⟩".contains(character) { depth -= 1 }
                if !character.isWhitespace { last = character }
            }
        }
        return depth > 0 || last.map { "+-*/·×⊗:=<>≤≥,^".contains($0) } == true
    }
}
