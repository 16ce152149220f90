extension Document {
    /// A document that is one cell from its first line on.
    init(statements: String) {
        let bytes = Array(statements.utf8)
        let lineEnding = [UInt8(ascii: "\n")]
        let cell = Fence(opening: Array("```lnb".utf8)[...]).map { fence in
            Cell(
                source: statements, firstLine: 1, removedIndentation: [], recordedResult: nil, fence: fence,
                sourceRange: 0..<bytes.count, resultRange: nil, end: bytes.count, lineEnding: lineEnding)
        }
        self.init(bytes: bytes, cells: cell.map { [$0] } ?? [])
    }
}
