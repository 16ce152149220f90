import CFLINT

extension Integer {
    public static func + (left: Integer, right: Integer) -> Integer {
        if case .small(let a) = left.storage, case .small(let b) = right.storage {
            let (sum, overflow) = a.addingReportingOverflow(b)
            if !overflow, sum != .min { return Integer(small: sum) }
        }
        return combine(left, right, __gmpz_add)
    }

    public static func - (left: Integer, right: Integer) -> Integer {
        if case .small(let a) = left.storage, case .small(let b) = right.storage {
            let (difference, overflow) = a.subtractingReportingOverflow(b)
            if !overflow, difference != .min { return Integer(small: difference) }
        }
        return combine(left, right, __gmpz_sub)
    }

    public static func * (left: Integer, right: Integer) -> Integer {
        if case .small(let a) = left.storage, case .small(let b) = right.storage {
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            if !overflow, product != .min { return Integer(small: product) }
        }
        return combine(left, right, __gmpz_mul)
    }

    public static prefix func - (value: Integer) -> Integer {
        if case .small(let a) = value.storage { return Integer(small: -a) }
        return value.withGMP { pointer in make { __gmpz_neg($0, pointer) } }
    }

    public static func += (left: inout Integer, right: Integer) { left = left + right }
    public static func -= (left: inout Integer, right: Integer) { left = left - right }
    public static func *= (left: inout Integer, right: Integer) { left = left * right }

    /// The quotient truncated towards zero and a remainder with the sign of `self`, as in Swift's `Int`.
    /// Division by zero is a precondition failure.
    public func quotientAndRemainder(dividingBy divisor: Integer) -> (quotient: Integer, remainder: Integer) {
        precondition(!divisor.isZero, "division by zero")
        if case .small(let a) = storage, case .small(let b) = divisor.storage {
            return (Integer(small: a / b), Integer(small: a % b))
        }
        let quotient = BigInteger()
        let remainder = BigInteger()
        withGMP { a in divisor.withGMP { b in __gmpz_tdiv_qr(quotient.pointer, remainder.pointer, a, b) } }
        return (Integer(adopting: quotient), Integer(adopting: remainder))
    }

    public static func / (left: Integer, right: Integer) -> Integer {
        left.quotientAndRemainder(dividingBy: right).quotient
    }

    public static func % (left: Integer, right: Integer) -> Integer {
        left.quotientAndRemainder(dividingBy: right).remainder
    }

    /// The largest integer not above `self / divisor`; division by zero is a precondition failure.
    public func flooredQuotient(dividingBy divisor: Integer) -> Integer {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return !remainder.isZero && (remainder.sign < 0) != (divisor.sign < 0) ? quotient - 1 : quotient
    }

    /// Whether `divisor` divides `self`; zero divides only zero.
    public func isMultiple(of divisor: Integer) -> Bool {
        divisor.isZero ? isZero : (self % divisor).isZero
    }

    static func combine(
        _ left: Integer, _ right: Integer,
        _ operation: (
            UnsafeMutablePointer<__mpz_struct>, UnsafePointer<__mpz_struct>, UnsafePointer<__mpz_struct>
        ) -> Void
    ) -> Integer {
        left.withGMP { a in right.withGMP { b in make { operation($0, a, b) } } }
    }
}

extension Integer: AdditiveArithmetic {
    public static var zero: Integer { Integer(small: 0) }
}
