import Arithmetic
import Expressions

/// A sum of monomials in parameters, `Σ c_i m_i - Σ d_k n_k` with `m_i >= 0` and `c_i > 0`.
///
/// By the inequality between weighted arithmetic and geometric means, `Σ c_i m_i >= Π (c_i / λ_i)^(λ_i) |n|` where
/// `Σ λ_i = 1` and `|n| = Π m_i^(λ_i)`. Each `n_k` may use a share of each `c_i`. Exponents, weights and coefficients
/// may be functions of the parameters that stand in exponents: Young's inequality `x y <= x^p/p + y^q/q` is one for all p.
public struct WeightedMean {
    public struct Share: Hashable, Sendable {
        /// One for each monomial with a positive sign; their sum is 1.
        public var weights: [Expression]
        /// Which part of its coefficient is used.
        public var parts: [Rational]
        public init(weights: [Expression], parts: [Rational]) {
            self.weights = weights
            self.parts = parts
        }
    }

    public typealias Exponents = [String: RationalFunction]

    struct Monomial {
        var coefficient: Expression
        var exponents: Exponents
    }

    /// Whether an expression in parameters is known to be positive, or not negative.
    typealias Signs = (_ e: Expression, _ strictly: Bool) -> Bool

    private static let mostTerms = 300
    private let positive: [Monomial]
    /// With the magnitude of their coefficients.
    private let negative: [Monomial]
    /// In the parameters that stand in exponents.
    public let ring: PolynomialRing
    private let signs: Signs

    /// `nil` when the expression is not of this form.
    init?(_ e: Expression, _ box: ParameterBox, _ signs: @escaping Signs) {
        // A ring has a variable.
        ring = PolynomialRing(variables: e.exponentSymbols.isEmpty ? ["#"] : e.exponentSymbols.sorted())
        self.signs = signs
        var reader = Reader(ring: ring, constants: e.exponentSymbols, box: box, signs: signs)
        guard let terms = reader.terms(e) else { return nil }
        var collected: [(exponents: Exponents, coefficients: [Expression])] = []
        for monomial in terms {
            if let place = collected.firstIndex(where: { $0.exponents == monomial.exponents }) {
                collected[place].coefficients.append(monomial.coefficient)
            } else {
                collected.append((monomial.exponents, [monomial.coefficient]))
            }
        }
        var positive: [Monomial] = [], negative: [Monomial] = []
        for (exponents, coefficients) in collected {
            let coefficient = Expression.sum(coefficients)
            if (try? ContractionForm.areEqual(coefficient, .zero, FormContext())) == true { continue }
            // c - d, where both are the same product of powers with exponents that are functions.
            if coefficients.count == 2, let place = coefficients.firstIndex(where: { signs($0, true) }), signs(-coefficients[1 - place], true) {
                var quotient = PowerProduct(ring: ring)
                if (try? quotient.multiply(by: coefficients[place], to: RationalFunction(ring.one))) != nil,
                    (try? quotient.multiply(by: -coefficients[1 - place], to: RationalFunction(ring.constant(-1)))) != nil, quotient.isOne { continue }
            }
            let isPositive = signs(coefficient, true)
            guard isPositive || signs(-coefficient, true) else { return nil }
            let isNonnegative = exponents.allSatisfy { name, exponent in
                reader.isNonnegative(name) || (exponent.constantValue?.asInt.map { $0 % 2 == 0 } ?? false)
            }
            if isPositive, isNonnegative {
                positive.append(Monomial(coefficient: coefficient, exponents: exponents))
            } else {
                negative.append(Monomial(coefficient: isPositive ? coefficient : -coefficient, exponents: exponents))
            }
        }
        self.positive = positive
        self.negative = negative
    }

    /// The exponents of the monomials of both kinds.
    public var exponents: (positive: [Exponents], negative: [Exponents]) {
        (positive.map(\.exponents), negative.map(\.exponents))
    }

    /// The coefficients of both kinds, all positive.
    public var coefficients: (positive: [Expression], negative: [Expression]) {
        (positive.map(\.coefficient), negative.map(\.coefficient))
    }

