import Arithmetic
import Expressions
import Kernel

/// Concrete values for the declarations of a statement: simple ones for counterexamples, random ones for
/// screening and self-checks. Always the same sequence for the same statement.
package struct CandidateAssignments {
    private let statement: Statement
    private let unitVectors: Set<String>
    /// Constant vectors and matrices that equations among the hypotheses are about.
    private let constrained: [FunctionSymbol]

    package init(_ statement: Statement) {
        self.statement = statement
        unitVectors = FormContext(statement).unitVectors
        let equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { $0.op == .equal && !$0.left.hasIntegral && !$0.right.hasIntegral }
        let mentioned = equations.reduce(into: Set<FunctionSymbol>()) { $0.formUnion($1.left.functionSymbols.union($1.right.functionSymbols)) }
        constrained = statement.functions.filter { $0.arguments.isEmpty && !$0.valueDimensions.isEmpty && mentioned.contains($0) }
    }

    /// Small allowed values of the symbolic dimensions, the least first.
    package func dimensions(count: Int) -> [[String: Int]] {
        let names = statement.symbolicDimensions
        if names.isEmpty { return [[:]] }
        let ranges = names.map { name -> [Int] in
            let parameter = statement.parameters.first { $0.name == name }
            return (1...64).filter { parameter?.contains(Rational($0)) ?? true }
        }
        let length = min(count, ranges.map(\.count).min() ?? 0)
        return (0..<length).map { position in
            Dictionary(zip(names, ranges.map { $0[position] })) { first, _ in first }
        }
    }

    // MARK: Simple

    /// Assignments in order of increasing complexity, each made when it is asked for.
    func simple(_ dimensions: [String: Int]) -> some Sequence<Assignment> {
        // Zero matrices last: equality in matrix inequalities.
        let hasMatrices = statement.functions.contains { $0.arguments.isEmpty && $0.valueDimensions.count == 2 }
        let patterns = statement.functions.isEmpty ? (statement.parameters.isEmpty ? 2 : 6) : hasMatrices ? 13 : 12
        let structures = constrained.isEmpty ? [] : Self.structures(upTo: dimensions.values.max() ?? 3)
        return (0..<(structures.count + patterns)).lazy.compactMap { number in
            number < structures.count
                ? simple(dimensions, pattern: number, structure: structures[number]) : simple(dimensions, pattern: number - structures.count)
        }
    }

    /// Matrices that equations are often about.
    private enum Structure: CaseIterable {
        case identity, opposite, projection, reflection, exchange, rotation, nilpotent, zero

        func entry(_ i: Int, _ j: Int, of size: Int) -> Rational {
            let isDiagonal = i == j
            switch self {
            case .identity: return isDiagonal ? 1 : 0
            case .opposite: return isDiagonal ? -1 : 0
            case .projection: return isDiagonal && i == 1 ? 1 : 0
            case .reflection: return isDiagonal ? (i == 1 ? -1 : 1) : 0
            case .exchange: return i + j == 3 || (isDiagonal && i > 2) || size == 1 ? 1 : 0
            // By an angle with rational sin and cos.
            case .rotation:
                if size == 1 { return 1 }
                if i > 2 || j > 2 { return isDiagonal ? 1 : 0 }
                return isDiagonal ? Rational(3, 5) : i < j ? Rational(-4, 5) : Rational(4, 5)
            case .nilpotent: return i == 1 && j == size && size > 1 ? 1 : 0
            case .zero: return 0
            }
        }
    }

    private static func structures(upTo size: Int) -> [Structure] { size == 1 ? [.identity, .opposite, .zero] : Structure.allCases }

    private func simple(_ dimensions: [String: Int], pattern: Int, structure: Structure? = nil) -> Assignment? {
        var assignment = Assignment(dimensions: dimensions)
        // Numbers of both signs and 0 where the ranges have them.
        let shifts = statement.functions.isEmpty ? [0, 1, 4, 14, 7, 12] : [0, 1, 2, 0, 1, 2, 0, 1, 2, 4, 14, 7]
        guard fillParameters(&assignment, shift: shifts[pattern % shifts.count]), fillPoints(&assignment, shift: pattern / 4) else { return nil }
        for (number, function) in statement.functions.enumerated() {
            assignment.functions[function] = structure.flatMap { structured(function, $0, pattern, assignment) }
                ?? simpleFunction(function, pattern: pattern, number: number, assignment)
        }
        return assignment
    }

    /// Vectors of a basis, each another one, and matrices of one structure.
    private func structured(_ function: FunctionSymbol, _ structure: Structure, _ pattern: Int, _ assignment: Assignment) -> PolynomialFunction? {
        guard constrained.contains(function), let shape = PolynomialShape(function, assignment), let size = assignment.size(function.valueDimensions[0]) else { return nil }
        let vectors = constrained.filter { $0.valueDimensions.count == 1 }
        var components: [[Int]: [PolynomialFunction.Term]] = [:]
        for value in shape.values {
            let entry: Rational
            switch value.count {
            case 1: entry = value[0] == ((vectors.firstIndex(of: function) ?? 0) + pattern) % size + 1 ? 1 : 0
            case 2: entry = structure.entry(value[0], value[1], of: size)
            default: return nil
            }
            components[value] = [PolynomialFunction.Term(exponents: [], coefficient: entry)]
        }
        return PolynomialFunction(components: components)
    }

    private static let parameterValues: [Rational] = [
        1, 2, 3, 4, -1, Rational(1, 2), Rational(3, 2), -2, Rational(-3, 2), Rational(1, 4), 5, Rational(1, 3), -3, Rational(-5, 2), 0, 7, 11, 20,
    ]

    /// - Parameter seed: with it each parameter has a value of its own.
    private func fillParameters(_ assignment: inout Assignment, shift: Int, seed: UInt64? = nil) -> Bool {
        var used = 0
        var generator = seed.map { SplitMix64(seed: $0) }
        for parameter in statement.parameters {
            if let dimension = assignment.dimensions[parameter.name] {
                assignment.parameters[parameter.name] = Rational(dimension)
                continue
            }
            var choices = Self.parameterValues.filter(parameter.contains)
            if choices.isEmpty, let inside = parameter.interiorPoint { choices = [inside] }
            guard !choices.isEmpty else { return false }
            let place = (generator?.next()).map { Int($0 % UInt64(choices.count)) } ?? (used + shift) % choices.count
            assignment.parameters[parameter.name] = choices[place]
            used += 1
        }
        return true
    }

    /// Vectors with rational norm.
    private static func vector(_ dimension: Int, _ number: Int) -> [Rational] {
        let table: [Int: [[Int]]] = [
            1: [[2], [-1], [3], [5]],
            2: [[3, 4], [5, 12], [-4, 3], [8, 15]],
            3: [[1, 2, 2], [2, 3, 6], [-2, 1, 2], [1, 4, 8]],
            4: [[1, 1, 1, 1], [1, 2, 2, 4], [2, -1, 4, 2], [1, 3, 3, 9]],
            5: [[1, 1, 1, 2, 3], [2, 1, -1, 1, 3], [1, 2, 4, 6, 8], [3, 1, 1, 1, 2]],
            6: [[1, 1, 1, 1, 1, 2], [2, 1, 1, -1, 1, 1], [1, 1, 1, 2, 3, 3], [1, 1, 2, 1, 1, 1]],
        ]
        if let choices = table[dimension] {
            let scale = number / choices.count + 1
            return choices[number % choices.count].map { Rational($0 * scale) }
        }
        // Never 0: steps that 5 does not divide.
        return (0..<dimension).map { Rational(($0 * (number % 4 + 1) + number / 4 + 1) % 5 - 1) }
    }

    private func fillPoints(_ assignment: inout Assignment, shift: Int) -> Bool {
        var previous: [Int: [Rational]] = [:]
        for (number, point) in statement.points.enumerated() {
            switch point.manifold {
            case .euclidean(let d), .torus(let d):
                guard let size = assignment.size(d) else { return false }
                var values = Self.vector(size, shift)
                if let first = previous[size] {
                    // v - w has rational norm too.
                    values = zip(first, Self.vector(size, number + shift)).map { $0 - $1 }
                }
                previous[size] = previous[size] ?? values
                // On a torus whole numbers are all one place.
                if case .torus = point.manifold { values = values.map { $0 / 10 } }
                assignment.points[point] = values
            case .sphere(let d):
                guard let size = assignment.size(d) else { return false }
                let values = Self.vector(size, number + shift)
                guard let norm = values.reduce(Rational(0), { $0 + $1 * $1 }).exactRoot(2), !norm.isZero else { return false }
                assignment.points[point] = values.map { $0 / norm }
            case .line(let lower, let upper):
                let parameter = Parameter(
                    name: point.name, lower: lower.map { .init(value: $0, isStrict: true) },
                    upper: upper.map { .init(value: $0, isStrict: true) })
                let choices = Self.parameterValues.filter(parameter.contains)
                guard let value = choices.isEmpty ? parameter.interiorPoint : choices[(number + shift) % choices.count] else { return false }
                assignment.points[point] = [value]
            }
        }
        return true
    }

    private func simpleFunction(_ function: FunctionSymbol, pattern: Int, number: Int, _ assignment: Assignment) -> PolynomialFunction? {
        guard let shape = PolynomialShape(function, assignment) else { return nil }
        var components: [[Int]: [PolynomialFunction.Term]] = [:]
        for (position, value) in shape.values.enumerated() {
            if shape.variables == 0 {
                let choices: [Rational] = pattern == 12 ? [0] : [1, 2, -1, 3, 0, 1, 2, 5, -2]
                components[value] = [PolynomialFunction.Term(exponents: [], coefficient: choices[(position * 4 + pattern + number) % choices.count])]
                continue
            }
            let n = shape.variables
            let a = (position + number) % n, b = (a + 1) % n, c = (a + 2) % n
            // Each monomial as the list of its variables; equal variables give powers.
            let monomials: [[Int]]
            switch pattern {
            case 0: monomials = number == 0 && shape.values.count == 1 ? [[a]] : [[a], [b]]
            case 1: monomials = [[a, a]]
            case 2: monomials = [[a, b]]
            case 3: monomials = [[b], [a, a]]
            case 4: monomials = [[a, a], [b, b, c]]
            case 5: monomials = [[a, a, a]]
            case 6: monomials = [[a, a, b], [c]]
            case 7: monomials = [[a, b], [b, b, b]]
            case 8: monomials = [[a], [b, b], [c, c, c]]
            // For functions of two points: a variable of each.
            case 9: monomials = [[a, (a + n / 2) % n]]
            case 10: monomials = (0..<n).map { Array(repeating: $0, count: $0 % 3 + 1) }
            default: monomials = (0..<n).flatMap { i in (i..<n).map { [i, $0] } }
            }
            var terms: [PolynomialFunction.Term] = []
            for (order, monomial) in monomials.enumerated() {
                var exponents = [Int](repeating: 0, count: n)
                for variable in monomial { exponents[variable] += 1 }
                terms.append(PolynomialFunction.Term(exponents: exponents, coefficient: Rational(pattern < 8 ? 1 : order % 3 + 1)))
            }
            components[value] = shape.admissible(terms)
            if function.isLogarithm { components[value] = shape.vanishing(components[value] ?? [], assignment) }
        }
        if shape.variables == 0, unitVectors.contains(function.name) {
            let vector = Self.vector(shape.values.count, pattern)
            if let norm = vector.reduce(Rational(0), { $0 + $1 * $1 }).exactRoot(2) {
                for (value, entry) in zip(shape.values, vector) {
                    components[value] = [PolynomialFunction.Term(exponents: [], coefficient: entry / norm)]
                }
            }
        }
        return PolynomialFunction(components: components)
    }

    // MARK: Random

    private static let randomTerms = 14

    /// A random assignment; `degree` bounds the polynomials.
    ///
    /// - Parameter scattersParameters: their values are independent of each other.
    package func random(_ dimensions: [String: Int], seed: UInt64, degree: Int, span: Int, scattersParameters: Bool = false) -> Assignment? {
        var generator = SplitMix64(seed: seed)
        func number() -> Rational { Rational(Int(generator.next() % UInt64(2 * span + 1)) - span) }
        var assignment = Assignment(dimensions: dimensions)
        guard fillParameters(&assignment, shift: Int(seed % 7), seed: scattersParameters ? seed : nil), fillPoints(&assignment, shift: Int(seed % 5)) else { return nil }
        for function in statement.functions {
            guard let shape = PolynomialShape(function, assignment) else { return nil }
            var components: [[Int]: [PolynomialFunction.Term]] = [:]
            let all = shape.multiIndices(degree)
            for value in shape.values {
                var indices = all
                // Enough terms to be generic; the cost of an evaluation grows with their number.
                while indices.count > Self.randomTerms { indices.remove(at: Int(generator.next() % UInt64(indices.count))) }
                let terms = indices.map { exponents -> PolynomialFunction.Term in
                    let entry = number()
                    return PolynomialFunction.Term(exponents: exponents, coefficient: entry.isZero ? 1 : entry)
                }
                components[value] = shape.admissible(terms)
            }
            assignment.functions[function] = PolynomialFunction(components: components)
        }
        for function in statement.functions where function.arguments.isEmpty {
            if constrained.contains(function), seed % 2 == 0 {
                let structure = Structure.allCases[Int(seed / 2) % Structure.allCases.count]
                assignment.functions[function] = structured(function, structure, Int(seed % 3), assignment) ?? assignment.functions[function]
            }
            if unitVectors.contains(function.name), !(constrained.contains(function) && seed % 2 == 0) {
                assignment.functions[function] = simpleFunction(function, pattern: Int(seed % 4), number: 0, assignment)
            }
        }
        return assignment
    }
}

extension Parameter {
    /// Some value inside the range.
    var interiorPoint: Rational? {
        if rangeIsEmpty { return nil }
        let candidate: Rational
        switch (lower?.value, upper?.value) {
        case (let low?, let high?): candidate = low == high ? low : (low + high) / 2
        case (let low?, nil): candidate = low + 1
        case (nil, let high?): candidate = high - 1
        case (nil, nil): candidate = 1
        }
        let value = isInteger ? candidate.floor : candidate
        if contains(value) { return value }
        return isInteger && contains(value + 1) ? value + 1 : nil
    }
}
