import Arithmetic
import Expressions
import Kernel

/// `best Λ: …` for quadratic integrals of one function, by eigenfunctions.
///
/// On eigenfunctions of level n the difference of the sides is `a_n + b_n Λ` times the square of the function. So each n bounds Λ by
/// `-a_n/b_n`, from above where b_n < 0 and from below where b_n > 0. The constants with which the inequality holds are an interval, and a
/// bound that is one of them is an end of it.
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
        guard let relation = task.statement.goal.relations?.first else { return nil }
        // `Λ Y <= X` asks for the greatest constant, `X <= Λ Y` for the least.
        let isGreatest = relation.left.parameterSymbols.contains(constant)
        guard isGreatest != relation.right.parameterSymbols.contains(constant) else { return nil }
        for spectrum in SpectralProver(task, name).spectra {
            for end in ends(spectrum) where end.isUpper == isGreatest {
                guard task.statement.declaredRange(of: constant, admits: end.value) else { continue }
                var outcome = decided(end.value)
                guard outcome.verdict == .proved else { continue }
                // That eigenfunctions of this level are counterexamples beyond it needs one counterexample to tell that they are admitted.
                let step = end.value.isManifestlyPositive(positiveParameters: []) ? end.value : .one
                guard decided(isGreatest ? end.value + step : end.value - step).verdict == .refuted else { continue }
                outcome.value = "\(constant) = \(end.value.plainText)"
                outcome.evidence += "; no \(isGreatest ? "greater" : "smaller") one: equal for eigenfunctions of level \(end.level)"
                return outcome
            }
        }
        return nil
    }

    private func decided(_ value: Expression) -> Outcome {
        Prover.decide(Task(statement: task.statement.substituting([constant: value]), precision: task.precision, limits: task.limits), name)
    }

    /// An end of the interval of constants with which `a_n + b_n Λ` is not negative.
    private struct End {
        let value: Expression
        let level: Int
        let isUpper: Bool
    }

    /// Of the first numbers n.
    private func ends(_ spectrum: Spectrum) -> [End] {
        guard let statements = try? spectrum.statements(of: task.statement).dropFirst(), let last = statements.last,
            let first = last.parameters.last?.lower?.value.numerator.asInt else { return [] }
        let form = ContractionForm(FormContext(task.statement)), signs = SignCheck(task.statement)
        func end(_ statement: Statement, _ level: Int) -> End? {
            guard let difference = statement.goal.relations?.first?.right else { return nil }
            func at(_ value: Rational) -> Expression {
                difference.substitutingParameters([constant: .number(value), spectrum.level: .number(Rational(level))])
            }
            var supply = IndexSupply(startingAt: 1 << 20)
            guard let constantPart = try? form.normalForm(-at(0)), let slope = try? form.difference(at(1), at(0)), (try? form.isZero(slope)) == false,
                let quotient = try? form.quotient(constantPart, slope), let value = try? form.expression(quotient, &supply), value.mentionsOnlyParameters,
                let rate = try? form.expression(slope, &supply) else { return nil }
            if signs.isPositive(-rate) { return End(value: value, level: level, isUpper: true) }
            return signs.isPositive(rate) ? End(value: value, level: level, isUpper: false) : nil
        }
        let means = statements.dropLast().compactMap { end($0, 0) }
        return means + (first..<first + Self.levels).compactMap { end(last, $0) }
    }
}
