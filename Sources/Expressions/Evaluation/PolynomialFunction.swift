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
        _ value: [Int], at x0: [F.Element], _ basis: TaylorBasis, _ field: F
    ) throws -> [F.Element] {
        let zero = try field.number(0)
        var result = Array(repeating: zero, count: basis.multiIndexCount)
        guard let terms = components[value] else { return result }
        // Powers of every coordinate, as far as they occur.
        var powers: [[F.Element]] = []
        for (k, x) in x0.enumerated() {
            var list = [try field.number(1)]
            let highest = terms.reduce(0) { max($0, $1.exponents.indices.contains(k) ? $1.exponents[k] : 0) }
            while list.count <= highest { list.append(field.multiply(list[list.count - 1], x)) }
            powers.append(list)
        }
        /// Expands `(x_k + t_k)^(e_k)` from variable `k` on.
        func expand(_ exponents: [Int], _ k: Int, _ number: Int, _ degree: Int, _ coefficient: F.Element) throws {
            guard k < exponents.count else {
                result[number] = field.add(result[number], coefficient)
                return
            }
            let exponent = exponents[k]
            var number = number, binomial = 1
            for b in 0...exponent {
                var next = coefficient
                if binomial != 1 { next = field.multiply(next, try field.number(Rational(binomial))) }
                if b < exponent { next = field.multiply(next, powers[k][exponent - b]) }
                if !field.isExactZero(next) { try expand(exponents, k + 1, number, degree + b, next) }
                guard b < exponent, degree + b < basis.order else { break }
                number = basis.raising(number, k)
                binomial = binomial * (exponent - b) / (b + 1)
            }
        }
        for term in terms {
            guard term.exponents.count == x0.count else { throw EvaluationError.unsupported("a polynomial in other variables") }
            try expand(term.exponents, 0, 0, 0, field.number(term.coefficient))
        }
        return result
    }
}
