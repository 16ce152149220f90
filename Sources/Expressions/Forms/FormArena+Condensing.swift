import Arithmetic

/// Sums of squares cancelled against powers of themselves.
extension FormArena {
    /// A base with the square that is eliminated by it: `b = c x² + rest`, no `x` in the rest.
    struct Square {
        let atom: Int32
        /// `x² = (b - rest)/c`.
        let value: Form
    }

    /// An equal form, perhaps with fewer terms: `(x² + y²) q/b²` becomes `q/b` where `b = x² + y²`.
    ///
    /// In every term that has a power of such a b, `x²` is replaced by `b - y²`. What is not a multiple of b may grow by
    /// that; then the form is returned as it is.
    func condensed(_ form: Form) throws -> Form {
        var result = form
        for base in Set(form.terms.keys.flatMap { $0.factors.map(\.atom) }).sorted() {
            guard let square = square(of: base) else { continue }
            let candidate = try eliminating(square, by: base, from: result)
            if candidate.terms.count < result.terms.count { result = candidate }
        }
        return result
    }

    /// The form with every power of a sum of squares that divides its term cancelled.
    func dividingOut(_ form: Form) throws -> Form {
        var result = form
        for base in Set(form.terms.keys.flatMap { $0.factors.map(\.atom) }).sorted() {
            guard let square = square(of: base) else { continue }
            result = try eliminating(square, by: base, from: result)
        }
        return result
    }

    private func eliminating(_ square: Square, by base: Int32, from form: Form) throws -> Form {
        var result = Form.zero
        var powers: [Form] = [.one]
        for (monomial, coefficient) in form.terms {
            guard monomial.factors.contains(where: { $0.atom == base }),
                let place = monomial.factors.firstIndex(where: { $0.atom == square.atom }),
                let exponent = exponent(monomial.factors[place].exponent).asInt, exponent >= 2, exponent <= 64
            else {
                result.add(monomial, coefficient)
                continue
            }
            while powers.count <= exponent / 2 { powers.append(try multiply(powers[powers.count - 1], square.value)) }
            var rest = monomial
            if exponent % 2 == 0 { rest.factors.remove(at: place) } else { rest.factors[place].exponent = 1 }
            result.add(try multiply(powers[exponent / 2], by: rest, coefficient))
        }
        return result
    }

    /// `nil` for an atom that is no base, and for a base without a square of its own.
    private func square(of atom: Int32) -> Square? {
        guard case .composite(let number) = self.atom(atom) else { return nil }
        if let known = squares[atom] { return known }
        let base = form(number)
        var found: Square?
        for (monomial, coefficient) in base.sortedTerms.reversed() {
            guard monomial.factors.count == 1, monomial.factors[0].exponent == 2 else { continue }
            let candidate = monomial.factors[0].atom
            let occurrences = base.terms.keys.count { $0.factors.contains { $0.atom == candidate } }
            guard occurrences == 1 else { continue }
            var value = form(self.atom(atom))
            value.add(base, times: -1)
            value.add(monomial, coefficient)
            found = Square(atom: candidate, value: value.scaled(by: coefficient.inverse))
            break
        }
        squares[atom] = .some(found)
        return found
    }
}
