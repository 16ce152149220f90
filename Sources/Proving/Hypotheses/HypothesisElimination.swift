import Arithmetic
import Expressions
import Kernel

/// Proves equations modulo hypotheses that are equations between functions.
///
/// The multiples that may be taken off are those made of the same functions, derivatives and positions as a term of the claim, with
/// all contractions; their coefficients solve the linear equations that the normal forms make (modulo divergences under an
/// integral).
struct HypothesisElimination {
    private static let candidateLimit = 240

    private let statement: Statement
    private let limits: Limits
    /// The hypotheses that may be used, with their numbers among the citations.
    private let equations: [(citation: Int, relation: Relation)]

    /// `nil` when there are no such hypotheses.
    init?(_ statement: Statement, limits: Limits) {
        self.statement = statement
        self.limits = limits
        equations = SumOfSquares.citations(statement).enumerated().compactMap { number, citation in
            let relation = citation.relation
            guard citation.conditions.isEmpty, relation.op == .equal, !relation.hasIntegral,
                relation.left.mentionsFunctionOfPoints || relation.right.mentionsFunctionOfPoints else { return nil }
            return (number, relation)
        }
        if equations.isEmpty { return nil }
    }

    func run(_ relation: Relation, _ number: Int) -> HypothesisMultiples? {
        let candidates = self.candidates(relation)
        guard relation.op == .equal, !candidates.isEmpty, let values = coefficients(relation, candidates) else { return nil }
        let multiples = zip(candidates, values).compactMap { candidate, value -> HypothesisMultiples.Multiple? in
            guard value != .zero else { return nil }
            var multiple = candidate
            multiple.factor = value * candidate.factor
            return multiple
        }
        let taken = HypothesisMultiples(multiples: multiples, rest: .identity(.contraction))
        guard !multiples.isEmpty, let remainder = try? taken.remainder(of: relation, statement) else { return nil }
        if relation.hasIntegral {
            guard case .proved(let divergence) = IntegralProver(statement, limits: limits).run(remainder, number, refuting: false) else { return nil }
            return HypothesisMultiples(multiples: multiples, rest: .divergence(divergence))
        }
        guard case .proved(let form) = IdentityProver(statement, limits: limits).run(remainder) else { return nil }
        return HypothesisMultiples(multiples: multiples, rest: .identity(form))
    }

    // MARK: Coefficients

    private func coefficients(_ relation: Relation, _ candidates: [HypothesisMultiples.Multiple]) -> [Expression]? {
        let unknowns = candidates.indices.map { "κ#\($0)" }
        var unconstrained = statement
        unconstrained.parameters += unknowns.map { Parameter(name: $0) }
        let weighted = zip(candidates, unknowns).map { candidate, unknown in
            var multiple = candidate
            multiple.factor = .parameter(unknown) * candidate.factor
            return multiple
        }
        guard let remainder = try? HypothesisMultiples(multiples: weighted, rest: .identity(.contraction)).remainder(of: relation, statement),
            let systems = try? LinearEquations.of(unconstrained, [remainder], unknowns: Set(unknowns), limits: limits) else { return nil }
        for equations in systems {
            guard var system = try? LinearSystem(unknowns: unknowns, equations: equations),
                case .values(let values, let free)? = try? system.solve() else { continue }
            let zeros = Dictionary(uniqueKeysWithValues: free.map { ($0, Expression.zero) })
            return unknowns.map { (values[$0] ?? .zero).substitutingParameters(zeros) }
        }
        return nil
    }

    // MARK: Candidates

    private func candidates(_ relation: Relation) -> [HypothesisMultiples.Multiple] {
        var parts: [(points: [Point], body: Expression)] = []
        func collect(_ e: Expression) {
            if case .integral(let points, let body) = e.kind { parts.append((points, body)) } else { e.operands.forEach(collect) }
        }
        if relation.hasIntegral { [relation.left, relation.right].forEach(collect) } else { parts = [([], relation.left - relation.right)] }
        var result: [HypothesisMultiples.Multiple] = []
        for (points, body) in parts {
            for profile in profiles(body) {
                for (citation, hypothesis) in equations {
                    for leading in leadingProfiles(hypothesis) {
                        var multiples = ContractedMultiples(
                            citation: citation, hypothesis: hypothesis, leading: leading, profile: profile, free: relation.indices, points: points)
                        for multiple in multiples.all where !result.contains(multiple) { result.append(multiple) }
                        if result.count > Self.candidateLimit { return [] }
                    }
                }
            }
        }
        return result
    }

    private func profiles(_ e: Expression) -> [MonomialProfile] {
        var context = FormContext(statement)
        context.termBudget = limits.terms
        let form = ContractionForm(context)
        return (try? form.monomialProfiles(form.normalForm(e.withOpaqueEpsilon))) ?? []
    }

    /// Those of the terms with the most derivatives.
    private func leadingProfiles(_ hypothesis: Relation) -> [MonomialProfile] {
        let all = profiles(hypothesis.left - hypothesis.right)
        func order(_ profile: MonomialProfile) -> Int { profile.jets.flatMap(\.orders).reduce(0, +) }
        let highest = all.map(order).max() ?? 0
        return all.filter { order($0) == highest }
    }
}
