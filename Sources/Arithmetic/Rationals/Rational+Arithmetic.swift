import CFLINT

extension Rational {
    public static func + (left: Rational, right: Rational) -> Rational {
        guard case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage else {
            return combine(left, right, __gmpq_add)
        }
        if b == 1, d == 1 {
            let (sum, overflow) = a.addingReportingOverflow(c)
            if !overflow, sum != .min { return Rational(canonical: sum, 1) }
        }
        return sum(a, b, c, d)
    }

    public static func - (left: Rational, right: Rational) -> Rational {
        guard case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage else {
            return combine(left, right, __gmpq_sub)
        }
        if b == 1, d == 1 {
            let (difference, overflow) = a.subtractingReportingOverflow(c)
            if !overflow, difference != .min { return Rational(canonical: difference, 1) }
        }
        return sum(a, b, -c, d)
    }

    public static func * (left: Rational, right: Rational) -> Rational {
        guard case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage else {
            return combine(left, right, __gmpq_mul)
        }
        if b == 1, d == 1 {
            let (product, overflow) = a.multipliedReportingOverflow(by: c)
            if !overflow, product != .min { return Rational(canonical: product, 1) }
        }
        return product(a, b, c, d)
    }

    /// Division by zero is a precondition failure.
    public static func / (left: Rational, right: Rational) -> Rational {
        precondition(!right.isZero, "division by zero")
        guard case .small(let a, let b) = left.storage, case .small(let c, let d) = right.storage else {
            return combine(left, right, __gmpq_div)
        }
        return c < 0 ? product(a, b, -d, -c) : product(a, b, d, c)
    }

    public static prefix func - (value: Rational) -> Rational {
        switch value.storage {
        case .small(let numerator, let denominator): Rational(canonical: -numerator, denominator)
        case .big: value.withGMP { pointer in make { __gmpq_neg($0, pointer) } }
        }
    }

    /// The inverse of zero is a precondition failure.
    public var inverse: Rational { 1 / self }

    public static func += (left: inout Rational, right: Rational) { left = left + right }
    public static func -= (left: inout Rational, right: Rational) { left = left - right }
    public static func *= (left: inout Rational, right: Rational) { left = left * right }
    public static func /= (left: inout Rational, right: Rational) { left = left / right }

    /// a/b + c/d. The common factor of the denominators is taken out first, so that every gcd is one of words;
    /// what cannot be reduced further needs none (Knuth, TAOCP 4.5.1).
    private static func sum(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Rational {
        if b == d {
            let (numerator, overflow) = a.addingReportingOverflow(c)
            if !overflow {
                let divisor = MachineWord.gcd(numerator.magnitude, b.magnitude)
                return Rational(magnitude: numerator.magnitude / divisor, b.magnitude / divisor, isNegative: numerator < 0)
            }
        }
        let common = Int(MachineWord.gcd(b.magnitude, d.magnitude))
        if common == 1 {
            return Rational(
                reduced: MachineWord.product(a, d) + MachineWord.product(c, b), MachineWord.product(b, d))
        }
        let numerator = MachineWord.product(a, d / common) + MachineWord.product(c, b / common)
        if numerator == 0 { return 0 }
        let rest = UInt((numerator % Int128(common)).magnitude)
        let reducible = Int(MachineWord.gcd(rest, common.magnitude))
        return Rational(
            reduced: numerator / Int128(reducible), MachineWord.product(b / reducible, d / common))
    }

    /// a/b * c/d, reduced crosswise before multiplying.
    private static func product(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Rational {
        if a == 0 || c == 0 { return 0 }
        let first = Int(MachineWord.gcd(a.magnitude, d.magnitude))
        let second = Int(MachineWord.gcd(c.magnitude, b.magnitude))
        let (numerator, overflowsAbove) = (a / first).multipliedReportingOverflow(by: c / second)
        let (denominator, overflowsBelow) = (b / second).multipliedReportingOverflow(by: d / first)
        if !overflowsAbove, !overflowsBelow, numerator != .min { return Rational(canonical: numerator, denominator) }
        return Rational(
            reduced: MachineWord.product(a / first, c / second), MachineWord.product(b / second, d / first))
    }

    private static func combine(
        _ left: Rational, _ right: Rational,
        _ operation: (
            UnsafeMutablePointer<__mpq_struct>, UnsafePointer<__mpq_struct>, UnsafePointer<__mpq_struct>
        ) -> Void
    ) -> Rational {
        left.withGMP { a in right.withGMP { b in make { operation($0, a, b) } } }
    }
}

extension Rational: AdditiveArithmetic {
    public static var zero: Rational { Rational(canonical: 0, 1) }
}
