extension Document {
    /// What should stand below a cell.
    public enum Recording: Hashable, Sendable {
        /// These lines, each ended by LF.
        case result(String)
        /// No result fence: the cell has no verdicts.
        case none
        /// Whatever stands there now: something was not decided, or not asked.
        case unchanged
    }

    /// How the recorded result of a cell differs from what it should be.
    public enum Mismatch: Hashable, Sendable {
        case missing, different, superfluous
    }

    /// The first cell's recording first. `nil` for a cell whose recorded result is as it should be.
    public func mismatches(with recordings: [Recording]) -> [Mismatch?] {
        zip(cells, recordings).map { cell, recording in
            switch (recording, cell.recordedResult) {
            case (.unchanged, _), (.none, nil): return nil
            case (.none, .some): return .superfluous
            case (.result, nil): return .missing
            case (.result(let text), .some(let recorded)): return Array(text.utf8) == Array(recorded.utf8) ? nil : .different
            }
        }
    }

    /// The bytes of the file with the recordings put in. A result that is right already keeps its bytes, and
    /// so does everything that is not a result fence.
    public func replacingResults(with recordings: [Recording]) -> [UInt8] {
        var output: [UInt8] = []
        var copied = 0
        let mismatches = mismatches(with: recordings)
        for (index, cell) in cells.enumerated() {
            guard index < mismatches.count, let mismatch = mismatches[index] else { continue }
            let old = mismatch == .missing ? cell.end..<cell.end : cell.resultRange ?? cell.end..<cell.end
            output += bytes[copied..<old.lowerBound]
            copied = old.upperBound
            if case .result(let text) = recordings[index] {
                let ending = cell.lineEnding.isEmpty ? [UInt8(ascii: "\n")] : cell.lineEnding
                if let last = output.last, last != 10, last != 13 { output += ending }
                output += Document.fenced(text, kind: "lnb-result", indentation: cell.fence.indentation, ending: ending)
            }
        }
        output += bytes[copied...]
        return output
    }

    /// A fenced block around `text`, longer than every run of backticks in it.
    static func fenced(_ text: String, kind: String, indentation: Int, ending: [UInt8]) -> [UInt8] {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == Fence.backtick ? run + 1 : 0
            longest = max(longest, run)
        }
        let marks = [UInt8](repeating: Fence.backtick, count: max(3, longest + 1))
        let margin = [UInt8](repeating: UInt8(ascii: " "), count: indentation)
        var fence = margin + marks + Array(kind.utf8) + ending
        let isEnded = text.isEmpty || text.hasSuffix("\n")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(isEnded ? 1 : 0) {
            fence += line.isEmpty ? ending : margin + Array(line.utf8) + ending
        }
        return fence + margin + marks + ending
    }
}