    /// Whether the shares, one for each of the monomials to be dominated, prove it.
    func isNonnegative(_ shares: [Share]) throws -> Bool {
        guard shares.count == negative.count else { return false }
        for place in positive.indices {
            guard shares.allSatisfy({ $0.parts.indices.contains(place) && $0.parts[place].sign >= 0 }),
                shares.reduce(Rational(0), { $0 + $1.parts[place] }) <= 1 else { return false }
        }
        for (share, monomial) in zip(shares, negative) where try !dominates(share, monomial) { return false }
        return true
    }

    private func dominates(_ share: Share, _ monomial: Monomial) throws -> Bool {
        guard share.weights.count == positive.count, share.weights.allSatisfy({ signs($0, false) }) else { return false }
        let weights = try share.weights.map { try RationalFunction($0, in: ring) }
        guard try weights.reduce(RationalFunction(ring.zero), { try $0 + $1 }) == RationalFunction(ring.one) else { return false }
        for name in Set(positive.flatMap(\.exponents.keys)).union(monomial.exponents.keys) {
            var mean = RationalFunction(ring.zero)
            for (weight, term) in zip(weights, positive) { if let exponent = term.exponents[name] { mean = try mean + weight * exponent } }
            guard mean == monomial.exponents[name] ?? RationalFunction(ring.zero) else { return false }
        }
        // Weights that vanish somewhere only are not divided by.
        let used = positive.indices.filter { !weights[$0].isZero }
        // Means of what is as large as the monomial's coefficient, also where weights vanish: `λ_i <= 1`.
        if used.allSatisfy({ share.parts[$0].sign > 0 && signs(.number(share.parts[$0]) * positive[$0].coefficient - monomial.coefficient, false) }) { return true }
        // Nothing of a monomial dominates nothing.
        guard used.allSatisfy({ signs(share.weights[$0], true) && share.parts[$0].sign > 0 }) else { return false }
        var bound = PowerProduct(ring: ring)
        for place in used {
            try bound.multiply(by: .number(share.parts[place]) * positive[place].coefficient / share.weights[place], to: weights[place])
        }
        try bound.multiply(by: monomial.coefficient, to: RationalFunction(ring.constant(-1)))
        if bound.isOne { return true }
        let factors = used.map { place in
            Expression.power(.number(share.parts[place]) * positive[place].coefficient / share.weights[place], share.weights[place])
        }
        let excess = Expression.product(factors) - monomial.coefficient
        if signs(excess, false) { return true }
        guard excess.parameterSymbols.isEmpty else { return false }
        return try AlgebraicNumber.isZero(excess) == true || ContractionForm.areEqual(excess, .zero, FormContext())
    }

    /// Products multiplied out. A power of a sum that is not multiplied out, and a function of parameters, is a variable of
    /// its own if it is not negative.
    private struct Reader {
        let ring: PolynomialRing
        let constants: Set<String>
        let box: ParameterBox
        let signs: Signs
        private var atoms: Set<String> = []

        init(ring: PolynomialRing, constants: Set<String>, box: ParameterBox, signs: @escaping Signs) {
            (self.ring, self.constants, self.box, self.signs) = (ring, constants, box, signs)
        }

        func isNonnegative(_ name: String) -> Bool {
            atoms.contains(name) || box.ranges[name]?.lower?.enclosure(bits: 64)?.isNonnegative ?? false
        }

        private mutating func atom(_ e: Expression, _ exponent: RationalFunction) -> [Monomial]? {
            guard signs(e, false) else { return nil }
            // No parameter has such a name.
            var name = "(\(e.plainText))"
            if case .sum(let terms) = e.kind { name = "(\(terms.map(\.plainText).sorted().joined(separator: " + ")))" }
            atoms.insert(name)
            return [Monomial(coefficient: .one, exponents: [name: exponent])]
        }

        private func product(_ a: [Monomial], _ b: [Monomial]) -> [Monomial]? {
            guard a.count * b.count <= mostTerms else { return nil }
            var result: [Monomial] = []
            for x in a {
                for y in b {
                    var exponents = x.exponents
                    for (name, exponent) in y.exponents {
                        guard let sum = try? (exponents[name] ?? RationalFunction(ring.zero)) + exponent else { return nil }
                        exponents[name] = sum.isZero ? nil : sum
                    }
                    result.append(Monomial(coefficient: x.coefficient * y.coefficient, exponents: exponents))
                }
            }
            return result
        }

