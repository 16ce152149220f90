import Arithmetic
import Expressions
import Glibc

/// A ball with midpoint and radius in double precision: it contains the exact value.
public struct DoubleBall: RingElement, Sendable {
    public let midpoint: Double
    public let radius: Double

    /// Half a unit in the last place of 1 is 2^-53; the rest is for the rounding of the radius itself.
    static let unit = 0x1p-52
    /// Above what is lost where a result is subnormal.
    static let least = 0x1p-1000

    init(_ midpoint: Double, radius: Double) {
        self.midpoint = midpoint
        self.radius = radius
    }

    /// What was rounded to `midpoint`, of an error up to `error` before rounding.
    init(rounded midpoint: Double, _ error: Double) {
        self.init(midpoint, radius: (error + midpoint.magnitude * Self.unit + Self.least) * (1 + 4 * Self.unit))
    }

    public static var zero: DoubleBall { DoubleBall(0, radius: 0) }
    public var isZero: Bool { midpoint == 0 && radius == 0 }

    public static func + (a: DoubleBall, b: DoubleBall) -> DoubleBall {
        if a.isZero { return b }
        if b.isZero { return a }
        return DoubleBall(rounded: a.midpoint + b.midpoint, a.radius + b.radius)
    }

    public static func * (a: DoubleBall, b: DoubleBall) -> DoubleBall {
        // Nothing times anything is nothing, exactly.
        if a.isZero || b.isZero { return .zero }
        return DoubleBall(
            rounded: a.midpoint * b.midpoint,
            a.midpoint.magnitude * b.radius + (b.midpoint.magnitude + b.radius) * a.radius)
    }

    public var isFinite: Bool { midpoint.isFinite && radius.isFinite }

    /// No value is in both. False where that cannot be told.
    public func isDisjoint(from other: DoubleBall) -> Bool {
        let gap = (midpoint - other.midpoint).magnitude * (1 - 2 * Self.unit)
        return isFinite && other.isFinite && gap > (radius + other.radius) * (1 + 2 * Self.unit)
    }

    /// The balls overlap, and are small beside their midpoints.
    public func agreesSharply(with other: DoubleBall) -> Bool {
        let size = max(midpoint.magnitude, other.midpoint.magnitude)
        return isFinite && other.isFinite && radius + other.radius <= 1e-8 * size && (midpoint - other.midpoint).magnitude <= radius + other.radius
    }
}

/// Balls in double precision: a tenth of the cost of `BallField`, and wide where much cancels. Throws `notExact` for what it
/// does not know.
///
/// The C library's `exp`, `log`, `sin`, `cos` and `pow` are taken to be right within four units in the last place.
public struct DoubleBallField: EvaluationField {
    private static let libraryError = 8 * DoubleBall.unit

    public init() {}

    public func memory(_ count: Int) -> RingMemory<DoubleBall> { RingMemory(count) }

    public func number(_ value: Rational) -> DoubleBall {
        let midpoint = value.doubleValue
        if value.isInteger, midpoint.magnitude < 0x1p53 { return DoubleBall(midpoint, radius: 0) }
        return DoubleBall(rounded: midpoint, midpoint.magnitude * DoubleBall.unit)
    }

    public func add(_ a: DoubleBall, _ b: DoubleBall) -> DoubleBall { a + b }
    public func multiply(_ a: DoubleBall, _ b: DoubleBall) -> DoubleBall { a * b }
    public func isExactZero(_ a: DoubleBall) -> Bool { a.isZero }
    public func pi() -> DoubleBall { DoubleBall(rounded: .pi, 0) }

    public func requirePositive(_ a: DoubleBall) throws {
        guard a.midpoint > a.radius else { throw EvaluationError.undefined }
    }

    public func inverse(_ a: DoubleBall) throws -> DoubleBall {
        let least = (a.midpoint.magnitude - a.radius) * (1 - 4 * DoubleBall.unit)
        guard least > 0 else { throw EvaluationError.undefined }
        return DoubleBall(rounded: 1 / a.midpoint, a.radius / (least * a.midpoint.magnitude) * (1 + 8 * DoubleBall.unit))
    }

    public func power(_ base: DoubleBall, _ exponent: Rational) throws -> DoubleBall {
        try requirePositive(base)
        // (x (1 + δ))^q lies within exp(|q| |log(1 + δ)|) - 1 of x^q, relatively.
        let exponentBall = number(exponent)
        let change = base.radius / base.midpoint
        guard change < 0.25 else { throw EvaluationError.notExact }
        let logarithm = log(base.midpoint)
        let relative = expm1(
            (exponentBall.midpoint.magnitude + exponentBall.radius) * change * 1.5 + exponentBall.radius * logarithm.magnitude * 1.01)
        let value = exponent == Rational(1, 2) ? base.midpoint.squareRoot() : pow(base.midpoint, exponentBall.midpoint)
        return DoubleBall(rounded: value, value * (relative * 1.01 + Self.libraryError))
    }

    public func elementary(_ function: ElementaryFunction, _ x: DoubleBall) throws -> DoubleBall {
        switch function {
        case .exp:
            let value = exp(x.midpoint)
            return DoubleBall(rounded: value, value * (expm1(x.radius) * 1.01 + Self.libraryError))
        case .log:
            try requirePositive(x)
            let value = log(x.midpoint)
            let least = (x.midpoint - x.radius) * (1 - 4 * DoubleBall.unit)
            return DoubleBall(rounded: value, x.radius / least * 1.01 + value.magnitude * Self.libraryError)
        case .sin, .cos:
            let value = function == .sin ? sin(x.midpoint) : cos(x.midpoint)
            return DoubleBall(rounded: value, x.radius + Self.libraryError)
        case .abs: return DoubleBall(x.midpoint.magnitude, radius: x.radius)
        case .sign:
            guard x.midpoint.magnitude > x.radius else { throw EvaluationError.undefined }
            return DoubleBall(x.midpoint < 0 ? -1 : 1, radius: 0)
        case .tan, .atan, .sinh, .cosh, .tanh, .erf, .gamma: throw EvaluationError.notExact
        }
    }
}
