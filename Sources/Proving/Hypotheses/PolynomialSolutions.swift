import Arithmetic
import Expressions
import Kernel

/// Polynomials that satisfy the equations among the hypotheses, linear in the functions or in each given those before, for counterexamples.
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

    /// Functions that are sought together, given those before, with the equations that are about no others.
    private struct Stage {
        let functions: [FunctionSymbol]
        let equations: [Relation]
        let degree: Int
    }

    /// The assignment with solutions in the place of the functions that the equations are about: several of degree 2, then of degree 3; of
    /// equations that are not linear in all functions together, one function after the other.
    func solutions(for assignment: Assignment) -> [Assignment] {
        var result: [Assignment] = []
        for degree in 2...3 {
            result += solutions([Stage(functions: functions, equations: equations, degree: degree)], assignment)
        }
        for degree in 1...2 { result += solutions(stages(degree), assignment) }
        return result
    }

    /// The functions in an order in which each equation brings as few new ones as it can. A square of those before has twice their degree.
    private func stages(_ degree: Int) -> [Stage] {
        var known: Set<FunctionSymbol> = [], waiting = equations, degree = degree
        var result: [Stage] = []
        func new(_ equation: Relation) -> Set<FunctionSymbol> {
            equation.left.functionSymbols.union(equation.right.functionSymbols).filter { !$0.arguments.isEmpty }.subtracting(known)
        }
        while let next = waiting.map(new).filter({ !$0.isEmpty }).min(by: { $0.count < $1.count }) {
            let own = waiting.filter { new($0).isSubset(of: next) }
            waiting.removeAll { new($0).isSubset(of: next) }
            result.append(Stage(functions: next.sorted { $0.name < $1.name }, equations: own, degree: degree))
            known.formUnion(next)
            degree *= 2
        }
        return result.count > 1 ? result : []
    }

    private func solutions(_ stages: [Stage], _ assignment: Assignment) -> [Assignment] {
        guard let stage = stages.first else { return [] }
        var basis: [Element] = []
        for function in stage.functions {
            guard let shape = PolynomialShape(function, assignment) else { return [] }
            for value in shape.values {
                for exponents in shape.multiIndices(stage.degree) {
                    basis.append((function, value, shape.admissible([.init(exponents: exponents, coefficient: 1)])))
                }
            }
        }
        guard !basis.isEmpty, basis.count <= Self.unknownLimit, let family = family(basis, stage, assignment) else { return [] }
        var generator = SplitMix64(seed: 7)
        var result: [Assignment] = []
        for _ in 0..<Self.solutionsTried {
            let coefficients = family.point((0..<family.dimension).map { _ in Rational(Int(generator.next() % 5) - 2) })
            var solution = assignment
            for function in stage.functions { solution.functions[function] = PolynomialFunction(components: [:]) }
            for (element, coefficient) in zip(basis, coefficients) where !coefficient.isZero {
                solution.functions[element.function]?.components[element.value, default: []]
                    += element.terms.map { .init(exponents: $0.exponents, coefficient: $0.coefficient * coefficient) }
            }
            result += stages.count == 1 ? [solution] : Array(solutions(Array(stages.dropFirst()), solution).prefix(1))
        }
        return result
    }

    private typealias Element = (function: FunctionSymbol, value: [Int], terms: [PolynomialFunction.Term])

    /// The coefficients for which the equations hold at some places; where they are linear with few powers of the points, those for
    /// which they hold.
    private func family(_ basis: [Element], _ stage: Stage, _ assignment: Assignment) -> AffineFamily? {
        var generator = SplitMix64(seed: 3)
        var places: [Assignment] = []
        let monomials = Dictionary(grouping: basis) { [$0.value.count] + $0.value }.values.map(\.count).max() ?? 0
        for _ in 0..<(monomials + 4) {
            var place = assignment
            for (point, values) in assignment.points { place.points[point] = values.map { _ in Rational(Int(generator.next() % 9) - 4) } }
            for function in stage.functions { place.functions[function] = PolynomialFunction(components: [:]) }
            places.append(place)
        }
        var rows: [(row: [Rational], value: Rational)] = []
        for equation in stage.equations {
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
