import Expressions
import Kernel
import Testing

@testable import Proving

/// Inequalities between quadratic integrals by Hermite polynomials and trigonometric functions.
@Suite struct SpectralTests {
    private static let gaussian = "param d integer >= 1\nparam T > 0\nspace v in R^d\nspace x in R\nfunction u(v) decaying\nfunction w(x) decaying\n"
        + "let γ(v) = (2 pi)^(-d/2) exp(-|v|²/2)\nlet m = exp(-x²/2)\n"
    private static let torus = "space x in T^1\nfunction q(x)\n"

    @Test(arguments: [
        (gaussian, "∫[v] u² γ(v) <= ∫[v] |∇u|² γ(v) provided ∫[v] u γ(v) = 0", "<= ∫", "<= 1/2 ∫"),
        (gaussian, "∫[v] u² γ(v) - (∫[v] u γ(v))² <= ∫[v] |∇u|² γ(v)", "<= ∫", "<= 9/10 ∫"),
        (gaussian, "∫[v] u² γ(v) <= 1/2 ∫[v] |∇u|² γ(v) provided ∫[v] u γ(v) = 0, ∫[v] u v γ(v) = 0", "1/2 ∫", "1/3 ∫"),
        (gaussian, "∫[x] w² m <= ∫[x] (∂[x] w)² m provided ∫[x] w m = 0", "provided ∫[x] w m = 0", "provided ∫[x] x w m = 0"),
        (gaussian, "∫[x] w² exp(-x²/(2 T)) <= T ∫[x] (∂[x] w)² exp(-x²/(2 T)) provided ∫[x] w exp(-x²/(2 T)) = 0", "<= T", "<= T/2"),
        (torus, "∫[x] q² <= 1/(4 pi²) ∫[x] |∇q|² provided ∫[x] q = 0", "4 pi", "5 pi"),
        (torus, "∫[x] |∇q|² >= 4 pi² ∫[x] q² provided ∫[x] q = 0", "4 pi", "5 pi"), (torus, "∫[x] (Δq)² >= 4 pi² ∫[x] |∇q|²", "4 pi", "5 pi"),
        (torus, "∫[x] |∇q|² >= 4 pi² (∫[x] q² - (∫[x] q)²)", "4 pi", "5 pi"),
    ]) func gaps(declarations: String, claim: String, old: String, new: String) throws {
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict == .proved, "\(claim)")
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        let found = try Outcome.checked(declarations + "claim c: " + twin)
        #expect(twin != claim && found.verdict != .proved, "\(twin): \(found.evidence)")
        if !new.hasPrefix("provided") { #expect(found.verdict == .refuted, "\(twin): \(found.reason ?? "")") }
    }
}
