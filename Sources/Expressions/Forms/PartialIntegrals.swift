import Arithmetic

extension ContractionForm {
    /// `∫ K X dp = I X`, where I is the integral of K over the point and X does not depend on it: the terms that are such multiples of K, integrated,
    /// and the other terms.
    ///
    /// The form must have been made without differences of points as generators.
    public func integratingOut(_ point: Point, _ integrand: Expression, value: Expression, from form: Form) throws -> (integrated: Form, rest: Form) {
        let own = try normalForm(integrand)
        guard own.terms.count == 1, let (weight, scale) = own.terms.first else { return (.zero, form) }
        let value = try normalForm(value).scaled(by: scale.inverse)
        var integrated = Form.zero, rest = Form.zero
        for (monomial, coefficient) in form.sortedTerms {
            if let quotient = monomial.dividing(by: weight), !mentions(point, Form(quotient)) {
                integrated.add(try arena.multiply(value, by: quotient), times: coefficient)
            } else {
                rest.add(monomial, coefficient)
            }
        }
        return (integrated, rest)
    }
}

extension Monomial {
    /// Without the factors of another one, if it has them, to the same powers.
    fileprivate func dividing(by other: Monomial) -> Monomial? {
        guard other.factors.allSatisfy(factors.contains) else { return nil }
        return Monomial(factors: factors.filter { !other.factors.contains($0) })
    }
}
