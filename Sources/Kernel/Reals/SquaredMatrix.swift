import Expressions

/// The square `R R` of a constant symmetric matrix, by every symmetric matrix in its place.
///
/// So a positive semidefinite matrix is written: what holds of all symmetric ones holds of it.
public struct SquaredMatrix: Hashable, Sendable {
    /// The name of R.
    public let root: String
    /// The name of the matrix in place of `R R`.
    public let name: String

    public init(root: String, name: String) {
        self.root = root
        self.name = name
    }

    public func statement(of statement: Statement) throws -> Statement {
        let taken = statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name) + statement.symbolicDimensions
        guard let symbol = statement.functions.first(where: { $0.name == root }), symbol.arguments.isEmpty, symbol.valueDimensions.count == 2,
            symbol.valueSymmetry == .symmetric, !taken.contains(name), let relations = statement.goal.relations,
            statement.hypotheses.allSatisfy({ $0.relations != nil })
        else { throw Rejection.evidenceDoesNotFitGoal }
        let matrix = FunctionSymbol(name: name, arguments: [], valueDimensions: symbol.valueDimensions, valueSymmetry: .symmetric)
        func replaced(_ relation: Relation) -> Relation {
            Relation(relation.left.replacingSquares(of: symbol, by: matrix), relation.op, relation.right.replacingSquares(of: symbol, by: matrix), indices: relation.indices)
        }
        var result = statement.replacingGoal(relations.map(replaced))
        guard result.goal != statement.goal else { throw Rejection.evidenceDoesNotFitGoal }
        result.hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }.map { .relation(replaced($0)) }
        let stated = ([result.goal] + result.hypotheses).flatMap { $0.relations ?? [] }
        if !stated.contains(where: { $0.functionSymbols.contains(symbol) }) { result.functions.removeAll { $0 == symbol } }
        result.functions.append(matrix)
        return result
    }
}

extension Expression {
    /// With `M_ab` for `Σ_i R_ai R_ib`.
    fileprivate func replacingSquares(of root: FunctionSymbol, by matrix: FunctionSymbol) -> Expression {
        func other(_ e: Expression, than index: Index) -> Index? {
            guard case .application(let entry) = e.kind, entry.function == root, entry.derivatives.isEmpty, entry.valueIndices.count == 2,
                entry.valueIndices.count(where: { $0 == index }) == 1 else { return nil }
            return entry.valueIndices.first { $0 != index }
        }
        if case .contraction(let index, let body) = kind, case .product(let factors) = body.kind {
            let places = factors.indices.filter { factors[$0].freeIndices.contains(index) }
            if places.count == 2, let a = other(factors[places[0]], than: index), let b = other(factors[places[1]], than: index) {
                let entry = Expression.application(Application(function: matrix, valueIndices: [a, b], arguments: []))
                let rest = factors.indices.filter { !places.contains($0) }.map { factors[$0].replacingSquares(of: root, by: matrix) }
                return rest.isEmpty ? entry : .product(rest + [entry])
            }
        }
        return mapOperands { $0.replacingSquares(of: root, by: matrix) }
    }
}
