import Arithmetic
import Expressions

/// A function on an asymptotic region with its growth in closed form and the rest in a ball.
enum AsymptoticForm {
    /// Coefficients, constants of the graph, by exponents of ξ.
    typealias Powers = [Rational: ScalarGraph.Node]

    /// `Σ c ξ^e + logarithms · log ξ + rest`
    case sum(Powers, logarithms: Rational, rest: ComplexBall?)
    /// `factor · ξ^exponent · exp(Σ c ξ^e)`, all e positive.
    case product(factor: ComplexBall, exponent: Rational, Powers)
}

/// Bounds functions near infinity node by node: sums by their dominant term, logarithms and powers of what is then a known growth
/// times a number near a constant. Refuses what is not of that kind.
///
/// The forms hold for the analytic continuation from the real axis, on which fractional powers and logarithms are real.
struct AsymptoticAnalysis {
    private typealias Powers = AsymptoticForm.Powers

    private var graph: ScalarGraph
    private let variable: ScalarGraph.Variable
    private let region: AsymptoticRegion
    private var known: [ScalarGraph.Node: AsymptoticForm] = [:]
    private static let precision = AsymptoticRegion.precision

    init(_ graph: ScalarGraph, _ variable: ScalarGraph.Variable, _ region: AsymptoticRegion) {
        self.graph = graph
        self.variable = variable
        self.region = region
    }

    /// An upper bound of the integral of the modulus along every line or ray of the region, see `AsymptoticRegion.tail`.
    mutating func tail(_ node: ScalarGraph.Node) throws -> Ball {
        let (factor, exponent, q) = try multiplicative(form(node))
        guard factor.isFinite, let bound = try region.tail(exponent, balls(q)) else { throw Self.notClosed }
        return factor.absoluteValue(precision: Self.precision).multiplied(by: bound, precision: Self.precision).magnitudeBound
    }

    private static let notClosed = EnclosureError.notApplicable("an integrand whose growth at infinity is not understood")

    private mutating func form(_ node: ScalarGraph.Node) throws -> AsymptoticForm {
        if let result = known[node] { return result }
        let result = try derived(node)
        known[node] = result
        return result
    }

    private mutating func derived(_ node: ScalarGraph.Node) throws -> AsymptoticForm {
        guard graph.support(node).contains(variable.number) else { return .sum([0: node], logarithms: 0, rest: nil) }
        switch graph[node] {
        case .number, .pi: return .sum([0: node], logarithms: 0, rest: nil)
        case .variable: return .sum([1: graph.number(1)], logarithms: 0, rest: nil)
        case .sum(let constant, let terms): return try sum(constant, terms)
        case .product(let factors): return try product(factors)
        case .function(.elementary(let name), let argument): return try elementary(name, argument)
        case .function: throw Self.notClosed
        }
    }

    // MARK: Sums

    private mutating func sum(_ constant: Rational, _ terms: [ScalarGraph.Term]) throws -> AsymptoticForm {
        var powers: Powers = constant.isZero ? [:] : [0: graph.number(constant)]
        var logarithms: Rational = 0
        var rest: ComplexBall?
        var products: [(factor: ComplexBall, exponent: Rational, q: Powers)] = []
        for term in terms {
            switch try form(term.node) {
            case .sum(let part, let logs, let ball):
                for (exponent, value) in part { add(graph.scaled(value, by: term.coefficient), exponent, &powers) }
                logarithms = logarithms + term.coefficient * logs
                if let ball {
                    let scaled = ball.multiplied(by: number(term.coefficient), precision: Self.precision)
                    rest = rest?.adding(scaled, precision: Self.precision) ?? scaled
                }
            case .product(let factor, let exponent, let q):
                products.append((factor.multiplied(by: number(term.coefficient), precision: Self.precision), exponent, q))
            }
        }
        let additive = AsymptoticForm.sum(powers, logarithms: logarithms, rest: rest)
        if products.isEmpty { return additive }
        if !powers.isEmpty || !logarithms.isZero || rest != nil { products.append(try multiplicative(additive)) }
        // The term that grows fastest.
        var leader = products[0]
        for candidate in products.dropFirst() where try exceeds(candidate, leader) { leader = candidate }
        var factor = ComplexBall(Ball(0))
        for part in products {
            let exponent = part.exponent - leader.exponent
            let q = difference(part.q, leader.q)
            if exponent.isZero && q.isEmpty {
                factor = factor.adding(part.factor, precision: Self.precision)
                continue
            }
            guard let ratio = try region.bound(exponent, balls(q)) else { throw Self.notClosed }
            let term = part.factor.multiplied(by: AsymptoticRegion.disc(ratio), precision: Self.precision)
            factor = factor.adding(term, precision: Self.precision)
        }
        return .product(factor: factor, exponent: leader.exponent, leader.q)
    }

