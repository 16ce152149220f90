import Proving
import Testing

/// Functionals of what vanishes somewhere: what has a corner there has one derivative, not two.
@Suite struct DifferentiabilityTests {
    private static let declarations = """
        param p
        space x in R
        space v in R^3
        function u(x) decaying
        function h(x) decaying
        function w(x) > 0, decaying
        function φ(v) decaying
        function ψ(v) decaying
        density m(v)
        let F(q) = ∫[x] |q|
        let F1(q) = ⟨F'(q), h⟩
        let N(q) = ∫[v] |∇q| m
        let N1(q) = ⟨N'(q), ψ⟩
        let D(q) = ∫[v] |∇q|² m
        let D1(q) = ⟨D'(q), ψ⟩
        let A(q) = ∫[v] sqrt(1 + |∇q|²) m
        let A1(q) = ⟨A'(q), ψ⟩
        let P(q) = ∫[x] (|q|³)^p
        let P1(q) = ⟨P'(q), h⟩
        let Q(q) = ∫[x] |q|²
        let Q1(q) = ⟨Q'(q), h⟩

        """
    private static let flow = "flow u: ∂[t] u = h\nflow φ: ∂[t] φ = ψ\n"

    /// `d/dt ∫sign(u) h = 2 Σ h²/|u'|` over the zeros of u.
    @Test(arguments: [
        "⟨F1'(u), h⟩ = 0", "∂[t](∂[t](∫[x] |u|)) = 0", "∂[t](∫[x] sign(u) h) = 0", "∂[t](∂[t](∫[x] max(u, 0))) = 0",
        "∂[t](∂[t](∂[t](∫[x] max(u, 0)²))) = 0", "∂[t](∂[t](∫[x] sqrt(u²))) = 0", "∂[t](∂[t](∂[t](∂[t](∫[x] |u|³)))) = 0",
        "∂[t](∫[x] ∂[x](|u|) h) = ∫[x] sign(u) h ∂[x] h", "∂[t](∫[x] ∂[x](|u|) h) = ∫[x] ∂[x](sign(u) h) h",
        "⟨N1'(φ), ψ⟩ = ∫[v] (|∇ψ|²/|∇φ| - (∇φ·∇ψ)²/|∇φ|³) m", "∂[t](∂[t](∫[v] |∇φ| m)) = ∫[v] (|∇ψ|²/|∇φ| - (∇φ·∇ψ)²/|∇φ|³) m",
        "⟨P1'(u), h⟩ = ⟨P1'(u), h⟩",
    ])
    func cornersHaveNoSecondDerivative(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + Self.flow + "claim a: " + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// Where nothing vanishes, or the power is a whole number, there are all derivatives; and numbers have theirs.
    @Test(arguments: [
        "⟨F'(w), h⟩ = ∫[x] h", "⟨F1'(w), h⟩ = 0", "⟨D1'(φ), ψ⟩ = 2 ∫[v] |∇ψ|² m", "∂[t](∂[t](∫[v] |∇φ|² m)) = 2 ∫[v] |∇ψ|² m",
        "⟨Q1'(u), h⟩ = 2 ∫[x] h²",
        "∂[t](∂[t](∫[x] u⁴)) = 12 ∫[x] u² h²", "∂[t](∂[t](∫[x] |u|²)) = 2 ∫[x] h²",
    ])
    func smoothOnesDo(claim: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + Self.flow + "claim a: " + claim).requireChecked(.proved, claim)
    }

    /// Equal to itself is what has a value.
    @Test func rootsOfWhatIsPositive() throws {
        #expect(try IntegralTrapTests.outcome(Self.declarations + "claim a: ⟨A1'(φ), ψ⟩ = ⟨A1'(φ), ψ⟩").verdict == .proved)
    }

    /// Along a flow of n a smooth function of n has the derivative of the chain rule, also at the integral.
    @Test func functionsOfAFlow() throws {
        let cell = "space y in R\nfunction U(y)\ndensity n(y)\nflow n: ∂[t] n = ∂[y](∂[y] n)\nclaim a: "
        try IntegralTrapTests.outcome(cell + "∂[t] (∫[y] U(n)) = -∫[y] U''(n) (∂[y] n)²").requireChecked(.proved, "dissipation")
        try IntegralTrapTests.outcome(cell + "∂[t] (∫[y] U(n)) = -2 ∫[y] U''(n) (∂[y] n)²").requireChecked(.refuted, "twice the dissipation")
    }
}
