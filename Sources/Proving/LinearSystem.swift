import Arithmetic
import Expressions

/// Linear equations for unknown constants over the field of rational functions of the parameters.
struct LinearSystem {
    enum Solution {
        case none
        /// Values of all unknowns; the free ones of a family are listed and stand for themselves.
        case values([String: Expression], free: [String])
    }

    private let unknowns: [String]
    private let ring: PolynomialRing
    private var rows: [[RationalFunction]] = []

    init(unknowns: [String], equations: [ParameterEquation]) throws {
        self.unknowns = unknowns
        var names: Set<String> = []
        for equation in equations {
            for terms in equation.coefficients.values {
                for term in terms { names.formUnion(term.exponents.keys) }
            }
        }
        let variables = names.sorted()
        ring = PolynomialRing(variables: variables)
        for equation in equations {
            // A row may be multiplied by powers of the parameters: then none stands in a denominator.
            let terms = equation.coefficients.values.joined()
            let lowest = variables.map { name in terms.reduce(0) { min($0, $1.exponents[name] ?? 0) } }
            var row: [RationalFunction] = []
            for unknown in unknowns + [""] {
                let terms = (equation.coefficients[unknown] ?? []).map { term in
                    Polynomial.Term(exponents: zip(variables, lowest).map { (term.exponents[$0] ?? 0) - $1 }, coefficient: term.coefficient)
                }
                row.append(RationalFunction(ring.polynomial(terms)))
            }
            rows.append(row)
        }
    }

    /// `x_k = constant_k + Σ_j coefficients_kj free_j`, as functions of the parameters.
    struct Family {
        let ring: PolynomialRing
        /// The unknowns that nothing determines.
        let free: [Int]
        let constants: [RationalFunction]
        let coefficients: [[RationalFunction]]
    }

    /// `nil` when there is no solution.
    mutating func family() throws -> Family? {
        guard let pivots = try eliminated() else { return nil }
        let free = unknowns.indices.filter { !pivots.contains($0) }
        let zero = RationalFunction(ring.zero), one = RationalFunction(ring.one)
        return Family(
            ring: ring, free: free,
            constants: unknowns.indices.map { k in pivots.firstIndex(of: k).map { -rows[$0][unknowns.count] } ?? zero },
            coefficients: unknowns.indices.map { k in
                free.map { j in pivots.firstIndex(of: k).map { -rows[$0][j] } ?? (j == k ? one : zero) }
            })
    }

    /// Gaussian elimination: `Σ a_k x_k + b = 0` for every row.
    mutating func solve() throws -> Solution {
        guard let pivots = try eliminated() else { return .none }
        let free = unknowns.indices.filter { !pivots.contains($0) }
        var values: [String: Expression] = [:]
        for column in free { values[unknowns[column]] = .parameter(unknowns[column]) }
        for (row, column) in pivots.enumerated() {
            var terms = [expression(-rows[row][unknowns.count])]
            for other in free where !rows[row][other].isZero {
                terms.append(-expression(rows[row][other]) * .parameter(unknowns[other]))
            }
            values[unknowns[column]] = .sum(terms)
        }
        return .values(values, free: free.map { unknowns[$0] })
    }

    /// The solution with 0 for all that nothing determines; `nil` when there is none.
    mutating func particularSolution() throws -> [Expression]? {
        try family().map { $0.constants.map(expression) }
    }

    /// The columns with pivots, in the order of their rows; `nil` when the equations contradict each other.
    private mutating func eliminated() throws -> [Int]? {
        var pivots: [Int] = []
        var next = 0
        for column in unknowns.indices {
            guard let pivot = rows.indices.dropFirst(next).first(where: { !rows[$0][column].isZero }) else { continue }
            rows.swapAt(next, pivot)
            let inverse = try rows[next][column].inverse()
            rows[next] = try rows[next].map { try $0 * inverse }
            for other in rows.indices where other != next && !rows[other][column].isZero {
                let factor = rows[other][column]
                let source = rows[next]
                rows[other] = try zip(rows[other], source).map { try $0 - factor * $1 }
            }
            pivots.append(column)
            next += 1
        }
        for row in rows.dropFirst(next) where !row[unknowns.count].isZero { return nil }
        return pivots
    }

    private func expression(_ value: RationalFunction) -> Expression {
        let numerator = expression(value.numerator)
        return value.denominator.isOne ? numerator : numerator / expression(value.denominator)
    }

    private func expression(_ polynomial: Polynomial) -> Expression {
        .sum(polynomial.terms.map { term in
            .product([.number(term.coefficient)] + zip(ring.variables, term.exponents).compactMap { name, power in
                power == 0 ? nil : .power(name == ParameterEquation.pi ? .pi : .parameter(name), .number(Rational(power)))
            })
        })
    }
}
