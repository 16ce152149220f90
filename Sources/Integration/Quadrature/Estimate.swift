import Arithmetic
import CFLINT

/// A value with an error that is estimated, not proved.
struct Estimate {
    var value: Real
    /// Absolute.
    var error: Real
    /// `log2` of the integral of the absolute value, as far as the points show it; nil for zero.
    var sizeExponent: Int?
    var evaluations: Int

    init(value: Real, errorExponent: Int, sizeExponent: Int?, evaluations: Int) {
        self.value = value
        error = Real(1, precision: 53).scaled(byPowerOfTwo: errorExponent)
        self.sizeExponent = sizeExponent
        self.evaluations = evaluations
    }

    /// An `e` with `error <= 2^e`.
    var errorExponent: Int { error.exponent ?? -1 << 40 }

    /// Significant bits that are right; at most those of the absolute integral where the value may be zero.
    var accuracy: Int {
        guard let exponent = value.exponent else { return 0 }
        return max(0, exponent - errorExponent)
    }

    var ball: Ball {
        value.withMPFR { number in
            Ball.make { ball in
                arf_set_mpfr(&ball.pointee.mid, number)
                let radius = UnsafeMutablePointer<arf_struct>.allocate(capacity: 1)
                arf_init(radius)
                error.withMPFR { arf_set_mpfr(radius, $0) }
                arf_get_mag(&ball.pointee.rad, radius)
                arf_clear(radius)
                radius.deallocate()
            }
        }
    }

    static func + (a: Estimate, b: Estimate) -> Estimate {
        var sum = a
        sum.value += b.value
        sum.error += b.error
        sum.sizeExponent = [a.sizeExponent, b.sizeExponent].compactMap { $0 }.max().map { $0 + 1 }
        sum.evaluations += b.evaluations
        return sum
    }

    static func * (a: Estimate, factor: Real) -> Estimate {
        var product = a
        product.value *= factor
        product.error *= factor.magnitude.rounded(precision: 53)
        product.sizeExponent = a.sizeExponent.flatMap { size in factor.exponent.map { size + $0 } }
        return product
    }
}
