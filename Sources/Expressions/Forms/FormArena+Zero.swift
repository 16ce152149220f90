import Arithmetic

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The zero test, and rewriting of atoms.
extension FormArena {
    /// Whether the form vanishes wherever it is defined. `true` is a proof. `false` says that no relation
    /// known here makes it vanish: generators such as `exp 1` and `π` may be dependent all the same.
    func isZero(_ form: Form) throws -> Bool {
        var pending = [try expandingAngles(form)]
        while let candidate = pending.popLast() {
            if candidate.terms.isEmpty { continue }
            if candidate.terms.count == 1 { return false }
            var reduced = try reducingSquaresOfSine(candidate)
            if hasGamma { reduced = try reflectingGammas(duplicatingGammas(reduced)) }
            if hasBessel { reduced = try reducingProductsOfBessels(reduced) }
            if reduced.terms.isEmpty { continue }
            if hasExponentialOfQuotient, let unified = try unifyingExponentials(reduced) {
                pending.append(unified)
                continue
            }
            let groups = classes(of: reduced).map(\.part)
            if groups.count > 1 {
                pending.append(contentsOf: groups)
                continue
            }
            guard let cleared = try clearingDenominators(reduced) else { return false }
            pending.append(cleared)
        }
        return true
    }

    /// The form with every class of exponents (`classes`) multiplied by powers of its composite bases, so that no base is left
    /// to a varying integral power: zero where the form is and only there, and its monomials are as independent as the atoms are.
    func cleared(_ form: Form) throws -> Form { try cleared(reducingSquaresOfSine(form), rounds: 32) }

    private func cleared(_ form: Form, rounds: Int) throws -> Form {
        var result = Form.zero
        for (signature, part) in classes(of: form) {
            if clearedTermCount(part) > Self.mostClearedTerms { throw FormError.tooLarge }
            guard rounds > 0, let next = try clearingDenominators(part), next != part else {
                result.add(part)
                continue
            }
            // The bases are gone: parts of different classes must not meet.
            result.add(try multiply(cleared(next, rounds: rounds - 1), by: signature))
        }
        return result
    }

    private static let mostClearedTerms = 1e6

    /// A bound on the terms once every composite base is multiplied out.
    private func clearedTermCount(_ form: Form) -> Double {
        var exponents: [Int32: ClosedRange<Double>] = [:]
        for monomial in form.terms.keys {
            for factor in monomial.factors where isComposite(factor.atom) {
                let value = exponent(factor.exponent).constant.doubleValue, known = exponents[factor.atom] ?? value...value
                exponents[factor.atom] = min(known.lowerBound, value)...max(known.upperBound, value)
            }
        }
        return exponents.reduce(Double(form.termCount)) { count, base in
            guard case .composite(let number) = atom(base.key) else { return count }
            // A term without the base has exponent 0.
            let span = max(base.value.upperBound, 0) - min(base.value.lowerBound, 0)
            return count * pow(Double(self.form(number).termCount), span.rounded(.up))
        }
    }

    /// The parts of a form in which the exponents of every composite base differ by integers only. Each part
    /// must vanish by itself, for generic bases.
    private func classes(of form: Form) -> [(signature: Monomial, part: Form)] {
        var parts: [Monomial: Form] = [:]
        for (monomial, coefficient) in form.terms {
            var signature: [Factor] = []
            for factor in monomial.factors where isComposite(factor.atom) {
                let exponentClass = exponent(factor.exponent).classModuloIntegers
                if !exponentClass.isZero { signature.append(Factor(atom: factor.atom, exponent: code(of: exponentClass))) }
            }
            parts[Monomial(factors: signature), default: .zero].terms[monomial] = coefficient
        }
        return parts.sorted { Monomial.precedes($0.key, $1.key) }.map { ($0.key, $0.value) }
    }

    func isComposite(_ atom: Int32) -> Bool {
        if case .composite = self.atom(atom) { return true }
        return false
    }

