import Arithmetic
import Expressions

/// A sum of monomials in parameters, `Σ c_i m_i - Σ d_k n_k` with `m_i >= 0` and `c_i > 0`.
///
/// By the inequality between weighted arithmetic and geometric means, `Σ c_i m_i >= Π (c_i / λ_i)^(λ_i) |n|` where
/// `Σ λ_i = 1` and `|n| = Π m_i^(λ_i)`. Each `n_k` may use a share of each `c_i`.
public struct WeightedMean {
    public struct Share: Hashable, Sendable {
        /// One for each monomial with a positive sign; their sum is 1.
        public var weights: [Rational]
        /// Which part of its coefficient is used.
        public var parts: [Rational]
        public init(weights: [Rational], parts: [Rational]) {
            self.weights = weights
            self.parts = parts
        }
    }

    struct Monomial {
        var coefficient: Expression
        var exponents: [String: Rational]
    }

    private static let mostTerms = 300
    private let positive: [Monomial]
    /// With the magnitude of their coefficients.
    private let negative: [Monomial]

    /// `nil` when the expression is not of this form.
    public init?(_ e: Expression, _ box: ParameterBox) {
        guard let terms = Self.terms(e, box) else { return nil }
        var collected: [(exponents: [String: Rational], coefficients: [Expression])] = []
        for monomial in terms {
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
            guard value.isPositive || value.isNegative else { return nil }
            let isNonnegative = exponents.allSatisfy { name, exponent in
                Self.isNonnegative(name, box) || (exponent.asInt.map { $0 % 2 == 0 } ?? false)
            }
            if value.isPositive, isNonnegative {
                positive.append(Monomial(coefficient: coefficient, exponents: exponents))
            } else {
                negative.append(Monomial(coefficient: value.isPositive ? coefficient : -coefficient, exponents: exponents))
            }
        }
        self.positive = positive
        self.negative = negative
    }

    private static func isNonnegative(_ name: String, _ box: ParameterBox) -> Bool {
        box.ranges[name]?.lower?.enclosure(bits: 64)?.isNonnegative ?? false
    }

    /// Products are multiplied out.
    private static func terms(_ e: Expression, _ box: ParameterBox) -> [Monomial]? {
        if e.parameterSymbols.isEmpty { return [Monomial(coefficient: e, exponents: [:])] }
        func product(_ a: [Monomial], _ b: [Monomial]) -> [Monomial]? {
            guard a.count * b.count <= mostTerms else { return nil }
            return a.flatMap { x in
                b.map { y in
                    Monomial(
                        coefficient: x.coefficient * y.coefficient,
                        exponents: x.exponents.merging(y.exponents, uniquingKeysWith: +).filter { !$0.value.isZero })
                }
            }
        }
        switch e.kind {
        case .parameter(let name), .dimension(.symbol(let name)): return [Monomial(coefficient: .one, exponents: [name: 1])]
        case .sum(let parts):
            var result: [Monomial] = []
            for part in parts {
                guard let next = terms(part, box) else { return nil }
                result += next
            }
            return result.count <= mostTerms ? result : nil
        case .product(let factors):
            var result = [Monomial(coefficient: .one, exponents: [:])]
            for factor in factors {
                guard let next = terms(factor, box), let longer = product(result, next) else { return nil }
                result = longer
            }
            return result
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let inner = terms(base, box) else { return nil }
            if inner.count == 1 {
                // (c m)^a = c^a m^a for positive numbers only, unless a is an integer.
                guard value.isInteger || inner[0].exponents.keys.allSatisfy({ isNonnegative($0, box) }) else { return nil }
                return [Monomial(
                    coefficient: .power(inner[0].coefficient, exponent),
                    exponents: inner[0].exponents.mapValues { $0 * value }.filter { !$0.value.isZero })]
            }
            guard let times = value.asInt, times >= 0, times <= 8 else { return nil }
            var result = [Monomial(coefficient: .one, exponents: [:])]
            for _ in 0..<times {
                guard let longer = product(result, inner) else { return nil }
                result = longer
            }
            return result
        default: return nil
        }
    }

    /// The exponents of the monomials of both kinds.
    public var exponents: (positive: [[String: Rational]], negative: [[String: Rational]]) {
        (positive.map(\.exponents), negative.map(\.exponents))
    }

    /// The coefficients of both kinds, all positive.
    public var coefficients: (positive: [Expression], negative: [Expression]) {
        (positive.map(\.coefficient), negative.map(\.coefficient))
    }

    /// Whether the shares, one for each of the monomials to be dominated, prove it.
    public func isNonnegative(_ shares: [Share]) throws -> Bool {
        guard shares.count == negative.count else { return false }
        for place in positive.indices {
            guard shares.allSatisfy({ $0.parts.indices.contains(place) && $0.parts[place].sign >= 0 }),
                shares.reduce(Rational(0), { $0 + $1.parts[place] }) <= 1 else { return false }
        }
        for (share, monomial) in zip(shares, negative) where try !dominates(share, monomial) { return false }
        return true
    }

    private func dominates(_ share: Share, _ monomial: Monomial) throws -> Bool {
        let weights = share.weights
        guard weights.count == positive.count, weights.allSatisfy({ $0.sign >= 0 }), weights.reduce(Rational(0), +) == 1 else { return false }
        for name in Set(positive.flatMap(\.exponents.keys)).union(monomial.exponents.keys) {
            let mean = zip(weights, positive).reduce(Rational(0)) { $0 + $1.0 * ($1.1.exponents[name] ?? 0) }
            guard mean == monomial.exponents[name] ?? 0 else { return false }
        }
        let bound = Expression.product(positive.indices.filter { !weights[$0].isZero }.map { place in
            .power(.number(share.parts[place] / weights[place]) * positive[place].coefficient, .number(weights[place]))
        })
        let excess = bound - monomial.coefficient
        var evaluation = IntervalEvaluation(bits: 128)
        if try evaluation.value(excess).isPositive { return true }
        return try AlgebraicNumber.isZero(excess) == true || ContractionForm.areEqual(excess, .zero, FormContext())
    }
}
