import Arithmetic

/// Values of the Gamma function.
extension FormArena {
    private static let shiftLimit = 400

    /// `Γ(x)` at the representative of x modulo 1 whose constant term lies in [0, 1): `Γ(x+1) = x Γ(x)`, `Γ(1) = 1`,
    /// `Γ(1/2) = √π`.
    ///
    /// - Throws: `FormError.divisionByZero` at 0, -1, -2, ….
    func gamma(_ argument: Form) throws -> Form {
        let constant = argument.terms[.one] ?? 0
        var representative = argument
        if let number = argument.asConstant, number.isInteger {
            guard number.sign > 0 else { throw FormError.divisionByZero }
            representative = .one
        } else {
            representative.add(Form(-constant.floor))
        }
        var shift = argument
        shift.add(representative, times: -1)
        guard let steps = shift.asConstant?.asInt, abs(steps) <= Self.shiftLimit else { throw FormError.tooLarge }
        let result: Form
        switch representative.asConstant {
        case 1?: result = .one
        case Rational(1, 2)?: result = form(.pi, exponent: Exponent(Rational(1, 2)))
        default: result = form(.elementary(.gamma, number(of: representative)))
        }
        if steps >= 0 { return try multiply(result, risingFactorial(representative, steps)) }
        return try multiply(result, inverse(risingFactorial(argument, -steps)))
    }

    /// Where both Γ(x) and Γ(2x + n) occur, the latter is written by Legendre's formula
    /// `Γ(y) = 2^(y-1) Γ(y/2) Γ((y+1)/2) / √π`.
    func duplicatingGammas(_ form: Form) throws -> Form {
        var arguments: [Int32] = []
        for factor in form.terms.keys.flatMap(\.factors) {
            if case .elementary(.gamma, let number) = atom(factor.atom), !arguments.contains(number) { arguments.append(number) }
        }
        guard arguments.count > 1 else { return form }
        for number in arguments.sorted() {
            let y = self.form(number), half = y.scaled(by: Rational(1, 2))
            guard y.asConstant == nil, let exponent = exponent(from: y), arguments.contains(where: { other in
                var difference = self.form(other)
                difference.add(half, times: -1)
                return difference.asConstant != nil
            }) else { continue }
            var next = half
            next.add(Form(Rational(1, 2)))
            var value = try multiply(power(Form(2), exponent - .one), multiply(gamma(half), gamma(next)))
            value = try multiply(value, self.form(.pi, exponent: Exponent(Rational(-1, 2))))
            return try duplicatingGammas(rewriting(form) { atom, exponent in
                atom == .elementary(.gamma, number) ? try self.power(value, exponent) : nil
            })
        }
        return form
    }

    /// Where both Γ(x) and Γ(n - x) occur, the latter is written by Euler's formula `Γ(x) Γ(1-x) = π/sin πx`.
    func reflectingGammas(_ form: Form) throws -> Form {
        var arguments: [Int32] = []
        for factor in form.terms.keys.flatMap(\.factors) {
            if case .elementary(.gamma, let number) = atom(factor.atom), !arguments.contains(number) { arguments.append(number) }
        }
        guard arguments.count > 1 else { return form }
        let sorted = arguments.sorted()
        for (position, number) in sorted.enumerated() {
            for other in sorted.dropFirst(position + 1) {
                var sum = self.form(number)
                sum.add(self.form(other))
                // Their constant terms lie in [0, 1).
                guard let n = sum.hasNoTerms ? 0 : sum.asConstant?.asInt, n == 0 || n == 1 else { continue }
                let sine = try elementary(.sin, multiply(self.form(.pi), self.form(number)))
                var value = try multiply(self.form(.pi), inverse(multiply(sine, gamma(self.form(number)))))
                if n == 0 { value = try multiply(value, inverse(self.form(other))) }
                return try reflectingGammas(rewriting(form) { atom, exponent in
                    atom == .elementary(.gamma, other) ? try self.power(value, exponent) : nil
                })
            }
        }
        return form
    }

    /// `x (x+1) … (x+n-1)`.
    func risingFactorial(_ x: Form, _ n: Int) throws -> Form {
        var result = Form.one
        for k in 0..<n {
            var factor = x
            factor.add(Form(Rational(k)))
            result = try multiply(result, factor)
        }
        return result
    }
}
