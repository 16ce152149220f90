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

    /// A document of cells and nothing else. Each source ends with a line end; an empty one makes no cell.
    init(statements sources: [String]) {
        let lineEnding = [UInt8(ascii: "\n")]
        var bytes: [UInt8] = []
        var cells: [Cell] = []
        var line = 1
        for source in sources where !source.isEmpty {
            let start = bytes.count
            bytes += source.utf8
            cells.append(
                Cell(
                    source: source, firstLine: line, removedIndentation: [], recordedResult: nil, fence: .plain, start: start,
                    sourceRange: start..<bytes.count, resultRange: nil, end: bytes.count, lineEnding: lineEnding))
            line += source.utf8.count { $0 == UInt8(ascii: "\n") }
        }
        self.init(bytes: bytes, cells: cells)
    }
}
