import Arithmetic

/// Integrals over the line and its intervals.
extension FormArena {
    /// A variable that is a number: a point of a line, or a component of a vector.
    struct LineVariable {
        let atom: Atom
        let lower: Rational?
        let upper: Rational?
        let mentions: (Atom) -> Bool
    }

    /// `x^n` as it stands in a monomial, and the linear form `b` of a factor `exp(b x)`.
    private struct LineIntegrand {
        var radial: RadialIntegrand
        var power = Exponent.zero
        var slope = Form.zero
        /// The power of `log x`.
        var logarithms = 0
    }

    private func read(_ monomial: Monomial, _ variable: LineVariable) throws -> LineIntegrand {
        let own = number(of: variable.atom)
        var power = Exponent.zero, slope = Form.zero, logarithms = 0
        let reader = VariableReader(
            power: { atom in
                // On the half-line r is the variable itself, on the line it is its absolute value.
                if atom == variable.atom { return variable.isPositive ? 1 : nil }
                return !variable.isPositive && self.isSquare(atom, of: variable) ? 2 : nil
            },
            signed: variable.isPositive ? nil : variable.atom,
            mentions: variable.mentions,
            other: { atom, exponent, _ in
                if case .logarithm(let number) = atom, variable.isPositive, self.form(number) == self.form(variable.atom), let times = exponent.asInt, (1...32).contains(times) {
                    logarithms += times
                    return
                }
                guard atom == variable.atom, variable.isPositive || exponent.asInt.map({ $0 > 0 }) == true else {
                    throw FormError.unsupported("this integral")
                }
                power = power + exponent
            },
            phase: { inner, coefficient in
                // exp(b x).
                var rest: [Factor] = []
                for factor in inner.factors where factor.atom != own || factor.exponent != 1 {
                    if variable.mentions(self.atom(factor.atom)) { throw FormError.unsupported("the integral of this exponential") }
                    rest.append(factor)
                }
                slope.add(try self.multiply(coefficient, by: Monomial(factors: rest)))
            })
        let radial = try radialIntegrand(monomial, reader)
        return LineIntegrand(radial: radial, power: power, slope: slope, logarithms: logarithms)
    }

    private func isSquare(_ atom: Atom, of variable: LineVariable) -> Bool {
        guard case .composite(let number) = atom, case let terms = form(number).terms, terms.count == 1, let (inner, coefficient) = terms.first,
            coefficient == 1, inner.factors.count == 1, inner.factors[0].atom == self.number(of: variable.atom) else { return false }
        return exponent(inner.factors[0].exponent).asInt == 2
    }

    /// Whether a factor stands for no more than a power of the variable, and what bounds its absolute value, whatever its
    /// sign. `nil` for other factors.
    func bound(of factor: Factor, _ variable: LineVariable, _ powers: PowerBound) throws -> Form? {
        let atom = atom(factor.atom)
        guard atom == variable.atom || (!variable.isPositive && isSquare(atom, of: variable)) else { return nil }
        if powers == .one { return .one }
        if variable.isPositive || atom != variable.atom { return Form(Monomial(factors: [factor])) }
        // On a bounded interval of both signs a natural power is bounded.
        guard variable.lower == nil || variable.upper == nil else { return .one }
        let square = try power(Form(Monomial(factors: [Factor(atom: factor.atom, exponent: 1)])), Exponent(2))
        return try bound(square, exponent(factor.exponent), powers)
    }

    /// What bounds `|x|^n`, given `x²`.
    func bound(_ square: Form, _ exponent: Exponent, _ powers: PowerBound) throws -> Form {
        switch powers {
        case .one: return .one
        case .even:
            guard let n = exponent.asInt, n > 0, n % 2 == 1 else { return try power(square, exponent * Rational(1, 2)) }
            var result = try power(square, Exponent(Rational(n + 1, 2)))
            result.add(.one)
            return result
        case .exact: return try power(square, exponent * Rational(1, 2))
        }
    }

    /// How powers of a variable count where absolute convergence is tested.
    enum PowerBound {
        /// Not at all: an exponential decays, at a rate that depends on no other variable.
        case one
        /// `|x|^n <= 1 + x^(n+1)` for odd n: beside a slope that depends on others only natural powers have integrals.
        case even
        case exact

