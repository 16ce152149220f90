import Arithmetic
import Expressions

/// Decides whether `E = Σ r_k arctan x_k + r π` is zero, with rational r_k, r and algebraic x_k.
///
/// With a common denominator N, and `n_k = N r_k`, N E differs by a multiple of π from an argument of `Π (1 + i x_k)^(n_k)`, where
/// `1 - i x_k` is taken for negative n_k. If this product is real, N E is a multiple of π, hence 0 if it is also smaller than π.
enum ArctangentSum {
    private static let mostFactors = 64
    private static let precision = 256

    /// `nil` when the number is not of this form, or not seen to be zero.
    /// - Throws: `EvaluationError.undefined` where the expression has no value.
    static func isZero(_ e: Expression) throws -> Bool? {
        guard let sum = Sum(e), !sum.multiples.isEmpty else { return nil }
        var denominator = sum.ofPi.denominator
        for multiple in sum.multiples.values { denominator = (Rational(multiple.denominator) * Rational(denominator)).numerator }
        let n = Rational(denominator)
        var real = Expression.one, imaginary = Expression.zero
        var count = 0
        for (x, multiple) in sum.multiples.sorted(by: { $0.key.plainText < $1.key.plainText }) {
            guard let times = (n * multiple).asInt, abs(times) <= mostFactors else { return nil }
            count += abs(times)
            let slope = times < 0 ? -x : x
            for _ in 0..<abs(times) { (real, imaginary) = (real - imaginary * slope, real * slope + imaginary) }
        }
        guard count <= mostFactors else { return nil }
        var evaluation = IntervalEvaluation(bits: precision)
        let value = try evaluation.value(e)
        guard value.magnitude.upper * n < 3, try AlgebraicNumber.isZero(imaginary) == true else { return nil }
        return true
    }

    private struct Sum {
        var multiples: [Expression: Rational] = [:]
        var ofPi: Rational = 0

        init?(_ e: Expression) { guard add(e, 1) else { return nil } }

        private mutating func add(_ e: Expression, _ factor: Rational) -> Bool {
            switch e.kind {
            case .sum(let terms): return terms.allSatisfy { add($0, factor) }
            case .elementary(.atan, let argument):
                multiples[argument] = (multiples[argument] ?? 0) + factor
                return true
            case .product(let factors):
                if let multiple = e.rationalMultipleOfPi {
                    ofPi = ofPi + factor * multiple
                    return true
                }
                guard let place = factors.firstIndex(where: { $0.rationalValue == nil }) else { return false }
                var rest = factors
                let own = rest.remove(at: place)
                guard let number = Expression.product(rest).rationalValue else { return false }
                return add(own, factor * number)
            default:
                guard let multiple = e.rationalMultipleOfPi else { return false }
                ofPi = ofPi + factor * multiple
                return true
            }
        }
    }
}
