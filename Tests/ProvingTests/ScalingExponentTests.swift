import Kernel
import Testing

@testable import Proving

/// Exponents that scaling leaves, and refutations of inequalities with others.
@Suite struct ScalingExponentTests {
    private static let declarations = """
        param d integer >= 1
        param n integer >= 3
        param C > 0
        param C0
        param a >= 0
        param m > 1
        space v, w in R^d
        space x in R^n
        space y, z in R^3
        space s in R
        space θ0 in (0, 1)
        space τ in T^2
        function u(v) decaying
        function χ(v) decaying
        function U(x)
        function f(y) > 0 decaying
        function g(y) > 0 decaying
        function h(s) decaying
        function k(θ0)
        function b(v) decaying where |b| <= 1
        function l(τ)
        density ρ(v)

        """

    private static func outcome(_ claim: String, _ unknowns: [String]) throws -> Outcome {
        let cell = declarations + "param \(unknowns.joined(separator: ", "))\nclaim c: \(claim)"
        guard let statement = try IntegralIdentity.statements(cell).last?.statement else { throw IntegralIdentity.Failure(text: cell) }
        return Prover.run(Task(statement: statement, question: .find(unknowns)))
    }

    static let exponents: [(String, [String], String)] = [
        ("(∫[v] |u|^4)^(1/4) <= C (∫[v] |∇u|²)^(p/2) (∫[v] u²)^((1-p)/2)", ["p"], "only p = 1/4 d is possible"),
        ("(∫[v] |u|^m)^(1/m) <= C (∫[v] |∇u|²)^(p/2) (∫[v] u²)^((1-p)/2)", ["p"], "only p = 1/2 d (m - 2)/m is possible"),
        ("(∫[x] |U|^q)^(1/q) <= C (∫[x] |∇U|²)^(1/2)", ["q"], "only q = 2 n/(n - 2) is possible"),
        ("(∫[x] |∇U|^q)^(1/q) <= C (∫[x] (ΔU)²)^(1/2)", ["q"], "only q = 2 n/(n - 2) is possible"),
        ("∫[x] U²/|x|^q <= C ∫[x] |∇U|²", ["q"], "only q = 2 is possible"),
        ("∫[v] |v|^a u² <= C (∫[v] |v|^(2 a) u²)^p (∫[v] u²)^q", ["p", "q"], "only p = 1/2, q = 1/2 is possible"),
        ("∫[v] u² χ² <= C (∫[v] u^4)^p (∫[v] χ^4)^q", ["p", "q"], "only p = 1/2, q = 1/2 is possible"),
        ("∫[y, z] f(y) g(z)/|y-z| <= C (∫[y] f^r)^(1/r) (∫[y] g^r)^(1/r)", ["r"], "only r = 6/5 is possible"),
        ("∫[v] ρ^(5/3) <= C (∫[v] |∇ρ|²/ρ)^p", ["p"], "only p = 1/3 d is possible"),
        ("(∫[s] h²)² <= C (∫[s] s² h²)^p (∫[s] ∂[s](h)²)^(2-p)", ["p"], "only p = 1 is possible"),
    ]

    @Test(arguments: exponents) func onlyTheseArePossible(claim: String, unknowns: [String], value: String) throws {
        let outcome = try Self.outcome(claim, unknowns)
        #expect(outcome.verdict == .proved, "\(outcome.reason ?? "")")
        #expect(outcome.value == value)
        #expect(outcome.evidence.hasPrefix("necessary by scaling"))
        // What the kernel accepts is how the integrals scale, not the inequality.
        let theorem = try Kernel.check(Certificate(text: #require(outcome.certificate)))
        #expect(theorem.verdict == .proved && theorem.statement.goal.relations?.allSatisfy { $0.op == .equal } == true)
    }

    /// At a = 0 more exponents are possible.
    @Test func valuesThatLeaveMore() throws {
        #expect(try Self.outcome("∫[v] |v|^a u² <= C (∫[v] |v|^(2 a) u²)^p (∫[v] u²)^q", ["p", "q"]).sideConditions == ["a ≠ 0"])
        #expect(try Self.outcome("(∫[x] |U|^q)^(1/q) <= C (∫[x] |∇U|²)^(1/2)", ["q"]).sideConditions == ["q > 0"])
    }

    /// Where the inequality holds with these exponents, and is proved, that is the answer.
    @Test func theInequalityItself() throws {
        let outcome = try Self.outcome("∫[v] |∇u|² <= (∫[v] (Δu)²)^p (∫[v] u²)^q", ["p", "q"])
        #expect(outcome.verdict == .proved && outcome.value == "p = 1/2, q = 1/2")
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).statement.goal.relations?.first?.op == .lessOrEqual)
    }

