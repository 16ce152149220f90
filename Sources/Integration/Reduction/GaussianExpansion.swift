import Arithmetic
import Enclosures
import Expressions

/// An integrand as a sum of `constant · polynomial · Π base^power · exp(quadratic)` in the variables of integration.
struct GaussianExpansion {
    /// What a polynomial is multiplied by.
    struct Weight: Hashable {
        /// Free of the variables of integration.
        var constant: ScalarGraph.Node
        /// Powers of polynomials that are no natural powers; bases have leading coefficient 1.
        var powers: [Polynomial: Rational] = [:]
        /// The exponent, without constant term; of degree two at most.
        var exponent: Polynomial
    }

    private(set) var graph: ScalarGraph
    let variables: [ScalarGraph.Variable]
    let ring: PolynomialRing
    private let places: [Int: Int]
    private var known: [ScalarGraph.Node: [Weight: Polynomial]] = [:]
    private static let termLimit = 20_000

    init(_ graph: ScalarGraph, _ variables: [ScalarGraph.Variable]) {
        self.graph = graph
        self.variables = variables
        ring = PolynomialRing(variables: variables.indices.map { "x\($0 + 1)" })
        places = Dictionary(uniqueKeysWithValues: variables.enumerated().map { ($1.number, $0) })
    }

    /// The terms of a node; `nil` where it has another form.
    mutating func terms(of node: ScalarGraph.Node) -> [Weight: Polynomial]? {
        if let result = known[node] { return result }
        guard let result = expanded(node), result.values.reduce(0, { $0 + $1.totalTermCount }) <= Self.termLimit else { return nil }
        known[node] = result
        return result
    }

    private mutating func unit() -> Weight { Weight(constant: graph.number(1), exponent: ring.zero) }

    private mutating func expanded(_ node: ScalarGraph.Node) -> [Weight: Polynomial]? {
        if graph.support(node).isDisjoint(with: places.keys) {
            if let value = graph.rational(node) { return value.isZero ? [:] : [unit(): ring.constant(value)] }
            return [Weight(constant: node, exponent: ring.zero): ring.one]
        }
        switch graph[node] {
        case .number, .pi: return nil
        case .variable(let variable): return [unit(): ring.variable(places[variable.number] ?? 0)]
        case .sum(let constant, let parts):
            var result: [Weight: Polynomial] = constant.isZero ? [:] : [unit(): ring.constant(constant)]
            for part in parts {
                guard let terms = terms(of: part.node) else { return nil }
                for (weight, polynomial) in terms { Self.add(part.coefficient * polynomial, weight, to: &result) }
            }
            return result
        case .product(let factors):
            var result: [Weight: Polynomial] = [unit(): ring.one]
            for factor in factors {
                guard let power = power(factor.base, factor.exponent), let product = product(result, power) else { return nil }
                result = product
            }
            return result
        case .function(.elementary(.exp), let argument): return exponential(argument)
        case .function: return nil
        }
    }

    private static func add(_ polynomial: Polynomial, _ weight: Weight, to result: inout [Weight: Polynomial]) {
        let sum = result[weight].map { $0 + polynomial } ?? polynomial
        result[weight] = sum.isZero ? nil : sum
    }

    private mutating func exponential(_ argument: ScalarGraph.Node) -> [Weight: Polynomial]? {
        guard let terms = terms(of: argument) else { return nil }
        var weight = unit()
        for (inner, polynomial) in terms {
            guard inner.powers.isEmpty, inner.exponent.isZero else { return nil }
            if graph.rational(inner.constant) == 1 {
                guard polynomial.degree <= 2 else { return nil }
                let constant = polynomial.terms.first { $0.exponents.allSatisfy { $0 == 0 } }?.coefficient ?? 0
                weight.exponent += polynomial - constant
                weight.constant = graph.product(weight.constant, graph.function(.elementary(.exp), graph.number(constant)))
            } else {
                // An irrational number may stand by itself, not with a variable.
                guard let value = polynomial.constantValue else { return nil }
                weight.constant = graph.product(
                    weight.constant, graph.function(.elementary(.exp), graph.scaled(inner.constant, by: value)))
            }
        }
        return [weight: ring.one]
    }

    private mutating func power(_ base: ScalarGraph.Node, _ exponent: Rational) -> [Weight: Polynomial]? {
        guard let terms = terms(of: base) else { return nil }
        if let count = exponent.asInt, count > 0 {
            guard count <= 64 else { return nil }
            var result = terms
            for _ in 1..<max(count, 1) {
                guard let product = product(result, terms) else { return nil }
                result = product
            }
            return result
        }
        guard terms.count == 1, let (weight, polynomial) = terms.first else { return nil }
        var result = unit()
        result.constant = graph.power(weight.constant, exponent)
        result.exponent = exponent * weight.exponent
        for (base, inner) in weight.powers { result.powers[base] = inner * exponent }
        let leading = polynomial.leadingCoefficient
        guard leading.sign > 0 || exponent.isInteger else { return nil }
        result.constant = graph.product(result.constant, graph.power(graph.number(leading), exponent))
        let monic = leading.inverse * polynomial
        if !monic.isOne { result.powers[monic] = (result.powers[monic] ?? 0) + exponent }
        return collected(result, ring.one).map { [$0.weight: $0.polynomial] }
    }

    /// Natural powers go into the polynomial, rational constants into its coefficients.
    private mutating func collected(_ weight: Weight, _ polynomial: Polynomial) -> (weight: Weight, polynomial: Polynomial)? {
        var weight = weight, polynomial = polynomial
        for (base, exponent) in weight.powers {
            guard exponent.isInteger, exponent.sign >= 0 else { continue }
            guard let count = exponent.asInt, count <= 64, let power = try? base.power(count) else { return nil }
            polynomial *= power
            weight.powers[base] = nil
        }
        if let value = graph.rational(weight.constant), value != 1 {
            polynomial = value * polynomial
            weight.constant = graph.number(1)
        } else if case .sum(let constant, let terms) = graph[weight.constant], constant.isZero, terms.count == 1 {
            polynomial = terms[0].coefficient * polynomial
            weight.constant = terms[0].node
        }
        return (weight, polynomial)
    }

    private mutating func product(_ a: [Weight: Polynomial], _ b: [Weight: Polynomial]) -> [Weight: Polynomial]? {
        var result: [Weight: Polynomial] = [:]
        for (left, p) in a {
            for (right, q) in b {
                if p.totalTermCount * q.totalTermCount > 50 * Self.termLimit { return nil }
                var weight = left
                weight.constant = graph.product(left.constant, right.constant)
                weight.exponent += right.exponent
                for (base, exponent) in right.powers {
                    let total = (weight.powers[base] ?? 0) + exponent
                    weight.powers[base] = total.isZero ? nil : total
                }
                guard let (collected, polynomial) = collected(weight, p * q) else { return nil }
                Self.add(polynomial, collected, to: &result)
                if result.count > 1000 { return nil }
            }
        }
        return result
    }
}
