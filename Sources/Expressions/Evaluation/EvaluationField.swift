import Arithmetic

/// Where expressions are evaluated: exact rationals, residues modulo a prime, or balls.
public protocol EvaluationField {
    associatedtype Element where Element == Memory.Element
    associatedtype Memory: EvaluationMemory
    /// That many cells, all zero.
    func memory(_ count: Int) -> Memory
    func number(_ value: Rational) throws -> Element
    func add(_ a: Element, _ b: Element) -> Element
    func multiply(_ a: Element, _ b: Element) -> Element
    /// Throws `undefined` when the element is, or may be, zero.
    func inverse(_ a: Element) throws -> Element
    /// A power with a non-integral exponent; throws where the base is not known to be positive.
    func power(_ base: Element, _ exponent: Rational) throws -> Element
    func elementary(_ function: ElementaryFunction, _ argument: Element) throws -> Element
    /// Throws where the argument is not known to be positive.
    func bessel(_ function: BesselFunction, order: Element, _ x: Element) throws -> Element
    func pi() throws -> Element
    /// Throws `undefined` unless the element is positive.
    func requirePositive(_ a: Element) throws
    /// Certainly zero; used to skip work and to recognise undefined operations, never to decide.
    func isExactZero(_ a: Element) -> Bool
}

extension EvaluationField {
    public func bessel(_ function: BesselFunction, order: Element, _ x: Element) throws -> Element { throw EvaluationError.notExact }
}

public enum EvaluationError: Error, Hashable, Sendable {
    /// Division by zero, a logarithm or root outside its domain.
    case undefined
    /// The value exists, but is not in this field.
    case notExact
    /// No evaluation is defined for this operator.
    case unsupported(String)
    /// More memory or work than allowed.
    case tooLarge
}

/// The rational numbers; a value that is not rational throws `notExact`.
public struct RationalField: EvaluationField {
    public init() {}

    public func memory(_ count: Int) -> RingMemory<Rational> { RingMemory(count) }
    public func number(_ value: Rational) -> Rational { value }
    public func add(_ a: Rational, _ b: Rational) -> Rational { a + b }
    public func multiply(_ a: Rational, _ b: Rational) -> Rational { a * b }
    public func isExactZero(_ a: Rational) -> Bool { a.isZero }
    public func pi() throws -> Rational { throw EvaluationError.notExact }

    public func requirePositive(_ a: Rational) throws {
        if a.sign <= 0 { throw EvaluationError.undefined }
    }

    public func inverse(_ a: Rational) throws -> Rational {
        if a.isZero { throw EvaluationError.undefined }
        return a.inverse
    }

    public func power(_ base: Rational, _ exponent: Rational) throws -> Rational {
        if base.sign < 0 || (base.isZero && exponent.sign <= 0) { throw EvaluationError.undefined }
        guard let degree = exponent.denominator.asInt, let times = exponent.numerator.asInt, abs(times) < 100_000 else {
            throw EvaluationError.tooLarge
        }
        guard let root = base.exactRoot(degree) else { throw EvaluationError.notExact }
        do { return try root.power(times) } catch { throw EvaluationError.tooLarge }
    }

    public func elementary(_ function: ElementaryFunction, _ x: Rational) throws -> Rational {
        switch function {
        case .abs: return x.magnitude
        case .sign:
            if x.isZero { throw EvaluationError.undefined }
            return Rational(x.sign)
        case .log:
            if x.sign <= 0 { throw EvaluationError.undefined }
            if x == 1 { return 0 }
        case .exp, .cos, .cosh: if x.isZero { return 1 }
        case .sin, .tan, .atan, .sinh, .tanh, .erf: if x.isZero { return 0 }
        case .gamma:
            guard let integer = x.asInt else { break }
            if integer <= 0 { throw EvaluationError.undefined }
            guard integer <= 1000 else { throw EvaluationError.tooLarge }
            return (1..<max(integer, 2)).reduce(Rational(1)) { $0 * Rational($1) }
        }
        throw EvaluationError.notExact
    }
}

/// Residues modulo 2^61 - 1, for screening only: roots are taken where they exist, and transcendental values
/// are arbitrary fixed residues, so equal values may look different and nothing follows from that alone.
public struct ScreeningField: EvaluationField {
    public init() {}

    public func memory(_ count: Int) -> RingMemory<Residue61> { RingMemory(count) }

    public func number(_ value: Rational) throws -> Residue61 {
        guard let residue = Residue61(value) else { throw EvaluationError.undefined }
        return residue
    }

    public func add(_ a: Residue61, _ b: Residue61) -> Residue61 { a + b }
    public func multiply(_ a: Residue61, _ b: Residue61) -> Residue61 { a * b }
    public func isExactZero(_ a: Residue61) -> Bool { a.isZero }
    public func pi() -> Residue61 { scrambled(3, 1) }
    /// Residues have no sign.
    public func requirePositive(_ a: Residue61) {}

    public func inverse(_ a: Residue61) throws -> Residue61 {
        if a.isZero { throw EvaluationError.undefined }
        return a.inverse
    }

    public func power(_ base: Residue61, _ exponent: Rational) throws -> Residue61 {
        if base.isZero { throw EvaluationError.undefined }
        guard var degree = exponent.denominator.asInt, let times = exponent.numerator.asInt else {
            throw EvaluationError.tooLarge
        }
        var root = base
        while degree % 2 == 0 {
            guard let next = root.squareRoot() else { throw EvaluationError.notExact }
            // The root that is itself a square, so that roots multiply.
            root = next
            degree /= 2
        }
        if degree != 1 { throw EvaluationError.notExact }
        let power = root.power(UInt64(times.magnitude))
        return times < 0 ? power.inverse : power
    }

    public func elementary(_ function: ElementaryFunction, _ x: Residue61) throws -> Residue61 {
        if x.isZero {
            switch function {
            case .exp, .cos, .cosh: return .one
            case .log, .sign, .gamma: throw EvaluationError.undefined
            default: return .zero
            }
        }
        let number = UInt64(ElementaryFunction.allCases.firstIndex(of: function) ?? 0)
        return scrambled(x.value, number + 2)
    }

    private func scrambled(_ value: UInt64, _ salt: UInt64) -> Residue61 {
        var generator = SplitMix64(seed: value &* 0x9E37_79B9_7F4A_7C15 &+ salt)
        return Residue61.random(using: &generator)
    }
}
