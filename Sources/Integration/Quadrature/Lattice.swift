import Glibc

/// Points of a lattice in a ball about the origin: the trapezoidal rule for smooth functions that decrease rapidly.
///
/// The sum times the volume of a cell differs from the integral by values of the Fourier transform at the dual lattice
/// (Poisson's summation formula), which are tiny for analytic functions. The points with an even and those with an odd sum
/// of numbers are rules of their own: where these agree, so does the whole. No point lies where coordinates vanish or
/// are equal.
struct Lattice: Sendable {
    /// Coordinates of the points, a group of lanes at a time and axis by axis. In the last group what is missing lies near the
    /// origin and has weight 0.
    private(set) var coordinates: [Lanes.Values] = []
    /// For each group: 1 for points with an even sum, -1 for odd ones.
    private(set) var parities: [Lanes.Values] = []
    /// 1 for points, 0 for what is no point.
    private(set) var weights: [Lanes.Values] = []
    /// 1 in the outermost shell.
    private(set) var shells: [Lanes.Values] = []
    let dimension: Int
    let step: Double
    let radius: Double
    let cell: Double

    var groups: Range<Int> { weights.indices }

    func coordinate(_ axis: Int, in group: Int) -> Lanes.Values { coordinates[group * dimension + axis] }

    private static let offsets = [0.31, 0.17, 0.43]
    /// Step and radius by dimension, at increasing fineness.
    private static let sizes: [[(step: Double, radius: Double)]] = [
        [(0.4, 5), (0.2, 6), (0.1, 7)],
        [(0.6, 4.5), (0.4, 5.5), (0.25, 6)],
        [(0.7, 4.5), (0.5, 5), (0.35, 5.5)],
    ]

    static let largestDimension = sizes.count
    static let levels = 3

    init(dimension: Int, level: Int) {
        let (step, radius) = Self.sizes[dimension - 1][level]
        self.dimension = dimension
        self.step = step
        self.radius = radius
        cell = pow(step, Double(dimension))
        let reach = Int(radius / step) + 1
        var point = [Double](repeating: 0, count: dimension)
        var count = 0
        func extend(_ axis: Int, _ sum: Int, _ square: Double) {
            for number in -reach...reach {
                let x = (Double(number) + Self.offsets[axis]) * step
                let square = square + x * x
                guard square < radius * radius else { continue }
                point[axis] = x
                if axis + 1 < dimension {
                    extend(axis + 1, sum + number, square)
                    continue
                }
                let lane = count % Lanes.Values.scalarCount
                if lane == 0 { addGroup(step) }
                let group = weights.count - 1
                for axis in 0..<dimension { coordinates[group * dimension + axis][lane] = point[axis] }
                weights[group][lane] = 1
                parities[group][lane] = (sum + number) % 2 == 0 ? 1 : -1
                if square > 0.64 * radius * radius { shells[group][lane] = 1 }
                count += 1
            }
        }
        extend(0, 0, 0)
    }

    private mutating func addGroup(_ step: Double) {
        for axis in 0..<dimension { coordinates.append(.init(repeating: Self.offsets[axis] * step)) }
        parities.append(.zero)
        weights.append(.zero)
        shells.append(.zero)
    }
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
