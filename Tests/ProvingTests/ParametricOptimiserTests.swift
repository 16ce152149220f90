import Expressions
import Kernel
import Testing

@testable import Proving

/// Optima in terms of parameters that are not varied.
@Suite struct ParametricOptimiserTests {
    private static func outcome(_ expression: String, over names: [String], _ declarations: String, isMinimum: Bool) throws -> Outcome {
        let cell = declarations + "\nclaim c: \(expression) = 0"
        guard let statement = try IntegralIdentity.statements(cell).last?.statement else { throw IntegralIdentity.Failure(text: cell) }
        return Prover.run(Task(statement: statement, question: .optimise(isMinimum: isMinimum, digits: 15, over: names)))
    }

    static let parameters = "param a, b, c, p, q > 0\nparam r > 1\nparam k in (0, 1)\nparam λ\n"

    static let minima: [(String, String, String)] = [
        ("a x + b/x", "param x > 0", "minimum 2 sqrt(a b) at x = sqrt(b/a)"),
        ("a x^p + b x^(-q)", "param x > 0", "minimum (p + q) (a/q)^(q/(p + q)) (b/p)^(p/(p + q)) at x = (b q/(a p))^((p + q)^(-1))"),
        ("a x^2 - b x", "param x > 0", "minimum -1/4 b^2/a at x = 1/2 b/a"),
        ("a x^2 + c", "param x in [0, 1]", "minimum c at x = 0"),
        ("x^r/r - a x", "param x > 0", "minimum (-r + 1) a^(r/(r - 1))/r at x = a^((r - 1)^(-1))"),
        ("exp(x) - a x", "param x", "minimum (-log(a) + 1) a at x = log(a)"),
        ("a exp(x) + b exp(-x)", "param x", "minimum 2 sqrt(a b) at x = log(b/a)/2"),
        ("a/x + b/(1 - x)", "param x in (0, 1)", "minimum (sqrt(a) + sqrt(b))^2 at x = sqrt(a)/(sqrt(a) + sqrt(b))"),
        ("sqrt(a² + x²) - x/2", "param x > 0", "minimum 1/2 a sqrt(3) at x = a/sqrt(3)"),
        ("|x - k|", "param x in (0, 1)", "minimum 0 at x = k"),
        ("log(1 + a x²)", "param x", "minimum 0 at x = 0"),
        ("a x log x", "param x > 0", "minimum -a exp(-1) at x = exp(-1)"),
    ]

    static let maxima: [(String, String, String)] = [
        ("x^p exp(-c x)", "param x > 0", "maximum (p/c)^p exp(-p) at x = p/c"), ("λ x - x log x", "param x > 0", "maximum exp(λ - 1) at x = exp(λ - 1)"),
        ("x exp(-c x²)", "param x > 0", "maximum exp(-1/2)/sqrt(2 c) at x = (2 c)^(-1/2)"), ("x/(a + x²)", "param x > 0", "maximum 1/2/sqrt(a) at x = sqrt(a)"),
        ("x^p/(1 + x)^(p + q)", "param x > 0", "maximum p^p (p + q)^(-p - q) q^q at x = p/q"),
    ]

    @Test(arguments: minima) func minimaInParameters(expression: String, declarations: String, value: String) throws {
        try check(Self.outcome(expression, over: ["x"], Self.parameters + declarations, isMinimum: true), value)
    }

    @Test(arguments: maxima) func maximaInParameters(expression: String, declarations: String, value: String) throws {
        try check(Self.outcome(expression, over: ["x"], Self.parameters + declarations, isMinimum: false), value)
    }

    private func check(_ outcome: Outcome, _ value: String) throws {
        #expect(outcome.verdict == .proved, "\(outcome.reason ?? "")")
        #expect(outcome.value == value)
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).verdict == .proved)
    }

    @Test func twoVariables() throws {
        try check(
            Self.outcome("a x + b y + c/(x y)", over: ["x", "y"], Self.parameters + "param x, y > 0", isMinimum: true),
            "minimum 3 (a b c)^(1/3) at x = (b c)^(1/3)/a^(2/3), y = (a c)^(1/3)/b^(2/3)")
    }

    /// Conditions on the parameters are used, those on what varies are no ranges.
    @Test func conditions() throws {
        let declarations = "param a, b > 0\nparam x in (0, 1)\n"
        let claim = "claim c: a x² - b x = 0 provided "
        func outcome(_ condition: String) throws -> Outcome {
            guard let statement = try IntegralIdentity.statements(declarations + claim + condition).last?.statement else { throw IntegralIdentity.Failure(text: condition) }
            return Prover.run(Task(statement: statement, question: .optimise(isMinimum: true, digits: 15, over: ["x"])))
        }
        try check(outcome("b < a"), "minimum -1/4 b^2/a at x = 1/2 b/a")
        #expect(try outcome("x < a").verdict == .unknown)
        #expect(try outcome("b < 3 a").verdict == .unknown)
    }

    static let refusals: [(String, Bool, String, String, String)] = [
        // The place may lie outside of the range.
        ("(x - a)²", true, "param a > 0", "param x in (0, 1)", "where the minimum is taken depends on the parameters: at x = a for "),
        ("a x - x²", false, "param a > 0", "param x in [0, 1]", "where the maximum is taken depends on the parameters: at x = 1/2 a for "),
        // No sign.
        ("a x + 1/x", true, "param a", "param x > 0", "where the minimum is taken depends on the parameters: "),
        ("a x² - x", true, "param a", "param x", "where the minimum is taken depends on the parameters: "),
        // Not attained.
        ("a/x", true, "param a > 0", "param x > 0", "no minimum is attained on the range for all parameters: "),
        ("a x²", true, "param a > 0", "param x in (0, 1)", "no minimum is attained on the range for all parameters: "),
        ("x^a", true, "param a", "param x > 0", "no minimum is attained on the range for all parameters: "),
        // Convex for a > 1 only.
        ("x^a - a x", true, "param a > 0", "param x > 0", "where the minimum is taken depends on the parameters: at x = 1 for "),
        ("x^(2 - a) exp(-x)", false, "param a > 0", "param x > 0", "where the maximum is taken depends on the parameters: "),
        ("log(x - a)", true, "param a > 0", "param x > 0", "x - a > 0 is needed on the whole range"),
    ]

    @Test(arguments: refusals) func nothingIsSaid(expression: String, isMinimum: Bool, parameters: String, range: String, reason: String) throws {
        let outcome = try Self.outcome(expression, over: ["x"], parameters + "\n" + range, isMinimum: isMinimum)
        #expect(outcome.verdict == .unknown)
        #expect(outcome.reason?.hasPrefix(reason) == true, "\(outcome.reason ?? "") \(outcome.value ?? "")")
    }

    /// What all vary is as before.
    @Test func allVary() throws {
        #expect(try Self.outcome("x + y + 1/(x y)", over: ["x", "y"], "param x, y > 0", isMinimum: true).value == "minimum 3 at x = 1, y = 1")
        #expect(try Self.outcome("x + 2/x", over: ["x"], "param x > 0", isMinimum: true).value == "minimum 2 sqrt(2) at x = sqrt(2)")
    }
}
