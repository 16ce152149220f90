import Expressions
import Kernel
import Proving
import Testing

/// Constants that hypotheses name as moments, in inequalities: with the moments in their place.
@Suite struct NamedMomentsTests {
    private static let covariance = """
        space v in R^3
        constant P : symmetric matrix
        constant e, u : vector
        density f(v) where ∫[v] v f = u, ∫[v] v⊗v f = P
        claim c:\u{20}
        """
    private static let pressure = """
        param d integer >= 2
        space v in R^d
        constant Q : symmetric matrix
        constant e, u : vector
        density h(v) where ∫[v] v⊗v h = Q + u⊗u
        claim c:\u{20}
        """

    private static let energy = """
        param E, T > 0
        space v in R^3
        density f(v)
        density g(v) where ∫[v] |v|² g = 3
        density h(v) where ∫[v] |v|² h = 3 T
        claim c:\u{20}
        """

    @Test(arguments: [
        (energy, "∫[v] |v| f <= sqrt(E) provided ∫[v] |v|² f = E", "∫[v] |v| f <= sqrt(E)/2 provided ∫[v] |v|² f = E"),
        (energy, "(∫[v] |v| f)² <= E provided ∫[v] |v|² f = E", "(∫[v] |v| f)² >= E provided ∫[v] |v|² f = E"),
        (energy, "∫[v] |v| g <= sqrt(3)", "∫[v] |v| g <= sqrt(2)"),
        (energy, "∫[v] |v| h <= sqrt(3 T)", "∫[v] |v| h <= sqrt(2 T)"),
        (energy, "(∫[v] |v| h)² <= 3 T", "(∫[v] |v| h)² <= 2 T"),
        (covariance, "e·(P e) >= 0", "e·(P e) >= |e|²"),
        (covariance, "tr P >= 0", "tr P >= 1"),
        (covariance, "tr P >= |u|²", "tr P >= 2 |u|²"),
        (covariance, "e·(P e) >= (u·e)²", "e·(P e) >= 2 (u·e)²"),
        (covariance, "∫[v] |v| f <= sqrt(tr P)", "∫[v] |v| f <= sqrt(tr P)/2"),
        (covariance, "(∫[v] |v| f)² <= tr P", "(∫[v] |v| f)² <= tr P/2"),
        (covariance, "2 ∫[v] |v| f <= 1 + tr P", "3 ∫[v] |v| f <= 1 + tr P"),
        (pressure, "e·((Q + u⊗u) e) >= 0", "e·((Q + u⊗u) e) >= |e|²"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(declarations + twin).requireChecked(.refuted, twin)
    }
}
