import Arithmetic
import Expressions

/// Relations between logarithms of integrals as relations between products of powers: `log ∫√(fg) <= 0` as `∫√(fg) <= 1`.
///
/// From `Σ c_k log A_k + r <= 0`, where no integral stands in the `c_k` and `r`, and the `A_k` are positive by their form and converge absolutely,
/// follows `∏ A_k^{c_k} <= e^{-r}` and conversely. Powers with negative exponents go to the other side; of a single logarithm `A <= e^{-r/c}` or
/// `A >= e^{-r/c}`, by the sign of c.
struct LogarithmsOfIntegrals {
    private let statement: Statement

    init(_ statement: Statement) { self.statement = statement }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where an integral stands elsewhere, or the sign of a coefficient or an argument is not seen.
    func withoutLogarithms() throws -> Statement { try compared().statement }

    /// Under which every argument converges absolutely.
    func conditions() throws -> SideConditions.Derivation {
        var conditions = ConditionList(statement)
        func visit(_ e: Expression) throws {
            guard case .integral = e.kind else { return try e.operands.forEach(visit) }
            do { try ChangesOfVariables.requireConvergence(of: e, in: statement, &conditions) } catch let error as FormError { throw Rejection.noNormalForm(error) }
        }
        try compared().arguments.forEach(visit)
        return SideConditions.Derivation(
            conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: conditions.positiveExponents)
    }

    private func compared() throws -> (statement: Statement, arguments: [Expression]) {
        guard let relations = statement.goal.relations, relations.count == 1, case let goal = relations[0], goal.indices.isEmpty else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        var logarithms: [(argument: Expression, coefficient: Expression)] = []
        var rest: [Expression] = []
        for term in goal.left.summands + goal.right.summands.map({ -$0 }) where term != .zero {
            guard term.hasIntegral else {
                rest.append(term)
                continue
            }
            let factors = term.factors, own = factors.indices.filter { factors[$0].hasIntegral }
            guard own.count == 1, case .elementary(.log, let argument) = factors[own[0]].kind else { throw Rejection.evidenceDoesNotFitGoal }
            let coefficient = Expression.product(factors.indices.filter { $0 != own[0] }.map { factors[$0] })
            if let place = logarithms.firstIndex(where: { $0.argument.isSameUpToBoundIndices(as: argument) }) {
                logarithms[place].coefficient = logarithms[place].coefficient + coefficient
            } else {
                logarithms.append((argument, coefficient))
            }
        }
        guard !logarithms.isEmpty, logarithms.allSatisfy({ $0.coefficient.mentionsOnlyParameters }), rest.allSatisfy(\.mentionsOnlyParameters) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let positive = FormContext(statement).positiveParameters
        guard logarithms.allSatisfy({ $0.argument.isManifestlyPositive(positiveParameters: positive) }) else { throw Rejection.evidenceDoesNotFitGoal }
        let signs = SignCheck(statement), remainder = Expression.sum(rest)
        // The smaller side and the larger one.
        var smaller: [Expression] = [], larger: [Expression] = []
        for (argument, coefficient) in logarithms {
            let isPositive = signs.isPositive(coefficient)
            guard isPositive || signs.isPositive(-coefficient) else { throw Rejection.evidenceDoesNotFitGoal }
            let exponent = logarithms.count == 1 ? Expression.one : isPositive ? coefficient : -coefficient
            if isPositive { smaller.append(.power(argument, exponent)) } else { larger.append(.power(argument, exponent)) }
        }
        if remainder != .zero {
            let value = logarithms.count == 1 ? remainder / logarithms[0].coefficient : remainder
            if logarithms.count == 1, smaller.isEmpty { smaller.append(.elementary(.exp, -value)) } else { larger.append(.elementary(.exp, -value)) }
        }
        var result = statement
        result.goal = .relation(Relation(.product(smaller), goal.op, .product(larger)))
        try WellFormedness.check(result)
        return (result, logarithms.map(\.argument))
    }
}
