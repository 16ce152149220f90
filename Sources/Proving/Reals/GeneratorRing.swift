import Arithmetic
import Expressions
import Kernel

/// Expressions in parameters as quotients of polynomials in *generators*: parameters or roots of them, roots of other things,
/// powers with symbolic exponents, logarithms and other functions.
///
/// Exponents are split, `x^(1+2a) = x (x^a)²`, and so are logarithms and roots of products of positive factors.
struct GeneratorRing {
    struct Generator {
        let expression: Expression
        /// The generator is the root of this degree of this base.
        var degree = 1
        var base: Expression

        func power(_ exponent: Int) -> Expression {
            if degree == 1 { return .power(expression, .number(Rational(exponent))) }
            return .power(base, .number(Rational(exponent, degree)))
        }
    }

    private(set) var generators: [Generator] = []
    let ring: PolynomialRing
    private let isPositive: (Expression) -> Bool
    private var places: [Key: Int] = [:]
    /// `y^degree` for roots of something else than a parameter, and what is known of the square of a function.
    private var relations: [Int: (degree: Int, value: Polynomial)] = [:]

    private enum Key: Hashable {
        case root(Expression)
        /// `base^monomial`, without a base for exp.
        case power(Expression?, Expression)
        case atom(Expression)
    }

    struct Unsupported: Error {}

    private static let mostGenerators = 16
    private static let greatestExponent = 24

    init?(_ expressions: [Expression], isPositive: @escaping (Expression) -> Bool) {
        self.isPositive = isPositive
        var degrees: [Key: Int] = [:]
        var order: [Key] = []
        func add(_ key: Key, _ degree: Int) {
            if degrees[key] == nil { order.append(key) }
            degrees[key] = Self.leastCommonMultiple(degrees[key] ?? 1, degree)
        }
        func visit(_ e: Expression) {
            switch e.kind {
            case .number: break
            case .parameter, .dimension: add(.root(e), 1)
            case .sum, .product: e.operands.forEach(visit)
            case .power(let base, let exponent):
                for (part, inner) in Self.factors(of: base, if: isPositive) {
                    for (coefficient, monomial) in Self.terms(of: part == 1 ? exponent : .number(part) * exponent) {
                        let degree = coefficient.denominator.asInt ?? 1
                        if monomial == .one {
                            if degree > 1, !Self.isAtomicRoot(inner) { visit(inner) }
                            if degree > 1 { add(.root(inner), degree) } else { visit(inner) }
                        } else { add(.power(inner, monomial), degree) }
                    }
                }
            case .elementary(.exp, let argument):
                for (coefficient, monomial) in Self.terms(of: argument) { add(.power(nil, monomial), coefficient.denominator.asInt ?? 1) }
            case .elementary(.log, let argument):
                for (exponent, inner) in Self.logarithmicFactors(of: argument, if: isPositive) {
                    visit(exponent)
                    if inner != .one { add(.atom(.elementary(.log, inner)), 1) }
                }
            case .elementary(.abs, let argument):
                visit(argument)
                add(.atom(e), 1)
            case .elementary(.sin, let argument), .elementary(.cos, let argument):
                for function in [ElementaryFunction.sin, .cos] { add(.atom(.elementary(function, argument)), 1) }
            default: add(.atom(e), 1)
            }
        }
        expressions.forEach(visit)
        guard order.count <= Self.mostGenerators, degrees.values.allSatisfy({ $0 <= 12 }) else { return nil }
        for (place, key) in order.enumerated() {
            let degree = degrees[key] ?? 1, part = Expression.number(Rational(1, degree))
            places[key] = place
            switch key {
            case .root(let base): generators.append(Generator(expression: .power(base, part), degree: degree, base: base))
            case .power(let base?, let monomial): generators.append(Self.whole(.power(base, degree == 1 ? monomial : part * monomial)))
            case .power(nil, let monomial):
                generators.append(Self.whole(.elementary(.exp, monomial == .one ? part : degree == 1 ? monomial : part * monomial)))
            case .atom(let e): generators.append(Self.whole(e))
            }
        }
        ring = PolynomialRing(variables: order.indices.map { "g\($0)" })
        self.degrees = degrees
        for (place, key) in order.enumerated() {
            let (degree, power): (Int, Expression)
            switch key {
            case .root(let base) where generators[place].degree > 1 && !Self.isVariable(base): (degree, power) = (generators[place].degree, base)
            case .atom(let e):
                switch e.kind {
                case .elementary(.abs, let argument): (degree, power) = (2, argument * argument)
                case .elementary(.cos, let argument): (degree, power) = (2, .one - .power(.elementary(.sin, argument), .number(2)))
                default: continue
                }
            default: continue
            }
            guard let value = try? self.value(power), value.denominator.isOne else { continue }
            relations[place] = (degree, value.numerator)
        }
    }

