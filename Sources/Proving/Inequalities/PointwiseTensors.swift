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
    /// Of which all orders are taken.
    private static let factorLimit = 4

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

    /// Where there are too many tensors, only the factors of a product are put in another order, and their own indices are not:
    /// `A_ij B_kl` and `A_kl B_ij`, as for the inequality of Cauchy and Schwarz.
    private var keepsFactorsWhole = false

    /// Pieces of one rank in one block, for an expression without integrals.
    mutating func blocks(_ excess: Expression) throws -> [[Piece]] {
        do {
            return try allBlocks(excess)
        } catch let error as SquareAnsatz.Unsupported {
            keepsFactorsWhole = true
            defer { keepsFactorsWhole = false }
            guard let found = try? allBlocks(excess), found.contains(where: { !$0.isEmpty }) else { throw error }
            return found
        }
    }

    private mutating func allBlocks(_ excess: Expression) throws -> [[Piece]] {
        var byRank: [Int: [Tensor]] = [:]
        try addHalves(of: excess, excess.isInParameters ? .variables : .coefficients, &byRank)
        if excess.isInParameters, excess.parameterSymbols.count > 1 {
            try addProducts(of: excess, &byRank)
            // A condition times a square contains squares of its own: `t y` for `(4 - t²) y²`.
            for half in byRank[0] ?? [] {
                for condition in conditions { try addHalves(of: condition * half.body * half.body, .variables, &byRank) }
            }
        }
        return try blocks(&byRank)
    }

    /// The same for integrands over points. Where they are singular at a point, or where two points meet, the tensors times the
    /// direction of the point, or of the difference, stand beside them: `∇u` beside `u x/|x|²`. So do the derivatives between them:
    /// `∇u/|x|` between `∇²u` and `u/|x|²`.
    ///
    /// - Parameters:
    ///   - lower: integrands over one of the points. Their tensors are taken with the weight of the others: `∇log f(v)` for
    ///     `∫|∇log f|² f` beside `∫∫ |∇_v log G|² G`.
    mutating func blocks(
        ofIntegrands integrands: [Expression], over points: [Point], and lower: [Expression] = [], parameters: HalfMonomial.ParameterRole = .coefficients
    ) throws -> [[Piece]] {
        var halves: [Int: [Tensor]] = [:]
        for integrand in integrands { try addHalves(of: integrand, parameters, balancing: true, &halves) }
        let isInPhaseSpace = integrands.contains { $0.phaseSpace(points) != nil }
        var groups = try points.count == 1 || isInPhaseSpace ? [halves] : byWeight(halves, points)
        for number in groups.indices {
            if points.count == 1 { addJets(at: points[0], &groups[number]) }
            addDirections(points, &groups[number])
            // Scalars outside of the sums: what all pieces of a block have is a weight.
            let form = ContractionForm(context, for: Self.all(groups[number]).map(\.body))
            for (rank, tensors) in groups[number] { groups[number][rank] = try tensors.map { try canonical($0, form) } }
            let weight = SquareAnsatz.commonScalars(of: Self.all(groups[number]))
            guard number == 0, !weight.isEmpty, !lower.isEmpty else { continue }
            var plain: [Int: [Tensor]] = [:]
            for integrand in lower { try addHalves(of: integrand, parameters, balancing: true, &plain) }
            for tensor in Self.all(plain) {
                let own = try canonical(tensor, form)
                insert(Tensor(indices: own.indices, body: .product(weight + own.body.factors.filter { !SquareAnsatz.isWeight($0) })), &groups[number])
            }
        }
        var result: [[Piece]] = []
        for number in groups.indices { result += try blocks(&groups[number]) }
        return result
    }

    private static func all(_ byRank: [Int: [Tensor]]) -> [Tensor] { byRank.sorted { $0.key < $1.key }.flatMap(\.value) }

    /// The names of the points mean nothing: by exchanging them tensors are brought to one weight, as `f(v) g(w)` where `f(w) g(v)` stands, too.
    /// Those with different weights have no products; those at one of the points stand at the other as well where the weight does not change.
    private mutating func byWeight(_ halves: [Int: [Tensor]], _ points: [Point]) throws -> [[Int: [Tensor]]] {
        let form = ContractionForm(context, for: Self.all(halves).map(\.body))
        var groups: [(weight: [Expression], byRank: [Int: [Tensor]])] = []
        for tensor in Self.all(halves) {
            var images = [try canonical(tensor, form)]
            for (number, first) in points.enumerated() {
                for second in points.dropFirst(number + 1) where second.manifold == first.manifold {
                    images.append(try canonical(Tensor(indices: tensor.indices, body: tensor.body.exchangingPoints([first, second], [second, first])), form))
                }
            }
            let weights = images.map { image in image.body.factors.filter { SquareAnsatz.isWeight($0) && $0.mentionsFunctionOfPoints } }
            let place = groups.firstIndex { group in weights.contains { Self.areSame($0, group.weight) } } ?? groups.count
            if place == groups.count { groups.append((weights[0], [:])) }
            for (image, weight) in zip(images, weights) where Self.areSame(weight, groups[place].weight) { insert(image, &groups[place].byRank) }
        }
        return groups.map(\.byRank)
    }

    private static func areSame(_ a: [Expression], _ b: [Expression]) -> Bool {
        a.count == b.count && a.allSatisfy { factor in b.contains(where: factor.isSameUpToBoundIndices) }
    }

    private mutating func addDirections(_ points: [Point], _ byRank: inout [Int: [Tensor]]) {
        var directions: [Expression] = []
        for base in Self.all(byRank).flatMap({ $0.body.singularBases(points) })
        where !directions.contains(where: { $0.isSameUpToBoundIndices(as: base) }) { directions.append(base) }
        for base in directions {
            guard let index = base.freeIndices.first else { continue }
            let j = supply.fresh(index.dimension)
            let vector = Tensor(indices: [index], body: base)
            let length = Expression.contraction(j, vector.relabelled([j], &supply) * vector.relabelled([j], &supply))
            let direction = Tensor(indices: [index], body: base * .power(length, .number(Rational(-1, 2)))).renewed(&supply)
            let highest = byRank.keys.max() ?? 0
            if highest >= 2, points.count == 1 {
                for tensor in byRank[0] ?? [] where !tensor.body.hasDerivative && tensor.body.mentionsFunctionOfPoints {
                    add(tensor.gradient(points[0], &supply).scaled(by: .squareRoot(length)), to: &byRank)
                }
            }
            for (rank, tensors) in byRank.sorted(by: { $0.key < $1.key }) {
                for tensor in tensors {
                    if rank < highest { add(tensor.tensorProduct(direction, &supply), to: &byRank) }
                    if rank > 0 { add(tensor.dot(direction, &supply), to: &byRank) }
                }
            }
        }
    }

    /// Beside `∇²g` and `∇g⊗∇V` stand `∇²V` and `∇V⊗∇V`: all tensors of as many derivatives, of the functions that stand in tensors of several degrees.
    /// So do the derivatives of vectors: `λ Id` beside `λ x`.
    private mutating func addJets(at point: Point, _ byRank: inout [Int: [Tensor]]) {
        guard let dimension = point.manifold.vectorDimension else { return }
        for tensor in byRank[2] == nil ? [] : byRank[1] ?? [] {
            let weight = tensor.body.factors.filter(SquareAnsatz.isWeight), index = supply.fresh(dimension)
            let vector = Expression.product(tensor.body.factors.filter { !SquareAnsatz.isWeight($0) })
            guard !vector.mentionsFunctionOfPoints else { continue }
            let slope = vector.differentiated(by: point, index, &supply)
            if slope != .zero { add(Tensor(indices: [index] + tensor.indices, body: .product(weight + [slope])), to: &byRank) }
        }
        var groups: [(weight: [Expression], order: Int, degrees: [[FunctionSymbol: Int]])] = []
        var functions: [FunctionSymbol] = []
        for tensor in Self.all(byRank) {
            let factors = tensor.body.factors, weight = factors.filter(SquareAnsatz.isWeight), jets = factors.filter { !SquareAnsatz.isWeight($0) }
            let known = jets.compactMap { $0.jet(at: point) }
            let order = known.reduce(0) { $0 + $1.order }
            guard known.count == jets.count, !known.isEmpty, order == tensor.rank else { continue }
            for (function, _) in known where !functions.contains(function) { functions.append(function) }
            let degrees = Dictionary(known.map { ($0.function, 1) }, uniquingKeysWith: +)
            if let place = groups.firstIndex(where: { $0.order == order && Self.areSame($0.weight, weight) }) {
                groups[place].degrees.append(degrees)
            } else {
                groups.append((weight, order, [degrees]))
            }
        }
        for group in groups where group.order <= 2 {
            let free = functions.filter { function in Set(group.degrees.map { $0[function] ?? 0 }).count > 1 }
            // With the degree that the others have in all of them.
            let isAllowed = { (jets: [FunctionSymbol]) in
                functions.allSatisfy { function in free.contains(function) || jets.filter { $0 == function }.count == group.degrees[0][function] ?? 0 }
            }
            var products = functions.map { [$0] }
            if group.order == 2 { products += functions.enumerated().flatMap { place, first in functions.dropFirst(place).map { [first, $0] } } }
            for jets in products where isAllowed(jets) {
                var tensor = Tensor.scalar(.product(group.weight))
                for function in jets {
                    var jet = Tensor.scalar(Occurrence(function: function, points: [point]).expression)
                    for _ in 0..<(group.order / jets.count) {
                        let index = supply.fresh(dimension)
                        jet = Tensor(indices: jet.indices + [index], body: jet.body.differentiated(by: point, index, &supply))
                    }
                    tensor = tensor.tensorProduct(jet, &supply)
                }
                add(tensor, to: &byRank)
            }
        }
    }

    private mutating func canonical(_ tensor: Tensor, _ form: ContractionForm) throws -> Tensor {
        Tensor(indices: tensor.indices, body: try form.expression(form.normalForm(tensor.body), &supply))
    }

    private mutating func addHalves(of e: Expression, _ parameters: HalfMonomial.ParameterRole, balancing: Bool = false, _ byRank: inout [Int: [Tensor]]) throws {
        let form = ContractionForm(context, for: [e])
        for half in try form.halfMonomials(form.normalForm(e), parameters: parameters, balancing: balancing, &supply) {
            if keepsFactorsWhole {
                guard half.tensors.count <= Self.factorLimit else { throw SquareAnsatz.Unsupported("the difference of the sides is of too high a degree") }
                for order in Self.permutations(half.tensors.count) {
                    insert(order.reduce(Tensor.scalar(half.factor)) { $0.tensorProduct(half.tensors[$1], &supply) }, &byRank)
                }
                continue
            }
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
                for mean in try form.halfMonomials(form.normalForm(a * b), parameters: .variables, &supply) { insert(.scalar(mean.factor), &byRank) }
            }
        }
    }

    private mutating func add(_ tensor: Tensor, to byRank: inout [Int: [Tensor]]) {
        // There are too many of them already.
        guard !byRank.values.contains(where: { $0.count > Self.blockLimit }) else { return }
        for order in Self.permutations(tensor.rank) { insert(tensor.permuted(order), &byRank) }
        for i in 0..<tensor.rank {
            for j in (i + 1)..<max(tensor.rank, i + 1) where tensor.shape[i] == tensor.shape[j] { add(tensor.traced(i, j, &supply), to: &byRank) }
        }
    }

    private mutating func insert(_ tensor: Tensor, _ byRank: inout [Int: [Tensor]]) {
        let known = byRank[tensor.rank] ?? []
        guard known.count <= Self.blockLimit else { return }
        // The same index names everywhere.
        let names = known.first?.indices ?? tensor.indices
        guard known.allSatisfy({ $0.shape == tensor.shape }) else { return }
        let renamed = Tensor(indices: names, body: tensor.relabelled(names, &supply))
        // Up to a factor ±1.
        let isKnown = known.contains { old in
            [renamed.body, -renamed.body].contains { (try? ContractionForm.areEqual(old.body, $0, context)) == true }
        }
        if !isKnown { byRank[tensor.rank, default: []].append(renamed) }
    }

    private static func permutations(_ n: Int) -> [[Int]] {
        if n <= 1 { return [Array(0..<n)] }
        return permutations(n - 1).flatMap { shorter in (0...shorter.count).map { place in Array(shorter[..<place]) + [n - 1] + Array(shorter[place...]) } }
    }
}

extension Expression {
    /// A derivative of a scalar function of the point, with its order.
    fileprivate func jet(at point: Point) -> (function: FunctionSymbol, order: Int)? {
        guard case .application(let application) = kind, application.function.valueDimensions.isEmpty, application.arguments.count == 1,
            application.arguments[0].plainPoint == point, !application.derivatives.isEmpty else { return nil }
        return (application.function, application.derivatives.count)
    }

    /// The vectors of which a power of the length stands, other than a natural power of |x|², that depend on these points.
    fileprivate func singularBases(_ points: [Point]) -> [Expression] {
        if case .power(let base, let exponent) = kind, let inner = base.squaredNorm, points.contains(where: inner.mentions), inner.freeIndices.count == 1 {
            guard case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 else { return [inner] }
        }
        return operands.flatMap { $0.singularBases(points) }
    }
}
