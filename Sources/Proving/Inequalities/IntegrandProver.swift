import Expressions
import Kernel

/// Inequalities between sums of integrals that hold for the integrands at every point.
struct IntegrandProver {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        let statement = task.statement
        var densities = statement.functions.filter { $0.attributes.contains(.unitMass) && $0.isLogarithm }.map(\.name)
        if statement.points.contains(where: { if case .line(_?, _?) = $0.manifold { true } else { false } }) { densities.append("-") }
        for names in [[]] + densities.map({ [$0] }) {
            let comparison = IntegrandComparison(densities: names)
            guard let reduced = try? comparison.statement(of: statement) else { continue }
            let local = Prover.decide(task.asking(about: reduced), name)
            guard local.verdict == .proved, let text = local.certificate, let inner = try? Certificate(text: text).evidence else { continue }
            let evidence = Evidence.integrands(comparison, inner)
            guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { continue }
            var outcome = local
            outcome.sideConditions = theorem.conditions
            outcome.certificate = Prover.certificate(task, name, theorem, evidence)
            outcome.evidence = "for the integrands: \(local.evidence)"
            return outcome
        }
        return nil
    }
}