        /// The coefficients of `Σ c_k x_k` with functions c_k of the parameters that stand in exponents; `nil` for anything else.
        private func linear(_ e: Expression) -> Exponents? {
            switch e.kind {
            case .parameter(let name): return constants.contains(name) ? nil : [name: RationalFunction(ring.one)]
            case .sum(let parts):
                var result: Exponents = [:]
                for part in parts {
                    guard let inner = linear(part) else { return nil }
                    for (name, slope) in inner {
                        guard let sum = try? (result[name] ?? RationalFunction(ring.zero)) + slope else { return nil }
                        result[name] = sum.isZero ? nil : sum
                    }
                }
                return result
            case .product(let factors):
                let own = factors.filter { !constants.isSuperset(of: $0.parameterSymbols) }
                guard own.count == 1, let inner = linear(own[0]),
                    let scale = try? RationalFunction(.product(factors.filter { constants.isSuperset(of: $0.parameterSymbols) }), in: ring) else { return nil }
                return try? inner.mapValues { try $0 * scale }
            default: return nil
            }
        }

        mutating func terms(_ e: Expression) -> [Monomial]? {
            if constants.isSuperset(of: e.parameterSymbols) { return [Monomial(coefficient: e, exponents: [:])] }
            switch e.kind {
            case .parameter(let name), .dimension(.symbol(let name)):
                return [Monomial(coefficient: .one, exponents: [name: RationalFunction(ring.one)])]
            case .sum(let parts):
                var result: [Monomial] = []
                for part in parts {
                    guard let next = terms(part) else { return nil }
                    result += next
                }
                return result.count <= mostTerms ? result : nil
            case .product(let factors):
                var result = [Monomial(coefficient: .one, exponents: [:])]
                for factor in factors {
                    guard let next = terms(factor), let longer = product(result, next) else { return nil }
                    result = longer
                }
                return result
            case .power(let base, let exponent):
                guard let value = try? RationalFunction(exponent, in: ring) else { return nil }
                if case .product(let factors) = base.kind, value.constantValue?.isInteger != true, factors.allSatisfy({ signs($0, false) }) {
                    return terms(.product(factors.map { .power($0, exponent) }))
                }
                guard let inner = terms(base) else { return atom(base, value) }
                let number = value.constantValue
                if inner.count == 1 {
                    // (c m)^a = c^a m^a for positive numbers only, unless a is an integer.
                    guard number?.isInteger == true || inner[0].exponents.keys.allSatisfy(isNonnegative) else { return nil }
                    var exponents: Exponents = [:]
                    for (name, power) in inner[0].exponents {
                        guard let scaled = try? power * value else { return nil }
                        if !scaled.isZero { exponents[name] = scaled }
                    }
                    return [Monomial(coefficient: .power(inner[0].coefficient, exponent), exponents: exponents)]
                }
                guard let times = number?.asInt, times >= 0, times <= 8 else { return atom(base, value) }
                var result = [Monomial(coefficient: .one, exponents: [:])]
                for _ in 0..<times {
                    guard let longer = product(result, inner) else { return nil }
                    result = longer
                }
                return result
            case .elementary(.exp, let argument):
                // e^(c x + d y) is a product of powers of e^x and e^y.
                guard let slopes = linear(argument) else { return atom(e, RationalFunction(ring.one)) }
                var exponents: Exponents = [:]
                for (name, slope) in slopes {
                    atoms.insert("(e^\(name))")
                    exponents["(e^\(name))"] = slope
                }
                return [Monomial(coefficient: .one, exponents: exponents)]
            case .elementary: return atom(e, RationalFunction(ring.one))
            default: return nil
            }
        }
    }
}

/// `Π b_j^(e_j)` with exponents in a field of rational functions, and bases that are polynomials, or anything positive.
private struct PowerProduct {
    private enum Base: Hashable {
        case polynomial(Polynomial)
        case other(Expression)
    }

    let ring: PolynomialRing
    private var exponents: [Base: RationalFunction] = [:]

    init(ring: PolynomialRing) { self.ring = ring }

    var isOne: Bool { exponents.isEmpty }

    private mutating func add(_ base: Base, _ exponent: RationalFunction) throws {
        let sum = try (exponents[base] ?? RationalFunction(ring.zero)) + exponent
        exponents[base] = sum.isZero ? nil : sum
    }

