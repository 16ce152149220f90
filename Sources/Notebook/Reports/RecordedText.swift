import Kernel

/// The text of a recorded result: one aligned line a claim, then what belongs to it, indented.
///
/// It depends on the claims alone: no times, nothing of the machine.
public enum RecordedText {
    public static func text(of claims: [ClaimReport]) -> String {
        let nameWidth = claims.map(\.name.count).max() ?? 0
        let verdictWidth = claims.map(\.outcome.verdict.rawValue.count).max() ?? 0
        var text = ""
        for claim in claims {
            let verdict = claim.outcome.verdict.rawValue
            let columns = [padded(claim.name, nameWidth), padded(verdict, verdictWidth), claim.evidenceLine]
            text += trimmed(columns.joined(separator: "  ")) + "\n"
            for line in details(of: claim) {
                text += trimmed(String(repeating: " ", count: nameWidth + 2) + line) + "\n"
            }
        }
        return text
    }

    /// Table, axioms, counterexample, repair and reason: labelled lines.
    static func details(of claim: ClaimReport) -> [String] {
        let outcome = claim.outcome
        var lines: [String] = []
        func add(_ label: String, _ text: String?) {
            guard let text, !text.isEmpty else { return }
            let parts = text.split(separator: "\n", omittingEmptySubsequences: true)
            let margin = String(repeating: " ", count: label.count + 2)
            for (place, part) in parts.enumerated() { lines.append((place == 0 ? label + ": " : margin) + part) }
        }
        lines += outcome.table.map(\.line)
        if outcome.verdict != .assumed { add("axioms", outcome.axioms.joined(separator: ", ")) }
        add("witness", outcome.witness)
        add("meant", outcome.repair)
        add("reason", outcome.reason)
        return lines
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
