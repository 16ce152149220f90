import CFLINT

/// Elementary functions rounded correctly by way of Arb, whose algorithms are several times as fast as MPFR's.
///
/// A narrow ball tells whether all its numbers round to the same one. Where they do not, and for arguments out of the ordinary, MPFR's
/// function decides: the result is always that of MPFR.
package enum CorrectRounding {
    package typealias Ball = (UnsafeMutablePointer<arb_struct>?, UnsafePointer<arb_struct>?, Int) -> Void
    package typealias Rounded = (UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t) -> CInt

    /// Exponentials of larger numbers leave MPFR's range.
    private static let largestExponent = 29
    private static let smallestExponent = 1 << 20
    private static let guardBits = 16

    package static func evaluate(
        _ target: UnsafeMutablePointer<__mpfr_struct>, _ x: UnsafePointer<__mpfr_struct>, _ ball: Ball, _ exact: Rounded
    ) {
        guard mpfr_regular_p(x) != 0, (-smallestExponent...largestExponent).contains(mpfr_get_exp(x)) else {
            _ = exact(target, x, MPFR_RNDN)
            return
        }
        var argument = arb_struct()
        var value = arb_struct()
        arb_init(&argument)
        arb_init(&value)
        arf_set_mpfr(&argument.mid, x)
        let precision = mpfr_get_prec(target)
        ball(&value, &argument, precision + guardBits)
        if arb_can_round_mpfr(&value, precision, MPFR_RNDN) != 0 {
            _ = arf_get_mpfr(target, &value.mid, MPFR_RNDN)
        } else {
            _ = exact(target, x, MPFR_RNDN)
        }
        arb_clear(&argument)
        arb_clear(&value)
    }
}
