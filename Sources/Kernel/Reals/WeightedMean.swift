import Arithmetic
import Expressions

/// A sum of monomials in positive parameters with exactly one negative coefficient, `Σ c_i m_i - c m`.
///
/// By the inequality between weighted arithmetic and geometric means, `Σ λ_i (c_i m_i / λ_i) >= Π (c_i m_i / λ_i)^(λ_i)`.
public struct WeightedMean {
    struct Monomial {
        var coefficient: Expression
        var exponents: [String: Rational]
    }

    private let positive: [Monomial]
    private let negative: Monomial

    /// `nil` when the expression is not of this form.
    public init?(_ e: Expression, _ box: ParameterBox) {
        var collected: [(exponents: [String: Rational], coefficients: [Expression])] = []
        let terms: [Expression]
        if case .sum(let parts) = e.kind { terms = parts } else { terms = [e] }
        for term in terms {
            guard let monomial = Self.monomial(term, box) else { return nil }
            if let place = collected.firstIndex(where: { $0.exponents == monomial.exponents }) {
                collected[place].coefficients.append(monomial.coefficient)
            } else {
                collected.append((monomial.exponents, [monomial.coefficient]))
            }
        }
        var positive: [Monomial] = [], negative: [Monomial] = []
        for (exponents, coefficients) in collected {
            let coefficient = Expression.sum(coefficients)
            var evaluation = IntervalEvaluation(bits: 128)
            guard let value = try? evaluation.value(coefficient) else { return nil }
            if value.isPoint, value.lower.isZero { continue }
            if value.isPositive { positive.append(Monomial(coefficient: coefficient, exponents: exponents)) }
            else if value.isNegative { negative.append(Monomial(coefficient: -coefficient, exponents: exponents)) }
            else { return nil }
        }
        guard negative.count == 1, !positive.isEmpty else { return nil }
        self.positive = positive
        self.negative = negative[0]
    }

    private static func monomial(_ e: Expression, _ box: ParameterBox) -> Monomial? {
        if e.parameterSymbols.isEmpty { return Monomial(coefficient: e, exponents: [:]) }
        switch e.kind {
        case .parameter(let name), .dimension(.symbol(let name)):
            guard let end = box.ranges[name]?.lower, let lower = end.enclosure(bits: 64), lower.isNonnegative, lower.isPositive || !end.isIncluded
            else { return nil }
            return Monomial(coefficient: .one, exponents: [name: 1])
        case .product(let factors):
            var result = Monomial(coefficient: .one, exponents: [:])
            for factor in factors {
                guard let next = monomial(factor, box) else { return nil }
                result.coefficient = result.coefficient * next.coefficient
                for (name, exponent) in next.exponents {
                    let sum = (result.exponents[name] ?? 0) + exponent
                    result.exponents[name] = sum.isZero ? nil : sum
                }
            }
            return result
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let inner = monomial(base, box) else { return nil }
            return Monomial(coefficient: .power(inner.coefficient, exponent), exponents: inner.exponents.mapValues { $0 * value }.filter { !$0.value.isZero })
        default: return nil
        }
    }

    /// The exponents that the weights must average to, one row for each monomial with a positive coefficient.
    public var exponents: (positive: [[String: Rational]], negative: [String: Rational]) {
        (positive.map(\.exponents), negative.exponents)
    }

    /// Whether the weights prove it: they average the exponents, and `Π (c_i/λ_i)^(λ_i) >= c`.
    public func isNonnegative(_ weights: [Rational]) throws -> Bool {
        guard weights.count == positive.count, weights.allSatisfy({ $0.sign >= 0 }), weights.reduce(Rational(0), +) == 1 else { return false }
        for name in Set(positive.flatMap(\.exponents.keys)).union(negative.exponents.keys) {
            let mean = zip(weights, positive).reduce(Rational(0)) { $0 + $1.0 * ($1.1.exponents[name] ?? 0) }
            guard mean == negative.exponents[name] ?? 0 else { return false }
        }
        let bound = Expression.product(zip(weights, positive).filter { !$0.0.isZero }.map { weight, monomial in
            .power(.number(weight.inverse) * monomial.coefficient, .number(weight))
        })
        let excess = bound - negative.coefficient
        var evaluation = IntervalEvaluation(bits: 128)
        if try evaluation.value(excess).isPositive { return true }
        return try AlgebraicNumber.isZero(excess) == true || ContractionForm.areEqual(excess, .zero, FormContext())
    }
}
