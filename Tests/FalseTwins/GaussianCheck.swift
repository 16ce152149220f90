import Arithmetic
import Expressions
import Kernel

/// The sides of an equation between integrals in exact arithmetic, on Gaussian densities and polynomials.
struct GaussianCheck {
    /// Whether the sides differ; `nil` where nothing can be evaluated exactly.
    static func differ(_ relation: Relation, _ statement: Statement) -> Bool? {
        var answer: Bool?
        for d in [2, 3] {
            let dimensions = Dictionary(uniqueKeysWithValues: statement.symbolicDimensions.map { ($0, d) })
            guard dimensions.allSatisfy({ name, value in statement.parameters.first { $0.name == name }?.contains(Rational(value)) ?? true }) else { continue }
            for values in parameterValues(statement, dimensions) {
                guard let difference = try? value(relation, statement, dimensions, values) else { continue }
                guard difference.allSatisfy(\.isZero) else { return true }
                if !difference.isEmpty { answer = false }
            }
            if statement.symbolicDimensions.isEmpty { break }
        }
        return answer
    }

    /// Powers of norms become polynomials for even exponents.
    private static func parameterValues(_ statement: Statement, _ dimensions: [String: Int]) -> [[String: Rational]] {
        [0, 2, 1].map { base in
            Dictionary(uniqueKeysWithValues: statement.parameters.enumerated().map { number, parameter in
                if let d = dimensions[parameter.name] { return (parameter.name, Rational(d)) }
                let candidates: [Rational] = [Rational(base), Rational(base + 2 * number), 2, 1, 0, -2, -1, 4, Rational(1, 2)]
                return (parameter.name, candidates.first(where: parameter.contains) ?? parameter.lower?.value ?? parameter.upper?.value ?? 0)
            })
        }
    }

    /// The differences of the sides by components, on two sets of Gaussians.
    private static func value(_ relation: Relation, _ statement: Statement, _ dimensions: [String: Int], _ parameters: [String: Rational]) throws -> [Rational] {
        var result: [Rational] = []
        for seed in 0..<2 {
            var generator = SplitMix64(seed: UInt64(seed))
            var assignment = Assignment(dimensions: dimensions, parameters: parameters)
            func number() -> Rational { Rational(1 + Int(generator.next() % 3), 1 + Int(generator.next() % 2)) * (generator.next() % 2 == 0 ? 1 : -1) }
            for point in statement.points { assignment.points[point] = (0..<(point.manifold.vectorDimension.flatMap(assignment.size) ?? 1)).map { _ in number() } }
            for function in statement.functions {
                let sizes = function.arguments.map { slot -> Int in
                    if case .vector(let dimension) = slot { return assignment.size(dimension) ?? 1 }
                    return 1
                }
                if function.isLogarithm {
                    guard function.attributes.contains(.unitMass), sizes.count == 1 else { return [] }
                    let isEven = function.attributes.contains(.even)
                    assignment.functions[function] = DiagonalGaussian(
                        mean: (0..<sizes[0]).map { _ in isEven ? 0 : number() }, variances: (0..<sizes[0]).map { _ in number().magnitude }).logarithm
                    continue
                }
                guard function.attributes.isDisjoint(with: [.symmetric, .even]) else { return [] }
                var indices: [[Int]] = [[]]
                for dimension in function.valueDimensions { indices = indices.flatMap { own in (1...(assignment.size(dimension) ?? 1)).map { own + [$0] } } }
                var components: [[Int]: [PolynomialFunction.Term]] = [:]
                for index in indices {
                    if function.valueSymmetry == .symmetric, index != index.sorted() { continue }
                    if function.valueSymmetry == .antisymmetric { return [] }
                    let variables = sizes.reduce(0, +)
                    components[index] = variables == 0
                        ? [.init(exponents: [], coefficient: number())]
                        : (0..<3).map { _ in .init(exponents: (0..<variables).map { _ in Int(generator.next() % 3) }, coefficient: number()) }
                }
                assignment.functions[function] = PolynomialFunction(components: components)
            }
            let check = DensityCheck(statement, Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .exact), termBudget: 200_000)
            var simplified: [Expression] = []
            let numbers = (relation.left - relation.right).substitutingParameters(parameters.mapValues { .number($0) })
            for term in try IntegralSum(numbers).terms {
                // |v - w|² cancels while it is one term.
                let form = ContractionForm(FormContext(termBudget: 200_000), for: [term.integrand])
                var supply = IndexSupply(startingAt: 1 << 20)
                let integrand = (try? form.expression(form.normalForm(term.integrand), &supply)) ?? term.integrand
                simplified.append(term.points.isEmpty ? integrand : .integral(term.points, integrand))
            }
            var values: [[Int]] = [[]]
            for index in relation.indices { values = values.flatMap { own in (1...(assignment.size(index.dimension) ?? 1)).map { own + [$0] } } }
            for own in values.prefix(4) {
                guard let value = try check.value(of: .sum(simplified), relation.indices, own) else { return [] }
                result.append(value)
            }
        }
        return result
    }
}
