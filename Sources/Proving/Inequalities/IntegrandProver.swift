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
            guard let reduced = try? comparison.statement(of: statement),
                let found = Prover.proof(of: task, name, from: reduced, evidence: { .integrands(comparison, $0) }, words: { "for the integrands: \($0.evidence)" })
            else { continue }
            return found
        }
        return nil
    }
}
