extension Document {
    /// The bytes of the file with other statements in its cells, the first cell's first. A cell whose source
    /// stays the same keeps its bytes, and so does everything outside the cells.
    public func replacingSources(with sources: [String]) -> [UInt8] {
        var output: [UInt8] = []
        var copied = 0
        for (cell, source) in zip(cells, sources) where source != cell.source {
            output += bytes[copied..<cell.sourceRange.lowerBound]
            copied = cell.sourceRange.upperBound
            let margin = [UInt8](repeating: UInt8(ascii: " "), count: cell.fence.indentation)
            for line in source.split(separator: "\n", omittingEmptySubsequences: false).dropLast(source.hasSuffix("\n") ? 1 : 0) {
                output += line.isEmpty ? cell.lineEnding : margin + Array(line.utf8) + cell.lineEnding
            }
        }
        return output + bytes[copied...]
    }
}
