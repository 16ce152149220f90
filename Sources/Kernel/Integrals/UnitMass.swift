import Arithmetic
import Expressions

/// A density of mass 1 at points of integration: a product of one for each point.
public struct UnitMass: Hashable, Sendable {
    /// Names of densities; `-` is the uniform one on a bounded interval.
    public let names: [String]

    public init(_ names: [String]) { self.names = names }

    func density(at points: [Point], _ statement: Statement) throws -> Expression {
        guard names.count == points.count else { throw Rejection.evidenceDoesNotFitGoal }
        return .product(try zip(names, points).map { name, point in
            if name == "-" {
                guard case .line(let lower?, let upper?) = point.manifold, lower < upper else { throw Rejection.evidenceDoesNotFitGoal }
                return .number(1 / (upper - lower))
            }
            guard let function = statement.functions.first(where: { $0.name == name }), function.isLogarithm, function.attributes.contains(.unitMass),
                function.arguments == [point.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar], point.manifold.isWhole
            else { throw Rejection.evidenceDoesNotFitGoal }
            return .elementary(.exp, .value(of: function, at: point))
        })
    }
}
