import Arithmetic

/// Quotients of polynomials in parameters, as they stand in exponents: `p/(p-1) = 1 + 1/(p-1)`, so that `x^(p/(p-1)) x^(-1/(p-1)) = x`.
extension FormArena {
    /// Every numerator is divided with remainder by its denominators, and those that are linear in one parameter are parted:
    /// `1/(p (p-1)) = 1/(p-1) - 1/p`.
    func dividedThrough(_ form: Form) throws -> Form {
        var result = Form.zero
        var waiting = form
        while let (monomial, coefficient) = waiting.terms.first {
            waiting.terms[monomial] = nil
            if let (position, base) = numerator(monomial) {
                let power = exponent(monomial.factors[position].exponent) - .one
                var rest = monomial
                if power.isZero { rest.factors.remove(at: position) } else { rest.factors[position].exponent = code(of: power) }
                for (term, factor) in base.terms { waiting.add(product(rest, term), factor * coefficient) }
                try spend(base.terms.count)
            } else if let (position, quotient, divisor) = division(monomial) {
                // q lead D^(-k) = (q/c) (D - rest) D^(-k), with D = c lead + rest.
                let scale = coefficient / divisor.scale
                waiting.add(product(quotient, raised(monomial.factors[position])), scale)
                let kept = product(quotient, Monomial(factors: [monomial.factors[position]]))
                for (term, factor) in divisor.rest.terms { waiting.add(product(kept, term), -(factor * scale)) }
                try spend(divisor.rest.terms.count + 1)
            } else if let (first, second) = partialFractions(monomial) {
                // 1/(D E) = (b/E - a/D)/(b r - a s), with D = a p + r, E = b p + s.
                let scale = coefficient / (second.slope * first.constant - first.slope * second.constant)
                for (raisedOne, slope) in [(first, second.slope), (second, -first.slope)] {
                    var rest = monomial
                    rest.factors.remove(at: raisedOne.position)
                    waiting.add(product(rest, raised(monomial.factors[raisedOne.position])), slope * scale)
                }
                try spend(2)
            } else {
                result.add(monomial, coefficient)
            }
        }
        return result
    }

    /// A sum of parameters that stands as a factor, as in `((p-1)^(-1))^(-1)`.
    private func numerator(_ monomial: Monomial) -> (position: Int, base: Form)? {
        for (position, factor) in monomial.factors.enumerated() {
            guard case .composite(let number) = atom(factor.atom), let power = exponent(factor.exponent).asInt, power > 0,
                leadingTerm(form(number)) != nil else { continue }
            return (position, form(number))
        }
        return nil
    }

    /// With one power more.
    private func raised(_ factor: Factor) -> Monomial {
        let power = exponent(factor.exponent) + .one
        return Monomial(factors: power.isZero ? [] : [Factor(atom: factor.atom, exponent: code(of: power))])
    }

    /// A denominator `slope p + constant`.
    private struct LinearDenominator {
        let position: Int
        let parameter: Int32
        let slope: Rational
        let constant: Rational
    }

    private func partialFractions(_ monomial: Monomial) -> (LinearDenominator, LinearDenominator)? {
        var found: [LinearDenominator] = []
        for (position, factor) in monomial.factors.enumerated() {
            guard let power = exponent(factor.exponent).asInt, power < 0 else { continue }
            let next: LinearDenominator
            switch atom(factor.atom) {
            case .parameter: next = LinearDenominator(position: position, parameter: factor.atom, slope: 1, constant: 0)
            case .composite(let number):
                guard let (lead, slope) = leadingTerm(form(number)), lead.factors.count == 1, lead.factors[0].exponent == 1 else { continue }
                var rest = form(number)
                rest.terms[lead] = nil
                guard let constant = rest.asConstant else { continue }
                next = LinearDenominator(position: position, parameter: lead.factors[0].atom, slope: slope, constant: constant)
            default: continue
            }
            if let other = found.first(where: { $0.parameter == next.parameter && $0.slope * next.constant != next.slope * $0.constant }) {
                return (other, next)
            }
            found.append(next)
        }
        return nil
    }

    /// A denominator that goes into the rest of the monomial, and what remains of that without the denominator's leading term.
    private func division(_ monomial: Monomial) -> (position: Int, quotient: Monomial, divisor: (scale: Rational, rest: Form))? {
        for (position, factor) in monomial.factors.enumerated() {
            guard case .composite(let number) = atom(factor.atom), let power = exponent(factor.exponent).asInt, power < 0,
                let (lead, scale) = leadingTerm(form(number)), !lead.factors.isEmpty
            else { continue }
            var others = monomial
            others.factors.remove(at: position)
            let divides = lead.factors.allSatisfy { own in
                others.factors.contains { $0.atom == own.atom && (exponent($0.exponent).asInt ?? 0) >= (exponent(own.exponent).asInt ?? .max) }
            }
            guard divides else { continue }
            let inverse = Monomial(factors: lead.factors.map { Factor(atom: $0.atom, exponent: code(of: -exponent($0.exponent))) })
            var rest = form(number)
            rest.terms[lead] = nil
            return (position, product(others, inverse), (scale, rest))
        }
        return nil
    }

    /// The leading term of a polynomial in parameters by degree, then lexicographically; `nil` for other forms.
    private func leadingTerm(_ form: Form) -> (Monomial, Rational)? {
        func degree(_ monomial: Monomial) -> Int? {
            var total = 0
            for factor in monomial.factors {
                guard case .parameter = atom(factor.atom), let power = exponent(factor.exponent).asInt, power > 0 else { return nil }
                total += power
            }
            return total
        }
        var best: (monomial: Monomial, coefficient: Rational, degree: Int)?
        for (monomial, coefficient) in form.sortedTerms {
            guard let degree = degree(monomial) else { return nil }
            guard let known = best else {
                best = (monomial, coefficient, degree)
                continue
            }
            if degree > known.degree || degree == known.degree && isGreater(monomial, known.monomial) { best = (monomial, coefficient, degree) }
        }
        return best.map { ($0.monomial, $0.coefficient) }
    }

    /// Lexicographically: the first parameter whose powers differ decides.
    private func isGreater(_ a: Monomial, _ b: Monomial) -> Bool {
        for (x, y) in zip(a.factors, b.factors) {
            if x.atom != y.atom { return x.atom < y.atom }
            if x.exponent != y.exponent { return x.exponent > y.exponent }
        }
        return a.factors.count > b.factors.count
    }
}
