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
    private static let profileLimit = 24
    /// Normal forms of multiples that are looked at for common terms.
    private static let inspectionLimit = 1200

    private let statement: Statement
    private let limits: Limits
    /// The hypotheses that may be used, with their numbers among the citations.
    private let equations: [(citation: Int, relation: Relation)]

    private init(_ statement: Statement, _ hypotheses: [(citation: Int, relation: Relation)], _ limits: Limits) {
        self.statement = statement
        self.limits = limits
        equations = hypotheses
    }

    /// `nil` when there are no such hypotheses, or no functions are known that satisfy them.
    init?(_ statement: Statement, limits: Limits) {
        self.statement = statement
        self.limits = limits
        equations = Self.equations(of: statement)
        if equations.isEmpty || !ModelFunctions(statement).satisfyHypotheses() { return nil }
    }

    /// Equations between functions, with their numbers among the citations.
    static func equations(of statement: Statement) -> [(citation: Int, relation: Relation)] {
        pointwise(statement).filter { $0.relation.op == .equal }
    }

    /// Equations and inequalities between functions, which hold at every point.
    static func pointwise(_ statement: Statement) -> [(citation: Int, relation: Relation)] {
        SumOfSquares.citations(statement).enumerated().compactMap { number, citation in
            let relation = citation.relation
            guard citation.conditions.isEmpty, !relation.hasIntegral, relation.op == .equal || relation.indices.isEmpty,
                relation.left.mentionsFunctionOfPoints || relation.right.mentionsFunctionOfPoints else { return nil }
            return (number, relation)
        }
    }

    func run(_ relation: Relation, _ number: Int) -> HypothesisMultiples? {
        if let found = run(relation, number, byComponents: false, keepsOrders: true) { return found }
        if let found = run(relation, number, byComponents: false) { return found }
        if relation.indices.isEmpty, (relation.left - relation.right).mentionsComponents, let found = run(relation, number, byComponents: true) { return found }
        if equations.count > 1, let found = run(relation, number, byComponents: false, .ofEachFunction) { return found }
        guard relation.hasIntegral else { return nil }
        if let found = multiples(relation, number, ScalingMultiples(equations, relation).all) ?? run(relation, number, byComponents: false, .all) { return found }
        return relation.indices.isEmpty && (relation.left - relation.right).mentionsComponents ? run(relation, number, byComponents: true, .all) : nil
    }

    /// Which terms of an equation are looked for in a claim.
    private enum Leading {
        /// Those with the most derivatives.
        case highest
        /// Also those with one function only, of the highest order in it: of `ν Δ div u - div(u·∇u) - Δp`, of which other equations take off the
        /// first term, the last one.
        case ofEachFunction
        /// Under an integral, where derivatives move: `V p` of `-Δp + V p` in `∫ (x·∇V) p²`, by the multiplier `x·∇p`.
        case all
    }

    /// With all equations, or with one of them where these have too many multiples: some follow from others, such as their rates along a flow.
    private func run(
        _ relation: Relation, _ number: Int, byComponents: Bool, _ leading: Leading = .highest, keepsOrders: Bool = false
    ) -> HypothesisMultiples? {
        if let all = candidates(relation, equations, byComponents: byComponents, leading, keepsOrders: keepsOrders) { return multiples(relation, number, all) }
        guard equations.count > 1 else { return nil }
        for equation in equations {
            if let own = candidates(relation, [equation], byComponents: byComponents, leading, keepsOrders: keepsOrders),
                let found = multiples(relation, number, own) { return found }
        }
        return nil
    }

    private func multiples(_ relation: Relation, _ number: Int, _ candidates: [HypothesisMultiples.Multiple]) -> HypothesisMultiples? {
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
            let form = ContractionForm(FormContext(statement))
            var supply = IndexSupply(startingAt: 1 << 20)
            return unknowns.map { unknown in
                let value = (values[unknown] ?? .zero).substitutingParameters(zeros)
                return (try? form.expression(form.normalForm(value), &supply)) ?? value
            }
        }
        return nil
    }

    // MARK: Candidates

    /// Multiples of equations and inequalities made of the functions and derivatives of a term of the relation, where there are not too many; first those
    /// that have a term with it in common.
    static func candidates(_ relation: Relation, _ statement: Statement, limits: Limits) -> [HypothesisMultiples.Multiple] {
        guard ModelFunctions(statement).satisfyHypotheses() else { return [] }
        let all = pointwise(statement), own = HypothesisElimination(statement, all, limits)
        return [true, false].reduce(into: []) { found, keepsOrders in
            let more = own.candidates(relation, all, byComponents: false, .highest, keepsOrders: keepsOrders) ?? []
            found += more.filter { !found.contains($0) }
        }
    }

    /// - Returns: `nil` where there are too many.
    private func candidates(
        _ relation: Relation, _ equations: [(citation: Int, relation: Relation)], byComponents: Bool, _ leading: Leading, keepsOrders: Bool
    ) -> [HypothesisMultiples.Multiple]? {
        var parts: [(points: [Point], body: Expression)] = []
        func collect(_ e: Expression) {
            if case .integral(let points, let body) = e.kind { parts.append((points, body)) } else { e.operands.forEach(collect) }
        }
        if relation.hasIntegral { [relation.left, relation.right].forEach(collect) } else { parts = [([], relation.left - relation.right)] }
        let hypotheses = equations.map { ($0.citation, $0.relation, profiles($0.relation.left - $0.relation.right)) }
        var result: [HypothesisMultiples.Multiple] = []
        var context = FormContext(statement)
        context.termBudget = limits.terms
        let form = ContractionForm(context)
        var inspected = 0
        for (points, body) in parts {
            var profiles = self.profiles(body)
            // Of those that keep the other derivatives there are many, and few have a term of the relation, or of another one that is taken.
            var known = keepsOrders ? [try? form.normalForm(body)].compactMap { $0 } : []
            if keepsOrders, known.isEmpty { return nil }
            // Terms that a multiple leaves may ask for further multiples.
            var next = 0
            while next < profiles.count, next < Self.profileLimit {
                let profile = profiles[next]
                next += 1
                for (citation, hypothesis, all) in hypotheses {
                    for leading in leading == .all ? all : leading == .ofEachFunction ? all.leading + all.leadingOfEachFunction : all.leading {
                        let rests = keepsOrders ? profile.removals(leading) : [profile.removing(leading)].compactMap { $0 }
                        for rest in rests {
                            var multiples = ContractedMultiples(
                                citation: citation, hypothesis: hypothesis, rest: rest, free: relation.indices,
                                points: points, keepsOrders: keepsOrders, isByComponents: byComponents)
                            for multiple in multiples.all where !result.contains(multiple) {
                                if keepsOrders {
                                    inspected += 1
                                    if inspected > Self.inspectionLimit { return nil }
                                    var plain = multiple
                                    plain.points = []
                                    guard let own = plain.expression(hypothesis), let normal = try? form.normalForm(own),
                                        known.contains(where: normal.sharesMonomial) else { continue }
                                    known.append(normal)
                                }
                                result.append(multiple)
                            }
                        }
                        if result.count > Self.candidateLimit { return nil }
                        guard let rest = rests.first else { continue }
                        for lower in all where lower != leading {
                            let left = rest.multiplied(by: lower)
                            if !profiles.contains(where: { $0.hasSameFactors(as: left) }) { profiles.append(left) }
                        }
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
        do {
            return try form.monomialProfiles(form.normalForm(e.withOpaqueEpsilon))
        } catch {
            guard let dimensions = try? statement.finiteDimensions().first else { return [] }
            let components = ComponentForm(context, for: [e], dimensions: dimensions)
            let free = e.freeIndices
            let forms = try? components.assignments(free).map { try components.normalForm(e, $0) }
            return forms?.first { !$0.hasNoTerms }.map(components.monomialProfiles) ?? []
        }
    }
}

extension [MonomialProfile] {
    /// Those of the terms with the most derivatives; of `|m|² = 1` the one with functions in it.
    fileprivate var leading: [MonomialProfile] {
        let highest = map(\.totalOrder).max() ?? 0
        let all = filter { $0.totalOrder == highest }
        return all.contains { !$0.jets.isEmpty } ? all.filter { !$0.jets.isEmpty } : all
    }

    /// Beside these, the terms made of a single function that have the most derivatives of it.
    fileprivate var leadingOfEachFunction: [MonomialProfile] {
        let others = leading
        return filter { profile in
            guard profile.jets.count == 1, let function = profile.jets.first?.function, !others.contains(profile) else { return false }
            return allSatisfy { other in other.totalOrder <= profile.totalOrder || !other.jets.contains { $0.function == function } }
        }
    }
}
