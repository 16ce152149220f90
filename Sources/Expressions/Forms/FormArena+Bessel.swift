import Arithmetic

/// Values of the modified Bessel functions.
///
/// Orders that differ by integers are brought to two neighbours by `I_(ν-1) - I_(ν+1) = 2ν/x I_ν` and
/// `K_(ν+1) - K_(ν-1) = 2ν/x K_ν`. Of the order 1/2 they are elementary.
extension FormArena {
    private static let shiftLimit = 60

    func bessel(_ function: BesselFunction, order written: Form, at x: Form) throws -> Form {
        var order = written
        // K_(-ν) = K_ν.
        if function == .second, let first = order.sortedTerms.last(where: { $0.monomial != .one }) ?? order.sortedTerms.first, first.coefficient.sign < 0 {
            order = order.scaled(by: -1)
        }
        let constant = order.terms[.one] ?? 0
        if x.terms.isEmpty {
            guard function == .first, let number = order.asConstant, number.isInteger else { throw FormError.divisionByZero }
            return number.isZero ? .one : .zero
        }
        guard let whole = constant.floor.asInt, abs(whole) <= Self.shiftLimit else { throw FormError.tooLarge }
        var base = order
        base.add(Form(-constant.floor))
        var lower: Form, upper: Form, steps = whole
        if base.asConstant == Rational(1, 2) {
            // The pair of the orders -1/2 and 1/2.
            base.add(Form(-1))
            steps += 1
            let root = try power(x, Exponent(Rational(-1, 2)))
            if function == .first {
                let scale = try multiply(power(Form(2), Exponent(Rational(1, 2))), form(.pi, exponent: Exponent(Rational(-1, 2))))
                lower = try multiply(multiply(scale, root), elementary(.cosh, x))
                upper = try multiply(multiply(scale, root), elementary(.sinh, x))
            } else {
                let scale = try multiply(power(Form(2), Exponent(Rational(-1, 2))), form(.pi, exponent: Exponent(Rational(1, 2))))
                lower = try multiply(multiply(scale, root), exponential(x.scaled(by: -1)))
                upper = lower
            }
        } else {
            var next = base
            next.add(.one)
            lower = form(.bessel(function, order: number(of: base), argument: number(of: x)))
            upper = form(.bessel(function, order: number(of: next), argument: number(of: x)))
        }
        if steps == 0 { return lower }
        let inverse = try self.inverse(x), sign: Rational = function == .first ? -1 : 1
        // `lower` is of the order μ, `upper` of the order μ + 1.
        var μ = base
        while steps > 1 {
            μ.add(.one)
            var next = lower
            next.add(try multiply(multiply(μ, inverse), upper), times: 2 * sign)
            (lower, upper) = (upper, next)
            steps -= 1
        }
        while steps < 0 {
            var previous = upper
            previous.add(try multiply(multiply(μ, inverse), lower), times: -2 * sign)
            (lower, upper) = (previous, lower)
            μ.add(Form(-1))
            steps += 1
        }
        return steps == 1 ? upper : lower
    }

    /// `I_ν' = I_(ν+1) + ν/x I_ν`, `K_ν' = -K_(ν+1) + ν/x K_ν`.
    func derivative(of function: BesselFunction, order: Form, at x: Form) throws -> Form {
        var next = order
        next.add(.one)
        var result = try multiply(multiply(order, inverse(x)), bessel(function, order: order, at: x))
        result.add(try bessel(function, order: next, at: x), times: function == .first ? 1 : -1)
        return result
    }

    /// `I_(ν+1) K_ν = 1/x - I_ν K_(ν+1)`.
    func reducingProductsOfBessels(_ form: Form) throws -> Form {
        var result = Form.zero, changed = false
        for (monomial, coefficient) in form.terms {
            guard let (first, second, value) = try wronskian(in: monomial) else {
                result.add(monomial, coefficient)
                continue
            }
            var rest = monomial
            for place in [first, second].sorted(by: >) {
                let exponent = exponent(rest.factors[place].exponent) - .one
                if exponent.isZero { rest.factors.remove(at: place) } else { rest.factors[place].exponent = code(of: exponent) }
            }
            result.add(try multiply(value, by: rest, coefficient))
            changed = true
        }
        return changed ? try reducingProductsOfBessels(result) : form
    }

    private func wronskian(in monomial: Monomial) throws -> (Int, Int, Form)? {
        for (i, first) in monomial.factors.enumerated() {
            guard case .bessel(.first, let upper, let x) = atom(first.atom), let power = exponent(first.exponent).asInt, power > 0 else { continue }
            for (j, second) in monomial.factors.enumerated() {
                guard case .bessel(.second, let lower, x) = atom(second.atom), let power = exponent(second.exponent).asInt, power > 0 else { continue }
                var difference = form(upper)
                difference.add(form(lower), times: -1)
                guard difference.asConstant == 1 else { continue }
                let argument = form(x), ν = form(lower), next = form(upper)
                var value = try inverse(argument)
                value.add(try multiply(bessel(.first, order: ν, at: argument), bessel(.second, order: next, at: argument)), times: -1)
                return (i, j, value)
            }
        }
        return nil
    }
}
