import Arithmetic
import Expressions
import Kernel

/// Inequalities between sums of integrals that hold for the integrands at every point, up to multiples of known integrals: masses of
/// densities, volumes, and what hypotheses state.
///
/// The multipliers are those for which the integrand touches zero where all densities are equal.
struct IntegrandProver {
    private let task: Task
    private let name: String
    private var statement: Statement { task.statement }

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        guard let (points, integrand, rest) = try? IntegrandComparison.parts(statement) else { return nil }
        for multiples in candidates(points, .sum(integrand), .sum(rest)) {
            let comparison = IntegrandComparison(multiples: multiples)
            guard let statements = try? comparison.statements(of: statement), let first = statements.firstIndex(where: { !$0.isEquation }),
                let found = Prover.proof(of: task, name, fromAll: statements, evidence: { .integrands(comparison, $0) }, words: {
                    "for the integrands: \($0[first].evidence)"
                })
            else { continue }
            return found
        }
        return nil
    }

    private func candidates(_ points: [Point], _ integrand: Expression, _ rest: Expression) -> [[IntegrandComparison.Multiple]] {
        let known = KnownMasses(task, points, in: integrand), masses = known.all
        func shared(_ chosen: [KnownMasses.Mass]) -> [IntegrandComparison.Multiple] {
            chosen.map { .init(factor: -rest / (.number(Rational(chosen.count)) * $0.value), body: $0.body, value: $0.value) }
        }
        var result: [[IntegrandComparison.Multiple]] = rest == .zero ? [[]] : masses.map { shared([$0]) }
        if let tangent = known.tangent, !tangent.isEmpty { result.append(tangent) }
        if rest != .zero, known.densities.count > 1 { result.append(shared(known.densities)) }
        return result
    }
}

extension Statement {
    fileprivate var isEquation: Bool { goal.relations?.allSatisfy { $0.op == .equal } ?? false }
}

extension Expression {
    func containsPart(_ part: Expression) -> Bool { isSameUpToBoundIndices(as: part) || operands.contains { $0.containsPart(part) } }
}
