import Kernel
import Proving
import Testing

/// Spectral gaps of positive functions are those of all functions.
@Suite struct ArbitrarySignTests {
    private static let gaussian = "space v in R^3\nlet m = (2 π)^(-3/2) exp(-|v|²/2)\nfunction f(v) > 0, decaying\nclaim a: "
    private static let torus = "space x in T^1\nfunction f(x) > 0\nclaim a: "

    @Test(arguments: [
        (gaussian, "∫[v] |∇f|² m >= ∫[v] f² m - (∫[v] f m)²"), (gaussian, "∫[v] |∇f|² m >= 1/2 ∫[v] f² m - 1/2 (∫[v] f m)²"),
        (torus, "∫[x] |∇f|² >= 4 π² (∫[x] f² - (∫[x] f)²)"),
    ])
    func gaps(declarations: String, claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(declarations + claim)
        try outcome.requireChecked(.proved, claim)
        #expect(outcome.evidence.contains("either sign"))
    }

    @Test(arguments: [
        (gaussian, "∫[v] |∇f|² m >= 2 ∫[v] f² m - 2 (∫[v] f m)²"), (torus, "∫[x] |∇f|² >= 5 π² (∫[x] f² - (∫[x] f)²)"),
    ])
    func falseTwins(declarations: String, claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    @Test("with the logarithm beside the function, or with integrals that no positive function has, nothing is generalised", arguments: [
        "space v in R^3\nfunction f(v) > 0, decaying\nclaim a: ∫[v] |∇log f|² f >= 0",
        "space v in R^3\nfunction f(v) > 0, decaying where ∫[v] f = 0\nclaim a: ∫[v] |∇f|² >= 0",
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] |∇f|² >= 0", "space v in R^3\nfunction f(v) decaying\nclaim a: ∫[v] |∇f|² >= 0",
    ])
    func whatStays(cell: String) throws {
        let statement = try #require(IntegralIdentity.statements(cell).last).statement
        #expect(throws: Rejection.self) { try ArbitrarySign(statement).generalised() }
    }
}
