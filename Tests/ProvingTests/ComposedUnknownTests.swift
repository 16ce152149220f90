import Proving
import Testing

/// Unknown functions inside other functions: general entropies and potentials.
@Suite struct ComposedUnknownTests {
    private static let declarations = """
        param d integer >= 1
        param p > 0
        space x in R^d
        space y in R
        function W(y)
        function V(y)
        function u(x) decaying
        function q(y) decaying
        density n(x)
        density m(y)
        function φ(x)

        """

    /// Each with a false twin, which is no identity for some W.
    @Test(arguments: [
        ("∫[y] m W'(m) ∂[y](∂[y] m) = -∫[y] (W'(m) + m W''(m)) (∂[y] m)²", "∫[y] m W'(m) ∂[y](∂[y] m) = -∫[y] (W'(m) + 2 m W''(m)) (∂[y] m)²"),
        ("∫[x] W'(u) Δu = -∫[x] W''(u) |∇u|²", "∫[x] W'(u) Δu = -2∫[x] W''(u) |∇u|²"),
        ("∫[x] W(u) u Δu = -∫[x] (W(u) + u W'(u)) |∇u|²", "∫[x] W(u) u Δu = -∫[x] (W(u) - u W'(u)) |∇u|²"),
        ("∫[x] ∇(W(n))·∇n = -∫[x] W(n) Δn", "∫[x] ∇(W(n))·∇n = ∫[x] W(n) Δn"),
        ("∫[x] n ∇(W'(n))·∇u = -∫[x] (n W'(n) - W(n)) Δu", "∫[x] n ∇(W'(n))·∇u = -∫[x] (n W'(n) + W(n)) Δu"),
        ("∫[x] u Δu/(1+u²) = -∫[x] (1-u²)/(1+u²)² |∇u|²", "∫[x] u Δu/(1+u²) = -∫[x] (1+u²)/(1+u²)² |∇u|²"),
        ("∫[x] log(1+n) Δn = -∫[x] |∇n|²/(1+n)", "∫[x] log(1+n) Δn = -∫[x] |∇n|²/(1+n)²"),
        ("∫[x] sin(u) Δu = -∫[x] cos(u) |∇u|²", "∫[x] sin(u) Δu = ∫[x] cos(u) |∇u|²"),
        ("∫[x] exp(u) Δu = -∫[x] exp(u) |∇u|²", "∫[x] exp(u) Δu = ∫[x] exp(u) |∇u|²"),
        ("∫[x] (1+u²)^p u Δu = -∫[x] (1+u²)^(p-1) (1 + (2p+1) u²) |∇u|²", "∫[x] (1+u²)^p u Δu = -∫[x] (1+u²)^(p-1) (1 + (2p-1) u²) |∇u|²"),
        ("∫[x] W(u) ∇u·∇(Δu) = -∫[x] (W(u) (Δu)² + W'(u) |∇u|² Δu)", "∫[x] W(u) ∇u·∇(Δu) = -∫[x] (W(u) (Δu)² - W'(u) |∇u|² Δu)"),
        ("∫[x] u div(∇u/sqrt(1+|∇u|²)) = -∫[x] |∇u|²/sqrt(1+|∇u|²)", "∫[x] u div(∇u/sqrt(1+|∇u|²)) = -∫[x] |∇u|²/(1+|∇u|²)"),
        ("∫[x] W(u)² Δu = -2∫[x] W(u) W'(u) |∇u|²", "∫[x] W(u)² Δu = -∫[x] W(u) W'(u) |∇u|²"),
        ("∫[x] n V'(n) ∇(W'(n))·∇n = -∫[x] (n V'(n) W'(n) Δn + (V'(n) + n V''(n)) W'(n) |∇n|²)",
         "∫[x] n V'(n) ∇(W'(n))·∇n = -∫[x] (n V'(n) W'(n) Δn + (V'(n) - n V''(n)) W'(n) |∇n|²)"),
    ])
    func byParts(claim: String, twin: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim).requireChecked(.proved, claim)
        try IntegralTrapTests.outcome(Self.declarations + "claim a: " + twin).requireChecked(.refuted, twin)
    }

    /// McCann's internal energies along their gradient flow, and the Allen-Cahn energy.
    @Test(arguments: [
        ("flow n: ∂[t] n = div(n ∇(W'(n)))", "∂[t] ∫[x] W(n) = -∫[x] n |∇(W'(n))|²", "∂[t] ∫[x] W(n) = -2∫[x] n |∇(W'(n))|²"),
        ("flow n: ∂[t] n = Δn", "∂[t] ∫[x] W(n) = -∫[x] W''(n) |∇n|²", "∂[t] ∫[x] W(n) = ∫[x] W''(n) |∇n|²"),
        ("flow m: ∂[t] m = ∂[y](∂[y] m)", "∂[t] ∫[y] m W(m) = -∫[y] (2 W'(m) + m W''(m)) (∂[y] m)²", "∂[t] ∫[y] m W(m) = -∫[y] (W'(m) + m W''(m)) (∂[y] m)²"),
    ])
    func alongFlows(flow: String, claim: String, twin: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + flow + "\nclaim a: " + claim).requireChecked(.proved, claim)
        try IntegralTrapTests.outcome(Self.declarations + flow + "\nclaim a: " + twin).requireChecked(.refuted, twin)
    }

    /// `∫ sign(u) Δu = -2 Σ |∇u|` over the zeros of u, and quotients by u have no integral.
    @Test(arguments: [
        "∫[y] sign(q) ∂[y](∂[y] q) = 0", "∫[x] sign(n-1) Δn = 0", "∫[x] Δu/u = -∫[x] |∇u|²/u²", "∫[x] Δ(|u|) = 0",
        "∫[x] div(∇u/|∇u|) = 0", "∫[x] W'(n)/(n-1) Δn = -∫[x] (W''(n)/(n-1) - W'(n)/(n-1)²) |∇n|²", "∫[x] Δφ exp(φ) = -∫[x] |∇φ|² exp(φ)",
    ])
    func whatIsNotSmoothIsNotIntegratedByParts(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// Of densities the mass is given, so a gradient that is constant says nothing.
    @Test(arguments: ["∫[x] n W(1) = W(1)", "∫[x] (n + n²) = 1 + ∫[x] n²"])
    func constantGradientsDoNotRefute(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim)
        #expect(outcome.verdict != .refuted && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }
}
