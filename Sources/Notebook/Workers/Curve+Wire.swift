import Enclosures

extension Curve {
    /// The curve as text: a line of two words, then one for each piece and gap, in numbers that read back as they were.
    var wire: String {
        var lines = ["\(isContinuous) \(isRigorous)"]
        for piece in pieces {
            let ends = [piece.first, piece.last].map { $0.map { "\($0)" } ?? "none" }
            lines.append((["piece"] + [piece.from, piece.to, piece.lower, piece.upper].map { "\($0)" } + ends).joined(separator: " "))
        }
        for gap in gaps { lines.append("gap \(gap.from) \(gap.to)") }
        return lines.joined(separator: "\n")
    }

    init(wire text: String) throws(WireRecord.Malformed) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
        guard let head = lines.first, head.count == 2 else { throw WireRecord.Malformed(detail: "a curve without a head") }
        func number(_ word: Substring) throws(WireRecord.Malformed) -> Double {
            guard let value = Double(word), value.isFinite else { throw WireRecord.Malformed(detail: "a curve with a damaged number") }
            return value
        }
        var pieces: [Piece] = []
        var gaps: [Gap] = []
        for line in lines.dropFirst() {
            switch (line[0], line.count) {
            case ("piece", 7):
                pieces.append(Piece(
                    from: try number(line[1]), to: try number(line[2]), lower: try number(line[3]), upper: try number(line[4]),
                    first: line[5] == "none" ? nil : try number(line[5]), last: line[6] == "none" ? nil : try number(line[6])))
            case ("gap", 3): gaps.append(Gap(from: try number(line[1]), to: try number(line[2])))
            default: throw WireRecord.Malformed(detail: "a damaged curve")
            }
        }
        self.init(isContinuous: head[0] == "true", isRigorous: head[1] == "true", pieces: pieces, gaps: gaps)
    }
}
