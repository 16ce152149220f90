extension Document {
    /// The statements of all cells, each on the line it has in the file; the other lines are empty.
    public var statementsInPlace: String {
        var text = ""
        var line = 1
        for cell in cells {
            text += String(repeating: "\n", count: max(0, cell.firstLine - line)) + cell.source
            line = cell.firstLine + cell.source.utf8.count { $0 == UInt8(ascii: "\n") }
        }
        return text
    }

    /// A document that is one cell from its first line on.
    init(statements: String) {
        let bytes = Array(statements.utf8)
        let lineEnding = [UInt8(ascii: "\n")]
        let cell = Fence(opening: Array("```lnb".utf8)[...]).map { fence in
            Cell(
                source: statements, firstLine: 1, removedIndentation: [], recordedResult: nil, fence: fence, start: 0,
                sourceRange: 0..<bytes.count, resultRange: nil, end: bytes.count, lineEnding: lineEnding)
        }
        self.init(bytes: bytes, cells: cell.map { [$0] } ?? [])
    }
}
