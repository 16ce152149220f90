import Arithmetic
import Expressions
import Kernel

/// Polynomials that satisfy equations between values of functions, as `|m|² = 1`, at a place to a given order, for counterexamples: values
/// among few candidates, then derivatives from linear equations, one order after the other.
struct ConstrainedJets {
    private static let valuesTried = 24

    private let constraints: AlgebraicConstraints

    /// `nil` where no such equation is a hypothesis.
    init?(_ statement: Statement, _ assignment: Assignment) {
        let equations = statement.hypotheses.flatMap { $0.relations ?? [] }.filter { AlgebraicConstraints.isAlgebraic($0, statement, assignment) }
        guard !equations.isEmpty, let constraints = try? AlgebraicConstraints(equations, statement, assignment) else { return nil }
        self.constraints = constraints
    }

    /// Where the functions stand.
    var place: [Point] { constraints.place }

    /// The assignment with other functions, for values of several kinds.
    func solutions(_ order: Int, _ assignment: Assignment) -> [Assignment] {
        (0..<Self.valuesTried).compactMap { number in
            var generator = SplitMix64(seed: UInt64(number) + 1)
            guard let start = values(number, assignment, &generator), let zero = constraints.multiIndices(0).first,
                (try? constraints.derivatives(zero, at: start))?.allSatisfy(\.isZero) == true
            else { return nil }
            return try? derivatives(order, start, isSparse: number % 4 < 2, &generator)
        }
    }

    /// Constants: columns of a rotation for vectors, the rotation for matrices, small numbers for scalars, all times a factor.
    private func values(_ number: Int, _ assignment: Assignment, _ generator: inout SplitMix64) -> Assignment? {
        var result = assignment
        let factors: [Rational] = [1, 1, 2, Rational(1, 2), 3] + assignment.parameters.values.sorted()
        let factor = factors[number / 2 % factors.count]
        for (place, function) in constraints.functions.enumerated() {
            guard let shape = PolynomialShape(function, assignment) else { return nil }
            let constant = Array(repeating: 0, count: shape.multiIndices(0).first?.count ?? 0)
            let sizes = function.valueDimensions.compactMap(assignment.size)
            let rotation = rotation(sizes.first ?? 1, isTrivial: number % 2 == 0 && sizes.count != 2, &generator)
            var components: [[Int]: [PolynomialFunction.Term]] = [:]
            for value in shape.values {
                let entry: Rational
                switch value.count {
                case 0: entry = factor * Rational([1, 0, -1][(number + place) % 3])
                case 1: entry = factor * rotation[value[0] - 1][place % rotation.count]
                case 2 where sizes[0] == sizes[1]: entry = factor * rotation[value[0] - 1][value[1] - 1]
                default: return nil
                }
                if !entry.isZero { components[value] = [.init(exponents: constant, coefficient: entry)] }
            }
            result.functions[function] = PolynomialFunction(components: components)
        }
        return result
    }

    /// Rational: a product of rotations of planes by Pythagorean angles.
    private func rotation(_ size: Int, isTrivial: Bool, _ generator: inout SplitMix64) -> [[Rational]] {
        var result = (0..<size).map { row in (0..<size).map { Rational($0 == row ? 1 : 0) } }
        if isTrivial || size < 2 { return result }
        for first in 0..<(size - 1) {
            let (cosine, sine) = Self.angles[Int(generator.next() % UInt64(Self.angles.count))]
            let (a, b) = (result[first], result[first + 1])
            result[first] = zip(a, b).map { cosine * $0 - sine * $1 }
            result[first + 1] = zip(a, b).map { sine * $0 + cosine * $1 }
        }
        return result
    }

    private static let angles: [(Rational, Rational)] = [
        (Rational(3, 5), Rational(4, 5)), (Rational(-4, 5), Rational(3, 5)), (Rational(5, 13), Rational(12, 13)), (0, 1),
    ]

    /// - Parameter isSparse: what is free is mostly zero.
    private func derivatives(_ order: Int, _ start: Assignment, isSparse: Bool, _ generator: inout SplitMix64) throws -> Assignment? {
        var result = start
        let jacobian = try constraints.jacobian(at: start), components = constraints.components
        guard order > 0 else { return result }
        for own in 1...order {
            for exponents in constraints.multiIndices(own) {
                let defects = try constraints.derivatives(exponents, at: result)
                let rows = zip(jacobian, defects).map { (row: $0, value: -$1) }
                guard let family = AffineFamily(dimension: components.count).imposing(rows) else { return nil }
                let derivatives = family.point((0..<family.dimension).map { _ in isSparse && generator.next() % 4 > 0 ? 0 : Rational(Int(generator.next() % 5) - 2) })
                let monomial = self.monomial(exponents, constraints.coordinates(in: start))
                for (component, derivative) in zip(components, derivatives) where !derivative.isZero {
                    result.functions[component.function]?.components[component.value, default: []] += monomial.map {
                        .init(exponents: $0.exponents, coefficient: $0.coefficient * derivative)
                    }
                }
            }
        }
        for function in constraints.functions { result.functions[function] = result.functions[function].map(collected) }
        return result
    }

    /// Each power once.
    private func collected(_ polynomial: PolynomialFunction) -> PolynomialFunction {
        PolynomialFunction(components: polynomial.components.mapValues { terms in
            let sums = terms.reduce(into: [[Int]: Rational]()) { $0[$1.exponents, default: 0] += $1.coefficient }
            return sums.filter { !$0.value.isZero }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
                .map { .init(exponents: $0.key, coefficient: $0.value) }
        })
    }

    /// `(x - p)^α / α!`, multiplied out.
    private func monomial(_ exponents: [Int], _ place: [Rational]) -> [PolynomialFunction.Term] {
        var result = [PolynomialFunction.Term(exponents: [], coefficient: 1)]
        for (exponent, value) in zip(exponents, place) {
            // The coefficients of (x - p)^e / e!.
            var powers: [Rational] = [1]
            for degree in 0..<exponent {
                var next = Array(repeating: Rational(0), count: powers.count + 1)
                for (k, coefficient) in powers.enumerated() {
                    next[k] -= coefficient * value
                    next[k + 1] += coefficient
                }
                powers = next.map { $0 / Rational(degree + 1) }
            }
            result = result.flatMap { term in
                powers.enumerated().filter { !$0.element.isZero }.map { power in
                    .init(exponents: term.exponents + [power.offset], coefficient: term.coefficient * power.element)
                }
            }
        }
        return result
    }
}
