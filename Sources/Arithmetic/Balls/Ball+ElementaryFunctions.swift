import CFLINT

extension Ball {
    public func exp(precision: Int) -> Ball { map(precision, arb_exp) }

    /// Not finite unless the whole ball is positive.
    public func log(precision: Int) -> Ball { map(precision, arb_log) }

    /// Not finite when the ball contains negative numbers.
    public func sqrt(precision: Int) -> Ball { map(precision, arb_sqrt) }

    public func sin(precision: Int) -> Ball { map(precision, arb_sin) }
    public func cos(precision: Int) -> Ball { map(precision, arb_cos) }

    /// Not finite when the ball contains a pole.
    public func tan(precision: Int) -> Ball { map(precision, arb_tan) }

    public func atan(precision: Int) -> Ball { map(precision, arb_atan) }
    public func sinh(precision: Int) -> Ball { map(precision, arb_sinh) }
    public func cosh(precision: Int) -> Ball { map(precision, arb_cosh) }
    public func tanh(precision: Int) -> Ball { map(precision, arb_tanh) }

    /// `2 / sqrt(pi) * integral of exp(-t²) from 0 to x`.
    public func erf(precision: Int) -> Ball { map(precision, arb_hypgeom_erf) }

    /// `1 - erf`, without cancellation for large arguments.
    public func erfc(precision: Int) -> Ball { map(precision, arb_hypgeom_erfc) }

    /// Modified Bessel functions of this argument; for negative arguments not finite.
    public func besselI(order: Ball, precision: Int) -> Ball {
        withArb { x in order.withArb { ν in Ball.make { arb_hypgeom_bessel_i($0, ν, x, precision) } } }
    }

    public func besselK(order: Ball, precision: Int) -> Ball {
        withArb { x in order.withArb { ν in Ball.make { arb_hypgeom_bessel_k($0, ν, x, precision) } } }
    }

    /// Not finite when the ball contains 0, -1, -2, ….
    public func gamma(precision: Int) -> Ball { map(precision, arb_gamma) }

    /// The logarithm of the Gamma function; not finite unless the whole ball is positive.
    public func logGamma(precision: Int) -> Ball { map(precision, arb_lgamma) }

    /// The power with a rational exponent. An integer exponent is defined for every base but a negative one at zero;
    /// any other needs a positive base (a non-negative base for a positive exponent).
    public func power(_ exponent: Rational, precision: Int) -> Ball {
        exponent.withFLINT { e in withArb { base in Ball.make { arb_pow_fmpq($0, base, e, precision) } } }
    }

    /// `exp(exponent * log(self))`; not finite unless the base is positive or the exponent an exact integer
    /// or half-integer for which the power exists.
    public func power(_ exponent: Ball, precision: Int) -> Ball { combine(exponent, precision, arb_pow) }

    /// The real `degree`-th root of a non-negative ball; `degree` must be positive.
    public func root(_ degree: Int, precision: Int) -> Ball {
        precondition(degree > 0, "root of degree at most zero")
        return withArb { value in Ball.make { arb_root_ui($0, value, UInt(degree), precision) } }
    }
}
