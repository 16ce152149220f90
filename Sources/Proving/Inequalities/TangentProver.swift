import Expressions
import Kernel

/// Logarithms and exponentials of integrals, by their tangents: Jensen's inequality.
struct TangentProver {
    private let task: Task
    private let name: String

    init(_ task: Task, _ name: String) {
        self.task = task
        self.name = name
    }

    func run() -> Outcome? {
        let statement = task.statement
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual,
            let argument = relations[0].left.argumentWithIntegral ?? relations[0].right.argumentWithIntegral,
            let parameter = statement.freshParameter
        else { return nil }
        let tangent = TangentGeneralisation(parameter: parameter, argument: argument)
        guard let reduced = try? tangent.statement(of: statement) else { return nil }
        return Prover.proof(of: task, name, from: reduced) { .tangent(tangent, $0) } words: { _ in "by the tangent at every \(parameter)" }
    }
}

extension Statement {
    /// A short name that nothing has.
    var freshParameter: String? {
        let taken = Set(parameters.map(\.name) + points.map(\.name) + functions.map(\.name))
        return (["s", "t"] + (1...99).map { "s\($0)" }).first { !taken.contains($0) }
    }
}

extension Expression {
    fileprivate var argumentWithIntegral: Expression? {
        guard hasIntegral else { return nil }
        switch kind {
        case .elementary(let function, let inside) where TangentGeneralisation.functions.contains(function): return inside
        case .sum, .product, .power, .elementary: return operands.lazy.compactMap(\.argumentWithIntegral).first
        default: return nil
        }
    }
}
