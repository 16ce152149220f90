import Arithmetic

/// Where a parameter lies; `nil` stands for an infinite end.
public struct ParameterRange: Hashable, Sendable {
    public struct End: Hashable, Sendable {
        public let value: Rational
        public let isIncluded: Bool

        public init(_ value: Rational, isIncluded: Bool) {
            self.value = value
            self.isIncluded = isIncluded
        }
    }

    public let lower: End?
    public let upper: End?

    public init(lower: End?, upper: End?) {
        self.lower = lower
        self.upper = upper
    }
}

extension FormArena {
    private static let greatestDegree = 8

    /// The least value on the declared ranges of the parameters, or a bound that is not attained; `nil` where there is none.
    func leastValue(of exponent: Exponent) -> Rational? {
        exponent.linear.reduce(Optional(exponent.constant)) { sum, term in
            guard let sum, let range = range(of: term.symbol), let end = term.coefficient.sign > 0 ? range.lower : range.upper else { return nil }
            return sum + term.coefficient * end.value
        }
    }

    /// The sign of a polynomial in one parameter, or of a linear form in several, on the ranges of these.
    func sign(onRangesOf form: Form, _ ranges: [String: ParameterRange]) -> SignKnowledge {
        var names: Set<String> = [], terms: [(name: String?, degree: Int, coefficient: Rational)] = []
        for (monomial, coefficient) in form.terms {
            guard let factor = monomial.factors.first else {
                terms.append((nil, 0, coefficient))
                continue
            }
            guard monomial.factors.count == 1, case .parameter(let name) = atom(factor.atom), let degree = exponent(factor.exponent).asInt,
                (1...Self.greatestDegree).contains(degree) else { return .unknown }
            names.insert(name)
            terms.append((name, degree, coefficient))
        }
        if names.count == 1, let range = names.first.flatMap({ ranges[$0] }) {
            var coefficients = [Rational](repeating: 0, count: Self.greatestDegree + 1)
            for term in terms { coefficients[term.degree] += term.coefficient }
            return range.sign(of: UnivariatePolynomial(coefficients))
        }
        var least = Rational(0), isStrict = false
        for term in terms {
            guard let name = term.name else {
                least += term.coefficient
                continue
            }
            guard term.degree == 1, let range = ranges[name], let end = term.coefficient.sign > 0 ? range.lower : range.upper else { return .unknown }
            least += term.coefficient * end.value
            isStrict = isStrict || !end.isIncluded
        }
        if least.sign > 0 || (least.isZero && isStrict) { return .positive }
        return least.isZero ? .nonnegative : .unknown
    }
}

extension ParameterRange {
    fileprivate func sign(of polynomial: UnivariatePolynomial) -> SignKnowledge {
        if let a = lower?.value, let b = upper?.value, a >= b { return .unknown }
        guard polynomial.isNonnegative(from: lower?.value, to: upper?.value) else { return .unknown }
        let vanishesAtEnd = [lower, upper].contains { $0.map { $0.isIncluded && polynomial.value(at: $0.value).isZero } ?? false }
        return vanishesAtEnd || polynomial.rootCount(from: lower?.value, to: upper?.value) > 0 ? .nonnegative : .positive
    }
}
