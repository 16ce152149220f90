import Arithmetic
import Expressions
import Kernel

/// Mean and covariance of a Gaussian density.
struct GaussianMoments: Sendable {
    var mean: Value
    var covariance: Tensor
}

/// Square roots of matrices and the quadratic transport distance between Gaussians, in dimensions up to 3.
extension Elaborator {
    /// What `gaussian(mean, cov)` is given, as a vector and a matrix.
    mutating func gaussianMoments(
        _ arguments: [SyntaxArgument], _ dimension: Dimension, _ scope: Scope
    ) throws(Failure) -> GaussianMoments {
        func argument(_ label: String, _ place: Int) -> SyntaxExpression? {
            arguments.first { $0.label == label }?.value
                ?? (arguments.indices.contains(place) && arguments[place].label == nil ? arguments[place].value : nil)
        }
        var mean = Value.zero
        if let written = argument("mean", 0) { mean = try value(written, scope) }
        let i = supply.fresh(dimension), j = supply.fresh(dimension)
        var covariance = Tensor(indices: [i, j], body: .delta(i, j))
        if let written = argument("cov", 1) {
            let given = try value(written, scope)
            if let scalar = given.asScalar {
                covariance = Tensor(indices: [i, j], body: scalar * .delta(i, j))
            } else if case .tensor(let matrix) = given.kind, matrix.rank == 2, matrix.indices.allSatisfy({ unify($0.dimension, dimension) }) {
                covariance = matrix
            }
            try requirePositiveDefinite(covariance, written.range)
        }
        guard case .tensor(let matrix) = settled(Value(covariance)).kind else { return GaussianMoments(mean: mean, covariance: covariance) }
        return GaussianMoments(mean: settled(mean), covariance: matrix)
    }

    /// Refuses matrices of numbers that are no covariances.
    func requirePositiveDefinite(_ matrix: Tensor, _ place: SourceRange) throws(Failure) {
        guard let entries = rationalEntries(matrix) else { return }
        let advice = "give a symmetric matrix with positive eigenvalues"
        for (i, row) in entries.enumerated() {
            for (j, entry) in row.enumerated() where entry != entries[j][i] {
                throw Failure(.notPositiveDefinite, "found a covariance that is not symmetric", advice: advice, at: place)
            }
        }
        if !entries.isPositiveDefinite {
            throw Failure(.notPositiveDefinite, "found a covariance that is not positive definite", advice: advice, at: place)
        }
    }

    /// A number, or a function of parameters, without indices.
    private func writtenOut(_ e: Expression) -> Expression {
        if let value = rational([Program.Output(e)]) { return .number(value[0]) }
        return Relation(e, .equal, .zero).components?.first?.left ?? e
    }

    /// The entries of a matrix of numbers and functions of parameters.
    private func entries(_ matrix: Tensor) -> [[Expression]]? {
        if let numbers = rationalEntries(matrix) { return numbers.map { $0.map { .number($0) } } }
        guard case .tensor(let settled) = settled(Value(matrix)).kind, settled.rank == 2, case .number(let size) = settled.indices[0].dimension,
            let components = Relation(settled.body, .equal, .zero, indices: settled.indices).components, components.count == size * size else { return nil }
        return (0..<size).map { row in (0..<size).map { components[row * size + $0].left } }
    }

    /// The entries of a matrix of rational numbers.
    func rationalEntries(_ matrix: Tensor) -> [[Rational]]? {
        guard matrix.rank == 2, case .number(let size) = resolved(matrix.indices[0].dimension),
            case .number(size) = resolved(matrix.indices[1].dimension), (1...8).contains(size) else { return nil }
        return rational((1...size).flatMap { i in
            (1...size).map { j in Program.Output(matrix.body, [matrix.indices[0]: i, matrix.indices[1]: j]) }
        }).map { values in (0..<size).map { Array(values[($0 * size)..<($0 * size + size)]) } }
    }

