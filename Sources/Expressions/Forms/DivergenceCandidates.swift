import Arithmetic

/// Fields whose divergences may make up an integrand in which unknowns stand inside other functions, as in `W(u)`.
///
/// There the formula of `EulerLagrange` has no degree to divide by. Every term of a field `X` comes back in `div X` with one
/// derivative more on one of its factors, so it is found by taking one away from a term of the integrand:
/// `∂_{i1}…∂_{ik} u` loses one of its derivatives, and where the chain rule made `∂_i u`, this goes and the function is the one
/// before it: `W'(u) ∂_i u` becomes `W(u)`, `c(u)^p ∂_i u` becomes `c(u)^(p+1)/c'(u)`.
public struct DivergenceCandidates {
    /// A term of a field, with coefficient 1, and its divergence.
    public struct Candidate {
        public let key: PartialIntegration.FieldKey
        public let field: Form
        public let divergence: Form
    }

    private let search: any CandidateSearch

    public init(_ form: ContractionForm) { search = Search(form: form) }
    public init(_ form: ComponentForm) { search = Search(form: form) }

    /// Those that terms of the form lead to, in a fixed order.
    public func candidates(_ integrand: Form, _ unknowns: [Occurrence]) throws -> [Candidate] {
        try search.candidates(integrand, unknowns)
    }

    /// `D - Σ c_k div X_k`, the coefficients as unknown constants with these names.
    public func difference(_ integrand: Form, _ candidates: [Candidate], coefficients: [String]) throws -> Form {
        try search.difference(integrand, candidates, coefficients)
    }

    /// `Σ c_k X_k`.
    public func fields(_ candidates: [Candidate], coefficients: [Form]) throws -> [PartialIntegration.FieldKey: Form] {
        try search.fields(candidates, coefficients)
    }
}

private protocol CandidateSearch {
    func candidates(_ integrand: Form, _ unknowns: [Occurrence]) throws -> [DivergenceCandidates.Candidate]
    func difference(_ integrand: Form, _ candidates: [DivergenceCandidates.Candidate], _ names: [String]) throws -> Form
    func fields(_ candidates: [DivergenceCandidates.Candidate], _ coefficients: [Form]) throws -> [PartialIntegration.FieldKey: Form]
}

private struct Search<Calculus: JetCalculus>: CandidateSearch {
    let form: Calculus

    private var arena: FormArena { form.arena }

    func candidates(_ integrand: Form, _ unknowns: [Occurrence]) throws -> [DivergenceCandidates.Candidate] {
        var found: [DivergenceCandidates.Candidate] = []
        var known: [PartialIntegration.FieldKey: Set<Monomial>] = [:]
        for (monomial, _) in integrand.sortedTerms {
            for unknown in unknowns {
                for jet in form.jets(Form(monomial), unknown).sorted() where form.order(jet) > 0 {
                    let open = try form.jetDerivative(Form(monomial), unknown, jet)
                    let slots = form.slots(jet, unknown)
                    for (number, slot) in slots.enumerated() {
                        var rest = slots
                        rest.remove(at: number)
                        var fields = [try form.product(open, with: unknown, jet, differentiatedAt: rest[...])]
                        if rest.isEmpty { fields += try antiderivatives(open, unknown, jet) }
                        for field in fields {
                            for (term, _) in try form.field(field, slot).sortedTerms {
                                let term = withoutParameters(term)
                                guard known[form.key(slot), default: []].insert(term).inserted else { continue }
                                let divergence = try form.divergence(Form(term), form.slot(form.key(slot)))
                                found.append(.init(key: form.key(slot), field: Form(term), divergence: divergence))
                            }
                        }
                    }
                }
            }
        }
        return found
    }

    /// `G(u)` for parts `g(u) …` of a form, `G' = g`, and the form itself, as for `e^(pφ)`.
    private func antiderivatives(_ open: Form, _ unknown: Occurrence, _ jet: Calculus.Jet) throws -> [Form] {
        var result = try [form.product(open, with: unknown, jet, differentiatedAt: []), open]
        if !unknown.function.valueDimensions.isEmpty { result.removeLast() }
        for (monomial, _) in open.sortedTerms {
            for (position, factor) in monomial.factors.enumerated() where form.isComposed(factor.atom, unknown) {
                guard let (value, argument) = try antiderivative(factor),
                    let bare = form.jets(argument, unknown).first(where: { form.order($0) == 0 }) else { continue }
                let inner = try form.jetDerivative(argument, unknown, bare)
                guard inner.termCount == 1 else { continue }
                var rest = monomial
                rest.factors.remove(at: position)
                result.append(try arena.multiply(arena.multiply(Form(rest), value), arena.inverse(inner)))
            }
        }
        return result
    }

    /// For a power or a function of some argument: the function of the same argument that has it as derivative, up to a factor.
    private func antiderivative(_ factor: Factor) throws -> (value: Form, argument: Form)? {
        switch arena.atom(factor.atom) {
        case .composite(let number):
            let exponent = arena.exponent(factor.exponent) + .one
            return (exponent.isZero ? try arena.logarithm(arena.form(number)) : arena.form(arena.atom(factor.atom), exponent: exponent), arena.form(number))
        case .logarithm(let number) where factor.exponent == 1:
            return (try arena.multiply(arena.form(number), arena.form(arena.atom(factor.atom))), arena.form(number))
        case .elementary(let function, let number) where factor.exponent == 1:
            let swapped: [ElementaryFunction: ElementaryFunction] = [.sin: .cos, .cos: .sin, .sinh: .cosh, .cosh: .sinh]
            return try swapped[function].map { (try arena.elementary($0, arena.form(number)), arena.form(number)) }
        case .exponential(let inner): return (Form(Monomial(factors: [factor])), Form(inner))
        default: return factor.exponent == 1 ? form.antiderivative(factor.atom) : nil
        }
    }

    func difference(_ integrand: Form, _ candidates: [DivergenceCandidates.Candidate], _ names: [String]) throws -> Form {
        var result = integrand
        for (candidate, name) in zip(candidates, names) {
            result.add(try arena.multiply(candidate.divergence, arena.form(.parameter(name))), times: -1)
        }
        return result
    }

    func fields(_ candidates: [DivergenceCandidates.Candidate], _ coefficients: [Form]) throws -> [PartialIntegration.FieldKey: Form] {
        var result: [PartialIntegration.FieldKey: Form] = [:]
        for (candidate, coefficient) in zip(candidates, coefficients) where !coefficient.hasNoTerms {
            result[candidate.key, default: .zero].add(try arena.multiply(candidate.field, coefficient))
        }
        return result
    }

    private func withoutParameters(_ monomial: Monomial) -> Monomial {
        Monomial(factors: monomial.factors.filter { if case .parameter = arena.atom($0.atom) { false } else { true } })
    }
}
