import Arithmetic
import Expressions
import Kernel

/// A sum of products of numbers, of powers with symbolic exponents, and of exponentials, for guesses: roots of products are taken
/// apart as if all bases were positive.
struct PowerSum {
    struct Term {
        var coefficient: Rational = 1
        /// `Π base^exponent`: of parameters, primes, irreducible polynomials, logarithms, and whatever else.
        var powers: [Expression: Expression] = [:]
        /// In the exponential function.
        var exponent: Expression = .zero
    }

    private(set) var terms: [Term]

    static let mostTerms = 60

    init(_ terms: [Term] = []) { self.terms = Self.collected(terms) }

    /// `nil` where a root would be taken of something negative, or where there are too many terms.
    /// - Parameter place: values of the parameters that tell the signs of bases.
    init?(_ e: Expression, at place: [String: Double]) {
        guard let terms = Self.terms(e, place), terms.count <= Self.mostTerms else { return nil }
        self.init(terms)
    }

    // MARK: Reading

    private static func terms(_ e: Expression, _ place: [String: Double]) -> [Term]? {
        switch e.kind {
        case .number(let value): return [Term(coefficient: value)]
        case .sum(let parts):
            var result: [Term] = []
            for part in parts {
                guard let next = terms(part, place) else { return nil }
                result += next
            }
            return collected(result)
        case .product(let factors):
            var result = [Term()]
            for factor in factors {
                guard let next = terms(factor, place), result.count * next.count <= mostTerms else { return nil }
                result = collected(result.flatMap { a in next.map { product(a, $0) } })
            }
            return result
        case .power(let base, let exponent):
            if case .number(let value) = exponent.kind, value.sign > 0, let inner = terms(base, place), inner.isEmpty { return [] }
            return power(base, exponent, place).map { [$0] }
        case .elementary(.abs, let argument):
            guard let inner = terms(argument, place) else { return nil }
            return inner.isEmpty ? [] : [Term(powers: [e: .one])]
        case .elementary(.exp, let argument):
            // e^(k log x) is a power of x.
            var term = Term()
            for part in (PowerSum(argument, at: place)?.plainExpression ?? argument).summands {
                let factors = part.factors
                if let number = factors.firstIndex(where: { if case .elementary(.log, _) = $0.kind { true } else { false } }),
                    case .elementary(.log, let base) = factors[number].kind {
                    var rest = factors
                    rest.remove(at: number)
                    guard let next = power(base, .product(rest), place) else { return nil }
                    term = product(term, next)
                } else {
                    term.exponent = reduced(term.exponent + part)
                }
            }
            return [term]
        case .elementary(.log, let argument):
            guard let inner = terms(argument, place), inner.count == 1, inner[0].coefficient.sign > 0, let number = primes(inner[0].coefficient) else {
                return [Term(powers: [.elementary(.log, argument): .one])]
            }
            var result = inner[0].exponent == .zero ? [] : terms(inner[0].exponent, place) ?? []
            for (base, exponent) in inner[0].powers.merging(number, uniquingKeysWith: { reduced($0 + $1) }) {
                guard let scale = terms(exponent, place) else { return nil }
                result += scale.map { product($0, Term(powers: [.elementary(.log, base): .one])) }
            }
            return collected(result)
        default: return [Term(powers: [e: .one])]
        }
    }

    private static func power(_ base: Expression, _ exponent: Expression, _ place: [String: Double]) -> Term? {
        guard let inner = terms(base, place), !inner.isEmpty else { return nil }
        let single = PowerSum(inner).single(at: place)
        let exponent = reduced(exponent)
        if case .number(let value) = exponent.kind, let times = value.asInt {
            guard abs(times) <= 64, times >= 0 || !single.coefficient.isZero, let coefficient = try? single.coefficient.power(times) else { return nil }
            return Term(
                coefficient: coefficient, powers: single.powers.mapValues { reduced($0 * exponent) }.filter { $0.value != .zero },
                exponent: reduced(single.exponent * exponent))
        }
        // Roots: with positive bases.
        var powers: [Expression: Expression] = [:]
        var coefficient = single.coefficient
        for (base, power) in single.powers {
            if case .number(let value) = power.kind, let times = value.asInt, RealSample.value(base, place) < 0 {
                if times % 2 != 0 { coefficient = -coefficient }
                powers[negated(base)] = power
            } else {
                powers[base] = power
            }
        }
        guard coefficient.sign > 0, let number = primes(coefficient) else { return nil }
        powers.merge(number) { reduced($0 + $1) }
        return Term(powers: powers.mapValues { reduced($0 * exponent) }, exponent: reduced(single.exponent * exponent))
    }

    private static func negated(_ e: Expression) -> Expression {
        guard case .sum(let terms) = e.kind else { return -e }
        return .sum(terms.map { -$0 })
    }

