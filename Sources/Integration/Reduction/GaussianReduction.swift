import Arithmetic
import Enclosures
import Expressions

/// Integrals over `R^n` of polynomials and powers of quadratic polynomials against Gaussians, exactly or as
/// one-dimensional integrals.
///
/// Without such a power Wick's formula gives the value. With one, `B^q = 1/Γ(-q) ∫ t^(-q-1) exp(-tB) dt` for q < 0, and
/// the Gaussian integral for fixed t is an explicit function: one numerical dimension is left whatever n is.
struct GaussianReduction {
    private var expansion: GaussianExpansion

    /// The value of an integral in the graph, with the integrals that are left; `nil` where the integrand has another form.
    /// - Throws: `NumericError.divergent`.
    static func reduce(_ integral: IteratedIntegral, in graph: inout ScalarGraph, _ rest: inout [ScalarGraph.Variable: IteratedIntegral])
        throws -> ScalarGraph.Node?
    {
        guard integral.axes.allSatisfy({ $0.domain == .line }) else { return nil }
        var reduction = GaussianReduction(
            expansion: GaussianExpansion(graph, integral.axes.flatMap(\.variables)))
        guard let terms = reduction.expansion.terms(of: integral.integrand) else { return nil }
        var result = reduction.expansion.graph
        var inner: [ScalarGraph.Variable: IteratedIntegral] = [:]
        var parts: [ScalarGraph.Node] = []
        let families = reduction.families(terms)
        for family in families {
            guard let value = try reduction.value(family, isOnly: families.count == 1, in: &result, &inner) else { return nil }
            parts.append(value)
        }
        graph = result
        rest.merge(inner) { old, _ in old }
        return graph.sum(parts)
    }

    /// Terms under one integral: one exponential and one base.
    private struct Family {
        let exponent: Polynomial
        let base: Polynomial?
        /// Those of the base differ by integers.
        var terms: [(constant: ScalarGraph.Node, power: Rational, polynomial: Polynomial)]
    }

    private func families(_ terms: [GaussianExpansion.Weight: Polynomial]) -> [Family] {
        var families: [Family] = []
        let ordered = terms.sorted { ($0.key.constant, "\($0.key.exponent)", "\($0.key.powers)") < ($1.key.constant, "\($1.key.exponent)", "\($1.key.powers)") }
        for (weight, polynomial) in ordered {
            let base = weight.powers.keys.first
            let power = weight.powers.values.first ?? 0
            let place = families.firstIndex { family in
                guard family.exponent == weight.exponent else { return false }
                guard let base, let known = family.base else { return base == nil && family.base == nil }
                return known == base && (family.terms[0].power - power).isInteger
            }
            // Several bases at once have no formula: told apart by an empty family below.
            let term = (weight.constant, power, weight.powers.count > 1 ? expansion.ring.zero : polynomial)
            if let place { families[place].terms.append(term) } else {
                families.append(Family(exponent: weight.exponent, base: base, terms: [term]))
            }
        }
        return families
    }

