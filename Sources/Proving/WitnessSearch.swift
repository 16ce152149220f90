import Arithmetic
import Enclosures
import Expressions
import Kernel

/// Looks for a counterexample that the kernel accepts, simple ones first.
struct WitnessSearch {
    let statement: Statement
    private static let precision = 128

    init(_ statement: Statement) { self.statement = statement }

    func find(relation number: Int, _ relation: CompiledRelation, dimensions: [[String: Int]]) -> (Witness, Theorem)? {
        for values in dimensions {
            let found = first(relation: number, relation, values, check)
            if let found { return found }
        }
        return nil
    }

    /// The first candidate at which the relation fails and that passes a test.
    func first<T>(relation number: Int, _ relation: CompiledRelation, _ dimensions: [String: Int], _ test: (Witness) -> T?) -> T? {
        for assignment in assignments(dimensions) {
            if let witness = witness(number, relation, assignment), let found = test(witness) { return found }
        }
        return nil
    }

    private func assignments(_ dimensions: [String: Int]) -> [Assignment] {
        let candidates = CandidateAssignments(statement)
        var result = candidates.simple(dimensions)
        for seed in UInt64(1)...3 {
            if let dense = candidates.random(dimensions, seed: seed, degree: 3, span: 3) { result.append(dense) }
        }
        return result
    }

    private func witness(_ number: Int, _ relation: CompiledRelation, _ assignment: Assignment) -> Witness? {
        let fails: (Rational, Rational) -> Bool
        switch relation.relation.op {
        case .equal: fails = { $0 != $1 }
        case .lessOrEqual: fails = { $0 > $1 }
        case .less: fails = { $0 >= $1 }
        }
        switch Screening.compare(relation, assignment, in: RationalField(), differ: fails) {
        case .agree: return nil
        case .differ(let indices): return Witness(relation: number, indices: indices, assignment: assignment, arithmetic: .exact)
        case .undetermined: break
        }
        let balls = Screening.compare(relation, assignment, in: BallField(precision: Self.precision)) { left, right in
            guard left.isFinite && right.isFinite else { return false }
            return relation.relation.op == .equal ? !left.overlaps(right) : right.isLess(than: left) == .yes
        }
        guard case .differ(let indices) = balls else { return nil }
        return Witness(relation: number, indices: indices, assignment: assignment, arithmetic: .balls(Self.precision))
    }

    private func check(_ witness: Witness) -> (Witness, Theorem)? {
        let evidence = Evidence.witness(witness)
        guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { return nil }
        return (witness, theorem)
    }
}
