import Expressions

extension HypothesisMultiples {
    /// - Parameters:
    ///   - indices: the free indices of the relation.
    ///   - inner: the text of the evidence for a proposition of the same statement.
    func symbolicText(_ statement: Statement, _ goal: Proposition, _ indices: [Index], _ inner: (Evidence, Proposition) -> SymbolicText) -> SymbolicText {
        .list([
            .word("modulo"),
            .list([.word("multiples")] + multiples.map { multiple in
                var writer = StatementWriter(statement)
                let names = writer.indices(indices + multiple.summed)
                return .list([
                    .word(String(multiple.citation)), names, .list([.word("of")] + multiple.indices.map { writer.index($0) }),
                    .list([.word("derivatives")] + multiple.derivatives.map { derivative in
                        .list([writer.point(derivative.point)] + (derivative.index.map { [writer.index($0)] } ?? []))
                    }),
                    .list([.word("over")] + multiple.points.map(writer.point)), writer.expression(multiple.factor),
                ])
            }),
            inner(rest, goal),
        ])
    }

    init(
        _ items: SymbolicItem.Items, _ statement: Statement, _ goal: Proposition, _ indices: [Index],
        _ inner: (SymbolicItem, Proposition) throws -> Evidence
    ) throws {
        guard items.count == 3 else { throw TextError("expected multiples of hypotheses, and evidence for the rest") }
        let reader = try StatementReader(statement, [])
        multiples = try reader.list(items[1], "multiples").map { item in
            let parts = try reader.items(item, count: 6)
            guard let citation = Int(try reader.word(parts[0])), citation >= 0 else { throw TextError("the number of a hypothesis") }
            let names = try reader.list(parts[1], "indices").map(reader.index)
            guard names.count >= indices.count, Set(names).count == names.count, zip(names, indices).allSatisfy({ $0.dimension == $1.dimension })
            else { throw TextError("wrong indices of a multiple") }
            var supply = IndexSupply(startingAt: 1 << 22)
            let summed = names.dropFirst(indices.count).map { supply.fresh($0.dimension) }
            let renaming = Dictionary(zip(names, indices + summed)) { first, _ in first }
            func index(_ text: SymbolicItem) throws -> Index {
                let written = try reader.index(text)
                return renaming[written] ?? written
            }
            return Multiple(
                citation: citation, indices: try reader.list(parts[2], "of").map(index),
                derivatives: try reader.list(parts[3], "derivatives").map { text in
                    let pair = try reader.items(text)
                    guard (1...2).contains(pair.count) else { throw TextError("a derivative") }
                    return Derivative(point: try reader.point(pair[0]), index: pair.count == 2 ? try index(pair[1]) : nil)
                },
                summed: summed, factor: try reader.expression(parts[5]).renamingIndices(renaming, &supply),
                points: try reader.list(parts[4], "over").map(reader.point))
        }
        rest = try inner(items[2], goal)
    }
}
