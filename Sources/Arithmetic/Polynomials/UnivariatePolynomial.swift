/// A polynomial in one variable over the rationals, for questions about real roots.
public struct UnivariatePolynomial: Hashable, Sendable {
    /// From the constant term on; the last is not zero.
    public let coefficients: [Rational]

    public init(_ coefficients: [Rational]) {
        var trimmed = coefficients
        while let last = trimmed.last, last.isZero { trimmed.removeLast() }
        self.coefficients = trimmed
    }

    /// Of a polynomial in a ring of one variable.
    public init(_ polynomial: Polynomial) {
        var coefficients: [Rational] = []
        for term in polynomial.terms {
            let power = term.exponents.first ?? 0
            while coefficients.count <= power { coefficients.append(0) }
            coefficients[power] = coefficients[power] + term.coefficient
        }
        self.init(coefficients)
    }

    public var isZero: Bool { coefficients.isEmpty }
    /// -1 for zero.
    public var degree: Int { coefficients.count - 1 }

    public func value(at x: Rational) -> Rational { coefficients.reversed().reduce(0) { $0 * x + $1 } }

    public var derivative: UnivariatePolynomial {
        UnivariatePolynomial(coefficients.enumerated().dropFirst().map { Rational($0) * $1 })
    }

    /// Quotient and remainder; the divisor is not zero.
    public func divided(by divisor: UnivariatePolynomial) -> (quotient: UnivariatePolynomial, remainder: UnivariatePolynomial) {
        precondition(!divisor.isZero, "division by the zero polynomial")
        var rest = coefficients
        guard rest.count >= divisor.coefficients.count else { return (UnivariatePolynomial([]), self) }
        let leading = divisor.coefficients[divisor.degree]
        var quotient = [Rational](repeating: 0, count: rest.count - divisor.degree)
        for shift in quotient.indices.reversed() {
            let factor = rest[shift + divisor.degree] / leading
            quotient[shift] = factor
            if factor.isZero { continue }
            for (power, coefficient) in divisor.coefficients.enumerated() { rest[shift + power] -= factor * coefficient }
        }
        return (UnivariatePolynomial(quotient), UnivariatePolynomial(Array(rest.prefix(divisor.degree))))
    }

    private var monic: UnivariatePolynomial {
        guard let leading = coefficients.last else { return self }
        return UnivariatePolynomial(coefficients.map { $0 / leading })
    }

    static func gcd(_ a: UnivariatePolynomial, _ b: UnivariatePolynomial) -> UnivariatePolynomial {
        var (a, b) = (a, b)
        while !b.isZero { (a, b) = (b, a.divided(by: b).remainder.monic) }
        return a.monic
    }

    /// The product of its irreducible factors of odd multiplicity: where the sign changes.
    public var oddPart: UnivariatePolynomial {
        guard degree > 0 else { return UnivariatePolynomial([1]) }
        var common = Self.gcd(self, derivative)
        var rest = divided(by: common).quotient.monic
        var result = UnivariatePolynomial([1])
        var multiplicity = 1
        // Yun: `rest` holds the factors of multiplicity at least `multiplicity`.
        while rest.degree > 0 {
            let next = Self.gcd(rest, common)
            if multiplicity % 2 == 1 { result = result.multiplied(by: rest.divided(by: next).quotient) }
            common = common.divided(by: next).quotient
            rest = next
            multiplicity += 1
        }
        return result.monic
    }

    func multiplied(by other: UnivariatePolynomial) -> UnivariatePolynomial {
        guard !isZero, !other.isZero else { return UnivariatePolynomial([]) }
        var result = [Rational](repeating: 0, count: coefficients.count + other.coefficients.count - 1)
        for (i, a) in coefficients.enumerated() {
            for (j, b) in other.coefficients.enumerated() { result[i + j] += a * b }
        }
        return UnivariatePolynomial(result)
    }

    /// Distinct real roots in the open interval, by Sturm's theorem; `nil` stands for an infinite end.
    public func rootCount(from lower: Rational?, to upper: Rational?) -> Int {
        guard degree > 0 else { return 0 }
        let squarefree = divided(by: Self.gcd(self, derivative)).quotient
        var sequence = [squarefree, squarefree.derivative]
        while let last = sequence.last, last.degree > 0 {
            let remainder = sequence[sequence.count - 2].divided(by: last).remainder
            if remainder.isZero { break }
            sequence.append(UnivariatePolynomial(remainder.coefficients.map { -$0 }))
        }
        func changes(_ signs: [Int]) -> Int {
            let nonzero = signs.filter { $0 != 0 }
            return zip(nonzero, nonzero.dropFirst()).filter { $0 != $1 }.count
        }
        let below = lower.map { x in sequence.map { $0.value(at: x).sign } }
            ?? sequence.map { ($0.coefficients.last?.sign ?? 0) * ($0.degree % 2 == 0 ? 1 : -1) }
        let above = upper.map { x in sequence.map { $0.value(at: x).sign } } ?? sequence.map { $0.coefficients.last?.sign ?? 0 }
        // Sturm counts the half-open interval (lower, upper].
        let atUpper = upper.map { squarefree.value(at: $0).isZero } ?? false
        return changes(below) - changes(above) - (atUpper ? 1 : 0)
    }

    /// Whether no value on the interval is negative, exactly; `nil` stands for an infinite end.
    public func isNonnegative(from lower: Rational?, to upper: Rational?) -> Bool {
        if isZero { return true }
        if let lower, let upper, lower >= upper { return value(at: lower).sign >= 0 && value(at: upper).sign >= 0 }
        guard oddPart.rootCount(from: lower, to: upper) == 0 else { return false }
        // The sign is constant but for zeros: any point of the interior that is none tells it.
        for step in 1...(degree + 2) {
            let t = Rational(step, degree + 3)
            let x: Rational
            switch (lower, upper) {
            case (let a?, let b?): x = a + t * (b - a)
            case (let a?, nil): x = a + Rational(step)
            case (nil, let b?): x = b - Rational(step)
            case (nil, nil): x = Rational(step)
            }
            let sign = value(at: x).sign
            if sign != 0 { return sign > 0 }
        }
        return false
    }
}
