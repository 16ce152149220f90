import Arithmetic
import Expressions
import Glibc
import Kernel

/// Functions of the first coordinate on a sphere that violate an inequality, or come near to equality.
///
/// Polynomials of low degree, for a positive function as its logarithm: near-constant ones first, which show the second variation
/// at constants. Integrals are approximated by Gauss's rule in floating point; the kernel encloses them.
struct ZonalSearch: ExampleSearch {
    /// Bits of the kernel's enclosures: narrow violations need more.
    private static let precisions = [44, 72]
    /// Dimensions that are tried in place of a symbolic one.
    private static let dimensionsTried = 3

    private let statement: Statement
    private let relation: Relation
    private let number: Int
    private let function: FunctionSymbol
    private let point: Point
    private let context: FormContext

    /// `nil` where the statement is not about one function on one sphere.
    init?(_ statement: Statement, _ relation: Relation, _ number: Int) {
        let spheres = statement.points.filter { SphereCheck.isSphere([$0]) }
        guard relation.hasIntegral, relation.indices.isEmpty, spheres.count == 1, statement.points.count == 1, statement.functions.count == 1,
            statement.functions[0].arguments.count == 1, statement.functions[0].valueDimensions.isEmpty,
            statement.functions[0].attributes.isSubset(of: [.even]) else { return nil }
        self.statement = statement
        self.relation = relation
        self.number = number
        function = statement.functions[0]
        point = spheres[0]
        context = SphereCheck.contexts(FormContext(statement), spheres[0]).unit
    }

    /// A function, by its coefficients from the first power on.
    struct Example {
        let coefficients: [Rational]
        let assignment: Assignment
    }

    private var isEven: Bool { function.attributes.contains(.even) }

    private func example(_ coefficients: [Rational], _ dimension: Int, _ parameters: [String: Rational]) -> Example {
        var assignment = Assignment(parameters: parameters)
        if case .symbol(let name)? = point.manifold.vectorDimension {
            assignment.dimensions[name] = dimension
            if statement.parameters.contains(where: { $0.name == name }) { assignment.parameters[name] = Rational(dimension) }
        }
        assignment.points[point] = (0..<dimension).map { $0 == 0 ? 1 : 0 }
        let terms = coefficients.enumerated().filter { !$1.isZero }.map { power, coefficient in
            PolynomialFunction.Term(exponents: (0..<dimension).map { $0 == 0 ? power + 1 : 0 }, coefficient: coefficient)
        }
        assignment.functions[function] = PolynomialFunction(components: [[]: terms])
        return Example(coefficients: coefficients, assignment: assignment)
    }

    /// The dimensions and parameters that are tried.
    private var places: [(dimension: Int, parameters: [String: Rational])] {
        switch point.manifold.vectorDimension {
        case .number(let d)?: return d >= 2 ? parameterValues(nil).map { (d, $0) } : []
        case .symbol(let name)?:
            let parameter = statement.parameters.first { $0.name == name }
            return (2...12).filter { parameter?.contains(Rational($0)) ?? true }.prefix(Self.dimensionsTried)
                .flatMap { d in parameterValues(name).map { (d, $0) } }
        case nil: return []
        }
    }

    private func parameterValues(_ dimension: String?) -> [[String: Rational]] {
        let candidates = CandidateAssignments(statement)
        let others = statement.parameters.filter { $0.name != dimension }
        if others.isEmpty { return [[:]] }
        return candidates.dimensions(count: 1).flatMap { values in
            (1...4).compactMap { candidates.random(values, seed: $0, degree: 1, span: 3) }.map { assignment in
                assignment.parameters.filter { entry in others.contains { $0.name == entry.key } }
            }
        }
    }

    // MARK: Refutation

    func violation(name: String) -> (certificate: Certificate, description: String)? {
        for place in places {
            let dimensions = example([], place.dimension, place.parameters).assignment.dimensions
            // The excess in units of what stands on both sides, as far as it is of one sign.
            guard let integrals = ZonalIntegrals([relation.excess, relation.right + relation.left], point, place.dimension, dimensions, context, isEven: isEven) else { continue }
            for coefficients in shapes {
                let example = example(coefficients, place.dimension, place.parameters)
                guard let value = integrals.values(example.assignment)?[0], value < 0, let found = accepted(example, name) else { continue }
                return (found, description(example))
            }
            let best = optimised(dimension: place.dimension, place.parameters, enough: -1e-3) { integrals.values($0).map { $0[0] / (abs($0[1]) + 1e-300) } }
            if let best, best.value < 0, let found = accepted(best.example, name) { return (found, description(best.example)) }
        }
        return nil
    }

