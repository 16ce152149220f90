import CFLINT

extension Rational {
    public var isZero: Bool {
        if case .small(0, _) = storage { return true }
        return false
    }

    public var isOne: Bool {
        if case .small(1, 1) = storage { return true }
        return false
    }

    public var isInteger: Bool {
        switch storage {
        case .small(_, let denominator): denominator == 1
        case .big(let value): __gmpz_cmp_ui(value.denominator, 1) == 0
        }
    }

    /// -1, 0 or 1.
    public var sign: Int {
        switch storage {
        case .small(let numerator, _): numerator.signum()
        case .big(let value): Int(value.numerator.pointee._mp_size.signum())
        }
    }

    public var magnitude: Rational { sign < 0 ? -self : self }

    /// The value if it is an integer that fits in a machine word.
    public var asInt: Int? {
        switch storage {
        case .small(let numerator, let denominator): denominator == 1 ? numerator : nil
        case .big: isInteger ? numerator.asInt : nil
        }
    }

    /// With the sign of the number.
    public var numerator: Integer {
        switch storage {
        case .small(let numerator, _): Integer(small: numerator)
        case .big(let value): withExtendedLifetime(value) { Integer(copying: value.numerator) }
        }
    }

    /// Positive.
    public var denominator: Integer {
        switch storage {
        case .small(_, let denominator): Integer(small: denominator)
        case .big(let value): withExtendedLifetime(value) { Integer(copying: value.denominator) }
        }
    }

    /// The largest integer not above the value.
    public var floor: Rational {
        isInteger ? self : Rational(numerator.flooredQuotient(dividingBy: denominator))
    }

    /// The number of binary digits of numerator and denominator together.
    public var bitSize: Int { numerator.bitSize + denominator.bitSize }

    /// Exactly the value; `nil` for infinities and for what is no number.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        guard value != 0, let power = try? Rational(2).power(Int(value.exponent) - 52) else {
            self = 0
            return
        }
        self = Rational(Int(Double(sign: value.sign, exponent: 52, significand: value.significand))) * power
    }

    /// The value rounded towards zero within one unit in the last place; ±infinity or 0 beyond the range of `Double`.
    public var doubleValue: Double {
        switch storage {
        case .small(let numerator, 1): Double(numerator)
        case .small, .big:
            switch numerator.bitSize - denominator.bitSize {
            case 1025...: Double(sign) * .infinity
            case ..<(-1080): 0
            default: withGMP { __gmpq_get_d($0) }
            }
        }
    }

    /// The image in the integers modulo the prime `p`; `nil` when `p` divides the denominator.
    public func residue(modulo p: UInt64) -> UInt64? {
        let bottom = denominator.residue(modulo: p)
        guard bottom != 0, let inverse = Rational.inverse(of: bottom, modulo: p) else { return nil }
        let (high, low) = numerator.residue(modulo: p).multipliedFullWidth(by: inverse)
        return p.dividingFullWidth((high, low)).remainder
    }

    /// By Euclid's algorithm; `nil` when the two are not coprime.
    private static func inverse(of value: UInt64, modulo p: UInt64) -> UInt64? {
        var (old, current) = (Int128(p), Int128(value))
        var (oldFactor, factor): (Int128, Int128) = (0, 1)
        while current != 0 {
            let quotient = old / current
            (old, current) = (current, old - quotient * current)
            (oldFactor, factor) = (factor, oldFactor - quotient * factor)
        }
        guard old == 1 else { return nil }
        return UInt64(oldFactor < 0 ? oldFactor + Int128(p) : oldFactor)
    }
}
