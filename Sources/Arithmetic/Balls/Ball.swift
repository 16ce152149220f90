import CFLINT

/// A real ball `[m - r, m + r]` of Arb: an enclosure of an unknown real number.
///
/// Contract of every operation: the result contains `f(x)` for all points `x` of the operand balls. `precision`
/// is the working precision of the midpoint in bits, at least 2: it decides how tight a result is, never whether it
/// is right. Where a function is undefined or unbounded on the operand the result is not finite (a ball with
/// infinite radius or a midpoint that is no number); test `isFinite` before concluding anything else.
///
/// Predicates are three-valued. There is no `==`: two enclosures of one number are rarely equal, and equal
/// enclosures do not make their contents equal.
public struct Ball: Sendable {
    private(set) var storage: Storage

    /// Owns one Arb ball; written only while uniquely referenced.
    final class Storage: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<arb_struct>

        init() {
            pointer = .allocate(capacity: 1)
            arb_init(pointer)
        }

        deinit {
            arb_clear(pointer)
            pointer.deallocate()
        }
    }

    private init(adopting storage: Storage) { self.storage = storage }

    package static func make(_ body: (UnsafeMutablePointer<arb_struct>) -> Void) -> Ball {
        let storage = Storage()
        body(storage.pointer)
        return Ball(adopting: storage)
    }

    package func withArb<Result>(_ body: (UnsafePointer<arb_struct>) -> Result) -> Result {
        withExtendedLifetime(storage) { body(UnsafePointer(storage.pointer)) }
    }

    mutating func withMutableArb(_ body: (UnsafeMutablePointer<arb_struct>) -> Void) {
        if !isKnownUniquelyReferenced(&storage) {
            let copy = Storage()
            arb_set(copy.pointer, storage.pointer)
            storage = copy
        }
        body(storage.pointer)
    }

    // MARK: Making balls

    /// An enclosure of `value`; exact when the value fits in `precision` bits.
    public init(_ value: Rational, precision: Int) {
        self = Ball.make { result in
            value.withFLINT { arb_set_fmpq(result, $0, precision) }
        }
    }

    /// Exactly `value`.
    public init(_ value: Int) {
        self = Ball.make { arb_set_si($0, value) }
    }

    /// Encloses `[midpoint - radius, midpoint + radius]`; the radius must not be negative.
    public init(midpoint: Rational, radius: Rational, precision: Int) {
        precondition(radius.sign >= 0, "a radius is not negative")
        let error = Ball(radius, precision: precision)
        self = Ball.make { result in
            midpoint.withFLINT { arb_set_fmpq(result, $0, precision) }
            error.withArb { arb_add_error(result, $0) }
        }
    }

    /// Encloses `[lower, upper]`; the bounds must be in order.
    public init(lower: Rational, upper: Rational, precision: Int) {
        precondition(lower <= upper, "bounds out of order")
        self = Ball(lower, precision: precision).union(Ball(upper, precision: precision), precision: precision)
    }

    /// The whole real line.
    public static var realLine: Ball { make { arb_zero_pm_inf($0) } }

    public static func pi(precision: Int) -> Ball { make { arb_const_pi($0, precision) } }

    // MARK: The ball itself

    /// Whether the ball is a bounded interval. Every conclusion about an undefined expression begins here.
    public var isFinite: Bool { withArb { arb_is_finite($0) != 0 } }

    /// Whether the radius is zero.
    public var isExact: Bool { withArb { arb_is_exact($0) != 0 } }

    /// The number of correct bits that the radius leaves to the midpoint, at least about `-precision`.
    public var relativeAccuracyBits: Int { withArb { arb_rel_accuracy_bits($0) } }

    /// The nearest double to the midpoint: an estimate.
    public var midpointEstimate: Double {
        withArb { ball in withUnsafePointer(to: ball.pointee.mid) { arf_get_d($0, CFLINT_ROUND_NEAREST) } }
    }

    /// The midpoint, rounded to nearest: an estimate.
    public func midpoint(precision: Int) -> Real {
        withArb { ball in
            withUnsafePointer(to: ball.pointee.mid) { mid in Real.make(precision: precision) { _ = arf_get_mpfr($0, mid, MPFR_RNDN) } }
        }
    }

    /// The radius as a double, rounded up or nearest: an estimate.
    public var radiusEstimate: Double {
        withArb { ball in withUnsafePointer(to: ball.pointee.rad) { mag_get_d($0) } }
    }

    /// A rational lower bound of the ball within about `precision` bits; `nil` when there is none or when its
    /// binary exponent exceeds a million.
    public func lowerBound(precision: Int) -> Rational? {
        bound { target in withArb { arb_get_lbound_arf(target, $0, precision) } }
    }

    /// A rational upper bound of the ball, as `lowerBound`.
    public func upperBound(precision: Int) -> Rational? {
        bound { target in withArb { arb_get_ubound_arf(target, $0, precision) } }
    }

    private func bound(_ write: (UnsafeMutablePointer<arf_struct>) -> Void) -> Rational? {
        let bound = UnsafeMutablePointer<arf_struct>.allocate(capacity: 1)
        arf_init(bound)
        defer {
            arf_clear(bound)
            bound.deallocate()
        }
        guard isFinite else { return nil }
        write(bound)
        guard arf_is_finite(bound) != 0 else { return nil }
        // Beyond this exponent the exact rational would be larger than anything useful.
        let exponentLimit = 1_000_000
        guard arf_is_zero(bound) != 0 || abs(arf_abs_bound_lt_2exp_si(bound)) <= exponentLimit else { return nil }
        return Rational.makeFromFLINT { arf_get_fmpq($0, bound) }
    }
}