    private func rational(_ outputs: [Program.Output]) -> [Rational]? {
        guard let program = try? Program(outputs, dimensions: [:]), var execution = try? Execution(program, in: RationalField(), at: Assignment())
        else { return nil }
        var values: [Rational] = []
        for place in outputs.indices {
            guard let value = try? execution.value(place) else { return nil }
            values.append(value)
        }
        return values
    }

    // MARK: Square roots

    /// The traces of a matrix and of its exterior powers.
    private mutating func invariants(_ a: Tensor, _ size: Int) -> [Expression] {
        func trace(_ t: Tensor) -> Expression { t.traced(0, 1, &supply).body }
        func times(_ s: Tensor, _ t: Tensor) -> Tensor { dot(s.renewed(&supply), t.renewed(&supply)) ?? s }
        let half = Expression.number(Rational(1, 2))
        let first = trace(a)
        if size == 1 { return [writtenOut(first)] }
        let square = times(a, a)
        let second = half * (.power(first, .number(2)) - trace(square))
        if size == 2 { return [writtenOut(first), writtenOut(second)] }
        let third = Expression.number(Rational(1, 6)) * .sum([
            .power(first, .number(3)), .number(-3) * first * trace(square), .number(2) * trace(times(square, a)),
        ])
        return [first, second, third].map(writtenOut)
    }

    /// The trace of the square root of a matrix with non-negative eigenvalues, from the elementary symmetric
    /// functions `e1, e2, e3` of these. In dimension 2 it is `sqrt(e1 + 2 sqrt e2)`. In dimension 3 it is the greatest root of
    /// `(t² - e1)² = 4 e2 + 8 sqrt(e3) t`, and otherwise the sum of the roots of the eigenvalues by Viète's cosines.
    private func traceOfRoot(_ e: [Expression]) -> Expression? {
        switch e.count {
        case 1: return .squareRoot(e[0])
        case 2: return .squareRoot(e[0] + .number(2) * root(e[1]))
        case 3:
            let numbers = e.compactMap(constant)
            guard numbers.count == 3 else { return nil }
            let (e1, e2, e3) = (numbers[0], numbers[1], numbers[2])
            if let volume = e3.exactRoot(2) {
                let quartic = UnivariatePolynomial([e1 * e1 - 4 * e2, -8 * volume, -2 * e1, 0, 1])
                if let t = quartic.positiveRationalRoots().first, quartic.rootCount(from: t, to: nil) == 0 { return .number(t) }
            }
            // One eigenvalue is rational: the others are those of a matrix of dimension 2.
            if let one = UnivariatePolynomial([-e3, e2, -e1, 1]).positiveRationalRoots().first {
                return root(.number(one)) + .squareRoot(.number(e1 - one) + .number(2) * root(.number(e3 / one)))
            }
            let p = (e1 * e1 - 3 * e2) / 9
            // Equal eigenvalues are rational.
            let q = (2 * e1 * e1 * e1 - 9 * e1 * e2 + 27 * e3) / 54
            // cos 3φ = q / p^(3/2)
            let cosine = Expression.number(q) * .power(.number(p), .number(Rational(-3, 2)))
            let angle = Expression.number(Rational(2, 3)) * .elementary(.atan, .squareRoot((.one - cosine) / (.one + cosine)))
            guard p * p * p > q * q else { return nil }
            return .sum((0..<3).map { k in
                let eigenvalue = Expression.number(e1 / 3) + .number(2) * .squareRoot(.number(p))
                    * .elementary(.cos, angle + .number(Rational(2 * k, 3)) * .pi)
                return .squareRoot(eigenvalue)
            })
        default: return nil
        }
    }

    private func root(_ e: Expression) -> Expression {
        if let value = constant(e), let root = value.exactRoot(2) { return .number(root) }
        return .squareRoot(e)
    }

