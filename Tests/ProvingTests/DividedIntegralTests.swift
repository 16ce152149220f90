import Kernel
import Proving
import Testing

/// Changes of variables that divide an integral: that the whole exists does not make the parts exist.
@Suite struct DividedIntegralTests {
    private static let declarations = """
        param d integer
        space s in R
        space q in (0,oo)
        space v in R^d
        function h(s)
        function k(s) decaying
        function hp(s) > 0
        function g(s) > 0, decaying
        function p(q) > 0, decaying
        function p1(q) decaying
        function u(v) decaying
        density f(s)
        density fe(s) even

        """

    private static func outcome(_ claim: String) throws -> Outcome { try IntegralTrapTests.outcome(declarations + "claim a: " + claim) }

    /// `h = 5 tanh` has 10 in place of 0, and Frullani's integrals are `p(0) log 2`; of even densities `∫fe/s` has no value.
    @Test(arguments: [
        "|∫[s] (h(s+1) - h(s))| <= 0", "|∫[q] (p(q) - p(2 q))/q| < 1", "|∫[s] (f(s) - f(2 s))/|s|| <= 0", "|∫[s] (h(2 s) - 1/2 h(s))| <= 0",
        "exp(∫[q] (p(q) - p(2 q))/q) <= 1", "∫[s] (f(s) - f(2 s))/|s| <= 1/10 ∫[s] f", "exists C > 0: |∫[s] (f(s) - f(2 s))/|s|| <= C",
        "log(1 + ∫[s] f) <= 1 + ∫[s] (hp(s+1) - hp(s))", "∫[s] f(s) (∫[s] (h(s+1) - h(s))) < 1", "(∫[s] (g(s)-g(2 s))/|s|)² <= (∫[s] g) (∫[s] g)",
        "|∫[v] (u(v)-u(2 v))/|v|^d| <= 1", "∫[s] fe/s < 1", "∫[s] (h(s+1) - h(s)) = 0", "∫[s] (f(s) - f(2 s))/|s| = 0",
    ])
    func partsThatDivergeProveNothing(claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim)")
    }

    @Test(arguments: [
        "|∫[s] (k(s+1) - k(s))| <= 0", "|∫[q] (p1(q) - 2 p1(2 q))| < 1", "|∫[s] (f(s) - f(2 s)) s²| <= 7/8 ∫[s] s² f", "|∫[s] (k(2 s) - 1/2 k(s))| <= 0",
        "exp(∫[s] (k(2 s) - 1/2 k(s))) <= 1", "exists C > 0: |∫[s] (k(s) - 2 k(2 s))| <= C", "∫[s] f(s) (∫[s] (k(s+1) - k(s))) < 1",
        "|∫[v] (u(v) - 2^d u(2 v))| <= 1", "∫[s] s fe < 1", "∫[s] (f(s+1) + f(2 s)) <= 2", "|∫[s] h(s+1)² - ∫[s] h²| <= 0", "∫[s] (k(s+1) - k(s)) = 0",
    ])
    func partsThatConvergeDo(claim: String) throws { try Self.outcome(claim).requireChecked(.proved, claim) }

    /// Parts that are not negative converge if the whole does.
    @Test func partsOfOneSign() throws {
        try Self.outcome("|∫[s] (h(s+1)² + h(s)²) - 2 ∫[s] h²| <= 0").requireChecked(.proved, "a sum")
        #expect(try Self.outcome("|∫[s] (h(s+1)² - h(s)²)| <= 0").verdict != .proved)
    }

    /// A power for which the parts converge is a condition.
    @Test func conditionsOfTheParts() throws {
        for claim in ["(f(s) - f(2 s)) |s|^a <= (1 + 2^(-a-1)) ∫[s] |s|^a f", "(f(s) - f(2 s)) |s|^a = (1 - 2^(-a-1)) ∫[s] |s|^a f"] {
            let cell = "space s in R\ndensity f(s)\nclaim a: ∫[s] " + claim
            let outcome = try IntegralTrapTests.outcome("param a\n" + cell)
            try outcome.requireChecked(.proved, claim)
            #expect(outcome.sideConditions == ["a > -1"])
            #expect(try IntegralTrapTests.outcome("param a in [-1, 1]\n" + cell).verdict != .proved)
        }
    }

    /// The kernel derives the convergence again: evidence for functions that decay is none for others.
    @Test func evidenceForOthersIsRefused() throws {
        let certificate = try Certificate(text: try #require(Self.outcome("|∫[s] (k(s+1) - k(s))| <= 0").certificate))
        #expect(try Kernel.check(certificate).verdict == .proved)
        let twin = try #require(try IntegralIdentity.statements("space s in R\nfunction k(s)\nclaim a: |∫[s] (k(s+1) - k(s))| <= 0").last?.statement)
        #expect(throws: Rejection.self) { try Kernel.Examination(twin, certificate.evidence).theorem() }
        for evidence in [Evidence.identity(.contraction), .manifestSign, .variables(certificate.evidence)] {
            #expect(throws: Rejection.self) { try Kernel.Examination(twin, .variables(evidence)).theorem() }
        }
    }
}
