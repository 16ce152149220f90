import CFLINT

/// A complex rectangle `x + i y` of two real balls: an enclosure of an unknown complex number.
///
/// The contract is that of `Ball`: a result contains `f(z)` for every point `z` of the operands, `precision` decides
/// only how tight it is, and where a function is undefined or unbounded the result is not finite. Functions with a
/// branch cut (`log`, `sqrt`, powers) take their principal value; a rectangle that crosses the cut yields an
/// enclosure of the values on both sides.
public struct ComplexBall: Sendable {
    private(set) var storage: Storage

    /// Owns one Arb rectangle; written only while uniquely referenced.
    final class Storage: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<acb_struct>

        init() {
            pointer = .allocate(capacity: 1)
            acb_init(pointer)
        }

        deinit {
            acb_clear(pointer)
            pointer.deallocate()
        }
    }

    package static func make(_ body: (UnsafeMutablePointer<acb_struct>) -> Void) -> ComplexBall {
        let storage = Storage()
        body(storage.pointer)
        return ComplexBall(storage: storage)
    }

    private init(storage: Storage) { self.storage = storage }

    package func withArb<Result>(_ body: (UnsafePointer<acb_struct>) -> Result) -> Result {
        withExtendedLifetime(storage) { body(UnsafePointer(storage.pointer)) }
    }

    public init(_ real: Ball, _ imaginary: Ball = Ball(0)) {
        self = ComplexBall.make { result in
            real.withArb { x in imaginary.withArb { y in acb_set_arb_arb(result, x, y) } }
        }
    }

    public init(_ real: Rational, _ imaginary: Rational = 0, precision: Int) {
        self.init(Ball(real, precision: precision), Ball(imaginary, precision: precision))
    }

    public static let imaginaryUnit = make { acb_onei($0) }

    public var real: Ball { withArb { value in Ball.make { acb_get_real($0, value) } } }
    public var imaginary: Ball { withArb { value in Ball.make { acb_get_imag($0, value) } } }

    public var isFinite: Bool { withArb { acb_is_finite($0) != 0 } }

    /// Whether both radii are zero.
    public var isExact: Bool { withArb { acb_is_exact($0) != 0 } }

    public var relativeAccuracyBits: Int { withArb { acb_rel_accuracy_bits($0) } }

    public var containsZero: Bool { withArb { acb_contains_zero($0) != 0 } }

    public func contains(_ other: ComplexBall) -> Bool {
        withArb { a in other.withArb { acb_contains(a, $0) != 0 } }
    }

    /// Whether the rectangles have a point in common. When not, the enclosed numbers differ.
    public func overlaps(_ other: ComplexBall) -> Bool {
        withArb { a in other.withArb { acb_overlaps(a, $0) != 0 } }
    }

    public func isNonzero() -> Certainty {
        withArb { Certainty(yes: acb_contains_zero($0) == 0, no: acb_is_zero($0) != 0) }
    }
}

extension ComplexBall: CustomStringConvertible {
    /// `[1.50 +/- 1e-9] + [0.2 +/- 3e-9]i`, each part as in `Ball.description(digits:)`.
    public func description(digits: Int) -> String {
        "\(real.description(digits: digits)) + \(imaginary.description(digits: digits))i"
    }

    public var description: String { description(digits: 15) }
}
