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

        /// The statement about the values, with the ranges of parameters in which the integrals exist.
        public func statement(from statement: Statement) -> Statement {
            var result = statement
            result.goal = .relation(relation)
            for exponent in positive where exponent.linear.count == 1 && exponent.linear[0].coefficient.sign > 0 {
                let bound = Parameter.Bound(value: -exponent.constant / exponent.linear[0].coefficient, isStrict: true)
                result.parameters = result.parameters.map { parameter in
                    guard parameter.name == exponent.linear[0].symbol, parameter.lower.map({ $0.value < bound.value }) ?? true else { return parameter }
                    return Parameter(name: parameter.name, isInteger: parameter.isInteger, lower: bound, upper: parameter.upper)
                }
            }
            return result
        }
    }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where an arbitrary function depends on a point of integration, and
    ///   `FormError` where an integral has no closed form here.
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
        for point in points where integrand.hasFunction(dependingOn: point) { throw Rejection.evidenceDoesNotFitGoal }
        var context = context
        // The rule for unit vectors is applied while integrating.
        for point in points { context.unitVectors.remove(point.name) }
        var supply = IndexSupply(startingAt: 1 << 22)
        do {
            let form = ContractionForm(context, for: [integrand], integrating: points)
            let (closed, conditions) = try form.integral(of: form.normalForm(integrand), over: points)
            positive += conditions
            return try form.expression(closed, &supply)
        } catch let error as FormError {
            guard error != .tooLarge, let dimensions = try? statement.finiteDimensions(), dimensions.count == 1,
                let value = try? valueByComponents(integrand, points, dimensions[0], context, &positive) else { throw error }
            return value
        }
    }

    private func valueByComponents(
        _ integrand: Expression, _ points: [Point], _ dimensions: [String: Int], _ context: FormContext, _ positive: inout [Exponent]
    ) throws -> Expression {
        let form = ComponentForm(context, dimensions: dimensions)
        var supply = IndexSupply(startingAt: 1 << 22)
        var terms: [Expression] = []
        for assignment in try form.assignments(integrand.freeIndices) {
            let (closed, conditions) = try form.integral(of: form.normalForm(integrand, assignment), over: points)
            positive += conditions
            let selection = assignment.sorted { "\($0.key)" < "\($1.key)" }.map { Expression.delta($0.key, .fixed($0.value, $0.key.dimension)) }
            terms.append(.product(selection + [try form.expression(closed, &supply)]))
        }
        return .sum(terms)
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

    /// The statement about values, and the conditions for the integrals to exist. Under them every denominator of a
    /// value is positive; where a Gamma function was shifted to a pole, the value is meant by continuity.
    func evaluate(_ relation: Relation, _ conditions: inout ConditionList) throws -> Statement {
        let result = try IntegralEvaluation(statement, context).apply(to: relation)
        for exponent in result.positive { try conditions.requirePositive(exponent, "an integral") }
        return result.statement(from: statement)
    }

    /// A counterexample to the relation between values, at which the integrals exist.
    func refutes(_ witness: Witness) throws {
        guard let relations = statement.goal.relations, relations.indices.contains(witness.relation) else { throw Rejection.evidenceDoesNotFitGoal }
        let result = try IntegralEvaluation(statement, context).apply(to: relations[witness.relation])
        for exponent in result.positive {
            guard exponent.value(at: witness.assignment).sign > 0 else { throw Rejection.diverges("an integral at the parameters of the witness") }
        }
        // Nor do normal forms see what has no value: `∫ sqrt(x)² dx` on (-1, 1).
        let relation = relations[witness.relation], there = statement.narrowed(to: witness.assignment)
        guard IntegrandDomain(there).holdsEverywhere, SideConditions.onParameters(of: [relation.left, relation.right], there).conditions.isEmpty else {
            throw Rejection.notEvaluated("an integrand at the parameters of the witness")
        }
        var witness = witness
        witness.relation = 0
        try WitnessCheck(result.statement(from: statement), witness).run()
    }
}

extension Statement {
    /// For these values of parameters and dimensions alone.
    fileprivate func narrowed(to assignment: Assignment) -> Statement {
        var result = self
        result.parameters = parameters.map { parameter in
            guard let value = assignment.parameters[parameter.name] ?? assignment.dimensions[parameter.name].map({ Rational($0) }) else { return parameter }
            let bound = Parameter.Bound(value: value, isStrict: false)
            return Parameter(name: parameter.name, isInteger: parameter.isInteger, lower: bound, upper: bound)
        }
        return result
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
    func hasFunction(dependingOn point: Point) -> Bool {
        switch kind {
        case .application(let application) where !application.arguments.isEmpty: return mentions(point)
        case .uninterpreted: return true
        default: return operands.contains { $0.hasFunction(dependingOn: point) }
        }
    }
}
