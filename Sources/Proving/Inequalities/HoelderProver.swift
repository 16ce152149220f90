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
            guard let statements = try? hoelder.statements(of: statement),
                let found = Prover.proof(of: task, name, fromAll: statements, evidence: { .hoelder(hoelder, $0) }, words: { _ in "by Hölder's inequality" })
            else { continue }
            return found
        }
        return nil
    }

    /// Without a density of mass 1, with each that fits the points of integration, and with the mean of all that stand at one point.
    private var candidates: [Hoelder] {
        guard let relation = task.statement.goal.relations?.first, let points = relation.left.pointsOfIntegration ?? relation.right.pointsOfIntegration
        else { return [] }
        let names = points.map { point -> [String] in
            if case .line(_?, _?) = point.manifold { return ["-"] }
            return task.statement.functions.filter { $0.attributes.contains(.unitMass) }.map(\.name)
        }
        let masses = names.reduce([[]]) { found, next in found.flatMap { mass in next.map { mass + [[$0]] } } }
        let means = names.count == 1 && (2...4).contains(names[0].count) ? names : []
        return [Hoelder(mass: nil)] + (masses.prefix(4) + (means.isEmpty ? [] : [means])).map { Hoelder(mass: UnitMass($0)) }
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