    /// - Parameter e: positive, and so are its factors and bases, up to signs that cancel.
    mutating func multiply(by e: Expression, to exponent: RationalFunction) throws {
        if let value = try? RationalFunction(e, in: ring) {
            for (polynomial, sign) in [(value.numerator, 1), (value.denominator, -1)] {
                let power = try exponent * RationalFunction(ring.constant(Rational(sign)))
                let leading = polynomial.leadingCoefficient.magnitude
                if leading != 1 { try multiply(byNumber: leading, to: power) }
                let rest = (polynomial.leadingCoefficient.inverse) * polynomial
                if !rest.isOne { try add(.polynomial(rest), power) }
            }
            return
        }
        switch e.kind {
        case .product(let factors): for factor in factors { try multiply(by: factor, to: exponent) }
        case .power(let base, let power):
            guard let value = try? RationalFunction(power, in: ring) else { return try add(.other(e), exponent) }
            try multiply(by: base, to: exponent * value)
        default: try add(.other(e), exponent)
        }
    }

    /// By its smallest prime factors; what is left is a base of its own.
    private mutating func multiply(byNumber number: Rational, to exponent: RationalFunction) throws {
        for (part, sign) in [(number.numerator, 1), (number.denominator, -1)] {
            guard var rest = part.asInt else {
                try add(.other(.number(Rational(part))), exponent * RationalFunction(ring.constant(Rational(sign))))
                continue
            }
            let power = try exponent * RationalFunction(ring.constant(Rational(sign)))
            var prime = 2
            while prime * prime <= rest, prime < 1000 {
                while rest % prime == 0 {
                    try add(.other(.number(Rational(prime))), power)
                    rest /= prime
                }
                prime += 1
            }
            if rest != 1 { try add(.other(.number(Rational(rest))), power) }
        }
    }
}

extension Expression {
    /// The parameters in its exponents, and of those in exponential functions the ones that stand beside others there and outside, too.
    var exponentSymbols: Set<String> { powerSymbols.union(weightsInExponentials.intersection(symbolsOutsideExponentials)) }

    private var weightsInExponentials: Set<String> {
        let inner = operands.reduce(into: Set<String>()) { $0.formUnion($1.weightsInExponentials) }
        guard case .elementary(.exp, let argument) = kind else { return inner }
        func products(_ e: Expression) -> Set<String> {
            if case .product = e.kind, e.parameterSymbols.count > 1 { return Set(e.parameterSymbols) }
            return e.operands.reduce(into: []) { $0.formUnion(products($1)) }
        }
        return inner.union(products(argument))
    }

    private var symbolsOutsideExponentials: Set<String> {
        switch kind {
        case .parameter(let name), .dimension(.symbol(let name)): return [name]
        case .elementary(.exp, _): return []
        default: return operands.reduce(into: []) { $0.formUnion($1.symbolsOutsideExponentials) }
        }
    }

    private var powerSymbols: Set<String> {
        var result = operands.reduce(into: Set<String>()) { $0.formUnion($1.powerSymbols) }
        if case .power(_, let exponent) = kind { result.formUnion(exponent.parameterSymbols) }
        return result
    }
}

extension RationalFunction {
    /// What is not built from the variables of the ring by rational operations.
    public struct NotRational: Error {}

    /// - Throws: `NotRational`, or an error of arithmetic.
    public init(_ e: Expression, in ring: PolynomialRing) throws {
        switch e.kind {
        case .number(let number): self.init(ring.constant(number))
        case .parameter(let name), .dimension(.symbol(let name)):
            guard let variable = ring.variable(named: name) else { throw NotRational() }
            self.init(variable)
        case .sum(let terms): self = try terms.reduce(RationalFunction(ring.zero)) { try $0 + RationalFunction($1, in: ring) }
        case .product(let factors): self = try factors.reduce(RationalFunction(ring.one)) { try $0 * RationalFunction($1, in: ring) }
        case .power(let base, let exponent):
            guard case .number(let number) = exponent.kind, let power = number.asInt, abs(power) <= 64 else { throw NotRational() }
            self = try RationalFunction(base, in: ring).power(power)
        default: throw NotRational()
        }
    }
}
