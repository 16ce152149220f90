import Arithmetic
import Expressions

/// What is known of the moments of a density: its mass, and the hypotheses of the statement.
public struct MomentReduction {
    private let statement: Statement
    private let context: FormContext
    private let density: FunctionSymbol
    private let point: Point

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where the symbol is no density at such a point.
    public init(_ statement: Statement, _ context: FormContext, _ density: FunctionSymbol, _ point: Point) throws {
        guard statement.functions.contains(density), density.isLogarithm, density.attributes.contains(.decaying), density.valueDimensions.isEmpty,
            density.arguments == [point.manifold.vectorDimension.map { .vector($0) } ?? .scalar]
        else { throw Rejection.evidenceDoesNotFitGoal }
        self.statement = statement
        self.context = context
        self.density = density
        self.point = point
    }

    /// On a torus a density is one of the torus: no other may be taken there.
    private static func hasMass(_ manifold: Manifold) -> Bool {
        if case .torus = manifold { return true }
        return manifold.isWhole
    }

    private var moments: [Moment] {
        var result: [Moment] = []
        if density.attributes.contains(.unitMass), Self.hasMass(point.manifold) {
            let value = Expression.elementary(.exp, Occurrence(function: density, points: [point]).expression)
            result.append(Moment(integrand: value, point: point, value: .one, indices: []))
        }
        for relation in statement.hypotheses.flatMap({ $0.relations ?? [] }) where relation.op == .equal {
            guard case .integral(let points, let integrand) = relation.left.kind, points.count == 1, !integrand.hasIntegral,
                !relation.right.hasIntegral, statement.points.allSatisfy({ !relation.right.mentions($0) }),
                statement.points.allSatisfy({ $0 == points[0] || !integrand.mentions($0) }), points[0].manifold == point.manifold
            else { continue }
            result.append(Moment(integrand: integrand, point: points[0], value: relation.right, indices: relation.indices))
        }
        return result
    }

    /// The terms of an integrand that can be integrated over the point, integrated, and the other terms; `nil`
    /// where there are none. Some terms may have the integral 0.
    public func apply(_ integrand: Expression) throws -> (integrated: Expression?, rest: Expression?, isReduced: Bool) {
        var supply = IndexSupply(startingAt: 1 << 22)
        // `|v - w|²` cancels only while it is one term.
        let near = ContractionForm(context, for: [integrand])
        let simplified = try near.expression(near.normalForm(integrand), &supply)
        let form = ContractionForm(context)
        let start = try form.normalForm(simplified)
        let (integrated, rest) = try form.integratingOut(point, density, moments, from: start)
        return (
            integrated.hasNoTerms ? nil : try form.expression(integrated, &supply),
            rest.hasNoTerms ? nil : try form.expression(rest, &supply), rest != start)
    }
}
