extension UnivariatePolynomial {
    /// A divisor with the same roots, each once.
    public var squarefreePart: UnivariatePolynomial {
        degree < 1 ? self : divided(by: Self.gcd(self, derivative)).quotient
    }

    /// The positive roots that are rational with short fractions, in decreasing order: all roots are narrowed down by
    /// Sturm's theorem, and the simplest fraction there is tried.
    public func positiveRationalRoots(bits: Int = 120) -> [Rational] {
        guard degree > 0, let leading = coefficients.last else { return [] }
        // Above all roots (Cauchy).
        let bound = 1 + (coefficients.map { ($0 / leading).magnitude }.max() ?? 0)
        let count = rootCount(from: 0, to: nil)
        var roots: [Rational] = []
        for number in stride(from: 1, through: count, by: 1) {
            var (lower, upper) = (Rational(0), bound)
            for _ in 0..<bits {
                let middle = (lower + upper) / 2
                if value(at: middle).isZero, rootCount(from: middle, to: nil) == number - 1 {
                    (lower, upper) = (middle, middle)
                    break
                }
                if rootCount(from: middle, to: nil) >= number { lower = middle } else { upper = middle }
            }
            let candidate = Rational.simplest(between: lower, and: upper)
            if value(at: candidate).isZero { roots.append(candidate) }
        }
        return roots
    }
}

extension Rational {
    /// The fraction with the least denominator between two positive numbers (Stern and Brocot).
    public static func simplest(between lower: Rational, and upper: Rational) -> Rational {
        let floor = lower.floor
        if floor == lower || lower == upper { return lower }
        if floor + 1 <= upper { return floor + 1 }
        return floor + simplest(between: (upper - floor).inverse, and: (lower - floor).inverse).inverse
    }
}