    static let refusals: [(String, [String], String)] = [
        ("∫[v] |∇u|² <= C (∫[v] u²)^p", ["p"], "no exponents make both sides scale alike: 4/d would have to vanish"),
        ("∫[v] |∇u|² <= C (∫[v] (Δu)² + ∫[v] u²)^p", ["p"], "the sides are no powers of λ under u -> u(λ x): the terms of "),
        ("∫[v] (u + u²)² <= C (∫[v] u²)^p", ["p"], "the sides are no powers of λ under u -> u(λ x): the terms of "),
        // The left side need not be positive.
        ("C0 ∫[v] |∇u|² <= C (∫[v] (Δu)²)^p (∫[v] u²)^(1-p)", ["p"], "by scaling only p = 1/2 is possible, where C0 "),
        ("∫[v] u^3 <= C (∫[v] |∇u|²)^p (∫[v] u²)^q", ["p", "q"], "by scaling only "),
        ("∫[v] (tr(∇²u) - Δu)² <= C (∫[v] u²)^p (∫[v] |∇u|²)^(1 - p)", ["p"], "by scaling only p = -1 is possible, if "),
        // Domains without dilations, and functions with conditions.
        ("∫[θ0] k² <= C (∫[θ0] ∂[θ0](k)²)^p", ["p"], "the sides are no powers of λ under u -> u(λ x): dilations do not map the space of θ0 onto itself"),
        ("∫[τ] l² <= C (∫[τ] |∇l|²)^p", ["p"], "the sides are no powers of λ under u -> u(λ x): dilations do not map the space of τ onto itself"),
        ("∫[v] b^4 <= C (∫[v] b²)^p", ["p"], ""),
        ("∫[v] |u|^4 <= C ∫[v] u²", ["p"], "both sides scale differently whatever p may be"),
    ]

    @Test(arguments: refusals) func nothingIsSaid(claim: String, unknowns: [String], reason: String) throws {
        let outcome = try Self.outcome(claim, unknowns)
        #expect(outcome.verdict == .unknown)
        #expect(outcome.reason?.hasPrefix(reason) == true, "\(outcome.reason ?? "") \(outcome.value ?? "")")
    }

    /// With small or large variances, whatever the constant.
    static let wrong = [
        "(∫[y] f^4)^(1/4) <= 1000 (∫[y] |∇f|²)^(1/2)", "(∫[y] f^3)^(1/3) <= 1000 (∫[y] f²)^(1/2)", "∫[v] |∇u|² <= 1000000 ∫[v] u²",
        "∫[x] U²/|x|² <= 1000 ∫[x] (ΔU)²", "(∫[y] f^4)^(1/4) <= 5 (∫[y] |∇f|²)^(1/4) (∫[y] f²)^(1/4)",
    ]

    @Test(arguments: wrong) func othersAreRefuted(claim: String) throws {
        guard let statement = try IntegralIdentity.statements(Self.declarations + "claim c: " + claim).last?.statement else { throw IntegralIdentity.Failure(text: claim) }
        let outcome = Prover.run(Task(statement: statement))
        #expect(outcome.verdict == .refuted, "\(outcome.reason ?? "")")
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).verdict == .refuted)
    }

    /// With the right exponents no Gaussian refutes.
    static let right = [
        "(∫[y] f^6)^(1/6) <= 1000 (∫[y] |∇f|²)^(1/2)", "(∫[y] f^4)^(1/4) <= 1000 (∫[y] |∇f|²)^(3/8) (∫[y] f²)^(1/8)", "∫[y] f²/|y|² <= 5 ∫[y] |∇f|²",
    ]

    @Test(arguments: right) func theseAreNot(claim: String) throws {
        guard let statement = try IntegralIdentity.statements(Self.declarations + "claim c: " + claim).last?.statement else { throw IntegralIdentity.Failure(text: claim) }
        #expect(Prover.run(Task(statement: statement)).verdict != .refuted)
    }
}
