import Kernel
import Testing

@testable import Proving

/// Integrands that decay in linear combinations of the points together.
@Suite struct JointDecayTests {
    private static let declarations = """
        param d integer
        param γ
        space v, w, z in R^d
        density f(v)
        density k(v) even
        function h(v) decaying
        function u(v)
        claim a:\u{20}
        """

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: [
        "∫[v,w] k(v-w) h(w) log(f(v)) = ∫[v] h(v) ∫[w] k(v-w) log(f(w))",
        "∫[v,w] k(v-w) f(w) |∇[v](log f(v))|² = ∫[v,w] k(v-w) f(v) |∇[w](log f(w))|²",
        "∫[v,w,z] h(v-w) h(w-z) f(z) u(v) = ∫[v,w,z] h(z-w) h(w-v) f(v) u(z)",
        "∫[v,w] exp(-|v-w|²) h(w) u(v) = ∫[v,w] exp(-|v-w|²) h(v) u(w)",
    ])
    func proved(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? "")")
    }

    /// Nothing decays along `v = w`, or the forms are dependent.
    @Test(arguments: [
        "∫[v,w] k(v-w) log(f(v)) = ∫[v,w] k(v-w) log(f(w))", "∫[v,w] h(v-w) h(2 v - 2 w) u(v) = ∫[v,w] h(w-v) h(2 w - 2 v) u(w)",
        "∫[v,w,z] h(v-w) h(w-z) h(v-z) u(v) = ∫[v,w,z] h(z-w) h(w-v) h(z-v) u(z)", "∫[v,w] exp(-|v-w|²) u(v) = ∫[v,w] exp(-|v-w|²) u(w)",
    ])
    func diverges(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }
}
