import Arithmetic
import Expressions
import Kernel

/// Goals `exists C: S`: a number for C. One of moderate size is looked for first, as most bounds hold with any larger one;
/// then a smaller one.
struct ExistenceProver {
    private let task: Task
    private let name: String
    private let parameter: Parameter

    init(_ task: Task, _ name: String, _ parameter: Parameter) {
        self.task = task
        self.name = name
        self.parameter = parameter
    }

    private static let large: [Rational] = [100, 10_000, 100_000_000]
    private static let small: [Rational] = [1, 2, 4, 10]
    private static let least: [Rational] = [Rational(1, 2), Rational(1, 10), Rational(1, 100), 0, -1]

    func run() -> Outcome {
        if let found = first(Self.large, skipping: 1) { return first(Self.small) ?? found }
        if let found = first(Self.small) ?? first(Self.least) { return found }
        return Prover.unknown("no number was found for \(parameter.name) with which it holds for all points, functions and parameters")
    }

    /// Where nothing is decided for one number, nothing is for the next; for a larger one a certificate may exist.
    /// - Parameter skipping: so many numbers at the beginning may be undecided.
    private func first(_ values: [Rational], skipping: Int = 0) -> Outcome? {
        for (place, value) in values.enumerated() {
            let instance = Instance(value)
            guard let reduced = try? instance.statement(of: task.statement) else { continue }
            let outcome = Prover.decide(task.asking(about: reduced), name)
            if outcome.verdict == .refuted || (outcome.verdict == .unknown && place < skipping) { continue }
            return Prover.proof(
                of: task, name, by: outcome, evidence: { .existence(instance, $0) }, words: { "\(parameter.name) = \(value): " + $0.evidence })
        }
        return nil
    }
}