    /// The prime factors of a positive number.
    private static func primes(_ number: Rational) -> [Expression: Expression]? {
        var result: [Expression: Expression] = [:]
        for (part, sign) in [(number.numerator, 1), (number.denominator, -1)] {
            guard var rest = part.asInt else { return nil }
            var prime = 2
            while rest > 1 {
                if prime * prime > rest || prime > 1000 { prime = rest }
                var count = 0
                while rest % prime == 0 {
                    rest /= prime
                    count += 1
                }
                if count > 0 { result[.number(Rational(prime))] = .number(Rational(sign * count)) }
                prime += 1
            }
        }
        return result
    }

    // MARK: Arithmetic

    /// Rational functions of parameters in one form.
    static func reduced(_ e: Expression) -> Expression {
        if case .number = e.kind { return e }
        let names = e.parameterSymbols.sorted()
        guard let value = try? RationalFunction(e.namingDimensions, in: PolynomialRing(variables: names.isEmpty ? ["#"] : names)) else { return e }
        if let number = value.constantValue { return .number(number) }
        let top = QuotientForm.expression(value.numerator)
        return value.denominator.isOne ? top : top / QuotientForm.expression(value.denominator)
    }

    static func product(_ a: Term, _ b: Term) -> Term {
        Term(
            coefficient: a.coefficient * b.coefficient,
            powers: a.powers.merging(b.powers) { reduced($0 + $1) }.filter { $0.value != .zero }, exponent: reduced(a.exponent + b.exponent))
    }

    static func * (a: PowerSum, b: PowerSum) -> PowerSum { PowerSum(a.terms.flatMap { x in b.terms.map { product(x, $0) } }) }

    /// Terms that differ by their coefficients are put together; numbers among the bases with them.
    private static func collected(_ terms: [Term]) -> [Term] {
        var result: [Term] = []
        for term in terms {
            var term = term
            for (base, power) in term.powers {
                guard case .number(let value) = base.kind, case .number(let times) = power.kind, let whole = (times.sign < 0 ? -(-times).floor : times.floor).asInt, whole != 0,
                    abs(whole) <= 64, let factor = try? value.power(whole) else { continue }
                term.coefficient = term.coefficient * factor
                let rest = times - Rational(whole)
                term.powers[base] = rest.isZero ? nil : .number(rest)
            }
            if let place = result.firstIndex(where: { $0.powers == term.powers && $0.exponent == term.exponent }) {
                result[place].coefficient = result[place].coefficient + term.coefficient
            } else {
                result.append(term)
            }
        }
        return result.filter { !$0.coefficient.isZero }
    }

    /// The bases, in a fixed order.
    var bases: [Expression] { Set(terms.flatMap(\.powers.keys)).sorted { ($0.plainText.count, $0.plainText) < ($1.plainText.count, $1.plainText) } }

    /// Of each base the least power, where the powers differ by numbers; and what is left of each term.
    var factored: (common: Term, rest: PowerSum) {
        guard let first = terms.first else { return (Term(), self) }
        var common = Term(), rest = terms
        for base in bases {
            let start = first.powers[base] ?? .zero
            let differences = terms.map { term -> Rational? in
                if case .number(let value) = Self.reduced((term.powers[base] ?? .zero) - start).kind { value } else { nil }
            }
            guard !differences.contains(nil), let least = differences.compactMap({ $0 }).min() else { continue }
            let power = Self.reduced(start + .number(least))
            if power == .zero { continue }
            common.powers[base] = power
            for number in rest.indices {
                let left = (differences[number] ?? 0) - least
                rest[number].powers[base] = left.isZero ? nil : .number(left)
            }
        }
        if terms.allSatisfy({ Self.reduced($0.exponent - first.exponent) == .zero }) {
            common.exponent = first.exponent
            for number in rest.indices { rest[number].exponent = .zero }
        }
        return (common, PowerSum(rest))
    }

    /// All as one product, a sum that is left being a factor.
    private func single(at place: [String: Double]) -> Term {
        let (common, rest) = factored
        if let product = rest.asProduct(at: place) { return Self.product(common, product) }
        if let simpler = rest.multipliedOut(at: place, if: { _ in true }), simpler.terms.count < rest.terms.count, !simpler.terms.isEmpty {
            return Self.product(common, simpler.single(at: place))
        }
        return Self.product(common, Term(powers: [rest.plainExpression: .one]))
    }

