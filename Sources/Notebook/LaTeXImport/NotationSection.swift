/// A stretch of a paper that means other things by its letters: a block `notation from line N`, with a cell of its own behind it.
struct NotationSection {
    /// The line of the paper from which it holds, to that of the next one.
    var line: Int
    var notation: Notation
    var cell: String?

    /// How the block begins, without its line.
    static let opening = "notation from line"

    /// The sections of a notebook in the order of the paper; what they do not say is what `base` says.
    static func all(in text: String, over base: Notation) throws(LaTeXError) -> [NotationSection] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        var result: [NotationSection] = []
        var index = 0
        func block(from open: Int) -> (text: String, close: Int)? {
            guard let close = lines[(open + 1)...].firstIndex(where: { $0.trimmed == "```" }) else { return nil }
            return (lines[(open + 1)..<close].map { $0 + "\n" }.joined(), close)
        }
        while index < lines.count {
            guard lines[index].trimmed.hasPrefix("```" + opening) else {
                index += 1
                continue
            }
            let place = LaTeXToken.Place(line: index + 1, column: 1)
            guard let line = Int(String(lines[index].trimmed.dropFirst(3 + opening.count)).trimmed), line > 0 else {
                throw LaTeXError(message: "expected the line of the paper from which the table holds, as in `\(opening) 120`", place: place)
            }
            guard let table = block(from: index) else { throw LaTeXError(message: "the table that begins here has no end", place: place) }
            var section = NotationSection(line: line, notation: try Notation(table.text, firstLine: index + 2, over: base))
            index = table.close + 1
            let next = lines[index...].firstIndex { $0.hasPrefix("```") || $0.hasPrefix("#") }
            if let next, lines[next].trimmed == "```lnb", let cell = block(from: next) {
                section.cell = cell.text
                index = cell.close + 1
            }
            guard !result.contains(where: { $0.line == line }) else {
                throw LaTeXError(message: "two tables hold from line \(line)", place: place)
            }
            result.append(section)
        }
        return result.sorted { $0.line < $1.line }
    }
}
