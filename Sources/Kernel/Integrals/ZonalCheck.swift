import Arithmetic
import Enclosures
import Expressions

/// Counterexamples on spheres: functions of the first coordinate, for which enclosures of both sides violate a relation.
///
/// An integrand that is invariant in form depends on the first coordinate alone if its functions do, since rotations
/// around the first axis change neither. Then
///
///     ∫_{S^(d-1)} D = |S^(d-2)| ∫_0^π D(cos t, sin t, 0, …) sin^(d-2) t dt .
public struct ZonalCheck {
    private static let precisions = 32...1_000

    private let statement: Statement
    private let witness: Witness

    public init(_ statement: Statement, _ witness: Witness) {
        self.statement = statement
        self.witness = witness
    }

    func run() throws {
        try WitnessCheck(statement, witness).checkAdmissible()
        guard let relations = statement.goal.relations, relations.indices.contains(witness.relation), witness.indices.isEmpty else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        let relation = relations[witness.relation]
        guard relation.indices.isEmpty, case .balls(let precision) = witness.arithmetic, Self.precisions.contains(precision) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        for (function, polynomial) in witness.assignment.functions {
            // Functions that integrate to 1, or vanish at infinity, are none of the sphere.
            guard function.attributes.isSubset(of: [.even]), function.valueDimensions.isEmpty, function.arguments.count == 1,
                polynomial.components.values.joined().allSatisfy({ $0.exponents.dropFirst().allSatisfy { $0 == 0 } })
            else { throw Rejection.notAdmissible(function.name) }
        }
        for citation in SumOfSquares.citations(statement) {
            // What a citation holds under may fail: then it says nothing, but then it is not known to be satisfied either.
            guard try holds(citation.relation) else { throw Rejection.notEvaluated("a hypothesis") }
        }
        guard statement.hypotheses.allSatisfy(\.isMadeOfRelations) else { throw Rejection.notEvaluated("a hypothesis") }
        let left = try value(of: relation.left), right = try value(of: relation.right)
        switch relation.op {
        case .equal: guard !left.overlaps(right) else { throw Rejection.sidesAgree }
        case .lessOrEqual: guard right.isLess(than: left) == .yes else { throw Rejection.sidesAgree }
        case .less: guard left.isLess(than: right) == .no else { throw Rejection.sidesAgree }
        }
    }

    private func holds(_ relation: Relation) throws -> Bool {
        guard relation.indices.isEmpty, relation.left.hasIntegral || relation.right.hasIntegral
            || !(relation.left.mentionsFunctionOfPoints || relation.right.mentionsFunctionOfPoints) else { return false }
        let left = try value(of: relation.left), right = try value(of: relation.right)
        switch relation.op {
        case .equal: return left.isExact && right.isExact && left.overlaps(right)
        case .lessOrEqual: return right.isLess(than: left) == .no
        case .less: return left.isLess(than: right) == .yes
        }
    }

    private var precision: Int {
        if case .balls(let bits) = witness.arithmetic { return bits }
        return 64
    }

    /// An enclosure of an expression in integrals over the sphere.
    public func value(of e: Expression) throws -> Ball {
        switch e.kind {
        case .integral(let points, let body):
            guard points.count == 1, case .sphere(let dimension) = points[0].manifold, let size = witness.assignment.size(dimension), size >= 2 else {
                throw Rejection.notEvaluated("an integral")
            }
            return try integral(body, points[0], size)
        case .sum(let terms): return try terms.reduce(Ball(0)) { try $0.adding(value(of: $1), precision: precision) }
        case .product(let factors): return try factors.reduce(Ball(1)) { try $0.multiplied(by: value(of: $1), precision: precision) }
        default:
            guard !e.hasIntegral, !e.mentionsFunctionOfPoints else { throw Rejection.notEvaluated("an expression of integrals") }
            return try evaluated { try BallField(precision: precision).value(e, at: witness.assignment) }
        }
    }

    private func evaluated<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch let error as EvaluationError { throw Rejection.notEvaluated("\(error)") }
    }

    private func integral(_ body: Expression, _ point: Point, _ size: Int) throws -> Ball {
        guard body.isInvariantInForm(under: point) else { throw Rejection.notEvaluated("an integrand that singles out a direction") }
        let program = try evaluated { try Program([Program.Output(body)], dimensions: witness.assignment.dimensions) }
        let field = ComplexBallField(precision: precision)
        // Even functions make the integrand even, so that one half of the sphere is enough.
        let isEven = witness.assignment.functions.values.allSatisfy { polynomial in
            polynomial.components.values.joined().allSatisfy { $0.exponents.reduce(0, +) % 2 == 0 }
        }
        let end = Ball.pi(precision: precision).multiplied(by: Ball(isEven ? Rational(1, 2) : 1, precision: precision), precision: precision)
        let result = ComplexBall.integral(
            from: ComplexBall(Ball(0)), to: ComplexBall(end), accuracy: precision - 24, precision: precision,
            evaluationLimit: 20_000
        ) { t, _ in
            let sine = t.sin(precision: precision)
            let zero = ComplexBall(Ball(0))
            let coordinates = [t.cos(precision: precision), sine] + Array(repeating: zero, count: size - 2)
            // Whatever throws is not analytic, or not known to be.
            guard var execution = try? Execution(program, in: field, at: witness.assignment, coordinates: [point: coordinates]),
                var value = try? execution.value(0) else { return .notFinite }
            for _ in 0..<(size - 2) { value = value.multiplied(by: sine, precision: precision) }
            return value
        }
        guard result.isFinite else { throw Rejection.notEvaluated("an integral") }
        return result.real.multiplied(by: Self.sphereArea(size - 1, precision), precision: precision)
            .multiplied(by: Ball(isEven ? 2 : 1), precision: precision)
    }

    /// `|S^(n-1)| = 2 π^(n/2) / Γ(n/2)`.
    private static func sphereArea(_ n: Int, _ precision: Int) -> Ball {
        let half = Rational(n, 2)
        return Ball(2).multiplied(by: Ball.pi(precision: precision).power(half, precision: precision), precision: precision)
            .divided(by: Ball(half, precision: precision).gamma(precision: precision), precision: precision)
    }
}
