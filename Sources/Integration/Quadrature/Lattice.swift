import Glibc

/// Points in a product of spaces, spheres and intervals: trapezoidal rules, in coordinates in which integrands decrease rapidly.
///
/// In a ball of the Euclidean coordinates together they are those of a lattice. The sum times the volume of a cell differs from the
/// integral by values of the Fourier transform at the dual lattice (Poisson's summation formula), which are tiny for analytic
/// functions. Intervals are the image of a line (H. Takahasi and M. Mori, 1974), spheres that of an interval and a circle. The points
/// with an even and those with an odd sum of numbers are rules of their own: where these agree, so does the whole. No point lies
/// where coordinates vanish or are equal.
struct Lattice: Sendable {
    /// Where a point of an integral is.
    enum Domain: Hashable, Sendable {
        /// `R^n`.
        case space(Int)
        /// The unit sphere of `R^n`, n up to 3.
        case sphere(ambient: Int)
        case interval(Double, Double)
        /// To infinity on the side of the sign.
        case halfLine(from: Double, sign: Double)

        /// The number of coordinates.
        var size: Int {
            switch self {
            case .space(let n), .sphere(let n): return n
            case .interval, .halfLine: return 1
            }
        }

        var isCompact: Bool {
            switch self {
            case .space, .halfLine: return false
            case .sphere, .interval: return true
            }
        }

        var isHalfLine: Bool { if case .halfLine = self { true } else { false } }

        /// How many dimensions are integrated over.
        var dimension: Int { if case .sphere(let n) = self { n - 1 } else { size } }
    }

    /// Coordinates of the points, a group of lanes at a time and axis by axis. In the last group what is missing is a point again,
    /// and has weight 0.
    private(set) var coordinates: [Lanes.Values] = []
    /// For each group: 1 for points with an even sum, -1 for odd ones.
    private(set) var parities: [Lanes.Values] = []
    /// Weights of the compact factors: 1 for points of a space, 0 for what is no point.
    private(set) var weights: [Lanes.Values] = []
    /// 1 in the outermost shell.
    private(set) var shells: [Lanes.Values] = []
    /// The number of axes.
    let size: Int
    /// Those of the Euclidean coordinates.
    let unbounded: [Int]
    let step: Double
    let radius: Double
    /// The volume of a cell of the Euclidean coordinates.
    let cell: Double

    var groups: Range<Int> { weights.indices }

    func coordinate(_ axis: Int, in group: Int) -> Lanes.Values { coordinates[group * size + axis] }

    private static let offsets = [0.31, 0.17, 0.43]
    /// Step and radius by Euclidean dimension, at increasing fineness.
    private static let sizes: [[(step: Double, radius: Double)]] = [
        [(0.4, 5), (0.2, 6), (0.1, 7)],
        [(0.6, 4.5), (0.4, 5.5), (0.25, 6)],
        [(0.7, 4.5), (0.5, 5), (0.35, 5.5)],
    ]
    /// Steps on the line of which an interval is the image, and numbers of points on a circle.
    private static let steps = [0.4, 0.25, 0.16]
    private static let circlePoints = [10, 16, 26]
    /// More points take too long.
    private static let largestCount = 400_000

    static let largestDimension = sizes.count
    static let levels = 3

    /// - Throws: `LatticeError.tooManyPoints` where the product is too large.
    init(_ domains: [Domain], level: Int) throws(LatticeError) {
        var starts: [Int] = [], spaces: [Int] = [], size = 0
        for domain in domains {
            starts.append(size)
            if case .space(let n) = domain { spaces += size..<(size + n) }
            size += domain.size
        }
        guard spaces.count <= Self.largestDimension else { throw .tooManyPoints }
        self.size = size
        unbounded = spaces
        var factors: [(axes: [Int], points: [Node])] = []
        if spaces.isEmpty {
            (step, radius, cell) = (0, 0, 1)
        } else {
            (step, radius) = Self.sizes[spaces.count - 1][level]
            cell = pow(step, Double(spaces.count))
            factors.append((spaces, Self.ball(spaces.count, step, radius)))
        }
        for (domain, start) in zip(domains, starts) {
            switch domain {
            case .space: continue
            case .sphere(let n):
                guard (1...3).contains(n) else { throw .tooManyPoints }
                // Two points are a sum, which is exact.
                factors.append((Array(start..<(start + n)), n == 1 ? Self.ends(isAll: domains.allSatisfy { $0.dimension == 0 }) : Self.sphere(n, level)))
            case .interval(let a, let b): factors.append(([start], Self.interval(a, b, Self.steps[level])))
            case .halfLine(let a, let sign): factors.append(([start], Self.halfLine(a, sign, Self.steps[level] / 2)))
            }
        }
        let count = factors.reduce(1.0) { $0 * Double($1.points.count) }
        guard count <= Double(Self.largestCount) else { throw .tooManyPoints }
        var point = [Double](repeating: 0, count: size)
        var number = 0
        func extend(_ place: Int, _ weight: Double, _ parity: Double, _ isOutermost: Bool) {
            if place == factors.count {
                let lane = number % Lanes.Values.scalarCount
                if lane == 0 { addGroup(point) }
                let group = weights.count - 1
                for axis in 0..<size { coordinates[group * size + axis][lane] = point[axis] }
                weights[group][lane] = weight
                parities[group][lane] = parity
                if isOutermost { shells[group][lane] = 1 }
                number += 1
                return
            }
            let (axes, points) = factors[place]
            for node in points {
                for (axis, value) in zip(axes, node.coordinates) { point[axis] = value }
                extend(place + 1, weight * node.weight, parity * node.parity, isOutermost || node.isOutermost)
            }
        }
        extend(0, 1, 1, false)
    }

