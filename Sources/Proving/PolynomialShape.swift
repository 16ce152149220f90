import Arithmetic
import Expressions

/// Components and variables of a function symbol at given dimensions.
struct PolynomialShape {
    let function: FunctionSymbol
    let values: [[Int]]
    let argumentSizes: [Int]
    var variables: Int { argumentSizes.reduce(0, +) }

    init?(_ function: FunctionSymbol, _ assignment: Assignment) {
        self.function = function
        var values: [[Int]] = [[]]
        for dimension in function.valueDimensions {
            guard let size = assignment.size(dimension) else { return nil }
            values = values.flatMap { value in (1...size).map { value + [$0] } }
        }
        switch function.valueSymmetry {
        case .none: break
        case .symmetric: values = values.filter { $0 == $0.sorted() }
        case .antisymmetric: values = values.filter { $0.count == 2 && $0[0] < $0[1] }
        }
        self.values = values
        var sizes: [Int] = []
        for slot in function.arguments {
            switch slot {
            case .scalar: sizes.append(1)
            case .vector(let dimension):
                guard let size = assignment.size(dimension) else { return nil }
                sizes.append(size)
            }
        }
        argumentSizes = sizes
    }

    /// Terms that respect evenness and symmetry.
    func admissible(_ terms: [PolynomialFunction.Term]) -> [PolynomialFunction.Term] {
        var result = terms
        if function.attributes.contains(.even) {
            result = result.map { term in
                guard term.exponents.reduce(0, +) % 2 == 1, let place = term.exponents.firstIndex(where: { $0 > 0 }) else { return term }
                var raised = term
                raised.exponents[place] += 1
                return raised
            }
        }
        if function.attributes.contains(.symmetric), argumentSizes.count == 2, argumentSizes[0] == argumentSizes[1] {
            let n = argumentSizes[0]
            result += result.map { term in
                PolynomialFunction.Term(
                    exponents: Array(term.exponents[n...]) + Array(term.exponents[..<n]), coefficient: term.coefficient)
            }
        }
        var collected: [[Int]: Rational] = [:]
        for term in result { collected[term.exponents] = (collected[term.exponents] ?? 0) + term.coefficient }
        return collected.filter { !$0.value.isZero }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { PolynomialFunction.Term(exponents: $0.key, coefficient: $0.value) }
    }

    /// A logarithm shifted to vanish at the first point of its space: the function is 1 there, an exact value.
    func vanishing(_ terms: [PolynomialFunction.Term], _ assignment: Assignment) -> [PolynomialFunction.Term] {
        guard function.arguments.count == 1, variables > 0,
            let point = assignment.points.keys.sorted(by: { $0.name < $1.name }).first(where: { point in
                assignment.points[point]?.count == variables && point.isScalar == (function.arguments[0] == .scalar)
            }), let values = assignment.points[point]
        else { return terms }
        let value = terms.reduce(Rational(0)) { sum, term in
            sum + zip(values, term.exponents).reduce(term.coefficient) { product, pair in
                (0..<pair.1).reduce(product) { partial, _ in partial * pair.0 }
            }
        }
        return admissible(terms + [PolynomialFunction.Term(exponents: Array(repeating: 0, count: variables), coefficient: -value)])
    }

    /// In lexicographic order; none where there are far too many.
    func multiIndices(_ degree: Int) -> [[Int]] {
        // The number of those in one variable less.
        let count = stride(from: 1, through: degree, by: 1).reduce(1) { $0 * (variables - 1 + $1) / $1 }
        if variables > 1, count > 3_000 { return [] }
        var result: [[Int]] = []
        var index = [Int](repeating: 0, count: variables)
        func extend(_ place: Int, _ rest: Int) {
            if place == variables { return result.append(index) }
            for exponent in 0...rest {
                index[place] = exponent
                extend(place + 1, rest - exponent)
            }
            index[place] = 0
        }
        extend(0, degree)
        return result
    }
}
