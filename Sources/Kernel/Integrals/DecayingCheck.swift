import Arithmetic
import Enclosures
import Expressions

/// Counterexamples on R^d and the line: decaying functions, radial in space, for which enclosures of both sides violate a
/// relation.
///
/// In space an integrand that is invariant in form is radial if its functions are, and
///
///     ∫_{R^d} D = |S^(d-1)| ∫_0^∞ D(r, 0, …) r^(d-1) dr .
public struct DecayingCheck {
    private static let precisions = 32...400
    private static let dimensions = 1...8
    private static let budget = 40_000
    /// Bits of an integral that need only be finite.
    private static let finiteness = 16
    /// Nodes of the graph of one integrand.
    private static let nodeLimit = 60_000

    private let statement: Statement
    private let witness: DecayingWitness

    public init(_ statement: Statement, _ witness: DecayingWitness) {
        self.statement = statement
        self.witness = witness
    }

    func run() throws {
        try checkDeclarations()
        guard let relations = statement.goal.relations, relations.indices.contains(witness.relation) else { throw Rejection.evidenceDoesNotFitGoal }
        let relation = relations[witness.relation]
        guard relation.indices.isEmpty, Self.precisions.contains(witness.precision) else { throw Rejection.evidenceDoesNotFitGoal }
        guard relation.left.isClosed, relation.right.isClosed else { throw Rejection.notEvaluated("a point that is not integrated") }
        guard statement.hypotheses.allSatisfy(\.isMadeOfRelations) else { throw Rejection.notEvaluated("a hypothesis") }
        for citation in SumOfSquares.citations(statement) {
            // What a citation holds under may fail: then it says nothing, but then it is not known to be satisfied either.
            guard try holds(citation.relation) else { throw Rejection.notEvaluated("a hypothesis") }
        }
        let isNormalised = statement.functions.contains { $0.attributes.contains(.unitMass) }
        if isNormalised {
            // A multiple of the function has mass 1: both sides must be multiplied by the same factor.
            guard statement.functions.count == 1, statement.functions[0].isLogarithm, statement.hypotheses.isEmpty else { throw Rejection.notEvaluated("a function of mass 1") }
        }
        let left = try isNormalised ? multiple(of: relation.left) : value(of: relation.left)
        let right = try isNormalised ? multiple(of: relation.right) : value(of: relation.right)
        switch relation.op {
        case .equal: guard !left.overlaps(right) else { throw Rejection.sidesAgree }
        case .lessOrEqual: guard right.isLess(than: left) == .yes else { throw Rejection.sidesAgree }
        case .less: guard left.isLess(than: right) == .no else { throw Rejection.sidesAgree }
        }
    }

    private func checkDeclarations() throws {
        guard Set(statement.symbolicDimensions).isSubset(of: witness.dimensions.keys),
            witness.dimensions.values.allSatisfy(Self.dimensions.contains) else { throw Rejection.notAdmissible("a dimension") }
        for parameter in statement.parameters {
            let value = witness.parameters[parameter.name] ?? witness.dimensions[parameter.name].map { Rational($0) }
            guard let value, parameter.contains(value), witness.dimensions[parameter.name].map({ Rational($0) == value }) ?? true else {
                throw Rejection.notAdmissible(parameter.name)
            }
        }
        guard witness.functions.count == statement.functions.count else { throw Rejection.evidenceDoesNotFitGoal }
        for (function, example) in zip(statement.functions, witness.functions) {
            guard example.isAdmissible(as: function) else { throw Rejection.notAdmissible(function.name) }
        }
    }

    private func holds(_ relation: Relation) throws -> Bool {
        guard relation.indices.isEmpty else { return false }
        let left = try value(of: relation.left), right = try value(of: relation.right)
        switch relation.op {
        case .equal: return left.isExact && right.isExact && left.overlaps(right)
        case .lessOrEqual: return right.isLess(than: left) == .no
        case .less: return left.isLess(than: right) == .yes
        }
    }