        /// - Parameter others: whether an atom mentions another variable of integration.
        init(decays: some Sequence<Form>, slope: Form, in arena: FormArena, others: (Atom) -> Bool) {
            func isCoupled(_ form: Form) -> Bool { form.terms.keys.contains { $0.factors.contains { others(arena.atom($0.atom)) } } }
            let decays = Array(decays)
            if decays.isEmpty, slope.hasNoTerms { self = .exact } else if !decays.contains(where: isCoupled), !isCoupled(slope) { self = .one } else {
                self = slope.hasNoTerms ? .exact : .even
            }
        }
    }

    /// Requires that the monomial is integrable where the variable vanishes, and that something decays where the
    /// domain is unbounded.
    /// - Parameter others: whether an atom mentions another variable of integration.
    func requireOrder(_ monomial: Monomial, _ variable: LineVariable, _ conditions: inout [Exponent], others: (Atom) -> Bool) throws -> PowerBound {
        let own = try read(monomial, variable)
        if variable.vanishes { try require(own.radial.order + own.power + .one, &conditions) }
        let hasExponential = !own.radial.decays.isEmpty || !own.slope.hasNoTerms
        let isBounded = variable.lower != nil && variable.upper != nil
        guard hasExponential || own.radial.binomial != nil || isBounded || variable.lower.map({ $0.sign > 0 }) == true else {
            throw FormError.unsupported("an integral without decay")
        }
        return PowerBound(decays: own.radial.decays.values, slope: own.slope, in: self, others: others)
    }

    func integral(_ monomial: Monomial, _ coefficient: Rational, _ variable: LineVariable, _ conditions: inout [Exponent]) throws -> Form {
        var own = try read(monomial, variable)
        let rest = Form(Monomial(factors: own.radial.rest), coefficient)
        if own.logarithms > 0 {
            guard own.radial.decays.isEmpty, own.slope.hasNoTerms, own.radial.binomial == nil else { throw FormError.unsupported("the integral of a logarithm") }
            return try multiply(logarithmicIntegral(own.power + own.radial.order, own.logarithms, variable, &conditions), rest)
        }
        switch (variable.lower, variable.upper) {
        case (nil, nil):
            if own.slope.hasNoTerms {
                own.radial.order = own.radial.order + own.power
                // The conditions hold for the absolute value.
                let half = try radialIntegral(own.radial, dimension: .one, over: .one, &conditions)
                guard let power = own.power.asInt else { throw FormError.unsupported("this integral") }
                return power % 2 == 1 ? .zero : try multiply(half, rest).scaled(by: 2)
            }
            guard own.radial.order.isZero, own.radial.binomial == nil, own.radial.decays.count == 1, let decay = own.radial.decays[Exponent(2)] else {
                guard !own.radial.decays.isEmpty else { throw FormError.unsupported("the integral of this exponential") }
                return try multiply(integralOfHalves(own, variable, &conditions), rest)
            }
            guard let power = own.power.asInt else { throw FormError.unsupported("the integral of this exponential") }
            return try multiply(gaussianLine(power, decay, own.slope, &conditions), rest)
        case (let lower?, nil) where lower.isZero:
            guard own.slope.hasNoTerms else { throw FormError.unsupported("the integral of this exponential") }
            return try multiply(radialIntegral(own.radial, dimension: .one, over: .one, &conditions), rest)
        default:
            if let lower = variable.lower, lower.sign >= 0 || own.radial.isConstant {
                return try multiply(integral(own, from: lower, to: variable.upper, &conditions), rest)
            }
            return try multiply(integralOfHalves(own, variable, &conditions), rest)
        }
    }

    /// `∫_a^0 x^n g(|x|) e^(βx) dx = (-1)^n ∫_0^(-a) x^n g(x) e^(-βx) dx`, and the positive half.
    private func integralOfHalves(_ own: LineIntegrand, _ variable: LineVariable, _ conditions: inout [Exponent]) throws -> Form {
        guard let power = own.power.asInt else { throw FormError.unsupported("this integral") }
        var result = Form.zero
        if variable.upper.map({ $0.sign > 0 }) ?? true {
            result.add(try integral(own, from: max(variable.lower ?? 0, 0), to: variable.upper, &conditions))
        }
        if variable.lower.map({ $0.sign < 0 }) ?? true {
            var reflected = own
            reflected.slope = own.slope.scaled(by: -1)
            let value = try integral(reflected, from: max(variable.upper.map { -$0 } ?? 0, 0), to: variable.lower.map { -$0 }, &conditions)
            result.add(value, times: power % 2 == 0 ? 1 : -1)
        }
        return result
    }

