import Arithmetic
import Expressions
import Kernel

/// Counterexamples among centred Gaussians of all variances, for relations between expressions in integrals.
///
/// Where both sides scale differently under dilations, very small or very large variances violate an inequality, whatever its constants.
struct GaussianFamilySearch {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    /// - Parameter number: the relation's among those of the goal.
    func run(_ number: Int) -> Outcome? {
        let statement = task.statement
        let taken = Set(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name))
        let names = statement.functions.map { "σ_\($0.name)" }
        guard taken.isDisjoint(with: names) else { return nil }
        let family = GaussianFamily(variances: names)
        guard let reduced = try? family.statement(of: statement), let relations = reduced.goal.relations, relations.indices.contains(number) else { return nil }
        if let found = find(family, reduced, relations, number, [:]) { return found }
        guard scalesDifferently(statement.goal.relations?[number]) else { return nil }
        for exponent in Self.exponents {
            guard let variance = try? Rational(4).power(exponent) else { continue }
            let values = Dictionary(names.map { ($0, variance) }) { first, _ in first }
            guard let special = try? Specialisation(values).statement(of: reduced), let relations = special.goal.relations,
                let found = find(family, special, relations, number, values) else { continue }
            return found
        }
        return nil
    }

    /// Of 4, for variances.
    private static let exponents = [10, -10, 25, -25, 60, -60, 150, -150]

    private func scalesDifferently(_ relation: Relation?) -> Bool {
        let degrees = ScalingDegrees(task.statement)
        guard let relation, relation.op != .equal, let difference = try? degrees.difference(degrees.of(relation.left), degrees.of(relation.right)) else { return false }
        return !difference.dilation.isZero
    }

    /// - Parameter values: variances that are given.
    private func find(_ family: GaussianFamily, _ reduced: Statement, _ relations: [Relation], _ number: Int, _ values: [String: Rational]) -> Outcome? {
        let statement = task.statement
        let compiled = CompiledRelation(relations[number])
        for dimensions in CandidateAssignments(reduced).dimensions(count: Prover.dimensionsTried) {
            guard let (failure, _) = WitnessSearch(reduced).find(relation: number, compiled, dimensions: [dimensions]) else { continue }
            let evidence = Evidence.gaussians(family, values.isEmpty ? .witness(failure.witness) : .specialisation(Specialisation(values), .witness(failure.witness)))
            guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { continue }
            var outcome = Outcome(verdict: .refuted)
            outcome.accept(theorem, evidence, task, name)
            outcome.evidence = failure.witness.arithmetic == .exact ? "counterexample in exact numbers" : "counterexample, sides in disjoint balls"
            let functions = statement.functions.map(\.name).joined(separator: ", ")
            var described = reduced
            described.points.removeAll { point in !relations[number].left.mentions(point) && !relations[number].right.mentions(point) }
            let given = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
            outcome.witness = (["for \(functions) centred Gaussian\(statement.functions.count == 1 ? "" : "s") of " + (given.isEmpty ? "these variances" : "variance \(given)")]
                + WitnessDescription(statement: described, witness: failure.witness).lines(task.asWritten(relations[number], failure.left, failure.right))).joined(separator: "\n")
            if relations[number].op == .equal { outcome.repair = Repair(task, statement.goal.relations?[number] ?? relations[number]).run() }
            return outcome
        }
        return nil
    }
}
