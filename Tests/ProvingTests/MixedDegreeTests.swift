import Kernel
import Proving
import Testing

/// Squares of tensors of several degrees in the function, with positions, and of six derivatives: dissipation of energies along gradient flows.
@Suite struct MixedDegreeTests {
    private static let declarations = "param d integer >= 1\nparam ε > 0\nspace x in R^d\nspace y in T^d\nspace s in R\n"
    private static let field = declarations + "function u(x) decaying\nclaim a: "
    private static let density = declarations + "density f(x)\ndensity n(s)\nclaim a: "

    private static func flow(_ function: String, _ equation: String) -> String { declarations + "function \(function)\nflow \(equation)\nclaim a: " }

    private static let allenCahn = flow("w(y)", "w: ∂[t] w = Δw - (w³ - w)/ε²"), cahnHilliard = flow("w(y)", "w: ∂[t] w = -Δ(Δw - (w³ - w))")
    private static let absorption = flow("u(x) decaying", "u: ∂[t] u = Δu - u³"), biharmonic = flow("u(x) decaying", "u: ∂[t] u = -Δ(Δu)")
    private static let thinFilm = flow("h(y) > 0", "h: ∂[t] h = -div(h ∇(Δh))")
    private static let fokkerPlanck = declarations + "density f(x)\nflow f: ∂[t] f = Δf + div(x f)\nclaim a: "

    @Test(arguments: [
        (field, "∫[x] (u⁴ - u * Δu) >= 0", "∫[x] (u⁴ + u * Δu) >= 0"), (field, "∫[x] (|∇u|² + |x|² u²) >= d ∫[x] u²", "∫[x] (|∇u|² + |x|² u²) >= (d+1) ∫[x] u²"),
        (field, "∫[x] (‖∇²u‖² + |x|² |∇u|²) >= d ∫[x] |∇u|²", "∫[x] (‖∇²u‖² + |x|² |∇u|²) >= (2 d + 3) ∫[x] |∇u|²"),
        (density, "∫[x] f |∇log f|² >= 2 d - ∫[x] |x|² f", "∫[x] f |∇log f|² >= 2 d + 1 - ∫[x] |x|² f"),
        (density, "∫[s] n * ((∂[s](∂[s](log n)))² - (∂[s](log n))² - s * ∂[s](log n)) >= 0", "∫[s] n * ((∂[s](∂[s](log n)))² - 3 (∂[s](log n))² - s * ∂[s](log n)) >= 0"),
        (absorption, "∂[t] (∫[x] u²) <= 0", "∂[t] (∫[x] u²) >= 0"), (absorption, "∂[t] (∫[x] (u⁴ + u²)) <= 0", "∂[t] (∫[x] (u⁴ + u²)) >= 0"),
        (biharmonic, "∂[t] (∫[x] |∇u|²) <= 0", "∂[t] (∫[x] |∇u|²) >= 0"), (biharmonic, "∂[t] (∫[x] (u² + 3 |∇u|²)) <= 0", "∂[t] (∫[x] (u² - |∇u|²)) <= 0"),
        (fokkerPlanck, "∂[t] (∫[x] f * (log f + |x|²/2)) <= 0", "∂[t] (∫[x] f * (log f + |x|²/4)) <= 0"),
        (fokkerPlanck, "∂[t] (∫[x] f |∇log f + x|²) <= -2 ∫[x] f |∇log f + x|²", "∂[t] (∫[x] f |∇log f + x|²) <= -3 ∫[x] f |∇log f + x|²"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(declarations + twin).requireChecked(.refuted, twin)
    }

    /// On a torus no functions are tried against inequalities.
    @Test(arguments: [
        (allenCahn, "∂[t] (∫[y] (ε/2 |∇w|² + (1-w²)²/(4 ε))) <= 0", "∂[t] (∫[y] (ε/2 |∇w|² - (1-w²)²/(4 ε))) <= 0"),
        (cahnHilliard, "∂[t] (∫[y] (1/2 |∇w|² + (1-w²)²/4)) <= 0", "∂[t] (∫[y] (1/2 |∇w|² - (1-w²)²/4)) <= 0"),
        (thinFilm, "∂[t] (1/2 ∫[y] |∇h|²) <= 0", "∂[t] (1/2 ∫[y] |∇h|²) <= -∫[y] |∇(Δh)|²"), (thinFilm, "∂[t] (∫[y] h log(h)) <= 0", "∂[t] (∫[y] h log(h)) >= 0"),
    ])
    func onTheTorus(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }
}
