import Expressions
import Kernel
import Testing

@testable import Proving

/// Weights `exp(-V)` of an arbitrary V, and functions of a quotient of densities: the behaviour that is asked of them is stated as a condition.
@Suite struct GibbsWeightTests {
    private static let confined = """
        param d integer >= 1
        space x in R^d
        space s in R
        function V(x)
        function U(s)
        function φ(x)
        density f(x)
        let m = exp(-V)
        flow f: ∂[t] f = div(∇f + f ∇V)
        claim a:\u{20}
        """
    private static let pair = """
        space x in R^3
        space s in R
        density p(x), f(x)
        function U(s)
        flow p: ∂[t] p = Δp
        flow f: ∂[t] f = Δf
        claim a:\u{20}
        """

    @Test(arguments: [
        (confined, "∂[t] ∫[x] f²/m = -2 ∫[x] m |∇(f/m)|²", "-2 ∫", "- ∫"),
        (confined, "∂[t] ∫[x] m U(f/m) = -∫[x] U''(f/m) |∇(f/m)|² m", "= -", "= -2 "),
        (confined, "∂[t] ∫[x] (f/m)^3 m = -6 ∫[x] (f/m) |∇(f/m)|² m", "-6", "-3"),
        (confined, "∫[x] m φ (Δφ - ∇V·∇φ) = -∫[x] m |∇φ|²", "= -", "= -2 "),
        (pair, "∂[t] ∫[x] p U(f/p) = -∫[x] p U''(f/p) |∇(f/p)|²", "= -∫[x] p", "= -∫[x] 2 p"),
    ]) func relativeEntropies(declarations: String, claim: String, old: String, new: String) throws {
        let found = try IntegralTrapTests.outcome(declarations + claim)
        try found.requireChecked(.proved, claim)
        #expect(found.sideConditions.contains { $0.contains("decay faster than every power") }, "\(claim): \(found.sideConditions)")
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        try IntegralTrapTests.outcome(declarations + twin).requireChecked(.refuted, twin)
    }

    /// Nothing can be asked of 1/f, which grows where f decays.
    @Test func reciprocals() throws {
        let outcome = try IntegralTrapTests.outcome(Self.pair + "∫[x] f U(1/f) = ∫[x] f U(1/f)")
        #expect(outcome.verdict == .unknown, "\(outcome.verdict) \(outcome.sideConditions)")
    }
}

/// Absolute values of decaying functions under integrals.
@Suite struct AbsoluteValueIntegralTests {
    private static let declarations = "space v in R^3\nfunction h(v) decaying\ndensity f(v)\nclaim a: "

    @Test(arguments: [
        ("∫[v] |h|² = ∫[v] h²", "h²", "2 h²"), ("∫[v] |h - f|² = ∫[v] (h - f)²", "= ∫[v] (h - f)²", "= ∫[v] (h + f)²"), ("∫[v] |h|^4 = ∫[v] h^4", "|h|^4", "|h|²"),
    ]) func powers(claim: String, old: String, new: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        try IntegralTrapTests.outcome(Self.declarations + twin).requireChecked(.refuted, twin)
    }

    /// |h| need not have derivatives where h vanishes.
    @Test func kinks() throws {
        #expect(try IntegralTrapTests.outcome(Self.declarations + "∫[v] Δ(|h|) = 0").verdict != .proved)
    }

    private static let bounded = """
        param λ
        space x in R^3
        function W(x) where ∇²W >= λ Id
        function u(x)
        density k(x)
        flow k: ∂[t] k = Δk + div(k ∇W)
        let L(g) = Δg - ∇W·∇g
        claim a:\u{20}
        """

    /// A bound of the Hessian takes nothing away from what is known of the function.
    @Test(arguments: [
        "Δ(exp(-W)) = (|∇W|² - ΔW) exp(-W)", "∇(|∇W|²) = 2 ∇²W ∇W", "1/2 Δ(|∇W|²) = ‖∇²W‖² + ∇W·∇(ΔW)",
        "1/2 L(|∇u|²) - ∇u·∇(L(u)) = ‖∇²u‖² + ∇u·(∇²W ∇u)", "∂[t] (∫[x] k W) = ∫[x] k * (ΔW - |∇W|²)",
        "∂[t] (∫[x] k * |∇(log k + W)|²) = -2 ∫[x] k * (‖∇²(log k + W)‖² + ∇(log k + W)·(∇²W ∇(log k + W)))",
    ]) func equationsUnderABound(claim: String) throws {
        try IntegralTrapTests.outcome(Self.bounded + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        "∇(|∇W|²) = ∇²W ∇W", "∂[t] (∫[x] k W) = ∫[x] k * (|∇W|² - ΔW)", "∇²W = λ Id",
        "1/2 L(|∇u|²) - ∇u·∇(L(u)) = ‖∇²u‖² - ∇u·(∇²W ∇u)",
    ]) func falseEquationsUnderABound(claim: String) throws {
        let found = try IntegralTrapTests.outcome(Self.bounded + claim)
        #expect(found.verdict != .proved && found.internalError == nil, "\(claim)")
    }
}

/// Weights that are exponentials of powers of a norm: they decay, and are not smooth where the norm vanishes.
@Suite struct ExponentialWeightTests {
    private static let space = "space z in R^3\nfunction h(z) decaying\nfunction g(z)\nclaim c: "

    @Test(arguments: [
        "∫[z] (Δh) exp(-|z|)/|z| = ∫[z] h exp(-|z|)/|z| - 4 pi h(0)", "∫[z] (Δh) exp(-|z|) = ∫[z] h * (1 - 2/|z|) exp(-|z|)",
        "∫[z] ∇h exp(-sqrt(1+|z|²)) = ∫[z] h z/sqrt(1+|z|²) exp(-sqrt(1+|z|²))", "∫[z] div(∇g exp(-|z|)) = 0", "∫[z] div(∇g exp(-|z|³)) = 0",
    ])
    func proved(claim: String) throws {
        try Outcome.checked(Self.space + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        "∫[z] (Δh) exp(-|z|)/|z| = ∫[z] h exp(-|z|)/|z|", "∫[z] (Δh) exp(-|z|) = ∫[z] h exp(-|z|)", "∫[z] div(∇g exp(|z|)) = 0", "∫[z] div(∇g exp(sqrt(1+|z|²))) = 0",
        "∫[z] ∇h exp(-sqrt(1+|z|²)) = -∫[z] h z/sqrt(1+|z|²) exp(-sqrt(1+|z|²))", "∫[z] div(z/|z|³ exp(-|z|) g) = 0", "∫[z] div(∇g exp(-sqrt(1+z[1]²))) = 0",
        "∫[z] div(∇g exp(-|z|^(-1))) = 0",
    ])
    func falseTwins(claim: String) throws {
        let outcome = try Outcome.checked(Self.space + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }
}