    private typealias Product = (factor: ComplexBall, exponent: Rational, q: Powers)

    private mutating func exceeds(_ a: Product, _ b: Product) throws -> Bool {
        let q = difference(a.q, b.q)
        if let top = q.keys.max(), let leading = q[top] { return try graph.sign(leading) > 0 }
        return a.exponent > b.exponent
    }

    private mutating func add(_ value: ScalarGraph.Node, _ exponent: Rational, _ powers: inout Powers) {
        let total = powers[exponent].map { graph.sum($0, value) } ?? value
        powers[exponent] = graph.rational(total)?.isZero == true ? nil : total
    }

    private mutating func difference(_ a: Powers, _ b: Powers) -> Powers {
        var result = a
        for (exponent, value) in b { add(graph.scaled(value, by: -1), exponent, &result) }
        return result
    }

    private func number(_ value: Rational) -> ComplexBall { ComplexBall(Ball(value, precision: Self.precision)) }

    private func balls(_ powers: Powers) throws -> AsymptoticRegion.Powers {
        try powers.mapValues { try graph.enclosure(of: $0, precision: Self.precision) }
    }

    /// A form as a product: the leading power is taken out.
    private mutating func multiplicative(_ form: AsymptoticForm) throws -> Product {
        switch form {
        case .product(let factor, let exponent, let q): return (factor, exponent, q)
        case .sum(let powers, let logarithms, let rest):
            let constants = try balls(powers)
            var top = constants.keys.max() ?? 0
            if rest != nil { top = max(top, 0) }
            // A logarithm is bounded by a small power.
            if !logarithms.isZero && top.sign <= 0 { top = Rational(1, 16) }
            var factor = ComplexBall(Ball(0))
            for (exponent, value) in constants {
                factor = factor.adding(
                    region.power(exponent - top).multiplied(by: ComplexBall(value), precision: Self.precision), precision: Self.precision)
            }
            if let rest {
                factor = factor.adding(region.power(-top).multiplied(by: rest, precision: Self.precision), precision: Self.precision)
            }
            if !logarithms.isZero {
                factor = factor.adding(
                    region.logarithm(over: top).multiplied(by: number(logarithms), precision: Self.precision), precision: Self.precision)
            }
            return (factor, top, [:])
        }
    }

    // MARK: Products

    private mutating func product(_ factors: [ScalarGraph.Factor]) throws -> AsymptoticForm {
        if let polynomial = try polynomial(factors) { return .sum(polynomial, logarithms: 0, rest: nil) }
        var factor = ComplexBall(Ball(1))
        var exponent: Rational = 0
        var q: Powers = [:]
        for part in factors {
            let base = try multiplicative(form(part.base))
            let value: ComplexBall
            if let integer = part.exponent.asInt, abs(integer) < 1 << 20 {
                if integer < 0 && base.factor.containsZero { throw Self.notClosed }
                value = base.factor.power(part.exponent, precision: Self.precision)
            } else {
                guard base.factor.real.isPositive() == .yes else { throw Self.notClosed }
                value = base.factor.power(part.exponent, precision: Self.precision)
            }
            guard value.isFinite else { throw Self.notClosed }
            factor = factor.multiplied(by: value, precision: Self.precision)
            exponent = exponent + base.exponent * part.exponent
            for (power, coefficient) in base.q { add(graph.scaled(coefficient, by: part.exponent), power, &q) }
        }
        return .product(factor: factor, exponent: exponent, q)
    }

    /// A product of sums of powers, multiplied out.
    private mutating func polynomial(_ factors: [ScalarGraph.Factor]) throws -> Powers? {
        var result: Powers = [0: graph.number(1)]
        for part in factors {
            guard case .sum(let powers, let logarithms, let rest) = try form(part.base), logarithms.isZero, rest == nil else { return nil }
            if powers.count == 1, let (exponent, value) = powers.first {
                guard try part.exponent.isInteger || graph.sign(value) > 0 else { return nil }
                let scale = graph.power(value, part.exponent)
                var shifted: Powers = [:]
                for (power, coefficient) in result { shifted[power + exponent * part.exponent] = graph.product(coefficient, scale) }
                result = shifted
                continue
            }
            guard let times = part.exponent.asInt, times > 0, times <= 16 else { return nil }
            for _ in 0..<times {
                var next: Powers = [:]
                for (e1, c1) in result {
                    for (e2, c2) in powers { add(graph.product(c1, c2), e1 + e2, &next) }
                }
                guard next.count <= 40 else { return nil }
                result = next
            }
        }
        return result
    }

