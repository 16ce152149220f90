import Arithmetic
import Enclosures
import Expressions
import Kernel
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Looks in floating point for places where an inequality between functions of points, constant vectors and parameters fails:
/// points of many sizes, then descent from the best ones. Every place is rational, and unit vectors have rational components.
struct WitnessDescent {
    private static let starts = 90
    private static let descents = 4
    private static let steps = 70

    private enum Variable {
        case parameter(Parameter)
        case point(Point, size: Int)
        case sphere(Point, size: Int)
        case constant(FunctionSymbol, PolynomialShape)
        case unit(FunctionSymbol, PolynomialShape)

        var count: Int {
            switch self {
            case .parameter: return 1
            case .point(_, let size): return size
            case .sphere(_, let size): return size - 1
            case .constant(_, let shape): return shape.values.count
            case .unit(_, let shape): return shape.values.count - 1
            }
        }
    }

    private let relation: CompiledRelation
    private let conditions: [CompiledRelation]
    private let adjustment: ConstantAdjustment
    private let base: Assignment
    private let variables: [Variable]

    init?(_ statement: Statement, _ relation: CompiledRelation, _ dimensions: [String: Int]) {
        guard relation.relation.op != .equal, relation.relation.indices.isEmpty, !statement.points.isEmpty || !statement.functions.isEmpty,
            statement.functions.allSatisfy({ $0.arguments.isEmpty && !$0.attributes.contains(.nonnegative) }) else { return nil }
        let units = FormContext(statement).unitVectors
        var base = Assignment(dimensions: dimensions)
        var variables: [Variable] = []
        for parameter in statement.parameters {
            if let value = dimensions[parameter.name] { base.parameters[parameter.name] = Rational(value) } else { variables.append(.parameter(parameter)) }
        }
        for point in statement.points {
            switch point.manifold {
            case .euclidean(let d), .torus(let d):
                guard let size = base.size(d) else { return nil }
                variables.append(.point(point, size: size))
            case .sphere(let d):
                guard let size = base.size(d), size > 1 else { return nil }
                variables.append(.sphere(point, size: size))
            case .line(let lower, let upper):
                variables.append(.parameter(Parameter(
                    name: point.name, lower: lower.map { .init(value: $0, isStrict: true) }, upper: upper.map { .init(value: $0, isStrict: true) })))
            }
        }
        for function in statement.functions {
            guard let shape = PolynomialShape(function, base), !shape.values.isEmpty else { return nil }
            variables.append(units.contains(function.name) && shape.values.count > 1 ? .unit(function, shape) : .constant(function, shape))
        }
        self.relation = relation
        conditions = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { $0.op != .equal && $0.indices.isEmpty }.map { CompiledRelation($0) }
        adjustment = ConstantAdjustment(statement)
        self.base = base
        self.variables = variables
        lines = Dictionary(statement.points.compactMap { point in
            if case .line = point.manifold { return (point.name, point) }
            return nil
        }) { first, _ in first }
    }

    private let lines: [String: Point]

    /// The first place that looks like a counterexample and passes a test.
    func first<T>(_ test: (Assignment) -> T?) -> T? {
        let count = variables.reduce(0) { $0 + $1.count }
        guard count > 0, count <= 24 else { return nil }
        var generator = SplitMix64(seed: 3)
        func unit() -> Double { Double(generator.next() % 2_000_001) / 1_000_000 - 1 }
        var found: [(place: [Double], value: Double)] = []
        for start in 0..<Self.starts {
            // Every third on a line through the origin.
            let size = pow(10, Double(start % 7) / 2 - 1), isStraight = start % 3 == 0
            var place: [Double] = []
            for variable in variables {
                let scale = size * (1 + unit().magnitude)
                for component in 0..<variable.count { place.append(isStraight && component > 0 ? 0 : scale * unit()) }
            }
            guard let (assignment, value) = evaluated(place) else { continue }
            if value < -1e-7, let result = test(assignment) { return result }
            found.append((place, value))
        }
        found.sort { $0.value < $1.value }
        for (start, least) in found.prefix(Self.descents) {
            var (best, value, size) = (start, least, 0.5)
            for _ in 0..<Self.steps {
                let next = best.map { $0 + size * unit() * max($0.magnitude, 0.1) }
                guard let (assignment, other) = evaluated(next), other < value else {
                    size *= 0.95
                    continue
                }
                (best, value) = (next, other)
                if value < -1e-7, let result = test(assignment) { return result }
            }
        }
        return nil
    }

    /// The difference of the sides, beside their sizes, where all hypotheses hold.
    private func evaluated(_ place: [Double]) -> (Assignment, Double)? {
        guard let assignment = assignment(place).map(adjustment.apply) else { return nil }
        for condition in conditions {
            var holds = false
            _ = Screening.compare(condition, assignment, in: DoubleBallField()) { left, right in
                holds = left.midpoint <= right.midpoint
                return false
            }
            if !holds { return nil }
        }
        var value: Double?
        _ = Screening.compare(relation, assignment, in: DoubleBallField()) { left, right in
            value = (right.midpoint - left.midpoint) / max(left.midpoint.magnitude + right.midpoint.magnitude, 1e-12)
            return false
        }
        return value.flatMap { $0.isFinite ? (assignment, $0) : nil }
    }

    private func assignment(_ place: [Double]) -> Assignment? {
        var result = base
        var rest = place[...]
        for variable in variables {
            let values = rest.prefix(variable.count).compactMap { Rational(approximating: $0, within: max($0.magnitude, 1e-3) / 50) }
            rest = rest.dropFirst(variable.count)
            guard values.count == variable.count else { return nil }
            switch variable {
            case .parameter(let parameter):
                guard let value = Self.inside(parameter, values[0]) else { return nil }
                if let line = lines[parameter.name] { result.points[line] = [value] } else { result.parameters[parameter.name] = value }
            case .point(let point, _): result.points[point] = values
            case .sphere(let point, _): result.points[point] = Self.onSphere(values)
            case .constant(let function, let shape): result.functions[function] = Self.constant(shape, values)
            case .unit(let function, let shape): result.functions[function] = Self.constant(shape, Self.onSphere(values))
            }
        }
        return result
    }

    private static func constant(_ shape: PolynomialShape, _ values: [Rational]) -> PolynomialFunction {
        PolynomialFunction(components: Dictionary(zip(shape.values, values).map { ($0, [PolynomialFunction.Term(exponents: [], coefficient: $1)]) }) { first, _ in first })
    }

    /// Stereographic projection.
    private static func onSphere(_ values: [Rational]) -> [Rational] {
        let square = values.reduce(Rational(0)) { $0 + $1 * $1 }
        return values.map { 2 * $0 / (square + 1) } + [(square - 1) / (square + 1)]
    }

    /// Any number as one of the range.
    private static func inside(_ parameter: Parameter, _ x: Rational) -> Rational? {
        var value = x
        switch (parameter.lower?.value, parameter.upper?.value) {
        case (let a?, let b?): value = a + (b - a) * (1 + x / (1 + x.magnitude)) / 2
        case (let a?, nil): value = a + x.magnitude
        case (nil, let b?): value = b - x.magnitude
        case (nil, nil): break
        }
        if parameter.isInteger { value = (value + Rational(1, 2)).floor }
        return parameter.contains(value) ? value : parameter.interiorPoint
    }
}