    private var precision: Int { witness.precision }

    /// An enclosure of an expression in integrals.
    private func value(of e: Expression) throws -> Ball {
        switch e.kind {
        case .integral(let points, let body):
            guard points.count == 1 else { throw Rejection.notEvaluated("an integral over several points") }
            return try integral(body, points[0], isNormalised: false)
        case .sum(let terms): return try terms.reduce(Ball(0)) { try $0.adding(value(of: $1), precision: precision) }
        case .product(let factors): return try factors.reduce(Ball(1)) { try $0.multiplied(by: value(of: $1), precision: precision) }
        default:
            guard !e.hasIntegral, !e.mentionsFunctionOfPoints else { throw Rejection.notEvaluated("an expression of integrals") }
            var assignment = Assignment(parameters: witness.parameters)
            assignment.dimensions = witness.dimensions
            for (name, size) in witness.dimensions where assignment.parameters[name] == nil { assignment.parameters[name] = Rational(size) }
            do { return try BallField(precision: precision).value(e, at: assignment) } catch let error as EvaluationError {
                throw Rejection.notEvaluated("\(error)")
            }
        }
    }

    /// The value for the density, times the mass of the function that is its multiple.
    private func multiple(of e: Expression) throws -> Ball {
        let function = statement.functions[0]
        let point: Point
        switch function.arguments.first {
        case .vector(let d): point = Point(name: "∫0", manifold: .euclidean(d))
        default: point = Point(name: "∫0", manifold: .line(lower: nil, upper: nil))
        }
        return try IntegralSum(e).terms.reduce(Ball(0)) { sum, term in
            guard term.points.count <= 1 else { throw Rejection.notEvaluated("an integral over several points") }
            if let own = term.points.first {
                return try sum.adding(integral(term.integrand, own, isNormalised: true), precision: precision)
            }
            let density = Expression.elementary(.exp, Occurrence(function: function, points: [point]).expression)
            let mass = try integral(density, point, isNormalised: true)
            return try sum.adding(mass.multiplied(by: value(of: term.integrand), precision: precision), precision: precision)
        }
    }

    private func integral(_ body: Expression, _ point: Point, isNormalised: Bool) throws -> Ball {
        do {
            return try enclosure(body, point, isNormalised)
        } catch let error as EvaluationError {
            throw Rejection.notEvaluated("\(error)")
        } catch is EnclosureError {
            throw Rejection.notEvaluated("an integral")
        }
    }

