import Expressions
import Kernel
import Testing

@testable import Proving

/// Inequalities between quadratic integrals by Hermite polynomials and trigonometric functions.
@Suite struct SpectralTests {
    private static let gaussian = "param d integer >= 1\nparam T > 0\nspace v in R^d\nspace x in R\nfunction u(v) decaying\nfunction w(x) decaying\n"
        + "let γ(v) = (2 pi)^(-d/2) exp(-|v|²/2)\nlet m = exp(-x²/2)\n"
    private static let torus = "space x in T^1\nfunction q(x)\n"

    private static let tori = "param k integer >= 2\nspace y in T^2\nspace z in T^k\nfunction r(y)\nfunction s(z)\n"

    private static let sphereImport = "import \"std/sphere\"\n"
    private static let sphere = sphereImport + "param d integer >= 2\nspace ω in S^2\nspace σ in S^(d-1)\nfunction p(ω)\nfunction q(σ)\nfunction e(σ) even\n"

    @Test(arguments: [
        (gaussian, "∫[v] u² γ(v) <= ∫[v] |∇u|² γ(v) provided ∫[v] u γ(v) = 0", "<= ∫", "<= 1/2 ∫"),
        (gaussian, "∫[v] u² γ(v) - (∫[v] u γ(v))² <= ∫[v] |∇u|² γ(v)", "<= ∫", "<= 9/10 ∫"),
        (gaussian, "∫[v] u² γ(v) <= 1/2 ∫[v] |∇u|² γ(v) provided ∫[v] u γ(v) = 0, ∫[v] u v γ(v) = 0", "1/2 ∫", "1/3 ∫"),
        (gaussian, "∫[x] w² m <= ∫[x] (∂[x] w)² m provided ∫[x] w m = 0", "provided ∫[x] w m = 0", "provided ∫[x] x w m = 0"),
        (gaussian, "∫[x] w² exp(-x²/(2 T)) <= T ∫[x] (∂[x] w)² exp(-x²/(2 T)) provided ∫[x] w exp(-x²/(2 T)) = 0", "<= T", "<= T/2"),
        (gaussian + "let G = (2 pi T)^(-d/2) exp(-|v|²/(2 T))\n", "∫[v] u² G <= T ∫[v] |∇u|² G provided ∫[v] u G = 0", "<= T", "<= T/2"),
        (gaussian + "let g = (2 pi T)^(-1/2) exp(-x²/(2 T))\n", "∫[x] w² g - (∫[x] w g)² <= T ∫[x] (∂[x] w)² g", "<= T", "<= T/2"),
        (torus, "∫[x] q² <= 1/(4 pi²) ∫[x] |∇q|² provided ∫[x] q = 0", "4 pi", "5 pi"),
        (torus, "∫[x] |∇q|² >= 4 pi² ∫[x] q² provided ∫[x] q = 0", "4 pi", "5 pi"), (torus, "∫[x] (Δq)² >= 4 pi² ∫[x] |∇q|²", "4 pi", "5 pi"),
        (torus, "∫[x] |∇q|² >= 4 pi² (∫[x] q² - (∫[x] q)²)", "4 pi", "5 pi"),
        (tori, "∫[y] |∇r|² >= 4 pi² ∫[y] r² provided ∫[y] r = 0", "4 pi", "5 pi"), (tori, "∫[y] (Δr)² >= 4 pi² ∫[y] |∇r|²", "4 pi", "5 pi"),
        (tori, "∫[z] |∇s|² >= 4 pi² ∫[z] s² provided ∫[z] s = 0", "4 pi²", "100"), (tori, "∫[z] (Δs)² >= 39 ∫[z] |∇s|²", "39", "40"),
        (sphere, "∫[ω] |∇_S p|² >= 2 ∫[ω] p² provided ∫[ω] p = 0", "2 ∫", "3 ∫"), (sphere, "∫[ω] (Δ_S p)² >= 4 ∫[ω] p² provided ∫[ω] p = 0", "4 ∫", "5 ∫"),
        (sphere, "4 pi ∫[ω] p² - (∫[ω] p)² <= 2 pi ∫[ω] |∇_S p|²", "2 pi", "pi"),
        (sphere, "∫[σ] |∇_S q|² >= (d - 1) ∫[σ] q² provided ∫[σ] q = 0", "(d - 1)", "d"),
        (sphere, "∫[σ] |∇_S q|² >= 2 d ∫[σ] q² provided ∫[σ] q = 0, ∫[σ] q σ = 0", "provided ∫[σ] q = 0, ∫[σ] q σ = 0", "provided ∫[σ] q = 0"),
        (sphere, "∫[σ] |∇_S e|² >= 2 d ∫[σ] e² provided ∫[σ] e = 0", "2 d", "(2 d + 1)"), (sphere, "∫[σ] (Δ_S e)² >= 2 d ∫[σ] |∇_S e|²", "2 d", "(2 d + 1)"),
        (gaussian + "function h(v) even, decaying\n", "∫[v] |∇h|² γ(v) >= 2 ∫[v] h² γ(v) - 2 (∫[v] h γ(v))²", ">= 2", ">= 3"),
        // The first moments of even functions vanish anyway: 3ω₁² - 1 and x² - 1 are left.
        (sphere + "function b(ω) even\n", "∫[ω] |∇_S b|² >= 6 ∫[ω] b² provided ∫[ω] b = 0, ∫[ω] b ω = 0", ">= 6", ">= 7"),
        (sphere, "∫[σ] |∇_S e|² >= 2 d ∫[σ] e² provided ∫[σ] e = 0, ∫[σ] e σ = 0", "2 d", "(2 d + 1)"),
        (gaussian + "function k(x) even, decaying\n", "∫[x] (∂[x] k)² m >= 2 ∫[x] k² m provided ∫[x] k m = 0, ∫[x] x k m = 0", ">= 2", ">= 4"),
    ]) func gaps(declarations: String, claim: String, old: String, new: String) throws {
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict == .proved, "\(claim)")
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        let found = try Outcome.checked(declarations + "claim c: " + twin)
        #expect(twin != claim && found.verdict != .proved, "\(twin): \(found.evidence)")
        if !new.hasPrefix("provided") { #expect(found.verdict == .refuted, "\(twin): \(found.reason ?? "")") }
    }

