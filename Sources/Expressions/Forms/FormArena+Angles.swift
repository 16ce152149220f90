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
                guard case .elementary(let function, let number) = atom(factor.atom), function == .sin || function == .cos else { continue }
                for (angle, coefficient) in self.form(number).terms {
                    let known = Rational(denominators[angle] ?? 1)
                    denominators[angle] = known.numerator * (known * coefficient).denominator
                }
            }
        }
        return try rewriting(form) { atom, exponent in
            guard case .elementary(let function, let number) = atom, let value = try self.expanded(function, self.form(number), denominators) else { return nil }
            return try self.power(value, exponent)
        }
    }

    private func mentionsAngles(_ form: Form) -> Bool {
        form.terms.keys.contains { monomial in
            monomial.factors.contains { factor in
                switch atom(factor.atom) {
                case .elementary(let function, _): return [.sin, .cos, .sinh, .cosh, .tanh].contains(function)
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
            let cosine = try elementary(.cos, unit), sine = try elementary(.sin, unit).scaled(by: multiple < 0 ? -1 : 1)
            for _ in 0..<abs(multiple) { result = try product(result, (cosine, sine)) }
        }
        return result
    }
}