    private mutating func addGroup(_ point: [Double]) {
        for value in point { coordinates.append(.init(repeating: value)) }
        parities.append(.zero)
        weights.append(.zero)
        shells.append(.zero)
    }

    // MARK: Factors

    private struct Node {
        var coordinates: [Double]
        var weight: Double
        var parity: Double
        var isOutermost = false
    }

    /// The points of a lattice in a ball about the origin.
    private static func ball(_ dimension: Int, _ step: Double, _ radius: Double) -> [Node] {
        let reach = Int(radius / step) + 1
        var nodes: [Node] = []
        func extend(_ point: [Double], _ sum: Int, _ square: Double) {
            for number in -reach...reach {
                let x = (Double(number) + offsets[point.count]) * step
                let square = square + x * x
                guard square < radius * radius else { continue }
                if point.count + 1 < dimension {
                    extend(point + [x], sum + number, square)
                } else {
                    nodes.append(Node(
                        coordinates: point + [x], weight: 1, parity: (sum + number) % 2 == 0 ? 1 : -1, isOutermost: square > 0.64 * radius * radius))
                }
            }
        }
        extend([], 0, 0)
        return nodes
    }

    /// `x = (b + a)/2 + (b - a)/2 tanh(sinh t)`.
    private static func interval(_ a: Double, _ b: Double, _ step: Double) -> [Node] {
        let reach = Int(3.4 / step)
        return (-reach...reach).map { number in
            let t = (Double(number) + offsets[0]) * step
            let u = sinh(t)
            // 1 - tanh u = 2/(1 + exp 2u), without cancellation at the ends.
            let x = u < 0 ? a + (b - a) / (1 + exp(-2 * u)) : b - (b - a) / (1 + exp(2 * u))
            let weight = (b - a) / 2 * cosh(t) / (cosh(u) * cosh(u)) * step
            // What lies beyond is not more than this, unless the integrand is hardly integrable.
            return Node(coordinates: [x], weight: weight, parity: number % 2 == 0 ? 1 : -1, isOutermost: t.magnitude > 2.8)
        }
    }

    /// `x = a ± exp(t)`.
    private static func halfLine(_ a: Double, _ sign: Double, _ step: Double) -> [Node] {
        let first = Int((-14 / step).rounded()), last = Int(log(7) / step)
        return (first...last).map { number in
            let t = (Double(number) + offsets[0]) * step
            return Node(
                coordinates: [a + sign * exp(t)], weight: exp(t) * step, parity: number % 2 == 0 ? 1 : -1,
                isOutermost: t < -12 || t > log(5.5))
        }
    }

    private static func ends(isAll: Bool) -> [Node] { [-1.0, 1].map { Node(coordinates: [$0], weight: 1, parity: isAll ? 0 : 1) } }

    /// Heights and circles: the area of a zone is that of the cylinder about it (Archimedes).
    private static func sphere(_ ambient: Int, _ level: Int) -> [Node] {
        let count = circlePoints[level] * (ambient == 2 ? 3 : 1)
        let circle = (0..<count).map { number -> Node in
            let angle = (Double(number) + offsets[1]) * 2 * .pi / Double(count)
            return Node(coordinates: [cos(angle), sin(angle)], weight: 2 * .pi / Double(count), parity: number % 2 == 0 ? 1 : -1)
        }
        if ambient == 2 { return circle }
        return interval(-1, 1, steps[level]).flatMap { height in
            let z = height.coordinates[0], radius = ((1 - z) * (1 + z)).squareRoot()
            return circle.map { node in
                Node(
                    coordinates: node.coordinates.map { $0 * radius } + [z], weight: height.weight * node.weight,
                    parity: height.parity * node.parity)
            }
        }
    }
}

enum LatticeError: Error {
    case tooManyPoints
}

/// A number with an estimate of its error and the size of what it is the sum of.
public struct LatticeEstimate: Sendable {
    public var value: Double
    public var error: Double
    /// The sum of absolute values: what relative accuracy refers to.
    public var size: Double

    static func + (a: Self, b: Self) -> Self {
        LatticeEstimate(value: a.value + b.value, error: a.error + b.error, size: a.size + b.size)
    }

    static func * (a: Self, b: Self) -> Self {
        LatticeEstimate(
            value: a.value * b.value, error: a.error * (b.size + b.error) + b.error * a.size, size: a.size * b.size)
    }
}
