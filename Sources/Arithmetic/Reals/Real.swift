import CFLINT

/// A binary floating-point number of MPFR: an estimate, not an enclosure.
///
/// Every number carries its precision in bits, from 2 to `precisionLimit`. One operation returns the exact
/// mathematical value for its operands, rounded to nearest (ties to even) at the larger precision of the
/// operands. Infinities, signed zeros and NaN follow IEEE 754: division by zero is infinite, undefined
/// expressions are NaN, NaN equals nothing.
public struct Real: Sendable {
    private(set) var storage: Storage

    /// Owns one MPFR number; written only before it is shared.
    final class Storage: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<__mpfr_struct>

        init(precision: Int) {
            pointer = .allocate(capacity: 1)
            mpfr_init2(pointer, max(2, min(precision, Real.precisionLimit)))
        }

        deinit {
            mpfr_clear(pointer)
            pointer.deallocate()
        }
    }

    /// A hundred million bits: larger precisions are taken as this one.
    public static let precisionLimit = 100_000_000

    private init(storage: Storage) { self.storage = storage }

    package static func make(precision: Int, _ body: (UnsafeMutablePointer<__mpfr_struct>) -> Void) -> Real {
        let storage = Storage(precision: precision)
        body(storage.pointer)
        return Real(storage: storage)
    }

    package func withMPFR<Result>(_ body: (UnsafePointer<__mpfr_struct>) -> Result) -> Result {
        withExtendedLifetime(storage) { body(UnsafePointer(storage.pointer)) }
    }

    /// In place.
    package mutating func update(_ body: (UnsafeMutablePointer<__mpfr_struct>) -> CInt) {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage(precision: precision)
            withMPFR { value in _ = mpfr_set4(copy.pointer, value, MPFR_RNDN, value.pointee._mpfr_sign) }
            storage = copy
        }
        _ = body(storage.pointer)
    }

    // MARK: Making numbers

    /// `value` rounded to nearest.
    public init(_ value: Rational, precision: Int) {
        self = Real.make(precision: precision) { result in
            value.withGMP { _ = mpfr_set_q(result, $0, MPFR_RNDN) }
        }
    }

    public init(_ value: Int, precision: Int) {
        self = Real.make(precision: precision) { mpfr_set_si_2exp($0, value, 0, MPFR_RNDN) }
    }

    public init(_ value: Double, precision: Int) {
        self = Real.make(precision: precision) { mpfr_set_d($0, value, MPFR_RNDN) }
    }

    /// The same number rounded to another precision.
    public func rounded(precision: Int) -> Real {
        withMPFR { value in
            Real.make(precision: precision) { mpfr_set4($0, value, MPFR_RNDN, value.pointee._mpfr_sign) }
        }
    }

    public static func pi(precision: Int) -> Real { make(precision: precision) { mpfr_const_pi($0, MPFR_RNDN) } }

    // MARK: The number itself

    /// In bits.
    public var precision: Int { storage.pointer.pointee._mpfr_prec }

    /// Neither infinite nor NaN.
    public var isFinite: Bool { withMPFR { mpfr_number_p($0) != 0 } }
    public var isNaN: Bool { withMPFR { mpfr_nan_p($0) != 0 } }

    /// Whether this floating-point number is ±0; says nothing about the number it estimates.
    public var isZero: Bool { withMPFR { mpfr_zero_p($0) != 0 } }

    /// -1, 0 or 1; 0 for NaN.
    public var sign: Int { isNaN ? 0 : withMPFR { Int(mpfr_sgn($0).signum()) } }

    /// The `e` with `2^(e-1) <= |x| < 2^e`; `nil` for zero, infinities and NaN.
    public var exponent: Int? { isFinite && !isZero ? withMPFR { mpfr_get_exp($0) } : nil }

    /// Rounded to nearest.
    public var doubleValue: Double { withMPFR { mpfr_get_d($0, MPFR_RNDN) } }

    /// The value exactly; `nil` when not finite or when its binary exponent exceeds a million.
    public var rationalValue: Rational? {
        guard isFinite else { return nil }
        guard let exponent else { return 0 }
        guard abs(exponent) <= 1_000_000 else { return nil }
        return withMPFR { value in Rational.make { mpfr_get_q($0, value) } }
    }
}
