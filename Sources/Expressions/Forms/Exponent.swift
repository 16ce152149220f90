import Arithmetic

/// An exponent: a rational constant plus a linear form in parameters (and symbolic dimensions), such as
/// `2 + γ - β`.
public struct Exponent: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
        public let symbol: String
        public let coefficient: Rational

        public init(symbol: String, coefficient: Rational) {
            self.symbol = symbol
            self.coefficient = coefficient
        }
    }

    public let constant: Rational
    /// Sorted by symbol, no coefficient zero.
    public let linear: [Term]

    public init(_ constant: Rational, linear: [Term] = []) {
        self.constant = constant
        self.linear = linear
    }

    public static let zero = Exponent(0)
    public static let one = Exponent(1)

    public var isZero: Bool { linear.isEmpty && constant.isZero }
    /// An integer, of whatever size.
    public var isIntegral: Bool { linear.isEmpty && constant.isInteger }
    public var asInt: Int? { linear.isEmpty ? constant.asInt : nil }

    public static func + (a: Exponent, b: Exponent) -> Exponent {
        if b.linear.isEmpty { return Exponent(a.constant + b.constant, linear: a.linear) }
        var coefficients: [String: Rational] = [:]
        for term in a.linear { coefficients[term.symbol] = term.coefficient }
        for term in b.linear { coefficients[term.symbol] = (coefficients[term.symbol] ?? 0) + term.coefficient }
        let linear = coefficients.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
            .map { Term(symbol: $0.key, coefficient: $0.value) }
        return Exponent(a.constant + b.constant, linear: linear)
    }

    public static func * (a: Exponent, factor: Rational) -> Exponent {
        if factor.isZero { return .zero }
        return Exponent(
            a.constant * factor,
            linear: a.linear.map { Term(symbol: $0.symbol, coefficient: $0.coefficient * factor) })
    }

    public static prefix func - (a: Exponent) -> Exponent { a * -1 }
    public static func - (a: Exponent, b: Exponent) -> Exponent { a + -b }

    /// The product, when it is again linear.
    public func multiplied(by other: Exponent) -> Exponent? {
        if other.linear.isEmpty { return self * other.constant }
        if linear.isEmpty { return other * constant }
        return nil
    }

    /// The part that decides which powers of one base can be compared: the exponent modulo integers.
    public var classModuloIntegers: Exponent { Exponent(constant - constant.floor, linear: linear) }
}