    private func accepted(_ example: Example, _ name: String) -> Certificate? {
        for precision in Self.precisions {
            let witness = Witness(relation: number, indices: [], assignment: example.assignment, arithmetic: .balls(precision))
            guard let conditions = try? Kernel.conditions(of: statement, .zonal(witness)).conditions else { return nil }
            let certificate = Certificate(name: name, statement: statement, evidence: .zonal(witness), conditions: conditions)
            if let read = try? Certificate(text: certificate.text), (try? Kernel.check(read)) != nil { return certificate }
        }
        return nil
    }

    /// Simple coefficients, near-constant ones first.
    private var shapes: [[Rational]] {
        let sizes: [Rational] = [Rational(1, 16), 1, 3, -2, 8]
        if isEven { return sizes.map { [0, $0] } + sizes.map { [0, 0, 0, $0] } + [[0, 2, 0, -1], [0, -2, 0, 3]] }
        return sizes.map { [$0] } + sizes.map { [0, $0] } + sizes.map { [0, 0, $0] } + [[1, 1], [2, -1, 1]]
    }

    func description(_ example: Example) -> String {
        var text = ""
        for (power, coefficient) in example.coefficients.enumerated() where !coefficient.isZero {
            let factor = coefficient.magnitude == 1 ? "" : "\(coefficient.magnitude) "
            text += (text.isEmpty ? (coefficient.sign < 0 ? "-" : "") : (coefficient.sign < 0 ? " - " : " + "))
                + factor + "\(point.name)_1" + (power == 0 ? "" : "^\(power + 1)")
        }
        let name = function.isLogarithm ? "log \(function.name)" : function.name
        let size = example.assignment.dimensions.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value), " }.joined()
        return "\(size)\(name) = \(text)"
    }

    // MARK: Bounds for a constant

    func bound(of constant: String, isGreatest: Bool, proved: Double) -> (value: Double, example: Example)? {
        // A symbolic dimension has its least value.
        guard let dimensions = CandidateAssignments(statement).dimensions(count: 1).first,
            statement.parameters.allSatisfy({ $0.name == constant || dimensions[$0.name] != nil }) else { return nil }
        let dimension: Int
        switch point.manifold.vectorDimension {
        case .number(let number)?: dimension = number
        case .symbol(let name)?: dimension = dimensions[name] ?? 0
        case nil: return nil
        }
        guard dimension >= 2 else { return nil }
        let zero = relation.excess.substitutingParameters([constant: .zero])
        let slope = zero - relation.excess.substitutingParameters([constant: .one])
        guard let integrals = ZonalIntegrals([zero, slope], point, dimension, dimensions, context, isEven: isEven) else { return nil }
        func quotient(_ assignment: Assignment) -> Double? {
            guard let values = integrals.values(assignment), isGreatest ? values[1] > 1e-12 : values[1] < -1e-12 else { return nil }
            return isGreatest ? values[0] / values[1] : -values[0] / values[1]
        }
        var best: (value: Double, example: Example)?
        for coefficients in shapes.filter({ $0.contains { $0.magnitude <= 3 } }) {
            let example = example(coefficients, dimension, [:])
            guard let value = quotient(example.assignment) else { continue }
            if best.map({ value < $0.value }) ?? true { best = (value, example) }
            if let best, best.value - (isGreatest ? proved : -proved) < 1e-3 * abs(proved) { return (isGreatest ? best.value : -best.value, best.example) }
        }
        // Within five per cent the constant counts as the best.
        let enough = (isGreatest ? proved : -proved) + 0.045 * abs(proved)
        if let improved = optimised(dimension: dimension, [:], enough: enough, quotient), best.map({ improved.value < $0.value - 1e-6 * abs($0.value) }) ?? true { best = improved }
        return best.map { (isGreatest ? $0.value : -$0.value, $0.example) }
    }

    func isViolated(_ example: Example, _ constant: String, at value: Rational, name: String) -> Bool {
        let substituted = statement.substituting([constant: .number(value)])
        guard case .relation(let relation) = substituted.goal, let search = ZonalSearch(substituted, relation, 0) else { return false }
        return search.accepted(example, name) != nil
    }

    /// A local search over a few coefficients, from the best of the simple shapes.
    private func optimised(
        dimension: Int, _ parameters: [String: Rational], enough: Double, _ objective: (Assignment) -> Double?
    ) -> (value: Double, example: Example)? {
        func example(_ x: [Double]) -> Example? {
            guard x.allSatisfy({ abs($0) < 24 }) else { return nil }
            var list = [Rational](repeating: 0, count: isEven ? 2 * x.count : x.count)
            for (k, value) in x.enumerated() { list[isEven ? 2 * k + 1 : k] = RationalApproximation.rounded(value, denominator: 256) }
            guard list.contains(where: { !$0.isZero }) else { return nil }
            return self.example(list, dimension, parameters)
        }
        var best: (value: Double, example: Example)?
        for start in [[1.0, -0.5, 0], [-1, 0.5, 0]] {
            if let best, best.value < enough { break }
            guard let found = Minimisation.nelderMead(from: start, step: 1, evaluations: 80, { x in example(x).flatMap { objective($0.assignment) } }),
                let example = example(found.x) else { continue }
            if best.map({ found.value < $0.value }) ?? true { best = (found.value, example) }
        }
        return best
    }
}

