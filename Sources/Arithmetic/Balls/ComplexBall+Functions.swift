import CFLINT

extension ComplexBall {
    public func adding(_ other: ComplexBall, precision: Int) -> ComplexBall { combine(other, precision, acb_add) }
    public func subtracting(_ other: ComplexBall, precision: Int) -> ComplexBall { combine(other, precision, acb_sub) }
    public func multiplied(by other: ComplexBall, precision: Int) -> ComplexBall { combine(other, precision, acb_mul) }

    /// Not finite when the divisor contains zero.
    public func divided(by other: ComplexBall, precision: Int) -> ComplexBall { combine(other, precision, acb_div) }

    /// Not finite when the rectangle contains zero.
    public func inverse(precision: Int) -> ComplexBall { map(precision, acb_inv) }

    /// Exact.
    public static prefix func - (value: ComplexBall) -> ComplexBall {
        value.withArb { pointer in make { acb_neg($0, pointer) } }
    }

    /// Exact.
    public var conjugate: ComplexBall { withArb { value in ComplexBall.make { acb_conj($0, value) } } }

    /// The modulus.
    public func absoluteValue(precision: Int) -> Ball {
        withArb { value in Ball.make { acb_abs($0, value, precision) } }
    }

    public func exp(precision: Int) -> ComplexBall { map(precision, acb_exp) }

    /// Not finite when the rectangle contains zero.
    public func log(precision: Int) -> ComplexBall { map(precision, acb_log) }

    public func sqrt(precision: Int) -> ComplexBall { map(precision, acb_sqrt) }
    public func sin(precision: Int) -> ComplexBall { map(precision, acb_sin) }
    public func cos(precision: Int) -> ComplexBall { map(precision, acb_cos) }
    public func atan(precision: Int) -> ComplexBall { map(precision, acb_atan) }
    public func sinh(precision: Int) -> ComplexBall { map(precision, acb_sinh) }
    public func cosh(precision: Int) -> ComplexBall { map(precision, acb_cosh) }
    public func erf(precision: Int) -> ComplexBall { map(precision, acb_hypgeom_erf) }

    /// The principal power `exp(exponent * log(self))`.
    public func power(_ exponent: ComplexBall, precision: Int) -> ComplexBall { combine(exponent, precision, acb_pow) }

    /// The principal power; repeated multiplication when the exponent is an integer.
    public func power(_ exponent: Rational, precision: Int) -> ComplexBall {
        if exponent == Rational(1, 2) { return sqrt(precision: precision) }
        return power(ComplexBall(exponent, precision: precision), precision: precision)
    }

    // MARK: Functions for integrands

    /// As `sqrt`, and not finite where a rectangle on which analyticity is demanded touches the branch cut.
    public func sqrt(analytic: Bool, precision: Int) -> ComplexBall {
        withArb { z in ComplexBall.make { acb_sqrt_analytic($0, z, analytic ? 1 : 0, precision) } }
    }

    private func map(
        _ precision: Int,
        _ operation: (UnsafeMutablePointer<acb_struct>, UnsafePointer<acb_struct>, Int) -> Void
    ) -> ComplexBall {
        withArb { value in ComplexBall.make { operation($0, value, precision) } }
    }

    private func combine(
        _ other: ComplexBall, _ precision: Int,
        _ operation: (
            UnsafeMutablePointer<acb_struct>, UnsafePointer<acb_struct>, UnsafePointer<acb_struct>, Int
        ) -> Void
    ) -> ComplexBall {
        withArb { a in other.withArb { b in ComplexBall.make { operation($0, a, b, precision) } } }
    }
}
