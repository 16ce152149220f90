import Kernel
import Proving
import Testing

/// Derivatives by a parameter to which hypotheses tie functions and constants: nothing is decided of them, whatever is claimed.
@Suite struct TiedParameterTests {
    private static let declarations = """
        param T, λ > 0
        space v in R^3
        space t in (0,oo)
        constant P : symmetric matrix of R^3
        density h(v) where ∫[v] |v|² h = 3 T
        function x(t) where ∂[t] x = -λ x
        function y(t) where ∂[t] y = x - y
        function z(t) where ∂[t] z = -z
        let M(v) = (2 pi T)^(-3/2) exp(-|v|²/(2 T))
        claim c:\u{20}
        """

    @Test(arguments: [
        "∂[λ](x(t)) = -t x(t)", "∂[λ](x(t)) = 0", "∂[λ](x(t)²) + 2 t x(t)² = 0", "∂[λ](y(t)) = 0", "∂[T](∫[v] |v|² h) = 3", "∂[T](∫[v] |v|² h) >= 3", "∂[T](∫[v] |v|² h) = 0",
        "∂[T](tr P) >= 1 provided ∫[v] v⊗v M(v) = P", "∂[T](tr P) <= 0 provided ∫[v] v⊗v M(v) = P",
    ])
    func nothingIsDecided(claim: String) throws {
        #expect(try Outcome.checked(Self.declarations + claim).verdict == .unknown, "\(claim)")
    }

    /// Of what is not tied, and of parameters alone, derivatives are what they were.
    @Test(arguments: [
        ("∂[λ](λ z(t)²) = z(t)²", "∂[λ](λ z(t)²) = 2 z(t)²"), ("∂[T](T²) >= 0", "∂[T](T²) <= 0"), ("∂[λ](exp(-λ t)) = -t exp(-λ t)", "∂[λ](exp(-λ t)) = exp(-λ t)"),
    ])
    func others(claim: String, twin: String) throws {
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(Self.declarations + twin).requireChecked(.refuted, twin)
    }
}