    /// Where r is the variable itself, or does not occur.
    private func integral(_ own: LineIntegrand, from lower: Rational, to upper: Rational?, _ conditions: inout [Exponent]) throws -> Form {
        var radial = own.radial, slope = own.slope
        radial.order = radial.order + own.power
        if let decay = radial.decays.removeValue(forKey: .one) { slope.add(decay, times: -1) }
        if lower.isZero, upper == nil {
            if !slope.hasNoTerms { radial.decays[.one] = slope.scaled(by: -1) }
            return try radialIntegral(radial, dimension: .one, over: .one, &conditions)
        }
        guard radial.decays.isEmpty, slope.hasNoTerms || radial.binomial == nil else { throw FormError.unsupported("the integral of this exponential") }
        if !slope.hasNoTerms { return try exponentialIntegral(radial.order, slope, from: lower, to: upper, &conditions) }
        if let binomial = radial.binomial { return try binomialIntegral(radial.order, binomial, from: lower, to: upper, &conditions) }
        return try powerIntegral(radial.order, lower, upper, &conditions)
    }

    /// `∫ x^n e^(βx) dx = e^(βx) Σ_j (-1)^j n!/(n-j)! x^(n-j) / β^(j+1)` between the ends of an interval.
    private func exponentialIntegral(
        _ order: Exponent, _ slope: Form, from lower: Rational, to upper: Rational?, _ conditions: inout [Exponent]
    ) throws -> Form {
        guard let n = order.asInt, (0...64).contains(n) else { throw FormError.unsupported("the integral of this exponential") }
        // Between numbers the value at β = 0 is the limit.
        if upper == nil { try requirePositive(slope.scaled(by: -1), &conditions) }
        func antiderivative(at x: Rational) throws -> Form {
            var sum = Form.zero
            var factor: Rational = 1
            for j in 0...n {
                if j > 0 { factor = factor * Rational(-(n - j + 1)) }
                let power = j == n ? Rational(1) : try self.power(x, Rational(n - j))
                sum.add(try self.power(slope, Exponent(Rational(-j - 1))), times: factor * power)
            }
            return try multiply(sum, exponential(slope.scaled(by: x)))
        }
        var result = try antiderivative(at: lower).scaled(by: -1)
        if let upper { result.add(try antiderivative(at: upper)) }
        return result
    }

    /// `∫ (c_0 + c_1 x)^(-t) dx` between ends at which the base is positive; else a Beta function.
    private func binomialIntegral(
        _ order: Exponent, _ binomial: RadialIntegrand.Binomial, from lower: Rational, to upper: Rational?, _ conditions: inout [Exponent]
    ) throws -> Form {
        guard order.isZero, binomial.power == .one, let upper else { return try beta(order, binomial, from: lower, to: upper, &conditions) }
        func base(at x: Rational) -> Form {
            var result = binomial.constant
            result.add(binomial.coefficient, times: x)
            return result
        }
        guard sign(of: base(at: lower)) == .positive, sign(of: base(at: upper)) == .positive else {
            return try beta(order, binomial, from: lower, to: upper, &conditions)
        }
        let next = Exponent.one - binomial.exponent
        var result: Form
        if next.isZero {
            result = try logarithm(base(at: upper))
            result.add(try logarithm(base(at: lower)), times: -1)
        } else {
            guard next.linear.isEmpty else { throw FormError.unsupported("the integral of this power") }
            result = try power(base(at: upper), next)
            result.add(try power(base(at: lower), next), times: -1)
            result = result.scaled(by: next.constant.inverse)
        }
        return try multiply(result, inverse(binomial.coefficient))
    }

    /// `∫ x^n exp(-α x² + β x) dx`, with `x = u + β/(2α)`.
    private func gaussianLine(_ n: Int, _ decay: Form, _ slope: Form, _ conditions: inout [Exponent]) throws -> Form {
        guard (0...64).contains(n) else { throw FormError.tooLarge }
        let center = try multiply(slope, inverse(decay)).scaled(by: Rational(1, 2))
        var result = Form.zero
        var binomial: Rational = 1
        for k in 0...n {
            if k > 0 { binomial = binomial * Rational(n - k + 1) / Rational(k) }
            // k is the power of u.
            let radial = RadialIntegrand(order: Exponent(Rational(k)), decays: [Exponent(2): decay])
            let moment = try radialIntegral(radial, dimension: .one, over: .one, &conditions)
            if k % 2 == 1 { continue }
            result.add(try multiply(moment, power(center, Exponent(Rational(n - k)))), times: binomial * 2)
        }
        return try multiply(result, exponential(multiply(slope, center).scaled(by: Rational(1, 2))))
    }

