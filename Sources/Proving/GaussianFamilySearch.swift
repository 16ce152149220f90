import Expressions
import Kernel

/// Counterexamples among centred Gaussians of all variances, for relations between expressions in integrals.
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
        let compiled = CompiledRelation(relations[number])
        for dimensions in CandidateAssignments(reduced).dimensions(count: Prover.dimensionsTried) {
            guard let (failure, _) = WitnessSearch(reduced).find(relation: number, compiled, dimensions: [dimensions]) else { continue }
            let evidence = Evidence.gaussians(family, .witness(failure.witness))
            guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { continue }
            var outcome = Outcome(verdict: .refuted)
            outcome.accept(theorem, evidence, task, name)
            outcome.evidence = failure.witness.arithmetic == .exact ? "counterexample in exact numbers" : "counterexample, sides in disjoint balls"
            let functions = statement.functions.map(\.name).joined(separator: ", ")
            var described = reduced
            described.points.removeAll { point in !relations[number].left.mentions(point) && !relations[number].right.mentions(point) }
            outcome.witness = (["for \(functions) centred Gaussian\(statement.functions.count == 1 ? "" : "s") of these variances"]
                + WitnessDescription(statement: described, witness: failure.witness).lines(task.asWritten(relations[number], failure.left, failure.right))).joined(separator: "\n")
            if relations[number].op == .equal { outcome.repair = Repair(task, statement.goal.relations?[number] ?? relations[number]).run() }
            return outcome
        }
        return nil
    }
}
