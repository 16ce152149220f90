import Arithmetic
import Expressions
import Kernel

/// Proves `left <= right` between integrals: up to a divergence the difference is a sum of multiples of cited inequalities
/// and of squares.
struct InequalityProver {
    enum Finding {
        case proved(Evidence, description: String)
        case open(String)
    }

    let statement: Statement
    let limits: Limits

    func run(_ relation: Relation) -> Finding {
        // A sum of squares shows no strict inequality.
        guard relation.op == .lessOrEqual else { return .open("no method for strict inequalities of this kind") }
        do {
            if !relation.hasIntegral {
                if let finding = try byItsNormalForm(relation) { return finding }
                // Few tensors first.
                if var problem = try? SquaresProblem(statement, relation, constant: nil, withMetric: false, limits: limits) {
                    if let family = try problem.family(), case .found(let x) = problem.search.point(in: family),
                        case let found = try proved(&problem, relation, x), case .proved = found { return found }
                    if let found = try overReals(&problem, relation) { return found }
                }
            }
            var problem: SquaresProblem
            do {
                problem = try SquaresProblem(statement, relation, constant: nil, limits: limits)
            } catch {
                if let found = byDivergence(relation) ?? withEquations(relation) { return found }
                throw error
            }
            let finding = try solution(&problem, relation)
            guard case .open(let reason) = finding else { return finding }
            if let found = withEquations(relation) { return found }
            // Factors that are not needed leave too much choice.
            if SquareAnsatz.factors(statement, withSquares: false).count > 1, let found = alternative(relation, withConditions: false) { return found }
            if relation.hasIntegral, !SphereCheck.isSphere(problem.ansatz.points), let found = inSpace(relation, problem.ansatz) { return found }
            if SquareAnsatz.factors(statement, withSquares: true).count > SquareAnsatz.factors(statement, withSquares: false).count {
                var wider = try SquaresProblem(statement, relation, constant: nil, withSquares: true, limits: limits)
                if let family = try wider.family(), case .found(let x) = wider.search.point(in: family) { return try proved(&wider, relation, x) }
            }
            return .open(reason)
        } catch {
            return .open(SquaresProblem.reason(for: error))
        }
    }

    private func withEquations(_ relation: Relation) -> Finding? {
        let hypotheses = HypothesisElimination.pointwise(statement)
        guard !hypotheses.isEmpty else { return nil }
        // Bounds of matrices have terms in common with much.
        let choices: [EquationMultiples.Choice] = hypotheses.contains { $0.relation.indices.count == 2 } ? [.products, .related] : [.related, .products]
        return choices.lazy.compactMap { alternative(relation, withMetric: false, equations: $0) ?? alternative(relation, equations: $0) }.first
    }

    private func inSpace(_ relation: Relation, _ ansatz: SquareAnsatz) -> Finding? {
        let hasDimension = !statement.symbolicDimensions.isEmpty
        let hasOthers = statement.parameters.contains { !statement.symbolicDimensions.contains($0.name) }
        // In every dimension at once with few tensors.
        if hasDimension || ansatz.isTentative, let found = alternative(relation, withMetric: false, ofMonomials: true) { return found }
        // Beside other parameters the dimension is one too many.
        if hasDimension, hasOthers, let found = alternative(relation, withMetric: false) { return found }
        // Parameters as scales: `∇log f + a x`.
        return hasOthers ? alternative(relation, ofMonomials: true, parameters: .scales) : nil
    }

    /// A proof with other tensors or factors.
    private func alternative(_ relation: Relation, withConditions: Bool = true, withMetric: Bool = true, ofMonomials: Bool = false, parameters: HalfMonomial.ParameterRole = .coefficients, equations: EquationMultiples.Choice? = nil) -> Finding? {
        guard var problem = try? SquaresProblem(
            statement, relation, constant: nil, withConditions: withConditions, withMetric: withMetric, ofMonomials: ofMonomials,
            parameters: parameters, equations: equations, limits: limits),
            let finding = try? solution(&problem, relation), case .proved = finding else { return nil }
        return finding
    }

    private func solution(_ problem: inout SquaresProblem, _ relation: Relation) throws -> Finding {
        var reason = "no combination of squares has the same Euler-Lagrange normal form"
        if let family = try problem.family() {
            // With equations at hand squares may be as large as one likes.
            if !problem.equationMultipliers.isEmpty, let x = problem.search.vertex(of: family) { return try proved(&problem, relation, x) }
            switch problem.search.point(in: family) {
            case .found(let x): return try proved(&problem, relation, x)
            case .infeasible: reason = "no sum of squares is found up to a divergence"
            case .notRecognised: reason = "a sum of squares seems to exist, but its numbers are not recognised"
            }
        }
        if let found = try overReals(&problem, relation) { return found }
        if let search = ParametricSearch(problem), let values = try search.solution(), let squares = try search.squares(values) {
            let unknowns = problem.unknowns
            return try evidence(&problem, relation, squares) { values[unknowns[$0]]?.expression(in: search.symbol) ?? .zero }
        }
        return try overParameters(&problem, relation) ?? .open(reason)
    }

