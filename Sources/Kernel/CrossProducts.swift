import Expressions

/// Products of two cross products as inner products: `|X×Y|²` becomes `|X|²|Y|² - (X·Y)²`, by
///
///     ε_abc ε_def = Σ_σ sgn(σ) δ_a,σ(d) δ_b,σ(e) δ_c,σ(f)
///
/// What is left is invariant in form.
struct CrossProducts {
    private let context: FormContext
    private let statement: Statement
    /// Of pairs in one product: each makes six terms of one.
    private static let pairLimit = 2

    init(_ statement: Statement) {
        self.statement = statement
        context = FormContext(statement)
    }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where there is no cross product, or an odd number in a product.
    func expanded() throws -> Statement {
        guard let relations = statement.goal.relations, relations.contains(where: { $0.left.mentionsEpsilon || $0.right.mentionsEpsilon }) else {
            throw Rejection.evidenceDoesNotFitGoal
        }
        do {
            return statement.replacingGoal(try relations.map { Relation(try rewritten($0.left), $0.op, try rewritten($0.right), indices: $0.indices) })
        } catch let error as FormError {
            throw Rejection.noNormalForm(error)
        }
    }

    private func rewritten(_ e: Expression) throws -> Expression {
        guard e.mentionsEpsilon else { return e }
        if e.hasIntegral { return try e.mapOperands(rewritten) }
        if case .sum(let terms) = e.kind { return .sum(try terms.map(rewritten)) }
        let opaque = e.withOpaqueEpsilon
        let form = ContractionForm(context, for: [opaque])
        var supply = IndexSupply(startingAt: 1 << 25)
        return try paired(form.expression(form.normalForm(opaque), &supply), &supply)
    }

    private func paired(_ e: Expression, _ supply: inout IndexSupply) throws -> Expression {
        guard e.functionSymbols.contains(.opaqueEpsilon) else { return e }
        if case .sum(let terms) = e.kind { return .sum(try terms.map { try paired($0, &supply) }) }
        var bound: [Index] = [], factors: [Expression] = []
        try flatten(e, &bound, &factors, &supply)
        let triples = factors.compactMap(\.epsilonIndices), rest = factors.filter { $0.epsilonIndices == nil }
        guard triples.count % 2 == 0, triples.count <= 2 * Self.pairLimit else { throw Rejection.evidenceDoesNotFitGoal }
        var terms: [(sign: Int, deltas: [Expression])] = [(1, [])]
        for pair in stride(from: 0, to: triples.count, by: 2) {
            let (a, b) = (triples[pair], triples[pair + 1])
            terms = terms.flatMap { term in
                Self.permutations.map { (term.sign * $0.sign, term.deltas + zip(a, $0.places).map { .delta($0, b[$1]) }) }
            }
        }
        return .sum(terms.map { term in
            bound.reversed().reduce(Expression.product([.number(term.sign == 1 ? 1 : -1)] + rest + term.deltas)) { .contraction($1, $0) }
        })
    }

    private static let permutations: [(sign: Int, places: [Int])] = [
        (1, [0, 1, 2]), (1, [1, 2, 0]), (1, [2, 0, 1]), (-1, [1, 0, 2]), (-1, [0, 2, 1]), (-1, [2, 1, 0]),
    ]

    /// A product under sums over indices, with names of their own.
    private func flatten(_ e: Expression, _ bound: inout [Index], _ factors: inout [Expression], _ supply: inout IndexSupply) throws {
        guard e.functionSymbols.contains(.opaqueEpsilon) else { return factors.append(e) }
        switch e.kind {
        case .application: factors.append(e)
        case .product(let parts): for part in parts { try flatten(part, &bound, &factors, &supply) }
        case .contraction(let index, let body):
            let own = supply.fresh(index.dimension)
            bound.append(own)
            try flatten(Tensor(indices: [index], body: body).relabelled([own], &supply), &bound, &factors, &supply)
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let count = value.asInt, (1...4).contains(count) else { throw Rejection.evidenceDoesNotFitGoal }
            for _ in 0..<count { try flatten(Tensor(body: base).relabelled([], &supply), &bound, &factors, &supply) }
        default: throw Rejection.evidenceDoesNotFitGoal
        }
    }
}

extension Expression {
    fileprivate var epsilonIndices: [Index]? {
        if case .application(let application) = kind, application.function == .opaqueEpsilon { return application.valueIndices }
        return nil
    }
}