    /// `∫_0^1 x^(s-1) (1 - x^m)^(-t) dx = Γ(s/m) Γ(1-t) / (m Γ(s/m + 1 - t))`.
    private func beta(
        _ order: Exponent, _ binomial: RadialIntegrand.Binomial, from lower: Rational, to upper: Rational?, _ conditions: inout [Exponent]
    ) throws -> Form {
        guard lower.isZero, upper == 1, binomial.constant == .one, binomial.coefficient == Form(-1) else {
            throw FormError.unsupported("the integral of this power")
        }
        guard binomial.power.linear.isEmpty else { throw FormError.unsupported("an integral with a symbolic power") }
        let power = binomial.power.constant, s = (order + .one) * power.inverse, t = Exponent.one - binomial.exponent
        try require(s, &conditions)
        try require(t, &conditions)
        let result = try multiply(gamma(value(of: s)), gamma(value(of: t)))
        return try multiply(result, inverse(gamma(value(of: s + t)))).scaled(by: power.inverse)
    }

    /// `∫ x^p log^k x dx = x^(p+1) Σ_j (-1)^j k!/(k-j)! log^(k-j) x / (p+1)^(j+1)` between the ends of an interval.
    private func logarithmicIntegral(_ p: Exponent, _ k: Int, _ variable: LineVariable, _ conditions: inout [Exponent]) throws -> Form {
        let next = p + .one
        guard !next.isZero, let lower = variable.lower, lower.sign >= 0 else { throw FormError.unsupported("the integral of a logarithm") }
        // Where it is 0 the integral between positive ends is another.
        if lower.isZero { try require(next, &conditions) } else if variable.upper == nil { try require(-next, &conditions) } else {
            guard next.linear.isEmpty else { throw FormError.unsupported("the integral of a logarithm") }
        }
        func antiderivative(at x: Rational) throws -> Form {
            var sum = Form.zero
            var factor: Rational = 1
            let logarithm = try logarithm(Form(x))
            for j in 0...k {
                if j > 0 { factor = factor * Rational(-(k - j + 1)) }
                // log 1 = 0.
                if j < k, logarithm.hasNoTerms { continue }
                let powers = try multiply(j < k ? power(logarithm, Exponent(Rational(k - j))) : .one, power(value(of: next), Exponent(Rational(-j - 1))))
                sum.add(powers, times: factor)
            }
            return try multiply(sum, power(Form(x), next))
        }
        var result = try variable.upper.map(antiderivative) ?? .zero
        if !lower.isZero { result.add(try antiderivative(at: lower), times: -1) }
        return result
    }

    /// `∫_a^b x^p dx`.
    private func powerIntegral(_ p: Exponent, _ lower: Rational, _ upper: Rational?, _ conditions: inout [Exponent]) throws -> Form {
        let next = p + .one
        if let upper, lower.sign < 0 || next.asInt.map({ $0 > 0 }) == true {
            guard let power = next.asInt, (1...1000).contains(power) else { throw FormError.unsupported("this integral") }
            return Form((try self.power(upper, Rational(power)) - self.power(lower, Rational(power))) / Rational(power))
        }
        guard lower.sign >= 0 else { throw FormError.unsupported("an integral without decay") }
        if let upper, lower.sign > 0, next.isZero {
            var result = try logarithm(Form(upper))
            result.add(try logarithm(Form(lower)), times: -1)
            return result
        }
        var result = Form.zero
        if let upper {
            result = try power(Form(upper), next)
            if lower.isZero || !next.linear.isEmpty { try require(next, &conditions) }
            if lower.sign > 0 { result.add(try power(Form(lower), next), times: -1) }
        } else {
            guard lower.sign > 0 else { throw FormError.unsupported("an integral without decay") }
            try require(-next, &conditions)
            result = try power(Form(lower), next).scaled(by: -1)
        }
        return try multiply(result, inverse(value(of: next)))
    }
}

extension FormArena.LineVariable {
    /// The variable takes no negative value.
    var isPositive: Bool { lower.map { $0.sign >= 0 } ?? false }

    /// Inside its interval or at an end.
    var vanishes: Bool { (lower.map { $0.sign <= 0 } ?? true) && (upper.map { $0.sign >= 0 } ?? true) }
}
