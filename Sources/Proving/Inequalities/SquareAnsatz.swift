import Arithmetic
import Expressions
import Kernel

/// The tensors whose squares a certificate may contain.
///
/// For an integrand of derivative order 2m, with a weight, these are all tensors of order m and of the lower orders that
/// occur, split into pieces that the rotations do not mix: only pieces of one kind have products. Integrands of several degrees in
/// the function have the tensors of each.
struct SquareAnsatz {
    struct Piece {
        let tensor: Tensor
        let name: String
    }

    /// Pieces of one kind.
    struct Block {
        var pieces: [Piece]
        /// Non-negative: the weight, and a hypothesis on parameters if any.
        var factor: Expression
        /// `nil` for 1, else what the coefficient of every square contains.
        var condition: Expression?
    }

    /// What is integrated over.
    let points: [Point]
    private(set) var blocks: [Block] = []

    /// Why no tensors are offered.
    struct Unsupported: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// Whether other tensors may do where these do not: terms of several degrees in the function, or of several degrees in the point, occur.
    private(set) var isTentative = false

    private var supply = IndexSupply(startingAt: 1 << 19)

    /// Tensors that make up half of an expression, of one rank in one block.
    init(_ blocks: [[Piece]], at points: [Point] = [], _ factors: [Expression?]) {
        self.points = points
        for pieces in blocks where !pieces.isEmpty {
            let (weight, rest) = points.isEmpty ? (.one, pieces) : Self.takingOutScalars(of: pieces)
            add(rest, weight: weight, factors)
        }
    }

    static func isWeight(_ factor: Expression) -> Bool { factor.freeIndices.isEmpty && factor.isManifestlyNonnegative(positiveParameters: []) }

    /// Non-negative scalars that all the tensors have as factors.
    static func commonScalars(of tensors: [Tensor]) -> [Expression] {
        guard let first = tensors.first else { return [] }
        return first.body.factors.filter { factor in
            isWeight(factor) && tensors.allSatisfy { $0.body.factors.contains(where: factor.isSameUpToBoundIndices) }
        }
    }

    /// Scalars that all the tensors have as factors, squared, and the tensors without them.
    private static func takingOutScalars(of pieces: [Piece]) -> (weight: Expression, rest: [Piece]) {
        let common = commonScalars(of: pieces.map(\.tensor))
        var rest = pieces.map(\.tensor.body.factors)
        for factor in common {
            for place in rest.indices { if let found = rest[place].firstIndex(where: factor.isSameUpToBoundIndices) { rest[place].remove(at: found) } }
        }
        let weight = Expression.product(common.map { factor in
            guard case .power(let base, let exponent) = factor.kind else { return .power(factor, .number(2)) }
            return .power(base, .number(2) * exponent)
        })
        return (weight, zip(pieces, rest).map { piece, factors in
            let tensor = Tensor(indices: piece.tensor.indices, body: .product(factors.filter { $0 != .number(-1) }))
            return Piece(tensor: tensor, name: tensor.body.plainText(indices: tensor.indices))
        })
    }

    /// - Parameters:
    ///   - integrands: of all integrals over the point: both sides and what is cited.
    ///   - withMetric: whether traces are taken off the matrices.
    init(_ integrands: [Expression], at point: Point, _ factors: [Expression?], withMetric: Bool = true, _ context: FormContext) throws {
        points = [point]
        let occurrences = integrands.reduce(into: [Expression]()) { found, e in
            for occurrence in Self.occurrences(e, at: point) where !found.contains(where: { $0.isSameUpToBoundIndices(as: occurrence) }) { found.append(occurrence) }
        }
        guard let first = occurrences.first, case .application(let application) = first.kind else { throw Unsupported("no function of \(point.name) stands in the integrals") }
        guard occurrences.count == 1 else { throw Unsupported("more than one function of \(point.name) stands in the integrals") }
        let function = application.function
        var own = context
        if SphereCheck.isSphere([point]) { own = SphereCheck.contexts(context, point).unit }
        let form = ContractionForm(own, for: integrands)
        var profiles: Set<IntegrandProfile> = []
        for integrand in integrands {
            let plain = integrand.droppingRadialProjections(of: [point])
            profiles.formUnion(try form.profiles(of: form.normalForm(plain), in: function, at: point))
        }
        if SphereCheck.isSphere([point]) {
            // Functions are constant on rays: a position takes a derivative away, as in `ω·∇²u = -∇u`.
            profiles = Set(profiles.map { profile in
                var own = profile
                own.order -= profile.positions
                return own
            })
        }
        guard let top = profiles.max(by: { ($0.order, $0.jets.count) < ($1.order, $1.jets.count) }) else { throw Unsupported("the integrals vanish") }
        guard Set(profiles.map(\.weight)).count == 1 else { throw Unsupported("the integrals carry different powers of \(function.name)") }
        guard profiles.allSatisfy({ Set($0.otherWeights) == Set(top.otherWeights) }) else { throw Unsupported("the integrals carry different weights") }
        // A position takes the place of a derivative, as in `∇log f + x`.
        let hasPositions = !SphereCheck.isSphere([point]) && profiles.contains { $0.hasPositions }
        let orders = Set(profiles.map { $0.order + (hasPositions ? $0.naturalDegree ?? 1 : 0) })
        guard orders.allSatisfy({ $0 % 2 == 0 }) else { throw Unsupported("a term has \(orders.filter { $0 % 2 == 1 }.min() ?? 1) derivatives, an odd number") }
        let degrees = function.isLogarithm ? nil : Set(profiles.map(\.jets.count))
        guard degrees?.contains(where: { $0 % 2 == 0 }) ?? true else {
            throw Unsupported("the integrals are not homogeneous of even degree in \(function.name)")
        }
        var weight: [Expression] = top.otherWeights
        if function.isLogarithm, !top.weight.isZero {
            weight.append(.power(.elementary(.exp, first), top.weight.expression))
        }
        var tensors = HalfOrderTensors(first, at: point, withMetric: withMetric, supply)
        let isMixed = (degrees?.count ?? 1) > 1
        isTentative = isMixed || hasPositions
        // Of terms of odd degree squares of sums are made.
        var all: [[Piece]] = [[], [], []]
        for degree in degrees.map({ $0.filter { $0 % 2 == 0 }.sorted(by: >).map { Optional($0) } }) ?? [nil] {
            let own = isMixed ? profiles.filter { $0.jets.count == degree } : profiles
            let halves = Set(own.filter { $0.order % 2 == 0 }.map { $0.order / 2 })
            guard let highest = halves.max() else { continue }
            let range = isMixed ? halves : Set((halves.min() ?? 0)...highest)
            let pieces = try tensors.pieces(upTo: highest, orders: range, degree: degree.map { $0 / 2 }, profiles, withPositions: hasPositions)
            for (place, list) in pieces.enumerated() { all[place] += list.filter { piece in !all[place].contains { $0.name == piece.name } } }
        }
        for pieces in all where !pieces.isEmpty { add(pieces, weight: .product(weight), factors) }
        supply = tensors.supply
    }

