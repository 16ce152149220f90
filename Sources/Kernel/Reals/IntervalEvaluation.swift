import Arithmetic
import Enclosures
import Expressions

/// Values of expressions in parameters, in exact interval arithmetic.
public struct IntervalEvaluation {
    private let values: [String: RationalInterval]
    private let bits: Int
    private var known: [Expression: RationalInterval] = [:]
    /// A series, summed once for most purposes.
    private static let pi = RationalInterval.pi(bits: bitsOfPi)
    private static let bitsOfPi = 256

    /// - Parameter bits: significant bits that intermediate results keep.
    public init(_ values: [String: RationalInterval] = [:], bits: Int) {
        self.values = values
        self.bits = bits
    }

    /// Contains every value that the expression takes.
    /// - Throws: `EvaluationError.undefined` where it is not shown to be defined for all values of the parameters.
    public mutating func value(_ e: Expression) throws -> RationalInterval {
        if let value = known[e] { return value }
        let value = try computed(e).rounded(bits: bits)
        known[e] = value
        return value
    }

    private mutating func computed(_ e: Expression) throws -> RationalInterval {
        switch e.kind {
        case .number(let number): return RationalInterval(number)
        case .pi: return bits <= Self.bitsOfPi ? Self.pi : RationalInterval.pi(bits: bits)
        case .parameter(let name), .dimension(.symbol(let name)):
            guard let value = values[name] else { throw EvaluationError.unsupported("\(name) without a value") }
            return value
        case .sum(let terms):
            var sum = RationalInterval(0)
            for term in terms { sum = try sum + value(term) }
            return sum
        case .product(let factors):
            var product = RationalInterval(1)
            for factor in factors { product = try (product * value(factor)).rounded(bits: bits) }
            return product
        case .power(let base, let exponent):
            let inner = try value(base)
            if case .number(let power) = exponent.kind {
                // 0^0 has no value.
                if power.isZero, inner.containsZero { throw EvaluationError.undefined }
                return try defined(inner.power(power, bits: bits))
            }
            let logarithm = try defined(inner.log(bits: bits))
            return try defined((value(exponent) * logarithm).exp(bits: bits))
        case .elementary(let function, let argument): return try elementary(function, value(argument))
        default:
            guard let (function, order, argument) = e.bessel else { throw EvaluationError.unsupported("\(e.plainText) in intervals") }
            let precision = bits + 32, ν = try value(order), x = try value(argument)
            guard ν.isPoint, x.isPositive || (x.isPoint && x.isNonnegative && function == .first) else { throw EvaluationError.undefined }
            let y = try BallField(precision: precision).bessel(
                function, order: Ball(ν.lower, precision: precision), Ball(lower: x.lower, upper: x.upper, precision: precision))
            guard let lower = y.lowerBound(precision: precision), let upper = y.upperBound(precision: precision) else { throw EvaluationError.undefined }
            return RationalInterval(lower, upper)
        }
    }

    private func defined(_ value: RationalInterval?) throws -> RationalInterval {
        guard let value else { throw EvaluationError.undefined }
        return value
    }

    private func elementary(_ function: ElementaryFunction, _ x: RationalInterval) throws -> RationalInterval {
        func exp(_ x: RationalInterval) throws -> RationalInterval { try defined(x.exp(bits: bits)) }
        let half = RationalInterval(Rational(1, 2)), one = RationalInterval(1), two = RationalInterval(2)
        switch function {
        case .exp: return try exp(x)
        case .log: return try defined(x.log(bits: bits))
        case .abs: return x.magnitude
        case .sign:
            guard !x.containsZero else { throw EvaluationError.undefined }
            return x.isPositive ? one : -one
        case .cosh:
            let y = x.magnitude
            func at(_ t: Rational) throws -> RationalInterval { try half * (exp(RationalInterval(t)) + exp(RationalInterval(-t))) }
            return RationalInterval(try at(y.lower).lower, try at(y.upper).upper)
        case .sinh:
            func at(_ t: Rational) throws -> RationalInterval { try half * (exp(RationalInterval(t)) - exp(RationalInterval(-t))) }
            return RationalInterval(try at(x.lower).lower, try at(x.upper).upper)
        case .tanh: return try one - two * defined((one + exp(two * x)).inverse)
        case .sin: return try enclosed(x) { $0.sin(precision: $1) }
        case .cos: return try enclosed(x) { $0.cos(precision: $1) }
        case .tan: return try enclosed(x) { $0.tan(precision: $1) }
        case .atan: return try enclosed(x) { $0.atan(precision: $1) }
        case .erf: return try enclosed(x) { $0.erf(precision: $1) }
        case .gamma: return try enclosed(x) { $0.gamma(precision: $1) }
        }
    }

    /// By a ball that contains the interval. Around a singularity the ball is infinite.
    private func enclosed(_ x: RationalInterval, _ function: (Ball, Int) -> Ball) throws -> RationalInterval {
        let precision = bits + 32
        let value = function(Ball(lower: x.lower, upper: x.upper, precision: precision), precision)
        guard let lower = value.lowerBound(precision: precision), let upper = value.upperBound(precision: precision) else { throw EvaluationError.undefined }
        return RationalInterval(lower, upper)
    }
}
