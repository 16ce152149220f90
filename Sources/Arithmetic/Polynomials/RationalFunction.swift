/// A quotient of two polynomials over Q, reduced.
///
/// Canonical: numerator and denominator have no common factor and the denominator is monic, so equality of the
/// pair is equality in the field of fractions. Every operation takes greatest common divisors; it throws
/// `tooLarge` only when exponents leave the range of the algorithm.
public struct RationalFunction: Hashable, Sendable {
    public let numerator: Polynomial
    /// Monic.
    public let denominator: Polynomial

    private init(reduced numerator: Polynomial, _ denominator: Polynomial) {
        let leading = denominator.leadingCoefficient
        if leading.isOne {
            (self.numerator, self.denominator) = (numerator, denominator)
        } else {
            let inverse = leading.inverse
            (self.numerator, self.denominator) = (inverse * numerator, inverse * denominator)
        }
    }

    public init(_ polynomial: Polynomial) {
        numerator = polynomial
        denominator = polynomial.ring.one
    }

    /// Throws `divisionByZero` for a zero denominator.
    public init(_ numerator: Polynomial, _ denominator: Polynomial) throws(ArithmeticError) {
        guard !denominator.isZero else { throw .divisionByZero }
        let (top, bottom) = try RationalFunction.withoutCommonFactor(numerator, denominator)
        self.init(reduced: top, bottom)
    }

    public var ring: PolynomialRing { numerator.ring }
    public var isZero: Bool { numerator.isZero }

    /// The value of a constant; `nil` for anything else.
    public var constantValue: Rational? { denominator.isOne ? numerator.constantValue : nil }

    /// Only the common factor of the denominators can cancel, so the gcds stay small.
    public static func + (
        left: RationalFunction, right: RationalFunction
    ) throws(ArithmeticError) -> RationalFunction {
        let (a, b) = (left.numerator, left.denominator)
        let (c, d) = (right.numerator, right.denominator)
        if b.isOne && d.isOne { return RationalFunction(a + c) }
        let common = try Polynomial.gcd(b, d)
        if common.isOne { return RationalFunction(reduced: a * d + c * b, b * d) }
        let first = try quotient(b, common)
        let second = try quotient(d, common)
        let (top, rest) = try withoutCommonFactor(a * second + c * first, common)
        return RationalFunction(reduced: top, first * second * rest)
    }

    public static func - (
        left: RationalFunction, right: RationalFunction
    ) throws(ArithmeticError) -> RationalFunction {
        try left + (-right)
    }

    /// Reduced crosswise before multiplying.
    public static func * (
        left: RationalFunction, right: RationalFunction
    ) throws(ArithmeticError) -> RationalFunction {
        let (a, d) = try withoutCommonFactor(left.numerator, right.denominator)
        let (c, b) = try withoutCommonFactor(right.numerator, left.denominator)
        return RationalFunction(reduced: a * c, b * d)
    }

    /// Throws `divisionByZero` for a zero divisor.
    public static func / (
        left: RationalFunction, right: RationalFunction
    ) throws(ArithmeticError) -> RationalFunction {
        try left * right.inverse()
    }

    /// Throws `divisionByZero` for zero.
    public func inverse() throws(ArithmeticError) -> RationalFunction {
        guard !isZero else { throw .divisionByZero }
        return RationalFunction(reduced: denominator, numerator)
    }

    /// Any integer exponent. Throws `divisionByZero` for a negative power of zero and `tooLarge` as
    /// `Polynomial.power`.
    public func power(_ exponent: Int, bitLimit: Int = 8_000_000_000) throws(ArithmeticError) -> RationalFunction {
        if exponent == .min { throw .tooLarge(bits: .max) }
        let base = exponent < 0 ? try inverse() : self
        return RationalFunction(
            reduced: try base.numerator.power(abs(exponent), bitLimit: bitLimit),
            try base.denominator.power(abs(exponent), bitLimit: bitLimit))
    }

    /// The partial derivative.
    public func derivative(_ variable: Int) throws(ArithmeticError) -> RationalFunction {
        if denominator.isOne { return RationalFunction(numerator.derivative(variable)) }
        return try RationalFunction(
            numerator.derivative(variable) * denominator - numerator * denominator.derivative(variable),
            denominator * denominator)
    }

    /// The value at a point; `nil` where the denominator vanishes.
    public func evaluate(at point: [Rational]) throws(ArithmeticError) -> Rational? {
        let bottom = try denominator.evaluate(at: point)
        return bottom.isZero ? nil : try numerator.evaluate(at: point) / bottom
    }

    public static prefix func - (value: RationalFunction) -> RationalFunction {
        RationalFunction(reduced: -value.numerator, value.denominator)
    }

    private static func withoutCommonFactor(
        _ left: Polynomial, _ right: Polynomial
    ) throws(ArithmeticError) -> (Polynomial, Polynomial) {
        if right.isOne { return (left, right) }
        let common = try Polynomial.gcd(left, right)
        return common.isOne ? (left, right) : (try quotient(left, common), try quotient(right, common))
    }

    /// The quotient by a divisor; fails only if FLINT cannot hold the exponents.
    private static func quotient(_ value: Polynomial, _ divisor: Polynomial) throws(ArithmeticError) -> Polynomial {
        guard let quotient = value.exactQuotient(dividingBy: divisor) else { throw .tooLarge(bits: .max) }
        return quotient
    }
}

extension RationalFunction: CustomStringConvertible {
    /// `(x + 1)/(x - y)`, or only the numerator when the denominator is 1.
    public var description: String {
        denominator.isOne ? numerator.description : "(\(numerator))/(\(denominator))"
    }
}