    // MARK: Functions

    private mutating func elementary(_ name: ElementaryFunction, _ argument: ScalarGraph.Node) throws -> AsymptoticForm {
        let inner = try form(argument)
        switch name {
        case .exp: return try exponential(inner)
        case .log: return try logarithm(inner)
        case .sin, .cos: return try small(name, inner) ?? oscillation(inner)
        case .tan:
            guard case .product(let sine, let exponent, _)? = try small(.sin, inner),
                case .product(let cosine, _, _)? = try small(.cos, inner), !cosine.containsZero
            else { throw Self.notClosed }
            return .product(factor: sine.divided(by: cosine, precision: Self.precision), exponent: exponent, [:])
        case .sinh, .cosh:
            let grown = graph.function(.elementary(.exp), argument)
            let fallen = graph.function(.elementary(.exp), graph.scaled(argument, by: -1))
            let sign: Rational = name == .sinh ? -1 : 1
            return try form(graph.combination(0, [
                .init(node: grown, coefficient: Rational(1, 2)), .init(node: fallen, coefficient: sign / 2),
            ]))
        case .tanh:
            // 1 - 2/(exp(2x) + 1)
            let square = graph.function(.elementary(.exp), graph.scaled(argument, by: 2))
            let quotient = graph.power(graph.combination(1, [.init(node: square, coefficient: 1)]), -1)
            return try form(graph.combination(1, [.init(node: quotient, coefficient: -2)]))
        case .atan: return try arcTangent(inner)
        case .erf: return try errorFunction(inner)
        case .abs, .sign, .gamma: throw Self.notClosed
        }
    }

    private mutating func exponential(_ inner: AsymptoticForm) throws -> AsymptoticForm {
        switch inner {
        case .sum(let powers, let logarithms, let rest):
            var growing: Powers = [:]
            var bounded = rest ?? ComplexBall(Ball(0))
            for (exponent, value) in powers {
                if exponent.sign > 0 { growing[exponent] = value; continue }
                let ball = ComplexBall(try graph.enclosure(of: value, precision: Self.precision))
                bounded = bounded.adding(region.power(exponent).multiplied(by: ball, precision: Self.precision), precision: Self.precision)
            }
            return .product(factor: bounded.exp(precision: Self.precision), exponent: logarithms, growing)
        case .product(let factor, let exponent, let q):
            guard let size = try region.bound(exponent, balls(q)) else { throw Self.notClosed }
            let bounded = factor.multiplied(by: AsymptoticRegion.disc(size), precision: Self.precision)
            return .product(factor: bounded.exp(precision: Self.precision), exponent: 0, [:])
        }
    }

    private mutating func logarithm(_ inner: AsymptoticForm) throws -> AsymptoticForm {
        let (factor, exponent, q) = try multiplicative(inner)
        guard factor.real.isPositive() == .yes else { throw Self.notClosed }
        return .sum(q, logarithms: exponent, rest: factor.log(precision: Self.precision))
    }

    /// The sine or cosine of an argument that tends to zero: `|sin w / w - 1| <= |w|²/5`, `|cos w - 1| <= |w|²` for `|w| <= 1`.
    private mutating func small(_ name: ElementaryFunction, _ inner: AsymptoticForm) throws -> AsymptoticForm? {
        guard case .sum(let powers, let logarithms, nil) = inner, logarithms.isZero, !powers.isEmpty,
            powers.keys.allSatisfy({ $0.sign < 0 })
        else { return nil }
        let (factor, exponent, _) = try multiplicative(inner)
        let size = factor.absoluteValue(precision: Self.precision).magnitudeBound
            .multiplied(by: region.power(exponent).absoluteValue(precision: Self.precision).magnitudeBound, precision: Self.precision)
        guard size.isLess(than: Ball(1)) == .yes else { return nil }
        var error = size.multiplied(by: size, precision: Self.precision)
        if name == .sin { error = error.divided(by: Ball(5), precision: Self.precision) }
        let ratio = ComplexBall(Ball(1)).adding(AsymptoticRegion.disc(error), precision: Self.precision)
        if name == .cos { return .product(factor: ratio, exponent: 0, [:]) }
        return .product(factor: factor.multiplied(by: ratio, precision: Self.precision), exponent: exponent, [:])
    }

