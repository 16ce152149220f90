import Arithmetic
import Expressions
import Kernel

/// Polynomials that satisfy the linear equations among the hypotheses, for counterexamples.
struct PolynomialSolutions {
    private static let unknownLimit = 64
    private static let solutionsTried = 3

    private let statement: Statement
    private let equations: [Relation]
    private let functions: [FunctionSymbol]

    /// `nil` when no equation between functions is a hypothesis.
    init?(_ statement: Statement) {
        self.statement = statement
        equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter {
            $0.op == .equal && !$0.hasIntegral && ($0.left.mentionsFunctionOfPoints || $0.right.mentionsFunctionOfPoints)
        }
        if equations.isEmpty { return nil }
        functions = equations.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.left.functionSymbols.union($1.right.functionSymbols)) }
            .filter { !$0.arguments.isEmpty }.sorted { $0.name < $1.name }
    }

    /// The assignment with solutions in the place of the functions that the equations are about: several of degree 2, then of degree 3.
    func solutions(for assignment: Assignment) -> [Assignment] {
        var result: [Assignment] = []
        for degree in 2...3 {
            var basis: [(function: FunctionSymbol, value: [Int], terms: [PolynomialFunction.Term])] = []
            for function in functions {
                guard let shape = PolynomialShape(function, assignment) else { return [] }
                for value in shape.values {
                    for exponents in shape.multiIndices(degree) {
                        basis.append((function, value, shape.admissible([.init(exponents: exponents, coefficient: 1)])))
                    }
                }
            }
            guard !basis.isEmpty, basis.count <= Self.unknownLimit, let family = family(basis, assignment) else { continue }
            var generator = SplitMix64(seed: 7)
            for _ in 0..<Self.solutionsTried {
                let coefficients = family.point((0..<family.dimension).map { _ in Rational(Int(generator.next() % 5) - 2) })
                var solution = assignment
                for function in functions { solution.functions[function] = PolynomialFunction(components: [:]) }
                for (element, coefficient) in zip(basis, coefficients) where !coefficient.isZero {
                    solution.functions[element.function]?.components[element.value, default: []]
                        += element.terms.map { .init(exponents: $0.exponents, coefficient: $0.coefficient * coefficient) }
                }
                result.append(solution)
            }
        }
        return result
    }

    /// The coefficients for which the equations hold at some places; where they are linear with few powers of the points, those for
    /// which they hold.
    private func family(
        _ basis: [(function: FunctionSymbol, value: [Int], terms: [PolynomialFunction.Term])], _ assignment: Assignment
    ) -> AffineFamily? {
        var generator = SplitMix64(seed: 3)
        var places: [Assignment] = []
        let monomials = Dictionary(grouping: basis) { [$0.value.count] + $0.value }.values.map(\.count).max() ?? 0
        for _ in 0..<(monomials + 4) {
            var place = assignment
            for (point, values) in assignment.points { place.points[point] = values.map { _ in Rational(Int(generator.next() % 9) - 4) } }
            for function in functions { place.functions[function] = PolynomialFunction(components: [:]) }
            places.append(place)
        }
        var rows: [(row: [Rational], value: Rational)] = []
        for equation in equations {
            guard let components = components(equation.indices, assignment),
                let program = try? Program(
                    components.map { Program.Output(equation.left - equation.right, $0) }, dimensions: assignment.dimensions) else { return nil }
            func defects(_ place: Assignment) -> [Rational]? {
                guard var execution = try? Execution(program, in: RationalField(), at: place) else { return nil }
                return try? components.indices.map { try execution.value($0) }
            }
            for place in places {
                guard let constant = defects(place) else { return nil }
                var columns: [[Rational]] = []
                for element in basis {
                    var own = place
                    own.functions[element.function] = PolynomialFunction(components: [element.value: element.terms])
                    guard let values = defects(own) else { return nil }
                    columns.append(zip(values, constant).map { $0 - $1 })
                }
                for component in components.indices { rows.append((columns.map { $0[component] }, -constant[component])) }
            }
        }
        return AffineFamily(dimension: basis.count).imposing(rows)
    }

    private func components(_ indices: [Index], _ assignment: Assignment) -> [[Index: Int]]? {
        var result: [[Index: Int]] = [[:]]
        for index in indices {
            guard let size = assignment.size(index.dimension) else { return nil }
            result = result.flatMap { partial in (1...size).map { partial.merging([index: $0]) { $1 } } }
        }
        return result
    }
}
