import Arithmetic
import Expressions
import Kernel

/// Concrete functions, or the first variation, against a relation between integrals.
extension Prover {
    /// A Gaussian on which the sides of an equation between integrals differ, or violate an inequality.
    static func refutedByDensity(
        _ task: Task, _ name: String, _ number: Int, _ relation: Relation, _ dimensions: [[String: Int]]
    ) -> Outcome? {
        let statement = task.statement
        for values in dimensions.prefix(3) {
            for example in GaussianExample.all(statement, dimensions: values, termBudget: GaussianExample.fullBudget) {
                guard let difference = example.difference(relation) else { continue }
                let evidence = Evidence.density(example.witness(number, difference.indices))
                guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { continue }
                var outcome = Outcome(verdict: .refuted)
                outcome.accept(theorem, evidence, task, name)
                outcome.evidence = "counterexample in exact numbers"
                outcome.witness = example.text(of: difference, relation, task)
                if relation.op == .equal { outcome.repair = Repair(task, relation).run() }
                return outcome
            }
        }
        return nil
    }

    /// Concrete functions that violate an inequality between integrals.
    static func refutedByExample(_ task: Task, _ name: String, _ number: Int, _ relation: Relation) -> Outcome? {
        let found = ZonalSearch(task.statement, relation, number)?.violation(name: name)
            ?? DecayingSearch(task.statement, relation, number)?.violation(name: name)
        guard let (certificate, description) = found else { return nil }
        var outcome = Outcome(verdict: .refuted)
        outcome.sideConditions = certificate.conditions
        outcome.certificate = certificate.text
        outcome.evidence = "counterexample, sides in disjoint balls"
        outcome.witness = description
        return outcome
    }

    /// An equation between integrals whose Euler-Lagrange expression does not vanish.
    static func refuted(_ task: Task, _ name: String, _ relation: Relation, _ variation: FirstVariation) -> Outcome {
        let statement = task.statement
        do {
            let evidence = Evidence.firstVariation(variation)
            let theorem = try Kernel.Examination(statement, evidence.read(in: statement)).theorem()
            var outcome = Outcome(verdict: .refuted)
            outcome.accept(theorem, evidence, task, name)
            outcome.evidence = "the Euler-Lagrange expression does not vanish"
            let local = FirstVariationCheck.localStatement(statement, variation.points, .zero, [])
            var names: [String] = []
            for function in variation.unknowns.map(\.function) {
                let name = function.isLogarithm ? "log \(function.name)" : function.name
                if !names.contains(name) { names.append(name) }
            }
            let kind = variation.unknowns.allSatisfy(\.function.isLogarithm) ? "density" : "function"
            var lines = ["the sides differ on some \(kind) with the derivatives of this \(names.joined(separator: ", ")):"]
            lines += WitnessDescription(statement: local, witness: variation.witness).places
            // Agreement on Gaussians would prove nothing; a difference is easily checked.
            search: for values in CandidateAssignments(statement).dimensions(count: 2) {
                for example in GaussianExample.all(statement, dimensions: values).prefix(4) {
                    guard let difference = example.difference(relation) else { continue }
                    lines.append(example.text(of: difference, relation, task))
                    break search
                }
            }
            outcome.witness = lines.joined(separator: "\n")
            outcome.repair = Repair(task, relation).run()
            return outcome
        } catch {
            var outcome = unknown("the kernel rejects the refutation: \(error)")
            outcome.internalError = "the kernel rejects a certificate of the prover: \(error)"
            return outcome
        }
    }
}
