import Arithmetic

/// Sums as products, so that `(ab)^e = a^e b^e` and `log(ab) = log a + log b` hold by form whichever way the
/// product is written.
extension FormArena {
    /// `scale · Π base^multiplicity` with a positive scale. The bases are irreducible and known not to be negative, or there
    /// is one only.
    struct Factors {
        var scale: Rational
        var bases: [(form: Form, multiplicity: Int)]

        /// The sum itself.
        var isTrivial: Bool { scale == 1 && bases.count == 1 && bases[0].multiplicity == 1 }
    }

    /// Of a sum of at least two terms.
    func factors(of form: Form) throws -> Factors {
        let terms = form.sortedTerms
        let scale = terms[0].coefficient.magnitude
        let primitive = form.scaled(by: scale.inverse)
        let number = number(of: primitive)
        let known = factorisations[number]
        var result = try known ?? split(primitive)
        if known == nil { factorisations[number] = result }
        result.scale *= scale
        return result
    }

    /// The sum itself where it is irreducible, or no polynomial.
    private func split(_ form: Form) throws -> Factors {
        let whole = Factors(scale: 1, bases: [(form, 1)])
        let terms = form.sortedTerms
        // What all terms share comes out first, denominators too.
        var lowest: [Int32: Int] = [:]
        for term in terms {
            for factor in term.monomial.factors {
                guard let exponent = exponent(factor.exponent).asInt, (-64...64).contains(exponent) else { return whole }
                lowest[factor.atom] = terms.reduce(exponent) { lowest, term in
                    min(lowest, term.monomial.factors.first { $0.atom == factor.atom }.flatMap { self.exponent($0.exponent).asInt } ?? 0)
                }
            }
        }
        let shared = lowest.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        guard shared.allSatisfy({ sign(of: $0.key) != .unknown }) else { return whole }
        let atoms = lowest.keys
        // A term that is one atom, which stands nowhere else.
        let isLinear = terms.contains { term in
            guard shared.isEmpty, term.monomial.factors.count == 1, term.monomial.factors[0].exponent == 1 else { return false }
            let atom = term.monomial.factors[0].atom
            return terms.count { $0.monomial.factors.contains { $0.atom == atom } } == 1
        }
        guard !isLinear, terms.count <= 60, atoms.count <= 12 else { return whole }
        let places = atoms.sorted()
        let ring = PolynomialRing(variables: places.map { "a\($0)" })
        let polynomial = ring.polynomial(terms.map { term in
            Polynomial.Term(
                exponents: places.map { atom in
                    (term.monomial.factors.first { $0.atom == atom }.map { Int($0.exponent) } ?? 0) - (lowest[atom] ?? 0)
                },
                coefficient: term.coefficient)
        })
        guard let found = polynomial.factorisation(), found.factors.reduce(0, { $0 + $1.exponent }) + shared.count > 1 else { return whole }
        var result = Factors(
            scale: found.constant.magnitude,
            bases: shared.map { (Form(Monomial(factors: [Factor(atom: $0.key, exponent: 1)])), $0.value) })
        var isNegative = found.constant.sign < 0
        for (base, multiplicity) in found.factors {
            var own = Form.zero
            for term in base.terms {
                own.add(Monomial(factors: zip(places, term.exponents).filter { $1 > 0 }.map { Factor(atom: $0, exponent: Int32($1)) }), term.coefficient)
            }
            let scale = own.sortedTerms[0].coefficient.magnitude
            for _ in 0..<multiplicity { result.scale *= scale }
            own = own.scaled(by: scale.inverse)
            if sign(of: own) == .unknown {
                own = own.scaled(by: -1)
                // Of a factor of unknown sign no power is split off.
                guard sign(of: own) != .unknown else { return whole }
                if multiplicity % 2 == 1 { isNegative.toggle() }
            }
            result.bases.append((own, multiplicity))
        }
        return isNegative ? whole : result
    }
}
