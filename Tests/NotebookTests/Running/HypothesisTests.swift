import Testing

/// Claims under hypotheses that are equations between functions.
@Suite(.enabled(if: Engine.isBuilt)) struct HypothesisTests {
    private static let harmonic = "param d integer >= 1\nspace y in R^d\nfunction u(y) where Δu = 0\n"
    private static let flow = "space x in R^3\nfunction a(x) : vector where div(a) = 0\n"
    private static let decaying = """
        space x in R^3
        function A(x) : vector, decaying where div(A) = 0
        function p(x) decaying

        """

    static let proved: [String] = [
        harmonic + "claim a: Δ(u²) = 2 |∇u|²\nclaim b: Δ(|y|² u) = 2 d u + 4 y·∇u\nclaim c: Δ(y·∇u) = 0 and Δ(Δu) = 0",
        "param λ\nspace y in R^2\nfunction h(y) where Δh = λ h\nclaim a: Δ(Δh) = λ² h\nclaim b: Δ(h²) = 2 λ h² + 2 |∇h|²",
        flow + "claim a: curl(a·∇a) = a·∇(curl(a)) - curl(a)·∇a\nclaim b: div(a·∇a) = tr(∇a ∇a)\nclaim c: curl(curl(a)) = -Δa",
        // By components, where sums are written out.
        flow + "let advect(X, u) = sum[i in 1..3] (X[i] ∂[x[i]] u)\nclaim a: div(advect(a, a)) = tr(∇a ∇a)",
        "space x in R^3\nfunction B(x) : vector where curl(B) = 0\nclaim a: ∇B = transpose(∇B)\nclaim b: ∇(div(B)) = ΔB",
        decaying + "claim a: ∫[x] A·(A·∇A) = 0\nclaim b: ∫[x] A·∇p = 0\nclaim c: ∫[x] ‖∇A‖² = ∫[x] |curl(A)|²",
        "space s in R\nspace y in R^3\nfunction φ(s, y) where ∂[s] φ + |∇[y] φ|²/2 = 0\nclaim a: ∂[s] ∇[y] φ = -∇²[y] φ ∇[y] φ",
        "space v in R^3\ndensity m(v) where ∇m = -v m\nclaim a: Δm = (|v|² - 3) m\nclaim b: ∇(log m) = -v",
        "space s in R\nfunction q(s) where ∂[s] q = q\nclaim a: ∂[s](∂[s] q) = q",
        // Navier and Stokes.
        decaying + "param ν > 0\nflow A: ∂[t] A = ν ΔA - A·∇A - ∇p\nclaim a: ∂[t](∫[x] |A|²/2) = -ν ∫[x] ‖∇A‖²\n"
            + "claim b: ∂[t] curl(A) = ν Δ(curl(A)) - A·∇(curl(A)) + curl(A)·∇A",
    ]

    @Test(arguments: proved) func trueClaimsAreProved(cell: String) throws {
        let (run, _) = try SoundnessTests.verdicts(cell)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }

    static let refuted: [String] = [
        harmonic + "claim a: Δ(u²) = |∇u|²\nclaim b: Δ(|y|² u) = 2 d u + 2 y·∇u\nclaim c: Δ(y·∇u) = Δ(u²)",
        flow + "claim a: curl(a·∇a) = a·∇(curl(a)) + curl(a)·∇a\nclaim b: div(a·∇a) = ‖∇a‖²\nclaim c: curl(curl(a)) = Δa",
        "space x in R^3\nfunction B(x) : vector where curl(B) = 0\nclaim a: ∇(div(B)) = 2 ΔB",
    ]

    @Test(arguments: refuted) func falseClaimsAreRefutedByASolution(cell: String) throws {
        let (_, lines) = try SoundnessTests.verdicts(cell)
        let verdicts = lines.filter { $0.hasPrefix("! ") || $0.hasPrefix("  a") }
        #expect(!verdicts.isEmpty && verdicts.allSatisfy { $0.contains(" refuted ") }, "\(lines.joined(separator: "\n"))")
    }

    /// True claims, or such about nothing: what a claim does not name may leave out the numbers of a counterexample.
    static let beyondTheNamed: [String] = [
        "param a\nspace t in (0,oo)\nfunction y(t) where ∂[t] y = y², y(0) = a\nclaim a: a <= 0",
        "param b, c\nspace x in R\nfunction w(x) where ∂[x] w = b w, w(0) = 1, w(1) = c\nclaim a: c > 0",
        "param a\nspace x in R\nfunction u(x) where a <= u <= 1\nclaim a: a <= 1", "param a\nspace x in R\nfunction e(x) where |e| <= a\nclaim a: a >= 0",
        "param a\nspace x in R\nfunction e(x) > 0 where e(1) = a\nclaim a: a > 0",
        // By way of another number, and at a value.
        "param a, b\nspace x in R\nfunction e(x) where |e| <= b, b <= a\nclaim a: a >= 0",
        "param a\nspace t in (0,oo)\nfunction y(t) where ∂[t] y = y², y(0) = a\nclaim a: a <= 0 where a = 1",
        "param a\nparam b in [0, 1]\nspace x in R\nfunction e(x) where e >= a, e <= b\nclaim a: a <= 1",
        // What ties a function of the claim to another one.
        "space τ in T^3\nfunction w(τ)\nfunction ψ(τ) where Δψ = w\nclaim a: ∫[τ] w = 0",
        "space τ in T^3\nfunction w(τ)\nfunction ψ(τ) where Δψ = w, ∫[τ] ψ = 0\nclaim a: ∫[τ] w = 0",
        "space x in R\nfunction f(x)\nfunction g(x) where g >= f, g <= 1\nclaim a: f <= 1", "space x in R\nfunction u(x)\nfunction w(x) where w² = u\nclaim a: u >= 0",
    ]

    @Test(arguments: beyondTheNamed) func counterexamplesRespectWhatIsNotNamed(cell: String) throws {
        let (run, lines) = try SoundnessTests.verdicts(cell)
        #expect(!lines.contains { $0.contains(" refuted ") }, "\(lines.joined(separator: "\n"))")
        #expect(run.status != 2, "\(run.errors)")
    }

    /// Declarations that leave out no numbers take nothing away.
    @Test(arguments: [
        "param a\nspace t in (0,oo)\nfunction y(t) where ∂[t] y = a y\nclaim a: a <= 0", "param a, b\nspace t in (0,oo)\nfunction y(t) where ∂[t] y <= a y, y(0) = b\nclaim a: a b <= 0",
        "param a\nparam b > a\nclaim a: a <= 0", "param a\nspace x in R\nfunction e(x) where e >= a\nclaim a: a <= 0",
        "param a\nspace x in R\nfunction u(x) where Δu = a u\nspace z in R\nfunction p(z)\nclaim a: p(z) <= a",
        "space x in R\nfunction f(x)\nfunction g(x) where g = f²\nclaim a: f >= 0", "space x in R\nfunction f(x)\nfunction g(x) where g >= f\nclaim a: f >= 0",
        "space t in (0,oo)\nfunction f(t)\nfunction X(t) where ∂[t] X = f X\nclaim a: f >= 0",
    ]) func falseClaimsBesideOthersAreRefuted(cell: String) throws {
        let (_, lines) = try SoundnessTests.verdicts(cell)
        #expect(lines.contains { $0.contains(" refuted ") }, "\(lines.joined(separator: "\n"))")
    }

    static let notProved: [String] = [
        decaying + "claim a: ∫[x] A·(A·∇A) = ∫[x] p\nclaim b: ∫[x] A·∇p = ∫[x] p²",
        decaying + "param ν > 0\nflow A: ∂[t] A = ν ΔA - A·∇A - ∇p\nclaim a: ∂[t](∫[x] |A|²/2) = -2 ν ∫[x] ‖∇A‖²",
        // No function satisfies these.
        "space x in R^3\nfunction u(x) where u = u + 1\nclaim a: Δu = 5",
        "space x in R^3\nfunction u(x) > 0 where u = 0\nclaim a: Δu = 5",
        "space x in R\nfunction u(x) where ∂[x] u = 1, u = 0\nclaim a: u = 7",
        // The point is restricted, not the function.
        "space x in R^3\nfunction u(x)\nclaim a: x = 0 provided |x| = 1",
        // At the critical points of u, or where it vanishes? Not of all functions is Δu = 0 there.
        "space x in R^3\nfunction u(x)\nclaim a: Δu = 0 provided ∇u = 0",
        "space x in R^3\nfunction u(x)\nclaim a: ∇u = 0 where u = 0",
        // Off the sphere nothing is said.
        "space ω in S^2\nfunction h(ω) where h = 0\nclaim a: ∫[ω] h = 1",
    ]

    @Test(arguments: notProved) func falseOrVacuousClaimsAreNotProved(cell: String) throws {
        let (run, lines) = try SoundnessTests.verdicts(cell)
        #expect(run.status != 0 && run.status != 4, "\(run.output)\(run.errors)")
        for line in lines where line.hasPrefix("  ") && !line.hasPrefix("   ") { #expect(!line.contains(" proved "), "\(cell)\n\(line)") }
    }

    /// A function that satisfies an equation is not varied.
    static let notRefuted: [String] = [
        "space v in R^3\nfunction h(v) where Δh = 0\nfunction u(v) decaying\nclaim a: ∫[v] u exp(Δh) = ∫[v] u\nclaim b: ∫[v] h Δu = 0",
        "space v in R^3\ndensity f(v)\nfunction z(v) : vector where div(z) = 0\nclaim a: ∫[v] f sqrt(1 + div(z)²) = 1\nclaim b: ∫[v] f div(z) = 0",
    ]

    @Test(arguments: notRefuted) func trueClaimsAreNotRefuted(cell: String) throws {
        let (run, _) = try SoundnessTests.verdicts(cell)
        #expect(!run.output.contains("refuted"), "\(run.output)")
    }
}
