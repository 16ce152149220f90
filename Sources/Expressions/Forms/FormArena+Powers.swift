import Arithmetic

/// Powers, exponentials and logarithms of forms.
///
/// Laws used, each valid wherever both sides are defined: `(ab)^e = a^e b^e` for integral e, and for any e
/// when a is non-negative; `(a^e)^f = a^(ef)` for integral f, and for any f when a is non-negative.
extension FormArena {
    func power(_ base: Form, _ exponent: Exponent) throws -> Form {
        if exponent == .one { return base }
        if exponent.isIntegral && exponent.asInt == nil { throw FormError.tooLarge }
        if base.terms.isEmpty {
            guard let integer = exponent.asInt else {
                if exponent.linear.isEmpty && exponent.constant.sign > 0 { return .zero }
                throw FormError.divisionByZero
            }
            if integer <= 0 { throw FormError.divisionByZero }
            return .zero
        }
        if exponent.isZero { return .one }
        if base.terms.count == 1, let (monomial, coefficient) = base.terms.first {
            return try power(monomial, coefficient, exponent)
        }
        if let integer = exponent.asInt, integer > 0 {
            guard integer <= 1000 else { throw FormError.tooLarge }
            var result = Form.one
            for _ in 0..<integer { result = try multiply(result, base) }
            return result
        }
        return try compositePower(base, exponent)
    }

    func inverse(_ form: Form) throws -> Form { try power(form, Exponent(-1)) }

    private func power(_ monomial: Monomial, _ coefficient: Rational, _ exponent: Exponent) throws -> Form {
        if let integer = exponent.asInt {
            guard abs(integer) <= 1 << 20 else { throw FormError.tooLarge }
            let factors = try monomial.factors.map { factor -> Factor in
                let product = self.exponent(factor.exponent) * Rational(integer)
                if let small = product.asInt, abs(small) >= 1 << 24 { throw FormError.tooLarge }
                return Factor(atom: factor.atom, exponent: code(of: product))
            }
            let scale = try power(coefficient, Rational(integer))
            let (clean, extra) = try normalised(Monomial(factors: factors), scale)
            return Form(clean, extra)
        }
        var result = try naturalPower(coefficient.magnitude, exponent)
        var rest: [Factor] = []
        for factor in monomial.factors {
            // A factor x^a with a not integral demands x > 0, so it may be split off as well.
            let isPositive = sign(of: factor.atom) != .unknown || !self.exponent(factor.exponent).isIntegral
            let inner = self.exponent(factor.exponent)
            if isPositive, hasSymbolicExponent(factor) || inner.multiplied(by: exponent) == nil {
                let base = try logarithm(Form(Monomial(factors: [Factor(atom: factor.atom, exponent: 1)])))
                result = try multiply(result, exponential(multiply(multiply(value(of: inner), value(of: exponent)), base)))
            } else if isPositive, let product = inner.multiplied(by: exponent) {
                let power = Monomial(factors: [Factor(atom: factor.atom, exponent: code(of: product))])
                result = try multiply(result, by: power)
            } else {
                rest.append(factor)
            }
        }
        if coefficient.sign > 0 {
            if rest.isEmpty { return result }
            // x^e with e not integral demands x > 0, so the power of a single atom is itself a generator.
            if rest.count == 1, rest[0].exponent == 1 {
                rest[0].exponent = code(of: exponent)
                return try multiply(result, by: Monomial(factors: rest))
            }
        }
        let base = Form(Monomial(factors: rest), coefficient.sign > 0 ? 1 : -1)
        return try multiply(result, form(.composite(number(of: base)), exponent: exponent))
    }

    /// `n^e` for a positive rational n, by prime factors.
    private func naturalPower(_ value: Rational, _ exponent: Exponent) throws -> Form {
        if value == 1 { return .one }
        var result = Form.one
        for (integer, side) in [(value.numerator, Rational(1)), (value.denominator, Rational(-1))] {
            for (prime, multiplicity) in primeFactors(integer) {
                let atom = number(of: .natural(prime))
                let power = Factor(atom: atom, exponent: code(of: exponent * (Rational(multiplicity) * side)))
                let (monomial, coefficient) = try normalised(Monomial(factors: [power]), 1)
                result = try multiply(result, by: monomial, coefficient)
            }
        }
        return result
    }

