import CFLINT

extension Ball {
    /// Whether the point belongs to the ball. A question about the ball, decided exactly.
    public func contains(_ value: Rational) -> Bool {
        withArb { ball in value.withFLINT { arb_contains_fmpq(ball, $0) != 0 } }
    }

    /// Whether every point of `other` belongs to the ball.
    public func contains(_ other: Ball) -> Bool { withArb { a in other.withArb { arb_contains(a, $0) != 0 } } }

    public var containsZero: Bool { withArb { arb_contains_zero($0) != 0 } }

    /// Whether the two balls have a point in common. When not, the enclosed numbers differ.
    public func overlaps(_ other: Ball) -> Bool { withArb { a in other.withArb { arb_overlaps(a, $0) != 0 } } }

    /// Whether the enclosed number is positive.
    public func isPositive() -> Certainty {
        withArb { Certainty(yes: arb_is_positive($0) != 0, no: arb_is_nonpositive($0) != 0) }
    }

    public func isNegative() -> Certainty {
        withArb { Certainty(yes: arb_is_negative($0) != 0, no: arb_is_nonnegative($0) != 0) }
    }

    public func isNonnegative() -> Certainty { !isNegative() }

    public func isNonzero() -> Certainty {
        withArb { Certainty(yes: arb_contains_zero($0) == 0, no: arb_is_zero($0) != 0) }
    }

    /// Whether the enclosed number is less than the one enclosed by `other`.
    public func isLess(than other: Ball) -> Certainty {
        withArb { a in other.withArb { b in Certainty(yes: arb_lt(a, b) != 0, no: arb_ge(a, b) != 0) } }
    }
}

extension Ball: CustomStringConvertible {
    /// Decimal text that encloses the ball, `[3.14159265 +/- 3.6e-9]`, with at most `digits` digits of the
    /// midpoint, all of them correct up to one unit in the last place.
    public func description(digits: Int) -> String {
        withArb { ball in Ball.text(arb_get_str(ball, max(digits, 1), 0)) }
    }

    /// The digits that are certainly right, without the error bound: an estimate for display.
    public func midpointDescription(digits: Int) -> String {
        withArb { ball in Ball.text(arb_get_str(ball, max(digits, 1), CFLINT_WITHOUT_RADIUS)) }
    }

    public var description: String { description(digits: 15) }

    static func text(_ characters: UnsafeMutablePointer<CChar>?) -> String {
        guard let characters else { return "" }
        defer { flint_free(characters) }
        return String(cString: characters)
    }
}
