import Arithmetic
import Expressions

/// Evidence for `left <= right`:
///
///     right - left = Σ_k μ_k (R_k - L_k) + Σ_j c_j ∫[p_j] N_j
///
/// with inequalities `L_k <= R_k` that the statement cites, `μ_k >= 0`, `c_j >= 0` on the whole range of the parameters, and
/// integrands `N_j` that are non-negative by their form: squares of tensors, times a positive weight.
public struct SumOfSquares: Hashable, Sendable {
    /// A multiple of a cited relation.
    public struct Multiple: Hashable, Sendable {
        /// The relation's number among those of `SumOfSquares.citations`.
        public var citation: Int
        /// In parameters only; of either sign for an equation.
        public var factor: Expression

        public init(citation: Int, factor: Expression) {
            self.citation = citation
            self.factor = factor
        }
    }

    /// `coefficient · ∫[points] body`; without points, `coefficient · body`.
    public struct Term: Hashable, Sendable {
        /// In parameters only.
        public var coefficient: Expression
        public var points: [Point]
        public var body: Expression

        public init(coefficient: Expression, points: [Point], body: Expression) {
            self.coefficient = coefficient
            self.points = points
            self.body = body
        }

        public var expression: Expression { coefficient * (points.isEmpty ? body : .integral(points, body)) }
    }

    public var multiples: [Multiple]
    public var terms: [Term]
    /// Proves the equation.
    public var equation: Evidence

    public init(multiples: [Multiple], terms: [Term], equation: Evidence) {
        self.multiples = multiples
        self.terms = terms
        self.equation = equation
    }

    /// A relation among the hypotheses, and what it holds under.
    public struct Citation: Hashable, Sendable {
        public let relation: Relation
        public let conditions: [Relation]
    }

    /// The relations that hypotheses state, in order: those of conjunctions, and conclusions of implications.
    public static func citations(_ statement: Statement) -> [Citation] {
        func visit(_ proposition: Proposition, _ conditions: [Relation]) -> [Citation] {
            switch proposition {
            case .relation(let relation): return [Citation(relation: relation, conditions: conditions)]
            case .conjunction(let parts): return parts.flatMap { visit($0, conditions) }
            case .implication(let hypothesis, let conclusion):
                guard let further = hypothesis.relations else { return [] }
                return visit(conclusion, conditions + further)
            case .equivalence, .existence: return []
            }
        }
        return statement.hypotheses.flatMap { visit($0, []) }
    }

    /// The equation that `equation` proves.
    public func equality(for relation: Relation, _ statement: Statement) throws -> Relation {
        let citations = Self.citations(statement)
        let cited = try multiples.map { multiple -> Expression in
            guard citations.indices.contains(multiple.citation), citations[multiple.citation].relation.indices.isEmpty else {
                throw Rejection.evidenceDoesNotFitGoal
            }
            return multiple.factor * citations[multiple.citation].relation.excess
        }
        return Relation(relation.excess, .equal, .sum(cited + terms.map(\.expression)), indices: relation.indices)
    }
}

extension Proposition {
    /// Built by conjunction and implication: `SumOfSquares.citations` lists all it says.
    var isMadeOfRelations: Bool {
        switch self {
        case .relation: return true
        case .conjunction(let parts): return parts.allSatisfy(\.isMadeOfRelations)
        case .implication(let hypothesis, let conclusion): return hypothesis.relations != nil && conclusion.isMadeOfRelations
        case .equivalence, .existence: return false
        }
    }
}
