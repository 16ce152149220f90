extension Rational {
    /// `self ^ exponent`; `0 ^ 0` is 1. Throws `tooLarge` when the result would need more than about `bitLimit`
    /// bits, `divisionByZero` for a negative power of zero.
    public func power(_ exponent: Int, bitLimit: Int = 1_000_000) throws(ArithmeticError) -> Rational {
        switch exponent {
        case 0: return 1
        case 1: return self
        case 2 where bitSize < 128: return self * self
        case .min: throw isZero ? .divisionByZero : .tooLarge(bits: .max)
        case ..<0:
            guard !isZero else { throw .divisionByZero }
            return try inverse.power(-exponent, bitLimit: bitLimit)
        default:
            let top = try numerator.power(exponent, bitLimit: bitLimit)
            if isInteger { return Rational(top) }
            return Rational(coprime: top, try denominator.power(exponent, bitLimit: bitLimit))
        }
    }

    /// The rational number whose `degree`-th power is `self`, if there is one: the non-negative one for even
    /// degrees. `degree` must be positive.
    public func exactRoot(_ degree: Int) -> Rational? {
        guard let top = numerator.exactRoot(degree), let bottom = denominator.exactRoot(degree) else { return nil }
        return Rational(coprime: top, bottom)
    }

    /// The non-negative greatest common divisor: the generator of the group that the two generate.
    public static func gcd(_ left: Rational, _ right: Rational) -> Rational {
        Rational(
            Integer.gcd(left.numerator * right.denominator, right.numerator * left.denominator),
            left.denominator * right.denominator)
    }
}
