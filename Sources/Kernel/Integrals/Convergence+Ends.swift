import Arithmetic
import Expressions

/// Boundary values at the finite ends of intervals, `∫_a^b ∂_s X ds = X(b) - X(a)`, and at 0 inside, where absolute values have
/// their corners: there both sides are ends.
extension Convergence {
    /// Integrals over the other points, of the values of fields at ends.
    ///
    /// A term with a positive power of the distance to the end 0 vanishes there; a negative power has no limit. Other terms are
    /// continuous, and have the value that is put in.
    /// - Parameter require: called with what must be positive for a term with a symbolic power to vanish at 0.
    func endTerms(
        _ fields: [Divergence.Field], _ forms: IntegrandForms, require: (Exponent, Point) throws -> Void
    ) throws -> [(points: [Point], integrand: Expression)] {
        var result: [(points: [Point], integrand: Expression)] = []
        for field in fields {
            guard case .line(let lower, let upper) = field.point.manifold else { continue }
            let others = variables.filter { $0 != field.point }, names = Array(variables.prefix(others.count))
            let isUniform = zip(others, names).allSatisfy { $0.manifold == $1.manifold }
            for (end, sign) in [(upper, Rational(1)), (lower, Rational(-1))] {
                guard let end else { continue }
                let value = try limit(of: field.component, at: end, of: field.point, forms, require)
                let integrand = Expression.number(sign) * value
                if try forms.isZero(integrand) { continue }
                result.append(isUniform ? (names, integrand.exchangingPoints(others, names)) : (others, integrand))
            }
            guard field.point.passesZero, forms.isInvariant, try forms.growth(of: field.component).contains(where: { $0.rough.contains { $0.linePoint == field.point } }) else { continue }
            let point = field.point
            let right = try limit(of: field.component.onTheRight(of: point), at: 0, of: point, forms, require)
            let reflected = field.component.substituting(point, -.coordinate(point, nil))
            let left = try limit(of: reflected.onTheRight(of: point), at: 0, of: point, forms, require)
            let integrand = left - right
            if try forms.isZero(integrand) { continue }
            result.append(isUniform ? (names, integrand.exchangingPoints(others, names)) : (others, integrand))
        }
        return result
    }

    /// The limit of a field at an end of its interval, from inside.
    private func limit(
        of component: Expression, at end: Rational, of point: Point, _ forms: IntegrandForms, _ require: (Exponent, Point) throws -> Void
    ) throws -> Expression {
        .sum(try forms.terms(of: component, near: point).compactMap { try limit(of: $0, at: end, of: point, forms, require) })
    }

    /// `nil` for 0.
    private func limit(
        of term: (expression: Expression, growth: Growth), at end: Rational, of point: Point, _ forms: IntegrandForms,
        _ require: (Exponent, Point) throws -> Void
    ) throws -> Expression? {
        let growth = term.growth
        let own = LinearForm([point: 1])
        guard growth.rough.union(growth.directional).allSatisfy({ $0 == own }), own.map({ !growth.directional.contains($0) }) ?? false else {
            throw Rejection.noDecay("boundary values at the ends of the interval of \(point.name) beside another singularity")
        }
        let values = Rejection.noDecay("boundary values at \(point.name) = \(Expression.number(end).plainText)")
        if end.isZero, let own {
            let order = growth.orders[own] ?? .zero
            if !order.linear.isEmpty {
                try require(order, point)
                return nil
            }
            if order.constant.sign > 0 { return nil }
            guard order.constant.isZero, !growth.rough.contains(own) else { throw values }
        }
        guard try forms.isContinuous(term.expression, at: point, end) else { throw values }
        return term.expression.substituting(point, .number(end))
    }
}

extension LinearForm {
    /// The point of the line that is 0 where the form is.
    var linePoint: Point? { terms.count == 1 && terms[0].point.isScalar ? terms[0].point : nil }
}

extension Point {
    /// A point of an interval that has 0 inside.
    fileprivate var passesZero: Bool {
        guard case .line(let lower, let upper) = manifold else { return false }
        return (lower.map { $0.sign < 0 } ?? true) && (upper.map { $0.sign > 0 } ?? true)
    }

    /// A number that is never negative.
    var isNonnegative: Bool {
        if case .line(let lower?, _) = manifold { return lower.sign >= 0 }
        return false
    }
}

extension Manifold {
    var isUnbounded: Bool {
        switch self {
        case .euclidean: return true
        case .line(let lower, let upper): return lower == nil || upper == nil
        case .sphere, .torus: return false
        }
    }
}

extension Expression {
    /// The expression, in which no derivative with respect to a point stands before anything else than a function symbol, at a
    /// value of a point of the line.
    fileprivate func substituting(_ point: Point, _ value: Expression) -> Expression {
        if case .coordinate(point, nil) = kind { return value }
        return mapOperands { $0.substituting(point, value) }
    }

    /// The same expression where the point is positive: its absolute value is the point itself.
    fileprivate func onTheRight(of point: Point) -> Expression {
        if case .power(let base, let exponent) = kind, base.isSquare(of: point) { return .power(.coordinate(point, nil), .number(2) * exponent.onTheRight(of: point)) }
        return mapOperands { $0.onTheRight(of: point) }
    }

    private func isSquare(of point: Point) -> Bool {
        let own = Expression.coordinate(point, nil)
        switch kind {
        case .power(let base, let exponent): return (base == own || base == -own) && exponent == .number(2)
        case .product(let factors): return factors == [own, own]
        default: return false
        }
    }
}

extension IntegrandForms {
    /// Whether the expression is seen to be continuous in a point of the line up to a value: powers and logarithms are of what is
    /// positive there, and nothing jumps.
    func isContinuous(_ e: Expression, at point: Point, _ value: Rational) throws -> Bool {
        guard e.mentions(point) else { return true }
        func isPositiveThere(_ e: Expression) throws -> Bool { try isPositive(e.substituting(point, .number(value))) }
        switch e.kind {
        case .coordinate, .application, .sum, .product, .contraction: break
        case .power(let base, let exponent):
            guard case .number(let power) = exponent.kind else {
                guard try isPositiveThere(base) else { return false }
                break
            }
            if power.sign < 0 || !power.isInteger { guard try isPositiveThere(base) else { return false } }
        case .elementary(let function, let argument):
            switch function {
            case .exp, .sin, .cos, .atan, .sinh, .cosh, .tanh, .erf, .abs: break
            case .log: guard try isPositiveThere(argument) else { return false }
            case .tan, .sign, .gamma: return false
            }
        default: return false
        }
        return try e.operands.allSatisfy { try isContinuous($0, at: point, value) }
    }
}
