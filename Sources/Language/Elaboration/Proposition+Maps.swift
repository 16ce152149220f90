import Expressions
import Kernel

extension Proposition {
    func mapRelations(_ transform: (Relation) -> Relation) -> Proposition {
        switch self {
        case .relation(let relation): return .relation(transform(relation))
        case .conjunction(let parts): return .conjunction(parts.map { $0.mapRelations(transform) })
        case .implication(let hypothesis, let conclusion):
            return .implication(hypothesis: hypothesis.mapRelations(transform), conclusion: conclusion.mapRelations(transform))
        case .equivalence(let a, let b): return .equivalence(a.mapRelations(transform), b.mapRelations(transform))
        case .existence(let parameter, let body): return .existence(parameter, body.mapRelations(transform))
        }
    }

    func mapParameters(_ transform: (Parameter) -> Parameter) -> Proposition {
        switch self {
        case .relation: return self
        case .conjunction(let parts): return .conjunction(parts.map { $0.mapParameters(transform) })
        case .implication(let hypothesis, let conclusion):
            return .implication(hypothesis: hypothesis.mapParameters(transform), conclusion: conclusion.mapParameters(transform))
        case .equivalence(let a, let b): return .equivalence(a.mapParameters(transform), b.mapParameters(transform))
        case .existence(let parameter, let body): return .existence(transform(parameter), body.mapParameters(transform))
        }
    }

    var allRelations: [Relation] {
        switch self {
        case .relation(let relation): return [relation]
        case .conjunction(let parts): return parts.flatMap(\.allRelations)
        case .implication(let a, let b), .equivalence(let a, let b): return a.allRelations + b.allRelations
        case .existence(_, let body): return body.allRelations
        }
    }

    var boundParameters: [Parameter] {
        switch self {
        case .relation: return []
        case .conjunction(let parts): return parts.flatMap(\.boundParameters)
        case .implication(let a, let b), .equivalence(let a, let b): return a.boundParameters + b.boundParameters
        case .existence(let parameter, let body): return [parameter] + body.boundParameters
        }
    }
}
