import CFLINT

extension Ball {
    public func adding(_ other: Ball, precision: Int) -> Ball { combine(other, precision, arb_add) }
    public func subtracting(_ other: Ball, precision: Int) -> Ball { combine(other, precision, arb_sub) }
    public func multiplied(by other: Ball, precision: Int) -> Ball { combine(other, precision, arb_mul) }

    /// Not finite when the divisor contains zero.
    public func divided(by other: Ball, precision: Int) -> Ball { combine(other, precision, arb_div) }

    /// Exact.
    public static prefix func - (ball: Ball) -> Ball { ball.withArb { value in make { arb_neg($0, value) } } }

    /// `1 / self`; not finite when the ball contains zero.
    public func inverse(precision: Int) -> Ball { map(precision, arb_inv) }

    /// Exact.
    public var absoluteValue: Ball { withArb { value in Ball.make { arb_abs($0, value) } } }

    /// An exact number that no point of the ball exceeds in modulus; infinite for a ball that is not finite.
    public var magnitudeBound: Ball {
        withArb { value in
            Ball.make { result in
                arb_get_mag(&result.pointee.rad, value)
                arf_set_mag(&result.pointee.mid, &result.pointee.rad)
                mag_zero(&result.pointee.rad)
            }
        }
    }

    /// Encloses `self + left * right`, in place.
    public mutating func add(product left: Ball, _ right: Ball, precision: Int) {
        withMutableArb { sum in left.withArb { a in right.withArb { b in arb_addmul(sum, a, b, precision) } } }
    }

    /// In place.
    public mutating func add(_ other: Ball, precision: Int) {
        withMutableArb { sum in other.withArb { arb_add(sum, sum, $0, precision) } }
    }

    /// Widens the ball by the magnitude of `error`.
    public mutating func widen(by error: Ball) {
        withMutableArb { ball in error.withArb { arb_add_error(ball, $0) } }
    }

    /// The same enclosure with the midpoint rounded to `precision` bits.
    public func rounded(precision: Int) -> Ball { map(precision, arb_set_round) }

    /// The smallest ball, up to rounding, that contains both.
    public func union(_ other: Ball, precision: Int) -> Ball { combine(other, precision, arb_union) }

    /// A ball containing the common points; `nil` when there are none.
    public func intersection(_ other: Ball, precision: Int) -> Ball? {
        var meets = false
        let result = withArb { a in
            other.withArb { b in Ball.make { meets = arb_intersection($0, a, b, precision) != 0 } }
        }
        return meets ? result : nil
    }

    public func minimum(_ other: Ball, precision: Int) -> Ball { combine(other, precision, arb_min) }
    public func maximum(_ other: Ball, precision: Int) -> Ball { combine(other, precision, arb_max) }

    typealias Unary = (UnsafeMutablePointer<arb_struct>, UnsafePointer<arb_struct>, Int) -> Void
    typealias Binary = (
        UnsafeMutablePointer<arb_struct>, UnsafePointer<arb_struct>, UnsafePointer<arb_struct>, Int
    ) -> Void

    func map(_ precision: Int, _ operation: Unary) -> Ball {
        withArb { value in Ball.make { operation($0, value, precision) } }
    }

    func combine(_ other: Ball, _ precision: Int, _ operation: Binary) -> Ball {
        withArb { a in other.withArb { b in Ball.make { operation($0, a, b, precision) } } }
    }
}
