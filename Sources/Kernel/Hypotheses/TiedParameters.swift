import Expressions

/// Derivatives by parameters are taken with all functions and constants held fixed. Of those that hypotheses tie to the parameter, as `x' = -λ x`
/// does, this is not what is meant, and what the hypotheses say of one value of it may not be differentiated.
enum TiedParameters {
    /// A hypothesis is taken as it stands: the equation of a rate may hold fixed what another one speaks of.
    ///
    /// - Throws: `Rejection.notEvaluated` where such a derivative stands in the goal.
    static func requireNone(_ statement: Statement) throws {
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }
        if hypotheses.isEmpty { return }
        for relation in statement.goal.relations ?? [] {
            for side in [relation.left, relation.right] { try visit(side, hypotheses) }
        }
    }

    private static func visit(_ e: Expression, _ hypotheses: [Relation]) throws {
        if case .parameterDerivative(let name, let body) = e.kind {
            // What is said of these, of what stands beside them, and so on.
            var symbols = body.functionSymbols, open = hypotheses
            while let place = open.firstIndex(where: { !$0.symbols.isDisjoint(with: symbols) }) {
                let hypothesis = open.remove(at: place)
                guard ![hypothesis.left, hypothesis.right].contains(where: { $0.parameterSymbols.contains(name) }) else {
                    throw Rejection.notEvaluated("a derivative by \(name) of what a hypothesis ties to it")
                }
                symbols.formUnion(hypothesis.symbols)
            }
        }
        for operand in e.operands { try visit(operand, hypotheses) }
    }
}

extension Relation {
    fileprivate var symbols: Set<FunctionSymbol> { left.functionSymbols.union(right.functionSymbols) }
}
