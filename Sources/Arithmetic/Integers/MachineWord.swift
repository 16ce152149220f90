/// The arithmetic of machine words that the small cases of `Integer` and `Rational` share.
enum MachineWord {
    /// The greatest common divisor by the binary algorithm; `gcd(0, 0)` is 0.
    static func gcd(_ left: UInt, _ right: UInt) -> UInt {
        if left == 0 { return right }
        if right == 0 { return left }
        if left == 1 || right == 1 { return 1 }
        let shift = (left | right).trailingZeroBitCount
        var a = left >> left.trailingZeroBitCount
        var b = right >> right.trailingZeroBitCount
        while a != b {
            if a > b {
                a &-= b
                a >>= a.trailingZeroBitCount
            } else {
                b &-= a
                b >>= b.trailingZeroBitCount
            }
        }
        return a << shift
    }

    /// The exact product, for comparing fractions and for sums that may not fit in a word.
    @inline(__always)
    static func product(_ left: Int, _ right: Int) -> Int128 {
        Int128(left) * Int128(right)
    }
}
