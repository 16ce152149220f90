import Arithmetic

extension TensorReader {
    /// ℓ of an argument `ℓ + constant` or `|ℓ|`, where ℓ is a linear form in points: as the argument goes to infinity, so does ℓ.
    func linearForm(of argument: ArgumentKey) -> LinearForm? {
        switch argument {
        case .point(let point): return LinearForm([point: 1])
        case .form(let number): return norm(arena.form(number)) ?? linearForm(arena.form(number), component: nil)
        case .components(let numbers):
            let forms = numbers.enumerated().map { linearForm(arena.form($1), component: $0 + 1) }
            guard let first = forms.first, forms.allSatisfy({ $0 == first }) else { return nil }
            return first
        }
    }

    private func norm(_ form: Form) -> LinearForm? {
        guard form.terms.count == 1, let monomial = form.terms.keys.first, monomial.factors.count == 1 else { return nil }
        let factor = monomial.factors[0], exponent = arena.exponent(factor.exponent)
        guard exponent.linear.isEmpty, exponent.constant == Rational(1, 2) else { return nil }
        if case .composite(let number) = arena.atom(factor.atom) { return quadratic(arena.form(number))?.squareRoot }
        return square(arena.atom(factor.atom))
    }

    private func linearForm(_ form: Form, component: Int?) -> LinearForm? {
        var coefficients: [Point: Rational] = [:]
        for (monomial, coefficient) in form.terms {
            if isConstant(monomial) { continue }
            guard monomial.factors.count == 1, monomial.factors[0].exponent == 1, let part = linear(arena.atom(monomial.factors[0].atom)),
                part.component == component else { return nil }
            for (point, factor) in part.terms { coefficients[point] = (coefficients[point] ?? 0) + coefficient * factor }
        }
        return LinearForm(coefficients)
    }
}

extension Growth {
    /// Whether the term decays faster than every power as the point goes to infinity, wherever the other variables are.
    ///
    /// It decays in `v` and `w` where it decays in `v - w` and in `w`: in whatever is a combination of such forms. Points that are not
    /// among the variables are fixed.
    public func decays(in point: Point, varying variables: [Point]) -> Bool {
        if decaying.contains(point) { return true }
        guard let own = LinearForm([point: 1]) else { return false }
        let forms = decayingForms + decaying.compactMap { LinearForm([$0: 1]) }
        let arrangement = LinearArrangement(forms: [], variables: variables)
        return arrangement.rank(forms + [own], all: false) == arrangement.rank(Array(forms), all: false)
    }
}
