import Arithmetic
import Expressions
import Kernel

/// All tensors of half the order of an integrand, and of the lower orders that occur, split into the pieces that rotations do
/// not mix.
struct HalfOrderTensors {
    typealias Piece = SquareAnsatz.Piece
    typealias Unsupported = SquareAnsatz.Unsupported

    /// The function that integrands are about, as it stands there: `f(ω/|ω|)`, or its logarithm for a positive one.
    private let unknown: Expression
    private let point: Point
    private(set) var supply: IndexSupply
    /// Whether traces are taken off, by which the dimension enters.
    private let withMetric: Bool

    init(_ unknown: Expression, at point: Point, withMetric: Bool, _ supply: IndexSupply) {
        self.unknown = unknown
        self.point = point
        self.withMetric = withMetric
        self.supply = supply
    }

    /// `log f` for `log f(ω/|ω|)`.
    private var name: String {
        guard case .application(let application) = unknown.kind else { return unknown.plainText }
        return application.function.isLogarithm ? "log \(application.function.name)" : application.function.name
    }

    mutating func pieces(
        upTo order: Int, orders: Set<Int>, degree: Int?, _ profiles: Set<IntegrandProfile>, withPositions: Bool
    ) throws -> [[Piece]] {
        switch point.manifold {
        case .line, .torus(.number(1)):
            guard withPositions || profiles.allSatisfy({ $0.degree.isZero }) else { throw Unsupported("a coordinate stands in the integrals") }
            var pieces = onLine(order, orders, degree, name)
            if withPositions { add(.scalar(.coordinate(point, nil)), degree, vectors: 1, scalars: 0, to: &pieces) }
            return pieces
        case .sphere(let d), .euclidean(let d), .torus(let d):
            if case .sphere = point.manifold {} else if !withPositions && profiles.contains(where: { $0.positions > 0 || !$0.degree.isZero }) {
                throw Unsupported("the point stands in the integrals")
            }
            let most = SphereCheck.isSphere([point]) ? 2 : 3
            guard order <= most else { throw Unsupported("the integrals have more than \(most == 2 ? "four" : "six") derivatives") }
            var pieces = tensors(Geometry(point, d), order, orders, degree, name)
            if withPositions { add(Tensor.position(point, &supply), degree, vectors: 2, scalars: 1, to: &pieces) }
            return pieces
        }
    }

    private func unknown(toThe power: Int) -> Expression {
        switch power {
        case 0: .one
        case 1: unknown
        default: .power(unknown, .number(Rational(power)))
        }
    }

    /// The position among the vectors, and its divergence, a number, among the scalars.
    private func add(_ position: Tensor, _ degree: Int?, vectors: Int, scalars: Int, to pieces: inout [[Piece]]) {
        let power = degree ?? 0
        let factor = unknown(toThe: power)
        let text = power == 0 ? "" : power == 1 ? " \(name)" : " \(name)^\(power)"
        pieces[vectors].append(Piece(tensor: power == 0 ? position : position.scaled(by: factor), name: "\(point.name)\(text)"))
        let number = Piece(tensor: .scalar(factor), name: power == 0 ? "1" : String(text.dropFirst()))
        if !pieces[scalars].contains(where: { $0.tensor == number.tensor }) { pieces[scalars].append(number) }
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
        /// A tensor times a power of the function.
        func times(_ power: Int, _ tensor: Tensor, _ label: String) -> Piece {
            if power == 0 { return Piece(tensor: tensor, name: label) }
            return Piece(tensor: tensor.scaled(by: unknown(toThe: power)), name: (power == 1 ? text : "\(text)^\(power)") + " " + label)
        }
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
            if let degree, degree >= 2 {
                let product = gradient.tensorProduct(gradient, &supply)
                if geometry.dimension != 1 {
                    matrices.append(times(degree - 2, traceFree(product, square.body, geometry), "(∇\(s) \(name) ⊗ ∇\(s) \(name))₀"))
                    matrices.append(times(degree - 1, traceFree(hessian, laplacian.body, geometry), "(∇²\(s) \(name))₀"))
                }
                scalars.append(times(degree - 2, square, "|∇\(s) \(name)|²"))
                scalars.append(times(degree - 1, laplacian, "Δ\(s) \(name)"))
            }
        }
        if orders.contains(3), order >= 3 {
            let hessian = self.hessian(geometry), laplacian = hessian.traced(0, 1, &supply)
            vectors.append(times((degree ?? 1) - 1, laplacian.gradient(point, &supply), "∇Δ \(name)"))
            if (degree ?? 2) >= 2 {
                vectors.append(times((degree ?? 2) - 2, gradient.scaled(by: laplacian.body), "Δ \(name) ∇\(name)"))
                vectors.append(times((degree ?? 2) - 2, hessian.dot(gradient, &supply), "∇²\(name) ∇\(name)"))
            }
            if (degree ?? 3) >= 3 { vectors.append(times((degree ?? 3) - 3, gradient.scaled(by: square.body), "|∇\(name)|² ∇\(name)")) }
        }
        if orders.contains(1), order >= 1 {
            vectors.append(times((degree ?? 1) - 1, gradient, "∇\(s) \(name)"))
        }
        if orders.contains(0) {
            let power = degree ?? 0
            scalars.append(Piece(tensor: .scalar(unknown(toThe: power)), name: power == 0 ? "1" : power == 1 ? text : "\(text)^\(power)"))
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
        guard withMetric else { return matrix }
        return matrix.subtracting(metric(geometry).scaled(by: trace * .power(geometry.size, .number(-1))), &supply)
    }
}
