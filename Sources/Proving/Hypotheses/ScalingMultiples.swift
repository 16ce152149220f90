import Expressions
import Kernel

/// The multipliers under an integral that belong to translations and scalings (Pohozaev, virial theorems): an equation for u times `u`, `∂_i u` and
/// `x·∇u`, an equation between vectors times `x_j`.
struct ScalingMultiples {
    private(set) var all: [HypothesisMultiples.Multiple] = []

    init(_ equations: [(citation: Int, relation: Relation)], _ relation: Relation) {
        var printed: [[Point]] = []
        func visit(_ e: Expression) {
            if case .integral(let points, _) = e.kind, !printed.contains(points) { printed.append(points) }
            e.operands.forEach(visit)
        }
        visit(relation.left)
        visit(relation.right)
        for points in printed {
            for (citation, equation) in equations { add(citation, equation, relation.indices, points) }
        }
    }

    /// - Parameters:
    ///   - free: the indices of what is to be proved.
    ///   - points: what is integrated over.
    private mutating func add(_ citation: Int, _ hypothesis: Relation, _ free: [Index], _ points: [Point]) {
        guard points.count == 1, case .euclidean(let dimension) = points[0].manifold else { return }
        let x = points[0]
        var supply = IndexSupply(startingAt: 1 << 22)
        func add(_ factor: Expression, _ indices: [Index] = [], summed: [Index] = []) {
            all.append(HypothesisMultiples.Multiple(citation: citation, indices: indices, derivatives: [], summed: summed, factor: factor, points: points))
        }
        switch hypothesis.indices.count {
        case 0:
            let functions = hypothesis.left.functionSymbols.union(hypothesis.right.functionSymbols)
                .filter { $0.arguments == [.vector(dimension)] && $0.valueDimensions.isEmpty && !$0.isLogarithm }.sorted { $0.name < $1.name }
            for function in functions {
                let u = Occurrence(function: function, points: [x]).expression, i = supply.fresh(dimension)
                add(u)
                add(.contraction(i, .coordinate(x, i) * .partial(x, i, u)))
                for index in free where index.dimension == dimension { add(.partial(x, index, u)) }
            }
        case 1 where hypothesis.indices[0].dimension == dimension:
            let i = supply.fresh(dimension)
            add(.coordinate(x, i), [i], summed: [i])
            for (place, index) in free.enumerated() where free.count == 2 && index.dimension == dimension { add(.coordinate(x, free[1 - place]), [index]) }
        default: return
        }
    }
}
