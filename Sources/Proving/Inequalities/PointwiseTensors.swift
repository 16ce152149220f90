import Arithmetic
import Expressions
import Kernel

/// Tensors whose squares an expression may be a sum of, read off its monomials.
///
/// A sum of squares contains the square of each of its monomials' halves. The vectors and tensors of such a half are multiplied,
/// some of their indices contracted, and the others taken in every order, so that `a⊗b - b⊗a` and `A - (tr A/d) Id` are among the
/// combinations.
struct PointwiseTensors {
    typealias Piece = SquareAnsatz.Piece

    private static let rankLimit = 4
    private static let blockLimit = 14

    private let context: FormContext
    /// Non-negative factors in parameters that squares may have.
    private let conditions: [Expression]
    private let withMetric: Bool
    private var supply = IndexSupply(startingAt: 1 << 19)

    /// - Parameter withMetric: whether traces times the metric stand beside the tensors they come from.
    init(_ context: FormContext, conditions: [Expression] = [], withMetric: Bool = true) {
        self.context = context
        self.withMetric = withMetric
        self.conditions = conditions
    }

    /// Pieces of one rank in one block, for an expression without integrals.
    mutating func blocks(_ excess: Expression) throws -> [[Piece]] {
        var byRank: [Int: [Tensor]] = [:]
        try addHalves(of: excess, parameters: excess.isInParameters, &byRank)
        if excess.isInParameters, excess.parameterSymbols.count > 1 {
            try addProducts(of: excess, &byRank)
            // A condition times a square contains squares of its own: `t y` for `(4 - t²) y²`.
            for half in byRank[0] ?? [] {
                for condition in conditions { try addHalves(of: condition * half.body * half.body, parameters: true, &byRank) }
            }
        }
        return try blocks(&byRank)
    }

    /// The same for integrands over a point. Where they are singular at the origin, the tensors times the direction of the point
    /// stand beside them: `∇u` beside `u x/|x|²`. So do the derivatives between them: `∇u/|x|` between `∇²u` and `u/|x|²`.
    mutating func blocks(ofIntegrands integrands: [Expression], at point: Point) throws -> [[Piece]] {
        var byRank: [Int: [Tensor]] = [:]
        for integrand in integrands { try addHalves(of: integrand, parameters: false, &byRank) }
        if let dimension = point.manifold.vectorDimension, byRank.values.joined().contains(where: { $0.body.containsPower(ofNormOf: point) }) {
            let i = supply.fresh(dimension), j = supply.fresh(dimension)
            let length = Expression.contraction(j, .coordinate(point, j) * .coordinate(point, j))
            let direction = Tensor(indices: [i], body: .coordinate(point, i) * .power(length, .number(Rational(-1, 2))))
            let highest = byRank.keys.max() ?? 0
            if highest >= 2 {
                for tensor in byRank[0] ?? [] where !tensor.body.hasDerivative && tensor.body.mentionsFunctionOfPoints {
                    add(tensor.gradient(point, &supply).scaled(by: .squareRoot(length)), to: &byRank)
                }
            }
            for (rank, tensors) in byRank.sorted(by: { $0.key < $1.key }) {
                for tensor in tensors {
                    if rank < (byRank.keys.max() ?? 0) { add(tensor.tensorProduct(direction, &supply), to: &byRank) }
                    if rank > 0 { add(tensor.dot(direction, &supply), to: &byRank) }
                }
            }
        }
        return try blocks(&byRank)
    }

    private mutating func addHalves(of e: Expression, parameters: Bool, _ byRank: inout [Int: [Tensor]]) throws {
        let form = ContractionForm(context, for: [e])
        for half in try form.halfMonomials(form.normalForm(e), parameters: parameters, &supply) {
            var product = Tensor.scalar(half.factor)
            for tensor in half.tensors { product = product.tensorProduct(tensor, &supply) }
            guard product.rank <= Self.rankLimit else { throw SquareAnsatz.Unsupported("the difference of the sides is of too high a degree") }
            add(product, to: &byRank)
        }
    }

    private mutating func blocks(_ byRank: inout [Int: [Tensor]]) throws -> [[Piece]] {
        let plain = byRank
        for rank in byRank.keys.sorted() where withMetric && rank >= 2 {
            for lower in byRank[rank - 2] ?? [] {
                guard let dimension = byRank[rank]?.first?.shape.first else { continue }
                let product = lower.tensorProduct(Tensor.identity(dimension, &supply), &supply)
                for order in Self.permutations(rank) { insert(product.permuted(order), &byRank) }
            }
        }
        // Too many are left out, those with the metric first.
        if byRank.values.contains(where: { $0.count > Self.blockLimit }) { byRank = plain }
        guard byRank.values.allSatisfy({ $0.count <= Self.blockLimit }) else { throw SquareAnsatz.Unsupported("too many tensors could be squared") }
        return byRank.sorted { $0.key > $1.key }.map { _, tensors in
            tensors.map { Piece(tensor: $0, name: $0.body.plainText(indices: $0.indices)) }
        }
    }

    /// Products of two halves whose square is a product of two others: `x y` beside `x²` and `y²`.
    private mutating func addProducts(of excess: Expression, _ byRank: inout [Int: [Tensor]]) throws {
        let halves = (byRank[0] ?? []).map(\.body)
        for (i, a) in halves.enumerated() {
            for b in halves.dropFirst(i + 1) {
                let form = ContractionForm(context)
                for mean in try form.halfMonomials(form.normalForm(a * b), parameters: true, &supply) { insert(.scalar(mean.factor), &byRank) }
            }
        }
    }

    private mutating func add(_ tensor: Tensor, to byRank: inout [Int: [Tensor]]) {
        for order in Self.permutations(tensor.rank) { insert(tensor.permuted(order), &byRank) }
        for i in 0..<tensor.rank {
            for j in (i + 1)..<max(tensor.rank, i + 1) where tensor.shape[i] == tensor.shape[j] { add(tensor.traced(i, j, &supply), to: &byRank) }
        }
    }

    private mutating func insert(_ tensor: Tensor, _ byRank: inout [Int: [Tensor]]) {
        let known = byRank[tensor.rank] ?? []
        // The same index names everywhere.
        let names = known.first?.indices ?? tensor.indices
        guard known.allSatisfy({ $0.shape == tensor.shape }) else { return }
        let renamed = Tensor(indices: names, body: tensor.relabelled(names, &supply))
        let isKnown = known.contains { (try? ContractionForm.areEqual($0.body, renamed.body, context)) == true }
        if !isKnown, known.count <= Self.blockLimit { byRank[tensor.rank, default: []].append(renamed) }
    }

    private static func permutations(_ n: Int) -> [[Int]] {
        if n <= 1 { return [Array(0..<n)] }
        return permutations(n - 1).flatMap { shorter in (0...shorter.count).map { place in Array(shorter[..<place]) + [n - 1] + Array(shorter[place...]) } }
    }
}

extension Expression {
    /// `|x|^a` other than a natural power of |x|².
    fileprivate func containsPower(ofNormOf point: Point) -> Bool {
        if case .power(let base, let exponent) = kind, let inner = base.squaredNorm, inner.mentions(point) {
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { return true }
        }
        return operands.contains { $0.containsPower(ofNormOf: point) }
    }
}