    /// The matrix with its entries for terms, where these are numbers or functions of parameters.
    private mutating func settledEntries(_ a: Tensor) -> Tensor {
        guard let entries = entries(a) else { return a }
        let dimension = Dimension.number(entries.count)
        let i = supply.fresh(dimension), j = supply.fresh(dimension)
        var terms: [Expression] = []
        for (row, values) in entries.enumerated() {
            for (column, value) in values.enumerated() where value != .zero {
                terms.append(value * .delta(i, .fixed(row + 1, dimension)) * .delta(j, .fixed(column + 1, dimension)))
            }
        }
        return Tensor(indices: [i, j], body: .sum(terms))
    }

    private mutating func identity(_ dimension: Dimension) -> Tensor {
        let i = supply.fresh(dimension), j = supply.fresh(dimension)
        return Tensor(indices: [i, j], body: .delta(i, j))
    }

    /// `B (A)^(1/2)` for a matrix A with positive eigenvalues, from `B`, `B A` and `B A²` (Cayley and Hamilton): with the symmetric
    /// functions `s1, s2, s3` of the roots of the eigenvalues it is `(B A + s2 B)/s1` in dimension 2 and
    /// `(s1 s3 B + (s1² - s2) B A - B A²)/(s1 s2 - s3)` in dimension 3.
    private mutating func rootPolynomial(_ invariants: [Expression], _ powers: [Tensor]) -> Tensor? {
        guard let s1 = traceOfRoot(invariants) else { return nil }
        let names = powers[0].indices.map { supply.fresh($0.dimension) }
        let terms = powers.map { $0.relabelled(names, &supply) }
        switch invariants.count {
        case 1: return Tensor(indices: names, body: s1 * terms[0])
        case 2: return Tensor(indices: names, body: (terms[1] + root(invariants[1]) * terms[0]) / s1)
        default:
            let half = Expression.number(Rational(1, 2))
            let s2 = half * (.power(s1, .number(2)) - invariants[0]), s3 = root(invariants[2])
            return Tensor(
                indices: names,
                body: .sum([s1 * s3 * terms[0], (.power(s1, .number(2)) - s2) * terms[1], -terms[2]]) / (s1 * s2 - s3))
        }
    }

    private mutating func product(_ a: Tensor, _ b: Tensor) -> Tensor {
        let product = dot(a.renewed(&supply), b.renewed(&supply)) ?? a
        return settledEntries(product)
    }

    /// `sqrtm(A)` for a symmetric A with positive eigenvalues.
    mutating func matrixRoot(_ matrix: Value, _ place: SourceRange, _ range: SourceRange) throws(Failure) -> Value {
        guard case .tensor(let written) = matrix.kind, written.rank == 2, unify(written.indices[0].dimension, written.indices[1].dimension) else {
            throw Failure(.wrongRank, "found \(shapeName(matrix)) under sqrtm, expected a matrix", at: place)
        }
        try requirePositiveDefinite(written, place)
        let dimension = resolved(written.indices[0].dimension)
        if case .number(let size) = dimension, (1...3).contains(size) {
            let a = settledEntries(written)
            let powers = [identity(dimension), a, product(a, a)]
            if let root = rootPolynomial(invariants(a, size), powers) {
                return try make(.tensor(root), from: Array(repeating: matrix, count: 12), adding: 30, levels: 9, at: range)
            }
        }
        return try opaque("sqrtm", [matrix], indices: written.indices.map { supply.fresh($0.dimension) }, range)
    }

    /// `optimalmap(N, M)`: the matrix `T = S^(-1) (S P)^(1/2)` of the map `x -> n + T (x - m)` that carries one Gaussian to the
    /// other at the least cost: `T S T = P`, T symmetric and positive.
    mutating func optimalMap(_ arguments: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        guard let (first, second, size) = try gaussianPair(arguments, range, scope) else {
            if let value = try mapOnLine(arguments, range, scope) { return value }
            throw Failure(
                .argumentShape, "found densities under optimalmap whose map is not known",
                advice: "name two densities declared as gaussian(mean = …, cov = …), in a dimension up to 3, or two on a line with distribution functions in closed form", at: range)
        }
        let s = settledEntries(first.covariance), p = settledEntries(second.covariance)
        let inverse = try matrixFunction("inverse", Value(s), range, range)
        guard case .tensor(let b) = inverse.kind,
            let map = rootPolynomial(invariants(product(s, p), size), [settledEntries(b), p, product(product(p, s), p)]) else {
            return try opaque("optimalmap", [Value(s), Value(p)], indices: s.indices.map { supply.fresh($0.dimension) }, range)
        }
        return try make(.tensor(map), from: Array(repeating: Value(s), count: 12) + Array(repeating: Value(p), count: 12), adding: 30, levels: 9, at: range)
    }

