import Expressions
import Kernel
import Testing

@testable import Proving

/// Functionals of densities on spheres, along flows and in directions.
@Suite struct SphericalFlowTests {
    private static let declarations = """
        import "std/sphere"
        space ω in S^2
        function p(ω) > 0
        function h(ω)
        flow p: ∂[t] p = Δ_S p
        let H(q) = ∫[ω] q log q
        claim a:\u{20}
        """

    @Test(arguments: [
        ("∂[t] (∫[ω] p log p) = -∫[ω] |∇_S log p|² p", "= -", "= -2 "), ("∂[t] (∫[ω] |∇_S log p|² p) = -2 ∫[ω] Γ2(log p) p", "-2", "-1"),
        ("∂[t] ∫[ω] p = 0", "= 0", "= ∫[ω] p"), ("∂[t] ∫[ω] p ω = -2 ∫[ω] p ω", "-2", "-3"), ("∂[t] ∫[ω] p² = -2 ∫[ω] |∇_S p|²", "-2", "-1"),
        ("⟨H'(p), h p⟩ = ∫[ω] (1 + log p) h p", "1 +", "2 +"), ("⟨H'(p), Δ_S p⟩ = -∫[ω] |∇_S log p|² p", "= -", "= "),
    ]) func heat(claim: String, old: String, new: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        try IntegralTrapTests.outcome(Self.declarations + twin).requireChecked(.refuted, twin)
    }

    @Test func variation() throws {
        let claim = "⟨H'(p), h⟩ = ∫[ω] (1 + log p) h"
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        #expect(try IntegralTrapTests.outcome(Self.declarations + claim.replacing("1 +", with: "2 +")).verdict != .proved)
    }

    /// A rate with the point itself in it: it is made constant on rays before derivatives are taken.
    @Test func pointsInRates() throws {
        let declarations = Self.declarations.replacing("∂[t] p = Δ_S p", with: "∂[t] p = (e·ω) p").replacing("space ω", with: "constant e : vector of R^3\nspace ω")
        try IntegralTrapTests.outcome(declarations + "∂[t] ∫[ω] p = ∫[ω] p (e·ω)").requireChecked(.proved, "mass")
        let claim = "∂[t] ∫[ω] |∇_S p|² = 2 ∫[ω] (e·ω) |∇_S p|² + 2 ∫[ω] p (e·∇_S p)"
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.proved, claim)
        try IntegralTrapTests.outcome(declarations + claim.replacing("+ 2", with: "- 2")).requireChecked(.refuted, "twin")
    }

    /// The Laplacian of a tensor is that of its components; the Hessian is of scalars.
    @Test(arguments: ["Δ_S[ω](ω) = -2 ω", "Δ_S[ω](ω⊗ω) = 2 Id - 6 ω⊗ω", "∫[ω] ω·Δ_S[ω](ω) = -8 pi"])
    func tensors(claim: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        try IntegralTrapTests.outcome(Self.declarations + "Δ_S[ω](ω) = 0").requireChecked(.refuted, "harmonic")
        #expect(throws: (any Error).self) { try IntegralTrapTests.outcome(Self.declarations + "∇²_S[ω](ω) = 0") }
    }
}

/// The divergence theorem on compact manifolds, where nothing need decay.
@Suite struct CompactManifoldTests {
    private static let declarations = """
        import "std/sphere"
        space y in T^3
        space ω in S^2
        function g(y) > 0
        function p(y)
        function q(ω) > 0
        claim a:\u{20}
        """

    @Test(arguments: [
        ("∫[y] Δ(log g) = 0", "Δ(log g)", "|∇(log g)|²"), ("∫[y] Δg/g = ∫[y] |∇(log g)|²", "= ∫", "= 2 ∫"), ("∫[y] exp(p) Δp = -∫[y] exp(p) |∇p|²", "= -", "= "),
        ("∫[ω] Δ_S(log q) = 0", "Δ_S(log q)", "|∇_S(log q)|²"), ("∫[ω] Δ_S q/q = ∫[ω] |∇_S(log q)|²", "= ∫", "= 2 ∫"),
    ]) func logarithms(claim: String, old: String, new: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        #expect(try IntegralTrapTests.outcome(Self.declarations + twin).verdict != .proved, "\(twin)")
    }

    /// On the whole space the logarithm of a density has no flux to be left out: it grows.
    @Test(arguments: ["∫[x] Δ(log f) = 0", "∫[x] Δf/f = ∫[x] |∇(log f)|²"]) func wholeSpace(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome("space x in R^3\ndensity f(x)\nclaim a: " + claim)
        #expect(outcome.verdict != .proved && outcome.verdict != .refuted, "\(claim): \(outcome.verdict)")
    }
}
