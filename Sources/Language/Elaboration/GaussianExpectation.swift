import Arithmetic
import Expressions

/// The mean of a polynomial under a Gaussian with the mean m and the covariance S, both arbitrary:
///
///     ∫ g N = (exp(½ S:∇²) g)(m) ,
///
/// a finite sum, which contains Wick's formula.
struct GaussianExpectation {
    private static let degreeLimit = 10

    let point: Point
    let moments: GaussianMoments

    /// `nil` where the expression is no polynomial in the point.
    func callAsFunction(_ g: Expression, _ supply: inout IndexSupply) -> Expression? {
        // What does not depend on the point stays in front.
        if case .product(let factors) = g.kind, case let fixed = factors.filter({ !$0.mentions(point) && $0.freeIndices.isEmpty }), !fixed.isEmpty {
            guard let rest = self(.product(factors.filter { $0.mentions(point) || !$0.freeIndices.isEmpty }), &supply) else { return nil }
            return .product(fixed + [rest])
        }
        guard let degree = degree(g), degree <= Self.degreeLimit, let dimension = point.manifold.vectorDimension else { return nil }
        var terms = [g], derivative = g, factor = Rational(1)
        for order in stride(from: 1, through: degree / 2, by: 1) {
            let i = supply.fresh(dimension), j = supply.fresh(dimension)
            let inner = derivative.differentiated(by: point, j, &supply).differentiated(by: point, i, &supply)
            let covariance = moments.covariance.renewed(&supply).relabelled([i, j], &supply)
            derivative = .contraction(i, .contraction(j, covariance * inner))
            factor /= Rational(2 * order)
            terms.append(.number(factor) * derivative)
        }
        let index = supply.fresh(dimension)
        let mean: Expression
        if case .tensor(let vector) = moments.mean.kind { mean = vector.renewed(&supply).relabelled([index], &supply) } else { mean = .zero }
        return PointSubstitution([point: .vector(index, mean)]).apply(.sum(terms), &supply)
    }

    private func degree(_ e: Expression) -> Int? {
        guard e.mentions(point) else { return 0 }
        switch e.kind {
        case .coordinate: return 1
        case .sum(let terms):
            let degrees = terms.map(degree)
            return degrees.contains(nil) ? nil : degrees.compactMap { $0 }.max()
        case .product(let factors):
            let degrees = factors.map(degree)
            return degrees.contains(nil) ? nil : degrees.compactMap { $0 }.reduce(0, +)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let times = value.asInt, times >= 0 else { return nil }
            return degree(base).map { $0 * times }
        case .contraction(_, let body), .partial(_, _, let body): return degree(body)
        default: return nil
        }
    }
}

extension Elaborator {
    /// An integral of a polynomial against a Gaussian whose covariance is a constant matrix that is declared semidefinite; the
    /// factors of the density must all be there.
    mutating func gaussianExpectation(of integrand: Expression, over point: Point, _ scope: Scope) -> Expression? {
        for name in tables[scope.table].names {
            guard case .density(let density)? = lookup(name, scope), let moments = density.gaussian, let own = density.point,
                own.manifold.vectorDimension.map(resolved) == point.manifold.vectorDimension.map(resolved), hasSemidefiniteCovariance(moments),
                let value = density.value.asScalar, case .product(let factors) = value.kind
            else { continue }
            let substitution = PointSubstitution([own: .point(point, &supply)])
            let parts = factors.map { own == point ? $0 : substitution.apply($0, &supply) }
            if let rest = Self.quotient(settled(.scalar(integrand)).asScalar ?? integrand, parts),
                let mean = GaussianExpectation(point: point, moments: moments)(rest, &supply) { return mean }
        }
        return nil
    }

    private static func quotient(_ e: Expression, _ parts: [Expression]) -> Expression? {
        switch e.kind {
        case .sum(let terms):
            let rests = terms.map { quotient($0, parts) }
            return rests.contains(nil) ? nil : .sum(rests.compactMap { $0 })
        case .product(var factors):
            for part in parts {
                guard let place = factors.firstIndex(where: { $0.isSameUpToBoundIndices(as: part) }) else { return nil }
                factors.remove(at: place)
            }
            return .product(factors)
        default: return nil
        }
    }

    /// `S`, `c S` or a sum of such with positive numbers, of constants that are declared `S >= 0`.
    private func hasSemidefiniteCovariance(_ moments: GaussianMoments) -> Bool {
        var hasConstant = false
        func holds(_ e: Expression) -> Bool {
            switch e.kind {
            case .application(let application):
                hasConstant = true
                return application.arguments.isEmpty && application.valueIndices.count == 2 && application.function.attributes == [.nonnegative]
            case .delta: return true
            case .sum(let terms): return terms.allSatisfy(holds)
            case .product(let factors):
                let matrices = factors.filter { !$0.freeIndices.isEmpty }
                return matrices.count == 1 && holds(matrices[0]) && factors.allSatisfy { factor in
                    if case .number(let value) = factor.kind { return value.sign > 0 }
                    return !factor.freeIndices.isEmpty
                }
            default: return false
            }
        }
        return holds(moments.covariance.body) && hasConstant
    }
}
