import CFLINT

/// A rational number, exactly.
///
/// Canonical: the fraction is reduced and its denominator positive; it is stored in two machine words whenever
/// both parts are at most `Int.max` in magnitude, otherwise in a GMP number. Equality and hash are therefore
/// those of the storage.
public struct Rational: Sendable {
    enum Storage: Sendable {
        case small(Int, Int)
        case big(BigRational)
    }

    let storage: Storage

    /// The parts must already be canonical.
    @inline(__always)
    init(canonical numerator: Int, _ denominator: Int) {
        assert(denominator > 0 && numerator != .min)
        storage = .small(numerator, denominator)
    }

    public init(_ value: Int) {
        if value == .min {
            self.init(Integer(value))
        } else {
            self.init(canonical: value, 1)
        }
    }

    /// `numerator / denominator`; a denominator of zero is a precondition failure.
    public init(_ numerator: Int, _ denominator: Int) {
        precondition(denominator != 0, "denominator zero")
        let divisor = MachineWord.gcd(numerator.magnitude, denominator.magnitude)
        self.init(
            magnitude: numerator.magnitude / divisor, denominator.magnitude / divisor,
            isNegative: (numerator < 0) != (denominator < 0))
    }

    public init(_ value: Integer) {
        switch value.storage {
        case .small(let word): self.init(canonical: word, 1)
        case .big: self = value.withGMP { pointer in Rational.make { __gmpq_set_z($0, pointer) } }
        }
    }

    /// `numerator / denominator`; a denominator of zero is a precondition failure.
    public init(_ numerator: Integer, _ denominator: Integer) {
        precondition(!denominator.isZero, "denominator zero")
        if case .small(let a) = numerator.storage, case .small(let b) = denominator.storage {
            self.init(a, b)
            return
        }
        let value = BigRational()
        numerator.withGMP { __gmpz_set(value.numerator, $0) }
        denominator.withGMP { __gmpz_set(value.denominator, $0) }
        __gmpq_canonicalize(value.pointer)
        self.init(adopting: value)
    }

    /// The parts must be coprime and `denominator` positive.
    init(coprime numerator: Integer, _ denominator: Integer) {
        if case .small(let a) = numerator.storage, case .small(let b) = denominator.storage {
            self.init(canonical: a, b)
            return
        }
        let value = BigRational()
        numerator.withGMP { __gmpz_set(value.numerator, $0) }
        denominator.withGMP { __gmpz_set(value.denominator, $0) }
        self.init(adopting: value)
    }

    init(magnitude numerator: UInt, _ denominator: UInt, isNegative: Bool) {
        if numerator <= UInt(Int.max), denominator <= UInt(Int.max) {
            self.init(canonical: isNegative ? -Int(numerator) : Int(numerator), Int(denominator))
        } else {
            let value = BigRational()
            __gmpz_set_ui(value.numerator, numerator)
            if isNegative { __gmpz_neg(value.numerator, value.numerator) }
            __gmpz_set_ui(value.denominator, denominator)
            self.init(adopting: value)
        }
    }

    /// The parts must be reduced and the denominator positive.
    init(reduced numerator: Int128, _ denominator: Int128) {
        if numerator.magnitude <= UInt128(Int.max), denominator <= Int128(Int.max) {
            self.init(canonical: Int(numerator), Int(denominator))
        } else {
            let value = BigRational()
            value.assign(numerator, to: value.numerator)
            value.assign(denominator, to: value.denominator)
            self.init(adopting: value)
        }
    }

    /// `value` must be canonical for GMP.
    init(adopting value: BigRational) {
        if __gmpz_fits_slong_p(value.numerator) != 0, __gmpz_fits_slong_p(value.denominator) != 0 {
            let numerator = __gmpz_get_si(value.numerator)
            if numerator != .min {
                storage = .small(numerator, __gmpz_get_si(value.denominator))
                return
            }
        }
        storage = .big(value)
    }

    /// The number that `body` writes, in canonical form.
    static func make(_ body: (UnsafeMutablePointer<__mpq_struct>) -> Void) -> Rational {
        let value = BigRational()
        body(value.pointer)
        return Rational(adopting: value)
    }

    /// Lends the value as a GMP number for reading; small values need no allocation.
    func withGMP<Result>(_ body: (UnsafePointer<__mpq_struct>) -> Result) -> Result {
        switch storage {
        case .small(let numerator, let denominator):
            var top = mp_limb_t(numerator.magnitude)
            var bottom = mp_limb_t(denominator.magnitude)
            return withUnsafeMutablePointer(to: &top) { top in
                withUnsafeMutablePointer(to: &bottom) { bottom in
                    var number = __mpq_struct(
                        _mp_num: .init(_mp_alloc: 1, _mp_size: CInt(numerator.signum()), _mp_d: top),
                        _mp_den: .init(_mp_alloc: 1, _mp_size: 1, _mp_d: bottom))
                    return withUnsafePointer(to: &number, body)
                }
            }
        case .big(let value):
            return withExtendedLifetime(value) { body(UnsafePointer(value.pointer)) }
        }
    }
}

/// Owns one GMP rational; written once, before it is shared.
final class BigRational: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<__mpq_struct>
    let numerator: UnsafeMutablePointer<__mpz_struct>
    let denominator: UnsafeMutablePointer<__mpz_struct>

    init() {
        pointer = .allocate(capacity: 1)
        __gmpq_init(pointer)
        // The C layout is the numerator followed by the denominator.
        numerator = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: __mpz_struct.self)
        denominator = numerator + 1
    }

    deinit {
        __gmpq_clear(pointer)
        pointer.deallocate()
    }

    func assign(_ value: Int128, to target: UnsafeMutablePointer<__mpz_struct>) {
        let magnitude = value.magnitude
        __gmpz_set_ui(target, UInt(magnitude >> 64))
        __gmpz_mul_2exp(target, target, 64)
        __gmpz_add_ui(target, target, UInt(truncatingIfNeeded: magnitude))
        if value < 0 { __gmpz_neg(target, target) }
    }
}
