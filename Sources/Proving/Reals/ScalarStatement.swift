import Expressions
import Kernel

/// A statement with parameters in place of points of lines: for searches in floating point.
struct ScalarStatement {
    let statement: Statement
    /// The points, by the names of the parameters.
    let points: [String: Point]

    init(_ original: Statement) {
        var statement = original
        var points: [String: Point] = [:]
        let taken = Set(original.parameters.map(\.name))
        for point in original.points {
            guard case .line(let lower, let upper) = point.manifold else { continue }
            let name = taken.contains(point.name) ? point.name + "'" : point.name
            points[name] = point
            statement.parameters.append(Parameter(
                name: name, lower: lower.map { .init(value: $0, isStrict: true) }, upper: upper.map { .init(value: $0, isStrict: true) }))
        }
        statement.points.removeAll { points.values.contains($0) }
        self.points = points
        let names = Dictionary(points.map { ($0.value, $0.key) }) { first, _ in first }
        statement.hypotheses = original.hypotheses.flatMap { $0.relations ?? [] }.map {
            .relation(Relation(Self.parametric($0.left, names), $0.op, Self.parametric($0.right, names), indices: $0.indices))
        }
        self.statement = statement
    }

    func parametric(_ e: Expression) -> Expression {
        Self.parametric(e, Dictionary(points.map { ($0.value, $0.key) }) { first, _ in first })
    }

    private static func parametric(_ e: Expression, _ names: [Point: String]) -> Expression {
        if names.isEmpty { return e }
        switch e.kind {
        case .coordinate(let point, nil): return names[point].map { .parameter($0) } ?? e
        case .partial(let point, let index, let body) where !body.hasIntegral && !body.mentionsFunctionOfPoints:
            var supply = IndexSupply(startingAt: 1 << 23)
            return parametric(body.differentiated(by: point, index, &supply), names)
        default: return e.mapOperands { parametric($0, names) }
        }
    }
}