    /// For all values of one real parameter, by Gram matrices of rational functions.
    private func overReals(_ problem: inout SquaresProblem, _ relation: Relation) throws -> Finding? {
        guard let search = ParametricSearch(problem), !search.parameter.isInteger else { return nil }
        var system = try LinearSystem(unknowns: problem.unknowns, equations: problem.equations)
        guard let family = try system.family(), family.ring.variables == [search.parameter.name] else { return nil }
        for solution in try FreeCoordinates.solutions(problem, family) {
            let own = problem
            guard let (pivots, squares) = try own.squares({ solution[$0] }, in: search.symbol) else { continue }
            let factors = problem.multipliers.map { solution[$0.place] }
            let isPossible = search.values.allSatisfy { x in
                (pivots + factors).allSatisfy { (try? $0.evaluate(at: $0.ring.variables.map { _ in x }))?.map { $0.sign >= 0 } ?? true }
            }
            guard isPossible else { continue }
            let found = try evidence(&problem, relation, squares) { solution[$0].expression(in: search.symbol) }
            if case .proved = found { return found }
        }
        return nil
    }

    /// For all values of parameters, dimensions among them, where the linear equations leave little choice.
    private func overParameters(_ problem: inout SquaresProblem, _ relation: Relation) throws -> Finding? {
        var system = try LinearSystem(unknowns: problem.unknowns, equations: problem.equations)
        guard let family = try system.family(), !family.ring.variables.isEmpty else { return nil }
        let names = Set(statement.symbolicDimensions)
        let symbols = family.ring.variables.map { names.contains($0) ? Expression.dimension(.symbol($0)) : .parameter($0) }
        for solution in try FreeCoordinates.solutions(problem, family) {
            let own = problem
            guard let (_, squares) = try own.squares({ solution[$0] }, in: symbols) else { continue }
            let found = try evidence(&problem, relation, squares) { solution[$0].expression(in: symbols) }
            if case .proved = found { return found }
        }
        return nil
    }

    /// Both sides may be equal.
    private func byDivergence(_ relation: Relation) -> Finding? {
        let equality = Relation(relation.excess, .equal, .zero)
        guard relation.hasIntegral, case .proved(let divergence) = IntegralProver(statement, limits: limits).run(equality, 0, refuting: false) else { return nil }
        return .proved(.squares(SumOfSquares(multiples: [], terms: [], equation: .divergence(divergence))), description: "the difference is a divergence")
    }

    /// The normal form of the difference may show its sign.
    private func byItsNormalForm(_ relation: Relation) throws -> Finding? {
        let context = FormContext(statement)
        let form = ContractionForm(context, for: [relation.excess])
        var supply = IndexSupply(startingAt: 1 << 18)
        guard let normal = try? form.normalForm(relation.excess), let body = try? form.expression(normal, &supply),
            body.isManifestlyNonnegative(positiveParameters: context.positiveParameters),
            body.isDefinedAlmostEverywhere(positiveParameters: context.positiveParameters) else { return nil }
        return .proved(
            .squares(SumOfSquares(
                multiples: [], terms: [SumOfSquares.Term(coefficient: .one, points: [], body: body)], equation: .identity(.contraction))),
            description: "the difference is \(body.plainText)")
    }

    /// The evidence for exact numbers.
    func proved(_ problem: inout SquaresProblem, _ relation: Relation, _ x: [Rational]) throws -> Finding {
        guard let squares = problem.squares(x) else { return .open("the Gram matrix is not positive semidefinite") }
        return try evidence(&problem, relation, squares) { .number(x[$0]) }
    }

    /// - Parameter value: of the unknown at a place.
    func evidence(
        _ problem: inout SquaresProblem, _ given: Relation, _ squares: [SquaresProblem.Square], value: (Int) -> Expression
    ) throws -> Finding {
        let multiples = problem.multiples(value)
        var takenOff = HypothesisMultiples(multiples: problem.equationMultiples(value), rest: .identity(.contraction))
        let relation = try takenOff.remainder(of: given, statement)
        var evidence = SumOfSquares(multiples: multiples, terms: problem.terms(squares), equation: .identity(.contraction))
        let positive = FormContext(statement).positiveParameters
        guard evidence.terms.allSatisfy({ $0.body.isDefinedAlmostEverywhere(positiveParameters: positive) }) else {
            return .open("the squares are not defined everywhere")
        }
        if let coefficient = evidence.coefficientOfUnknownSign(statement) {
            return .open("the sign of \(coefficient.plainText) is not known on the whole range")
        }
        let equality = try evidence.equality(for: relation, statement)
        if relation.hasIntegral {
            switch IntegralProver(statement, limits: limits).run(equality, 0, refuting: false) {
            case .proved(let divergence): evidence.equation = .divergence(divergence)
            case .refuted, .open: return .open("the squares do not add up to the difference")
            }
        } else {
            guard case .proved(let form) = IdentityProver(statement, limits: limits).run(equality) else {
                return .open("the squares do not add up to the difference")
            }
            evidence.equation = .identity(form)
        }
        var parts = multiples.map { multiple -> String in
            if case .number(let value) = multiple.factor.kind { return "\(value) times the cited inequality" }
            return "(\(multiple.factor.plainText)) times the cited inequality"
        }
        parts += squares.map { problem.text($0) }
        takenOff.rest = .squares(evidence)
        return .proved(takenOff.multiples.isEmpty ? .squares(evidence) : .modulo(takenOff), description: parts.isEmpty ? "the difference is a divergence" : (relation.hasIntegral ? "up to a divergence, " : "the difference is ") + parts.joined(separator: " + "))
    }
}
