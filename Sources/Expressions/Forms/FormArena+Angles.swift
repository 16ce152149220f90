import Arithmetic

/// Addition formulas.
extension FormArena {
    private static let greatestMultiple = 12
    private static let mostTerms = 4

    /// With sin and cos of sums and of multiples written by those of the parts, and hyperbolic functions by exponentials. Angles with one
    /// monomial are multiples of a common one.
    func expandingAngles(_ form: Form) throws -> Form {
        guard mentionsAngles(form) else { return form }
        var denominators: [Monomial: Integer] = [:]
        for monomial in form.terms.keys {
            for factor in monomial.factors {
                guard case .elementary(let function, let number) = atom(factor.atom), [.sin, .cos, .tan].contains(function) else { continue }
                for (angle, coefficient) in self.form(number).terms {
                    let known = Rational(denominators[angle] ?? 1)
                    denominators[angle] = known.numerator * (known * coefficient).denominator
                }
            }
        }
        return try rewriting(form) { atom, exponent in
            if case .elementary(.cos, let number) = atom, let parity = exponent.asInt.map({ abs($0) % 2 }), self.isIntegerMultipleOfPi(self.form(number)) {
                return try self.wholeCosine(self.form(number), isSquared: parity == 0)
            }
            guard case .elementary(let function, let number) = atom, let value = try self.expanded(function, self.form(number), denominators) else { return nil }
            return try self.power(value, exponent)
        }
    }

    private func mentionsAngles(_ form: Form) -> Bool {
        form.terms.keys.contains { monomial in
            monomial.factors.contains { factor in
                switch atom(factor.atom) {
                case .elementary(let function, _): return [.sin, .cos, .tan, .sinh, .cosh, .tanh].contains(function)
                default: return false
                }
            }
        }
    }

    private func expanded(_ function: ElementaryFunction, _ argument: Form, _ denominators: [Monomial: Integer]) throws -> Form? {
        switch function {
        case .sin, .cos:
            guard let (cosine, sine) = try circular(argument, denominators) else { return nil }
            return function == .cos ? cosine : sine
        case .tan:
            guard let (cosine, sine) = try circular(argument, denominators) else { return nil }
            return try multiply(sine, inverse(cosine))
        case .sinh, .cosh, .tanh:
            let above = try exponential(argument), below = try exponential(argument.scaled(by: -1))
            var sum = above, difference = above
            sum.add(below)
            difference.add(below, times: -1)
            if function == .tanh { return try multiply(difference, inverse(sum)) }
            return (function == .cosh ? sum : difference).scaled(by: Rational(1, 2))
        default: return nil
        }
    }

    /// cos and sin of `Σ n_k θ_k`.
    private func circular(_ argument: Form, _ denominators: [Monomial: Integer]) throws -> (Form, Form)? {
        guard argument.terms.count <= Self.mostTerms else { return nil }
        func product(_ a: (Form, Form), _ b: (Form, Form)) throws -> (Form, Form) {
            var cosine = try multiply(a.0, b.0), sine = try multiply(a.0, b.1)
            cosine.add(try multiply(a.1, b.1), times: -1)
            sine.add(try multiply(a.1, b.0))
            return (cosine, sine)
        }
        var result = (Form.one, Form.zero)
        for (angle, coefficient) in argument.sortedTerms {
            let denominator = Rational(denominators[angle] ?? coefficient.denominator)
            guard let multiple = (coefficient * denominator).asInt, abs(multiple) <= Self.greatestMultiple else { return nil }
            let unit = Form(angle, denominator.inverse)
            if isIntegerMultipleOfPi(Form(angle, coefficient)) {
                result = try product(result, (wholeCosine(Form(angle, coefficient), isSquared: false), .zero))
                continue
            }
            let (cosine, size) = try units(unit), sine = size.scaled(by: multiple < 0 ? -1 : 1)
            for _ in 0..<abs(multiple) { result = try product(result, (cosine, sine)) }
        }
        return result
    }

    /// cos and sin of one angle: of arctan x, `1/√(1 + x²)` and `x/√(1 + x²)`.
    private func units(_ angle: Form) throws -> (Form, Form) {
        guard angle.terms.count == 1, let (monomial, coefficient) = angle.terms.first, coefficient == 1, monomial.factors.count == 1,
            monomial.factors[0].exponent == 1, case .elementary(.atan, let number) = atom(monomial.factors[0].atom)
        else { return (try elementary(.cos, angle), try elementary(.sin, angle)) }
        let slope = form(number)
        var square = try multiply(slope, slope)
        square.add(.one)
        let cosine = try power(square, Exponent(Rational(-1, 2)))
        return (cosine, try multiply(slope, cosine))
    }

    /// A product of π, an integer and parameters that are integers.
    private func isIntegerMultipleOfPi(_ angle: Form) -> Bool {
        guard angle.terms.count == 1, let (monomial, coefficient) = angle.terms.first, coefficient.isInteger else { return false }
        var hasPi = false
        for factor in monomial.factors {
            guard let power = exponent(factor.exponent).asInt, power > 0 else { return false }
            switch atom(factor.atom) {
            case .pi:
                guard power == 1 else { return false }
                hasPi = true
            case .parameter(let name): guard integerParameters.contains(name) else { return false }
            default: return false
            }
        }
        return hasPi
    }

    /// `cos(mπ)`, or its square, for an integer m: 1 where m is even, else `cos(mπ)` with m as far as its parity tells.
    private func wholeCosine(_ angle: Form, isSquared: Bool) throws -> Form {
        guard !isSquared, let (monomial, coefficient) = angle.terms.first, (coefficient / 2).isInteger == false else { return .one }
        return try monomial.factors.count == 1 ? Form.one.scaled(by: -1) : elementary(.cos, Form(monomial, 1))
    }
}