    /// Without natural powers of sums, as far as they are to be multiplied out; `nil` where there are too many terms, or other powers of such sums.
    func multipliedOut(at place: [String: Double], if concerns: (Expression) -> Bool) -> PowerSum? {
        var result = PowerSum()
        for term in terms {
            var rest = term
            var product = PowerSum([.init()])
            for base in PowerSum([term]).bases {
                guard case .sum = base.kind, concerns(base), let power = term.powers[base] else { continue }
                guard case .number(let value) = power.kind, value.sign > 0, let times = value.floor.asInt, times <= 4,
                    let inner = PowerSum(base, at: place) else { return nil }
                for _ in 0..<times { product = product * inner }
                let left = value - Rational(times)
                rest.powers[base] = left.isZero ? nil : .number(left)
            }
            result = PowerSum(result.terms + (product * PowerSum([rest])).terms)
            if result.terms.count > Self.mostTerms { return nil }
        }
        return result
    }

    /// A polynomial by its irreducible factors, positive ones where they can be.
    private func asProduct(at place: [String: Double]) -> Term? {
        if terms.count == 1 { return terms[0] }
        let e = plainExpression, names = e.parameterSymbols.sorted()
        guard !names.isEmpty, let value = try? RationalFunction(e, in: PolynomialRing(variables: names)), value.denominator.isOne,
            let (constant, factors) = value.numerator.factorisation() else { return nil }
        var result = Term(coefficient: constant)
        for factor in factors {
            // Factors without denominators.
            let scale = factor.base.terms.reduce(Rational(1)) { $0 * Rational($1.coefficient.denominator) }
            guard let power = try? scale.power(-factor.exponent) else { return nil }
            result.coefficient = result.coefficient * power
            let base = QuotientForm.expression(scale * factor.base), isNegative = RealSample.value(base, place) < 0
            if isNegative, factor.exponent % 2 != 0 { result.coefficient = -result.coefficient }
            result.powers[isNegative ? QuotientForm.expression((-scale) * factor.base) : base] = .number(Rational(factor.exponent))
        }
        return result
    }

    // MARK: Writing

    /// Term by term.
    var plainExpression: Expression { .sum(terms.sorted { Self.key($0) < Self.key($1) }.map { Self.expression($0) { _ in 1 } }) }

    private static func key(_ term: Term) -> String { expression(Term(powers: term.powers, exponent: term.exponent)) { _ in 1 }.plainText }

    /// As one product, as far as that can be.
    func expression(at place: [String: Double]) -> Expression {
        terms.isEmpty ? .zero : Self.expression(single(at: place)) { RealSample.value($0, place) }
    }

    /// Bases with the same power, or the opposite one, under one root; fractions where powers are negative.
    private static func expression(_ term: Term, value: (Expression) -> Double) -> Expression {
        var term = term
        var outside: [Expression] = [], below: [Expression] = []
        var groups: [(power: Expression, above: [Expression], below: [Expression])] = []
        for base in term.powers.keys.sorted(by: { $0.plainText < $1.plainText }) {
            guard let power = term.powers[base] else { continue }
            if case .number(let number) = power.kind {
                if number.isInteger {
                    if number.sign < 0 { below.append(.power(base, .number(-number))) } else { outside.append(.power(base, power)) }
                    continue
                }
                // 3/√3 is √3.
                if case .number(let prime) = base.kind, number.sign < 0, number > -1, (term.coefficient / prime).denominator == term.coefficient.denominator {
                    term.coefficient = term.coefficient / prime
                    groups.append((.number(number + 1), [base], []))
                    continue
                }
            }
            if let place = groups.firstIndex(where: { $0.power == power }) {
                groups[place].above.append(base)
            } else if let place = groups.firstIndex(where: { reduced($0.power + power) == .zero }) {
                groups[place].below.append(base)
            } else if value(power) < 0 {
                groups.append((reduced(-power), [], [base]))
            } else {
                groups.append((power, [base], []))
            }
        }
        let roots = groups.map { group -> Expression in
            // The opposite power where nothing stands above.
            if group.above.isEmpty { return .power(.product(group.below), reduced(-group.power)) }
            return .power(.product(group.above + (group.below.isEmpty ? [] : [.power(.product(group.below), .number(-1))])), group.power)
        }
        let exponential = term.exponent == .zero ? [] : [Expression.elementary(.exp, term.exponent)]
        // -(b - a) is a - b.
        if term.coefficient.sign < 0, let number = outside.firstIndex(where: { if case .sum(let parts) = $0.kind { parts.contains(where: \.isNegated) } else { false } }),
            case .sum(let parts) = outside[number].kind {
            outside[number] = .sum(parts.map { -$0 })
            term.coefficient = -term.coefficient
        }
        let quotient = below.isEmpty ? [] : [Expression.power(.product(below), .number(-1))]
        return .product([.number(term.coefficient)] + outside + roots + exponential + quotient)
    }
}

extension Expression {
    fileprivate var isNegated: Bool { if case .number(let value)? = factors.first?.kind { value.sign < 0 } else { false } }
}
