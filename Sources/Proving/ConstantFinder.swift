import Arithmetic
import Expressions
import Kernel

/// `find a, b: S`: constants for which an identity holds, by linear algebra on normal forms.
///
/// The unknowns must enter linearly. A solution is substituted and proved; a system without one is reported
/// as unknown unless no dimension or parameter could matter.
struct ConstantFinder {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run(_ unknowns: [String]) -> Outcome {
        let statement = task.statement
        guard let relations = statement.goal.relations, relations.allSatisfy({ $0.op == .equal }) else { return ScalingExponents(task, name).run(unknowns) }
        for relation in relations {
            if let operation = relation.left.undecidedOperator ?? relation.right.undecidedOperator {
                return Prover.unknown(operation.reasonOfOperator)
            }
        }
        do {
            let systems = try LinearEquations.of(statement, relations, unknowns: Set(unknowns), limits: task.limits)
            if systems.isEmpty { return exponents(unknowns) ?? Prover.unknown("an unknown constant enters nonlinearly") }
            var outcome = Prover.unknown("no constants \(unknowns.joined(separator: ", ")) make the normal forms equal")
            for equations in systems {
                var system = try LinearSystem(unknowns: unknowns, equations: equations)
                guard case .values(let values, let free) = try system.solve() else { continue }
                outcome = proved(unknowns, values, free)
                if outcome.verdict == .proved { return outcome }
            }
            if let ratio = ratio(unknowns, relations) {
                let found = proved(unknowns, [unknowns[0]: ratio], [])
                if found.verdict == .proved { return found }
            }
            return exponents(unknowns) ?? outcome
        } catch {
            return exponents(unknowns) ?? Prover.unknown("no linear system for the unknowns: \(error)")
        }
    }

    /// Unknowns in exponents, by scaling.
    private func exponents(_ unknowns: [String]) -> Outcome? {
        guard task.statement.goal.relations?.allSatisfy({ $0.left.hasIntegral && $0.right.hasIntegral }) == true else { return nil }
        let found = ScalingExponents(task, name).run(unknowns)
        return found.verdict == .proved ? found : nil
    }

    /// One unknown of one equation between numbers, as the quotient of both parts: it need not be rational.
    private func ratio(_ unknowns: [String], _ relations: [Relation]) -> Expression? {
        guard unknowns.count == 1, relations.count == 1 else { return nil }
        let relation = IntegralEvaluator(task).values(relations[0]) ?? relations[0]
        let difference = relation.left - relation.right
        guard relation.indices.isEmpty, difference.mentionsOnlyParameters else { return nil }
        var context = FormContext(task.statement)
        context.termBudget = task.limits.terms
        let form = ContractionForm(context)
        func part(_ value: Int) -> Expression { difference.substitutingParameters([unknowns[0]: .number(Rational(value))]) }
        guard let constant = try? form.normalForm(part(0)), let slope = try? form.difference(part(1), part(0)),
            (try? form.isZero(slope)) == false, let value = try? form.quotient(constant, slope) else { return nil }
        var supply = IndexSupply(startingAt: 1 << 20)
        return (try? form.expression(value, &supply)).map { -$0 }
    }

    private func proved(_ unknowns: [String], _ values: [String: Expression], _ free: [String]) -> Outcome {
        let solved = values.filter { !free.contains($0.key) }
        for (name, value) in solved.sorted(by: { $0.key < $1.key }) where !task.statement.declaredRange(of: name, admits: value) {
            return Prover.unknown("the solution \(name) = \(value.plainText) is not shown to lie in the declared range of \(name)")
        }
        let substituted = Task(statement: task.statement.substituting(solved), precision: task.precision, limits: task.limits)
        var outcome = Prover.decide(substituted, name)
        guard outcome.verdict == .proved else {
            return Prover.unknown("a solution was found but not proved: \(outcome.reason ?? outcome.evidence)")
        }
        outcome.value = unknowns.map { unknown in
            free.contains(unknown) ? "\(unknown) arbitrary" : "\(unknown) = \(values[unknown]?.plainText ?? "?")"
        }.joined(separator: ", ")
        outcome.isByDefinition = false
        outcome.evidence = (free.isEmpty ? "the constants" : "a family of constants") + ", identity proved with them"
        return outcome
    }
}

/// The linear equations of a statement for unknown constants.
enum LinearEquations {
    private static let systemLimit = 16

    /// Systems each of which is sufficient for the statement, the most promising first; more than one where integrals
    /// can be written over common points in several ways, none where an unknown enters nonlinearly.
    static func of(
        _ statement: Statement, _ relations: [Relation], unknowns: Set<String>, limits: Limits
    ) throws -> [[ParameterEquation]] {
        let evaluator = IntegralEvaluator(Task(statement: statement, limits: limits))
        let relations = relations.map { evaluator.values($0) ?? $0 }
        if relations.contains(where: \.hasIntegral) {
            var systems: [[ParameterEquation]] = [[]]
            for relation in relations {
                let parts = try IntegralProver(statement, limits: limits).equations(relation, unknowns: unknowns)
                systems = Array(systems.flatMap { known in parts.map { known + $0 } }.prefix(systemLimit))
            }
            return systems
        }
        var context = FormContext(statement)
        context.termBudget = limits.terms
        do {
            let form = ContractionForm(context, for: relations.flatMap { [$0.left, $0.right] })
            var result: [ParameterEquation] = []
            for relation in relations {
                guard let part = try form.equations(form.difference(relation.left, relation.right), unknowns: unknowns) else { return [] }
                result += part
            }
            return [result]
        } catch FormError.notInvariant {
            var result: [ParameterEquation] = []
            for dimensions in try statement.finiteDimensions() {
                let form = ComponentForm(context, for: relations.flatMap { [$0.left, $0.right] }, dimensions: dimensions)
                for relation in relations {
                    for assignment in try form.assignments(relation.indices) {
                        let difference = try form.difference(relation.left, relation.right, assignment)
                        guard let part = try form.equations(difference, unknowns: unknowns) else { return [] }
                        result += part
                    }
                }
            }
            return [result]
        }
    }
}

extension Statement {
    /// Replaces parameters by expressions; they are no longer declared.
    func substituting(_ values: [String: Expression]) -> Statement {
        var result = self
        result.parameters.removeAll { values[$0.name] != nil }
        result.hypotheses = hypotheses.map { $0.substituting(values) }
        result.goal = goal.substituting(values)
        return result
    }
}
