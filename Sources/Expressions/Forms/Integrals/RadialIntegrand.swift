import Arithmetic

/// How a monomial depends on the size r of one variable of integration:
/// `r^order · exp(-Σ α_m r^m) · (c_0 + c_1 r^m)^(-t)`, times factors that are free of it.
struct RadialIntegrand {
    struct Binomial {
        let constant: Form
        let coefficient: Form
        let power: Exponent
        let exponent: Exponent
    }

    var order = Exponent.zero
    /// α_m by m.
    var decays: [Exponent: Form] = [:]
    var binomial: Binomial?
    var rest: [Factor] = []

    var isConstant: Bool { order.isZero && decays.isEmpty && binomial == nil }
}

/// What is known when a factor is read as a function of one variable.
struct VariableReader {
    /// The power of r that the atom is; `nil` for others.
    let power: (Atom) -> Rational?
    /// A number of either sign whose even powers are powers of r.
    var signed: Atom?
    let mentions: (Atom) -> Bool
    /// Takes a factor that is neither free of the variable nor radial, or throws.
    let other: (Atom, Exponent, Factor) throws -> Void
    /// Takes `exp(coefficient · inner)` with an exponent that is not radial, or throws.
    let phase: (Monomial, Form) throws -> Void
}

extension FormArena {
    func radialIntegrand(_ monomial: Monomial, _ reader: VariableReader) throws -> RadialIntegrand {
        var result = RadialIntegrand()
        for factor in monomial.factors {
            let atom = atom(factor.atom), exponent = exponent(factor.exponent)
            if let power = reader.power(atom) {
                result.order = result.order + exponent * power
            } else if !reader.mentions(atom) {
                result.rest.append(factor)
            } else if case .exponential(let inner) = atom {
                if let (power, coefficient) = radialTerm(inner, reader), !power.isZero {
                    let decay = try multiply(coefficient, value(of: exponent)).scaled(by: -1)
                    result.decays[power, default: .zero].add(decay)
                } else {
                    try reader.phase(inner, value(of: exponent))
                }
            } else if case .composite(let number) = atom, let (constant, coefficient, power) = binomial(form(number), reader) {
                guard result.binomial == nil else { throw FormError.unsupported("an integral of several binomials") }
                result.binomial = .init(constant: constant, coefficient: coefficient, power: power, exponent: -exponent)
            } else {
                try reader.other(atom, exponent, factor)
            }
        }
        result.decays = result.decays.filter { !$0.value.hasNoTerms }
        return result
    }

    /// A monomial as `coefficient · r^power`.
    private func radialTerm(_ monomial: Monomial, _ reader: VariableReader) -> (Exponent, Form)? {
        var power = Exponent.zero
        var rest: [Factor] = []
        for factor in monomial.factors {
            let atom = atom(factor.atom), exponent = exponent(factor.exponent)
            if let own = reader.power(atom) {
                power = power + exponent * own
            } else if atom == reader.signed, let degree = exponent.asInt, degree % 2 == 0 {
                power = power + Exponent(Rational(degree))
            } else if reader.mentions(atom) {
                return nil
            } else {
                rest.append(factor)
            }
        }
        return (power, Form(Monomial(factors: rest)))
    }

    /// `c_0 + c_1 r^m` with m > 0, or a symbol.
    private func binomial(_ form: Form, _ reader: VariableReader) -> (Form, Form, Exponent)? {
        var byPower: [Exponent: Form] = [:]
        for (monomial, coefficient) in form.terms {
            guard let (power, own) = radialTerm(monomial, reader) else { return nil }
            byPower[power, default: .zero].add(own, times: coefficient)
        }
        guard byPower.count == 2, let constant = byPower[.zero], let other = byPower.first(where: { !$0.key.isZero }), !other.key.linear.isEmpty || other.key.constant.sign > 0 else { return nil }
        return (constant, other.value, other.key)
    }

