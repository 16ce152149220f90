import Expressions

/// Names for the indices that are bound in an expression under reading.
///
/// A bound index is named by the height of its scope: by how many binders stand inside one another below it. So
/// expressions that differ in the names of bound indices only become equal, and what is computed for one serves
/// all. Nested scopes have different heights, hence no index is captured; that is checked.
final class BoundIndices {
    /// Above all numbers that a text can give to an index.
    private static let first = 3 << 24

    /// Of the binders of the expression, in the order of the text.
    private var heights: [Int] = []
    private var next = 0
    private var scopes: [(written: Index, named: Index, height: Int)] = []
    /// Equal expressions are one object, which is compared at once.
    private var known: Set<Expression> = []

    /// Begins with the outermost text of an expression.
    func prepare(_ text: SymbolicItem) {
        heights.removeAll(keepingCapacity: true)
        next = 0
        scopes.removeAll(keepingCapacity: true)
        _ = height(text)
    }

    private func height(_ text: SymbolicItem) -> Int {
        guard let items = text.items else { return 0 }
        guard items.count == 3, items[0].isWord("contract") || items[0].isWord("vector"), items[1].items != nil
        else { return items.reduce(0) { max($0, height($1)) } }
        let place = heights.count
        heights.append(0)
        let inner = height(items[2])
        heights[place] = inner
        return inner + 1
    }

    /// The body in the scope of an index, with the index's name.
    func binding<T>(_ index: Index, _ body: () throws -> T) throws -> (Index, T) {
        guard case .variable(_, let dimension) = index else { throw TextError("only an index variable is bound") }
        guard next < heights.count, heights[next] < scopes.last?.height ?? .max else { throw TextError("a misplaced index") }
        let named = Index.variable(Self.first + heights[next], dimension)
        scopes.append((index, named, heights[next]))
        next += 1
        let result = try body()
        scopes.removeLast()
        return (named, result)
    }

    func name(of index: Index) -> Index { scopes.last { $0.written == index }?.named ?? index }

    func shared(_ expression: Expression) -> Expression { known.insert(expression).memberAfterInsert }
}
