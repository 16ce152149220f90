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
                    guard min(result.count, next.count) == 1 || result.count * next.count <= Self.productLimit else { throw Rejection.nonlinearIntegral }
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
                return try terms(body.renamingPoints(names)).flatMap { split(Term(points: fresh + $0.points, integrand: $0.integrand), over: fresh) }
            default: throw Rejection.nonlinearIntegral
            }
        }

        /// What does not depend on a point of a set of finite measure is multiplied by that measure.
        private mutating func split(_ term: Term, over points: [Point]) -> [Term] {
            let measures = points.compactMap { point in point.manifold.measure.map { (point, $0) } }
            guard !measures.isEmpty else { return [term] }
            var parts: [(dropped: [Point], terms: [Expression])] = []
            for summand in term.integrand.summands(dependingDifferentlyOn: measures.map(\.0), &supply) {
                let free = measures.filter { !summand.mentions($0.0) }
                let value = Expression.product(free.map(\.1) + [summand])
                if let place = parts.firstIndex(where: { $0.dropped == free.map(\.0) }) { parts[place].terms.append(value) } else { parts.append((free.map(\.0), [value])) }
            }
            if parts.allSatisfy({ $0.dropped.isEmpty }) { return [term] }
            return parts.map { part in Term(points: term.points.filter { !part.dropped.contains($0) }, integrand: .sum(part.terms)) }
        }
    }
}

extension Expression {
    private static let mostSummands = 64

    /// Sums written out as far as their terms depend on different ones of the points.
    fileprivate func summands(dependingDifferentlyOn points: [Point], _ supply: inout IndexSupply) -> [Expression] {
        func isMixed(_ e: Expression) -> Bool {
            guard case .sum(let terms) = e.kind else { return false }
            return points.contains { point in Set(terms.map { $0.mentions(point) }).count > 1 }
        }
        var result = [self]
        while result.count <= Self.mostSummands {
            var next: [Expression] = []
            for summand in result {
                var factors = summand.factors
                if let place = factors.firstIndex(where: isMixed), case .sum(let terms) = factors[place].kind {
                    factors.remove(at: place)
                    next += terms.map { .product(factors + [$0]) }
                } else if let place = factors.firstIndex(where: { factor in
                    guard case .power(let base, let exponent) = factor.kind, case .number(let value) = exponent.kind, let times = value.asInt else { return false }
                    return (2...4).contains(times) && isMixed(base)
                }), case .power(let base, let exponent) = factors[place].kind, case .sum(let terms) = base.renamingIndices([:], &supply).kind {
                    factors[place] = .power(base, exponent - .one)
                    next += terms.map { .product(factors + [$0]) }
                } else { next.append(summand) }
            }
            if next == result { return result }
            result = next
        }
        return [self]
    }
}
