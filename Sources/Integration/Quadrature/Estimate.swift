import Arithmetic
import CFLINT

/// A value with an error that is estimated, not proved.
struct Estimate {
    var value: Real
    /// `log2` of the absolute error.
    var errorExponent: Int
    /// `log2` of the integral of the absolute value, as far as the points show it; nil for zero.
    var sizeExponent: Int?
    var evaluations: Int

    /// Significant bits that are right; at most those of the absolute integral where the value may be zero.
    var accuracy: Int {
        guard let exponent = value.exponent else { return 0 }
        return max(0, exponent - errorExponent)
    }

    var ball: Ball {
        value.withMPFR { number in
            Ball.make { ball in
                arf_set_mpfr(&ball.pointee.mid, number)
                mag_set_ui_2exp_si(&ball.pointee.rad, 1, errorExponent)
            }
        }
    }

    static func + (a: Estimate, b: Estimate) -> Estimate {
        Estimate(
            value: a.value + b.value, errorExponent: max(a.errorExponent, b.errorExponent) + 1,
            sizeExponent: [a.sizeExponent, b.sizeExponent].compactMap { $0 }.max().map { $0 + 1 },
            evaluations: a.evaluations + b.evaluations)
    }
}
