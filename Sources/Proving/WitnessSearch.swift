import Arithmetic
import Enclosures
import Expressions
import Kernel

/// Looks for a counterexample that the kernel accepts, simple ones first.
struct WitnessSearch {
    let statement: Statement
    let conditions: [String]
    private static let precision = 128

    init(_ statement: Statement) {
        self.statement = statement
        conditions = SideConditions.of(statement)
    }

    func find(name: String, relation number: Int, _ relation: CompiledRelation, dimensions: [[String: Int]]) -> (Certificate, Theorem)? {
        let candidates = CandidateAssignments(statement)
        for values in dimensions {
            var assignments = candidates.simple(values)
            for seed in UInt64(1)...3 {
                if let dense = candidates.random(values, seed: seed, degree: 3, span: 3) { assignments.append(dense) }
            }
            for assignment in assignments {
                if let found = certify(name: name, number, relation, assignment) { return found }
            }
        }
        return nil
    }

    private func certify(name: String, _ number: Int, _ relation: CompiledRelation, _ assignment: Assignment) -> (Certificate, Theorem)? {
        let fails: (Rational, Rational) -> Bool
        switch relation.relation.op {
        case .equal: fails = { $0 != $1 }
        case .lessOrEqual: fails = { $0 > $1 }
        case .less: fails = { $0 >= $1 }
        }
        switch Screening.compare(relation, assignment, in: RationalField(), differ: fails) {
        case .agree: return nil
        case .differ(let indices):
            return check(name, Witness(relation: number, indices: indices, assignment: assignment, arithmetic: .exact))
        case .undetermined: break
        }
        let balls = Screening.compare(relation, assignment, in: BallField(precision: Self.precision)) { left, right in
            guard left.isFinite && right.isFinite else { return false }
            return relation.relation.op == .equal ? !left.overlaps(right) : right.isLess(than: left) == .yes
        }
        guard case .differ(let indices) = balls else { return nil }
        return check(name, Witness(relation: number, indices: indices, assignment: assignment, arithmetic: .balls(Self.precision)))
    }

    private func check(_ name: String, _ witness: Witness) -> (Certificate, Theorem)? {
        let certificate = Certificate(name: name, statement: statement, evidence: .witness(witness), conditions: conditions)
        guard let theorem = try? Kernel.check(certificate) else { return nil }
        return (certificate, theorem)
    }
}
