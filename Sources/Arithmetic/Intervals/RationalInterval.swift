/// A closed interval with rational ends. The result of an operation contains every value of the operation at points
/// of the operands; where the operation is not defined at some of them, it is `nil`.
///
/// Ends are rounded outwards to a number of significant bits, in exact arithmetic: what is proved with intervals
/// needs no trust in floating point.
public struct RationalInterval: Hashable, Sendable {
    public let lower: Rational
    public let upper: Rational

    /// - Precondition: `lower <= upper`.
    public init(_ lower: Rational, _ upper: Rational) {
        precondition(lower <= upper, "an interval with its ends in the wrong order")
        self.lower = lower
        self.upper = upper
    }

    public init(_ value: Rational) { (lower, upper) = (value, value) }

    public var isPositive: Bool { lower.sign > 0 }
    public var isNegative: Bool { upper.sign < 0 }
    public var isNonnegative: Bool { lower.sign >= 0 }
    public var containsZero: Bool { lower.sign <= 0 && upper.sign >= 0 }
    public var isPoint: Bool { lower == upper }
    public var width: Rational { upper - lower }
    public var midpoint: Rational { (lower + upper) / 2 }
    public func contains(_ value: Rational) -> Bool { lower <= value && value <= upper }

    public static func + (a: RationalInterval, b: RationalInterval) -> RationalInterval {
        RationalInterval(a.lower + b.lower, a.upper + b.upper)
    }

    public static func - (a: RationalInterval, b: RationalInterval) -> RationalInterval {
        RationalInterval(a.lower - b.upper, a.upper - b.lower)
    }

    public static prefix func - (a: RationalInterval) -> RationalInterval { RationalInterval(-a.upper, -a.lower) }

    public static func * (a: RationalInterval, b: RationalInterval) -> RationalInterval {
        let products = [a.lower * b.lower, a.lower * b.upper, a.upper * b.lower, a.upper * b.upper]
        return hull(products)
    }

    /// `nil` when zero lies in the interval.
    public var inverse: RationalInterval? { containsZero ? nil : RationalInterval(upper.inverse, lower.inverse) }

    /// Bits of a number beyond which results are refused.
    static let bitLimit = 1 << 26

    /// `nil` for a negative power of an interval around zero, and where the result is too large.
    public func power(_ exponent: Int, bits: Int) -> RationalInterval? {
        if exponent < 0 { return inverse?.power(-exponent, bits: bits) }
        if exponent == 0 { return RationalInterval(1) }
        let magnitude = [lower, upper].map { abs($0.numerator.bitSize - $0.denominator.bitSize) + 1 }.max() ?? 1
        if magnitude > Self.bitLimit / exponent { return nil }
        // Even powers see the magnitude only.
        var base = self
        if exponent % 2 == 0 {
            base = containsZero ? RationalInterval(0, max(-lower, upper)) : (isNegative ? -self : self)
        }
        var result = RationalInterval(1)
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest % 2 == 1 { result = (result * square).rounded(bits: bits) }
            rest /= 2
            if rest > 0 { square = (square * square).rounded(bits: bits) }
        }
        return result
    }

    public var magnitude: RationalInterval {
        containsZero ? RationalInterval(0, max(-lower, upper)) : (isNegative ? -self : self)
    }

    static func hull(_ values: [Rational]) -> RationalInterval {
        var (least, greatest) = (values[0], values[0])
        for value in values.dropFirst() {
            if value < least { least = value }
            if value > greatest { greatest = value }
        }
        return RationalInterval(least, greatest)
    }

    // MARK: Rounding

    /// A slightly larger interval whose ends have about that many significant bits.
    public func rounded(bits: Int) -> RationalInterval {
        RationalInterval(lower.roundedDown(bits: bits), -(-upper).roundedDown(bits: bits))
    }
}

extension Rational {
    /// A number not above the value, within a relative error of `2^-bits`.
    func roundedDown(bits: Int) -> Rational {
        if bitSize <= bits + 2 { return self }
        let scale = Rational.powerOfTwo(bits + 1 - (numerator.bitSize - denominator.bitSize))
        return (self * scale).floor / scale
    }

    public static func powerOfTwo(_ exponent: Int) -> Rational {
        let magnitude = Rational(Integer.powerOfTwo(exponent.magnitude))
        return exponent < 0 ? magnitude.inverse : magnitude
    }
}