    /// Multiplies by a power of every composite base so that the least exponent of each becomes zero, and
    /// expands; `nil` when there is nothing to clear.
    private func clearingDenominators(_ form: Form) throws -> Form? {
        var least: [Int32: Exponent] = [:]
        var occurs: [Int32: Int] = [:]
        for monomial in form.terms.keys {
            for factor in monomial.factors where isComposite(factor.atom) {
                occurs[factor.atom, default: 0] += 1
                let exponent = exponent(factor.exponent)
                if let known = least[factor.atom], known.constant <= exponent.constant { continue }
                least[factor.atom] = exponent
            }
        }
        // A term without the base has exponent 0.
        for (atom, exponent) in least where (occurs[atom] ?? 0) < form.terms.count && exponent.constant.sign > 0 {
            least[atom] = .zero
        }
        if least.isEmpty { return nil }
        var result = Form.zero
        for (monomial, coefficient) in form.terms {
            var rest: [Factor] = []
            var powers = least.mapValues { -$0 }
            for factor in monomial.factors {
                if let shift = powers[factor.atom] {
                    powers[factor.atom] = exponent(factor.exponent) + shift
                } else {
                    rest.append(factor)
                }
            }
            var term = Form(Monomial(factors: rest), coefficient)
            for atom in powers.keys.sorted() {
                guard case .composite(let number) = self.atom(atom), let exponent = powers[atom],
                    let integer = exponent.asInt else { return nil }
                for _ in 0..<integer { term = try multiply(term, self.form(number)) }
            }
            result.add(term)
        }
        return result
    }

    /// Exponentials with the same exponent, written in different ways, in one of these; `nil` where there are none.
    private func unifyingExponentials(_ form: Form) throws -> Form? {
        func isExponential(_ factor: Factor) -> Bool { if case .exponential = atom(factor.atom) { true } else { false } }
        var known: [(factors: [Factor], exponent: Form)] = []
        var result = Form.zero
        var isChanged = false
        for (monomial, coefficient) in form.sortedTerms {
            let own = monomial.factors.filter(isExponential)
            if known.contains(where: { $0.factors == own }) {
                result.add(monomial, coefficient)
                continue
            }
            var sum = Form.zero
            for factor in own {
                guard case .exponential(let inner) = atom(factor.atom) else { continue }
                sum.add(try multiply(value(of: exponent(factor.exponent)), Form(inner)))
            }
            let twin = try known.first { other in
                var difference = sum
                difference.add(other.exponent, times: -1)
                return try isZero(difference)
            }
            if let twin {
                isChanged = true
                let rest = Form(Monomial(factors: monomial.factors.filter { !isExponential($0) }))
                result.add(try multiply(rest, by: Monomial(factors: twin.factors), coefficient))
            } else {
                known.append((own, sum))
                result.add(monomial, coefficient)
            }
        }
        return isChanged ? result : nil
    }

    /// `sin² = 1 - cos²`.
    private func reducingSquaresOfSine(_ form: Form) throws -> Form {
        var result = Form.zero
        var changed = false
        for (monomial, coefficient) in form.terms {
            guard let position = monomial.factors.firstIndex(where: { factor in
                guard case .elementary(.sin, _) = atom(factor.atom), let power = exponent(factor.exponent).asInt else {
                    return false
                }
                return power >= 2
            }), case .elementary(_, let argument) = atom(monomial.factors[position].atom),
                let power = exponent(monomial.factors[position].exponent).asInt
            else {
                result.add(monomial, coefficient)
                continue
            }
            changed = true
            var rest = monomial
            rest.factors[position].exponent = code(of: Exponent(Rational(power - 2)))
            if power == 2 { rest.factors.remove(at: position) }
            let cosine = self.form(.elementary(.cos, argument), exponent: Exponent(2))
            var replacement = Form.one
            replacement.add(cosine, times: -1)
            result.add(try multiply(replacement, by: rest, coefficient))
        }
        return changed ? try reducingSquaresOfSine(result) : result
    }