    /// Both as Gaussians on one space of a small dimension.
    private mutating func gaussianPair(
        _ arguments: [SyntaxExpression], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> (GaussianMoments, GaussianMoments, Int)? {
        guard let first = try gaussianMoments(of: arguments[0], scope), let second = try gaussianMoments(of: arguments[1], scope) else { return nil }
        guard unify(first.covariance.indices[0].dimension, second.covariance.indices[0].dimension) else {
            throw Failure(.shapeMismatch, "found densities on spaces of different dimensions", at: range)
        }
        guard case .number(let size) = resolved(first.covariance.indices[0].dimension), (1...3).contains(size) else { return nil }
        return (first, second, size)
    }

    // MARK: Distances

    /// `wasserstein2(N, M)`: for Gaussians `sqrt(|m - n|² + tr S + tr T - 2 tr (S T)^(1/2))`.
    mutating func wassersteinDistance(_ arguments: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        guard let (first, second, size) = try gaussianPair(arguments, range, scope) else {
            if let value = try distanceOnLine(arguments, range, scope) { return value }
            return try opaque("wasserstein2", [value(arguments[0], scope), value(arguments[1], scope)], indices: [], range)
        }
        let shift = try added([first.mean, negated(second.mean, range)], places: [range, range], range)
        var terms: [Expression] = []
        if case .tensor(let offset) = shift.kind {
            let index = offset.indices[0]
            terms.append(.contraction(index, offset.body * offset.renewed(&supply).relabelled([index], &supply)))
        }
        let s = settledEntries(first.covariance), t = settledEntries(second.covariance)
        if let a = diagonal(s), let b = diagonal(t) {
            // Σ (sqrt a - sqrt b)², which is not negative by its form.
            terms += zip(a, b).map { .power(root($0) - root($1), .number(2)) }
        } else {
            guard let cross = traceOfRoot(invariants(product(s, t), size)) else {
                return try opaque("wasserstein2", [Value(s), Value(t)], indices: [], range)
            }
            terms += [s.renewed(&supply).traced(0, 1, &supply).body, t.renewed(&supply).traced(0, 1, &supply).body, .number(-2) * cross]
        }
        let value = writtenOut(.sum(terms))
        return try make(.tensor(Tensor(body: root(value))), from: [shift, shift] + Array(repeating: Value(s), count: 8) + Array(repeating: Value(t), count: 8), adding: 40, levels: 9, at: range)
    }

    /// The diagonal, where all other entries are zero.
    private func diagonal(_ matrix: Tensor) -> [Expression]? {
        guard let entries = entries(matrix) else { return nil }
        for i in entries.indices {
            for j in entries.indices where i != j && entries[i][j] != .zero { return nil }
        }
        return entries.indices.map { entries[$0][$0] }
    }

    private mutating func gaussianMoments(of e: SyntaxExpression, _ scope: Scope) throws(Failure) -> GaussianMoments? {
        switch e.kind {
        case .name(let name):
            guard case .density(let density)? = lookup(name, scope) else { return nil }
            return density.gaussian
        case .call(let callee, let arguments):
            guard case .name("gaussian") = callee.kind, lookup("gaussian", scope) == nil,
                let dimension = (scope.densityPoint ?? vectorPoints(scope).first)?.manifold.vectorDimension else { return nil }
            return try gaussianMoments(arguments, dimension, scope)
        default: return nil
        }
    }
}
