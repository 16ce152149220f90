import Arithmetic
import Expressions

/// Decides whether a number made of rationals with the four operations and roots is zero.
///
/// Such a number is a root of a polynomial with rational coefficients that is computed along its form. If an interval
/// around the number lies closer to 0 than every other root of that polynomial, the number is 0.
public enum AlgebraicNumber {
    private static let greatestDegree = 64
    /// Bits at which intervals give up: the roots of the polynomials here are much further apart.
    private static let greatestPrecision = 1 << 14

    /// `nil` when the number is not of this form, or its polynomial too large.
    /// - Throws: `EvaluationError.undefined` where the expression has no value.
    public static func isZero(_ e: Expression) throws -> Bool? {
        var bits = 64
        var bound: Rational?
        while bits <= greatestPrecision {
            var evaluation = IntervalEvaluation(bits: bits)
            let value = try evaluation.value(e)
            if !value.containsZero { return false }
            if value.isPoint { return true }
            if bound == nil {
                guard let polynomial = vanishingPolynomial(e) else { return nil }
                guard polynomial.value(at: 0).isZero else { return false }
                bound = polynomial.leastRootMagnitude
            }
            if let bound, value.magnitude.upper < bound { return true }
            bits *= 2
        }
        return nil
    }

    /// Not zero, without repeated factors.
    static func vanishingPolynomial(_ e: Expression) -> UnivariatePolynomial? {
        switch e.kind {
        case .number(let value): return .vanishing(at: value)
        case .sum(let terms): return combined(terms, UnivariatePolynomial.vanishingAtSums)
        case .product(let factors): return combined(factors, UnivariatePolynomial.vanishingAtProducts)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let degree = value.denominator.asInt, let times = value.numerator.asInt,
                var result = vanishingPolynomial(base) else { return nil }
            if times == 0 { return .vanishing(at: 1) }
            if times < 0 { result = result.vanishingAtInverses }
            guard degree <= greatestDegree, abs(times) <= greatestDegree, result.degree * degree <= greatestDegree else { return nil }
            if abs(times) > 1 { result = result.vanishingAtPowers(abs(times)).squarefreePart }
            return result.vanishingAtRoots(degree).squarefreePart
        default: return nil
        }
    }

    private static func combined(
        _ parts: [Expression], _ combine: (UnivariatePolynomial, UnivariatePolynomial) -> UnivariatePolynomial
    ) -> UnivariatePolynomial? {
        var result: UnivariatePolynomial?
        for part in parts {
            guard let next = vanishingPolynomial(part) else { return nil }
            guard let known = result else {
                result = next
                continue
            }
            guard known.degree * next.degree <= greatestDegree else { return nil }
            result = combine(known, next).squarefreePart
        }
        return result
    }
}
