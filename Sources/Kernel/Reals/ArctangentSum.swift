import Arithmetic
import Expressions

/// Decides whether a number is zero that is a sum of products with arctangents and π, and of other terms: whether the others cancel, and so do the
/// sums `E = Σ r_k arctan x_k + r π`, with rational r_k, r and algebraic x_k, that belong to the same product of roots.
///
/// With a common multiple N of the denominators, or a part of it where all numerators have a common factor, and `n_k = N r_k`, N E differs by a multiple of π from an argument of `Π (1 + i x_k)^(n_k)`, where
/// `1 - i x_k` is taken for negative n_k. If this product is real, N E is a multiple of π, hence 0 if it is also smaller than π.
struct ArctangentSum {
    /// A product of roots of rational numbers: exponents between 0 and 1, by their bases.
    private typealias Roots = [Rational: Rational]

    private var groups: [Roots: Group] = [:]
    /// What π is multiplied with where no arctangent is multiplied with the same.
    private var ofPi: [Expression] = []
    private var others: [Expression] = []

    /// `nil` when the number is not of this form, or not seen to be zero.
    /// - Parameter cancels: whether terms of another kind add up to zero.
    /// - Throws: `EvaluationError.undefined` where the expression has no value.
    static func isZero(_ e: Expression, cancels: (Expression) throws -> Bool) throws -> Bool? {
        var sum = ArctangentSum()
        sum.add(e, 1, [:])
        for (roots, group) in sum.groups where group.multiples.values.allSatisfy(\.isZero) {
            sum.groups[roots] = nil
            sum.ofPi.append(.number(group.ofPi) * Self.expression(roots))
        }
        guard !sum.groups.isEmpty || !sum.ofPi.isEmpty else { return nil }
        for group in sum.groups.values { guard try group.isZero else { return nil } }
        return try (sum.ofPi.isEmpty || cancels(.sum(sum.ofPi))) && (sum.others.isEmpty || cancels(.sum(sum.others))) ? true : nil
    }

    private static func expression(_ roots: Roots) -> Expression {
        .product(roots.sorted { $0.key < $1.key }.map { .power(.number($0.key), .number($0.value)) })
    }

    private mutating func add(_ e: Expression, _ factor: Rational, _ roots: Roots) {
        switch e.kind {
        case .sum(let terms): return terms.forEach { add($0, factor, roots) }
        case .elementary(.atan, let argument):
            groups[roots, default: Group()].multiples[argument, default: 0] += factor
            return
        case .pi:
            groups[roots, default: Group()].ofPi += factor
            return
        case .product(let factors):
            var number = factor, product = roots, rest: [Expression] = []
            for part in factors {
                if let value = part.rationalValue { number = number * value } else if let (value, own) = part.multiplied(with: product) {
                    number = number * value
                    product = own
                } else { rest.append(part) }
            }
            if rest.count == 1 { return add(rest[0], number, product) }
            if let place = rest.firstIndex(of: .pi) {
                rest.remove(at: place)
                ofPi.append(.product([.number(number), Self.expression(product)] + rest))
                return
            }
        default: break
        }
        others.append(.number(factor) * Self.expression(roots) * e)
    }

    private struct Group {
        var multiples: [Expression: Rational] = [:]
        var ofPi: Rational = 0
        private static let mostFactors = 64
        private static let precision = 256

        /// Whether it is seen to be.
        var isZero: Bool {
            get throws {
                let n = multiples.values.reduce(ofPi, Rational.gcd).inverse
                var real = Expression.one, imaginary = Expression.zero
                var count = 0
                for (x, multiple) in multiples.sorted(by: { $0.key.plainText < $1.key.plainText }) {
                    guard let times = (n * multiple).asInt, abs(times) <= Self.mostFactors else { return false }
                    count += abs(times)
                    let slope = times < 0 ? -x : x
                    for _ in 0..<abs(times) { (real, imaginary) = (real - imaginary * slope, real * slope + imaginary) }
                }
                guard count <= Self.mostFactors else { return false }
                var evaluation = IntervalEvaluation(bits: Self.precision)
                let own = multiples.map { .number($0.value) * Expression.elementary(.atan, $0.key) } + [.number(ofPi) * .pi]
                let value = try evaluation.value(.sum(own))
                return try value.magnitude.upper * n < 3 && AlgebraicNumber.isZero(imaginary) == true
            }
        }
    }
}

extension Expression {
    /// Where this is made of positive rational numbers by products and powers: times a product of roots, up to a rational factor.
    fileprivate func multiplied(with roots: [Rational: Rational]) -> (factor: Rational, roots: [Rational: Rational])? {
        guard let powers = powersOfNumbers(1) else { return nil }
        var factor = Rational(1), result = roots
        for (number, exponent) in powers {
            let sum = (result[number] ?? 0) + exponent
            guard let whole = sum.floor.asInt, abs(whole) <= 64, let power = try? number.power(whole) else { return nil }
            factor = factor * power
            result[number] = sum == sum.floor ? nil : sum - sum.floor
        }
        return (factor, result)
    }

    private func powersOfNumbers(_ exponent: Rational) -> [(number: Rational, exponent: Rational)]? {
        if let number = rationalValue { return number.sign > 0 ? [(number, exponent)] : nil }
        switch kind {
        case .product(let factors):
            let parts = factors.compactMap { $0.powersOfNumbers(exponent) }
            return parts.count == factors.count ? Array(parts.joined()) : nil
        case .power(let base, let own): return own.rationalValue.flatMap { base.powersOfNumbers(exponent * $0) }
        default: return nil
        }
    }
}