    private func value(
        _ family: Family, isOnly: Bool, in graph: inout ScalarGraph, _ inner: inout [ScalarGraph.Variable: IteratedIntegral]
    ) throws -> ScalarGraph.Node? {
        guard family.terms.allSatisfy({ !$0.polynomial.isZero }), var quadratic = QuadraticPolynomial(family.exponent) else { return nil }
        // exp(-½ xᵀMx + b·x)
        quadratic.matrix = quadratic.matrix.map { $0.map { -2 * $0 } }
        guard let (power, groups) = collected(family) else { return nil }
        guard let (covariance, determinant) = SymmetricMatrix.inverse(quadratic.matrix) else {
            // A polynomial does not decay, and an exponential of which the form is not negative grows or is constant somewhere; one that grows
            // like a Gaussian outweighs powers.
            let grows = !SymmetricMatrix.isNonnegative(quadratic.matrix)
            if isOnly, groups.count == 1, family.base == nil || grows {
                throw NumericError.divergent("the integrand does not decay in all directions")
            }
            return nil
        }
        let twoPi = graph.scaled(graph.pi(), by: 2)
        let volume = graph.product(
            graph.power(twoPi, Rational(quadratic.linear.count, 2)), graph.power(graph.number(determinant), Rational(-1, 2)))
        if let base = family.base, !power.isZero {
            return try withPower(power, of: base, groups, quadratic.linear, covariance, volume, in: &graph, &inner)
        }
        let n = quadratic.linear.count
        let zero = (Array(repeating: Array(repeating: Rational(0), count: n), count: n), Array(repeating: Rational(0), count: n))
        var moments = GaussianMoments(covariance: covariance, linear: quadratic.linear, base: zero)
        let exponent = moments.exponent.constantValue ?? 0
        let weight = graph.product(volume, graph.function(.elementary(.exp), graph.number(exponent)))
        return graph.sum(groups.map { constant, polynomial in
            let value = moments.moment(polynomial).values.reduce(Rational(0)) { $0 + ($1.constantValue ?? 0) }
            return graph.scaled(graph.product(weight, constant), by: value)
        })
    }