    /// `∫_0^∞ r^(s-1) …  dr` without the factors that are free of r:
    /// `∫_0^∞ r^(s-1) exp(-α r^m) dr = Γ(s/m) / (m α^(s/m))` for s, α, m > 0, and
    /// `∫_0^∞ r^(s-1) (c_0 + c_1 r^m)^(-t) dr = c_0^(s/m-t) c_1^(-s/m) Γ(s/m) Γ(t-s/m) / (m Γ(t))` for c_0, c_1, s, m t - s > 0.
    ///
    /// - Parameters:
    ///   - dimension: `s - order`.
    ///   - denominator: b, for the integral divided by `Γ(b)`.
    ///   - conditions: receives what must be positive. A symbolic power m, of which `s/m` is no linear form, stands with coefficients 1 only.
    func radialIntegral(
        _ integrand: RadialIntegrand, dimension: Exponent, over denominator: Exponent, _ conditions: inout [Exponent]
    ) throws -> Form {
        let s = integrand.order + dimension
        try require(s, &conditions)
        if let binomial = integrand.binomial {
            guard integrand.decays.isEmpty else { throw FormError.unsupported("an exponential times a binomial") }
            guard binomial.power.linear.isEmpty else {
                guard binomial.constant == .one, binomial.coefficient == .one, let rest = binomial.exponent.multiplied(by: binomial.power).map({ $0 - s }) else {
                    throw FormError.unsupported("an integral with a symbolic power")
                }
                try require(rest, &conditions)
                let (first, inversePower) = try symbolicQuotient(s, binomial.power, &conditions)
                var result = try multiply(gamma(first), gamma(multiply(value(of: rest), inversePower)))
                result = try multiply(result, inverse(multiply(gamma(value(of: binomial.exponent)), gamma(value(of: denominator)))))
                return try multiply(result, inversePower)
            }
            let quotient = s * binomial.power.constant.inverse
            try requirePositive(binomial.constant, &conditions)
            try requirePositive(binomial.coefficient, &conditions)
            try require(binomial.exponent - quotient, &conditions)
            var result = try multiply(power(binomial.constant, quotient - binomial.exponent), power(binomial.coefficient, -quotient))
            result = try multiply(result, gamma(value(of: binomial.exponent - quotient)))
            result = try multiply(result, inverse(gamma(value(of: binomial.exponent))))
            return try multiply(result, quotientOfGammas(quotient, denominator)).scaled(by: binomial.power.constant.inverse)
        }
        guard integrand.decays.count == 1, let (power, decay) = integrand.decays.first, !power.linear.isEmpty || power.constant.sign > 0 else {
            throw FormError.unsupported("an integral without decay")
        }
        guard power.linear.isEmpty else {
            guard decay == .one else { throw FormError.unsupported("an integral with a symbolic power") }
            let (quotient, inversePower) = try symbolicQuotient(s, power, &conditions)
            return try multiply(multiply(gamma(quotient), inverse(gamma(value(of: denominator)))), inversePower)
        }
        try requirePositive(decay, &conditions)
        let quotient = s * power.constant.inverse
        return try multiply(self.power(decay, -quotient), quotientOfGammas(quotient, denominator)).scaled(by: power.constant.inverse)
    }

    /// `s/m` and `1/m` for a symbol m > 0.
    private func symbolicQuotient(_ s: Exponent, _ power: Exponent, _ conditions: inout [Exponent]) throws -> (Form, Form) {
        try require(power, &conditions)
        let inversePower = try inverse(value(of: power))
        return (try multiply(value(of: s), inversePower), inversePower)
    }

    /// `Γ(a)/Γ(b)`, a polynomial in b where a - b is a natural number.
    func quotientOfGammas(_ a: Exponent, _ b: Exponent) throws -> Form {
        if let steps = (a - b).asInt, (0...64).contains(steps) { return try risingFactorial(value(of: b), steps) }
        return try multiply(gamma(value(of: a)), inverse(gamma(value(of: b))))
    }

    /// Adds the condition that a number be positive for an integral to converge absolutely.
    func require(_ exponent: Exponent, _ conditions: inout [Exponent]) throws {
        if exponent.linear.isEmpty {
            guard exponent.constant.sign > 0 else { throw FormError.unsupported("an integral that does not converge absolutely term by term") }
        } else {
            conditions.append(exponent)
        }
    }

    /// Adds a condition where positivity is not known from the terms.
    func requirePositive(_ form: Form, _ conditions: inout [Exponent]) throws {
        if case .positive = sign(of: form) { return }
        guard let exponent = exponent(from: form) else { throw FormError.unsupported("an integral whose decay is not known to be positive") }
        try require(exponent, &conditions)
    }
}