    /// Prime factors found by trial division, and the cofactor as if it were prime.
    private func primeFactors(_ integer: Integer) -> [(Rational, Int)] {
        let factorization = integer.trialFactorization(limit: 10_000)
        var result = factorization.factors.map { (Rational($0.prime), $0.exponent) }
        if !factorization.isComplete { result.append((Rational(factorization.cofactor), 1)) }
        return result
    }

    /// A power that is kept as a generator; the base is made primitive first.
    private func compositePower(_ base: Form, _ exponent: Exponent) throws -> Form {
        if exponent.asInt == nil {
            let factors = try factors(of: base)
            if !factors.isTrivial {
                var result = try naturalPower(factors.scale, exponent)
                for (base, multiplicity) in factors.bases { result = try multiply(result, power(base, exponent * Rational(multiplicity))) }
                return result
            }
        }
        let terms = base.sortedTerms
        var common: [Factor] = []
        for factor in terms[0].monomial.factors {
            if exponent.asInt == nil && sign(of: factor.atom) == .unknown { continue }
            var least = self.exponent(factor.exponent)
            let isShared = terms.allSatisfy { term in
                guard let other = term.monomial.factors.first(where: { $0.atom == factor.atom }) else { return false }
                let candidate = self.exponent(other.exponent)
                guard candidate.linear == least.linear else { return false }
                if candidate.constant < least.constant { least = candidate }
                return true
            }
            if isShared { common.append(Factor(atom: factor.atom, exponent: code(of: least))) }
        }
        let scale = exponent.asInt != nil ? terms[0].coefficient : terms[0].coefficient.magnitude
        let divisor = Monomial(factors: common.map { Factor(atom: $0.atom, exponent: code(of: -self.exponent($0.exponent))) })
        let primitive = try multiply(base, by: divisor, scale.inverse)
        var result = form(.composite(number(of: primitive)), exponent: exponent)
        if scale != 1 { result = try multiply(result, power(Monomial.one, scale, exponent)) }
        if !common.isEmpty { result = try multiply(result, power(Monomial(factors: common), 1, exponent)) }
        return result
    }

    /// `exp` as a product of `exp(monomial)^coefficient`, so that `exp(a+b) = exp(a) exp(b)` holds by form.
    func exponential(_ form: Form) throws -> Form {
        let form = try dividedThrough(form)
        var factors: [Factor] = []
        for (monomial, coefficient) in form.sortedTerms {
            var rest = monomial
            var exponent = Exponent(coefficient)
            // exp(γ φ) = exp(φ)^γ.
            let parameters = monomial.factors.indices.filter { isLinearParameter(monomial.factors[$0]) }
            if parameters.count == 1, case .parameter(let name) = atom(monomial.factors[parameters[0]].atom) {
                rest.factors.remove(at: parameters[0])
                exponent = Exponent(0, linear: [Exponent.Term(symbol: name, coefficient: coefficient)])
            }
            // exp(c log n) = n^c.
            if rest.factors.count == 1, rest.factors[0].exponent == 1,
                case .logarithm(let number) = atom(rest.factors[0].atom) {
                var product = try power(self.form(number), exponent)
                if !factors.isEmpty { product = try multiply(product, by: Monomial(factors: factors)) }
                return try multiply(product, exponential(dropping(form, through: monomial)))
            }
            let single = Monomial(factors: [Factor(atom: number(of: .exponential(rest)), exponent: code(of: exponent))])
            factors = product(Monomial(factors: factors), single).factors
        }
        return Form(Monomial(factors: factors))
    }

    /// The terms after `monomial` in the fixed order.
    private func dropping(_ form: Form, through monomial: Monomial) -> Form {
        var rest = Form.zero
        for term in form.sortedTerms where Monomial.precedes(monomial, term.monomial) {
            rest.add(term.monomial, term.coefficient)
        }
        return rest
    }

    /// `exp(M)` with parameters in the exponent that are no linear form: `x^(1/p)`.
    private func hasSymbolicExponent(_ factor: Factor) -> Bool {
        guard case .exponential(let inner) = atom(factor.atom) else { return false }
        return inner.factors.contains { factor in
            switch atom(factor.atom) {
            case .parameter: return true
            case .composite(let number):
                return form(number).terms.keys.allSatisfy { $0.factors.allSatisfy { if case .parameter = atom($0.atom) { true } else { false } } }
            default: return false
            }
        }
    }

    private func isLinearParameter(_ factor: Factor) -> Bool {
        if case .parameter = atom(factor.atom) { return factor.exponent == 1 }
        return false
    }