    private var degrees: [Key: Int] = [:]

    private static func whole(_ e: Expression) -> Generator { Generator(expression: e, base: e) }

    private static func isVariable(_ e: Expression) -> Bool {
        switch e.kind {
        case .parameter, .dimension: return true
        default: return false
        }
    }

    /// Parameters, and numbers, are no expressions of other generators.
    private static func isAtomicRoot(_ e: Expression) -> Bool { if case .number = e.kind { true } else { isVariable(e) } }

    // MARK: There

    func value(_ e: Expression) throws -> RationalFunction {
        func generator(_ key: Key) throws -> RationalFunction {
            guard let place = places[key] else { throw Unsupported() }
            return RationalFunction(ring.variable(place))
        }
        switch e.kind {
        case .number(let number): return RationalFunction(ring.constant(number))
        case .parameter, .dimension: return try generator(.root(e)).power(degrees[.root(e)] ?? 1)
        case .sum(let terms): return try terms.reduce(RationalFunction(ring.zero)) { try $0 + value($1) }
        case .product(let factors): return try factors.reduce(RationalFunction(ring.one)) { try $0 * value($1) }
        case .power(let base, let exponent):
            var result = RationalFunction(ring.one)
            for (part, inner) in Self.factors(of: base, if: isPositive) {
                for (coefficient, monomial) in Self.terms(of: part == 1 ? exponent : .number(part) * exponent) {
                    let key: Key = monomial == .one ? .root(inner) : .power(inner, monomial)
                    if monomial == .one, coefficient.isInteger {
                        guard let times = coefficient.asInt, abs(times) <= Self.greatestExponent else { throw Unsupported() }
                        result = try result * value(inner).power(times)
                        continue
                    }
                    guard let times = (coefficient * Rational(degrees[key] ?? 1)).asInt, abs(times) <= Self.greatestExponent else { throw Unsupported() }
                    result = try result * generator(key).power(times)
                }
            }
            return result
        case .elementary(.exp, let argument):
            return try Self.terms(of: argument).reduce(RationalFunction(ring.one)) { result, term in
                let key = Key.power(nil, term.monomial)
                guard let times = (term.coefficient * Rational(degrees[key] ?? 1)).asInt, abs(times) <= Self.greatestExponent else { throw Unsupported() }
                return try result * generator(key).power(times)
            }
        case .elementary(.log, let argument):
            return try Self.logarithmicFactors(of: argument, if: isPositive).reduce(RationalFunction(ring.zero)) { result, factor in
                let logarithm = factor.base == .one ? RationalFunction(ring.one) : try generator(.atom(.elementary(.log, factor.base)))
                return try result + value(factor.exponent) * logarithm
            }
        default: return try generator(.atom(e))
        }
    }

    /// Modulo the relations between roots and what they are roots of.
    func reduced(_ polynomial: Polynomial) -> Polynomial {
        var current = polynomial
        for _ in 0..<8 {
            var result = ring.zero
            var isDone = true
            for term in current.terms {
                var exponents = term.exponents
                var factor = ring.one
                for (place, (degree, value)) in relations.sorted(by: { $0.key < $1.key }) where exponents[place] >= degree {
                    let times = exponents[place] / degree
                    exponents[place] %= degree
                    guard let power = try? value.power(times) else { return polynomial }
                    factor *= power
                    isDone = false
                }
                result += ring.polynomial([Polynomial.Term(exponents: exponents, coefficient: term.coefficient)]) * factor
            }
            current = result
            if isDone { break }
        }
        return current
    }

