import Kernel
import Testing

@testable import Proving

/// Operators linearised about a Maxwellian, with kernels that are singular where two points meet.
@Suite struct LinearisedOperatorTests {
    private static let landau = """
        param γ in (-3, 1]
        space v, w in R^3
        function h(v), g(v)
        let M(v) = (2π)^(-3/2) exp(-|v|²/2)
        let A(z) = |z|^(γ+2) (Id - z⊗z/|z|²)
        let L(u) = 1/M(v) div[v](M(v) ∫[w] A(v-w) (∇[v] u(v) - ∇[w] u(w)) M(w))
        claim a:\u{20}
        """

    @Test(arguments: [
        "∫[v] L(h) M(v) = 0", "∫[v] v L(h) M(v) = 0", "∫[v] |v|² L(h) M(v) = 0",
        "∫[v] g(v) L(h) M(v) = -1/2 ∫[v, w] M(v) M(w) ((∇[v] h(v) - ∇[w] h(w))·(A(v-w) (∇[v] g(v) - ∇[w] g(w))))",
    ]) func conservationAndTheWeakForm(claim: String) throws {
        try IntegralTrapTests.outcome(Self.landau + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        "∫[v] |v|^4 L(h) M(v) = 0", "∫[v] v[1]³ L(h) M(v) = 0", "∫[v] |v|² L(h) = 0",
        "∫[v] g(v) L(h) M(v) = -∫[v, w] M(v) M(w) ((∇[v] h(v) - ∇[w] h(w))·(A(v-w) (∇[v] g(v) - ∇[w] g(w))))",
    ]) func falseTwins(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.landau + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// Inner integrals in contractions are drawn out: the diffusion matrix is not negative.
    @Test func ellipticity() throws {
        func verdict(_ claim: String) throws -> Verdict {
            let declarations = Self.landau.replacing("function h(v), g(v)", with: "function h(v), g(v)\nfunction a(v) : vector\ndensity f(v)")
            let outcome = try IntegralTrapTests.outcome(declarations + claim)
            #expect(outcome.internalError == nil, "\(claim)")
            return outcome.verdict
        }
        for weight in ["f(v)", "M(v)"] {
            #expect(try verdict("∫[v] a(v)·((∫[w] A(v-w) f(w)) a(v)) \(weight) >= 0") == .proved, "\(weight)")
            #expect(try verdict("∫[v] a(v)·((∫[w] A(v-w) f(w)) a(v)) \(weight) <= 0") != .proved, "\(weight)")
        }
        #expect(try verdict("∫[v] a(v)·((∫[w] A(-v+w) f(w)) a(v)) f(v) >= 0") == .proved)
        #expect(try verdict("∫[v] a(v)·((∫[w] (A(v-w) - Id) f(w)) a(v)) f(v) >= 0") != .proved)
        #expect(try verdict("∫[v] (a(v)·∫[w] (v-w) f(w)) (a(v)·∫[w] (v-w) f(w)) f(v) >= 0") == .proved)
        #expect(try verdict("∫[v] (a(v)·∫[w] (v-w) f(w)) (a(v)·∫[w] (v-w) f(w)) f(v) <= 0") != .proved)
    }

    /// Gaussians of two points that decay together, or only in one direction.
    @Test(arguments: [("exp(-|v|² - |w|² + v·w)", true), ("exp(-|v|² - |w|² + 2 v·w)", false), ("exp(-|v|² - |w|² + 3 v·w)", false), ("exp(-|v|² + v·w/2 - |w|²/3)", true)])
    func quadraticExponents(weight: String, decays: Bool) throws {
        let outcome = try IntegralTrapTests.outcome("space v, w in R^3\nfunction h(v)\nclaim a: ∫[v, w] div[v](h(v) v \(weight)) = 0")
        #expect((outcome.verdict == .proved) == decays && outcome.internalError == nil, "\(weight): \(outcome.verdict)")
    }
}