/// Integrals over a sphere of functions of the first coordinate, in floating point, by Gauss's rule in the latitude.
struct ZonalIntegrals {
    private static let nodes = 28
    private typealias Number = ApproximateField.Element
    private let point: Point
    private let program: Program
    private let count: Int
    private let coordinates: [[Number]]
    private let weights: [Double]

    /// For linear combinations of integrals over the point, and numbers.
    init?(_ expressions: [Expression], _ point: Point, _ dimension: Int, _ dimensions: [String: Int], _ context: FormContext, isEven: Bool) {
        self.point = point
        count = expressions.count
        let area = 2 * pow(Double.pi, Double(dimension - 1) / 2) / tgamma(Double(dimension - 1) / 2)
        let total = 2 * pow(Double.pi, Double(dimension) / 2) / tgamma(Double(dimension) / 2)
        var outputs: [Program.Output] = []
        for expression in expressions {
            guard let sum = try? IntegralSum(expression), sum.terms.allSatisfy({ $0.points.count <= 1 }) else { return nil }
            // A number is its mean over the sphere.
            let mean = RationalApproximation.simplest(near: 1 / total, tolerance: 1e-15, denominatorLimit: 1 << 40) ?? 0
            let integrand = Expression.sum(sum.terms.map { term in
                term.points.isEmpty ? .number(mean) * term.integrand : term.integrand.renamingPoints([term.points[0]: point])
            })
            outputs.append(Program.Output(Self.simplified(integrand, point, context)))
        }
        guard let program = try? Program(outputs, dimensions: dimensions) else { return nil }
        self.program = program
        var coordinates: [[Number]] = []
        var weights: [Double] = []
        // An even integrand needs one half of t in (0, π).
        let length = isEven ? Double.pi / 2 : Double.pi
        for (node, weight) in Self.gaussLegendre(isEven ? Self.nodes / 2 : Self.nodes) {
            let t = (node + 1) * length / 2
            coordinates.append([Number(value: cos(t)), Number(value: sin(t))] + Array(repeating: .zero, count: max(dimension - 2, 0)))
            weights.append(area * weight * Double.pi / 2 * pow(sin(t), Double(dimension - 2)))
        }
        self.coordinates = coordinates
        self.weights = weights
    }

    /// In derivatives of the functions alone, which is quicker to evaluate. Tangential derivatives of functions that are constant on rays
    /// are those of any other extension; where an integrand contains other derivatives, the approximation is a bad one, and is found out.
    private static func simplified(_ integrand: Expression, _ point: Point, _ context: FormContext) -> Expression {
        let plain = integrand.droppingRadialProjection(of: point)
        let form = ContractionForm(context, for: [plain])
        var supply = IndexSupply(startingAt: 1 << 18)
        guard let normal = try? form.normalForm(plain), let simple = try? form.expression(normal, &supply) else { return integrand }
        return simple
    }

    func values(_ assignment: Assignment) -> [Double]? {
        var result = [Double](repeating: 0, count: count)
        for (x, weight) in zip(coordinates, weights) {
            guard var execution = try? Execution(program, in: ApproximateField(), at: assignment, coordinates: [point: x]) else { return nil }
            for k in 0..<count {
                guard let value = try? execution.value(k).value, value.isFinite else { return nil }
                result[k] += weight * value
            }
        }
        return result
    }

    /// Nodes and weights on (-1, 1).
    private static func gaussLegendre(_ n: Int) -> [(node: Double, weight: Double)] {
        (1...n).map { k in
            var x = cos(Double.pi * (Double(k) - 0.25) / (Double(n) + 0.5))
            var slope = 0.0
            for _ in 0..<20 {
                var (p, q) = (1.0, 0.0)
                for j in 1...n {
                    let next = ((2 * Double(j) - 1) * x * p - (Double(j) - 1) * q) / Double(j)
                    (q, p) = (p, next)
                }
                slope = Double(n) * (x * p - q) / (x * x - 1)
                let step = p / slope
                x -= step
                if abs(step) < 1e-15 { break }
            }
            return (x, 2 / ((1 - x * x) * slope * slope))
        }
    }
}
