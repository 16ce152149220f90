import Kernel

/// What is asked of the prover.
public struct Task: Hashable, Sendable {
    public enum Question: Hashable, Sendable {
        /// Prove or refute the statement.
        case decide
        /// Find values of the named parameters for which the statement holds identically.
        case find([String])
        /// The value of the goal's left side, its functions and parameters being given.
        case evaluate(digits: Int)
        /// Do both sides agree on the given functions?
        case check(digits: Int)
        /// A comparison of numbers, by enclosures.
        case certify(digits: Int)
        /// The least or greatest value of the goal's left side on the ranges of the parameters.
        case optimise(isMinimum: Bool, digits: Int)
    }

    public var statement: Statement
    public var question: Question
    /// Bits of the ball arithmetic in the numeric self-check.
    public var precision: Int
    public var limits: Limits

    public init(statement: Statement, question: Question = .decide, precision: Int = 128, limits: Limits = Limits()) {
        self.statement = statement
        self.question = question
        self.precision = precision
        self.limits = limits
    }
}

/// Deterministic limits of one claim.
public struct Limits: Hashable, Sendable {
    /// Terms of normal forms made in all.
    public var terms: Int
    public init(terms: Int = 5_000_000) { self.terms = terms }
}
