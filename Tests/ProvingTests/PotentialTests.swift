import Kernel
import Proving
import Testing

/// Identities between integrals of vector fields: with curls and cross products they are decided by components, and under `div u = 0`
/// counterexamples are curls of arbitrary fields.
@Suite struct PotentialTests {
    private static let field = "space x in R^3\nfunction m(x) : vector, decaying\nfunction φ(x) decaying\nclaim a: "
    private static let torus = "space x in T^3\nfunction m(x) : vector\nclaim a: "
    private static let solenoidal = "space x in R^3\nfunction u(x) : vector, decaying where div u = 0\nfunction B(x) : vector, decaying where div B = 0\nclaim a: "
    private static let plane = "space x in R^2\nfunction u(x) : vector, decaying where div u = 0\nclaim a: "
    private static let heat = "param ν > 0\nspace x in R^3\nfunction u(x) : vector, decaying where div u = 0\nflow u: ∂[t] u = ν Δu\nclaim a: "
    private static let irrotational = "space x in R^3\nfunction g(x) : vector, decaying where curl g = 0\nclaim a: "

    @Test(arguments: [
        (field, "∫[x] |curl(m)|² = ∫[x] ‖∇m‖² - ∫[x] (div m)²"), (field, "∫[x] ⟨∇m, ∇(m×Δ(m))⟩ = 0"),
        (field, "∫[x] ⟨∇m, ∇(m×(m×Δ(m)))⟩ = ∫[x] |m×Δ(m)|²"), (field, "∫[x] |Δφ|² = ∫[x] ‖∇²φ‖²"), (field, "∫[x] curl(m)·∇φ = 0"),
        (torus, "∫[x] ⟨∇m, ∇(m×(m×Δ(m)))⟩ = ∫[x] |m×Δ(m)|²"), (torus, "∫[x] Δ(m)·curl(m) = ∫[x] m·curl(Δ(m))"),
        (solenoidal, "∫[x] |curl(u)|² = ∫[x] ‖∇u‖²"), (solenoidal, "∫[x] B·(B·∇u) = -∫[x] u·(B·∇B)"), (solenoidal, "∫[x] u·(B·∇u) = 0"),
        (heat, "∂[t] (∫[x] |u|²) = -2ν ∫[x] |curl u|²"), (irrotational, "∫[x] ‖∇g‖² = ∫[x] (div g)²"),
    ])
    func identities(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        (field, "∫[x] |curl(m)|² = ∫[x] ‖∇m‖² - 2∫[x] (div m)²"), (field, "∫[x] m·curl(m) = 0"), (field, "∫[x] |m|² m·curl(m) = 0"),
        (field, "∫[x] ⟨∇m, ∇(m×(m×Δ(m)))⟩ = 2∫[x] |m×Δ(m)|²"), (field, "∫[x] m·(Δ(m)×curl(m)) = 0"),
        // Linear in derivatives of the fourth order.
        (field, "∫[x] |Δφ|² = 0"), (field, "∫[x] |Δφ|² = 2∫[x] ‖∇²φ‖²"), (field, "∫[x] |curl(curl(m))|² = 0"),
        (torus, "∫[x] ⟨∇m, ∇(m×(m×Δ(m)))⟩ = 2∫[x] |m×Δ(m)|²"), (torus, "∫[x] m·curl(m) = 0"),
        (solenoidal, "∫[x] |curl(u)|² = 2∫[x] ‖∇u‖²"), (solenoidal, "∫[x] B·(B·∇u) = ∫[x] u·(B·∇B)"), (solenoidal, "∫[x] B·(B·∇u) = 0"),
        (solenoidal, "∫[x] tr((∇u) (∇u)) = ∫[x] ‖∇u‖²"), (solenoidal, "∫[x] Δ(u)·(u·∇u) = 0"),
        (plane, "∫[x] ‖∇u‖² = ∫[x] (∂[x[1]] u[1])²"), (plane, "∫[x] ‖∇u‖² = 0"),
        (heat, "∂[t] (∫[x] |u|²) = -ν ∫[x] |curl u|²"), (irrotational, "∫[x] ‖∇g‖² = 2∫[x] (div g)²"),
    ])
    func falseTwins(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.refuted, claim)
    }

    @Test("an equation that the potential's field does not satisfy identically remains, and nothing is refuted then")
    func otherEquationsRemain() throws {
        let claim = "∫[x] |u|² = 0"
        for condition in ["div u = 0, curl u = 0", "div u = 0, Δ(u) = 0"] {
            let outcome = try IntegralTrapTests.outcome("space x in R^3\nfunction u(x) : vector, decaying where \(condition)\nclaim a: \(claim)")
            #expect(outcome.verdict != .refuted && outcome.internalError == nil, "\(condition): \(outcome.verdict)")
        }
    }

    @Test("a field of which more is declared, or that has no potential in this dimension, is not replaced")
    func whatHasNoPotential() throws {
        for (declaration, form) in [
            ("space x in R^3\nfunction u(x) : vector, decaying, even where div u = 0", Potential.Form.curl), ("space x in R^2\nfunction u(x) : vector, decaying where div u = 0", .curl),
            ("space x in R^3\nfunction u(x) : vector, decaying where div u = 0", .rotatedGradient), ("space x in S^2\nfunction u(x) : vector", .gradient),
            ("space x in R^3\nfunction u(x) decaying", .gradient),
        ] {
            let statement = try #require(IntegralIdentity.statements(declaration + "\nclaim a: u = u").last).statement
            #expect(throws: Rejection.self) { try Potential(function: "u", form: form).statement(of: statement) }
        }
    }
}
