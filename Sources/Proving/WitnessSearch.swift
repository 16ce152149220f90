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
        for values in dimensions {
            let found = first(relation: number, relation, values) { check(name, $0) }
            if let found { return found }
        }
        return nil
    }

    /// The first candidate at which the relation fails and that passes a test.
    func first<T>(relation number: Int, _ relation: CompiledRelation, _ dimensions: [String: Int], _ test: (Witness) -> T?) -> T? {
        for assignment in assignments(dimensions) + extremal(relation.relation, dimensions) {
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

    /// Where an inequality between functions of parameters comes closest to failing.
    private func extremal(_ relation: Relation, _ dimensions: [String: Int]) -> [Assignment] {
        guard relation.op != .equal, statement.points.isEmpty, statement.functions.isEmpty else { return [] }
        let box = ParameterBox(statement.parameters, dimensions: Set(statement.symbolicDimensions))
        return RealSample.leastPlaces(of: relation.excess, on: box).compactMap { values in
            var assignment = Assignment(dimensions: dimensions)
            for parameter in statement.parameters {
                guard var value = values[parameter.name] ?? parameter.interiorPoint else { return nil }
                if parameter.isInteger { value = (value + Rational(1, 2)).floor }
                assignment.parameters[parameter.name] = dimensions[parameter.name].map { Rational($0) } ?? value
            }
            return assignment
        }
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

    private func check(_ name: String, _ witness: Witness) -> (Certificate, Theorem)? {
        let certificate = Certificate(name: name, statement: statement, evidence: .witness(witness), conditions: conditions)
        guard let theorem = try? Kernel.check(certificate) else { return nil }
        return (certificate, theorem)
    }
}
