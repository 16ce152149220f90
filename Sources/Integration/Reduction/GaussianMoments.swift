import Arithmetic

/// Moments of the Gaussian with weight `exp(-½ xᵀ(M + 2tA)x + (b - t a)·x)` as rational functions of t.
///
/// With `C = M⁻¹`, `D(t) = det(I + 2t AC)` and the adjugate by Faddeev and LeVerrier, the covariance is
/// `C adj(I + 2t AC) / D`; moments follow by Wick's recursion `E[x_i P] = μ_i E[P] + Σ_j S_ij E[∂_j P]`.
/// A value is `Σ_k N_k(t) / D^k`, given by the polynomials `N_k`.
struct GaussianMoments {
    typealias Value = [Int: Polynomial]

    let ring: PolynomialRing
    let determinant: Polynomial
    /// Numerators over `D`.
    private let mean: [Polynomial]
    private let covariance: [[Polynomial]]
    /// The numerator over `D` of `½ (b - ta)ᵀ S (b - ta)`.
    let exponent: Polynomial
    private var known: [[Int]: Value] = [:]

    /// - Parameters:
    ///   - covariance: `C`.
    ///   - linear: `b`
    ///   - base: `A`, `a`; zero without a parameter t.
    init(covariance c: [[Rational]], linear b: [Rational], base: (matrix: [[Rational]], linear: [Rational])) {
        let n = c.count
        let ring = PolynomialRing(variables: ["t"])
        self.ring = ring
        let t = ring.variable(0)
        // det(I + sN) = Σ e_k s^k and adj(I + sN) = Σ B_k s^k: B_k = e_k I - N B_{k-1}, e_k = tr(N B_{k-1})/k.
        let product = SymmetricMatrix.product(base.matrix, c)
        var adjugate: [[Polynomial]] = (0..<n).map { i in (0..<n).map { ring.constant($0 == i ? 1 : 0) } }
        var determinant = ring.one
        var current: [[Rational]] = (0..<n).map { i in (0..<n).map { $0 == i ? 1 : 0 } }
        var power = ring.one
        for k in 1...n {
            let next = SymmetricMatrix.product(product, current)
            let e = (0..<n).reduce(Rational(0)) { $0 + next[$1][$1] } / Rational(k)
            power *= 2 * t
            determinant += e * power
            current = (0..<n).map { i in (0..<n).map { ($0 == i ? e : 0) - next[i][$0] } }
            if k == n || current.allSatisfy({ $0.allSatisfy(\.isZero) }) { break }
            for i in 0..<n { for j in 0..<n where !current[i][j].isZero { adjugate[i][j] += current[i][j] * power } }
        }
        self.determinant = determinant
        let shift = zip(b, base.linear).map { ring.constant($0) - $1 * t }
        var covariance = adjugate
        for i in 0..<n {
            for j in 0..<n {
                covariance[i][j] = (0..<n).reduce(ring.zero) { c[i][$1].isZero ? $0 : $0 + c[i][$1] * adjugate[$1][j] }
            }
        }
        self.covariance = covariance
        let mean = (0..<n).map { i in (0..<n).reduce(ring.zero) { $0 + covariance[i][$1] * shift[$1] } }
        self.mean = mean
        exponent = Rational(1, 2) * (0..<n).reduce(ring.zero) { $0 + mean[$1] * shift[$1] }
    }

    mutating func moment(_ polynomial: Polynomial) -> Value {
        var result: Value = [:]
        for term in polynomial.terms {
            for (k, value) in moment(term.exponents) {
                result[k] = (result[k] ?? ring.zero) + term.coefficient * value
            }
        }
        return result
    }

    private mutating func moment(_ exponents: [Int]) -> Value {
        if let value = known[exponents] { return value }
        guard let i = exponents.firstIndex(where: { $0 > 0 }) else { return [0: ring.one] }
        var rest = exponents
        rest[i] -= 1
        var result: Value = [:]
        if !mean[i].isZero {
            for (k, value) in moment(rest) { result[k + 1] = (result[k + 1] ?? ring.zero) + mean[i] * value }
        }
        for j in rest.indices where rest[j] > 0 && !covariance[i][j].isZero {
            var derivative = rest
            derivative[j] -= 1
            for (k, value) in moment(derivative) {
                result[k + 1] = (result[k + 1] ?? ring.zero) + Rational(rest[j]) * covariance[i][j] * value
            }
        }
        known[exponents] = result
        return result
    }

    /// One fraction `numerator / D^k`.
    func fraction(_ value: Value) -> (numerator: Polynomial, power: Int) {
        let top = value.keys.max() ?? 0
        var numerator = ring.zero
        for (k, part) in value { numerator += part * ((try? determinant.power(top - k)) ?? ring.one) }
        return (numerator, top)
    }
}
