import Arithmetic
import Expressions

/// Integrals of functions of one inner product over a sphere, and of radial functions over the whole space, as integrals over an interval:
///
///     ∫_{S^(d-1)} g(a·ω) dω = |S^(d-2)| ∫_{-1}^1 g(|a| t) (1 - t²)^((d-3)/2) dt   for d >= 2 ,
///     ∫_{R^d} g(|v|) dv = |S^(d-1)| ∫_0^∞ g(r) r^(d-1) dr .
///
/// Both sides converge absolutely, or neither does.
public struct SphericalSlices {
    private let statement: Statement

    public init(_ statement: Statement) { self.statement = statement }

    /// The statement with all such integrals replaced that stand in no other.
    public func sliced() throws -> Statement {
        let (sliced, dimensions) = try slices()
        var result = sliced
        result.parameters = sliced.parameters.map {
            guard dimensions.contains($0.name), $0.lower.map({ $0.value < 2 }) ?? true else { return $0 }
            return Parameter(name: $0.name, isInteger: true, lower: .init(value: 2, isStrict: false), upper: $0.upper)
        }
        return result
    }

    /// With the symbolic dimensions that must be at least 2.
    private func slices() throws -> (statement: Statement, dimensions: [String]) {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        var result = statement
        var isChanged = false
        var dimensions: [String] = []
        func rewritten(_ e: Expression) throws -> Expression {
            guard e.hasIntegral else { return e }
            switch e.kind {
            case .integral: break
            case .sum, .product, .power, .elementary, .contraction: return try e.mapOperands(rewritten)
            default: return e
            }
            guard case .integral(let points, let body) = e.kind, points.count == 1, !body.hasIntegral, body.freeIndices.isEmpty else { return e }
            let names = Set(result.points.map(\.name) + result.parameters.map(\.name) + result.functions.map(\.name) + result.symbolicDimensions)
            var name = points[0].name
            while names.contains(name) { name += "'" }
            guard let slice = try Self.slice(body, points[0], name, unit: FormContext(statement).unitVectors) else { return e }
            switch slice.sphere {
            case .number(let value)?: guard value >= 2 else { return e }
            case .symbol(let name)?: dimensions.append(name)
            case nil: break
            }
            result.points.append(slice.point)
            isChanged = true
            return slice.factor * .integral([slice.point], slice.integrand)
        }
        let changed = try relations.map { Relation(try rewritten($0.left), $0.op, try rewritten($0.right), indices: $0.indices) }
        guard isChanged else { throw Rejection.evidenceDoesNotFitGoal }
        return (result.replacingGoal(changed), dimensions)
    }

    /// What must hold of symbolic dimensions.
    func conditions() throws -> SideConditions.Derivation {
        var conditions = ConditionList(statement)
        for name in try slices().dimensions { try conditions.requirePositive(Exponent(-1, linear: [.init(symbol: name, coefficient: 1)]), "a sphere") }
        return SideConditions.Derivation(
            conditions: conditions.conditions, uncovered: conditions.uncoveredConditions, positive: conditions.positiveExponents)
    }

    private struct Slice {
        let point: Point
        let factor: Expression
        let integrand: Expression
        /// Of the sphere, which must be at least 2.
        let sphere: Dimension?
    }

    private static func slice(_ body: Expression, _ point: Point, _ name: String, unit: Set<String>) throws -> Slice? {
        switch point.manifold {
        case .sphere(let dimension):
            let height = Point(name: name, manifold: .line(lower: -1, upper: 1)), t = Expression.coordinate(height, nil)
            guard let integrand = body.replacingInnerProducts(with: point, by: t, unit: unit) else { return nil }
            let size = Expression.dimension(dimension)
            let weight = dimension == .number(3) ? .one : Expression.power(.one - t * t, .number(Rational(1, 2)) * (size - .number(3)))
            return Slice(point: height, factor: .sphereArea(inDimension: size - .one), integrand: integrand * weight, sphere: dimension)
        case .euclidean(let dimension):
            let radius = Point(name: name, manifold: .line(lower: 0, upper: nil)), r = Expression.coordinate(radius, nil)
            guard let integrand = body.replacingSquare(of: point, by: r * r) else { return nil }
            let size = Expression.dimension(dimension)
            return Slice(point: radius, factor: .sphereArea(inDimension: size), integrand: integrand * .power(r, size - .one), sphere: nil)
        case .line, .torus: return nil
        }
    }
}

