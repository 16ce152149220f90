import Arithmetic
import Expressions

/// What is known of the moments of a density: its mass, and the hypotheses of the statement; and of a function ρ that a hypothesis
/// `∫ K(p, u) du = ρ(p)` determines.
public struct MomentReduction {
    private let statement: Statement
    private let context: FormContext
    private let density: FunctionSymbol
    private let point: Point
    /// Whether the symbol is a density at such a point.
    private let isWeight: Bool
    private let definitions: [Definition]

    /// `∫ K(p, u) du = ρ(p)` with u of the space of the point.
    private struct Definition {
        let integrated: Point
        let integrand: Expression
        let value: Expression
        let points: [Point]
    }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where the symbol is no density at such a point, and no integral over one.
    public init(_ statement: Statement, _ context: FormContext, _ density: FunctionSymbol, _ point: Point) throws {
        isWeight = density.isLogarithm && density.attributes.contains(.decaying) && density.valueDimensions.isEmpty
            && density.arguments == [point.manifold.vectorDimension.map { .vector($0) } ?? .scalar]
        definitions = Self.definitions(of: density, statement, point)
        guard statement.functions.contains(density), isWeight || !definitions.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        self.statement = statement
        self.context = context
        self.density = density
        self.point = point
    }

    private static func definitions(of density: FunctionSymbol, _ statement: Statement, _ point: Point) -> [Definition] {
        statement.hypotheses.flatMap { $0.relations ?? [] }.compactMap { relation in
            guard relation.op == .equal, relation.indices.isEmpty, case .integral(let points, let integrand) = relation.left.kind, points.count == 1,
                points[0].manifold == point.manifold, !integrand.hasIntegral, let places = relation.right.places(of: density), !places.contains(points[0]),
                statement.points.allSatisfy({ places.contains($0) || !relation.left.mentions($0) })
            else { return nil }
            return Definition(integrated: points[0], integrand: integrand, value: relation.right, points: places)
        }
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
    /// where there are none. Some terms may have the integral 0. Of cross products and components those of the moments are taken that are
    /// declared as tensors.
    public func apply(_ integrand: Expression) throws -> (integrated: Expression?, rest: Expression?, isReduced: Bool) {
        var supply = IndexSupply(startingAt: 1 << 22)
        guard integrand.mentionsComponents || integrand.mentionsEpsilon else { return try reduce(integrand, &supply) }
        guard !statement.functions.contains(where: \.isOpaque) else { throw Rejection.evidenceDoesNotFitGoal }
        let result = try reduce(integrand.withOpaqueBasis.withOpaqueEpsilon, &supply)
        return (result.integrated?.withoutOpaqueSymbols, result.rest?.withoutOpaqueSymbols, result.isReduced)
    }

    private func reduce(_ integrand: Expression, _ supply: inout IndexSupply) throws -> (integrated: Expression?, rest: Expression?, isReduced: Bool) {
        // `|v - w|²` cancels only while it is one term.
        let near = ContractionForm(context, for: [integrand])
        let simplified = try near.expression(near.normalForm(integrand), &supply)
        let form = ContractionForm(context)
        let start = try form.normalForm(simplified)
        var integrated: [Expression] = [], rest = start
        if isWeight {
            let (own, left) = try form.integratingOut(point, density, moments, from: rest)
            if !own.hasNoTerms { integrated.append(try form.expression(own, &supply)) }
            rest = left
        }
        for definition in definitions {
            for places in Self.places(of: definition.points, in: integrand, avoiding: point) {
                let weight = definition.integrand.exchangingPoints([definition.integrated] + definition.points, [point] + places)
                let value = definition.value.exchangingPoints(definition.points, places)
                let (own, left) = try form.integratingOut(point, weight, value: value, from: rest)
                if !own.hasNoTerms { integrated.append(try form.expression(own, &supply)) }
                rest = left
            }
        }
        return (integrated.isEmpty ? nil : .sum(integrated), rest.hasNoTerms ? nil : try form.expression(rest, &supply), rest != start)
    }

    /// All ways to put points of the integrand in the place of the given ones.
    private static func places(of points: [Point], in integrand: Expression, avoiding excluded: Point) -> [[Point]] {
        points.reduce([[]]) { chosen, point in
            chosen.flatMap { own in
                integrand.mentionedPoints.filter { $0.manifold == point.manifold && $0 != excluded && !own.contains($0) }.map { own + [$0] }
            }
        }
    }
}

extension Expression {
    /// The points at which the function stands here, where the expression is the function at points that are all different.
    fileprivate func places(of function: FunctionSymbol) -> [Point]? {
        var symbol = self
        if function.isLogarithm {
            guard case .elementary(.exp, let argument) = kind else { return nil }
            symbol = argument
        }
        guard case .application(let application) = symbol.kind, application.function == function, application.derivatives.isEmpty, application.valueIndices.isEmpty
        else { return nil }
        let points = application.arguments.compactMap(\.plainPoint)
        return points.count == application.arguments.count && Set(points).count == points.count && !points.isEmpty ? points : nil
    }

    /// In the order in which they appear.
    fileprivate var mentionedPoints: [Point] {
        var found: [Point] = []
        func visit(_ e: Expression) {
            if case .coordinate(let point, _) = e.kind, !found.contains(point) { found.append(point) }
            e.operands.forEach(visit)
        }
        visit(self)
        return found
    }
}
