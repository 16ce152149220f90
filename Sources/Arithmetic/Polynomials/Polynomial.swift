import CFLINT

/// A polynomial over Q in the variables of a ring, exactly.
///
/// Canonical: equality of polynomials is equality of their lists of terms, and of the functions they define.
/// Operands of one operation must belong to the same ring; anything else is a precondition failure.
public struct Polynomial: Sendable {
    private(set) var storage: Storage

    /// Owns one FLINT polynomial; written only while uniquely referenced.
    final class Storage: @unchecked Sendable {
        let ring: PolynomialRing
        let pointer: UnsafeMutablePointer<fmpq_mpoly_struct>

        init(ring: PolynomialRing) {
            self.ring = ring
            pointer = .allocate(capacity: 1)
            fmpq_mpoly_init(pointer, ring.context)
        }

        deinit {
            fmpq_mpoly_clear(pointer, ring.context)
            pointer.deallocate()
        }
    }

    private init(storage: Storage) { self.storage = storage }

    static func make(
        in ring: PolynomialRing, _ body: (UnsafeMutablePointer<fmpq_mpoly_struct>) -> Void
    ) -> Polynomial {
        let storage = Storage(ring: ring)
        body(storage.pointer)
        return Polynomial(storage: storage)
    }

    func withFLINT<Result>(_ body: (UnsafePointer<fmpq_mpoly_struct>) -> Result) -> Result {
        withExtendedLifetime(storage) { body(UnsafePointer(storage.pointer)) }
    }

    mutating func withMutableFLINT(_ body: (UnsafeMutablePointer<fmpq_mpoly_struct>) -> Void) {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage(ring: ring)
            fmpq_mpoly_set(copy.pointer, storage.pointer, ring.context)
            storage = copy
        }
        body(storage.pointer)
    }

    public var ring: PolynomialRing { storage.ring }

    // MARK: Properties

    public var isZero: Bool { withFLINT { fmpq_mpoly_is_zero($0, ring.context) != 0 } }
    public var isOne: Bool { withFLINT { fmpq_mpoly_is_one($0, ring.context) != 0 } }

    /// The value of a constant polynomial; `nil` for any other.
    public var constantValue: Rational? {
        guard withFLINT({ fmpq_mpoly_is_fmpq($0, ring.context) != 0 }) else { return nil }
        return withFLINT { value in Rational.makeFromFLINT { fmpq_mpoly_get_fmpq($0, value, ring.context) } }
    }

    /// The number of terms.
    public var totalTermCount: Int { withFLINT { fmpq_mpoly_length($0, ring.context) } }

    /// The total degree; -1 for zero. `Int.max` when it fits in no machine word.
    public var degree: Int {
        withFLINT {
            fmpq_mpoly_total_degree_fits_si($0, ring.context) != 0
                ? fmpq_mpoly_total_degree_si($0, ring.context) : .max
        }
    }

    /// The degree in one variable; -1 for zero.
    public func degree(in variable: Int) -> Int {
        precondition(ring.variables.indices.contains(variable), "no such variable")
        return withFLINT {
            fmpq_mpoly_degrees_fit_si($0, ring.context) != 0
                ? fmpq_mpoly_degree_si($0, variable, ring.context) : .max
        }
    }

    /// The coefficient of the largest monomial; 0 for zero.
    public var leadingCoefficient: Rational { isZero ? 0 : coefficient(ofTerm: 0) }

    func coefficient(ofTerm position: Int) -> Rational {
        withFLINT { value in
            Rational.makeFromFLINT { fmpq_mpoly_get_term_coeff_fmpq($0, value, position, ring.context) }
        }
    }

    func exponents(ofTerm position: Int) -> [Int] {
        let count = ring.variables.count
        if count == 0 { return [] }
        let exponents = [UInt](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let start = buffer.baseAddress else { return }
            withFLINT { fmpq_mpoly_get_term_exp_ui(start, $0, position, ring.context) }
            initialized = count
        }
        return exponents.map { Int($0) }
    }
}

extension Polynomial: Hashable {
    public static func == (left: Polynomial, right: Polynomial) -> Bool {
        if left.storage === right.storage { return true }
        guard left.ring.isSame(as: right.ring) else { return false }
        return left.withFLINT { a in right.withFLINT { b in fmpq_mpoly_equal(a, b, left.ring.context) != 0 } }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(totalTermCount)
        if !isZero {
            hasher.combine(exponents(ofTerm: 0))
            hasher.combine(coefficient(ofTerm: 0))
            hasher.combine(coefficient(ofTerm: totalTermCount - 1))
        }
    }
}
