import Arithmetic

/// A positive rational number under a root, `coefficient · radicand^(1/degree)`: the radicand is an integer without
/// powers of that degree of small primes, so that equal roots look equal.
struct Radical {
    var coefficient: Rational
    var radicand: Rational
    var degree: Int

    private static let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97]

    init(coefficient: Rational, radicand: Rational, degree: Int) {
        self.coefficient = coefficient
        self.radicand = radicand
        self.degree = degree
    }

    /// `value ^ exponent`; `nil` for numbers that are not positive, and where the powers become too large.
    init?(_ value: Rational, _ exponent: Rational) {
        guard value.sign > 0, let degree = exponent.denominator.asInt, degree <= 64, let times = exponent.numerator.asInt,
            abs(times) <= 4096 else { return nil }
        // The exponent is an integer and p/q with 0 <= p < q; n/m under the root is n m^(q-1) over m.
        let rest = ((times % degree) + degree) % degree
        guard let whole = try? value.power((times - rest) / degree), let inner = try? value.power(rest),
            let lift = try? Rational(inner.denominator).power(degree - 1) else { return nil }
        var coefficient = whole / Rational(inner.denominator)
        var radicand = Rational(inner.numerator) * lift
        for prime in Self.primes {
            guard let power = try? Rational(prime).power(degree) else { continue }
            while (radicand / power).isInteger {
                radicand = radicand / power
                coefficient = coefficient * Rational(prime)
            }
        }
        if let root = radicand.exactRoot(degree) {
            coefficient = coefficient * root
            radicand = 1
        }
        self.init(coefficient: coefficient, radicand: radicand, degree: degree)
    }
}
