import Expressions

extension SumOfSquares {
    /// - Parameter inner: the text of the evidence for a proposition of the same statement.
    func symbolicText(_ statement: Statement, _ goal: Proposition, _ inner: (Evidence, Proposition) -> SymbolicText) -> SymbolicText {
        func text(_ e: Expression) -> SymbolicText {
            var writer = StatementWriter(statement)
            return writer.expression(e)
        }
        let points = StatementWriter(statement)
        return .list([
            .word("squares"),
            .list([.word("multiples")] + multiples.map { .list([.word(String($0.citation)), text($0.factor)]) }),
            .list([.word("terms")] + terms.map { .list([text($0.coefficient), .list($0.points.map(points.point)), text($0.body)]) }),
            inner(equation, goal),
        ])
    }

    init(_ items: SymbolicItem.Items, _ statement: Statement, _ goal: Proposition, _ inner: (SymbolicItem, Proposition) throws -> Evidence) throws {
        guard items.count == 4 else { throw TextError("an incomplete sum of squares") }
        let reader = try StatementReader(statement, [])
        multiples = try reader.list(items[1], "multiples").map { item in
            let pair = try reader.items(item, count: 2)
            guard let number = Int(try reader.word(pair[0])), number >= 0 else { throw TextError("the number of a hypothesis") }
            return Multiple(citation: number, factor: try reader.expression(pair[1]))
        }
        terms = try reader.list(items[2], "terms").map { item in
            let parts = try reader.items(item, count: 3)
            return Term(
                coefficient: try reader.expression(parts[0]), points: try reader.items(parts[1]).map(reader.point),
                body: try reader.expression(parts[2]))
        }
        equation = try inner(items[3], goal)
    }
}
