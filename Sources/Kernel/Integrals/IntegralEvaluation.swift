import Arithmetic
import Expressions

/// Integrals in which no arbitrary function depends on the points of integration, replaced by their values.
///
/// An integral is written as a sum of monomials, each of which has a closed form: Gaussians, exponentials and
/// binomials of a power of a norm, times powers of the norm and polynomials; polynomials on spheres; powers on
/// intervals. Each monomial must be absolutely integrable, so that the order of integration does not matter.
public struct IntegralEvaluation {
    private let statement: Statement
    private let context: FormContext

    public init(_ statement: Statement, _ context: FormContext) {
        self.statement = statement
        self.context = context
    }

    /// An equation or inequality without integrals, equivalent where the linear forms in parameters are positive.
    public struct Result: Sendable {
        public let relation: Relation
        public let positive: [Exponent]
    }

    /// - Throws: `FormError.unsupported` where an integral has no closed form here.
    public func apply(to relation: Relation) throws -> Result {
        var positive: [Exponent] = []
        let left = try value(of: relation.left, &positive), right = try value(of: relation.right, &positive)
        return Result(relation: Relation(left, relation.op, right, indices: relation.indices), positive: positive)
    }

    /// Inner integrals first.
    private func value(of expression: Expression, _ positive: inout [Exponent]) throws -> Expression {
        guard expression.hasIntegral else { return expression }
        let inner = try expression.mapOperands { try value(of: $0, &positive) }
        guard case .integral(let points, let integrand) = inner.kind else { return inner }
        for point in points where integrand.hasFunction(dependingOn: point) { throw FormError.unsupported("an arbitrary function of \(point.name)") }
        var context = context
        // The rule for unit vectors is applied while integrating.
        for point in points { context.unitVectors.remove(point.name) }
        let form = ContractionForm(context, for: [integrand], integrating: points)
        let (closed, conditions) = try form.integral(of: form.normalForm(integrand), over: points)
        positive += conditions
        var supply = IndexSupply(startingAt: 1 << 22)
        return try form.expression(closed, &supply)
    }
}

/// Evidence by the values of all integrals.
struct EvaluationCheck {
    private let statement: Statement
    private let context: FormContext

    init(_ statement: Statement, _ context: FormContext) {
        self.statement = statement
        self.context = context
    }

    /// The relation between values, and the conditions for the integrals to exist.
    func evaluate(_ relation: Relation, _ conditions: inout ConditionList) throws -> Relation {
        let result = try IntegralEvaluation(statement, context).apply(to: relation)
        for exponent in result.positive { try conditions.requirePositive(exponent, "an integral") }
        conditions.add(SideConditions.onParameters(of: [result.relation.left, result.relation.right], statement))
        return result.relation
    }

    /// A counterexample to the relation between values, at which the integrals exist.
    func refutes(_ witness: Witness) throws {
        guard let relations = statement.goal.relations, relations.indices.contains(witness.relation) else { throw Rejection.evidenceDoesNotFitGoal }
        let result = try IntegralEvaluation(statement, context).apply(to: relations[witness.relation])
        for exponent in result.positive {
            guard exponent.value(at: witness.assignment).sign > 0 else { throw Rejection.diverges("an integral at the parameters of the witness") }
        }
        var local = statement
        local.goal = .relation(result.relation)
        var witness = witness
        witness.relation = 0
        try WitnessCheck(local, witness).run()
    }
}

extension Exponent {
    /// With the values of parameters and dimensions.
    func value(at assignment: Assignment) -> Rational {
        linear.reduce(constant) { sum, term in
            let value = assignment.parameters[term.symbol] ?? assignment.dimensions[term.symbol].map { Rational($0) } ?? 0
            return sum + term.coefficient * value
        }
    }
}

extension Expression {
    /// Whether a function symbol, or an operator that is not unfolded, depends on the point.
    fileprivate func hasFunction(dependingOn point: Point) -> Bool {
        switch kind {
        case .application(let application) where !application.arguments.isEmpty: return mentions(point)
        case .uninterpreted: return true
        default: return operands.contains { $0.hasFunction(dependingOn: point) }
        }
    }
}
