import Arithmetic
import Enclosures
import Expressions
import Kernel

/// A statement about nothing is never called proved: some example must satisfy the hypotheses and have both
/// sides defined.
enum AdmissibleExample {
    private static let precision = 96

    /// - Parameter relations: those of the goal.
    static func exists(_ statement: Statement, _ relations: [CompiledRelation]) -> Bool {
        let candidates = CandidateAssignments(statement)
        // Hypotheses about functions of points are not tried: polynomials rarely satisfy them.
        let hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }.filter(isTried).map { CompiledRelation($0) }
        for dimensions in candidates.dimensions(count: 3) {
            var assignments = (1...6).compactMap { candidates.random(dimensions, seed: $0, degree: 2, span: 3) }
            assignments += candidates.simple(dimensions)
            for assignment in assignments where isAdmissible(relations, hypotheses, assignment) { return true }
        }
        return false
    }

    private static func isTried(_ hypothesis: Relation) -> Bool {
        [hypothesis.left, hypothesis.right].allSatisfy { !$0.mentionsFunctionOfPoints && $0.undecidedOperator == nil }
    }

    private static func isAdmissible(_ relations: [CompiledRelation], _ hypotheses: [CompiledRelation], _ assignment: Assignment) -> Bool {
        for relation in relations {
            if case .undetermined = Screening.compare(relation, assignment, in: BallField(precision: precision), differ: { _, _ in false }) {
                return false
            }
        }
        for hypothesis in hypotheses {
            let result = Screening.compare(hypothesis, assignment, in: BallField(precision: precision)) { left, right in
                switch hypothesis.relation.op {
                case .equal: return !left.overlaps(right)
                case .lessOrEqual: return right.isLess(than: left) == .yes
                case .less: return left.isLess(than: right) != .yes
                }
            }
            guard case .agree = result else { return false }
        }
        return true
    }
}
