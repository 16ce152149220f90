import Kernel
import Proving
import Testing

/// The circle `T^1`, whose point is a scalar: entropies of equations in one dimension.
@Suite struct CircleTests {
    private static let positive = "space x in T^1\nfunction n(x) > 0\n"
    private static let dlss = positive + "flow n: ∂_t n = -∂[x](∂[x](n ∂[x](∂[x](log n))))\nclaim a: "
    private static let heat = positive + "flow n: ∂[t] n = n''\nclaim a: "
    private static let film = positive + "param β > 0\nflow n: ∂[t] n = -∂[x](n^β n''')\nclaim a: "

    /// `T^d` in dimension 1.
    private static let anyDimension = "param d integer\nspace x in T^d\nfunction u(x)\ndensity n(x)\nflow n: ∂[t] n = Δn\nclaim a: "

    @Test(arguments: [
        (dlss, "∂_t (∫[x] n log n) <= 0"), (dlss, "∂_t (∫[x] (n - log n)) <= 0"), (dlss, "∂_t (∫[x] (n - log n)) = -∫[x] (∂[x](∂[x](log n)))²"),
        (dlss, "∂_t (∫[x] (∂[x](sqrt n))²) <= 0"), (heat, "∂[t] (∫[x] (n')²/n) <= 0"), (heat, "∂[t] (∫[x] |∇n|²) = -2 ∫[x] (Δn)²"),
        (heat, "∂[t] (∫[x] n) = 0"), (film, "∂[t] (∫[x] (n')²) = -2 ∫[x] n^β (n''')²"), (film, "∂[t] (∫[x] (n')²) <= 0"),
        (positive + "claim a: ", "∫[x] |∇n|⁴/n² <= 9 ∫[x] (Δn)²"), (positive + "claim a: ", "∫[x] ∂[x[1]] n = 0"), (positive + "claim a: ", "∫[x] n(2 x) = ∫[x] n"),
        (anyDimension, "∂[t] (∫[x] n |∇log n|²) = -2 ∫[x] n (Δ(log n))² for d = 1"), (anyDimension, "‖∇²u‖² = (Δu)² for d = 1"), (anyDimension, "|x|² >= 0 for d = 1"),
        (anyDimension, "∫[x] |∇u|² = -∫[x] u Δu for d = 1"), (anyDimension, "∇u = ∇u for d = 1"), (anyDimension, "∫[x] n = 1 for d = 1"),
    ])
    func proved(declarations: String, claim: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        (dlss, "∂_t (∫[x] (n - log n)) = ∫[x] (∂[x](∂[x](log n)))²"), (heat, "∂[t] (∫[x] n²) = -∫[x] (n')²"), (film, "∂[t] (∫[x] (n')²) = -∫[x] n^β (n''')²"),
        (anyDimension, "∂[t] (∫[x] n |∇log n|²) = -∫[x] n (Δ(log n))² for d = 1"), (anyDimension, "‖∇²u‖² = (Δu)² for d = 2"),
    ])
    func refuted(declarations: String, claim: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.refuted, claim)
    }

    /// The coordinate of a circle is no periodic function, and other functions of it need not be.
    @Test(arguments: [
        "∫[x] ∂[x] (x n) = 0", "∫[x] ∂[x] (sin(x) n) = 0", "∫[x] ∂[x] (exp(x) n) = 0", "∫[x] x² n'' = 2 ∫[x] n", "∫[x] |x| n' = -∫[x] n",
        "∫[x] ∂[x] (log(2 + sin(x)) n) = 0", "∫[x] ∂[x] (n/(1+x²)) = 0", "∫[x] n(x/2) = ∫[x] n", "∫[x] n(-2 x) = 2 ∫[x] n", "∫[x] x n(x) = ∫[x] x n(-x)",
        "∫[x] |∇n|⁴/n² <= 8 ∫[x] (Δn)²", "∫[x] n'' >= 1", "∫[x] (n')² >= ∫[x] n²", "∫[x] x n' = -∫[x] n",
    ])
    func traps(claim: String) throws {
        #expect(try Outcome.checked(Self.positive + "claim a: " + claim).verdict != .proved, "\(claim)")
    }

    /// Spectral gaps are those of `R/Z`: means alone are known, no moments.
    @Test func gaps() throws {
        let declarations = "space x in T\nfunction u(x)\nclaim a: "
        try Outcome.checked(declarations + "∫[x] (u')² >= 4 π² ∫[x] u² provided ∫[x] u = 0").requireChecked(.proved, "gap")
        for twin in ["∫[x] (u')² >= 5 π² ∫[x] u² provided ∫[x] u = 0", "∫[x] (u')² >= 16 π² ∫[x] u² provided ∫[x] u = 0, ∫[x] x u = 0", "∫[x] (u')² >= π² ∫[x] u²"] {
            #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
        }
    }
}
