import Kernel
import Testing

@testable import Proving

/// Moments of densities on the line and in space, and Gaussians with an arbitrary mean and covariance.
@Suite struct MomentTests {
    private static let line = "param μ, κ, λ\nspace x, y in R\ndensity f(x) where ∫[x] x f = μ, ∫[x] x² f = κ\n"
    private static let space = "param d integer\nparam λ\nspace v, w in R^d\nconstant P : symmetric matrix\n"
        + "density g(v) where ∫[v] v g = 0, ∫[v] v⊗v g = P\n"
    /// About a centre, so that of |v|² nothing is stated by itself.
    private static let centred = "param d integer\nparam T > 0\nspace v in R^d\nconstant u : vector of R^d\nlet M(v) = (2 pi T)^(-d/2) exp(-|v-u|²/(2 T))\n"
        + "density g(v) where ∫[v] v g = u, ∫[v] |v-u|² g = d T\n"
    private static let gaussian = "param d integer\nspace v, w in R^d\nconstant S : symmetric matrix where S >= 0\nconstant m : vector\nconstant a : vector\n"
        + "density N(v) = gaussian(mean = m, cov = S)\ndensity N0(v) = gaussian(mean = 0, cov = 2 S)\n"

    @Test(arguments: [
        (line, "∫[x] (x-μ)² f = κ - μ²", "∫[x] (x-μ)² f = κ + μ²"),
        (line, "∫[x,y] (x-y)² f(x) f(y) = 2 κ - 2 μ²", "∫[x,y] (x-y)² f(x) f(y) = 2 κ"),
        (space, "∫[v,w] |v|² (v·w) g(v) g(w) = 0", "∫[v,w] (v·w)² g(v) g(w) = 0"),
        (space, "∫[v,w] (v·w)² g(v) g(w) = ‖P‖²", "∫[v,w] (v·w)² g(v) g(w) = (tr P)²"),
        (centred, "∫[v] |v-u|² g = d T", "∫[v] |v-u|² g = T"),
        (centred, "∫[v] |v|² g = d T + |u|²", "∫[v] |v|² g = d T - |u|²"),
        (gaussian, "∫[v] N = 1", "∫[v] N = 2"),
        (gaussian, "∫[v] v⊗v N = S + m⊗m", "∫[v] v⊗v N = S - m⊗m"),
        (gaussian, "∫[v] |v|⁴ N0 = 4 (tr S)² + 8 ‖S‖²", "∫[v] |v|⁴ N0 = 4 (tr S)² + 4 ‖S‖²"),
        (gaussian, "∫[v] (a·(v-m))⁴ N = 3 (a·(S a))²", "∫[v] (a·(v-m))⁴ N = (a·(S a))²"),
        (gaussian, "∫[v] |v|² v N = (tr S + |m|²) m + 2 S m", "∫[v] |v|² v N = (tr S + |m|²) m + S m"),
    ]) func identities(declarations: String, claim: String, twin: String) throws {
        #expect(try Outcome.checked(declarations + "claim c: " + claim).verdict == .proved, "\(claim)")
        let found = try Outcome.checked(declarations + "claim c: " + twin)
        #expect(found.verdict == .refuted, "\(twin): \(found.reason ?? found.evidence)")
    }

    private static let isotropic = "space v, w in R^3\nconstant c : vector\ndensity f(v) where ∫[v] v f = 0, ∫[v] v⊗v f = Id\nlet s(v) = ∇log f(v)\n"
        + "let q(v, w) = (v-w)[1] (s(v) - s(w))[2] - (v-w)[2] (s(v) - s(w))[1]\n"

    /// Of tensors all components are stated, and with them the means of cross products.
    @Test(arguments: [
        ("∫[v] v[1] f = 0", "∫[v] v[1] f = 1"), ("∫[v] c×v f = 0", "∫[v] c×v f = c"), ("∫[v] v[1]² f = 1", "∫[v] v[1] v[2] f = 1"),
        ("∫[v] |c×v|² f = 2 |c|²", "∫[v] |c×v|² f = 3 |c|²"), ("∫[v] v×(v×c) f = -2 c", "∫[v] v×(v×c) f = 2 c"),
        ("∫[w] q(v, w) f(w) = v[1] s(v)[2] - v[2] s(v)[1]", "∫[w] q(v, w) f(w) = v[1] s(v)[2] - v[2] s(v)[1] + 1"),
        ("∫[w] q(v, w) w[1] f(w) = -s(v)[2] - v[2]", "∫[w] q(v, w) w[1] f(w) = -s(v)[2] + v[2]"),
        ("∫[v] f * |v×s(v)|² + 2 ∫[v] f * |s(v)|² - 6 = ∫[v] f * |v×s(v)|² + 2 ∫[v] f * |s(v) + v|²",
         "∫[v] f * |v×s(v)|² + 2 ∫[v] f * |s(v)|² - 3 = ∫[v] f * |v×s(v)|² + 2 ∫[v] f * |s(v) + v|²"),
    ]) func components(claim: String, twin: String) throws {
        try IntegralTrapTests.outcome(Self.isotropic + "claim c: " + claim).requireChecked(.proved, claim)
        try IntegralTrapTests.outcome(Self.isotropic + "claim c: " + twin).requireChecked(.refuted, twin)
    }

    /// A Maxwellian with the moments of a density has its mean logarithm.
    @Test func maxwellianOfTheSameMoments() throws {
        #expect(try Outcome.checked(Self.centred + "claim c: ∫[v] (M(v) - g) log M(v) = 0").verdict == .proved)
        #expect(try Outcome.checked(Self.centred + "claim c: ∫[v] (M(v) - g) log M(v) = d").verdict != .proved)
    }
}
