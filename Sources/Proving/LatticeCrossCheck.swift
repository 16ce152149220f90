import Arithmetic
import Expressions
import Glibc
import Integration
import Kernel

/// The check of relations between integrals on densities that are exponentials of polynomials, by sums over a lattice.
///
/// It goes before quadrature with error bounds: where it has an answer, it takes a hundredth of the time. A difference counts only
/// where all that is integrated is known to lie inside of the lattice.
package struct LatticeCrossCheck {
    /// Sides closer than this fraction of the absolute values they sum up count as equal.
    private static let tolerance = 1e-4
    /// Estimates worse than this fraction say nothing.
    private static let accuracy = 1e-2
    /// Estimates worse than this on the first lattice are not improved.
    private static let hopeless = 0.3
    /// Seeds of the assignments that are tried: others where an integrand is not smooth, or does not decrease.
    package static let seeds: ClosedRange<UInt64> = 1...3

    private let statement: Statement
    private let relations: [Relation]

    /// Equal sides (or sides in the right order), a difference, or no answer.
    package static func run(
        _ statement: Statement, _ relations: [Relation], _ candidates: CandidateAssignments, _ conditions: SideConditions.Derivation,
        seeds: ClosedRange<UInt64> = seeds
    ) -> IntegralCrossCheck.Result {
        let check = LatticeCrossCheck(statement: statement, relations: relations)
        guard !check.relations.isEmpty, check.hasTestFunctions, let dimensions = check.suitable(candidates.dimensions(count: 3)) else { return .undetermined }
        for seed in seeds {
            guard let assignment = candidates.random(dimensions, seed: seed, degree: 2, span: 2), conditions.admits(assignment)
            else { continue }
            let result = check.result(check.withDensities(assignment))
            if result != .undetermined { return result }
        }
        return .undetermined
    }

    /// A plane shows more than a line and costs less than space.
    private func suitable(_ dimensions: [[String: Int]]) -> [String: Int]? {
        let sized = dimensions.compactMap { values -> (values: [String: Int], size: Int)? in
            let assignment = Assignment(dimensions: values)
            var largest = 0
            for relation in relations {
                for side in [relation.left, relation.right] {
                    guard let size = LatticeQuadrature.dimension(of: side, assignment) else { return nil }
                    largest = max(largest, size)
                }
            }
            return (values, largest)
        }
        return (sized.last { $0.size <= 2 } ?? sized.first { $0.size <= 4 })?.values
    }

    /// Polynomials and their exponentials, even and symmetric where the functions are.
    private var hasTestFunctions: Bool {
        statement.hypotheses.isEmpty && statement.functions.allSatisfy { function in
            if function.arguments.isEmpty { return function.attributes.isEmpty || relations.allSatisfy { $0.op == .equal } }
            let own: Set<FunctionSymbol.Attribute> = function.isLogarithm ? [.even, .symmetric, .decaying, .unitMass, .logconcave] : [.even, .symmetric]
            // The mass is that of a space.
            return function.attributes.isSubset(of: own) && (!function.attributes.contains(.unitMass) || !statement.points.contains { point in
                switch point.manifold {
                case .euclidean, .line(nil, nil): return false
                case .sphere, .torus, .line: return true
                }
            })
        }
    }

    private func result(_ assignment: Assignment) -> IntegralCrossCheck.Result {
        var components: [(number: Int, indices: [Int])] = []
        var outputs: [Program.Output] = []
        for (number, relation) in relations.enumerated() {
            for values in Screening.indexValues(relation.indices, assignment) {
                let indices = Dictionary(zip(relation.indices, values)) { first, _ in first }
                components.append((number, values))
                outputs += [Program.Output(relation.left, indices), Program.Output(relation.right, indices)]
            }
        }
        // What lies beyond the lattice, or between its points, is missing from its sums on every level.
        let mass = LatticeQuadrature.massLocation(of: outputs, at: assignment)
        if mass == .elsewhere { return .undetermined }
        // A difference must be the same on a finer lattice: this is what tells it from an error of the rule.
        var gaps: [Int: Double] = [:]
        for level in 0..<LatticeQuadrature.levels {
            // The finest is for confirmation only.
            if level == LatticeQuadrature.levels - 1, gaps.isEmpty { break }
            guard let values = try? LatticeQuadrature.values(of: outputs, at: assignment, level: level) else { return .undetermined }
            var isAccurate = true
            // On the line much vanishes identically, such as what has a projection across a vector in it.
            var isNonzero = false
            var next: [Int: Double] = [:]
            for place in components.indices {
                let left = values[2 * place], right = values[2 * place + 1]
                let size = max(left.size, right.size), error = left.error + right.error
                if size > 0 { isNonzero = true }
                if error > Self.hopeless * size { return .undetermined }
                if error > Self.accuracy * size {
                    isAccurate = false
                    continue
                }
                let gap = left.value - right.value
                let excess = relations[components[place].number].op == .equal ? gap.magnitude : gap
                if excess <= Self.tolerance * size + 2 * error { continue }
                next[place] = gap
                if mass == .inside, let known = gaps[place], (known - gap).magnitude < 0.01 * gap.magnitude {
                    return .difference(description(components[place], left.value, right.value, assignment))
                }
            }
            if isAccurate && next.isEmpty { return !isNonzero ? .undetermined : .agreement("the exponential of a polynomial") }
            gaps = next
        }
        return .undetermined
    }

    private func description(
        _ component: (number: Int, indices: [Int]), _ left: Double, _ right: Double, _ assignment: Assignment
    ) -> String {
        let values = assignment.parameters.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
        let place = component.indices.isEmpty ? "" : " of component \(component.indices)"
        return "by quadrature the sides\(place) are \(left) and \(right) on the exponential of a polynomial"
            + (values.isEmpty ? "" : " with \(values)")
    }

    // MARK: Test functions

    private func withDensities(_ assignment: Assignment) -> Assignment {
        var result = assignment
        for (number, function) in statement.functions.enumerated() where function.isLogarithm {
            guard function.attributes.contains(.decaying) else {
                result.functions[function] = result.functions[function]?.scaled(by: Rational(1, 8))
                continue
            }
            let size = function.arguments.reduce(0) { sum, slot in
                switch slot {
                case .scalar: return sum + 1
                case .vector(let dimension): return sum + (assignment.size(dimension) ?? 0)
                }
            }
            guard (1...3).contains(size) else { continue }
            guard let shape = PolynomialShape(function, assignment) else { continue }
            result.functions[function] = PolynomialFunction(components: [[]: Self.logarithm(shape, number)])
        }
        return result
    }

    /// Not isotropic, with third and fourth derivatives; no product of functions of one coordinate. Neither even nor symmetric where it
    /// need not be, nor concave.
    private static func logarithm(_ shape: PolynomialShape, _ number: Int) -> [PolynomialFunction.Term] {
        let size = shape.variables, attributes = shape.function.attributes
        var terms: [PolynomialFunction.Term] = []
        func add(_ coefficient: Rational, _ powers: [(place: Int, power: Int)]) {
            var exponents = [Int](repeating: 0, count: size)
            for (place, power) in powers { exponents[place] += power }
            terms.append(PolynomialFunction.Term(exponents: exponents, coefficient: coefficient))
        }
        if !attributes.contains(.even) { add(Rational(1, 4), [(number % size, 1)]) }
        for place in 0..<size {
            add(Rational(-4 - number % 3, 8), [(place, 2)])
            add(Rational(-1, 16), [(place, 4)])
            let next = (place + 1) % size
            if attributes.contains(.even) || attributes.contains(.logconcave) {
                // -(x - y)²/16
                for (coefficient, powers) in [(-1, [(place, 2)]), (2, [(place, 1), (next, 1)]), (-1, [(next, 2)])] { add(Rational(coefficient, 16), powers) }
            } else {
                add(Rational(1, 8), [(place, 2), (next, 1)])
            }
        }
        terms = shape.admissible(terms)
        if attributes.contains(.unitMass) {
            let mass = LatticeQuadrature.mass(ofExponential: terms, dimension: size)
            guard mass.isFinite else { return terms }
            add(Rational(Int((-log(mass) * 1e15).rounded()), 1_000_000_000_000_000), [])
        }
        return terms
    }
}

extension PolynomialFunction {
    fileprivate func scaled(by factor: Rational) -> Self {
        PolynomialFunction(components: components.mapValues { $0.map { Term(exponents: $0.exponents, coefficient: factor * $0.coefficient) } })
    }
}
