import Arithmetic

/// A concrete function: a polynomial with rational coefficients for each component of its value.
///
/// It stands for an arbitrary function symbol in a counterexample; for a positive function it is the
/// logarithm that is a polynomial.
public struct PolynomialFunction: Hashable, Sendable {
    public struct Term: Hashable, Sendable {
        /// One exponent for each component of the arguments, in order.
        public var exponents: [Int]
        public var coefficient: Rational
        public init(exponents: [Int], coefficient: Rational) {
            self.exponents = exponents
            self.coefficient = coefficient
        }
    }

    /// Sorted value components (from 1) with their non-zero terms. For a symmetric or antisymmetric matrix
    /// only components `i <= j` are listed.
    public var components: [[Int]: [Term]]

    public init(components: [[Int]: [Term]]) { self.components = components }

    /// Taylor coefficients `∂^β f(x0)/β!` for the multi-indices of a basis; exact in the field.
    func taylorCoefficients<F: EvaluationField>(
        _ value: [Int], at x0: [F.Element], _ basis: TaylorBasis, zero: F.Element, _ field: F
    ) throws -> [F.Element] {
        var result = Array(repeating: zero, count: basis.multiIndices.count)
        guard let terms = components[value] else { return result }
        for term in terms {
            let coefficient = try field.number(term.coefficient)
            for (number, beta) in basis.multiIndices.enumerated() {
                guard zip(beta, term.exponents).allSatisfy({ $0 <= $1 }) else { continue }
                var contribution = coefficient
                for (k, exponent) in term.exponents.enumerated() where exponent > 0 {
                    let binomial = Self.binomial(exponent, beta[k])
                    if binomial != 1 { contribution = field.multiply(contribution, try field.number(Rational(binomial))) }
                    for _ in 0..<(exponent - beta[k]) { contribution = field.multiply(contribution, x0[k]) }
                }
                result[number] = field.add(result[number], contribution)
            }
        }
        return result
    }

    private static func binomial(_ n: Int, _ k: Int) -> Int {
        var result = 1
        for i in 0..<k { result = result * (n - i) / (i + 1) }
        return result
    }
}
