import Kernel
import Testing

@testable import Proving

/// Identities by equations that are declared of a function: the planar equations of an incompressible fluid, by components.
@Suite struct HypothesisEquationTests {
    private static let declarations = "space x in R^2\nfunction u(x) : vector where div(u) = 0\nfunction p(x)\n"

    @Test(arguments: [
        ("u[1] div(u) = 0", "u[1] div(u) = u[1]"),
        ("∂[x[1]] (div(u)) = 0", "∂[x[1]] (u[1]) = 0"),
        ("∂[x[2]] (u[2]) = -∂[x[1]] (u[1])", "∂[x[2]] (u[2]) = ∂[x[1]] (u[1])"),
        ("curl(u·∇u) = u·∇(curl(u))", "curl(u·∇u) = 2 u·∇(curl(u))"),
        ("div(u·∇u) = ∇u[1]·∂[x[1]] u + ∇u[2]·∂[x[2]] u", "div(u·∇u) = ∇u[1]·∂[x[1]] u - ∇u[2]·∂[x[2]] u"),
    ]) func incompressible(claim: String, twin: String) throws {
        try Outcome.checked(Self.declarations + "claim c: " + claim).requireChecked(.proved, claim)
        try Outcome.checked(Self.declarations + "claim c: " + twin).requireChecked(.refuted, twin)
    }
}
