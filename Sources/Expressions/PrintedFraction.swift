import Arithmetic

/// The factors of a product as they are printed: a sign, the size of the rational coefficient, and what stands above and
/// below the bar.
public struct PrintedFraction {
    public private(set) var isNegative = false
    public private(set) var coefficient: Rational = 1
    public private(set) var numerator: [Expression] = []
    public private(set) var denominator: [Expression] = []

    public init(_ factors: [Expression]) {
        for factor in factors {
            switch factor.kind {
            case .number(let value): coefficient = coefficient * value
            case .power(let base, let exponent):
                if case .number(let value) = exponent.kind, value.sign < 0 {
                    denominator.append(value == -1 ? base : .power(base, .number(-value)))
                } else {
                    numerator.append(factor)
                }
            default: numerator.append(factor)
            }
        }
        if coefficient.sign < 0 {
            isNegative = true
            coefficient = -coefficient
        }
    }
}
