import Arithmetic
import Expressions

/// `∫_a^b f dx = F(b) - F(a)`, the values at the ends being limits from inside.
///
/// F must be locally Lipschitz on the open interval, with the derivative f: one that jumps, as `arctan(tan x)`, is none. And f must be
/// absolutely integrable up to both ends, by its leading terms there.
public struct Antiderivative: Hashable, Sendable {
    /// An integral over a point of an interval.
    public let target: Expression
    public let function: Expression

    public init(of target: Expression, _ function: Expression) {
        self.target = target
        self.function = function
    }

    /// The statement with the value of the integral in its goal.
    func statement(of statement: Statement) throws -> Statement {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        let value = try self.value(statement)
        var isFound = false
        func replaced(_ e: Expression) -> Expression {
            guard e.hasIntegral else { return e }
            if e.isSameUpToBoundIndices(as: target) {
                isFound = true
                return value
            }
            // Under a derivative the value may be another: it is one where the hypotheses hold.
            switch e.kind {
            case .sum, .product, .power, .elementary, .contraction: return e.mapOperands(replaced)
            default: return e
            }
        }
        let changed = relations.map { Relation(replaced($0.left), $0.op, replaced($0.right), indices: $0.indices) }
        guard isFound else { throw Rejection.evidenceDoesNotFitGoal }
        return statement.replacingGoal(changed)
    }

    /// What must hold of the parameters for both sides to be defined, and of norms to be positive.
    func conditions(of statement: Statement) throws -> SideConditions.Derivation {
        var conditions = ConditionList(statement)
        conditions.add(SideConditions.onParameters(of: [target, function], statement))
        conditions.add(SideConditions.asking(try functions(statement).needs, of: statement))
        return SideConditions.Derivation(conditions: conditions.conditions, uncovered: conditions.uncoveredConditions)
    }

    private func functions(_ statement: Statement) throws -> IntervalFunctions {
        guard case .integral(let points, let body) = target.kind, points.count == 1, !function.hasIntegral else { throw Rejection.evidenceDoesNotFitGoal }
        try WellFormedness.check(target, in: statement, points: [], indices: [])
        try WellFormedness.check(function, in: statement, points: points, indices: [])
        return try IntervalFunctions([body, function], over: points[0], of: statement)
    }

    private func value(_ statement: Statement) throws -> Expression {
        let all = try functions(statement)
        let (integrand, antiderivative) = (all.functions[0], all.functions[1])
        try all.requireLipschitz(antiderivative)
        do {
            guard try ContractionForm.areEqual(antiderivative.differentiated(byParameter: all.variable), integrand, FormContext(all.statement)) else {
                throw Rejection.sidesDiffer(relation: 0)
            }
        } catch let error as FormError { throw Rejection.noNormalForm(error) }
        let limits = LimitEvaluation(all.statement)
        try limits.requireIntegrable(integrand, all.variable)
        let ends = try limits.valuesAtEnds(antiderivative, all.variable)
        return all.inPoints(ends.upper - ends.lower)
    }
}
