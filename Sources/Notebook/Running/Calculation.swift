import Kernel
import Proving

/// The verdict on a chain from the verdicts on its steps: the weakest of them.
enum Calculation {
    static func outcome(of steps: [(name: String, outcome: Outcome)]) -> Outcome {
        guard let weakest = steps.max(by: { $0.outcome.verdict < $1.outcome.verdict }) else {
            var outcome = Outcome(verdict: .unknown)
            outcome.reason = "the chain has no steps"
            return outcome
        }
        var outcome = Outcome(verdict: weakest.outcome.verdict)
        for step in steps {
            outcome.addAxioms(step.outcome.axioms)
            outcome.addSideConditions(step.outcome.sideConditions)
            if step.outcome.limitReached { outcome.limitReached = true }
        }
        let count = steps.count == 1 ? "1 step" : "\(steps.count) steps"
        let same = steps.filter { $0.outcome.verdict == outcome.verdict }.map(\.name)
        switch outcome.verdict {
        case .proved, .certified, .supported, .assumed:
            outcome.evidence = count
            outcome.isByDefinition = steps.allSatisfy { $0.outcome.isByDefinition }
        case .unknown, .illTyped, .refuted:
            let verb = same.count == 1 ? "is" : "are"
            outcome.reason = "\(same.joined(separator: ", ")) \(verb) \(outcome.verdict.rawValue), of \(count)"
        }
        return outcome
    }
}
