import Arithmetic
import Expressions

/// An inequality with integrals of known value put in on its greater side: under an integral, a combination whose integral is 0; as a factor, a
/// power of an integral that is 1.
///
/// `∫f log f/g` becomes `∫(f log f/g - f + g)`, whose integrand is not negative, and a number the integral of a mixture of densities, for
/// Hölder's inequality.
public struct KnownIntegrals: Hashable, Sendable {
    /// An integral on the greater side.
    public let target: Expression
    /// Equations `∫B = b` with factors λ, `Σ λ b = 0`: the integrand of the target becomes `A + Σ λ B`.
    public let added: [IntegrandComparison.Multiple]
    /// Equations with factors μ, `Σ μ b = 1`: the greater side is multiplied by a power of `∫ Σ μ B`.
    public let factor: [IntegrandComparison.Multiple]
    public let power: Rational

    public init(target: Expression, added: [IntegrandComparison.Multiple], factor: [IntegrandComparison.Multiple], power: Rational) {
        self.target = target
        self.added = added
        self.factor = factor
        self.power = power
    }

    /// The equations that no hypothesis states, and the changed inequality.
    public func statements(of statement: Statement) throws -> [Statement] {
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].indices.isEmpty,
            case .integral(let points, let body) = target.kind, !body.hasIntegral, target.freeIndices.isEmpty
        else { throw Rejection.evidenceDoesNotFitGoal }
        let context = FormContext(positiveParameters: FormContext(statement).positiveParameters, termBudget: Kernel.termBudget)
        for (multiples, total) in [(added, Expression.zero), (factor, .one)] where !multiples.isEmpty {
            for multiple in multiples {
                for part in [multiple.factor, multiple.body, multiple.value] {
                    try WellFormedness.check(part, in: statement, points: [], indices: [])
                    guard !part.hasIntegral, part.freeIndices.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
                }
                guard multiple.factor.mentionsOnlyParameters, multiple.value.mentionsOnlyParameters else { throw Rejection.evidenceDoesNotFitGoal }
            }
            guard try ContractionForm.areEqual(.sum(multiples.map { $0.factor * $0.value }), total, context) else { throw Rejection.sidesDiffer(relation: 0) }
        }
        let changed = Expression.integral(points, .sum([body] + added.map { $0.factor * $0.body }))
        var isFound = false
        func replaced(_ e: Expression) -> Expression {
            if e.isSameUpToBoundIndices(as: target) {
                isFound = true
                return changed
            }
            switch e.kind {
            case .sum, .product, .power, .elementary: return e.mapOperands(replaced)
            default: return e
            }
        }
        var right = replaced(relations[0].right)
        guard isFound, !(added.isEmpty && factor.isEmpty) else { throw Rejection.evidenceDoesNotFitGoal }
        if !factor.isEmpty { right = right * .power(.integral(points, .sum(factor.map { $0.factor * $0.body })), .number(power)) }
        func with(_ relation: Relation, _ hypotheses: [Proposition]) -> Statement {
            var result = statement
            result.goal = .relation(relation)
            result.hypotheses = hypotheses
            return result
        }
        let equations = (added + factor).compactMap { $0.equation(over: points, statement) }
        return equations.map { with($0, statement.hypothesesOnParameters) } + [with(Relation(relations[0].left, .lessOrEqual, right), statement.hypotheses)]
    }
}

extension KnownIntegrals {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        var writer = StatementWriter(statement)
        return .list([
            writer.expression(target), IntegrandComparison(multiples: added).symbolicText(statement), IntegrandComparison(multiples: factor).symbolicText(statement),
            .word(power.description),
        ])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 4)
        guard let power = Rational(try reader.word(items[3])) else { throw TextError("expected a number") }
        self.init(
            target: try reader.expression(items[0]), added: try IntegrandComparison(items[1], statement).multiples,
            factor: try IntegrandComparison(items[2], statement).multiples, power: power)
    }
}
