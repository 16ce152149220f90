/// An element of the field with p = 2^61 - 1 elements.
///
/// Used to screen identities: a rational expression that is not zero at a random point of the field is not zero.
/// The converse is no proof. Canonical: the stored word is below p.
@frozen
public struct Residue61: Hashable, Sendable {
    @inlinable
    public static var modulus: UInt64 { (1 << 61) - 1 }

    /// In `0..<modulus`.
    public let value: UInt64

    /// `value` must be below p.
    @inlinable @inline(__always)
    init(canonical value: UInt64) { self.value = value }

    /// The class of `value`.
    @inlinable
    public init(_ value: UInt64) {
        self.value = Residue61.reduce((value & Residue61.modulus) &+ (value >> 61))
    }

    /// The class of `value`.
    public init(_ value: Int) {
        let magnitude = Residue61(UInt64(value.magnitude))
        self = value < 0 ? -magnitude : magnitude
    }

    /// The class of `value`; `nil` when p divides the denominator.
    public init?(_ value: Rational) {
        if case .small(let numerator, let denominator) = value.storage {
            let top = Residue61(numerator)
            if denominator == 1 {
                self = top
            } else {
                let bottom = Residue61(denominator)
                guard bottom.value != 0 else { return nil }
                self = top * bottom.inverse
            }
        } else {
            guard let residue = value.residue(modulo: Residue61.modulus) else { return nil }
            self.value = residue
        }
    }

    /// A uniformly distributed element.
    public static func random(using generator: inout some RandomNumberGenerator) -> Residue61 {
        Residue61(canonical: .random(in: 0..<modulus, using: &generator))
    }

    @inlinable
    public static var zero: Residue61 { Residue61(canonical: 0) }

    @inlinable
    public static var one: Residue61 { Residue61(canonical: 1) }

    public var isZero: Bool { value == 0 }

    @inlinable
    public static func + (left: Residue61, right: Residue61) -> Residue61 {
        Residue61(canonical: reduce(left.value &+ right.value))
    }

    @inlinable
    public static func - (left: Residue61, right: Residue61) -> Residue61 {
        Residue61(canonical: reduce(left.value &+ modulus &- right.value))
    }

    @inlinable
    public static prefix func - (element: Residue61) -> Residue61 { zero - element }

    @inlinable
    public static func * (left: Residue61, right: Residue61) -> Residue61 {
        let (high, low) = left.value.multipliedFullWidth(by: right.value)
        // 2^64 = 8 modulo p: the bits from 61 on are added to the low 61.
        return Residue61(canonical: reduce((low & modulus) &+ ((high << 3) | (low >> 61))))
    }

    @inlinable
    public static func += (left: inout Residue61, right: Residue61) { left = left + right }
    @inlinable
    public static func -= (left: inout Residue61, right: Residue61) { left = left - right }
    @inlinable
    public static func *= (left: inout Residue61, right: Residue61) { left = left * right }

    /// By Fermat's theorem; the inverse of zero is a precondition failure.
    public var inverse: Residue61 {
        precondition(value != 0, "inverse of zero")
        return power(Residue61.modulus - 2)
    }

    /// `0 ^ 0` is 1.
    @inlinable
    public func power(_ exponent: UInt64) -> Residue61 {
        var result = Residue61.one
        var square = self
        var rest = exponent
        while rest != 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }

    /// A square root if there is one, the other being its negative. As p is 3 modulo 4, it is a power.
    public func squareRoot() -> Residue61? {
        let root = power(1 << 59)
        return root * root == self ? root : nil
    }

    /// The canonical representative of a word below 2p.
    @inlinable @inline(__always)
    static func reduce(_ word: UInt64) -> UInt64 {
        let borrowed = word &- modulus
        // All ones exactly when the subtraction went below zero.
        let mask = UInt64(bitPattern: Int64(bitPattern: borrowed) >> 63)
        return borrowed &+ (modulus & mask)
    }
}

extension Residue61: CustomStringConvertible {
    public var description: String { String(value) }
}

extension Residue61: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}
