import Arithmetic
import Expressions

/// A linear combination of integrals: `Σ ∫[points] integrand`, with no integral inside an integrand.
///
/// Products of integrals become integrals over more points and inner integrals are drawn out (Fubini);
/// derivatives with respect to other points are drawn in. The former needs the resulting integrands to converge
/// absolutely, which `Convergence` derives for each term; the latter more, and is kept in `drawn`.
public struct IntegralSum: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
        /// All different, and different from every point of the statement: `∫1`, `∫2`, ….
        public let points: [Point]
        public let integrand: Expression
    }

    /// A derivative that stood outside of an integral.
    public struct DrawnDerivative: Hashable, Sendable {
        public let points: [Point]
        /// Before the derivative.
        public let integrand: Expression
        /// `nil` for a parameter.
        public let point: Point?
    }

    /// The terms without integral are one term, without points.
    public let terms: [Term]
    public let drawn: [DrawnDerivative]

    /// - Throws: `Rejection.nonlinearIntegral` where an integral does not enter linearly.
    public init(_ expression: Expression) throws {
        var reader = Reader()
        terms = try reader.terms(expression)
        drawn = reader.drawn
    }

    private struct Reader {
        private static let productLimit = 64

        private var count = 0
        private var supply = IndexSupply(startingAt: 1 << 23)
        private(set) var drawn: [DrawnDerivative] = []

        private mutating func drawIn(_ point: Point?, _ term: Term) {
            let derivative = DrawnDerivative(points: term.points, integrand: term.integrand, point: point)
            if !term.points.isEmpty, !drawn.contains(derivative) { drawn.append(derivative) }
        }

        mutating func terms(_ e: Expression) throws -> [Term] {
            guard e.hasIntegral else { return [Term(points: [], integrand: e)] }
            switch e.kind {
            case .sum(let parts):
                var plain: [Expression] = []
                var result: [Term] = []
                for part in parts {
                    for term in try terms(part) {
                        if term.points.isEmpty { plain.append(term.integrand) } else { result.append(term) }
                    }
                }
                return plain.isEmpty ? result : [Term(points: [], integrand: .sum(plain))] + result
            case .product(let factors):
                var result = [Term(points: [], integrand: .one)]
                for factor in factors {
                    let next = try terms(factor)
                    guard result.count * next.count <= Self.productLimit else { throw Rejection.nonlinearIntegral }
                    result = result.flatMap { a in next.map { Term(points: a.points + $0.points, integrand: a.integrand * $0.integrand) } }
                }
                return result
            case .power(let base, let exponent):
                guard case .number(let value) = exponent.kind, let power = value.asInt, (1...4).contains(power) else { throw Rejection.nonlinearIntegral }
                // Each factor with bound indices of its own, other than those of a power around it.
                return try terms(.product((0..<power).map { _ in base.renamingIndices([:], &supply) }))
            case .partial(let point, let index, let body):
                return try terms(body).map { term in
                    drawIn(point, term)
                    return Term(points: term.points, integrand: .partial(point, index, term.integrand))
                }
            case .parameterDerivative(let name, let body):
                return try terms(body).map { term in
                    drawIn(nil, term)
                    return Term(points: term.points, integrand: .parameterDerivative(name, term.integrand))
                }
            case .contraction(let index, let body):
                return try terms(body).map { Term(points: $0.points, integrand: .contraction(index, $0.integrand)) }
            case .integral(let points, let body):
                var names: [Point: Point] = [:]
                for point in points {
                    count += 1
                    names[point] = Point(name: "∫\(count)", manifold: point.manifold)
                }
                let fresh = points.map { names[$0] ?? $0 }
                return try terms(body.renamingPoints(names)).map { Term(points: fresh + $0.points, integrand: $0.integrand) }
            default: throw Rejection.nonlinearIntegral
            }
        }
    }
}
