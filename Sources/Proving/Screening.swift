import Arithmetic
import Expressions
import Kernel

/// Evaluation of both sides of a relation at one assignment.
struct Screening {
    enum Result {
        case agree
        /// The free indices (from 1) of the first component that differs.
        case differ([Int])
        /// The field has no value there.
        case undetermined
    }

    /// Components examined at most; the others are left to the exact test.
    private static let componentLimit = 4_000

    /// - Parameter components: how many components are compared, spread over all; every one by default.
    static func compare<F: EvaluationField>(
        _ relation: Relation, _ assignment: Assignment, in field: F, components: Int = .max,
        differ: (F.Element, F.Element) -> Bool
    ) -> Result {
        do {
            let evaluator = try Evaluator(field, assignment, for: [relation.left, relation.right])
            let all = indexValues(relation.indices, assignment)
            let step = max(1, all.count / max(components, 1))
            for values in stride(from: 0, to: all.count, by: step).map({ all[$0] }) {
                let indices = Dictionary(zip(relation.indices, values)) { first, _ in first }
                let left = try evaluator.value(relation.left, indices), right = try evaluator.value(relation.right, indices)
                if differ(left, right) { return .differ(values) }
            }
            return .agree
        } catch {
            return .undetermined
        }
    }

    /// All values of free indices, in lexicographic order.
    static func indexValues(_ indices: [Index], _ assignment: Assignment) -> [[Int]] {
        var result: [[Int]] = [[]]
        for index in indices {
            guard let size = assignment.size(index.dimension) else { return [] }
            result = result.flatMap { values in (1...size).map { values + [$0] } }
            if result.count > componentLimit { return Array(result.prefix(componentLimit)) }
        }
        return result
    }

    /// Components that the screen looks at; the exact test looks at all.
    private static let sampled = 5

    /// Whether an equation looks true modulo a prime at a dense random point: no proof.
    static func passes(_ relation: Relation, _ statement: Statement, _ dimensions: [String: Int]) -> Bool {
        let candidates = CandidateAssignments(statement)
        for seed in UInt64(1)...4 {
            guard let assignment = candidates.random(dimensions, seed: seed, degree: 3, span: 1_000) else { return true }
            switch compare(relation, assignment, in: ScreeningField(), components: sampled, differ: { $0 != $1 }) {
            case .agree: return true
            case .differ: return false
            case .undetermined: continue
            }
        }
        return true
    }
}
