import Expressions

/// Functions of either sign in place of positive ones: what holds for all of them holds for these.
///
/// A positive function f is the exponential of its logarithm, of which the statement may mention nothing else.
public struct ArbitrarySign {
    private let statement: Statement

    public init(_ statement: Statement) { self.statement = statement }

    /// The statement about functions of either sign.
    ///
    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where there is no positive function that stands for itself only.
    public func generalised() throws -> Statement {
        guard let goals = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        let hypotheses = try statement.hypotheses.map { hypothesis -> [Relation] in
            guard let relations = hypothesis.relations else { throw Rejection.notEvaluated("a hypothesis") }
            return relations
        }.joined()
        let sides = (goals + hypotheses).flatMap { [$0.left, $0.right] }
        // What is said of their integrals positive functions may not satisfy, others do.
        let weighed = hypotheses.filter { $0.left.hasIntegral || $0.right.hasIntegral }.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.functionSymbols) }
        let positive = Set(statement.functions.filter { function in
            function.isLogarithm && function.attributes.isSubset(of: [.decaying, .even, .symmetric]) && !weighed.contains(function)
                && !sides.contains { $0.mentionsLogarithm(function) }
        })
        guard !positive.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        var result = statement
        result.functions = statement.functions.map { positive.contains($0) ? $0.ofEitherSign : $0 }
        func replacing(_ relation: Relation) -> Relation {
            Relation(relation.left.replacing(positive), relation.op, relation.right.replacing(positive), indices: relation.indices)
        }
        result.hypotheses = hypotheses.map { .relation(replacing($0)) }
        result.goal = goals.count == 1 ? .relation(replacing(goals[0])) : .conjunction(goals.map { .relation(replacing($0)) })
        return result
    }
}

extension FunctionSymbol {
    fileprivate var ofEitherSign: FunctionSymbol {
        FunctionSymbol(name: name, arguments: arguments, valueDimensions: valueDimensions, valueSymmetry: valueSymmetry, attributes: attributes)
    }
}

extension Expression {
    /// The function itself, where this is the exponential of a logarithm's symbol.
    private var positiveApplication: Application? {
        guard case .elementary(.exp, let argument) = kind, case .application(let application) = argument.kind, application.function.isLogarithm,
            application.derivatives.isEmpty else { return nil }
        return application
    }

    /// Whether the symbol stands for something else than the positive function.
    fileprivate func mentionsLogarithm(_ function: FunctionSymbol) -> Bool {
        if let own = positiveApplication, own.function == function {
            return Expression.application(own).operands.contains { $0.mentionsLogarithm(function) }
        }
        if case .application(let application) = kind, application.function == function { return true }
        return operands.contains { $0.mentionsLogarithm(function) }
    }

    fileprivate func replacing(_ positive: Set<FunctionSymbol>) -> Expression {
        if let own = positiveApplication, positive.contains(own.function) {
            return Expression.application(Application(
                function: own.function.ofEitherSign, valueIndices: own.valueIndices, derivatives: [], arguments: own.arguments)).mapOperands { $0.replacing(positive) }
        }
        return mapOperands { $0.replacing(positive) }
    }
}