extension Expression {
    /// With `t |a|` in place of `a·ω`, for one vector a, and 1 in place of `|ω|²`; `nil` where ω stands anywhere else.
    ///
    /// - Parameter unit: vectors of length 1.
    fileprivate func replacingInnerProducts(with point: Point, by t: Expression, unit: Set<String>) -> Expression? {
        var vector: (index: Index, value: Expression)?
        /// A summand of a vector as a scalar times a vector.
        func split(_ term: Expression, _ index: Index) -> (scalar: Expression, vector: Expression)? {
            let factors = term.factors
            let own = factors.filter { $0.freeIndices.contains(index) }
            guard !own.isEmpty, Expression.product(own).freeIndices == [index], let scalar = replaced(.product(factors.filter { !$0.freeIndices.contains(index) })) else { return nil }
            return (scalar, .product(own))
        }
        func innerProduct(_ a: Expression, _ b: Expression, _ index: Index) -> Expression? {
            let ω = Expression.coordinate(point, index)
            if a == ω, b == ω { return .one }
            if b == ω { return innerProduct(b, a, index) }
            guard !b.mentions(point) else { return nil }
            guard a == ω else { return a.mentions(point) ? nil : a == b && a.isUnitVector(among: unit) ? .one : .contraction(index, a * b) }
            if let vector {
                guard Expression.contraction(vector.index, vector.value).isSameUpToBoundIndices(as: .contraction(index, b)) else { return nil }
            } else {
                vector = (index, b)
            }
            return b.isUnitVector(among: unit) ? t : t * .squareRoot(.contraction(index, b * b))
        }
        func replaced(_ e: Expression) -> Expression? {
            guard e.mentions(point) else { return e }
            switch e.kind {
            case .sum, .product, .power, .elementary:
                var isReplaced = true
                let result = e.mapOperands { operand in
                    guard let own = replaced(operand) else {
                        isReplaced = false
                        return operand
                    }
                    return own
                }
                return isReplaced ? result : nil
            case .contraction(let index, let body):
                var factors = body.factors
                if factors.count == 1, case .power(let base, let exponent) = body.kind, exponent == .number(2) { factors = [base, base] }
                let vectors = factors.filter { $0.freeIndices.contains(index) }
                guard vectors.count == 2, let scale = replaced(.product(factors.filter { !$0.freeIndices.contains(index) })) else { return nil }
                var terms: [Expression] = []
                for first in vectors[0].summands {
                    for second in vectors[1].summands {
                        guard let a = split(first, index), let b = split(second, index), let inner = innerProduct(a.vector, b.vector, index) else { return nil }
                        terms.append(a.scalar * b.scalar * inner)
                    }
                }
                return scale * .sum(terms)
            default: return nil
            }
        }
        guard let result = replaced(self), vector != nil else { return nil }
        return result
    }

    func isUnitVector(among names: Set<String>) -> Bool {
        switch kind {
        case .application(let application): return application.arguments.isEmpty && application.valueIndices.count == 1 && names.contains(application.function.name)
        case .coordinate(let point, _?): return names.contains(point.name)
        default: return false
        }
    }

    /// With another expression in place of `v·v`; `nil` where v stands anywhere else.
    fileprivate func replacingSquare(of point: Point, by square: Expression) -> Expression? {
        guard mentions(point) else { return self }
        switch kind {
        case .sum, .product, .power, .elementary:
            var isReplaced = true
            let result = mapOperands { operand in
                guard let own = operand.replacingSquare(of: point, by: square) else {
                    isReplaced = false
                    return operand
                }
                return own
            }
            return isReplaced ? result : nil
        case .contraction(let index, let body):
            let own = Expression.coordinate(point, index)
            return body == own * own || body == .power(own, .number(2)) ? square : nil
        default: return nil
        }
    }
}
