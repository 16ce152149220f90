import Arithmetic
import Expressions
import Kernel

/// Evaluation of both sides of a relation at one assignment.
package struct Screening {
    package enum Result {
        case agree
        /// The free indices (from 1) of the first component that differs.
        case differ([Int])
        /// The field has no value there.
        case undetermined
    }

    /// - Parameter sample: how many components are compared, spread over all; every one by default.
    package static func compare<F: EvaluationField>(
        _ relation: CompiledRelation, _ assignment: Assignment, in field: F, sample: Int = .max,
        differ: (F.Element, F.Element) -> Bool
    ) -> Result {
        do {
            let code = try relation.code(assignment.dimensions, sample: sample)
            var execution = try Execution(code.program, in: field, at: assignment)
            for (number, values) in code.components.enumerated() {
                let left = try execution.value(2 * number), right = try execution.value(2 * number + 1)
                if differ(left, right) { return .differ(values) }
            }
            return .agree
        } catch {
            return .undetermined
        }
    }

    /// Components examined at most; the others are left to the exact test.
    private static let componentLimit = 4_000

    /// All values of free indices, in lexicographic order; none where a dimension has no value.
    package static func indexValues(_ indices: [Index], _ assignment: Assignment) -> [[Int]] {
        var result: [[Int]] = [[]]
        for index in indices {
            guard let size = assignment.size(index.dimension) else { return [] }
            result = result.flatMap { values in (1...size).map { values + [$0] } }
            if result.count > componentLimit { result = Array(result.prefix(componentLimit)) }
        }
        return result
    }

    /// Components that the screen looks at; the exact test looks at all.
    private static let sampled = 5

    /// Whether an equation looks true modulo a prime at a dense random point: no proof.
    static func passes(_ relation: CompiledRelation, _ candidates: CandidateAssignments, _ dimensions: [String: Int]) -> Bool {
        for seed in UInt64(1)...4 {
            guard let assignment = candidates.random(dimensions, seed: seed, degree: 3, span: 1_000) else { return true }
            switch compare(relation, assignment, in: ScreeningField(), sample: sampled, differ: { $0 != $1 }) {
            case .agree: return true
            case .differ: return false
            case .undetermined: continue
            }
        }
        return true
    }
}
