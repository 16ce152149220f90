import Expressions
import Kernel

/// Multiples of equations and inequalities between functions that may be taken off an inequality before it is a sum of squares: those that
/// have a term with it in common, and those by products of the tensors that may be squared. With `∂_i∂_j V = λ δ_ij + S_ik S_kj` among the hypotheses, which is how `∇²V >= λ Id` is stated,
/// `a·∇²V a` becomes `λ |a|² + |S a|²` wherever integration by parts brings it to light.
struct EquationMultiples {
    /// Those that are tried for one inequality.
    private static let limit = 60

    private let statement: Statement
    private var supply = IndexSupply(startingAt: 1 << 20)

    init(_ statement: Statement) { self.statement = statement }

    /// Which multiples are tried.
    enum Choice {
        /// Those that have a term with the inequality in common.
        case related
        /// These, and those by products of tensors.
        case products
    }

    /// Empty where there are none, or too many.
    mutating func all(_ choice: Choice, _ relation: Relation, _ ansatz: SquareAnsatz, limits: Limits) -> [HypothesisMultiples.Multiple] {
        let products = choice == .products ? products(ansatz) : []
        guard products.count <= Self.limit else { return [] }
        let positive = FormContext(statement).positiveParameters, citations = SumOfSquares.citations(statement)
        let related = HypothesisElimination.candidates(relation, statement, limits: limits).filter { multiple in
            // Of an inequality its own sign is known.
            citations[multiple.citation].relation.op == .equal || multiple.derivatives.isEmpty && multiple.summed.isEmpty
                && multiple.factor.isManifestlyNonnegative(positiveParameters: positive)
        }
        if choice == .related { return Array(related.prefix(Self.limit)) }
        let others = related.filter { !products.contains($0) }
        return products.count + others.count <= Self.limit ? products + others : products
    }

    private mutating func products(_ ansatz: SquareAnsatz) -> [HypothesisMultiples.Multiple] {
        var result: [HypothesisMultiples.Multiple] = []
        for (citation, equation) in HypothesisElimination.equations(of: statement) {
            guard let points = points(of: equation, ansatz) else { continue }
            let names = Dictionary(zip(ansatz.points, points)) { first, _ in first }
            // The root of a matrix is not multiplied by itself.
            let roots = (equation.left.functionSymbols.union(equation.right.functionSymbols)).filter { !$0.valueDimensions.isEmpty }
            for (all, weight) in tensors(ansatz, areVectors: equation.indices.count == 2) {
                let tensors = all.filter { roots.isDisjoint(with: $0.body.functionSymbols) }
                for (place, first) in tensors.enumerated() {
                    for second in tensors.dropFirst(place) {
                        guard let (indices, product) = product(first, second, equation.indices) else { continue }
                        let factor = (product * weight).renamingPoints(names)
                        result.append(HypothesisMultiples.Multiple(
                            citation: citation, indices: indices, derivatives: [], summed: indices, factor: factor, points: points))
                    }
                }
            }
        }
        return result
    }

    /// Those of each block, with its weight. Vectors are also the gradients of which the derivatives may be squared: `∇f` of `∇²f`.
    private mutating func tensors(_ ansatz: SquareAnsatz, areVectors: Bool) -> [(tensors: [Tensor], weight: Expression)] {
        var result: [(tensors: [Tensor], weight: Expression)] = []
        for block in ansatz.blocks where block.condition == nil {
            let own = block.pieces.map(\.tensor)
            let found = areVectors ? own.filter { $0.rank == 1 } + own.compactMap(\.gradientOfJet) : own
            let place = result.firstIndex { $0.weight.isSameUpToBoundIndices(as: block.factor) && areVectors }
            if let place { result[place].tensors += found } else { result.append((found, block.factor)) }
        }
        guard areVectors else { return result }
        return result.map { tensors, weight in
            var distinct: [Tensor] = []
            for tensor in tensors {
                let renamed = distinct.first.map { Tensor(indices: $0.indices, body: tensor.relabelled($0.indices, &supply)) } ?? tensor
                if !distinct.contains(where: { $0.body.isSameUpToBoundIndices(as: renamed.body) }) { distinct.append(renamed) }
            }
            return (distinct, weight)
        }
    }

    /// What is integrated over, with the equation's own name for its point.
    private func points(of equation: Relation, _ ansatz: SquareAnsatz) -> [Point]? {
        let own = statement.points.filter { equation.left.mentions($0) || equation.right.mentions($0) }
        if ansatz.points.isEmpty { return [] }
        if Set(own).isSubset(of: ansatz.points) { return ansatz.points }
        return own.count == 1 && ansatz.points.count == 1 && own[0].manifold == ansatz.points[0].manifold ? own : nil
    }

    /// `T_i… T'_j…`, the other indices contracted; of scalar equations all of them.
    private mutating func product(_ first: Tensor, _ second: Tensor, _ free: [Index]) -> (indices: [Index], body: Expression)? {
        switch free.count {
        case 0: return ([], first.fullContraction(second, &supply).body)
        case 2:
            guard let own = first.shape.first, free.allSatisfy({ $0.dimension == own }), first.shape == second.shape else { return nil }
            let rest = first.shape.dropFirst().map { supply.fresh($0) }, i = supply.fresh(own), j = supply.fresh(own)
            var body = first.relabelled([i] + rest, &supply) * second.relabelled([j] + rest, &supply)
            for index in rest.reversed() { body = .contraction(index, body) }
            return ([i, j], body)
        default: return nil
        }
    }
}

extension Tensor {
    /// `∂_i f` where this is `∂_i ∂_j f`.
    fileprivate var gradientOfJet: Tensor? {
        guard indices.count == 2, case .application(let application) = body.kind, application.valueIndices.isEmpty, application.derivatives.count == 2,
            application.derivatives[0].argument == application.derivatives[1].argument, let index = application.derivatives[0].index else { return nil }
        return Tensor(indices: [index], body: .application(Expression.Application(
            function: application.function, derivatives: [application.derivatives[0]], arguments: application.arguments)))
    }
}
