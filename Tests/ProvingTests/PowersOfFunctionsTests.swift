import Kernel
import Proving
import Testing

/// Powers `|u|^p` of functions of either sign, with symbolic exponents: smooth enough where the whole range of the exponent says so.
@Suite struct PowersOfFunctionsTests {
    private static let field = "param p >= 2\nparam d integer >= 1\nspace x in R^d\nfunction u(x) decaying\nclaim a: "
    private static let wave = """
        param σ >= 2
        param d integer >= 1
        space x in R^d
        function α(x), β(x) decaying
        flow α: ∂[t] α = -Δβ - (α²+β²)^σ β
        flow β: ∂[t] β = Δα + (α²+β²)^σ α
        claim a:\u{20}
        """

    @Test(arguments: [
        (field, "∫[x] |u|^(p-1) u * Δu = -p ∫[x] |u|^(p-1) |∇u|²", "∫[x] |u|^(p-1) u * Δu = -(p-1) ∫[x] |u|^(p-1) |∇u|²"),
        (field, "∫[x] |u|^(p-1) u * (x·∇u) = -d/(p+1) ∫[x] |u|^(p+1)", "∫[x] |u|^(p-1) u * (x·∇u) = -d/p ∫[x] |u|^(p+1)"),
        (wave, "∂[t] (∫[x] (α² + β²)) = 0", "∂[t] (∫[x] (α² + 2 β²)) = 0"),
        (wave, "∂[t] (∫[x] (|∇α|² + |∇β|² - 1/(σ+1) (α²+β²)^(σ+1))) = 0", "∂[t] (∫[x] (|∇α|² + |∇β|² - 1/(σ+2) (α²+β²)^(σ+1))) = 0"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }

    /// Near the zeros of u: `|u|^(p-1)` may be singular, and `∫ |u|^(p-2) |∇u|²` may be infinite.
    @Test(arguments: ["param p > 0", "param p", "param p in (1/2, 3)"]) func exponentsThatMayBeSmall(range: String) throws {
        let claim = "space x in R\nfunction u(x) decaying\nclaim a: ∫[x] ∂[x](|u|^(p-1) ∂[x] u) = 0"
        #expect(try Outcome.checked(range + "\n" + claim).verdict != .proved)
    }

    /// Two powers whose exponents do not differ by an even number are independent: nothing makes one of the other.
    @Test(arguments: ["|u|³ (∂[x] u)² = ∫[x] u⁴ (∂[x] u)²", "|u|³ (∂[x] u)² = ∫[x] |u|^5 (∂[x] u)²", "|u|^p (∂[x] u)² = ∫[x] |u|^(p+1) (∂[x] u)²"])
    func independentPowers(claim: String) throws {
        try Outcome.checked("param p > 2\nspace x in R\nfunction u(x) decaying\nclaim a: ∫[x] " + claim).requireChecked(.refuted, claim)
    }

    /// Both powers at once, each in its own divergence.
    @Test func sumsOfPowers() throws {
        let declarations = "param p > 2\nspace x in R\nfunction u(x) decaying\nclaim a: ∫[x] (|u|^p u + |u|^(p+1) u) ∂[x](∂[x] u) = "
        try Outcome.checked(declarations + "-∫[x] ((p+1) |u|^p + (p+2) |u|^(p+1)) (∂[x] u)²").requireChecked(.proved, "sum")
        #expect(try Outcome.checked(declarations + "-∫[x] ((p+2) |u|^p + (p+1) |u|^(p+1)) (∂[x] u)²").verdict == .refuted)
    }
}
