import Arithmetic
import Expressions

/// Evidence for `exists C: S(C)`: a number for C.
///
/// It is the same for all points, functions and other parameters, which is more than a statement `for all …: exists C` asks.
public struct Instance: Hashable, Sendable {
    public let value: Rational

    public init(_ value: Rational) { self.value = value }

    /// `S(value)`.
    public func statement(of statement: Statement) throws -> Statement {
        guard case .existence(let parameter, let body) = statement.goal, parameter.contains(value) else { throw Rejection.evidenceDoesNotFitGoal }
        var result = statement
        result.goal = body.substituting([parameter.name: .number(value)])
        return result
    }
}

extension Proposition {
    /// Free or bound parameters.
    public func substituting(_ values: [String: Expression]) -> Proposition {
        switch self {
        case .relation(var relation):
            relation.left = relation.left.substitutingParameters(values)
            relation.right = relation.right.substitutingParameters(values)
            return .relation(relation)
        case .conjunction(let parts): return .conjunction(parts.map { $0.substituting(values) })
        case .implication(let a, let b): return .implication(hypothesis: a.substituting(values), conclusion: b.substituting(values))
        case .equivalence(let a, let b): return .equivalence(a.substituting(values), b.substituting(values))
        case .existence(let parameter, let body): return .existence(parameter, body.substituting(values))
        }
    }
}
