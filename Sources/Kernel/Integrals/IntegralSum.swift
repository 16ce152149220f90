import Arithmetic
import Expressions

/// A linear combination of integrals: `Σ ∫[points] integrand`, with no integral inside an integrand.
///
/// Products of integrals become integrals over more points and inner integrals are drawn out (Fubini);
/// derivatives with respect to other points are drawn in. Both need the resulting integrands to converge
/// absolutely, which `Convergence` derives for each term.
public struct IntegralSum: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
        /// All different, and different from every point of the statement: `∫1`, `∫2`, ….
        public let points: [Point]
        public let integrand: Expression
    }

    /// The terms without integral are one term, without points.
    public let terms: [Term]

    /// - Throws: `Rejection.nonlinearIntegral` where an integral does not enter linearly.
    public init(_ expression: Expression) throws {
        var count = 0
        terms = try Self.terms(expression, &count)
    }

    private static let productLimit = 64

    private static func terms(_ e: Expression, _ count: inout Int) throws -> [Term] {
        guard e.hasIntegral else { return [Term(points: [], integrand: e)] }
        switch e.kind {
        case .sum(let parts):
            var plain: [Expression] = []
            var result: [Term] = []
            for part in parts {
                for term in try terms(part, &count) {
                    if term.points.isEmpty { plain.append(term.integrand) } else { result.append(term) }
                }
            }
            return plain.isEmpty ? result : [Term(points: [], integrand: .sum(plain))] + result
        case .product(let factors):
            var result = [Term(points: [], integrand: .one)]
            for factor in factors {
                let next = try terms(factor, &count)
                guard result.count * next.count <= productLimit else { throw Rejection.nonlinearIntegral }
                result = result.flatMap { a in next.map { Term(points: a.points + $0.points, integrand: a.integrand * $0.integrand) } }
            }
            return result
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let power = value.asInt, (1...4).contains(power) else { throw Rejection.nonlinearIntegral }
            var supply = IndexSupply(startingAt: 1 << 23)
            // Each factor with bound indices of its own.
            return try terms(.product((0..<power).map { _ in base.renamingIndices([:], &supply) }), &count)
        case .partial(let point, let index, let body):
            return try terms(body, &count).map { Term(points: $0.points, integrand: .partial(point, index, $0.integrand)) }
        case .parameterDerivative(let name, let body):
            return try terms(body, &count).map { Term(points: $0.points, integrand: .parameterDerivative(name, $0.integrand)) }
        case .contraction(let index, let body):
            return try terms(body, &count).map { Term(points: $0.points, integrand: .contraction(index, $0.integrand)) }
        case .integral(let points, let body):
            var names: [Point: Point] = [:]
            for point in points {
                count += 1
                names[point] = Point(name: "∫\(count)", manifold: point.manifold)
            }
            let fresh = points.map { names[$0] ?? $0 }
            return try terms(body.renamingPoints(names), &count).map { Term(points: fresh + $0.points, integrand: $0.integrand) }
        default: throw Rejection.nonlinearIntegral
        }
    }
}
