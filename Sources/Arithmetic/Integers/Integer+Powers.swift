import CFLINT

extension Integer {
    /// `self ^ exponent`; throws `tooLarge` when the result would need more than about `bitLimit` bits.
    /// `exponent` must not be negative; `0 ^ 0` is 1.
    public func power(_ exponent: Int, bitLimit: Int = 1_000_000) throws(ArithmeticError) -> Integer {
        precondition(exponent >= 0, "negative power of an integer")
        if case .small(let base) = storage {
            if exponent == 0 || base == 1 { return 1 }
            if base == 0 { return 0 }
            if base == -1 { return exponent & 1 == 0 ? 1 : -1 }
        }
        // The result has at least (bitSize - 1) * exponent bits: never refuse what certainly fits.
        let (bits, overflow) = (bitSize - 1).multipliedReportingOverflow(by: exponent)
        guard !overflow, bits <= bitLimit else { throw .tooLarge(bits: overflow ? .max : bits) }
        return withGMP { base in Integer.make { __gmpz_pow_ui($0, base, UInt(exponent)) } }
    }

    public static func powerOfTwo(_ exponent: UInt) -> Integer {
        Integer.make {
            __gmpz_set_ui($0, 1)
            __gmpz_mul_2exp($0, $0, exponent)
        }
    }

    /// The largest integer whose square is at most `self`, which must not be negative.
    public var squareRootFloor: Integer {
        precondition(sign >= 0, "square root of a negative integer")
        return withGMP { value in Integer.make { __gmpz_sqrt($0, value) } }
    }

    /// The largest integer whose `degree`-th power is at most `self`, which must not be negative.
    public func rootFloor(_ degree: Int) -> Integer {
        precondition(degree > 0 && sign >= 0, "root outside its domain")
        return withGMP { value in Integer.make { _ = __gmpz_root($0, value, UInt(degree)) } }
    }

    /// The integer whose `degree`-th power is `self`, if there is one: the non-negative one for even degrees.
    /// `degree` must be positive.
    public func exactRoot(_ degree: Int) -> Integer? {
        precondition(degree > 0, "root of degree at most zero")
        if sign < 0 && degree & 1 == 0 { return nil }
        var isExact = false
        let root = withGMP { value in
            Integer.make { isExact = __gmpz_root($0, value, UInt(degree)) != 0 }
        }
        return isExact ? root : nil
    }
}
