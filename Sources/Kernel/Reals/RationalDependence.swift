import Arithmetic
import Expressions

/// An expression in one parameter x as a rational function of a root y, `slope x + shift = y^degree`, and questions about its sign.
struct RationalDependence {
    let parameter: String
    let degree: Int
    let value: RationalFunction
    /// Of what the roots are; slope > 0.
    private var slope: Rational = 1
    private var shift: Rational = 0

    private struct NotRational: Error {}

    /// `nil` when the expression is not of this form. Fractional powers need `isNonnegative`: the parameter is not negative.
    init?(_ e: Expression, of parameter: String, isNonnegative: Bool) {
        self.parameter = parameter
        var degree = 1
        func collect(_ e: Expression) {
            if case .power(_, let exponent) = e.kind, case .number(let value) = exponent.kind, let q = value.denominator.asInt, q <= 60 {
                var (a, b) = (degree, q)
                while b != 0 { (a, b) = (b, a % b) }
                degree = degree / a * q
            }
            e.operands.forEach(collect)
        }
        if isNonnegative { collect(e) }
        guard degree <= 60 else { return nil }
        self.degree = degree
        let ring = PolynomialRing(variables: ["y"])
        guard let value = try? Self.value(e, ring.variable(0).power(degree), parameter, ring, isNonnegative) else { return nil }
        self.value = value
    }

    /// With roots of a linear function of the parameter, which is not negative on the range.
    init?(_ e: Expression, of parameter: String, withLinearRootsOn range: ParameterBox.Range) {
        let ring = PolynomialRing(variables: ["y"])
        var bases: Set<Expression> = []
        var degree = 1
        func collect(_ e: Expression) {
            if case .power(let base, let exponent) = e.kind, case .number(let power) = exponent.kind, !power.isInteger, let q = power.denominator.asInt, q <= 60,
                !base.parameterSymbols.isEmpty {
                bases.insert(base)
                var (a, b) = (degree, q)
                while b != 0 { (a, b) = (b, a % b) }
                degree = degree / a * q
            }
            e.operands.forEach(collect)
        }
        collect(e)
        guard degree > 1, degree <= 12, bases.count == 1, let base = bases.first, let linear = try? RationalFunction(base, in: PolynomialRing(variables: [parameter])),
            linear.denominator.isOne, linear.numerator.degree == 1, let slope = linear.numerator.derivative(0).constantValue, slope.sign > 0,
            let shift = (try? linear.numerator.evaluate(at: [0])) ?? nil,
            let end = range.lower, let least = ParameterBox.End(.number(slope) * end.value + .number(shift), isIncluded: true).enclosure(bits: 128), least.isNonnegative,
            let power = try? ring.variable(0).power(degree)
        else { return nil }
        (self.parameter, self.degree, self.slope, self.shift) = (parameter, degree, slope, shift)
        guard let value = try? Self.value(e, slope.inverse * (power - ring.constant(shift)), parameter, ring, true) else { return nil }
        self.value = value
    }

    private static func value(
        _ e: Expression, _ own: Polynomial, _ parameter: String, _ ring: PolynomialRing, _ isNonnegative: Bool
    ) throws -> RationalFunction {
        func inner(_ e: Expression) throws -> RationalFunction { try value(e, own, parameter, ring, isNonnegative) }
        switch e.kind {
        case .number(let number): return RationalFunction(ring.constant(number))
        case .parameter(parameter), .dimension(.symbol(parameter)): return RationalFunction(own)
        case .sum(let terms): return try terms.reduce(RationalFunction(ring.zero)) { try $0 + inner($1) }
        case .product(let factors): return try factors.reduce(RationalFunction(ring.one)) { try $0 * inner($1) }
        case .power(let base, let exponent):
            guard case .number(let number) = exponent.kind, let times = number.numerator.asInt, let q = number.denominator.asInt,
                abs(times) <= 256 else { throw NotRational() }
            let base = try inner(base)
            if q == 1 { return try base.power(times) }
            guard isNonnegative, let root = try Self.root(base, q, ring) else { throw NotRational() }
            return try root.power(times)
        default: throw NotRational()
        }
    }

    /// The root of `c y^k`, which is not negative.
    private static func root(_ base: RationalFunction, _ degree: Int, _ ring: PolynomialRing) throws -> RationalFunction? {
        func root(_ p: Polynomial) throws -> Polynomial? {
            guard p.terms.count == 1, let term = p.terms.first, term.exponents[0] % degree == 0, term.coefficient.sign > 0,
                let coefficient = term.coefficient.exactRoot(degree) else { return nil }
            return coefficient * (try ring.variable(0).power(term.exponents[0] / degree))
        }
        guard let top = try root(base.numerator), let bottom = try root(base.denominator) else { return nil }
        return try RationalFunction(top, bottom)
    }

    // MARK: Signs

    enum Requirement { case nonnegative, positive, nonzero, zero }

