import Arithmetic
import Expressions
import Kernel

/// The tensors whose squares a certificate may contain.
///
/// For an integrand of derivative order 2m, with a weight, these are all tensors of order m and of the lower orders that
/// occur, split into pieces that the rotations do not mix: only pieces of one kind have products.
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

    let point: Point
    private(set) var blocks: [Block] = []

    /// Why no tensors are offered.
    struct Unsupported: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    /// The function that integrands are about, as it stands there: `f(ω/|ω|)`, or its logarithm for a positive one.
    let unknown: Expression
    let function: FunctionSymbol
    private var supply = IndexSupply(startingAt: 1 << 19)

    /// - Parameter integrands: of all integrals over the point: both sides and what is cited.
    init(_ integrands: [Expression], at point: Point, _ statement: Statement, _ context: FormContext) throws {
        self.point = point
        let occurrences = integrands.reduce(into: [Expression]()) { found, e in
            for occurrence in Self.occurrences(e, at: point) where !found.contains(where: { $0.isSameUpToBoundIndices(as: occurrence) }) { found.append(occurrence) }
        }
        guard let first = occurrences.first, case .application(let application) = first.kind else { throw Unsupported("no function of \(point.name) stands in the integrals") }
        guard occurrences.count == 1 else { throw Unsupported("more than one function of \(point.name) stands in the integrals") }
        unknown = first
        function = application.function

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
        let orders = Set(profiles.map(\.order))
        guard orders.allSatisfy({ $0 % 2 == 0 }) else { throw Unsupported("a term has \(orders.filter { $0 % 2 == 1 }.min() ?? 1) derivatives, an odd number") }
        let degrees = function.isLogarithm ? nil : Set(profiles.map(\.jets.count))
        if let degrees, degrees.count != 1 || (degrees.first ?? 1) % 2 == 1 {
            throw Unsupported("the integrals are not homogeneous of even degree in \(function.name)")
        }
        var weight: [Expression] = top.otherWeights
        if function.isLogarithm, !top.weight.isZero {
            weight.append(.power(.elementary(.exp, unknown), top.weight.expression))
        }
        let tensors = try pieces(upTo: top.order / 2, orders: Set(orders.map { $0 / 2 }), degree: degrees?.first.map { $0 / 2 }, profiles)
        let conditions = SumOfSquares.citations(statement).map(\.relation)
            .filter { $0.op != .equal && $0.indices.isEmpty && !$0.hasIntegral && $0.excess.isInParameters && !$0.excess.parameterSymbols.isEmpty }
        for pieces in tensors where !pieces.isEmpty {
            for condition in [nil] + conditions.map({ Optional($0.excess) }) {
                blocks.append(Block(pieces: pieces, factor: .product(weight), condition: condition))
            }
        }
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

    // MARK: The tensors

    private mutating func pieces(
        upTo order: Int, orders: Set<Int>, degree: Int?, _ profiles: Set<IntegrandProfile>
    ) throws -> [[Piece]] {
        let name = unknown.plainText(droppingArguments: true)
        switch point.manifold {
        case .line, .torus(.number(1)):
            guard profiles.allSatisfy({ $0.degree.isZero }) else { throw Unsupported("a coordinate stands in the integrals") }
            return onLine(order, orders, degree, name)
        case .sphere(let d), .euclidean(let d), .torus(let d):
            if case .sphere = point.manifold {} else if profiles.contains(where: { $0.positions > 0 || !$0.degree.isZero }) {
                throw Unsupported("the point stands in the integrals")
            }
            guard order <= 2 else { throw Unsupported("the integrals have more than four derivatives") }
            return tensors(Geometry(point, d), order, orders, degree, name)
        }
    }

    /// Products of derivatives of total order k, for every order allowed; those of even and of odd order apart.
    private func onLine(_ order: Int, _ orders: Set<Int>, _ degree: Int?, _ name: String) -> [[Piece]] {
        func derivative(_ k: Int) -> Expression { (0..<k).reduce(unknown) { e, _ in .partial(point, nil, e) } }
        func partitions(_ n: Int, _ largest: Int) -> [[Int]] {
            if n == 0 { return [[]] }
            return (1...max(min(n, largest), 1)).reversed().flatMap { first in first > n ? [] : partitions(n - first, first).map { [first] + $0 } }
        }
        var byParity: [[Piece]] = [[], []]
        for k in (0...order).reversed() where orders.contains(k) {
            var lists = partitions(k, max(k, 1))
            if let degree {
                lists = lists.filter { $0.count <= degree }.map { $0 + [Int](repeating: 0, count: degree - $0.count) }
            }
            for list in lists {
                let label = list.isEmpty ? "1" : list.map { $0 == 0 ? name : $0 == 1 ? "∂\(name)" : "∂^\($0) \(name)" }.joined(separator: " ")
                byParity[k % 2].append(Piece(tensor: .scalar(.product(list.map(derivative))), name: label))
            }
        }
        return byParity
    }

    /// What derivatives are on a space: tangential on a sphere.
    private struct Geometry {
        let point: Point
        let ambient: Dimension
        let isSphere: Bool
        /// The dimension of the space itself, if it is a number.
        let dimension: Int?
        /// The same as an expression.
        let size: Expression

        init(_ point: Point, _ d: Dimension) {
            self.point = point
            ambient = d
            isSphere = SphereCheck.isSphere([point])
            if case .number(let number) = d { dimension = isSphere ? number - 1 : number } else { dimension = nil }
            size = dimension.map { .number(Rational($0)) } ?? (isSphere ? .dimension(d) - .one : .dimension(d))
        }

        var suffix: String { isSphere ? "_S" : "" }
    }

    private mutating func tensors(_ geometry: Geometry, _ order: Int, _ orders: Set<Int>, _ degree: Int?, _ name: String) -> [[Piece]] {
        let gradient = self.gradient(geometry), s = geometry.suffix
        var matrices: [Piece] = [], vectors: [Piece] = [], scalars: [Piece] = []
        let square = gradient.fullContraction(gradient, &supply)
        let text = name.contains(" ") ? "(\(name))" : name
        if orders.contains(2), order >= 2 {
            let hessian = self.hessian(geometry), laplacian = hessian.traced(0, 1, &supply)
            if geometry.dimension != 1 {
                if (degree ?? 1) == 1 { matrices.append(Piece(tensor: traceFree(hessian, laplacian.body, geometry), name: "(∇²\(s) \(name))₀")) }
                if degree == nil {
                    let product = gradient.tensorProduct(gradient, &supply)
                    matrices.append(Piece(tensor: traceFree(product, square.body, geometry), name: "(∇\(s) \(name) ⊗ ∇\(s) \(name))₀"))
                }
            }
            if (degree ?? 1) == 1 { scalars.append(Piece(tensor: laplacian, name: "Δ\(s) \(name)")) }
            if degree == nil { scalars.append(Piece(tensor: square, name: "|∇\(s) \(name)|²")) }
            if degree == 2 {
                let product = gradient.tensorProduct(gradient, &supply)
                if geometry.dimension != 1 {
                    matrices.append(Piece(tensor: traceFree(product, square.body, geometry), name: "(∇\(s) \(name) ⊗ ∇\(s) \(name))₀"))
                    matrices.append(Piece(tensor: traceFree(hessian, laplacian.body, geometry).scaled(by: unknown), name: "\(text) (∇²\(s) \(name))₀"))
                }
                scalars.append(Piece(tensor: square, name: "|∇\(s) \(name)|²"))
                scalars.append(Piece(tensor: laplacian.scaled(by: unknown), name: "\(text) Δ\(s) \(name)"))
            }
        }
        if orders.contains(1), order >= 1 {
            let power = (degree ?? 1) - 1
            vectors.append(Piece(
                tensor: power == 0 ? gradient : gradient.scaled(by: .power(unknown, .number(Rational(power)))),
                name: (power == 0 ? "" : "\(text)^\(power) ") + "∇\(s) \(name)"))
        }
        if orders.contains(0) {
            let power = degree ?? 0
            scalars.append(Piece(tensor: .scalar(power == 0 ? .one : .power(unknown, .number(Rational(power)))), name: power == 0 ? "1" : "\(text)^\(power)"))
        }
        return [matrices, scalars, vectors]
    }

    /// `|ω|²`.
    private mutating func lengthSquared(_ geometry: Geometry) -> Expression {
        let i = supply.fresh(geometry.ambient)
        return .contraction(i, .coordinate(point, i) * .coordinate(point, i))
    }

    /// The projection on the tangent space.
    private mutating func metric(_ geometry: Geometry) -> Tensor {
        let delta = Tensor.identity(geometry.ambient, &supply)
        guard geometry.isSphere else { return delta }
        let position = Tensor.position(point, &supply)
        let normal = position.tensorProduct(position, &supply).scaled(by: .power(lengthSquared(geometry), .number(-1)))
        return delta.subtracting(normal, &supply)
    }

    private mutating func gradient(_ geometry: Geometry) -> Tensor {
        let plain = Tensor.scalar(unknown).gradient(point, &supply)
        guard geometry.isSphere else { return plain }
        return metric(geometry).dot(plain, &supply).scaled(by: .squareRoot(lengthSquared(geometry)))
    }

    /// On a sphere `|ω|² Π ∇²u Π - (ω·∇u) Π`.
    private mutating func hessian(_ geometry: Geometry) -> Tensor {
        let plain = Tensor.scalar(unknown).gradient(point, &supply).gradient(point, &supply)
        guard geometry.isSphere else { return plain }
        let projection = metric(geometry)
        let tangential = projection.dot(plain, &supply).dot(projection, &supply).scaled(by: lengthSquared(geometry))
        let radial = Tensor.position(point, &supply).dot(Tensor.scalar(unknown).gradient(point, &supply), &supply)
        return tangential.subtracting(projection.scaled(by: radial.body), &supply)
    }

    private mutating func traceFree(_ matrix: Tensor, _ trace: Expression, _ geometry: Geometry) -> Tensor {
        matrix.subtracting(metric(geometry).scaled(by: trace * .power(geometry.size, .number(-1))), &supply)
    }
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

    /// `log f` for `log f(ω/|ω|)`.
    fileprivate func plainText(droppingArguments: Bool) -> String {
        guard droppingArguments, case .application(let application) = kind else { return plainText }
        return application.function.isLogarithm ? "log \(application.function.name)" : application.function.name
    }
}
