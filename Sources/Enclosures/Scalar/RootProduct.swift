import Arithmetic

/// A product of powers of positive rational numbers with fractional exponents. Small primes stand under one root each, so that equal
/// products look equal: `√6 · 2^(1/3)` is `√3 · 32^(1/6)`.
struct RootProduct {
    /// Of small primes, and of what they leave of numerators and denominators.
    private var exponents: [Rational: Rational] = [:]

    private static let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97].map { Rational($0) }
    private static let largestDegree = 64

    /// False for numbers that are not positive, and where powers become too large: then nothing has changed.
    mutating func multiply(by value: Rational, to exponent: Rational) -> Bool {
        guard value.sign > 0, exponent.denominator <= Integer(Self.largestDegree), exponent.magnitude <= 4096 else { return false }
        add(value.numerator, exponent)
        add(value.denominator, -exponent)
        return true
    }

    private mutating func add(_ number: Integer, _ exponent: Rational) {
        var rest = Rational(number)
        for prime in Self.primes {
            while (rest / prime).isInteger {
                rest = rest / prime
                exponents[prime] = (exponents[prime] ?? 0) + exponent
            }
        }
        if rest != 1 { exponents[rest] = (exponents[rest] ?? 0) + exponent }
    }

    /// `coefficient · Π base^exponent`; as far as sizes allow the exponents are `1/degree`, and bases are integers without powers of that degree
    /// of small primes.
    var reduced: (coefficient: Rational, powers: [Rational: Rational]) {
        var coefficient: Rational = 1
        var powers: [Rational: Rational] = [:]
        var radicands: [Int: Rational] = [:]
        for (base, exponent) in exponents {
            let whole = exponent.floor, rest = exponent - whole
            guard let degree = rest.denominator.asInt, degree <= Self.largestDegree, let times = rest.numerator.asInt, let count = whole.asInt,
                let outer = try? base.power(count), let inner = try? base.power(times)
            else {
                powers[base] = exponent
                continue
            }
            coefficient = coefficient * outer
            radicands[degree] = (radicands[degree] ?? 1) * inner
        }
        for (degree, radicand) in radicands where radicand != 1 {
            if let root = radicand.exactRoot(degree) {
                coefficient = coefficient * root
            } else {
                powers[radicand] = (powers[radicand] ?? 0) + Rational(1, degree)
            }
        }
        return (coefficient, powers)
    }
}
