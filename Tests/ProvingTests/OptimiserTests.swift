import Expressions
import Kernel
import Testing

@testable import Proving

/// Least and greatest values with their places, and refusals where there are none.
@Suite struct OptimiserTests {
    private static func outcome(_ expression: String, _ declarations: String, isMinimum: Bool = true) throws -> Outcome {
        let cell = declarations + "\nclaim c: \(expression) = 0"
        guard let statement = try IntegralIdentity.statements(cell).last?.statement else { throw IntegralIdentity.Failure(text: cell) }
        return Prover.run(Task(statement: statement, question: .optimise(isMinimum: isMinimum, digits: 15)))
    }

    static let minima: [(String, String, String)] = [
        ("x + 1/x", "param x > 0", "minimum 2 at x = 1"),
        ("x + 2/x", "param x > 0", "minimum 2 sqrt(2) at x = sqrt(2)"),
        ("(3/2)/x/(1 - 3/2 x)", "param x in (0, 2/3)", "minimum 9 at x = 1/3"),
        ("x log x", "param x > 0", "minimum -exp(-1) at x = exp(-1)"),
        ("x^2", "param x in [1, 2]", "minimum 1 at x = 1"),
        ("x + y + 1/(x y)", "param x, y > 0", "minimum 3 at x = 1, y = 1"),
    ]

    @Test(arguments: minima) func exactMinima(expression: String, declarations: String, value: String) throws {
        let outcome = try Self.outcome(expression, declarations)
        #expect(outcome.verdict == .proved)
        #expect(outcome.value == value)
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).verdict == .proved)
    }

    @Test func maxima() throws {
        #expect(try Self.outcome("x exp(-x)", "param x in [0, 10]", isMinimum: false).value == "maximum exp(-1) at x = 1")
        #expect(try Self.outcome("x (1 - x)", "param x in [0, 1]", isMinimum: false).value == "maximum 1/4 at x = 1/2")
    }

    /// A condition that is no range is not left out.
    @Test func conditionsAreNotLeftOut() throws {
        #expect(try Self.outcome("x + y", "param x in [0, 2]\nparam y in [0, 2] where x + y <= 1", isMinimum: false).verdict == .unknown)
        let range = Parameter(name: "t", lower: .init(value: 0, isStrict: false), upper: .init(value: 9, isStrict: false))
        let narrower = Parameter(name: "t", lower: .init(value: 0, isStrict: true), upper: .init(value: 2, isStrict: false))
        #expect(range.intersection(narrower) == narrower && narrower.intersection(range) == narrower)
    }

    @Test func enclosedMinimum() throws {
        let outcome = try Self.outcome("exp(x) + 1/x", "param x in [1/10, 2]")
        #expect(outcome.verdict == .proved)
        #expect(outcome.value?.hasPrefix("minimum between [3.442277") == true)
    }

    static let notAttained = [
        ("x^2", "param x in (0, 1)", "the infimum 0 is not attained"), ("x", "param x > 0", "the infimum 0 is not attained"),
        ("1/x", "param x > 0", "no minimum is attained"), ("x^3 - x", "param x", "no minimum is attained"),
        ("log x", "param x in [-1, 2]", "x > 0 is needed on the whole range"), ("1/x", "param x in [-1, 1]", "x ≠ 0 is needed on the whole range"),
    ]

    @Test(arguments: notAttained) func refusals(expression: String, declarations: String, reason: String) throws {
        let outcome = try Self.outcome(expression, declarations)
        #expect(outcome.verdict == .unknown)
        #expect(outcome.reason?.hasPrefix(reason) == true, "\(outcome.reason ?? "") \(outcome.value ?? "")")
    }
}
