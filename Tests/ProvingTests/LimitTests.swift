import Kernel
import Testing

@testable import Proving

/// Limits in a parameter: each true value beside a false one.
@Suite struct LimitTests {
    private static let declarations = """
        param γ, x
        param δ in [-3, 0)
        param t, a, b > 0
        param p > 1
        param n integer >= 1
        space v in R^3

        """

    private static func outcome(_ claim: String) throws -> Outcome {
        try IntegralTrapTests.outcome(declarations + "claim c: " + claim)
    }

    static let values: [(limit: String, value: String, wrong: String)] = [
        // Rational functions and roots.
        ("lim[γ -> -3] (4 - γ²/(11/2))", "26/11", "1"),
        ("lim[t -> oo] (sqrt(t² + t) - t)", "1/2", "0"),
        ("lim[b -> a] (b³ - a³)/(b - a)", "3 a²", "3 a"),
        // Elementary functions.
        ("lim[x -> 0] (1 - cos x)/x²", "1/2", "1"),
        ("lim[x -> 0] (tan x - x)/x³", "1/3", "1/6"),
        ("lim[t -> oo] (1 + a/t)^t", "exp(a)", "exp(-a)"),
        ("lim[p -> 1] (a^p - a)/(p - 1)", "a log a", "log a"),
        ("lim[t -> 0] (1 - exp(-4 t))/(1 - exp(-2 t))", "2", "1"),
        ("lim[t -> oo] (1 - exp(-4 t))/(1 - exp(-2 t))", "1", "2"),
        ("lim[t -> oo] log(t)/t^a", "0", "1"),
        ("lim[t -> oo] t^a exp(-b t)", "0", "a/b"),
        ("lim[t -> oo] t exp(t²) (1 - erf(t))", "1/sqrt(pi)", "1/2"),
        ("lim[t -> oo] sin(t)/t", "0", "1"),
        ("lim[t -> oo] t (pi/2 - atan(t))", "1", "pi/2"),
        ("lim[t -> oo] (exp(2 t) + t)^(1/t)", "exp(2)", "exp(1)"),
        ("lim[t -> oo] t^2 exp(-t)", "0", "oo"),
        // Γ at its poles and at infinity.
        ("lim[γ -> -3] (3 + γ) gammafn(3 + γ)", "1", "2"),
        ("lim[γ -> -5] (5 + γ) gammafn(3 + γ)", "1/2", "-1/2"),
        ("lim[t -> oo] gammafn(t + 1/2)/(sqrt(t) gammafn(t))", "1", "1/2"),
        ("lim[n -> oo] gammafn(n + 1)^(1/n)/n", "exp(-1)", "1"),
        ("lim[δ -> -3] (3 + δ) ∫[v] |v|^δ exp(-|v|²/2)", "4 pi", "2 pi"),
        // Infinite ones.
        ("lim[δ -> -3] gammafn(3 + δ)", "oo", "-oo"),
        ("lim[t -> oo] (log t - t)", "-oo", "oo"),
    ]

    @Test(arguments: values.map { "\($0.limit) = \($0.value)" }) func valuesAreProved(claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).verdict == .proved)
    }

    @Test(arguments: values.map { "\($0.limit) = \($0.wrong)" }) func wrongValuesAreRefuted(claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .refuted, "\(claim): \(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).verdict == .refuted)
    }

    /// A limit that does not exist, or that leading terms do not show, is neither.
    @Test(arguments: [
        "lim[x -> 0] 1/x = oo", "lim[x -> 0] |x|/x = 1", "lim[t -> oo] sin(t) = 0", "lim[x -> 0] sin(1/x) = 0", "lim[t -> oo] cos(2 pi t) = 1", "lim[x -> 0] cos(2 pi/x) = 1",
        "lim[p -> 1] (a^p - 1)/(p - 1) = log a", "lim[t -> -1] t = -1", "lim[δ -> 1] δ = 1", "lim[δ -> oo] 1/δ = 0",
        "lim[n -> 2] n = 2",
    ]) func nothingIsClaimedOfOthers(claim: String) throws {
        #expect(try Self.outcome(claim).verdict == .unknown, "\(claim)")
    }

    /// Coefficients that have no value: the limit is of nothing, whatever it would be.
    @Test(arguments: [
        "log(-t)/t0", "sqrt(-t)/t0", "1/(γ - γ)/t0", "gammafn(-2)/t0", "log(γ)/t0 provided γ < 0", "γ^x/t0 provided γ < 0", "tan(pi/2)/t0", "log(log(a))/t0 provided a < 1",
        "log(-t) exp(-t0)", "sign(γ - γ)/t0", "(lim[b -> oo] log(-t)/b)/t0",
    ]) func undefinedCoefficientsAreNoLimit(expression: String) throws {
        for value in ["0", "1"] {
            let parts = expression.split(separator: " provided ")
            let claim = "lim[t0 -> oo] (\(parts[0])) = \(value)" + (parts.count > 1 ? " provided \(parts[1])" : "")
            let outcome = try IntegralTrapTests.outcome("param t0 > 0\n" + Self.declarations + "claim c: " + claim)
            #expect(outcome.verdict == .unknown, "\(claim)")
            #expect(outcome.internalError == nil, "\(claim)")
        }
    }

    /// Those that have a value for some parameters: the limit is one there.
    @Test(arguments: [("log(γ)", "γ > 0"), ("1/γ", "γ ≠ 0"), ("sqrt(γ - x)", "γ - x ≥ 0"), ("log(a)", nil), ("a^γ", nil), ("γ²", nil)] as [(String, String?)])
    func coefficientsAreConditions(coefficient: String, condition: String?) throws {
        let outcome = try Self.outcome("lim[t -> oo] (\(coefficient)/t) = 0")
        #expect(outcome.verdict == .proved, "\(coefficient): \(outcome.reason ?? "")")
        #expect(outcome.sideConditions == [condition].compactMap { $0 }, "\(coefficient)")
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).conditions == outcome.sideConditions)
        let wrong = try Self.outcome("lim[t -> oo] (\(coefficient)/t) = 1")
        #expect(wrong.verdict == (condition == "γ - x ≥ 0" ? .unknown : .refuted), "\(coefficient): \(wrong.reason ?? "")")
    }

    /// Euler's constant has no closed form here.
    @Test func valuesOnTheWaySupport() throws {
        let outcome = try Self.outcome("lim[δ -> -3] (gammafn(3 + δ) - 1/(3 + δ)) = -0.5772156649")
        #expect(outcome.verdict == .supported)
        #expect(outcome.table.count == 6)
        #expect(try Self.outcome("lim[δ -> -3] (gammafn(3 + δ) - 1/(3 + δ)) = -0.5").verdict == .unknown)
    }

    @Test func theValueIsOffered() throws {
        #expect(try Self.outcome("lim[x -> 0] (1 - cos x)/x² = 1").repair == "the limit is 1/2")
    }

    /// The kernel derives the limit itself: evidence for another value is not accepted.
    @Test func evidenceIsForTheValue() throws {
        let text = Self.declarations + "claim c: lim[x -> 0] sin(x)/x = "
        let right = try IntegralTrapTests.outcome(text + "1"), certificate = try Certificate(text: #require(right.certificate))
        var forged = certificate
        forged.statement.goal = .relation(Relation(try #require(forged.statement.goal.relations?.first).left, .equal, .number(2)))
        #expect(throws: (any Error).self) { try Kernel.check(forged) }
    }
}
