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
        /// Find the best value of the named parameter for which an inequality is proved.
        case best(String)
        /// Find the values of the named parameter for which an inequality is proved.
        case forWhich(String)
        /// The least or greatest value of the goal's left side on the ranges of the named parameters, for all values of the others; of all where none is named.
        case optimise(isMinimum: Bool, digits: Int, over: [String] = [])
        /// Enclosures of the goal's left side on the range of the named parameter.
        case plot(String, isLogarithmic: Bool)
    }

    public let statement: Statement
    /// The statement with its text, where it was read from one.
    let reading: StatementReading?
    public var question: Question
    /// Bits of the ball arithmetic in the numeric self-check.
    public var precision: Int
    public var limits: Limits
    /// The inequalities were written with `>=` or `>`, and stand in the statement the other way round.
    public var isWrittenBackwards = false

    public init(statement: Statement, question: Question = .decide, precision: Int = 128, limits: Limits = Limits()) {
        self.init(statement, nil, question, precision, limits)
    }

    public init(reading: StatementReading, question: Question = .decide, precision: Int = 128, limits: Limits = Limits()) {
        self.init(reading.statement, reading, question, precision, limits)
    }

    /// The same question about the statement as it reads from its text.
    func read() throws -> Task {
        if reading != nil { return self }
        var result = Task(reading: try StatementReading(statement), question: question, precision: precision, limits: limits)
        result.isWrittenBackwards = isWrittenBackwards
        return result
    }

    /// A question about another statement, within the same limits.
    func asking(_ question: Question = .decide, about statement: Statement) -> Task {
        var result = Task(statement: statement, question: question, precision: precision, limits: limits)
        result.isWrittenBackwards = isWrittenBackwards
        return result
    }

    /// Values of the sides of a relation in the order in which the reader wrote them.
    func asWritten<Value>(_ relation: Relation, _ left: Value, _ right: Value) -> (left: Value, right: Value) {
        isWrittenBackwards && relation.op != .equal ? (right, left) : (left, right)
    }

    private init(_ statement: Statement, _ reading: StatementReading?, _ question: Question, _ precision: Int, _ limits: Limits) {
        self.statement = statement
        self.reading = reading
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