    /// Replaces atoms by forms throughout, inside bases and arguments of elementary functions too; `nil`
    /// leaves an atom as it is.
    func rewriting(_ form: Form, _ replacement: (Atom, Exponent) throws -> Form?) throws -> Form {
        var result = Form.zero
        for (monomial, coefficient) in form.terms {
            var term = Form(coefficient)
            for factor in monomial.factors {
                let atom = atom(factor.atom)
                let exponent = exponent(factor.exponent)
                let power: Form
                if let replaced = try replacement(atom, exponent) {
                    power = replaced
                } else {
                    switch atom {
                    case .composite(let number):
                        power = try self.power(rewriting(self.form(number), replacement), exponent)
                    case .logarithm(let number):
                        power = try self.power(logarithm(rewriting(self.form(number), replacement)), exponent)
                    case .elementary(let function, let number):
                        power = try self.power(elementary(function, rewriting(self.form(number), replacement)), exponent)
                    case .exponential(let inner):
                        power = try self.power(exponential(rewriting(Form(inner), replacement)), exponent)
                    default:
                        power = Form(Monomial(factors: [factor]))
                    }
                }
                term = try multiply(term, power)
            }
            result.add(term)
        }
        return result
    }

    /// The derivation that acts on atoms by `rule`.
    func differentiate(_ form: Form, _ rule: (Int32) throws -> Form) throws -> Form {
        var result = Form.zero
        for (monomial, coefficient) in form.terms {
            for (position, factor) in monomial.factors.enumerated() {
                let inner = try rule(factor.atom)
                if inner.terms.isEmpty { continue }
                let exponent = exponent(factor.exponent)
                var rest = monomial
                let lowered = exponent - .one
                if lowered.isZero {
                    rest.factors.remove(at: position)
                } else {
                    rest.factors[position].exponent = code(of: lowered)
                }
                let (clean, scale) = try normalised(rest, coefficient)
                var term = try multiply(inner, by: clean, scale)
                if exponent != .one { term = try multiply(term, value(of: exponent)) }
                result.add(term)
            }
        }
        return result
    }

    /// The derivative of the atoms that are functions of forms; `nil` for the others.
    func derivativeOfComposed(_ atom: Atom, _ derivative: (Form) throws -> Form) throws -> Form? {
        switch atom {
        case .parameter, .natural, .pi: return .zero
        case .composite(let number): return try derivative(form(number))
        case .exponential(let inner):
            return try multiply(derivative(Form(inner)), exponential(Form(inner)))
        case .logarithm(let number): return try multiply(derivative(form(number)), inverse(form(number)))
        case .elementary(let function, let number):
            let argument = form(number)
            let inner = try derivative(argument)
            if inner.terms.isEmpty { return .zero }
            return try multiply(inner, elementaryDerivative(of: function, at: argument))
        case .bessel(let function, let order, let argument):
            guard try derivative(form(order)).terms.isEmpty else { throw FormError.unsupported("a derivative of a Bessel function by its order") }
            let inner = try derivative(form(argument))
            return inner.terms.isEmpty ? .zero : try multiply(inner, self.derivative(of: function, order: form(order), at: form(argument)))
        case .scalarPoint, .component, .relative, .jet, .graph: return nil
        }
    }

    private func elementaryDerivative(of function: ElementaryFunction, at x: Form) throws -> Form {
        func squared(_ form: Form) throws -> Form { try multiply(form, form) }
        func onePlus(_ form: Form, times factor: Rational) -> Form {
            var result = Form.one
            result.add(form, times: factor)
            return result
        }
        switch function {
        case .exp: return try exponential(x)
        case .log: return try inverse(x)
        case .sin: return try elementary(.cos, x)
        case .cos: return try elementary(.sin, x).scaled(by: -1)
        case .tan: return onePlus(try squared(elementary(.tan, x)), times: 1)
        case .atan: return try inverse(onePlus(squared(x), times: 1))
        case .sinh: return try elementary(.cosh, x)
        case .cosh: return try elementary(.sinh, x)
        case .tanh: return onePlus(try squared(elementary(.tanh, x)), times: -1)
        case .abs: return try elementary(.sign, x)
        case .sign: return .zero
        case .erf:
            let gaussian = try exponential(squared(x).scaled(by: -1))
            return try multiply(gaussian.scaled(by: 2), form(.pi, exponent: Exponent(Rational(-1, 2))))
        case .gamma: throw FormError.unsupported("digamma")
        }
    }
}
