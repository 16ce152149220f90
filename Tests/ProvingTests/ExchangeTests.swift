import Kernel
import Testing

@testable import Proving

/// Integrals over several places of one density: those of a phase space are exchanged as a whole. Over sets of finite measure what is constant comes out.
@Suite struct ExchangeTests {
    private static let phaseSpace = "param d integer\nspace x, y, v, w in R^d\nfunction W(x) even\ndensity f(x, v)\n"
    private static let spheres = "space v in R^3\nspace σ in S^2\nspace τ in T^2\nspace q in (0,2)\ndensity f(v)\nfunction B(σ)\nfunction P(τ)\nfunction k(q)\n"

    /// Functions of a length are reflected like even ones.
    private static let radial = "param d integer\nspace y in R^d\nfunction q(y) > 0 decaying radial\n"

    @Test(arguments: [
        (radial, "∫[y] y q = 0"), (radial, "∫[y] y⊗y⊗y q = 0"),
        (phaseSpace, "∫[x,v,y,w] ∇[x](W(x-y)) f(x,v) f(y,w) = 0"),
        (phaseSpace, "∫[x,v,y,w] |v-w|² f(x,v) f(y,w) W(x-y) = 2 ∫[x,v,y,w] (|v|² - v·w) f(x,v) f(y,w) W(x-y)"),
        (phaseSpace, "∫[x,v,y,w] ((v+w)·(x-y)) f(x,v) f(y,w) W(x-y) = 0"),
        (spheres, "∫[σ] (f(v+σ) - f(v)) = ∫[σ] f(v+σ) - 4 pi f(v)"),
        (spheres, "∫[σ] (B(σ) - 2) = ∫[σ] B(σ) - 8 pi"),
        (spheres, "∫[σ] (1 + B(σ))² = 4 pi + 2 ∫[σ] B(σ) + ∫[σ] B(σ)²"),
        (spheres, "∫[σ] (f(v) + B(σ)) (2 + B(σ)) = 8 pi f(v) + (2 + f(v)) ∫[σ] B(σ) + ∫[σ] B(σ)²"),
        (spheres, "∫[τ] (P(τ) - ∫[τ] P)² = ∫[τ] P² - (∫[τ] P)²"),
        (spheres, "∫[q] (k(q) - 3) = ∫[q] k(q) - 6"),
    ]) func identities(declarations: String, claim: String) throws {
        try Outcome.checked(declarations + "claim c: " + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        (radial, "∫[y] |y|² q = 0"), (radial, "∫[y] (y[1] + |y|²) q = 0"),
        (phaseSpace, "∫[x,v,y,w] W(x-y) f(x,v) f(y,w) = 0"),
        (phaseSpace, "∫[x,v,y,w] |v-w|² f(x,v) f(y,w) W(x-y) = 2 ∫[x,v,y,w] (|v|² - 2 v·w) f(x,v) f(y,w) W(x-y)"),
        // Positions and velocities exchanged apart from each other.
        (phaseSpace, "∫[x,v,y,w] (v·x - v·y) f(x,v) f(y,w) W(x-y) = 0"),
        (spheres, "∫[σ] (B(σ) - 2) = ∫[σ] B(σ) - 4 pi"),
        (spheres, "∫[σ] (1 + B(σ))² = 4 pi + ∫[σ] B(σ) + ∫[σ] B(σ)²"),
        (spheres, "∫[q] (k(q) - 3) = ∫[q] k(q) - 3"),
    ]) func falseTwins(declarations: String, claim: String) throws {
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict != .proved, "\(claim)")
    }
}
