import Kernel
import Proving
import Testing

/// Declared equations hold at every time: along a flow what they tie to the flowing function moves, too.
@Suite struct TiedFunctionTests {
    private static let stream = "space x in R^2\nfunction w(x) decaying\nfunction ψ(x) decaying where Δψ = w\nflow w: ∂[t] w = Δw\nclaim a: "
    private static let kinetic = """
        space x, v in R^3
        density F(x, v)
        function ρ(x) decaying where ∫[v] F(x, v) = ρ(x)
        flow F: ∂[t] F = -v·∇[x] F
        claim a:\u{20}
        """
    private static let chemical = "space x in R^3\nfunction u(x) decaying\nfunction μ(x) decaying where μ = u³ - u - Δu\nflow u: ∂[t] u = Δμ\nclaim a: "

    @Test(arguments: [
        (stream, "∂[t] (∫[x] |∇ψ|²) = 0"), (stream, "∂[t] ψ = 0"), (stream, "∂[t] (∫[x] |∇ψ|²) = -∫[x] w²"), (stream, "∂[t] (Δψ) = 2 Δw"),
        (kinetic, "∂[t] ρ = div(∫[v] v F(x, v))"), (kinetic, "∂[t] (∫[x] ρ²) = 0"), (kinetic, "∂[t] ρ = 0"),
        (chemical, "∂[t] μ = 0"), (chemical, "∂[t] (∫[x] μ²) = 0"),
        ("space x in R^3\ndensity n(x)\nfunction g(x) decaying where g = n²\nflow n: ∂[t] n = Δn\nclaim a: ", "∂[t] (∫[x] g) = 0"),
        // Declared of the flowing function, the equation moves the other one.
        ("space x in R^2\nfunction ψ(x) decaying\nfunction w(x) decaying where w = Δψ\nflow w: ∂[t] w = Δw\nclaim a: ", "∂[t] (∫[x] |∇ψ|²) = 0"),
    ])
    func nothingTiedStandsStill(declarations: String, claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(declarations + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    @Test(arguments: [
        (stream, "∂[t] (Δψ) = Δw"), (stream, "∂[t] (∫[x] |∇ψ|²) = -2 ∫[x] w²"),
        (chemical, "∂[t] (∫[x] (|∇u|²/2 + (u²-1)²/4)) = -∫[x] |∇μ|²"), (chemical, "∂[t] μ = (3 u² - 1) Δμ - Δ(Δμ)"),
    ])
    func derivativesOfEquations(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.proved, claim)
    }

    private static let transport = "space x in R^3\nfunction p(x)\nfunction u(x) : vector where div(u) = 0\nflow u: ∂[t] u = -∇p\nclaim a: "
    private static let navierStokes =
        "param ν > 0\nspace x in R^3\nfunction p(x)\nfunction u(x) : vector where div(u) = 0\nflow u: ∂[t] u = ν Δu - u·∇u - ∇p\nclaim a: "
    private static let decaying =
        "param ν > 0\nspace x in R^3\nfunction p(x) decaying\nfunction u(x) : vector, decaying where div(u) = 0\nflow u: ∂[t] u = ν Δu - u·∇u - ∇p\nclaim a: "
    private static let harmonic = "space x in R^3\nfunction h(x) where Δh = 0\nfunction k(x)\nflow h: ∂[t] h = k\nclaim a: "
    private static let two = "space x in R^3\nfunction a(x)\nfunction b(x) where Δb = a\nfunction k(x)\nflow b: ∂[t] b = k\nflow a: ∂[t] a = a + b\nclaim c: "

    /// An equation of the flowing function is one for its velocity: that is where the pressure comes from.
    @Test(arguments: [
        (transport, "∂[t] (div(u)) = 0"), (transport, "Δp = 0"), (navierStokes, "Δp = -tr(∇u ∇u)"), (navierStokes, "Δp + div(u·∇u) = 0"),
        (navierStokes, "div(∂[t] u) = 0"), (decaying, "Δp = -tr(∇u ∇u)"), (decaying, "∂[t] (1/2 ∫[x] |u|²) = -ν ∫[x] ‖∇u‖²"),
        (harmonic, "Δk = 0"), (harmonic, "∂[t] (Δh) = 0"), (two, "Δk = a + b"),
    ])
    func equationsOfVelocities(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        (transport, "p = 0"), (navierStokes, "Δp = tr(∇u ∇u)"), (navierStokes, "Δp = -2 tr(∇u ∇u)"), (navierStokes, "∂[t] u = 0"), (harmonic, "k = 0"),
        (two, "Δk = a - b"),
    ])
    func velocitiesThatAreNotGiven(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.refuted, claim)
    }

    /// What an equation says of the time itself is differentiated, too; under a condition it says nothing elsewhere.
    @Test func explicitTimes() throws {
        let declarations = "space y in R^3\nfunction f(y) decaying\nflow f: ∂[t] f = Δf\nfunction g(y) decaying where Δg = t f\nclaim a: "
        try IntegralTrapTests.outcome(declarations + "∂[t] (Δg) = f + t Δf").requireChecked(.proved, "f + t Δf")
        #expect(try IntegralTrapTests.outcome(declarations + "∂[t] (Δg) = t Δf").verdict != .proved)
        let local = "space x in R^3\nfunction k(x)\nfunction h(x) where h = 0 if |x| >= 1\nflow h: ∂[t] h = k\nclaim a: k = 0"
        #expect(try IntegralTrapTests.outcome(local).verdict != .proved)
    }

    /// A flow that is declared anew, or another one, changes what follows from the equations, and nothing of what was known before is left.
    @Test(arguments: [
        ("function p(x)\nfunction q(x)\nfunction u(x) : vector where div(u) = 0\nflow u: ∂[t] u = -∇p\nflow u: ∂[t] u = -∇q\n", "Δq = 0", "Δp = 0"),
        ("function w(x)\nfunction v(x)\nfunction ψ(x) where Δψ = w + v\nflow w: ∂[t] w = Δw\nclaim b: ∂[t] (Δψ) = Δw\nflow v: ∂[t] v = Δv\n",
         "∂[t] (Δψ) = Δw + Δv", "∂[t] (Δψ) = Δw"),
        ("function w(x)\nfunction ψ(x) where Δψ = w\nflow w: ∂[t] w = Δw\nclaim b: ∂[t] (Δψ) = Δw\nflow w: ∂[t] w = 2 Δw\n",
         "∂[t] (Δψ) = 2 Δw", "∂[t] (Δψ) = Δw"),
    ]) func laterFlows(declarations: String, claim: String, stale: String) throws {
        let space = "space x in R^3\n" + declarations + "claim a: "
        func verdict(_ claim: String) throws -> Verdict {
            let statement = try #require(try IntegralIdentity.statements(space + claim).last?.statement)
            return Prover.run(Task(statement: statement)).verdict
        }
        #expect(try verdict(claim) == .proved, "\(claim)")
        #expect(try verdict(stale) != .proved, "\(stale)")
    }

    /// Stated moments are those at one time.
    @Test func momentsMove() throws {
        let declarations = "param c > 0\nspace x in R^3\ndensity f(x) where ∫[x] |x|² f = 3\nflow f: ∂[t] f = c Δf + div(x f)\nclaim a: "
        try IntegralTrapTests.outcome(declarations + "∂[t] (∫[x] |x|² f) = 6 c - 6").requireChecked(.proved, "6 c - 6")
    }

    /// Of equations between integrals less is known.
    @Test(arguments: [(kinetic, "∂[t] ρ = -div(∫[v] v F(x, v))"), (kinetic, "∂[t] (∫[x] |x|² ρ) = 2 ∫[x, v] x·v F")])
    func trueOnesAreNotRefuted(declarations: String, claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(declarations + claim)
        #expect(outcome.verdict != .refuted && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    /// An equation under a condition, or one that has no derivative, says nothing of the rate: asked twice, the answer is the same.
    @Test func whatHasNoRate() throws {
        let declarations = "space x in R^3\nfunction u(x) decaying\nfunction g(x) decaying where g = |u|, Δg = u if |x| > 1\nflow u: ∂[t] u = Δu\n"
        for claim in ["claim b: ∂[t] g = 0\nclaim a: ∂[t] g = 0", "claim b: ∂[t] g = Δu\nclaim a: ∂[t] (∫[x] g) = 1"] {
            let outcome = try IntegralTrapTests.outcome(declarations + claim)
            #expect(outcome.verdict == .unknown && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
        }
    }

    /// What is given may stay fixed: the equation is about the function that is declared.
    @Test func givenFunctionsStayFixed() throws {
        let declarations = "space x in R^3\nfunction V(x)\ndensity n(x)\nfunction g(x) decaying where g = n V\nflow n: ∂[t] n = Δn\nclaim a: "
        try IntegralTrapTests.outcome(declarations + "∂[t] (∫[x] n V) = ∫[x] V Δn").requireChecked(.proved, "V stays")
    }
}
