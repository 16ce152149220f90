import Kernel
import Proving
import Testing

/// Equations between integrals that need a change of variables: dilations, translations, reflections, covers of the torus.
@Suite struct IntegralVariableTests {
    private static let declarations = """
        param d integer
        param a, b
        param c > 0
        import "std/sphere"
        space v in R^d
        space x, y in R^3
        space q, q2 in R
        space r in (0,oo)
        space s in (0,1)
        space X in T^2
        space ω in S^2
        constant e : vector of R^2
        constant e3 : vector of R^3
        density f(v)
        density k(x)
        density g(q)
        function E(v) even, decaying
        function K(x) even, decaying
        function G(x) decaying
        function u(r) decaying
        function h(s)
        function z(s)
        function P(ω)
        function p(X)
        function p2(X)
        density κ(v) even

        """

    static let pairs: [(true: String, false: String)] = [
        ("∫[v] f(-a v) = |a|^(-d)", "∫[v] f(-a v) = |a|^d"),
        ("∫[v] |v|² f(a v) = |a|^(-d-2) ∫[v] |v|² f", "∫[v] |v|² f(a v) = |a|^(-d) ∫[v] |v|² f"),
        ("∫[x] x k(x+y) = ∫[x] x k - y", "∫[x] x k(x+y) = ∫[x] x k + y"),
        ("∇[y](∫[x] |x|² k(x-y)) = 2 ∫[x] x k + 2 y", "∇[y](∫[x] |x|² k(x-y)) = 2 ∫[x] x k - 2 y"),
        ("∫[q, q2] g(q+q2) g(q-q2) = 1/2", "∫[q, q2] g(q+q2) g(q-q2) = 2"),
        ("∫[q] q g(2q+1) = 1/4 (∫[q] q g - 1)", "∫[q] q g(2q+1) = 1/4 (∫[q] q g + 1)"),
        ("∫[q] ∂[a](g(c a q)) = -1/(c a²) provided a > 0", "∫[q] ∂[a](g(c a q)) = 1/(c a²) provided a > 0"),
        ("∫[v] v E = 0", "∫[v] |v|² E = 0"),
        ("∫[x] (x·e3) |x|^(-2) K = 0", "∫[x] (x·e3) |x|^(-2) G = 0"),
        ("∫[v] |v|² conv(f, κ) = ∫[v] |v|² f + ∫[v] |v|² κ", "∫[v] |v|² conv(f, f) = 2 ∫[v] |v|² f"),
        ("∫[ω] P(-ω) = ∫[ω] P", "∫[ω] P(-ω) = -∫[ω] P"),
        ("∫[ω] ω P(-ω) = -∫[ω] ω P", "∫[ω] ω P(-ω) = ∫[ω] ω P"),
        ("∫[X] p(X+e) = ∫[X] p", "∫[X] p(X+e) = 2 ∫[X] p"),
        ("∫[X] p(2X+e) p2(2X+e) = ∫[X] p p2", "∫[X] p(2X+e) p2(2X) = ∫[X] p p2"),
        ("∫[X] p(-3X) = ∫[X] p", "∫[X] p(2X) = 1/4 ∫[X] p"),
        ("∫[r] r u(r/c) = c² ∫[r] r u", "∫[r] r u(r/c) = c ∫[r] r u"),
        ("∫[s] h(1-s) z = ∫[s] h z(1-s)", "∫[s] h(1-s) z = ∫[s] h z"),
    ]

    @Test(arguments: pairs) func trueOnesAreProved(pair: (true: String, false: String)) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + pair.true)
        try outcome.requireChecked(.proved, pair.true)
        #expect(outcome.certificate?.contains("(variables") == true)
    }

    @Test(arguments: pairs) func falseTwinsAreNotProved(pair: (true: String, false: String)) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + pair.false)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(pair.false)")
    }

    /// What is no bijection of the domain, no function of the torus, no affine map, or has no integral to begin with.
    @Test(arguments: [
        "∫[X] p(X/2) = ∫[X] p", "∫[X] p(2X) p2(X) = ∫[X] p p2", "∫[X] p(c X) = ∫[X] p", "∫[r] u(r+1) = ∫[r] u", "∫[r] u(-r) = ∫[r] u",
        "∫[r] u(a r) = ∫[r] u/|a|", "∫[s] h(s/2) = 2 ∫[s] h", "∫[s] h(2-s) = ∫[s] h", "∫[s] h(s²) = 1/2 ∫[s] h", "∫[q] g(q³) = 1", "∫[q] g(|q|) = 1",
        "∫[x] k((x·e3) e3) = 1", "∫[x] k(x + |x| e3) = 1", "∫[x] k(0 x) = 1", "∫[x, y] k(x+y) k(2x+2y) = 1/8", "∫[ω] P(ω+e3) = ∫[ω] P",
        "∫[x] (x·e3) |x|^(-8) K = 0", "∫[x] (k(x+y) - k(x-y)) |x|^(-4) = ∫[x] (k(x+y) - k(x-y)) |x|^(-4)",
    ])
    func othersAreNotProved(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim)")
    }

    /// The changes are derived from the statement: evidence for another one, or with the changes left out or made twice, is none.
    @Test func tamperedEvidenceIsRefused() throws {
        func certificate(_ claim: String) throws -> Certificate {
            try Certificate(text: try #require(IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim).certificate))
        }
        let own = try certificate("∫[x] x k(x+y) = ∫[x] x k - y"), twin = try certificate("∫[x] x k(x+y) = ∫[x] x k + y")
        guard case .variables(let inner) = own.evidence else { throw Rejection.evidenceDoesNotFitGoal }
        #expect(try Kernel.Examination(own.statement, .variables(inner)).theorem().verdict == .proved)
        for evidence in [inner, .variables(.variables(inner)), .variables(.identity(.contraction)), .variables(.carried(inner))] {
            #expect(throws: Rejection.self) { try Kernel.Examination(own.statement, evidence).theorem() }
        }
        #expect(twin.evidence.verdict == .refuted)
        #expect(throws: Rejection.self) { try Kernel.Examination(twin.statement, own.evidence).theorem() }
        #expect(throws: Rejection.self) { try Kernel.Examination(own.statement, twin.evidence).theorem() }
    }

    /// At a = 0 there is no change of variables.
    @Test func whereTheMatrixIsInvertible() throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: ∫[q] g(a q + b) = 1/|a|")
        try outcome.requireChecked(.proved, "a dilation")
        #expect(outcome.sideConditions == ["|a| ≠ 0"])
        let covered = try IntegralTrapTests.outcome("param a in [0, 1]\nspace q in R\ndensity g(q)\nclaim a: ∫[q] g(a q) = 1/a")
        #expect(covered.verdict != .proved)
    }
}
