import Glibc

/// Points of a lattice in a ball about the origin: the trapezoidal rule for smooth functions that decrease rapidly.
///
/// The sum times the volume of a cell differs from the integral by values of the Fourier transform at the dual lattice
/// (Poisson's summation formula), which are tiny for analytic functions. The points with an even and those with an odd sum
/// of numbers are rules of their own: where these agree, so does the whole. No point lies where coordinates vanish or
/// are equal.
struct Lattice: Sendable {
    /// Coordinates of the points by axis, in groups; what is missing in the last group repeats a point with weight 0.
    let groups: [Group]
    let cell: Double

    struct Group: Sendable {
        var coordinates: [Lanes.Values]
        /// 1 for points with an even sum, -1 for odd ones.
        var parity: Lanes.Values
        /// 1 for points, 0 for what is no point.
        var weight: Lanes.Values
        /// 1 in the outermost shell.
        var shell: Lanes.Values
    }

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
        cell = pow(step, Double(dimension))
        let reach = Int(radius / step) + 1
        var points: [(coordinates: [Double], isEven: Bool, isOuter: Bool)] = []
        func extend(_ coordinates: [Double], _ sum: Int, _ square: Double) {
            guard coordinates.count < dimension else {
                points.append((coordinates, sum % 2 == 0, square > 0.64 * radius * radius))
                return
            }
            for number in -reach...reach {
                let x = (Double(number) + Self.offsets[coordinates.count]) * step
                if square + x * x < radius * radius { extend(coordinates + [x], sum + number, square + x * x) }
            }
        }
        extend([], 0, 0)
        groups = stride(from: 0, to: points.count, by: Lanes.Values.scalarCount).map { start in
            var group = Group(coordinates: Array(repeating: .zero, count: dimension), parity: .zero, weight: .zero, shell: .zero)
            for lane in 0..<Lanes.Values.scalarCount {
                let point = points[min(start + lane, points.count - 1)]
                for axis in 0..<dimension { group.coordinates[axis][lane] = point.coordinates[axis] }
                guard start + lane < points.count else { continue }
                group.parity[lane] = point.isEven ? 1 : -1
                group.weight[lane] = 1
                group.shell[lane] = point.isOuter ? 1 : 0
            }
            return group
        }
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
