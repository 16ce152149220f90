import Arithmetic
import Expressions

/// Whether polynomials satisfy an equation between functions at every point.
///
/// Both sides are then polynomials in the components of the points. One that has degree at most D in each variable and vanishes on a
/// grid of D + 1 values of each is zero.
struct PolynomialHypothesis {
    private static let gridLimit = 20_000

    let relation: Relation
    let assignment: Assignment

    /// - Throws: `Rejection` where the sides are no polynomials, or the grid is too large.
    func holdsEverywhere() throws -> Bool {
        let reject = Rejection.notEvaluated("a hypothesis about a function")
        guard relation.op == .equal, let left = degree(relation.left), let right = degree(relation.right) else { throw reject }
        let points = assignment.points.keys.filter { relation.left.mentions($0) || relation.right.mentions($0) }.sorted { $0.name < $1.name }
        var sizes: [Int] = []
        for point in points {
            switch point.manifold {
            case .euclidean(let dimension):
                guard let size = assignment.size(dimension) else { throw reject }
                sizes.append(size)
            case .line: sizes.append(1)
            case .sphere, .torus: throw reject
            }
        }
        let values = max(left, right) + 1, variables = sizes.reduce(0, +)
        var count = 1
        for _ in 0..<variables {
            count *= values
            guard count <= Self.gridLimit else { throw reject }
        }
        let components = try self.components()
        let outputs = components.flatMap { [Program.Output(relation.left, $0), Program.Output(relation.right, $0)] }
        let program = try Program(outputs, dimensions: assignment.dimensions)
        for number in 0..<count {
            var rest = number
            var own = assignment
            for (point, size) in zip(points, sizes) {
                own.points[point] = (0..<size).map { _ in
                    defer { rest /= values }
                    return Rational(rest % values)
                }
            }
            var execution = try Execution(program, in: RationalField(), at: own)
            for component in components.indices {
                guard try execution.value(2 * component) == execution.value(2 * component + 1) else { return false }
            }
        }
        return true
    }

    private func components() throws -> [[Index: Int]] {
        var result: [[Index: Int]] = [[:]]
        for index in relation.indices {
            guard let size = assignment.size(index.dimension) else { throw Rejection.notAdmissible("indices") }
            result = result.flatMap { partial in (1...size).map { partial.merging([index: $0]) { $1 } } }
        }
        return result
    }

    /// A bound for the degree in each variable; `nil` for what is not known to be a polynomial.
    private func degree(_ e: Expression) -> Int? {
        func largest(_ parts: [Expression]) -> Int? {
            var result = 0
            for part in parts {
                guard let own = degree(part) else { return nil }
                result = max(result, own)
            }
            return result
        }
        switch e.kind {
        case .number, .parameter, .dimension, .delta, .epsilon: return 0
        case .coordinate: return 1
        case .application(let application):
            // Of what a logarithm's symbol stands for the exponential is no polynomial; the symbol itself is one.
            guard let polynomial = assignment.functions[application.function], let inner = largest(application.arguments.map(\.body)) else { return nil }
            let outer = polynomial.components.values.joined().map { $0.exponents.reduce(0, +) }.max() ?? 0
            return outer * inner
        case .sum(let terms): return largest(terms)
        case .product(let factors):
            var total = 0
            for factor in factors {
                guard let own = degree(factor) else { return nil }
                total += own
            }
            return total
        case .power(let base, let exponent):
            guard case .number(let value) = exponent.kind, let power = value.asInt, power >= 0, power <= 64, let own = degree(base) else { return nil }
            return power * own
        case .partial(_, _, let body), .contraction(_, let body): return degree(body)
        case .pi, .elementary, .parameterDerivative, .integral, .uninterpreted: return nil
        }
    }
}
