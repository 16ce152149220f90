import Expressions
import Kernel

/// Counterexamples among fields that derive from potentials, where the hypotheses are equations such as `div u = 0`: functions that are
/// arbitrary otherwise are what first variations ask for.
struct PotentialSearch {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        let statement = task.statement
        for field in statement.functions where field.valueDimensions.count == 1 {
            for form in Potential.Form.allCases {
                let potential = Potential(function: field.name, form: form)
                // Fewer equations are left, or nothing is gained.
                guard let reduced = try? potential.statement(of: statement), equations(reduced) < equations(statement) else { continue }
                guard var outcome = Prover.refutation(of: task, name, from: reduced, example: potential.plainText, evidence: { .potential(potential, $0) })
                else { continue }
                outcome.repair = statement.goal.relations.flatMap { $0.count == 1 ? Repair(task, $0[0]).run() : nil }
                return outcome
            }
        }
        return nil
    }

    private func equations(_ statement: Statement) -> Int { statement.hypotheses.reduce(0) { $0 + ($1.relations?.count ?? 1) } }
}