    // MARK: And back

    func expression(_ polynomial: Polynomial) -> Expression {
        .sum(polynomial.terms.map { term in expression(term.exponents, term.coefficient) })
    }

    func expression(_ exponents: [Int], _ coefficient: Rational = 1) -> Expression {
        .product([.number(coefficient)] + exponents.enumerated().filter { $1 > 0 }.map { generators[$0].power($1) })
    }

    // MARK: Splitting

    /// `Σ coefficient · monomial`; the whole where it is no polynomial.
    static func terms(of exponent: Expression) -> [(coefficient: Rational, monomial: Expression)] {
        if case .number(let value) = exponent.kind { return [(value, .one)] }
        let names = exponent.parameterSymbols
        guard !names.isEmpty, let value = try? RationalFunction(exponent, in: PolynomialRing(variables: names)), let bottom = value.denominator.constantValue
        else { return [(1, exponent)] }
        return value.numerator.terms.map { term in
            let monomial = Expression.product(zip(names, term.exponents).filter { $0.1 > 0 }.map { .power(.parameter($0.0), .number(Rational($0.1))) })
            return (term.coefficient / bottom, monomial)
        }
    }

    /// Powers of integers without small square factors, and of the factors of a product of positive things.
    private static func factors(of base: Expression, if isPositive: (Expression) -> Bool) -> [(exponent: Rational, base: Expression)] {
        switch base.kind {
        case .number(let value):
            guard let primes = primes(value) else { return [(1, base)] }
            return primes.map { (Rational($0.exponent), .number(Rational($0.prime))) }
        case .product(let parts) where parts.allSatisfy(isPositive): return parts.flatMap { factors(of: $0, if: isPositive) }
        case .power(let inner, let exponent):
            guard case .number(let value) = exponent.kind, isPositive(inner) else { return [(1, base)] }
            return factors(of: inner, if: isPositive).map { ($0.exponent * value, $0.base) }
        default: return [(1, base)]
        }
    }

    /// `log e = Σ exponent · log base`; base 1 stands for the number e.
    static func logarithmicFactors(of e: Expression, if isPositive: (Expression) -> Bool) -> [(exponent: Expression, base: Expression)] {
        switch e.kind {
        case .number(let value):
            guard let primes = primes(value) else { return [(.one, e)] }
            return primes.map { (.number(Rational($0.exponent)), .number(Rational($0.prime))) }
        case .product(let parts) where parts.allSatisfy(isPositive): return parts.flatMap { logarithmicFactors(of: $0, if: isPositive) }
        case .power(let base, let exponent) where isPositive(base):
            return logarithmicFactors(of: base, if: isPositive).map { (exponent * $0.exponent, $0.base) }
        case .elementary(.exp, let argument): return [(argument, .one)]
        default: return [(.one, e)]
        }
    }

    /// Of a positive number with small prime factors; none for 1.
    private static func primes(_ value: Rational) -> [(prime: Int, exponent: Int)]? {
        guard value.sign > 0, var top = value.numerator.asInt, var bottom = value.denominator.asInt else { return nil }
        var result: [(prime: Int, exponent: Int)] = []
        var prime = 2
        while (top > 1 || bottom > 1), prime < 2000 {
            var exponent = 0
            while top % prime == 0 { (top, exponent) = (top / prime, exponent + 1) }
            while bottom % prime == 0 { (bottom, exponent) = (bottom / prime, exponent - 1) }
            if exponent != 0 { result.append((prime, exponent)) }
            prime += prime == 2 ? 1 : 2
        }
        return top == 1 && bottom == 1 ? result : nil
    }

    private static func leastCommonMultiple(_ a: Int, _ b: Int) -> Int {
        var (x, y) = (a, b)
        while y != 0 { (x, y) = (y, x % y) }
        return a / x * b
    }
}
