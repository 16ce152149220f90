import Expressions

/// Functions that stand in exponentials as the logarithms of positive ones: every smooth g is `log h`, h > 0, and `exp(g)` is h.
///
/// Normal forms, and integration by parts, know powers of positive functions and derivatives of their logarithms.
struct LogarithmicFunctions {
    private let statement: Statement

    init(_ statement: Statement) { self.statement = statement }

    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where no function stands in an exponential.
    func renamed() throws -> Statement {
        guard let goals = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        let sides = goals.flatMap { [$0.left, $0.right] }
        let found = Set(statement.functions.filter { function in
            !function.isLogarithm && !function.arguments.isEmpty && function.valueDimensions.isEmpty && function.attributes.isSubset(of: [.even, .symmetric])
                && sides.contains { $0.hasExponential(of: function) }
        })
        guard !found.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        func renamed(_ relation: Relation) -> Relation {
            Relation(relation.left.asLogarithms(found), relation.op, relation.right.asLogarithms(found), indices: relation.indices)
        }
        var result = statement.replacingGoal(goals.map(renamed))
        result.functions = statement.functions.map { found.contains($0) ? $0.asLogarithm : $0 }
        result.hypotheses = try statement.hypotheses.flatMap { hypothesis -> [Proposition] in
            guard let relations = hypothesis.relations else { throw Rejection.notEvaluated("a hypothesis") }
            return relations.map { .relation(renamed($0)) }
        }
        return result
    }
}

extension FunctionSymbol {
    fileprivate var asLogarithm: FunctionSymbol {
        FunctionSymbol(name: name, arguments: arguments, valueDimensions: valueDimensions, valueSymmetry: valueSymmetry, isLogarithm: true, attributes: attributes)
    }
}

extension Expression {
    fileprivate func hasExponential(of function: FunctionSymbol) -> Bool {
        if case .elementary(.exp, let argument) = kind, argument.functionSymbols.contains(function) { return true }
        return operands.contains { $0.hasExponential(of: function) }
    }

    fileprivate func asLogarithms(_ functions: Set<FunctionSymbol>) -> Expression {
        guard case .application(let application) = kind, functions.contains(application.function) else { return mapOperands { $0.asLogarithms(functions) } }
        return Expression.application(Application(
            function: application.function.asLogarithm, valueIndices: application.valueIndices, derivatives: application.derivatives, arguments: application.arguments
        )).mapOperands { $0.asLogarithms(functions) }
    }
}
