import Arithmetic
import Enclosures
import Expressions
import Integration
import Kernel

/// The check of proved and refuted relations between integrals by quadrature on concrete densities, which shares nothing with
/// normal forms, fields and conditions of convergence.
package struct IntegralCrossCheck {
    package enum Result: Equatable {
        /// Equal sides, or sides in the right order, on these densities.
        case agreement(String)
        /// Values on a density for which the relation does not hold: they contradict a proof and support a refutation.
        case difference(String)
        /// No test functions for this statement, or integrals that are out of reach.
        case undetermined
    }

    private static let digits = 10
    /// Evaluations of integrands for one side: what a claim may cost besides its proof.
    private static let budget = 5_000
    private static let nodeLimit = 2_000
    /// Logarithms of sums do not expand, and are averaged over rotations term by term.
    private static let mixtureNodeLimit = 400

    private let statement: Statement
    private let assignment: Assignment
    private let isMixture: Bool
    /// Whether integrals must be shown to converge, and enclosures are computed where sides differ.
    private let isRefutation: Bool
    /// Inequalities were written with `>=` or `>`.
    private var isWrittenBackwards = false

    /// - Parameter conditions: what the proof holds under; outside of them nothing is compared.
    package static func run(_ statement: Statement, _ relations: [Relation], _ conditions: SideConditions.Derivation) -> Result {
        let candidates = CandidateAssignments(statement)
        let result = LatticeCrossCheck.run(statement, relations, candidates, conditions)
        if result != .undetermined || !hasTestFunctions(statement) { return result }
        let all = candidates.dimensions(count: 3)
        guard let dimensions = all.last else { return .undetermined }
        var agreed: [String] = []
        for isMixture in [false, true] {
            // Parameters for which an integral does not converge, or costs too much, say nothing.
            for assignment in candidates.simple(dimensions).filter(conditions.admits).prefix(3) {
                let check = IntegralCrossCheck(statement: statement, assignment: assignment, isMixture: isMixture, isRefutation: false)
                do {
                    if let difference = try check.difference(relations) { return .difference("by quadrature " + difference) }
                } catch {
                    continue
                }
                agreed.append(isMixture ? "a mixture" : "a Gaussian")
                break
            }
        }
        return agreed.isEmpty ? .undetermined : .agreement(agreed.joined(separator: " and "))
    }

    /// What quadrature has to say for a refutation: values on a Gaussian and on a mixture for which a relation does not hold; elsewhere sums
    /// over a lattice. Nil where they agree or are out of reach, which says nothing against it.
    package static func support(_ statement: Statement, _ relations: [Relation], isWrittenBackwards: Bool = false) -> String? {
        let candidates = CandidateAssignments(statement), conditions = SideConditions.derive(statement)
        guard let dimensions = candidates.dimensions(count: 3).last else { return nil }
        let found = !hasTestFunctions(statement) ? [] : (mentionsDensities(statement) ? [false, true] : [false]).compactMap { isMixture -> String? in
            candidates.simple(dimensions).filter(conditions.admits).prefix(3).lazy.compactMap { assignment in
                let check = IntegralCrossCheck(statement: statement, assignment: assignment, isMixture: isMixture, isRefutation: true, isWrittenBackwards: isWrittenBackwards)
                return (try? check.difference(relations)) ?? nil
            }.first
        }
        if !found.isEmpty { return "by quadrature " + found.joined(separator: "; ") }
        if case .difference(let text) = LatticeCrossCheck.run(statement, relations, candidates, conditions) { return text }
        return nil
    }

    private static func mentionsDensities(_ statement: Statement) -> Bool {
        statement.functions.contains { $0.isLogarithm && $0.attributes.contains(.decaying) }
    }

    private static func hasTestFunctions(_ statement: Statement) -> Bool {
        statement.hypotheses.isEmpty && statement.functions.allSatisfy(hasExample)
            // The test functions are not periodic.
            && !statement.points.contains { if case .torus = $0.manifold { true } else { false } }
    }

    private static func hasExample(_ function: FunctionSymbol) -> Bool {
        if function.arguments.isEmpty || (!function.isLogarithm && function.attributes.isEmpty) { return true }
        return function.isLogarithm && function.arguments.count == 1 && function.attributes.isSubset(of: [.decaying, .unitMass])
    }

    /// Where a relation does not hold; `nil` where all do.
    private func difference(_ relations: [Relation]) throws -> String? {
        var lowering = ScalarLowering(dimensions: assignment.dimensions, nodeLimit: isMixture ? Self.mixtureNodeLimit : Self.nodeLimit)
        for (name, value) in assignment.parameters where assignment.dimensions[name] == nil {
            try lowering.define(parameter: name, as: .number(value))
        }
        for (number, function) in statement.functions.enumerated() { try define(function, number, in: &lowering) }
        for relation in relations {
            for indices in Screening.indexValues(relation.indices, assignment) {
                let values = Dictionary(zip(relation.indices, indices)) { first, _ in first }
                let sides = [try scalar(relation.left, values, &lowering), try scalar(relation.right, values, &lowering)]
                let numbers = try sides.map { try value($0, boundsAreEstimated: true) }
                let (left, right) = (numbers[0].value, numbers[1].value)
                guard Self.isClearlyViolated(relation.op, left, right) else { continue }
                let parameters = assignment.parameters.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
                let density = Self.mentionsDensities(statement) ? isMixture ? " on a mixture" : " on a Gaussian" : ""
                let asWritten = isWrittenBackwards && relation.op != .equal ? [right, left] : [left, right]
                return "the sides are \(asWritten[0].description(digits: 10)) and \(asWritten[1].description(digits: 10))" + density
                    + (parameters.isEmpty ? "" : " with \(parameters)")
                    + (isRefutation && areApart(sides) ? ", in disjoint enclosures" : "")
            }
        }
        return nil
    }

    /// Estimated bounds get a generous margin: a contradiction stops the run.
    private static func isClearlyViolated(_ op: RelationOperator, _ left: Ball, _ right: Ball) -> Bool {
        let scale = Ball(1).adding(left.absoluteValue, precision: 64)
        let margin = scale.multiplied(by: Ball(Rational(1, 1_000_000), precision: 64), precision: 64)
        let gap = left.subtracting(right, precision: 64)
        return margin.isLess(than: op == .equal ? gap.absoluteValue : gap) == .yes
    }

    /// Where quadrature contradicts the values in closed form with which a relation without functions is refuted.
    static func difference(_ statement: Statement, of relation: Relation, from values: Relation, at witness: Witness) -> String? {
        guard statement.functions.isEmpty else { return nil }
        let check = IntegralCrossCheck(statement: statement, assignment: witness.assignment, isMixture: false, isRefutation: false)
        let indices = Dictionary(zip(relation.indices, witness.indices)) { first, _ in first }
        for (integrals, closed) in [(relation.left, values.left), (relation.right, values.right)] where integrals.hasIntegral {
            var lowering = ScalarLowering(dimensions: witness.assignment.dimensions, nodeLimit: nodeLimit)
            for (name, value) in witness.assignment.parameters where witness.assignment.dimensions[name] == nil {
                guard (try? lowering.define(parameter: name, as: .number(value))) != nil else { return nil }
            }
            guard let number = try? check.value(check.scalar(integrals, indices, &lowering), boundsAreEstimated: true).value,
                let value = try? check.value(check.scalar(closed, indices, &lowering), boundsAreEstimated: true).value else { continue }
            if isClearlyViolated(.equal, number, value) {
                return "an integral is \(number.description(digits: 10)) by quadrature and \(value.description(digits: 10)) in closed form"
            }
        }
        return nil
    }

    private func scalar(_ e: Expression, _ indices: [Index: Int], _ lowering: inout ScalarLowering) throws -> ScalarValue {
        var scalar = try lowering.value(e, indices)
        for (point, values) in assignment.points where e.mentions(point) {
            scalar = scalar.substituting(Dictionary(uniqueKeysWithValues: zip(try lowering.variables(of: point), values)))
        }
        return scalar
    }

    private func value(_ scalar: ScalarValue, boundsAreEstimated: Bool) throws -> NumericResult {
        try NumericEvaluation.value(
            of: scalar, digits: Self.digits, boundsAreEstimated: boundsAreEstimated, budget: Self.budget, dimensionLimit: 1,
            requiresConvergence: isRefutation)
    }

    /// Whether proved bounds keep the two numbers apart.
    private func areApart(_ sides: [ScalarValue]) -> Bool {
        guard let left = try? value(sides[0], boundsAreEstimated: false), let right = try? value(sides[1], boundsAreEstimated: false)
        else { return false }
        return left.isRigorous && right.isRigorous && !left.value.overlaps(right.value)
    }

    // MARK: Test functions

    private func define(_ function: FunctionSymbol, _ number: Int, in lowering: inout ScalarLowering) throws {
        let points = function.arguments.enumerated().map { place, slot -> Point in
            let name = "\(function.name) argument \(place + 1)"
            switch slot {
            case .vector(let dimension): return Point(name: name, manifold: .euclidean(dimension))
            case .scalar: return Point(name: name, manifold: .line(lower: nil, upper: nil))
            }
        }
        let coordinates = try points.flatMap { point -> [Expression] in
            guard let dimension = point.manifold.vectorDimension else { return [.coordinate(point, nil)] }
            guard let size = assignment.size(dimension) else { throw NumericError.unsupported("a symbolic dimension") }
            return (0..<size).map { .coordinate(point, .fixed($0 + 1, dimension)) }
        }
        if function.isLogarithm, function.attributes.contains(.decaying) {
            try lowering.define(function, of: points, [], as: logarithm(coordinates, number))
            return
        }
        let polynomial = assignment.functions[function] ?? PolynomialFunction(components: [:])
        let indices = function.valueDimensions.enumerated().map { Index.variable(-1 - $0.offset, $0.element) }
        let terms = try indices.reduce([[]]) { values, index -> [[Int]] in
            guard let size = assignment.size(index.dimension) else { throw NumericError.unsupported("a symbolic dimension") }
            return values.flatMap { value in (1...size).map { value + [$0] } }
        }.map { value in
            let body = self.component(value, of: polynomial, function, coordinates)
            let marks = zip(indices, value).map { Expression.delta($0, .fixed($1, $0.dimension)) }
            return Expression.product([body] + marks)
        }
        try lowering.define(function, of: points, indices, as: .sum(terms))
    }

    private func component(
        _ value: [Int], of polynomial: PolynomialFunction, _ function: FunctionSymbol, _ coordinates: [Expression]
    ) -> Expression {
        var sign: Rational = 1
        var key = value
        if function.valueSymmetry != .none, value != value.sorted() {
            key = value.sorted()
            if function.valueSymmetry == .antisymmetric { sign = -1 }
        }
        return .sum((polynomial.components[key] ?? []).map { term in
            .product([.number(sign * term.coefficient)] + zip(coordinates, term.exponents).filter { $0.1 > 0 }.map {
                .power($0.0, .number(Rational($0.1)))
            })
        })
    }

    /// The logarithm of an anisotropic Gaussian off the origin, or of two isotropic ones about it: what is left of their
    /// integrals is one-dimensional.
    private func logarithm(_ x: [Expression], _ number: Int) -> Expression {
        func gaussian(_ mean: [Rational], _ variances: [Rational]) -> Expression {
            let squares = zip(x, zip(mean, variances)).map { coordinate, data in
                Expression.number(Rational(-1, 2) / data.1) * .power(coordinate - .number(data.0), .number(2))
            }
            let volume = Expression.number(variances.reduce(1, *)) * .power(.number(2) * .pi, .number(Rational(x.count)))
            return .sum(squares) + .number(Rational(-1, 2)) * .elementary(.log, volume)
        }
        let place = Rational(number + 1)
        if !isMixture {
            return gaussian(x.indices.map { Rational($0 == number % x.count ? 1 : 0, 2) }, x.indices.map { Rational($0 + 2, number + 2) })
        }
        let first = gaussian(x.map { _ in 0 }, x.map { _ in place })
        let second = gaussian(x.map { _ in 0 }, x.map { _ in place / 2 })
        return .elementary(.log, .number(Rational(1, 3)) * .elementary(.exp, first) + .number(Rational(2, 3)) * .elementary(.exp, second))
    }
}
