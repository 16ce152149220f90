import Arithmetic
import Expressions

/// An inequality with `φ(I)`, I made of integrals, by the one with `φ(s) + φ'(s) (I - s)` in its place for every s, of which it is the case `s = I`.
///
/// For a concave φ on the greater side, or a convex one on the smaller, nothing is lost: so Jensen's inequality becomes one between integrands.
public struct TangentGeneralisation: Hashable, Sendable {
    /// The name of s.
    public let parameter: String
    /// I.
    public let argument: Expression

    public init(parameter: String, argument: Expression) {
        self.parameter = parameter
        self.argument = argument
    }

    public static let functions: Set<ElementaryFunction> = [.exp, .log]

    /// The inequality for all s; for all s > 0 where I stands in a logarithm.
    public func statement(of statement: Statement) throws -> Statement {
        guard let relations = statement.goal.relations, relations.count == 1, relations[0].op == .lessOrEqual, relations[0].indices.isEmpty,
            argument.hasIntegral, !statement.points.contains(where: argument.mentions),
            !(statement.parameters.map(\.name) + statement.points.map(\.name) + statement.functions.map(\.name)).contains(parameter)
        else { throw Rejection.evidenceDoesNotFitGoal }
        try WellFormedness.check(argument, in: statement, points: [], indices: [])
        let s = Expression.parameter(parameter)
        var found: Set<ElementaryFunction> = []
        func replaced(_ e: Expression) -> Expression {
            guard e.hasIntegral else { return e }
            switch e.kind {
            case .elementary(let function, let inside) where Self.functions.contains(function) && inside.isSameUpToBoundIndices(as: argument):
                found.insert(function)
                return .elementary(function, s) + function.derivative(at: s) * (inside - s)
            case .sum, .product, .power, .elementary: return e.mapOperands(replaced)
            default: return e
            }
        }
        var result = statement
        result.goal = .relation(Relation(replaced(relations[0].left), .lessOrEqual, replaced(relations[0].right)))
        guard !found.isEmpty else { throw Rejection.evidenceDoesNotFitGoal }
        // A logarithm is defined only where its argument is positive.
        let lower = found.contains(.log) ? Parameter.Bound(value: .zero, isStrict: true) : nil
        result.parameters.append(Parameter(name: parameter, isInteger: false, lower: lower, upper: nil))
        return result
    }
}

extension TangentGeneralisation {
    func symbolicText(_ statement: Statement) -> SymbolicText {
        var writer = StatementWriter(statement)
        return .list([.word(parameter), writer.expression(argument)])
    }

    init(_ text: SymbolicItem, _ statement: Statement) throws {
        let reader = try StatementReader(statement, [])
        let items = try reader.items(text, count: 2)
        self.init(parameter: try reader.word(items[0]), argument: try reader.expression(items[1]))
    }
}