    private func enclosure(_ body: Expression, _ point: Point, _ isNormalised: Bool) throws -> Ball {
        let size: Int
        switch point.manifold {
        case .line(nil, nil): size = 0
        case .euclidean(.number(let d)): size = d
        case .euclidean(.symbol(let name)): size = witness.dimensions[name] ?? 0
        default: throw Rejection.notEvaluated("an integral over another space")
        }
        guard point.isScalar || (Self.dimensions.contains(size) && body.isInvariantInForm(under: point)) else {
            throw Rejection.notEvaluated("an integrand that singles out a direction")
        }
        var lowering = ScalarLowering(dimensions: witness.dimensions, nodeLimit: Self.nodeLimit)
        for (name, value) in witness.parameters where witness.dimensions[name] == nil { try lowering.define(parameter: name, as: .number(value)) }
        // The logarithm of a multiple of the function.
        let shift = Point(name: "logarithm of the mass", manifold: .line(lower: nil, upper: nil))
        for (function, example) in zip(statement.functions, witness.functions) {
            guard let slot = function.arguments.first, point.isScalar || slot != .scalar || example.isEven else { throw Rejection.notAdmissible(function.name) }
            let argument: Point
            switch slot {
            case .scalar: argument = Point(name: "argument of \(function.name)", manifold: .line(lower: nil, upper: nil))
            case .vector(let d): argument = Point(name: "argument of \(function.name)", manifold: .euclidean(d))
            }
            let own = example.expression(at: argument, ofLogarithm: function.isLogarithm)
            try lowering.define(function, of: [argument], [], as: isNormalised ? own + .coordinate(shift, nil) : own)
        }
        let variables = try lowering.variables(of: point)
        let scale = try lowering.variables(of: shift)[0]
        let scalar = try lowering.value(body)
        guard scalar.integrals.isEmpty else { throw Rejection.notEvaluated("an inner integral") }
        var graph = scalar.graph
        var root = scalar.root
        if isNormalised {
            let change = try graph.derivative(root, by: scale)
            let rest = graph.difference(change, root)
            guard graph.rational(rest)?.isZero == true else { throw Rejection.notEvaluated("an integrand that is not a multiple of the density") }
            root = graph.substituting([scale: graph.number(0)], in: root)
        }
        func sum(
            over domain: ScalarIntegral.Domain, _ variable: ScalarGraph.Variable, _ node: ScalarGraph.Node, accuracy: Int? = nil
        ) throws -> Ball {
            let axis = ScalarIntegral.Axis(variables: [variable], domain: domain)
            let pieces = try ScalarIntegral(graph: graph, integrand: node, axes: [axis]).pieces(of: axis)
            guard let found = try LineEnclosure(pieces).enclosure(accuracy: accuracy ?? (precision - 16), budget: Self.budget, rigorous: true), found.value.isFinite else {
                throw Rejection.notEvaluated("an integral")
            }
            return found.value
        }
        let (radius, r) = graph.variable(isPositive: true)
        // Near-singular functions live on a logarithmic scale.
        let isNearSingular = witness.functions.contains { $0.powers.contains { $0.shift < 1 } }
        if point.isScalar {
            let right = graph.substituting([variables[0]: r], in: root)
            let left = graph.substituting([variables[0]: graph.scaled(r, by: -1)], in: root)
            let even = graph.sum(left, right)
            if graph.rational(even)?.isZero == true {
                // The halves cancel where they exist: `∫ exp(-s²)/s ds` has no value.
                _ = try sum(over: .halfLine(from: graph.number(0)), radius, right, accuracy: Self.finiteness)
                return Ball(0)
            }
            if !isNearSingular { return try sum(over: .line, variables[0], root) }
            let half = try sum(over: .halfLine(from: graph.number(0)), radius, right)
            return try half.adding(left == right ? half : sum(over: .halfLine(from: graph.number(0)), radius, left), precision: precision)
        }
        // Along the first axis.
        func along(_ node: ScalarGraph.Node) -> ScalarGraph.Node {
            let places = Dictionary(uniqueKeysWithValues: variables.enumerated().map { ($1, $0 == 0 ? node : graph.number(0)) })
            return graph.product(graph.substituting(places, in: root), graph.power(node, Rational(size - 1)))
        }
        let radial = try sum(over: .halfLine(from: graph.number(0)), radius, along(r))
        return radial.multiplied(by: Self.sphereArea(size, precision), precision: precision)
    }

    /// `|S^(n-1)| = 2 π^(n/2) / Γ(n/2)`.
    private static func sphereArea(_ n: Int, _ precision: Int) -> Ball {
        let half = Rational(n, 2)
        return Ball(2).multiplied(by: Ball.pi(precision: precision).power(half, precision: precision), precision: precision)
            .divided(by: Ball(half, precision: precision).gamma(precision: precision), precision: precision)
    }
}

extension Expression {
    /// Whether every point is integrated.
    public var isClosed: Bool { isClosed([]) }

    private func isClosed(_ bound: [Point]) -> Bool {
        switch kind {
        case .coordinate(let point, _): return bound.contains(point)
        case .integral(let points, let body): return body.isClosed(bound + points)
        default: return operands.allSatisfy { $0.isClosed(bound) }
        }
    }
}
