import Arithmetic
import Expressions
import Kernel

/// What the declared moments of a density say of its integrals against polynomials, in numbers.
///
/// No density has moments that contradict each other, or for which some polynomial has a square whose mean is not positive.
struct DeclaredMoments {
    /// Powers of the components of the point.
    private typealias Exponents = [Int]
    private typealias Polynomial = [Exponents: Rational]

    private let density: FunctionSymbol
    private let size: Int
    private let one: Exponents
    /// `pivot = polynomial`, under the integral.
    private var rules: [Exponents: Polynomial] = [:]
    private var contradiction: String?

    init?(_ density: FunctionSymbol, _ conditions: [Proposition]) {
        guard density.isLogarithm, density.arguments.count == 1, density.attributes.contains(.unitMass) else { return nil }
        switch density.arguments[0] {
        case .scalar: size = 1
        case .vector(.number(let dimension)) where dimension <= 6: size = dimension
        case .vector: return nil
        }
        self.density = density
        one = Array(repeating: 0, count: size)
        for relation in conditions.flatMap({ $0.relations ?? [] }) where relation.op == .equal { add(relation) }
    }

    /// Why there is no such density; `nil` where nothing speaks against one.
    var problem: String? {
        if let contradiction { return contradiction }
        var candidates: [Polynomial] = [[one: 1]]
        candidates += (0..<size).map { [unit($0): 1] }
        candidates.append(Dictionary((0..<size).map { (twice(unit($0)), Rational(1)) }) { $0 + $1 })
        if size == 1 { candidates.append([[3]: 1]) }
        let known = candidates.filter { value(product($0, $0)) != nil }
        for (position, p) in known.enumerated() {
            guard let square = value(product(p, p)) else { continue }
            if square.sign <= 0 { return "the mean \(square) of a square" }
            for q in known[..<position] {
                guard let other = value(product(q, q)), let mixed = value(product(p, q)), square * other <= mixed * mixed else { continue }
                return q == [one: 1] ? "the mean \(square) of the square of something with the mean \(mixed)" : "second moments that are not positive definite"
            }
        }
        let matrix = known.map { p in known.compactMap { value(product(p, $0)) } }
        guard matrix.allSatisfy({ $0.count == known.count }) else { return nil }
        return matrix.isPositiveDefinite ? nil : "moments whose covariance is not positive definite"
    }

    private func unit(_ k: Int) -> Exponents { (0..<size).map { $0 == k ? 1 : 0 } }
    private func twice(_ e: Exponents) -> Exponents { e.map { 2 * $0 } }

    // MARK: Equations

    private mutating func add(_ relation: Relation) {
        guard case .integral(let points, let body) = relation.left.kind, points.count == 1 else { return }
        var assignments: [[Index: Int]] = [[:]]
        for index in relation.indices {
            guard case .number(let count) = index.dimension, count <= 6 else { return }
            assignments = assignments.flatMap { partial in (1...count).map { partial.merging([index: $0]) { $1 } } }
        }
        for assignment in assignments {
            guard let integrand = polynomial(body, points[0], assignment), integrand.keys.allSatisfy({ $0[size] == 1 }),
                let right = polynomial(relation.right, points[0], assignment), right.keys.allSatisfy({ $0.allSatisfy { $0 == 0 } })
            else { continue }
            var equation = Dictionary(integrand.map { (Array($0.key.prefix(size)), $0.value) }) { $0 + $1 }
            equation[one, default: 0] -= right.values.first ?? 0
            insert(reduced(equation))
        }
    }

    private mutating func insert(_ equation: Polynomial) {
        guard let pivot = equation.keys.filter({ $0 != one }).max(by: { $0.lexicographicallyPrecedes($1) }), let factor = equation[pivot] else {
            if let rest = equation[one], !rest.isZero, contradiction == nil { contradiction = "moments that contradict each other or the mass 1" }
            return
        }
        let rule = equation.filter { $0.key != pivot }.mapValues { -$0 / factor }
        for (key, value) in rules { rules[key] = Self.replacing(pivot, by: rule, in: value) }
        rules[pivot] = rule
    }

    private static func replacing(_ monomial: Exponents, by rule: Polynomial, in p: Polynomial) -> Polynomial {
        guard let coefficient = p[monomial] else { return p }
        var result = p
        result[monomial] = nil
        for (key, value) in rule { result[key, default: 0] += coefficient * value }
        return result.filter { !$0.value.isZero }
    }

    private func reduced(_ p: Polynomial) -> Polynomial {
        rules.reduce(p.filter { !$0.value.isZero }) { Self.replacing($1.key, by: $1.value, in: $0) }
    }

    /// The integral, where the equations determine it.
    private func value(_ p: Polynomial) -> Rational? {
        let rest = reduced(p)
        return rest.keys.allSatisfy { $0 == one } ? rest[one] ?? 0 : nil
    }

    // MARK: Polynomials

    private func product(_ p: Polynomial, _ q: Polynomial) -> Polynomial {
        var result: Polynomial = [:]
        for (a, x) in p { for (b, y) in q { result[zip(a, b).map(+), default: 0] += x * y } }
        return result
    }

    /// In the components of the point and, last, the density there; `nil` for anything else.
    private func polynomial(_ e: Expression, _ point: Point, _ indices: [Index: Int]) -> Polynomial? {
        func component(_ index: Index) -> Int? {
            if case .fixed(let k, _) = index { return k }
            return indices[index]
        }
        let constant = Array(repeating: 0, count: size + 1)
        switch e.kind {
        case .number(let value): return value.isZero ? [:] : [constant: value]
        case .dimension(.number(let value)): return [constant: Rational(value)]
        case .coordinate(point, let index):
            guard let k = index.map(component) ?? 1 else { return nil }
            return [(0...size).map { $0 == k - 1 ? 1 : 0 }: 1]
        case .elementary(.exp, let argument):
            guard case .application(let application) = argument.kind, application.function == density, application.derivatives.isEmpty,
                application.arguments.first?.plainPoint == point else { return nil }
            return [(0...size).map { $0 == size ? 1 : 0 }: 1]
        case .delta(let i, let j):
            guard let a = component(i), let b = component(j) else { return nil }
            return a == b ? [constant: 1] : [:]
        case .sum(let terms):
            var result: Polynomial = [:]
            for term in terms {
                guard let part = polynomial(term, point, indices) else { return nil }
                result.merge(part) { $0 + $1 }
            }
            return result
        case .product(let factors):
            var result: Polynomial = [constant: 1]
            for factor in factors {
                guard let part = polynomial(factor, point, indices) else { return nil }
                result = product(result, part)
            }
            return result
        case .power(let base, let exponent):
            guard case .number(let number) = exponent.kind, let times = number.asInt, let inner = polynomial(base, point, indices) else { return nil }
            if inner.keys.allSatisfy({ $0 == constant }), let value = inner[constant], let power = try? value.power(times) { return [constant: power] }
            guard (0...8).contains(times) else { return nil }
            return (0..<times).reduce([constant: 1]) { result, _ in product(result, inner) }
        case .contraction(let index, let body):
            guard case .number(let count) = index.dimension else { return nil }
            var result: Polynomial = [:]
            for k in 1...count {
                guard let part = polynomial(body, point, indices.merging([index: k]) { $1 }) else { return nil }
                result.merge(part) { $0 + $1 }
            }
            return result
        default: return nil
        }
    }
}
