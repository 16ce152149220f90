import Expressions
import Kernel

/// Decides relations between integrals that have values in closed form: by the normal forms of the values, or by a
/// counterexample to them.
struct IntegralEvaluator {
    enum Finding {
        case proved(Evidence)
        case refuted(Refutation)
        case open(String)
    }

    /// A counterexample with the values of both sides.
    struct Refutation {
        let certificate: Certificate
        let left: String
        let right: String
    }

    private let task: Task

    init(_ task: Task) { self.task = task }

    private var context: FormContext {
        var context = FormContext(task.statement)
        context.termBudget = task.limits.terms
        return context
    }

    private func evaluated(_ relation: Relation) throws -> Statement {
        try IntegralEvaluation(task.statement, context).apply(to: relation).statement(from: task.statement)
    }

    /// The relation between the values; `nil` where an integral has none here.
    func values(_ relation: Relation) -> Relation? {
        guard relation.hasIntegral else { return nil }
        return (try? evaluated(relation))?.goal.relations?.first
    }

    /// Evidence by values, without a search for counterexamples.
    func proof(_ relation: Relation) -> Evidence? {
        guard relation.hasIntegral, let local = try? evaluated(relation) else { return nil }
        return proof(ofValues: local)
    }

    private func proof(ofValues local: Statement) -> Evidence? {
        guard let values = local.goal.relations?.first else { return nil }
        if values.op == .lessOrEqual, values.excess.isManifestlyNonnegative(positiveParameters: FormContext(local).positiveParameters) {
            return .evaluation(.manifestSign)
        }
        if values.op != .equal {
            let signs = SignProver(local)
            return (signs.proof(of: values, .short) ?? signs.proof(of: values, .long)).map { .evaluation(.sign($0)) }
        }
        guard values.op == .equal, case .proved(let form) = IdentityProver(local, limits: task.limits).run(values) else { return nil }
        return .evaluation(.identity(form))
    }

    /// - Parameter number: the relation's among those of the goal.
    /// - Returns: `nil` where arbitrary functions stand under the integrals.
    func run(_ relation: Relation, _ number: Int, name: String) -> Finding? {
        let local: Statement
        do {
            local = try evaluated(relation)
        } catch FormError.unsupported(let what) {
            return .open("not in closed form: \(what)")
        } catch let error as FormError {
            return .open(IntegralProver.reason(error))
        } catch {
            return nil
        }
        if let evidence = proof(ofValues: local) { return .proved(evidence) }
        guard let values = local.goal.relations?.first else { return nil }
        let compiled = CompiledRelation(values)
        for dimensions in CandidateAssignments(local).dimensions(count: Prover.dimensionsTried) {
            let found: Refutation? = WitnessSearch(local).first(relation: 0, compiled, dimensions) { failure in
                var witness = failure.witness
                witness.relation = number
                let evidence = Evidence.evaluation(.witness(witness))
                let certificate = Certificate(
                    name: name, statement: task.statement, evidence: evidence,
                    conditions: (try? Kernel.conditions(of: task.statement, evidence).conditions) ?? [])
                return (try? Kernel.check(certificate)) == nil ? nil : Refutation(certificate: certificate, left: failure.left, right: failure.right)
            }
            if let found { return .refuted(found) }
        }
        return .open("the values of the integrals differ in form, but no counterexample was found: \(values.left.plainText(indices: values.indices)) against \(values.right.plainText(indices: values.indices))")
    }

    /// The counterexample, with the values of the integrals.
    func outcome(_ refutation: Refutation, _ relation: Relation) -> Outcome {
        let certificate = refutation.certificate
        guard case .evaluation(.witness(let witness)) = certificate.evidence, let local = try? evaluated(relation),
            let values = local.goal.relations?.first, let theorem = try? Kernel.check(Certificate(text: certificate.text))
        else { return Prover.unknown("the kernel rejects the refutation") }
        if let difference = IntegralCrossCheck.difference(task.statement, of: relation, from: values, at: witness) {
            var outcome = Prover.unknown("quadrature contradicts the refutation")
            outcome.internalError = difference
            return outcome
        }
        var outcome = Outcome(verdict: .refuted)
        outcome.sideConditions = theorem.conditions
        outcome.certificate = certificate.text
        outcome.evidence = witness.arithmetic == .exact ? "counterexample in exact numbers" : "counterexample, sides in disjoint balls"
        let inClosedForm = task.asWritten(relation, values.left, values.right)
        var lines = ["the integrals have values in closed form: the left side is \(inClosedForm.left.plainText(indices: values.indices)), the right side \(inClosedForm.right.plainText(indices: values.indices))"]
        var here = witness
        here.relation = 0
        var described = local
        described.points.removeAll { !values.left.mentions($0) && !values.right.mentions($0) }
        lines += WitnessDescription(statement: described, witness: here).lines(task.asWritten(relation, refutation.left, refutation.right))
        outcome.witness = lines.joined(separator: "\n")
        outcome.repair = Repair(task, relation).run()
        return outcome
    }
}
