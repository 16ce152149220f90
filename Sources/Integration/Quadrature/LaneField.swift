import Arithmetic
import Expressions
import Glibc

/// Numbers in double precision, several side by side.
public struct Lanes: RingElement, Sendable {
    public typealias Values = SIMD16<Double>

    public let values: Values

    init(_ values: Values) { self.values = values }

    public static var zero: Lanes { Lanes(.zero) }
    public static func + (a: Lanes, b: Lanes) -> Lanes { Lanes(a.values + b.values) }
    public static func * (a: Lanes, b: Lanes) -> Lanes { Lanes(a.values * b.values) }
    public var isZero: Bool { values == .zero }

    fileprivate func map(_ transform: (Double) -> Double) -> Lanes {
        var result = Values.zero
        for lane in result.indices { result[lane] = transform(values[lane]) }
        return Lanes(result)
    }
}

/// Several places at once in double precision, without bounds for the rounding errors: for estimates only.
public struct LaneField: EvaluationField {
    public init() {}

    public func memory(_ count: Int) -> RingMemory<Lanes> { RingMemory(count) }
    public func number(_ value: Rational) -> Lanes {
        if let numerator = value.numerator.asInt, let denominator = value.denominator.asInt {
            return Lanes(.init(repeating: Double(numerator) / Double(denominator)))
        }
        return Lanes(.init(repeating: value.doubleValue))
    }

    public func add(_ a: Lanes, _ b: Lanes) -> Lanes { a + b }
    public func multiply(_ a: Lanes, _ b: Lanes) -> Lanes { a * b }
    public func isExactZero(_ a: Lanes) -> Bool { a.isZero }
    public func pi() -> Lanes { Lanes(.init(repeating: .pi)) }

    public func requirePositive(_ a: Lanes) throws {
        if any(a.values .<= .zero) { throw EvaluationError.undefined }
    }

    public func inverse(_ a: Lanes) throws -> Lanes {
        if any(a.values .== .zero) { throw EvaluationError.undefined }
        return Lanes(1 / a.values)
    }

    public func power(_ base: Lanes, _ exponent: Rational) throws -> Lanes {
        try requirePositive(base)
        if exponent == Rational(1, 2) { return Lanes(base.values.squareRoot()) }
        let exponent = exponent.doubleValue
        return base.map { pow($0, exponent) }
    }

    public func elementary(_ function: ElementaryFunction, _ x: Lanes) throws -> Lanes {
        switch function {
        case .exp: return x.map(exp)
        case .log:
            try requirePositive(x)
            return x.map(log)
        case .sin: return x.map(sin)
        case .cos: return x.map(cos)
        case .tan: return x.map(tan)
        case .atan: return x.map(atan)
        case .sinh: return x.map(sinh)
        case .cosh: return x.map(cosh)
        case .tanh: return x.map(tanh)
        case .erf: return x.map(erf)
        case .abs: return x.map(\.magnitude)
        case .sign:
            if any(x.values .== .zero) { throw EvaluationError.undefined }
            return x.map { $0 < 0 ? -1 : 1 }
        case .gamma: return x.map(tgamma)
        }
    }
}
