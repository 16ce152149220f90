import Kernel
import Proving

/// One verdict on the cases of an `evaluate` or a `check`, the weakest of theirs, and a table of the values.
enum Tabulation {
    static func outcome(of cases: [(label: String, outcome: Outcome)]) -> Outcome {
        let weakest = cases.map(\.outcome.verdict).max() ?? .unknown
        var outcome = Outcome(verdict: weakest)
        outcome.evidence = "\(cases.count) cases"
        outcome.table = cases.map { label, outcome in
            let parts = [outcome.value, outcome.evidence.isEmpty ? nil : outcome.evidence, outcome.reason].compactMap { $0 }
            return "\(label): " + parts.joined(separator: ", ")
        }
        outcome.limitReached = cases.contains { $0.outcome.limitReached }
        outcome.internalError = cases.lazy.compactMap(\.outcome.internalError).first
        let failing = cases.filter { $0.outcome.verdict == weakest }.map(\.label)
        if weakest > .supported { outcome.reason = "\(weakest.rawValue) for \(failing.joined(separator: "; "))" }
        return outcome
    }
}
