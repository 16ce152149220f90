import Kernel
import Proving

/// One verdict on the cases of an `evaluate` or a `check`, the weakest of theirs, and a table of the values.
enum Tabulation {
    static func outcome(of cases: [(label: String, outcome: Outcome)]) -> Outcome {
        let weakest = cases.map(\.outcome.verdict).max() ?? .unknown
        var outcome = Outcome(verdict: weakest)
        outcome.curves = cases.flatMap(\.outcome.curves)
        outcome.evidence = outcome.curves.isEmpty ? "\(cases.count) cases" : "\(cases.count) curves"
        for (label, part) in cases {
            let remarks = [part.evidence.isEmpty ? nil : part.evidence, part.witness, part.reason].compactMap { $0 }
            let remark = remarks.joined(separator: ", ").split(whereSeparator: \.isNewline).joined(separator: " ")
            outcome.table.append(Outcome.Row(label: label, verdict: part.verdict, value: part.value, remark: remark))
            // The values at several points, or of several components.
            for row in part.table {
                outcome.table.append(Outcome.Row(label: "\(label), \(row.label)", verdict: row.verdict, value: row.value, remark: row.remark))
            }
        }
        outcome.limitReached = cases.contains { $0.outcome.limitReached }
        outcome.internalError = cases.lazy.compactMap(\.outcome.internalError).first
        let failing = cases.filter { $0.outcome.verdict == weakest }.map(\.label)
        if weakest > .supported { outcome.reason = "\(weakest.rawValue) for \(failing.joined(separator: "; "))" }
        return outcome
    }
}
