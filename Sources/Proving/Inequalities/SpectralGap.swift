import Arithmetic
import Expressions
import Kernel

/// `best Λ: …` for quadratic integrals of one function, by eigenfunctions.
///
/// On eigenfunctions of level n the difference of the sides is `a_n + b_n Λ` times the square of the function. So each n bounds Λ by
/// `-a_n/b_n`, from above where b_n < 0, and a bound with which the inequality holds for all n is the best constant.
struct SpectralGap {
    private static let levels = 4

    private let task: Task
    private let name: String
    private let constant: String

    init(_ task: Task, _ name: String, constant: String) {
        self.task = task
        self.name = name
        self.constant = constant
    }

    func run() -> Outcome? {
        for spectrum in SpectralProver(task, name).spectra {
            for (value, level) in bounds(spectrum) {
                guard task.statement.declaredRange(of: constant, admits: value) else { continue }
                var outcome = decided(value)
                guard outcome.verdict == .proved else { continue }
                // The difference is affine in Λ: what fails for a greater value fails as soon as Λ is greater.
                let step = value.isManifestlyPositive(positiveParameters: []) ? value : .one
                let isGreatest = decided(value + step).verdict == .refuted
                guard isGreatest || decided(value - step).verdict == .refuted else { continue }
                outcome.value = "\(constant) = \(value.plainText)"
                outcome.evidence += "; no \(isGreatest ? "greater" : "smaller") one: equal for eigenfunctions of level \(level)"
                return outcome
            }
        }
        return nil
    }

    private func decided(_ value: Expression) -> Outcome {
        Prover.decide(Task(statement: task.statement.substituting([constant: value]), precision: task.precision, limits: task.limits), name)
    }

    /// `-a_n/b_n` for the first numbers n.
    private func bounds(_ spectrum: Spectrum) -> [(value: Expression, level: Int)] {
        guard let statements = try? spectrum.statements(of: task.statement).dropFirst(), let last = statements.last,
            let first = last.parameters.last?.lower?.value.numerator.asInt else { return [] }
        let form = ContractionForm(FormContext(task.statement))
        func bound(_ statement: Statement, _ level: Int) -> (value: Expression, level: Int)? {
            guard let difference = statement.goal.relations?.first?.right else { return nil }
            func at(_ value: Rational) -> Expression {
                difference.substitutingParameters([constant: .number(value), spectrum.level: .number(Rational(level))])
            }
            var supply = IndexSupply(startingAt: 1 << 20)
            guard let constantPart = try? form.normalForm(-at(0)), let slope = try? form.difference(at(1), at(0)), (try? form.isZero(slope)) == false,
                let quotient = try? form.quotient(constantPart, slope), let value = try? form.expression(quotient, &supply), value.mentionsOnlyParameters else { return nil }
            return (value, level)
        }
        let means = statements.dropLast().compactMap { bound($0, 0) }
        return means + (first..<first + Self.levels).compactMap { bound(last, $0) }
    }
}