    /// The bound of the first eigenfunctions, which no greater constant passes.
    @Test(arguments: [
        (sphere, "where ∫[σ] u = 0", "σ", "∫[σ] |∇_S u|² >= Λ ∫[σ] u²", "Λ = d - 1"), (sphere, "even", "ω", "∫[ω] (Δ_S u)² >= Λ ∫[ω] |∇_S u|²", "Λ = 6"),
        (sphere, "even", "ω", "∫[ω] |∇_S u|² >= Λ (∫[ω] u² - (∫[ω] u)²/(4 pi))", "Λ = 6"),
        (tori, "", "y", "∫[y] (Δu)² >= Λ ∫[y] |∇u|²", "Λ = 4 π^2"), (tori, "where ∫[z] u = 0", "z", "∫[z] |∇u|² >= Λ ∫[z] u²", "Λ = 4 π^2"),
        (torus, "", "x", "∫[x] |∇u|² >= Λ (∫[x] u² - (∫[x] u)²)", "Λ = 4 π^2"),
        (sphere, "even where ∫[ω] u = 0, ∫[ω] u ω = 0", "ω", "∫[ω] |∇_S u|² >= Λ ∫[ω] u²", "Λ = 6"),
        // Where a mean counts more than its square, constants have a least value as well, which is not asked for.
        (sphere, "", "ω", "∫[ω] |∇_S u|² - 3/4 ∫[ω] u² >= Λ (∫[ω] u² - (∫[ω] u)²/(2 pi))", "Λ = 5/4"),
        (sphere, "", "ω", "∫[ω] |∇_S u|² >= Λ (∫[ω] u² - (∫[ω] u)²/(2 pi))", "Λ = 2"),
        (sphere, "where ∫[ω] u = 0", "ω", "∫[ω] (Δ_S u)² >= Λ (∫[ω] |∇_S u|² - 6 ∫[ω] u²)", "Λ = 24"),
        (sphere, "where ∫[ω] u = 0", "ω", "∫[ω] u² <= Λ ∫[ω] |∇_S u|²", "Λ = 1/2"),
    ]) func bestConstants(declarations: String, attributes: String, point: String, claim: String, value: String) throws {
        let found = try InequalityTests.best(declarations.replacing(Self.sphereImport, with: "") + "function u(\(point)) \(attributes)", claim)
        #expect(found.verdict == .proved && found.value == value, "\(claim): \(found.value ?? found.reason ?? "")")
    }
}
