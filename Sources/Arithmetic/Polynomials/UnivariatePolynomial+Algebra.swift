/// Polynomials that vanish at sums, products, inverses and roots of the roots of others: enough to have, for every
/// number made with the four operations and roots, a polynomial that vanishes at it.
///
/// With the power sums `s_k = Σ α^k` of the roots (Newton), those of all sums `α + β` are
/// `Σ_j binomial(k, j) s_j(α) s_{k-j}(β)`, those of all products `s_k(α) s_k(β)`.
extension UnivariatePolynomial {
    /// `x - value`
    public static func vanishing(at value: Rational) -> UnivariatePolynomial { UnivariatePolynomial([-value, 1]) }

    public static func vanishingAtSums(_ a: UnivariatePolynomial, _ b: UnivariatePolynomial) -> UnivariatePolynomial {
        let count = a.degree * b.degree
        let left = a.powerSums(count), right = b.powerSums(count)
        let sums = (0...count).map { k -> Rational in
            var binomial = Rational(1)
            var sum = Rational(0)
            for j in 0...k {
                sum += binomial * left[j] * right[k - j]
                binomial = binomial * Rational(k - j) / Rational(j + 1)
            }
            return sum
        }
        return UnivariatePolynomial(powerSums: sums)
    }

    public static func vanishingAtProducts(_ a: UnivariatePolynomial, _ b: UnivariatePolynomial) -> UnivariatePolynomial {
        let count = a.degree * b.degree
        let left = a.powerSums(count), right = b.powerSums(count)
        return UnivariatePolynomial(powerSums: zip(left, right).map { $0 * $1 })
    }

    /// At `1/α` for its roots `α ≠ 0`.
    public var vanishingAtInverses: UnivariatePolynomial { UnivariatePolynomial(coefficients.reversed()) }

    /// At every number whose `degree`-th power is a root.
    public func vanishingAtRoots(_ degree: Int) -> UnivariatePolynomial {
        var result = [Rational](repeating: 0, count: self.degree * degree + 1)
        for (power, coefficient) in coefficients.enumerated() { result[power * degree] = coefficient }
        return UnivariatePolynomial(result)
    }

    /// At `α^n` for its roots, `n >= 1`.
    public func vanishingAtPowers(_ n: Int) -> UnivariatePolynomial {
        let sums = powerSums(degree * n)
        return UnivariatePolynomial(powerSums: (0...degree).map { sums[$0 * n] })
    }

    /// No root but 0 is of a magnitude below this (Cauchy's bound for the reversed polynomial).
    public var leastRootMagnitude: Rational {
        let nonzero = coefficients.drop { $0.isZero }
        guard let lowest = nonzero.first else { return 0 }
        let greatest = nonzero.dropFirst().map(\.magnitude).max() ?? 0
        return lowest.magnitude / (lowest.magnitude + greatest)
    }

    /// A divisor with the same roots, each once.
    public var squarefreePart: UnivariatePolynomial {
        degree < 1 ? self : divided(by: Self.gcd(self, derivative)).quotient
    }

    /// Sums of the powers 0 to `count` of the complex roots, with multiplicity.
    private func powerSums(_ count: Int) -> [Rational] {
        let n = degree
        guard let leading = coefficients.last, n > 0 else { return Array(repeating: 0, count: count + 1) }
        // e_k with signs: x^n + c_1 x^(n-1) + … + c_n.
        let c = (0...n).map { coefficients[n - $0] / leading }
        var sums = [Rational(n)]
        for k in stride(from: 1, through: count, by: 1) {
            var sum: Rational = k <= n ? -(Rational(k) * c[k]) : 0
            for j in stride(from: 1, through: min(k - 1, n), by: 1) { sum -= c[j] * sums[k - j] }
            sums.append(sum)
        }
        return sums
    }

    /// The monic polynomial with these power sums, of the degree that the list is long but one.
    private init(powerSums sums: [Rational]) {
        let n = sums.count - 1
        var c = [Rational(1)]
        for k in stride(from: 1, through: n, by: 1) {
            var sum = sums[k]
            for j in stride(from: 1, to: k, by: 1) { sum += c[j] * sums[k - j] }
            c.append(-(sum / Rational(k)))
        }
        self.init(c.reversed())
    }
}
