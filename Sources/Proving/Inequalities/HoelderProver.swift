import Expressions
import Kernel

/// Products of powers of integrals by Hölder's inequality.
struct HoelderProver {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        let statement = task.statement
        for hoelder in candidates {
            guard let statements = try? hoelder.statements(of: statement), let pieces = evidence(for: statements) else { continue }
            let evidence = Evidence.hoelder(hoelder, pieces)
            guard let theorem = try? Kernel.Examination(statement, evidence.read(in: statement)).theorem() else { continue }
            var outcome = Outcome(verdict: .proved)
            outcome.accept(theorem, evidence, task, name)
            outcome.evidence = "by Hölder's inequality"
            return outcome
        }
        return nil
    }

    private func evidence(for statements: [Statement]) -> [Evidence]? {
        var result: [Evidence] = []
        for statement in statements {
            let found = Prover.decide(task.asking(about: statement), name)
            guard found.verdict == .proved, let inner = found.certifiedEvidence else { return nil }
            result.append(inner)
        }
        return result
    }

    /// Without a density of mass 1, and with each that fits the points of integration.
    private var candidates: [Hoelder] {
        guard let relation = task.statement.goal.relations?.first, let points = relation.left.pointsOfIntegration ?? relation.right.pointsOfIntegration
        else { return [] }
        let names = points.map { point -> [String] in
            if case .line(_?, _?) = point.manifold { return ["-"] }
            return task.statement.functions.filter { $0.attributes.contains(.unitMass) }.map(\.name)
        }
        let masses = names.reduce([[]]) { found, next in found.flatMap { mass in next.map { mass + [$0] } } }
        return [Hoelder(mass: nil)] + masses.prefix(4).map { Hoelder(mass: UnitMass($0)) }
    }
}

extension Expression {
    fileprivate var pointsOfIntegration: [Point]? {
        if case .integral(let points, _) = kind { return points }
        for operand in operands {
            if let found = operand.pointsOfIntegration { return found }
        }
        return nil
    }
}
