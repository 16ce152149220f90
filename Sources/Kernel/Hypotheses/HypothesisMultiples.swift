import Expressions

/// Evidence for a relation under hypotheses that are equations between functions, `L_k = R_k` at every point:
///
///     left - Σ_k ∫[p_k] c_k ∂…∂(L_k - R_k)  op  right
///
/// What is taken off vanishes, together with all its derivatives, and `rest` proves what is left. Of an inequality it may also be
/// `L_k <= R_k` itself, times `c_k >= 0`.
public struct HypothesisMultiples: Hashable, Sendable {
    public struct Derivative: Hashable, Sendable {
        public var point: Point
        /// `nil` for a point of the line.
        public var index: Index?

        public init(point: Point, index: Index?) {
            self.point = point
            self.index = index
        }
    }

    /// `Σ factor ∂…∂(L - R)`, summed over `summed`, integrated over `points`.
    public struct Multiple: Hashable, Sendable {
        /// The relation's number among those of `SumOfSquares.citations`.
        public var citation: Int
        /// The names of the hypothesis' free indices, in order.
        public var indices: [Index]
        /// The innermost first.
        public var derivatives: [Derivative]
        /// The indices beyond those of the relation to be proved: each is summed.
        public var summed: [Index]
        public var factor: Expression
        public var points: [Point]

        public init(
            citation: Int, indices: [Index], derivatives: [Derivative], summed: [Index], factor: Expression, points: [Point]
        ) {
            self.citation = citation
            self.indices = indices
            self.derivatives = derivatives
            self.summed = summed
            self.factor = factor
            self.points = points
        }

        /// `nil` where the hypothesis has another number of indices.
        public func expression(_ hypothesis: Relation) -> Expression? {
            guard indices.count == hypothesis.indices.count else { return nil }
            // No bound index of the hypothesis may capture a name given here.
            let names = (indices + summed + derivatives.compactMap(\.index)).compactMap(\.number)
            var supply = IndexSupply(startingAt: (names.max() ?? 0) + 1)
            let defect = Tensor(indices: hypothesis.indices, body: hypothesis.left - hypothesis.right)
            var body = defect.relabelled(indices, &supply)
            for derivative in derivatives { body = .partial(derivative.point, derivative.index, body) }
            body = factor * body
            for index in summed.reversed() { body = .contraction(index, body) }
            return points.isEmpty ? body : .integral(points, body)
        }
    }

    public var multiples: [Multiple]
    public var rest: Evidence

    public init(multiples: [Multiple], rest: Evidence) {
        self.multiples = multiples
        self.rest = rest
    }

    /// What `rest` proves.
    ///
    /// - Throws: `Rejection.evidenceDoesNotFitGoal` where a multiple names no hypothesis.
    public func remainder(of relation: Relation, _ statement: Statement) throws -> Relation {
        let citations = SumOfSquares.citations(statement)
        let parts = try multiples.map { multiple -> Expression in
            guard citations.indices.contains(multiple.citation), let part = multiple.expression(citations[multiple.citation].relation)
            else { throw Rejection.evidenceDoesNotFitGoal }
            return -part
        }
        return Relation(.sum([relation.left] + parts), relation.op, relation.right, indices: relation.indices)
    }
}

extension Index {
    /// `nil` for a fixed component.
    fileprivate var number: Int? {
        if case .variable(let number, _) = self { return number }
        return nil
    }
}