    /// A block, and one for each factor in parameters.
    private mutating func add(_ pieces: [Piece], weight: Expression, _ factors: [Expression?]) {
        for condition in factors { blocks.append(Block(pieces: pieces, factor: weight, condition: condition)) }
    }

    /// Non-negative factors in parameters that squares and multipliers may have: 1 (`nil`), the excess of each hypothesis on
    /// parameters, and the squares of the parameters in it.
    static func factors(_ statement: Statement, withSquares: Bool) -> [Expression?] {
        let conditions = SumOfSquares.citations(statement).filter(\.conditions.isEmpty).map(\.relation)
            .filter { $0.op != .equal && $0.indices.isEmpty && !$0.hasIntegral && $0.excess.isInParameters && !$0.excess.parameterSymbols.isEmpty }
            .map(\.excess)
        var names: [String] = []
        for name in conditions.flatMap(\.parameterSymbols) where !names.contains(name) { names.append(name) }
        return [nil] + conditions + (withSquares ? names : []).map { .power(.parameter($0), .number(2)) }
    }

    private static func occurrences(_ e: Expression, at point: Point) -> [Expression] {
        if case .application(let application) = e.kind {
            guard !application.arguments.isEmpty, application.function.valueDimensions.isEmpty, e.mentions(point), application.function.arguments.count == 1 else { return [] }
            return [.application(Expression.Application(function: application.function, arguments: application.arguments))]
        }
        return e.operands.flatMap { occurrences($0, at: point) }
    }

    /// `Q_ab T_a:T_b` times the factor.
    mutating func product(_ block: Int, _ a: Int, _ b: Int) -> Expression {
        let own = blocks[block]
        let product = own.pieces[a].tensor.fullContraction(own.pieces[b].tensor, &supply).body * own.factor
        return own.condition.map { $0 * product } ?? product
    }

    /// `|Σ_a coefficients_a T_a|²` times the weight: non-negative by its form.
    mutating func square(_ block: Int, _ coefficients: [Expression]) -> Expression {
        let own = blocks[block]
        let shape = own.pieces[0].tensor.shape
        let names = shape.map { supply.fresh($0) }
        let body = Expression.sum(zip(coefficients, own.pieces).compactMap { coefficient, piece in
            coefficient == .zero ? nil : coefficient * piece.tensor.relabelled(names, &supply)
        })
        var square: Expression
        if shape.isEmpty { square = .power(body, .number(2)) } else {
            square = body * body
            for name in names.reversed() { square = .contraction(name, square) }
        }
        return square * own.factor
    }
}

extension IntegrandProfile {
    /// The homogeneity in the point, where it is a natural number.
    fileprivate var naturalDegree: Int? { degree.asInt.flatMap { $0 >= 0 ? $0 : nil } }

    /// The point stands in polynomials only.
    fileprivate var hasPositions: Bool { (naturalDegree ?? 0) > 0 }
}

extension Expression {
    /// In parameters and numbers only.
    var isInParameters: Bool {
        switch kind {
        case .number, .pi, .parameter, .dimension: return true
        case .sum, .product, .power, .elementary: return operands.allSatisfy(\.isInParameters)
        default: return false
        }
    }
}