    /// Whether the requirement holds on the whole range. `nil` where this cannot be told.
    func satisfies(_ requirement: Requirement, on own: ParameterBox.Range) -> Bool? {
        let range = ParameterBox.Range(lower: own.lower.map(linear), upper: own.upper.map(linear))
        let top = UnivariatePolynomial(value.numerator), bottom = UnivariatePolynomial(value.denominator)
        if top.isZero { return requirement == .nonnegative || requirement == .zero }
        if requirement == .zero { return false }
        let product = UnivariatePolynomial(value.numerator * value.denominator)
        guard let place = Self.rationalEnds(of: range, degree: degree, separating: product.squarefreePart) else { return nil }
        func vanishes(_ p: UnivariatePolynomial) -> Bool? {
            if p.degree < 1 { return p.isZero }
            if p.rootCount(from: place.lower, to: place.upper) > 0 { return true }
            for end in [range.lower, range.upper] {
                guard let end, end.isIncluded else { continue }
                guard let isRoot = Self.isRoot(p, end.value, degree) else { return nil }
                if isRoot { return true }
            }
            return false
        }
        guard let hasPole = vanishes(bottom) else { return nil }
        if hasPole { return false }
        if requirement == .nonzero { return vanishes(top).map { !$0 } }
        // Between zeros of odd order the sign is constant.
        guard product.oddPart.rootCount(from: place.lower, to: place.upper) == 0 else { return false }
        guard Self.sign(product, place.lower, place.upper) > 0 else { return false }
        return requirement == .positive ? vanishes(top).map { !$0 } : true
    }

    /// What the roots are of, at an end of the range.
    private func linear(_ end: ParameterBox.End) -> ParameterBox.End {
        if slope == 1, shift.isZero { return end }
        if case .number(let value) = end.value.kind { return .init(.number(slope * value + shift), isIncluded: end.isIncluded) }
        return .init(.number(slope) * end.value + .number(shift), isIncluded: end.isIncluded)
    }

    /// The sign at some point of the interval that is no root.
    private static func sign(_ p: UnivariatePolynomial, _ lower: Rational?, _ upper: Rational?) -> Int {
        for step in 1...(p.degree + 2) {
            let x: Rational
            switch (lower, upper) {
            case (let a?, let b?): x = a + Rational(step, p.degree + 3) * (b - a)
            case (let a?, nil): x = a + Rational(step)
            case (nil, let b?): x = b - Rational(step)
            case (nil, nil): x = Rational(step)
            }
            let sign = p.value(at: x).sign
            if sign != 0 { return sign }
        }
        return 0
    }

    /// `x^(1/degree)` for an end `x`.
    private static func root(_ end: Expression, _ degree: Int) -> Expression {
        if degree == 1 { return end }
        if case .number(let value) = end.kind, value.sign >= 0, let root = value.exactRoot(degree) { return .number(root) }
        return .power(end, .number(Rational(1, degree)))
    }

    private static func isRoot(_ p: UnivariatePolynomial, _ end: Expression, _ degree: Int) -> Bool? {
        let y = root(end, degree)
        if case .number(let value) = y.kind { return p.value(at: value).isZero }
        let terms = p.coefficients.enumerated().map { power, coefficient in
            Expression.number(coefficient) * (power == 0 ? .one : .power(y, .number(Rational(power))))
        }
        return (try? AlgebraicNumber.isZero(.sum(terms))) ?? nil
    }

    /// Rational ends between which the polynomial has the same roots as between those of the range.
    private static func rationalEnds(
        of range: ParameterBox.Range, degree: Int, separating p: UnivariatePolynomial
    ) -> (lower: Rational?, upper: Rational?)? {
        func rational(_ end: ParameterBox.End?, isLower: Bool, bits: Int) -> (isKnown: Bool, value: Rational?) {
            guard let end else { return (true, nil) }
            let y = root(end.value, degree)
            if case .number(let value) = y.kind { return (true, value) }
            guard let interval = ParameterBox.End(y, isIncluded: true).enclosure(bits: bits) else { return (false, nil) }
            let touching = [interval.lower, interval.upper].filter { p.value(at: $0).isZero }.count
            let count = p.rootCount(from: interval.lower, to: interval.upper) + touching
            if count == 0 { return (true, isLower ? interval.lower : interval.upper) }
            // The one root in the interval is the end itself, or the interval has to shrink.
            guard count == 1, touching == 0, isRoot(p, end.value, degree) == true else { return (false, nil) }
            return (true, isLower ? interval.upper : interval.lower)
        }
        var bits = 64
        while bits <= 1 << 12 {
            let lower = rational(range.lower, isLower: true, bits: bits), upper = rational(range.upper, isLower: false, bits: bits)
            if lower.isKnown, upper.isKnown {
                guard let a = lower.value, let b = upper.value else { return (lower.value, upper.value) }
                if a < b { return (a, b) }
            }
            bits *= 4
        }
        return nil
    }
}
