import Expressions
import Kernel
import Testing

@testable import Proving

/// Inequalities between integrals with denominators that depend on no point.
@Suite struct ClearedDenominatorsTests {
    private static let declarations = """
        param d integer >= 2
        param c
        space x in R^d
        space z in R
        density f(x)
        density g(z)
        let I(q) = ∫[x] |∇log q|² q
        let J(q) = ∫[x] ‖∇²(log q)‖² q
        claim a:\u{20}
        """

    @Test(arguments: [
        ("J(f) >= I(f)²/d", ">= I", ">= 2 I"), ("J(f) >= 1/d I(f)²", "1/d", "3/d"), ("I(f) >= d²/(∫[x] |x|² f)", "d²", "2 d²"),
        ("∫[z] (∂[z](log g))² g >= 1/(∫[z] z² g)", "1/", "2/"),
    ]) func quotients(claim: String, old: String, new: String) throws {
        try IntegralTrapTests.outcome(Self.declarations + claim).requireChecked(.proved, claim)
        let twin = claim.replacing(old, with: new, maxReplacements: 1)
        #expect(twin != claim)
        try IntegralTrapTests.outcome(Self.declarations + twin).requireChecked(.refuted, twin)
    }

    /// A denominator of either sign may not be multiplied by.
    @Test(arguments: ["J(f)/c >= I(f)²/(c d)", "J(f)/(∫[x] (|x|² - 1) f) >= I(f)²/(d ∫[x] (|x|² - 1) f)"])
    func signsMatter(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }
}
