import Expressions

/// Equations `M⁻¹ = R` between square matrices as `M R = Id`.
///
/// Where R is defined and M R = Id, M has an inverse, which is R. So the given statement holds wherever its sides are defined.
public struct InverseMatrix {
    private let statement: Statement

    public init(_ statement: Statement) { self.statement = statement }

    public func product() throws -> Statement {
        guard let relations = statement.goal.relations else { throw Rejection.evidenceDoesNotFitGoal }
        var goals: [Relation] = []
        for relation in relations {
            guard relation.op == .equal else { throw Rejection.evidenceDoesNotFitGoal }
            let goal = Self.product(relation.left, relation.right, relation.indices) ?? Self.product(relation.right, relation.left, relation.indices)
            guard let goal else { throw Rejection.evidenceDoesNotFitGoal }
            goals.append(goal)
        }
        var result = statement
        result.goal = goals.count == 1 ? .relation(goals[0]) : .conjunction(goals.map { .relation($0) })
        try WellFormedness.check(result)
        return result
    }

    /// - Parameter names: of the relation, among which are those of the matrix under the operator.
    private static func product(_ inverse: Expression, _ other: Expression, _ names: [Index]) -> Relation? {
        guard case .uninterpreted("inverse", let operands, let indices) = inverse.kind, operands.count == 1, indices.count == 4,
            case let (i, j) = (indices[2], indices[3]), Set(indices) == Set(names), Set(indices).count == 4, Set(other.freeIndices).isSubset(of: [i, j]),
            Set(operands[0].freeIndices).isSubset(of: indices[..<2]),
            Set(indices.map(\.dimension)).count == 1, !other.containsOperator, !operands[0].containsOperator else { return nil }
        let numbers = (names + indices).compactMap { index -> Int? in if case .variable(let number, _) = index { number } else { nil } }
        var supply = IndexSupply(startingAt: Swift.max((numbers.max() ?? 0) + 1, 1 << 24))
        let k = supply.fresh(i.dimension)
        let matrix = Tensor(indices: [indices[0], indices[1]], body: operands[0]).relabelled([i, k], &supply)
        let own = Tensor(indices: [i, j], body: other).relabelled([k, j], &supply)
        return Relation(.contraction(k, matrix * own), .equal, .delta(i, j), indices: [i, j])
    }
}

extension Expression {
    /// Of those that nothing unfolds.
    fileprivate var containsOperator: Bool {
        if case .uninterpreted = kind, bessel == nil { return true }
        return operands.contains(where: \.containsOperator)
    }
}
