import Arithmetic
import Enclosures
import Expressions

/// Places near the origin where an expression of one point is certainly positive, and where it is certainly negative.
struct SignSample {
    private(set) var positive: [Rational]?
    private(set) var negative: [Rational]?

    private static let distances: [Rational] = [0, Rational(1, 3), 1, Rational(7, 4), 3, 10]

    /// `nil` for expressions with parameters, integrals or functions that have no value, and in symbolic dimension.
    init?(_ e: Expression, at point: Point) {
        var lowering = ScalarLowering(nodeLimit: 20_000)
        guard let scalar = try? lowering.value(e), scalar.integrals.isEmpty, let variables = try? lowering.variables(of: point),
            scalar.graph.support(scalar.root).isSubset(of: variables.map(\.number))
        else { return nil }
        let machine = RealBallMachine(ScalarProgram(scalar.graph, [scalar.root], variables: variables), precision: 64)
        var directions = variables.indices.map { axis in variables.indices.map { Rational($0 == axis ? 1 : 0) } }
        directions.append(variables.indices.map { Rational($0 + 2, 3) })
        for direction in directions {
            for distance in Self.distances.flatMap({ [$0, -$0] }) {
                let place = direction.map { $0 * distance }
                for (number, value) in place.enumerated() { machine.setArgument(number, to: Ball(value, precision: 64)) }
                machine.run()
                let value = machine.result(0)
                guard value.isFinite else { continue }
                if value.isPositive() == .yes { positive = positive ?? place }
                if value.isNegative() == .yes { negative = negative ?? place }
            }
        }
    }
}