    func logarithm(_ form: Form) throws -> Form {
        if form.terms.isEmpty { throw FormError.divisionByZero }
        if form.terms.count > 1 {
            let factors = try factors(of: form)
            if factors.isTrivial { return self.form(.logarithm(number(of: form))) }
            var result = try logarithm(Form(factors.scale))
            for (base, multiplicity) in factors.bases { result.add(try logarithm(base), times: Rational(multiplicity)) }
            return result
        }
        guard let (monomial, coefficient) = form.terms.first, coefficient.sign > 0 else {
            return self.form(.logarithm(number(of: form)))
        }
        var result = Form.zero
        for (integer, side) in [(coefficient.numerator, 1), (coefficient.denominator, -1)] {
            for (prime, multiplicity) in primeFactors(integer) {
                result.add(self.form(.logarithm(number(of: Form(prime)))), times: Rational(multiplicity * side))
            }
        }
        var rest: [Factor] = []
        for factor in monomial.factors {
            let exponent = value(of: self.exponent(factor.exponent))
            if case .exponential(let inner) = atom(factor.atom) {
                result.add(try multiply(exponent, by: inner))
            } else if sign(of: factor.atom) != .unknown, case .composite(let number) = atom(factor.atom) {
                result.add(try multiply(exponent, logarithm(self.form(number))))
            } else if sign(of: factor.atom) != .unknown {
                let single = Form(Monomial(factors: [Factor(atom: factor.atom, exponent: 1)]))
                result.add(try multiply(exponent, self.form(.logarithm(number(of: single)))))
            } else {
                rest.append(factor)
            }
        }
        if !rest.isEmpty { result.add(self.form(.logarithm(number(of: Form(Monomial(factors: rest)))))) }
        return result
    }

    func elementary(_ function: ElementaryFunction, _ argument: Form) throws -> Form {
        switch function {
        case .exp: return try exponential(argument)
        case .log: return try logarithm(argument)
        case .gamma: return try gamma(argument)
        default: break
        }
        if argument.terms.isEmpty {
            switch function {
            case .cos, .cosh: return .one
            case .sign: throw FormError.divisionByZero
            default: return .zero
            }
        }
        switch function {
        // |x| = √(x²), so that absolute values and roots of squares are one generator.
        case .abs:
            return sign(of: argument) != .unknown ? argument : try power(power(argument, Exponent(2)), Exponent(Rational(1, 2)))
        case .sign:
            let size = sign(of: argument) != .unknown ? argument : try power(power(argument, Exponent(2)), Exponent(Rational(1, 2)))
            return try multiply(argument, inverse(size))
        default: break
        }
        if function == .sin || function == .cos, let part = partOfPi(argument), let value = try Self.sine(function == .sin ? part : part + Rational(1, 2)).map({ try root($0) }) {
            return value
        }
        // Odd and even functions take the argument whose first term is positive.
        if let first = argument.sortedTerms.first, first.coefficient.sign < 0 {
            let flipped = form(.elementary(function, number(of: argument.scaled(by: -1))))
            switch function {
            case .cos, .cosh: return flipped
            default: return flipped.scaled(by: -1)
            }
        }
        return form(.elementary(function, number(of: argument)))
    }

    /// r where the form is `r π`.
    private func partOfPi(_ form: Form) -> Rational? {
        guard form.terms.count == 1, let (monomial, coefficient) = form.terms.first, monomial == Monomial(factors: [Factor(atom: number(of: .pi), exponent: 1)])
        else { return nil }
        return coefficient
    }

    /// The sign and the square of `sin(r π)` where that is rational: r a multiple of 1/4 or of 1/6 (Niven).
    private static func sine(_ part: Rational) -> (sign: Int, square: Rational)? {
        let turn = part - 2 * (part / 2).floor
        let sign = turn < 1 ? 1 : -1, half = turn < 1 ? turn : turn - 1
        let squares: [Rational: Rational] = [0: 0, Rational(1, 6): Rational(1, 4), Rational(1, 4): Rational(1, 2), Rational(1, 3): Rational(3, 4), Rational(1, 2): 1]
        return squares[min(half, 1 - half)].map { (sign, $0) }
    }

    private func root(_ value: (sign: Int, square: Rational)) throws -> Form {
        if value.square.isZero { return .zero }
        return try power(Form(value.square), Exponent(Rational(1, 2))).scaled(by: Rational(value.sign))
    }
}
