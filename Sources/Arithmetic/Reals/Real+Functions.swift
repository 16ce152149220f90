import CFLINT

extension Real {
    public static func + (left: Real, right: Real) -> Real { left.combine(right, mpfr_add) }
    public static func - (left: Real, right: Real) -> Real { left.combine(right, mpfr_sub) }
    public static func * (left: Real, right: Real) -> Real { left.combine(right, mpfr_mul) }
    public static func / (left: Real, right: Real) -> Real { left.combine(right, mpfr_div) }
    public static prefix func - (value: Real) -> Real { value.map(mpfr_neg) }

    public static func += (left: inout Real, right: Real) { left = left + right }
    public static func -= (left: inout Real, right: Real) { left = left - right }
    public static func *= (left: inout Real, right: Real) { left = left * right }
    public static func /= (left: inout Real, right: Real) { left = left / right }

    public var magnitude: Real { sign < 0 ? -self : self }

    /// `self * 2^shift`, exactly unless it overflows.
    public func scaled(byPowerOfTwo shift: Int) -> Real { map { mpfr_mul_2si($0, $1, shift, $2) } }

    public func exp() -> Real { rounded(arb_exp, mpfr_exp) }

    /// `exp(x) - 1` without cancellation near 0.
    public func expMinusOne() -> Real { rounded(arb_expm1, mpfr_expm1) }

    /// NaN for negative numbers, -infinity for 0.
    public func log() -> Real { rounded(arb_log, mpfr_log) }

    /// `log(1 + x)` without cancellation near 0.
    public func logOnePlus() -> Real { rounded(arb_log1p, mpfr_log1p) }

    /// NaN for negative numbers.
    public func squareRoot() -> Real { map(mpfr_sqrt) }

    /// NaN beyond `2^argumentExponentLimit`.
    public func sin() -> Real { reducible { $0.rounded(arb_sin, mpfr_sin) } }

    /// NaN beyond `2^argumentExponentLimit`.
    public func cos() -> Real { reducible { $0.rounded(arb_cos, mpfr_cos) } }

    /// NaN beyond `2^argumentExponentLimit`.
    public func tan() -> Real { reducible { $0.map(mpfr_tan) } }

    public func atan() -> Real { rounded(arb_atan, mpfr_atan) }
    public func sinh() -> Real { map(mpfr_sinh) }
    public func cosh() -> Real { map(mpfr_cosh) }
    public func tanh() -> Real { map(mpfr_tanh) }
    public func erf() -> Real { map(mpfr_erf) }
    public func erfc() -> Real { map(mpfr_erfc) }

    /// NaN at negative integers.
    public func gamma() -> Real { map(mpfr_gamma) }

    /// The power as in IEEE 754 `pow`: NaN for a negative base unless the exponent is an integer.
    public func power(_ exponent: Real) -> Real { combine(exponent, mpfr_pow) }

    /// The power with a rational exponent; NaN for a negative base unless the exponent is an integer.
    ///
    /// Correctly rounded for exponents that fit in a word and square roots. Otherwise the exponent is first rounded
    /// with 32 guard bits, and a final error of more than half a unit in the last place is possible.
    public func power(_ exponent: Rational) -> Real {
        if let exponent = exponent.asInt { return map { mpfr_pow_si($0, $1, exponent, $2) } }
        if exponent == Rational(1, 2) { return squareRoot() }
        let guarded = Real(exponent, precision: precision + 32)
        return power(guarded).rounded(precision: precision)
    }

    /// Reducing an argument of size `2^n` modulo pi takes n bits of pi: larger arguments would fill the memory.
    public static let argumentExponentLimit = 10_000_000

    private func reducible(_ function: (Real) -> Real) -> Real {
        guard let exponent, exponent > Real.argumentExponentLimit else { return function(self) }
        return Real.make(precision: precision) { mpfr_set_nan($0) }
    }

    typealias Unary = (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> CInt
    typealias Binary = (
        UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t
    ) -> CInt

    private func map(_ operation: Unary) -> Real {
        withMPFR { value in Real.make(precision: precision) { _ = operation($0, value, MPFR_RNDN) } }
    }

    private func rounded(_ ball: CorrectRounding.Ball, _ operation: Unary) -> Real {
        withMPFR { value in Real.make(precision: precision) { CorrectRounding.evaluate($0, value, ball, operation) } }
    }

    private func combine(_ other: Real, _ operation: Binary) -> Real {
        withMPFR { a in
            other.withMPFR { b in
                Real.make(precision: max(precision, other.precision)) { _ = operation($0, a, b, MPFR_RNDN) }
            }
        }
    }
}

extension Real: Comparable {
    /// Comparison of the floating-point values as in IEEE 754: false when one of the two is NaN.
    public static func == (left: Real, right: Real) -> Bool {
        left.withMPFR { a in right.withMPFR { b in mpfr_equal_p(a, b) != 0 } }
    }

    public static func < (left: Real, right: Real) -> Bool {
        left.withMPFR { a in right.withMPFR { b in mpfr_less_p(a, b) != 0 } }
    }

    public static func <= (left: Real, right: Real) -> Bool {
        left.withMPFR { a in right.withMPFR { b in mpfr_lessequal_p(a, b) != 0 } }
    }

    public static func > (left: Real, right: Real) -> Bool { right < left }
    public static func >= (left: Real, right: Real) -> Bool { right <= left }
}
