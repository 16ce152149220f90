import Expressions
import Kernel
import Proving
import Testing

/// Integrals over spheres beside densities: the sphere first, in closed form.
@Suite struct SphereMeanTests {
    private static let collisions = """
        space v, w in R^3
        space σ in S^2
        density f(v)
        let p = (v+w)/2 + |v-w| σ/2
        let q = (v+w)/2 - |v-w| σ/2
        claim c:\u{20}
        """
    private static let everyDimension = "param d integer >= 2\nspace x in R^d\nspace ω in S^(d-1)\nfunction h(x) > 0 decaying\nclaim c: "

    @Test(arguments: [
        (collisions, "∫[v] ∫[σ] f(v) (v·σ)² = 4π/3 ∫[v] |v|² f(v)", "∫[v,σ] f(v) (v·σ)² = 2π ∫[v] |v|² f(v)"),
        (collisions, "∫[v,σ] f(v) |v - |v| σ|² = 8π ∫[v] |v|² f(v)", "∫[v,σ] f(v) |v - |v| σ|² = 4π ∫[v] |v|² f(v)"),
        (collisions, "∫[v,w,σ] f(v) f(w) (|p|² + |q|² - |v|² - |w|²) = 0", "∫[v,w,σ] f(v) f(w) (|p|⁴ + |q|⁴ - |v|⁴ - |w|⁴) = 0"),
        (collisions, "∫[v,w,σ] f(v) f(w) (p⊗p + q⊗q - v⊗v - w⊗w) = 2π ∫[v,w] f(v) f(w) (|v-w|² Id/3 - (v-w)⊗(v-w))",
         "∫[v,w,σ] f(v) f(w) (p⊗p + q⊗q - v⊗v - w⊗w) = 0"),
        (collisions, "∫[v,σ] f(v) (v·σ)² <= 5 ∫[v] |v|² f(v)", "∫[v,σ] f(v) (v·σ)² <= 4 ∫[v] |v|² f(v)"),
        (everyDimension, "∫[x,ω] h(x) (x·ω)² = |S^(d-1)|/d ∫[x] |x|² h(x)", "∫[x,ω] h(x) (x·ω)² = |S^(d-1)|/(d+1) ∫[x] |x|² h(x)"),
        (everyDimension, "∫[x,ω] ω·∇h(x) x·ω = -|S^(d-1)| ∫[x] h(x)", "∫[x,ω] ω·∇h(x) x·ω = -d |S^(d-1)| ∫[x] h(x)"),
        (everyDimension, "|S^d| = 2 π/(d-1) |S^(d-2)|", "|S^d| = 2 π/d |S^(d-2)|"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(declarations + twin).requireChecked(.refuted, twin)
    }

    /// The integral over both must converge: a mean of 0 does not make `∫ f |v|^(-4) v·σ` one.
    @Test func divergence() throws {
        #expect(try Outcome.checked(Self.collisions + "∫[v,σ] f(v) |v|^(-4) (v·σ) = 0").verdict == .unknown)
        try Outcome.checked(Self.collisions + "∫[v,σ] f(v) |v|^(-3) (v·σ) = 0").requireChecked(.proved, "order -2")
    }
}
