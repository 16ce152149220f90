import Language

/// Places of a text as editors count them: lines and UTF-16 units from 0, where we count lines and characters from 1.
struct TextPositions {
    private let lines: [String]

    init(_ text: String) {
        // In Swift CR LF is one character.
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
    }

    var lineCount: Int { lines.count }

    /// A line from 0; empty outside the text.
    func line(_ number: Int) -> String { lines.indices.contains(number) ? lines[number] : "" }

    func position(line: Int, column: Int) -> JSON {
        let text = self.line(line - 1)
        let units = text.prefix(max(0, column - 1)).utf16.count
        return .object([("line", .number(max(0, line - 1))), ("character", .number(units))])
    }

    func range(_ range: SourceRange) -> JSON {
        self.range(from: (range.start.line, range.start.column), to: (range.end.line, range.end.column))
    }

    func range(from start: (line: Int, column: Int), to end: (line: Int, column: Int)) -> JSON {
        .object([("start", position(line: start.line, column: start.column)), ("end", position(line: end.line, column: end.column))])
    }

    /// Line and column, from 1, of an editor's position. A place inside a character is in front of it.
    func place(_ position: JSON?) -> (line: Int, column: Int)? {
        guard case .number(let line)? = position?["line"], case .number(let unit)? = position?["character"], line >= 0, unit >= 0 else {
            return nil
        }
        var units = 0
        var column = 1
        for character in self.line(line) {
            units += character.utf16.count
            if units > unit { break }
            column += 1
        }
        return (line + 1, column)
    }

    /// The text of a line in front of a column.
    func before(_ place: (line: Int, column: Int)) -> String { String(line(place.line - 1).prefix(place.column - 1)) }

    /// The name around a place.
    func word(at place: (line: Int, column: Int)) -> String {
        let characters = Array(line(place.line - 1))
        var start = min(place.column - 1, characters.count), end = start
        while start > 0, CompletionItem.isPartOfName(characters[start - 1]) { start -= 1 }
        while end < characters.count, CompletionItem.isPartOfName(characters[end]) { end += 1 }
        return String(characters[start..<end])
    }
}