    /// `|sin z|, |cos z| <= exp |Im z|`
    private mutating func oscillation(_ inner: AsymptoticForm) throws -> AsymptoticForm {
        guard case .sum(let powers, let logarithms, let rest) = inner, logarithms.isZero else { throw Self.notClosed }
        var height = rest?.imaginary.absoluteValue ?? Ball(0)
        var q: Powers = [:]
        for (exponent, value) in powers where !exponent.isZero {
            let size = try graph.enclosure(of: value, precision: Self.precision).absoluteValue
            if exponent.sign < 0 {
                height.add(product: size, region.power(exponent).imaginary.absoluteValue, precision: Self.precision)
            } else if region.shape == .strip {
                guard exponent == 1 else { throw Self.notClosed }
                height.add(product: size, Ball(region.halfWidth, precision: Self.precision), precision: Self.precision)
            } else if region.halfWidth.sign > 0 {
                // |Im ξ^e| <= tan(e arg) Re ξ^e
                guard let tangent = region.tangent(of: exponent), let bound = size.upperBound(precision: 30) else { throw Self.notClosed }
                q[exponent] = graph.number(bound * tangent)
            }
        }
        return .product(factor: AsymptoticRegion.disc(height.exp(precision: Self.precision)), exponent: 0, q)
    }

    private mutating func arcTangent(_ inner: AsymptoticForm) throws -> AsymptoticForm {
        let (factor, exponent, q) = try multiplicative(inner)
        // atan(w) = ±π/2 - atan(1/w)
        let negated = q.reduce(into: Powers()) { $0[$1.key] = graph.scaled($1.value, by: -1) }
        if !factor.containsZero, let size = try region.bound(-exponent, balls(negated)) {
            let reciprocal = factor.inverse(precision: Self.precision)
                .multiplied(by: AsymptoticRegion.disc(size), precision: Self.precision)
            let half = Ball.pi(precision: Self.precision).multiplied(by: Ball(Rational(1, 2), precision: 2), precision: Self.precision)
            let side: Ball
            if factor.real.isPositive() == .yes { side = half } else if factor.real.isNegative() == .yes { side = -half } else { throw Self.notClosed }
            guard reciprocal.absoluteValue(precision: Self.precision).isLess(than: Ball(1)) == .yes else { throw Self.notClosed }
            let value = ComplexBall(side).subtracting(reciprocal.atan(precision: Self.precision), precision: Self.precision)
            return .sum([:], logarithms: 0, rest: value)
        }
        guard let size = try region.bound(exponent, balls(q)) else { throw Self.notClosed }
        let bounded = factor.multiplied(by: AsymptoticRegion.disc(size), precision: Self.precision)
        guard bounded.absoluteValue(precision: Self.precision).isLess(than: Ball(1)) == .yes else { throw Self.notClosed }
        return .sum([:], logarithms: 0, rest: bounded.atan(precision: Self.precision))
    }

    /// `|erfc z| <= |exp(-z²)|` for `Re z >= 0`.
    private mutating func errorFunction(_ inner: AsymptoticForm) throws -> AsymptoticForm {
        guard case .sum(let powers, let logarithms, nil) = inner, logarithms.isZero, let top = powers.keys.max(), top.sign > 0 else {
            throw Self.notClosed
        }
        let (factor, _, _) = try multiplicative(inner)
        let side: Int
        if factor.real.isPositive() == .yes { side = 1 } else if factor.real.isNegative() == .yes { side = -1 } else { throw Self.notClosed }
        // The real part of the argument keeps its sign: factor times a power within an eighth of a turn.
        let turn = Ball(region.halfWidth * max(top, 1), precision: Self.precision)
        let cone = factor.imaginary.absoluteValue.isLess(than: factor.real.absoluteValue) == .yes
        let isNarrow: Bool
        switch region.shape {
        case .sector: isNarrow = turn.isLess(than: Ball(Rational(3, 4), precision: Self.precision)) == .yes
        case .strip: isNarrow = turn.isLess(than: Ball(region.start * Rational(3, 4), precision: Self.precision)) == .yes
        }
        guard cone && isNarrow else { throw Self.notClosed }
        var square: Powers = [:]
        for (e1, c1) in powers {
            for (e2, c2) in powers { add(graph.scaled(graph.product(c1, c2), by: -1), e1 + e2, &square) }
        }
        guard case .product(let size, let exponent, let q) = try exponential(.sum(square, logarithms: 0, rest: nil)),
            let bound = try region.bound(exponent, balls(q))
        else { throw Self.notClosed }
        let complement = size.multiplied(by: AsymptoticRegion.disc(bound), precision: Self.precision)
        let disc = AsymptoticRegion.disc(complement.absoluteValue(precision: Self.precision))
        return .sum([:], logarithms: 0, rest: ComplexBall(Ball(side)).adding(disc, precision: Self.precision))
    }
}
