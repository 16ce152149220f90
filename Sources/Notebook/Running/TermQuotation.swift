import Language

/// Puts the author's own words beside "term 2 of the right side" in what the prover says about a repair.
struct TermQuotation {
    private let document: Document?
    private let item: ElaboratedItem

    init(_ item: ElaboratedItem, in document: Document?) {
        self.item = item
        self.document = document
    }

    func quoting(_ repair: String) -> String {
        var result = repair
        for (side, ranges) in [("left", item.leftTerms), ("right", item.rightTerms)] {
            for (position, range) in ranges.enumerated().reversed() {
                let place = "term \(position + 1) of the \(side) side"
                guard let found = result.firstRange(of: place), let source = source(of: range) else { continue }
                result.replaceSubrange(found, with: "\(place), `\(source)`")
            }
        }
        return result
    }

    /// The text of a range within one line; `nil` for a longer one, which would not help in a message.
    private func source(of range: SourceRange) -> String? {
        guard range.start.line == range.end.line, let line = document?.line(range.start.line) else { return nil }
        let characters = Array(line)
        let start = range.start.column - 1, end = range.end.column - 1
        guard start >= 0, start < end, end <= characters.count else { return nil }
        return String(characters[start..<end])
    }
}