    /// The terms over one power of the base, negative or zero: polynomials by the constants that they are multiplied with.
    private func collected(_ family: Family) -> (power: Rational, groups: [(ScalarGraph.Node, Polynomial)])? {
        var power = family.terms.map(\.power).min() ?? 0
        while power.sign > 0 { power = power - 1 }
        var groups: [ScalarGraph.Node: Polynomial] = [:]
        for term in family.terms {
            var polynomial = term.polynomial
            if let base = family.base {
                guard let gap = (term.power - power).asInt, gap <= 16, let factor = try? base.power(gap) else { return nil }
                polynomial *= factor
            }
            groups[term.constant] = groups[term.constant].map { $0 + polynomial } ?? polynomial
        }
        groups = groups.filter { !$0.value.isZero }
        // Factors of the base that only the sum has.
        while let base = family.base, power.sign < 0 {
            let quotients = groups.mapValues { $0.exactQuotient(dividingBy: base) }
            if power > -1 || quotients.values.contains(where: { $0 == nil }) { break }
            groups = quotients.compactMapValues { $0 }
            power = power + 1
        }
        return (power, groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    private func withPower(
        _ power: Rational, of base: Polynomial, _ groups: [(ScalarGraph.Node, Polynomial)], _ linear: [Rational],
        _ covariance: [[Rational]], _ volume: ScalarGraph.Node, in graph: inout ScalarGraph,
        _ inner: inout [ScalarGraph.Variable: IteratedIntegral]
    ) throws -> ScalarGraph.Node? {
        guard let form = QuadraticPolynomial(base), SymmetricMatrix.isNonnegative(form.homogeneous) else { return nil }
        var moments = GaussianMoments(covariance: covariance, linear: linear, base: (form.matrix, form.linear))
        let (variable, t) = graph.variable(isPositive: true)
        let determinant = graph.polynomial(moments.determinant, at: t)
        let exponent = graph.sum(
            graph.quotient(graph.polynomial(moments.exponent, at: t), determinant), graph.scaled(t, by: -form.constant))
        var parts: [ScalarGraph.Node] = []
        for (constant, polynomial) in groups {
            try VanishingOrder.requireIntegrable(polynomial, power, form)
            let (numerator, k) = moments.fraction(moments.moment(polynomial))
            if numerator.isZero { continue }
            let root = Rational(-1, 2) - Rational(k)
            let factors = [
                graph.power(t, -power - 1), graph.power(determinant, root), graph.polynomial(numerator, at: t),
                graph.function(.elementary(.exp), exponent),
            ]
            let integrand = graph.product(factors)
            let (value, node) = graph.variable()
            inner[value] = IteratedIntegral(integrand, over: [.init(variables: [variable], domain: .halfLine(from: graph.number(0)))])
            let gamma = graph.function(.elementary(.gamma), graph.number(-power))
            parts.append(graph.product([constant, volume, node, graph.power(gamma, Rational(-1))]))
        }
        return graph.sum(parts)
    }
}

/// How a polynomial vanishes where a non-negative quadratic polynomial does.
enum VanishingOrder {
    /// The zero set of `B >= 0` is a flat of some codimension k (or empty); near it `P B^q` is integrable exactly when
    /// `ord P + 2q + k > 0`.
    /// - Throws: `NumericError.divergent`.
    static func requireIntegrable(_ polynomial: Polynomial, _ power: Rational, _ form: QuadraticPolynomial) throws {
        guard power.sign < 0, let (origin, normals) = flat(form) else { return }
        let ring = polynomial.ring
        // x = origin + (a basis in which the normal directions come first); only the order in these counts.
        let basis = completed(normals)
        let images = (0..<basis.count).map { i in
            basis.indices.reduce(ring.constant(origin[i])) { basis[$1][i].isZero ? $0 : $0 + basis[$1][i] * ring.variable($1) }
        }
        guard let moved = try? polynomial.compose(images, in: ring) else { throw NumericError.unsupported("a polynomial of this size") }
        let order = moved.terms.map { $0.exponents[..<normals.count].reduce(0, +) }.min() ?? 0
        guard (Rational(order + normals.count) + 2 * power).sign > 0 else {
            throw NumericError.divergent("the integrand grows like the power \(Rational(order) + 2 * power) at a set of codimension \(normals.count)")
        }
    }

    /// A point of the zero set and independent normal directions; `nil` when the set is empty.
    private static func flat(_ form: QuadraticPolynomial) -> ([Rational], [[Rational]])? {
        // Solve A x = -b/2; then B(x) = c + b·x/2 must vanish.
        let n = form.linear.count
        var rows = zip(form.matrix, form.linear).map { $0 + [-$1 / 2] }
        var pivots: [Int] = []
        for column in 0..<n {
            guard let place = (pivots.count..<n).first(where: { !rows[$0][column].isZero }) else { continue }
            rows.swapAt(pivots.count, place)
            let current = pivots.count
            let pivot = rows[current][column]
            rows[current] = rows[current].map { $0 / pivot }
            for i in 0..<n where i != current && !rows[i][column].isZero {
                let factor = rows[i][column]
                for j in 0...n { rows[i][j] = rows[i][j] - factor * rows[current][j] }
            }
            pivots.append(column)
        }
        var point = Array(repeating: Rational(0), count: n)
        for (row, column) in pivots.enumerated() { point[column] = rows[row][n] }
        let value = zip(form.linear, point).reduce(form.constant) { $0 + $1.0 * $1.1 / 2 }
        guard value.isZero else { return nil }
        return (point, pivots.indices.map { Array(rows[$0][..<n]) })
    }

    /// Directions dual to the forms first, then a basis of their kernel.
    private static func completed(_ forms: [[Rational]]) -> [[Rational]] {
        let n = forms.first?.count ?? 0
        let pivots = forms.map { row in row.firstIndex { !$0.isZero } ?? 0 }
        var basis = pivots.map { pivot in (0..<n).map { Rational($0 == pivot ? 1 : 0) } }
        for free in 0..<n where !pivots.contains(free) {
            var vector = (0..<n).map { Rational($0 == free ? 1 : 0) }
            for (row, pivot) in zip(forms, pivots) { vector[pivot] = -row[free] }
            basis.append(vector)
        }
        return basis
    }
}

extension ScalarGraph {
    /// A polynomial in one variable at a node, by powers.
    mutating func polynomial(_ polynomial: Polynomial, at x: Node) -> Node {
        combination(0, polynomial.terms.map { Term(node: power(x, Rational($0.exponents[0])), coefficient: $0.coefficient) })
    }
}
