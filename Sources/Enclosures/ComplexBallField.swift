import Arithmetic
import Expressions

/// Rectangles of complex numbers, for integrands that are continued from the real line. A function of the real line
/// that is not analytic there, or may leave its domain on the rectangle, throws `undefined`.
public struct ComplexBallField: EvaluationField {
    public let precision: Int

    public init(precision: Int) { self.precision = precision }

    public func memory(_ count: Int) -> ComplexBallMemory { ComplexBallMemory(count, precision: precision) }
    public func number(_ value: Rational) -> ComplexBall { ComplexBall(value, precision: precision) }
    public func add(_ a: ComplexBall, _ b: ComplexBall) -> ComplexBall { a.adding(b, precision: precision) }
    public func multiply(_ a: ComplexBall, _ b: ComplexBall) -> ComplexBall { a.multiplied(by: b, precision: precision) }
    public func pi() -> ComplexBall { ComplexBall(Ball.pi(precision: precision)) }
    public func isExactZero(_ a: ComplexBall) -> Bool { a.isExact && a.containsZero }

    /// The real part is positive on the whole rectangle, so that the principal branches are analytic.
    public func requirePositive(_ a: ComplexBall) throws {
        guard a.real.isPositive() == .yes else { throw EvaluationError.undefined }
    }

    public func inverse(_ a: ComplexBall) throws -> ComplexBall {
        guard a.isNonzero() == .yes else { throw EvaluationError.undefined }
        return a.inverse(precision: precision)
    }

    public func power(_ base: ComplexBall, _ exponent: Rational) throws -> ComplexBall {
        try requirePositive(base)
        return base.power(exponent, precision: precision)
    }

    public func elementary(_ function: ElementaryFunction, _ x: ComplexBall) throws -> ComplexBall {
        switch function {
        case .exp: return x.exp(precision: precision)
        case .log:
            try requirePositive(x)
            return x.log(precision: precision)
        case .sin: return x.sin(precision: precision)
        case .cos: return x.cos(precision: precision)
        case .sinh: return x.sinh(precision: precision)
        case .cosh: return x.cosh(precision: precision)
        case .erf: return x.erf(precision: precision)
        case .tan, .tanh, .atan, .abs, .sign, .gamma: throw EvaluationError.unsupported("\(function.rawValue) on complex numbers")
        }
    }
}

/// The cells of a computation in complex balls.
public final class ComplexBallMemory: EvaluationMemory {
    private var cells: [ComplexBall]
    private let precision: Int

    init(_ count: Int, precision: Int) {
        cells = Array(repeating: ComplexBall(Ball(0)), count: count)
        self.precision = precision
    }

    public subscript(cell: Int) -> ComplexBall {
        get { cells[cell] }
        set { cells[cell] = newValue }
    }

    public func clear(_ cell: Int) { cells[cell] = ComplexBall(Ball(0)) }
    public func isExactZero(_ cell: Int) -> Bool { cells[cell].isExact && cells[cell].containsZero }
    public func add(_ source: Int, to target: Int) { cells[target] = cells[target].adding(cells[source], precision: precision) }
    public func addProduct(_ a: Int, _ b: Int, to target: Int) {
        cells[target] = cells[target].adding(cells[a].multiplied(by: cells[b], precision: precision), precision: precision)
    }
}
