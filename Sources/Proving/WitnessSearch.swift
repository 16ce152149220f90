import Arithmetic
import Enclosures
import Expressions
import Kernel

/// Looks for a counterexample that the kernel accepts, simple ones first.
struct WitnessSearch {
    let statement: Statement
    private static let precision = 128

    init(_ statement: Statement) { self.statement = statement }

    /// A place where a relation fails, with the values of its sides there.
    struct Failure {
        var witness: Witness
        let left: String
        let right: String
    }

    func find(relation number: Int, _ relation: CompiledRelation, dimensions: [[String: Int]]) -> (Failure, Theorem)? {
        for values in dimensions {
            let found = first(relation: number, relation, values) { failure in check(failure.witness).map { (failure, $0) } }
            if let found { return found }
        }
        return nil
    }

    /// The first candidate at which the relation fails and that passes a test.
    func first<T>(relation number: Int, _ relation: CompiledRelation, _ dimensions: [String: Int], _ test: (Failure) -> T?) -> T? {
        let candidates = CandidateAssignments(statement)
        func found(at assignment: Assignment) -> T? { failure(number, relation, assignment).flatMap(test) }
        for assignment in candidates.simple(dimensions) {
            if let found = found(at: assignment) { return found }
        }
        for seed in UInt64(1)...3 {
            if let dense = candidates.random(dimensions, seed: seed, degree: 3, span: 3), let found = found(at: dense) { return found }
        }
        for assignment in extremal(relation.relation, dimensions) {
            if let found = found(at: assignment) { return found }
        }
        return nil
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

    private func failure(_ number: Int, _ relation: CompiledRelation, _ assignment: Assignment) -> Failure? {
        let fails: (Rational, Rational) -> Bool
        switch relation.relation.op {
        case .equal: fails = { $0 != $1 }
        case .lessOrEqual: fails = { $0 > $1 }
        case .less: fails = { $0 >= $1 }
        }
        var sides = (left: "", right: "")
        func failure(_ indices: [Int], _ arithmetic: Witness.Arithmetic) -> Failure {
            let witness = Witness(relation: number, indices: indices, assignment: assignment, arithmetic: arithmetic)
            return Failure(witness: witness, left: sides.left, right: sides.right)
        }
        let exact = Screening.compare(relation, assignment, in: RationalField()) { left, right in
            guard fails(left, right) else { return false }
            sides = (left.description, right.description)
            return true
        }
        switch exact {
        case .agree: return nil
        case .differ(let indices): return failure(indices, .exact)
        case .undetermined: break
        }
        let balls = Screening.compare(relation, assignment, in: BallField(precision: Self.precision)) { left, right in
            guard left.isFinite && right.isFinite else { return false }
            guard relation.relation.op == .equal ? !left.overlaps(right) : right.isLess(than: left) == .yes else { return false }
            sides = (left.description(digits: 20), right.description(digits: 20))
            return true
        }
        guard case .differ(let indices) = balls else { return nil }
        return failure(indices, .balls(Self.precision))
    }

    private func check(_ witness: Witness) -> Theorem? {
        try? Kernel.Examination(statement, Evidence.witness(witness).read(in: statement)).theorem()
    }
}
