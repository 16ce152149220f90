import CFLINT

/// An integer of any size.
///
/// Canonical: a value whose magnitude is at most `Int.max` is stored inline, every other value in a GMP number,
/// so equality of storage is equality of value.
public struct Integer: Sendable {
    enum Storage: Sendable {
        case small(Int)
        case big(BigInteger)
    }

    let storage: Storage

    public init(_ value: Int) {
        self = value == .min ? Integer(magnitude: value.magnitude, isNegative: true) : Integer(small: value)
    }

    /// `value` must not be `Int.min`, whose negation would not be inline.
    @inline(__always)
    init(small value: Int) {
        assert(value != .min)
        storage = .small(value)
    }

    init(adopting value: BigInteger) {
        if let small = value.asInt, small != .min {
            storage = .small(small)
        } else {
            storage = .big(value)
        }
    }

    init(magnitude: UInt, isNegative: Bool) {
        if magnitude <= UInt(Int.max) {
            self.init(small: isNegative ? -Int(magnitude) : Int(magnitude))
        } else {
            let value = BigInteger()
            __gmpz_set_ui(value.pointer, magnitude)
            if isNegative { __gmpz_neg(value.pointer, value.pointer) }
            self.init(adopting: value)
        }
    }

    init(copying source: UnsafePointer<__mpz_struct>) {
        let value = BigInteger()
        __gmpz_set(value.pointer, source)
        self.init(adopting: value)
    }

    /// The integer that `body` writes.
    static func make(_ body: (UnsafeMutablePointer<__mpz_struct>) -> Void) -> Integer {
        let value = BigInteger()
        body(value.pointer)
        return Integer(adopting: value)
    }

    /// Lends the value as a GMP number for reading; small values need no allocation.
    func withGMP<Result>(_ body: (UnsafePointer<__mpz_struct>) -> Result) -> Result {
        switch storage {
        case .small(let value):
            var limb = mp_limb_t(value.magnitude)
            return withUnsafeMutablePointer(to: &limb) { limb in
                var number = __mpz_struct(_mp_alloc: 1, _mp_size: CInt(value.signum()), _mp_d: limb)
                return withUnsafePointer(to: &number, body)
            }
        case .big(let value):
            return withExtendedLifetime(value) { body(UnsafePointer(value.pointer)) }
        }
    }

    // MARK: Properties

    public var isZero: Bool {
        if case .small(0) = storage { return true }
        return false
    }

    /// -1, 0 or 1.
    public var sign: Int {
        switch storage {
        case .small(let value): value.signum()
        case .big(let value): value.sign
        }
    }

    public var isEven: Bool {
        switch storage {
        case .small(let value): value & 1 == 0
        case .big(let value): value.pointer.pointee._mp_d.pointee & 1 == 0
        }
    }

    public var magnitude: Integer { sign < 0 ? -self : self }

    /// The value if it fits in a machine word.
    public var asInt: Int? {
        switch storage {
        case .small(let value): value
        case .big(let value): value.asInt
        }
    }

    /// The number of binary digits of the magnitude; 0 for zero.
    public var bitSize: Int {
        switch storage {
        case .small(let value): Int.bitWidth - value.magnitude.leadingZeroBitCount
        case .big(let value): __gmpz_sizeinbase(value.pointer, 2)
        }
    }

    /// The value rounded towards zero; ±infinity beyond the range of `Double`.
    public var doubleValue: Double {
        switch storage {
        case .small(let value): Double(value)
        case .big(let value):
            bitSize > 1024 ? Double(value.sign) * .infinity : __gmpz_get_d(value.pointer)
        }
    }

    /// The least non-negative residue; `modulus` must not be zero.
    public func residue(modulo modulus: UInt64) -> UInt64 {
        switch storage {
        case .small(let value):
            let rest = UInt64(value.magnitude) % modulus
            return value < 0 && rest != 0 ? modulus - rest : rest
        case .big(let value):
            precondition(modulus != 0, "residue modulo zero")
            return UInt64(__gmpz_fdiv_ui(value.pointer, UInt(modulus)))
        }
    }
}

/// Owns one GMP integer; written once, before it is shared.
final class BigInteger: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<__mpz_struct>

    init() {
        pointer = .allocate(capacity: 1)
        __gmpz_init(pointer)
    }

    deinit {
        __gmpz_clear(pointer)
        pointer.deallocate()
    }

    var sign: Int { Int(pointer.pointee._mp_size.signum()) }

    var asInt: Int? {
        __gmpz_fits_slong_p(pointer) != 0 ? __gmpz_get_si(pointer) : nil
    }

    func hashLimbs(into hasher: inout Hasher) {
        let number = pointer.pointee
        hasher.combine(number._mp_size)
        for limb in 0..<Int(number._mp_size.magnitude) { hasher.combine(number._mp_d[limb]) }
    }
}
