import Arithmetic
import Expressions
import Kernel

/// A statement with parameters in place of points of lines: for searches in floating point.
struct ScalarStatement {
    let statement: Statement
    /// The points, by the names of the parameters.
    let points: [String: Point]
    /// Parameters that equations among the hypotheses determine.
    private let values: [String: Expression]

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
        var values: [String: Expression] = [:]
        for relation in statement.hypotheses.flatMap({ $0.relations ?? [] }) where relation.op == .equal {
            guard let (parameter, value) = Self.solution(of: relation, statement.parameters.filter { values[$0.name] == nil }) else { continue }
            values = values.mapValues { $0.substituting(parameters: [parameter.name: value]) }
            values[parameter.name] = value
            if let lower = parameter.lower { statement.hypotheses.append(.relation(Relation(.number(lower.value), lower.isStrict ? .less : .lessOrEqual, value))) }
            if let upper = parameter.upper { statement.hypotheses.append(.relation(Relation(value, upper.isStrict ? .less : .lessOrEqual, .number(upper.value)))) }
        }
        let solved = values
        self.values = values
        statement.hypotheses = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { $0.op != .equal }.map {
            .relation(Relation($0.left.substituting(parameters: solved), $0.op, $0.right.substituting(parameters: solved), indices: $0.indices))
        }
        self.statement = statement
    }

    /// The last parameter in which an equation is linear.
    private static func solution(of relation: Relation, _ parameters: [Parameter]) -> (Parameter, Expression)? {
        guard relation.indices.isEmpty, relation.left.mentionsOnlyParameters, relation.right.mentionsOnlyParameters,
            case let e = relation.excess, case let names = e.parameterSymbols, let value = try? RationalFunction(e, in: PolynomialRing(variables: names)) else { return nil }
        for parameter in parameters.reversed() where !parameter.isInteger {
            guard let place = names.firstIndex(of: parameter.name), value.numerator.degree(in: place) == 1, case let slope = value.numerator.derivative(place),
                case let constant = value.numerator - slope * value.numerator.ring.variable(place), let solved = try? RationalFunction(-constant, slope) else { continue }
            return (parameter, QuotientForm.expression(solved.numerator) / QuotientForm.expression(solved.denominator))
        }
        return nil
    }

    func parametric(_ e: Expression) -> Expression {
        Self.parametric(e, Dictionary(points.map { ($0.value, $0.key) }) { first, _ in first }).substituting(parameters: values)
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
