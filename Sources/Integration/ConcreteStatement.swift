import Arithmetic
import Enclosures
import Expressions
import Kernel

/// A statement in which hypotheses give every function its value, ready to be evaluated.
public struct ConcreteStatement {
    public let statement: Statement
    private var lowering = ScalarLowering()
    /// The functions with the points that stand for their arguments.
    public private(set) var definitions: [(function: FunctionSymbol, points: [Point])] = []
    /// Hypotheses that are no definitions, to be checked on the values.
    public private(set) var conditions: [Relation] = []
    /// All points; a relation leaves those free that it mentions outside of integrals.
    public let freePoints: [Point]

    /// - Parameter varying: parameters that are left open, each with the point of the line that stands for it.
    /// - Throws: `NumericError.unsupported` where another parameter, a dimension or a function has no value.
    public init(_ statement: Statement, varying: [String: Point] = [:]) throws {
        self.statement = statement
        for (name, point) in varying.sorted(by: { $0.key < $1.key }) { try lowering.define(parameter: name, as: .coordinate(point, nil)) }
        if let parameter = statement.parameters.first(where: { varying[$0.name] == nil }) {
            throw NumericError.withoutValue("\(parameter.name) has no value: give it one with `where` or `with`")
        }
        var defined: Set<FunctionSymbol> = []
        for relation in statement.hypotheses.flatMap({ $0.relations ?? [] }) {
            if let (function, points) = Self.definition(relation), !defined.contains(function) {
                try lowering.define(function, of: points, relation.indices, as: relation.right)
                defined.insert(function)
                definitions.append((function, points))
            } else {
                conditions.append(relation)
            }
        }
        if let function = statement.functions.first(where: { !defined.contains($0) }) {
            throw NumericError.withoutValue("\(function.name) has no value: name one behind `on`, as in `on \(function.name) = …`")
        }
        freePoints = statement.points
    }

    /// `f(v) = …` at plain points, each standing for itself.
    private static func definition(_ relation: Relation) -> (FunctionSymbol, [Point])? {
        guard relation.op == .equal, case .application(let application) = relation.left.kind, application.derivatives.isEmpty,
            application.valueIndices == relation.indices else { return nil }
        let points = application.arguments.map { argument -> Point? in
            if case .scalar(let body) = argument, case .coordinate(let point, nil) = body.kind { return point }
            return argument.plainPoint
        }
        guard points.allSatisfy({ $0 != nil }) else { return nil }
        return (application.function, points.compactMap { $0 })
    }

    /// The value of an expression at values of its indices.
    public mutating func scalar(_ expression: Expression, _ indices: [Index: Int] = [:]) throws -> ScalarValue {
        try lowering.value(expression, indices)
    }

    /// The variables that stand for a point.
    public mutating func variables(of point: Point) throws -> [ScalarGraph.Variable] { try lowering.variables(of: point) }

    /// All values of free indices.
    public static func values(of indices: [Index]) -> [[Index: Int]] {
        indices.reduce([[:]]) { all, index in
            guard case .number(let size) = index.dimension else { return all }
            return all.flatMap { values in (1...max(size, 1)).map { values.merging([index: $0]) { $1 } } }
        }
    }
}
