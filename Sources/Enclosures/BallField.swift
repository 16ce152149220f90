import Arithmetic
import Expressions

/// Real balls: every value contains the exact one. Operations outside their domain, or not provably inside
/// it, throw `undefined`.
public struct BallField: EvaluationField {
    /// Bits of the midpoints.
    public let precision: Int

    public init(precision: Int) { self.precision = precision }

    public func memory(_ count: Int) -> BallMemory { BallMemory(count, precision: precision) }
    public func number(_ value: Rational) -> Ball { Ball(value, precision: precision) }
    public func add(_ a: Ball, _ b: Ball) -> Ball { a.adding(b, precision: precision) }
    public func multiply(_ a: Ball, _ b: Ball) -> Ball { a.multiplied(by: b, precision: precision) }
    public func pi() -> Ball { Ball.pi(precision: precision) }
    public func isExactZero(_ a: Ball) -> Bool { a.isExact && a.containsZero }

    public func requirePositive(_ a: Ball) throws {
        guard a.isPositive() == .yes else { throw EvaluationError.undefined }
    }

    public func inverse(_ a: Ball) throws -> Ball {
        guard a.isNonzero() == .yes else { throw EvaluationError.undefined }
        return a.inverse(precision: precision)
    }

    public func power(_ base: Ball, _ exponent: Rational) throws -> Ball {
        guard base.isPositive() == .yes else { throw EvaluationError.undefined }
        return base.power(exponent, precision: precision)
    }

    public func bessel(_ function: BesselFunction, order: Ball, _ x: Ball) throws -> Ball {
        guard x.isPositive() == .yes || (function == .first && x.containsZero && x.isExact) else { throw EvaluationError.undefined }
        let value = function == .first ? x.besselI(order: order, precision: precision) : x.besselK(order: order, precision: precision)
        guard value.isFinite else { throw EvaluationError.undefined }
        return value
    }

    public func elementary(_ function: ElementaryFunction, _ x: Ball) throws -> Ball {
        switch function {
        case .exp: return x.exp(precision: precision)
        case .log:
            guard x.isPositive() == .yes else { throw EvaluationError.undefined }
            return x.log(precision: precision)
        case .sin: return x.sin(precision: precision)
        case .cos: return x.cos(precision: precision)
        case .tan:
            guard x.cos(precision: precision).isNonzero() == .yes else { throw EvaluationError.undefined }
            return x.tan(precision: precision)
        case .atan: return x.atan(precision: precision)
        case .sinh: return x.sinh(precision: precision)
        case .cosh: return x.cosh(precision: precision)
        case .tanh: return x.tanh(precision: precision)
        case .erf: return x.erf(precision: precision)
        case .gamma:
            let value = x.gamma(precision: precision)
            guard value.isFinite else { throw EvaluationError.undefined }
            return value
        case .abs: return x.absoluteValue
        case .sign:
            if x.isPositive() == .yes { return Ball(1) }
            if x.isNegative() == .yes { return Ball(-1) }
            throw EvaluationError.undefined
        }
    }
}
