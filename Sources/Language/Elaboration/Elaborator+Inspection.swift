import Expressions
import Kernel

/// What an expression of a notebook is: its type, and its closed components.
public struct InspectedExpression: Sendable {
    /// "a vector of R^3"
    public let shape: String
    /// One tensor, or one for each part of a block; the statement says of what it speaks (`t = t`).
    public let tensors: [(statement: Statement, tensor: Tensor)]
}

extension Elaborator {
    /// The type and meaning of an expression with what is declared so far. Nothing is declared by it.
    public func inspect(_ expression: SyntaxExpression) throws(Diagnostic) -> InspectedExpression {
        var copy = self
        copy.beginStatement()
        do throws(Failure) {
            let value = try copy.value(expression, copy.scope)
            let shape = copy.shapeName(value)
            var tensors: [(Statement, Tensor)] = []
            for tensor in value.tensors {
                let relation = Relation(tensor.body, .equal, tensor.body, indices: tensor.indices)
                let statement = try copy.assemble(
                    goal: .relation(relation), hypotheses: [], values: [:], at: expression.range).statement
                guard case .relation(let closed) = statement.goal else { continue }
                tensors.append((statement, Tensor(indices: closed.indices, body: closed.left)))
            }
            return InspectedExpression(shape: shape, tensors: tensors)
        } catch {
            throw error.diagnostic
        }
    }

    /// What a declared name is, in words; `nil` for a name that is not declared.
    public func description(of name: String) -> String? {
        guard let binding = lookup(name, scope) else { return nil }
        switch binding {
        case .point(let point): return "a point of \(point.manifold.plainText)"
        case .parameter(let parameter): return "a parameter: \(parameter.plainText)"
        case .function(let function):
            let arguments = function.points.isEmpty ? "" : "(\(function.points.map(\.name).joined(separator: ", ")))"
            return "an arbitrary \(function.symbol.plainText)\(arguments)"
        case .definition(let definition):
            return "a definition: \(Formatter().declaration(definition.syntax))"
        case .value(let value, _): return "\(shapeName(value))"
        case .index: return "an index"
        case .integer(let number): return "the number \(number)"
        case .density: return "a concrete density"
        case .time: return "the time of a flow"
        }
    }

    /// The names declared so far, in order.
    public var declaredNames: [String] { tables[table].names }
}
