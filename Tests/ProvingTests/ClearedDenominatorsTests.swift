import Expressions
import Kernel
import Testing

@testable import Proving

/// Inequalities between integrals with denominators that depend on no point.
@Suite struct ClearedDenominatorsTests {
    private static let declarations = """
        param d integer >= 2
        param c
        space x in R^d
        space z in R
        density f(x)
        density g(z)
        let I(q) = ∫[x] |∇log q|² q
        let J(q) = ∫[x] ‖∇²(log q)‖² q
        claim a:\u{20}
        """

    @Test(arguments: [
        ("J(f) >= I(f)²/d", ">= I", ">= 2 I"), ("J(f) >= 1/d I(f)²", "1/d", "3/d"), ("I(f) >= d²/(∫[x] |x|² f)", "d²", "2 d²"),
        ("∫[z] (∂[z](log g))² g >= 1/(∫[z] z² g)", "1/", "2/"),
    ]) func quotients(claim: String, old: String, new: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        try IntegralTrapTests.outcome(Self.declarations + twin).requireChecked(.refuted, twin)
    }

    /// A denominator of either sign may not be multiplied by.
    @Test(arguments: ["J(f)/c >= I(f)²/(c d)", "J(f)/(∫[x] (|x|² - 1) f) >= I(f)²/(d ∫[x] (|x|² - 1) f)"])
    func signsMatter(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// Where a denominator vanishes identically nothing is claimed.
    @Test func vanishingDenominators() throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "∫[x] f/(∫[x] (div(x) - d)² f) >= 5")
        #expect(outcome.verdict != .proved && outcome.internalError == nil)
    }

    /// A constant in every term changes nothing.
    @Test(arguments: ["(2 pi)^(-3/2) ", "sqrt(pi) ", "5 ", ""]) func commonFactors(constant: String) throws {
        let declarations = "space z in R^3\nfunction k(z) decaying\nlet m = \(constant)exp(-|z|²/2)\nclaim a: "
        try IntegralTrapTests.outcome(declarations + "∫[z] |z|² k² m <= 4 ∫[z] |∇k|² m + 6 ∫[z] k² m").requireChecked(.proved, constant)
        try IntegralTrapTests.outcome(declarations + "∫[z] |z|² k² m <= 4 ∫[z] |∇k|² m + 5 ∫[z] k² m").requireChecked(.refuted, constant)
    }

    private static let heat = """
        param d integer >= 1
        space x in R^d
        density f(x)
        flow f: ∂[t] f = Δf
        let H(q) = ∫[x] q log q
        let I(q) = ∫[x] |∇log q|² q
        let N = ∫[x] f²
        claim a:\u{20}
        """

    /// Functions of integrals along a flow: what depends on no point stands in every term of their derivatives. The fifth is Costa's
    /// theorem, the concavity of the entropy power.
    @Test(arguments: [
        ("∂[t] exp(-2 H(f)/d) = (2/d) I(f) exp(-2 H(f)/d)", "(2/d)", "(1/d)"), ("∂[t] (1/I(f)) = 2/I(f)² ∫[x] ‖∇²(log f)‖² f", "= 2", "= 3"),
        ("∂[t] sqrt(N) = -(∫[x] |∇f|²)/sqrt(N)", "= -", "= -2"), ("∂[t] log I(f) <= -2/d I(f)", "-2/d", "-3/d"),
        ("∂[t] ∂[t] exp(-2 H(f)/d) <= 0", "-2 H", "-3 H"), ("∂[t] I(f) <= -2/d I(f)²", "-2/d", "-5/(2 d)"),
        ("∂[t] (1/I(f)) >= 2/d", "2/d", "3/d"), ("∂[t] (1/I(f)) = 2 ∫[x] ‖∇²(log f)‖² f/I(f)²", "= 2", "= 1"),
    ]) func functionsOfIntegrals(claim: String, old: String, new: String) throws {
        try IntegralTrapTests.outcome(Self.heat + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        try IntegralTrapTests.outcome(Self.heat + twin).requireChecked(.refuted, twin)
    }

    /// A factor of unknown sign may be left out of an equation, not of an inequality; one that does not converge of nothing.
    @Test func factorsInEveryTerm() throws {
        func verdict(_ claim: String) throws -> Verdict {
            let outcome = try IntegralTrapTests.outcome(Self.declarations + claim)
            #expect(outcome.internalError == nil, "\(claim)")
            return outcome.verdict
        }
        let sides = ("∫[x] f Δf", "-∫[x] |∇f|²")
        for factor in ["sin(∫[x] f²)", "(∫[x] (|x|² - 1) f)", "exp(-∫[x] f²)"] {
            #expect(try verdict("\(factor) (\(sides.0)) = \(factor) (\(sides.1))") == .proved, "\(factor)")
            #expect(try verdict("\(factor) (\(sides.0)) = 2 \(factor) (\(sides.1))") != .proved, "\(factor)")
        }
        #expect(try verdict("exp(-∫[x] f²) (\(sides.0)) <= 0") == .proved)
        #expect(try verdict("(∫[x] (|x|² - 1) f) (\(sides.0)) <= 0") != .proved)
        #expect(try verdict("sin(∫[x] f²) (\(sides.0)) <= 0") != .proved)
        #expect(try verdict("(∫[x] |x|^(-d) f) (\(sides.0)) = (∫[x] |x|^(-d) f) (\(sides.1))") != .proved)
    }

    /// A factor is left out as often everywhere as it stands in every term, whatever its bound indices are.
    @Test(arguments: [
        "I(f) * I(f) <= I(f)", "I(f) <= I(f) * I(f)", "exp(-I(f)) exp(-I(f)) (∫[x] f²) = exp(-I(f)) ∫[x] f²", "I(f) I(f) I(f) = I(f) I(f)",
        "exp(-I(f)) (∫[x] |∇log f|² f) (∫[x] |∇log f|² f) = exp(-∫[x] |∇log f|² f) I(f)",
    ]) func repeatedFactors(claim: String) throws {
        let statement = try #require(try IntegralIdentity.statements(Self.declarations + claim).last?.statement)
        guard let reduced = try? ClearedDenominators(statement).cleared(isRefuted: false) else { return }
        #expect(Prover.run(Task(statement: reduced)).verdict != .proved, "\(reduced.goal.plainText)")
    }

    /// A hypothesis that says when the integrals converge is no reason to look elsewhere.
    @Test(arguments: ["", " provided a > 2 - d", " provided a > 1"]) func hypothesesOnParameters(condition: String) throws {
        let declarations = "param d integer >= 1\nparam a\nspace x in R^d\nfunction u(x) decaying\nclaim a: "
        let claim = "∫[x] |x|^a |∇u|² >= (d - 2 + a)²/4 ∫[x] |x|^(a-2) u²"
        try IntegralTrapTests.outcome(declarations + claim + condition).requireChecked(.proved, condition)
        #expect(try IntegralTrapTests.outcome(declarations + claim.replacing("/4", with: "/3") + condition).verdict != .proved)
    }

    private static let sums = """
        param d integer >= 2
        space x in R^d
        function F(x) > 0
        function G(x) > 0
        function u(x)
        function P(x) : vector
        density f(x)
        density g(x)
        claim a:\u{20}
        """

    /// Without integrals a denominator may depend on points; so it may in the integrands of an inequality between them.
    @Test(arguments: [
        ("|∇F+∇G|²/(F+G) <= |∇F|²/F + |∇G|²/G", "|∇G|²/G", "|∇G|²/(2 G)"), ("|P+∇G|²/(F+G) <= |P|²/F + |∇G|²/G", "|P|²/F", "|P|²/(2 F)"),
        ("|P|²/(1+|x|²) <= |P|²", "|P|²/(", "2 |P|²/("),
        ("∫[x] |∇(f+g)|²/(f+g) <= ∫[x] |∇f|²/f + ∫[x] |∇g|²/g", "|∇f|²/f", "|∇f|²/(3 f)"),
    ]) func denominatorsAtPoints(claim: String, old: String, new: String) throws {
        try IntegralTrapTests.outcome(Self.sums + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        #expect(try IntegralTrapTests.outcome(Self.sums + twin).verdict != .proved, "\(twin)")
    }

    /// A denominator of either sign, or one that depends on the point of an integral, is not multiplied by.
    @Test(arguments: [
        "|P|²/(F-G) >= 0", "|P|²/u >= 0", "F²/(u F) <= F² u", "(∫[x] f/(1+|x|²)) (∫[x] (1+|x|²) f) <= 1", "∫[x] |P|²/(F+G) = ∫[x] |P|²",
    ]) func signsMatterAtPoints(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.sums + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }
}
