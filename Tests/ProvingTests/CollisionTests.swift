import Kernel
import Testing

@testable import Proving

/// Integrals over two velocities and the direction after their collision.
@Suite struct CollisionTests {
    private static let declarations = """
        param d integer >= 2
        param γ in (0, 1)
        space v, w in R^d
        space σ in S^(d-1)
        space s in R
        density f(v)
        function ψ(v) decaying
        function φ(v)
        function b(s) >= 0
        function B(s) > 0
        let vp = (v+w)/2 + |v-w|/2 σ
        let wp = (v+w)/2 - |v-w|/2 σ
        let cosθ = (v-w)·σ/|v-w|
        let Q = f(vp) f(wp) - f(v) f(w)
        claim a:\u{20}
        """

    /// Weak forms, conservation laws and the H-theorem, for every dimension and kernel.
    @Test(arguments: [
        ("∫[v,w,σ] b(cosθ) |v-w|^γ Q ψ(v) = 1/4 ∫[v,w,σ] b(cosθ) |v-w|^γ Q (ψ(v) + ψ(w) - ψ(vp) - ψ(wp))", "1/4", "1/2"),
        ("∫[v,w,σ] B(|v-w|) (ψ(vp) + ψ(wp)) f(v) f(w) = 2 ∫[v,w,σ] B(|v-w|) ψ(v) f(vp) f(wp)", "2 ∫", "∫"),
        ("∫[v,w,σ] |v-w|^γ ψ(vp) f(v) f(w) = ∫[v,w,σ] |v-w|^γ ψ(wp) f(v) f(w)", "ψ(wp)", "ψ(w)"),
        ("∫[v,w,σ] b(cosθ) Q = 0", "Q =", "f(vp) ="), ("∫[v,w,σ] |v-w|^γ Q v = 0", "Q v", "Q |v|² v"), ("∫[v,w,σ] b(cosθ) Q |v|² = 0", "|v|²", "|v|^4"),
        ("∫[v,w,σ] b(cosθ) |v-w|^γ Q log f(v) <= 0", "<=", ">="),
        ("∫[v,w,σ] |v-w|^γ Q log f(v) = -1/4 ∫[v,w,σ] |v-w|^γ Q log((f(vp) f(wp))/(f(v) f(w)))", "1/4", "1/2"),
        ("∫[v,w,σ] |v-w|^γ |vp|² f(v) f(w) = ∫[v,w,σ] |v-w|^γ |v|² f(v) f(w)", "= ∫", "= 2 ∫"),
    ]) func collisions(claim: String, old: String, new: String) throws {
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        let outcome = try Outcome.checked(Self.declarations + twin)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(twin)")
    }

    /// Terms that change their sign vanish only where they converge; and velocities after another rule are not images.
    @Test(arguments: [
        "∫[v,w,σ] (f(vp) - f(wp)) = 0", "∫[v,w,σ] (φ(vp) - φ(wp)) = 0", "∫[v,w,σ] φ(vp) ((v-w)·σ) f(v) f(wp) = ∫[v,w,σ] φ(vp) |v-w| f(v) f(wp)",
        "∫[v,w,σ] |v-w|^(-d-1) (ψ(vp) - ψ(wp)) f(v) f(w) = 0", "∫[v,w,σ] ψ(v + |v-w| σ) f(v) f(w) = ∫[v,w,σ] ψ(v) f(v + |v-w| σ) f(w - |v-w| σ)",
        "∫[v,w,σ] |v-w|^(-2 d) (f(vp) f(wp) - f(v) f(w)) = 0",
    ]) func traps(claim: String) throws {
        let outcome = try Outcome.checked(Self.declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// The certificate is bound to its form.
    @Test func certificates() throws {
        let claim = Self.declarations + "∫[v,w,σ] b(cosθ) |v-w|^γ Q ψ(v) = 1/4 ∫[v,w,σ] b(cosθ) |v-w|^γ Q (ψ(v) + ψ(w) - ψ(vp) - ψ(wp))"
        let certificate = try Certificate(text: #require(try Outcome.checked(claim).certificate))
        guard case .rewriting(.collisions(isAveraged: false), let inner) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        #expect((try? Kernel.Examination(certificate.statement, .rewriting(.collisions(isAveraged: false), inner)).theorem()) != nil)
        #expect((try? Kernel.Examination(certificate.statement, .rewriting(.collisions(isAveraged: true), inner)).theorem()) == nil)
    }
}
