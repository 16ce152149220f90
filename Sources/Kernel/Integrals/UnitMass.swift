import Arithmetic
import Expressions

/// A density of mass 1 at points of integration: a product of one for each point, which is the mean of some that are declared.
public struct UnitMass: Hashable, Sendable {
    /// For each point the names of densities; `-` is the uniform one on a bounded interval.
    public let names: [[String]]

    public init(_ names: [[String]]) { self.names = names }

    func density(at points: [Point], _ statement: Statement) throws -> Expression {
        guard names.count == points.count else { throw Rejection.evidenceDoesNotFitGoal }
        return .product(try zip(names, points).map { names, point in
            let densities = try names.map { try Self.density($0, at: point, statement) }
            guard let only = densities.first else { throw Rejection.evidenceDoesNotFitGoal }
            return densities.count == 1 ? only : .number(Rational(1, densities.count)) * .sum(densities)
        })
    }

    private static func density(_ name: String, at point: Point, _ statement: Statement) throws -> Expression {
        if name == "-" {
            guard case .line(let lower?, let upper?) = point.manifold, lower < upper else { throw Rejection.evidenceDoesNotFitGoal }
            return .number(1 / (upper - lower))
        }
        guard let function = statement.functions.first(where: { $0.name == name }), function.isLogarithm, function.attributes.contains(.unitMass),
            function.arguments == [point.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar], point.manifold.isWhole
        else { throw Rejection.evidenceDoesNotFitGoal }
        return .elementary(.exp, .value(of: function, at: point))
    }
}

extension UnitMass {
    var symbolicText: SymbolicText {
        .list(names.map { $0.count == 1 ? .word($0[0]) : .list($0.map { .word($0) }) })
    }

    init(_ text: SymbolicItem, _ reader: StatementReader) throws {
        self.init(try reader.items(text).map { item in
            if let name = try? reader.word(item) { return [name] }
            return try reader.items(item).map { try reader.word($0) }
        })
    }
}
