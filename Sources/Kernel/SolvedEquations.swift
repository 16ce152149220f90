import Expressions

/// Evidence by solutions of initial value problems, `y(t) = Φ(t)`: they are shown, of all functions together, and then put in.
public struct SolvedEquations: Hashable, Sendable {
    public let point: Point
    /// `y_ij(t) = Φ_ij(t)`, each with the function at the point on the left.
    public let solutions: [Relation]

    public init(point: Point, solutions: [Relation]) {
        self.point = point
        self.solutions = solutions
    }

    /// That these are the solutions, and the goal with them in it.
    public func statements(of statement: Statement) throws -> [Statement] {
        guard let goals = statement.goal.relations, statement.points.contains(point), !solutions.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        var values: [FunctionSymbol: Tensor] = [:]
        for solution in solutions {
            guard solution.op == .equal, case .application(let application) = solution.left.kind, application.derivatives.isEmpty, application.function.arguments == [.scalar],
                !application.function.isLogarithm, case .scalar(let time)? = application.arguments.first, time == .coordinate(point, nil),
                application.valueIndices == solution.indices, Set(solution.indices).count == solution.indices.count,
                values.updateValue(Tensor(indices: solution.indices, body: solution.right), forKey: application.function) == nil
            else { throw Rejection.evidenceDoesNotFitGoal }
        }
        var shown = statement
        shown.goal = solutions.count == 1 ? .relation(solutions[0]) : .conjunction(solutions.map { .relation($0) })
        try WellFormedness.check(shown)
        var rest = statement.replacingGoal(try goals.map { goal in
            Relation(try putIn(values, goal.left), goal.op, try putIn(values, goal.right), indices: goal.indices)
        })
        guard rest.goal != statement.goal, shown.goal != statement.goal else { throw Rejection.evidenceDoesNotFitGoal }
        // What is proved with fewer hypotheses is more.
        rest.hypotheses = statement.hypotheses.filter { hypothesis in
            hypothesis.relations?.allSatisfy { $0.left.functionSymbols.union($0.right.functionSymbols).isDisjoint(with: values.keys) } ?? false
        }
        return [shown, rest]
    }

    private func putIn(_ values: [FunctionSymbol: Tensor], _ e: Expression) throws -> Expression {
        var supply = IndexSupply(startingAt: 1 << 25)
        func replaced(_ e: Expression, _ supply: inout IndexSupply) -> Expression {
            if case .application(let application) = e.kind, let value = values[application.function], case .scalar(let time)? = application.arguments.first,
                time == .coordinate(point, nil) {
                var body = value.body
                for _ in application.derivatives { body = body.differentiated(by: point, nil, &supply) }
                return Tensor(indices: value.indices, body: body).relabelled(application.valueIndices, &supply)
            }
            var names = supply
            defer { supply = names }
            return e.mapOperands { replaced($0, &names) }
        }
        return replaced(e.carryingOutPartials(by: point, &supply), &supply)
    }
}

extension SolvedEquations {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        var writer = StatementWriter(statement)
        return .list([writer.point(point)] + solutions.map { writer.proposition(.relation($0)) })
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text)
        guard let first = items.first else { throw TextError("expected a point and solutions") }
        self.init(point: try reader.point(first), solutions: try items.dropFirst().map { item in
            guard case .relation(let relation) = try reader.proposition(item) else { throw TextError("expected an equation") }
            return relation
        })
    }
}
