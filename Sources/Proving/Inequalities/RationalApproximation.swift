import Arithmetic

/// Simple rationals near a floating number.
enum RationalApproximation {
    /// The convergents of the continued fraction up to the first within the tolerance, which is the simplest there.
    static func simplest(near x: Double, tolerance: Double, denominatorLimit: Int = 100_000) -> Rational? {
        guard x.isFinite, abs(x) < 1e9 else { return nil }
        var (p0, q0, p1, q1) = (0, 1, 1, 0)
        var rest = x
        for _ in 0..<24 {
            let whole = rest.rounded(.down)
            guard abs(whole) < 1e9 else { return nil }
            (p0, q0, p1, q1) = (p1, q1, Int(whole) * p1 + p0, Int(whole) * q1 + q0)
            guard q1 <= denominatorLimit else { return nil }
            if abs(Double(p1) / Double(q1) - x) <= tolerance * max(1, abs(x)) { return Rational(p1, q1) }
            let fraction = rest - whole
            guard fraction > 1e-13 else { return nil }
            rest = 1 / fraction
        }
        return nil
    }

    /// The nearest multiple of `1/denominator`.
    static func rounded(_ x: Double, denominator: Int) -> Rational {
        Rational(Int((x * Double(denominator)).rounded()), denominator)
    }
}
