import Testing

/// Integral identities that are false, or mean nothing, must not be proved; true ones must not be refuted.
@Suite struct IntegralSoundnessTests {
    static let neverProved: [String] = [
        // Derivatives drawn into singular integrals leave out what is concentrated at the singularity.
        "space v, w in R^3\ndensity f(v)\nclaim a: Δ[v] (∫[w] |v-w|^(-1) f(w)) = 0\nclaim b: div[v] (∫[w] |v-w|^(-3) (v-w) f(w)) = 0",
        "space v, w in R^2\ndensity f(v)\nclaim a: Δ[v] (∫[w] log|v-w| f(w)) = 0",
        "space x in R\nparam s\ndensity f(x)\nclaim a: ∂[s] (∫[x] sign(x-s) f(x)) = 0",
        // The integral under a derivative diverges.
        "space v, w in R^3\nclaim a: ∇[v] (∫[w] |w|^2) = 0",
        // Flux at a point, in every dimension and of every parity.
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|^(-1) Δ f = 0\nclaim b: ∫[v] |v|^(-3) (v·∇f) = 0",
        "space v in R^2\ndensity f(v)\nclaim a: ∫[v] log|v| Δ f = 0\nclaim b: ∫[v] |v|^(-2) (v·∇f) = 0",
        "space v in R^1\ndensity f(v)\nclaim a: ∫[v] (v/|v|)·∇f = 0\nclaim b: ∫[v] |v| Δ f = 0",
        "param d integer >= 2\nspace v in R^d\ndensity f(v)\nclaim a: ∫[v] |v|^(2-d) Δ f = 0",
        "space z in R^3\nfunction u(z)\nfunction h(z) decaying\nconstant e : vector\nclaim a: ∫[z] u(z/|z|) (e·z) |z|^(-4) (z·∇h) = 0\n"
            + "claim b: ∫[z] sin((e·z)/|z|) (e·z) |z|^(-4) (z·∇h) = 0",
        // A mean over directions sees those in arguments of fields.
        "space v in R^3\nfunction a(v) : vector\nfunction k(v) decaying\nclaim b: ∫[v] div(v (a(v/|v|)·v) k/|v|^4) = 0",
        // Quotients of densities need not decay.
        "param β in [-2, 1]\nspace v in R^3\ndensity f(v)\ndensity g(v)\nclaim a: ∫[v] div(v f g^β) = 0",
        // A sphere's coordinates are not independent.
        "space ω in S^2\nspace z in R^3\nfunction h(z)\nconstant e : vector\nclaim a: ∫[ω] (e·∇h)(z := ω) = 0",
        // Not defined on half of the line.
        "space x in R\ndensity f(x)\nclaim a: ∫[x] ∂[x] (x^(3/2) f(x)) = 0",
        // A second integrated point may not take the name of a unit vector.
        "space v in R^3\ndensity f(v)\nconstant x1 : vector where |x1| = 1\n"
            + "claim a: (x1·x1) (∫[v] |v|² f(v)) (∫[v] |v|² f(v)) = 2 (x1·x1) ∫[v] |v|² f(v) - 1",
    ]

    @Test(.enabled(if: Engine.isBuilt), arguments: neverProved) func falseClaimsAreNotProved(cell: String) throws {
        let (run, lines) = try SoundnessTests.verdicts(cell)
        #expect(run.status == 1, "\(run.output)\(run.errors)")
        for line in lines where line.hasPrefix("  ") && !line.hasPrefix("   ") { #expect(!line.contains(" proved "), "\(cell)\n\(line)") }
    }

    static let neverRefuted: [String] = [
        // Moments of even functions: only the even part of the gradient counts, at each point separately.
        "space v, w in R^3\ndensity f(v) even\ndensity g(v) even\nclaim a: ∫[v] (v·w) f(v) = 0\nclaim b: ∫[v,w] (v·w) f(v) g(w) = 0\n"
            + "claim c: ∫[v,w] (v·w) f(v) f(w) = 0",
        "space x in R\ndensity f(x) even\nfunction h(x)\nclaim a: ∫[x] x f(x) = 0\nclaim b: ∫[x] (h(x) - h(-x)) f(x) = 0",
        // The same function at other arguments is varied too.
        "space z in R^3\nfunction h(z) decaying\nconstant e : vector\nclaim a: ∫[z] (e·z) h(z) h(-z) = 0\n"
            + "claim b: ∫[z] (h(z) h(z+e) - h(z) h(z-e)) = 0",
        "space v, w in R^3\nfunction H(v,w) > 0, decaying\nfunction F(v,w) symmetric\ndensity f(v)\nconstant e : vector\n"
            + "claim a: ∫[v,w] (e·(v-w)) H(v,w) H(w,v) = 0\nclaim b: ∫[v,w] (e·(v-w)) F(v,w) f(v) f(w) = 0",
        // On the sphere ∫ (∇h - (ω·∇h) ω - 2 h ω) = 0.
        "space ω in S^2\nspace z in R^3\nfunction h(z)\nconstant e : vector\n"
            + "claim a: ∫[ω] ((e·∇h)(z := ω) - (e·ω) (ω·((∇h)(z := ω))) - 2 (e·ω) h(ω)) = 0",
        // The flux at w = v is a term.
        "space v, w in R^3\ndensity f(v)\nclaim a: ∫[w] |v-w|^(-1) Δ f(w) = -4 pi f(v)\nclaim b: Δ[v] (∫[w] |v-w|^(-1) f(w)) = -4 pi f(v)",
        // Given moments.
        "space v, w in R^3\ndensity f(v) where ∫[v] v f = 0\nclaim a: ∫[v] (v·w) f(v) = 0\nclaim b: ∫[v,w] (v·w) f(v) f(w) = 0",
    ]

    @Test(.enabled(if: Engine.isBuilt), arguments: neverRefuted) func trueClaimsAreNotRefuted(cell: String) throws {
        let (run, _) = try SoundnessTests.verdicts(cell)
        #expect(run.status == 0 || run.status == 1, "\(run.errors)")
        #expect(!run.output.contains("refuted"), "\(cell)\n\(run.output)")
    }

    static let proved: [String] = [
        // What a flux leaves behind is computed: fundamental solutions in every form.
        "space v, w in R^3\ndensity f(v)\nclaim a: ∫[w] Δ[w](f(w))/|v-w| = -4 pi f(v)\nclaim b: ∫[v] div(f v/|v|^3) = -4 pi f(0)\n"
            + "claim c: ∫[v,w] (Δ[w](f(w))/|v-w|) f(v) = -4 pi ∫[v] f(v)^2",
        "space x in R^1\nspace p in R^2\ndensity h(x)\ndensity r(p)\nclaim a: ∫[x] |x| Δ h = 2 h(0)\nclaim b: ∫[p] log|p| Δ r = 2 pi r(0)",
        // Hypotheses on constants are used, and numbers that satisfy them are tried.
        "space v in R^3\nconstant λ : vector where sum[i in 1..3] λ[i] = 3\n"
            + "claim a: sum[i in 1..3] ((λ[i] - 1) λ[i]) = sum[i in 1..3] ((λ[i] - 1)²)",
        "space v, w in R^3\ndensity f(v)\nclaim a: Δ[v] (∫[w] |v-w|^(-1/2) f(w)) = -1/4 ∫[w] |v-w|^(-5/2) f(w)\n"
            + "claim b: ∇[v] (∫[w] log|v-w| f(w)) = ∫[w] (v-w) |v-w|^(-2) f(w)",
        "param m > 0\nparam d integer\nspace v in R^d\nfunction φ(v)\nclaim a: ∫[v] φ * (Δ φ - m v·∇φ) exp(-m |v|²/2) = -∫[v] |∇φ|² exp(-m |v|²/2)",
        // A power inside a power has indices of its own.
        "param d integer\nspace v in R^d\ndensity f(v)\nconstant A : matrix of R^d\n"
            + "claim a: (sum[i in 1..d] (∫[v] (A v)[i] f(v))^2)^2 = ((∫[v] (A v) f(v))·(∫[v] (A v) f(v)))^2",
    ]

    @Test(.enabled(if: Engine.isBuilt), arguments: proved) func trueClaimsAreProved(cell: String) throws {
        let (run, _) = try SoundnessTests.verdicts(cell)
        #expect(run.status == 0, "\(cell)\n\(run.output)\(run.errors)")
    }

    /// A function on `R^d` is not periodic, one on the half-line has no values beyond it.
    static let ofAnotherSpace: [String] = [
        "space x in T^3\nspace z in R^3\nfunction u(z)\nclaim a: ∫[x] (Δu)(z := x) = 0",
        "space x in T^3\nspace z in R^3\nfunction u(z)\nclaim a: ∫[x] Δ(u(x)) = 0",
        "space s in (0,oo)\nspace r in R\nfunction u(s) decaying\nclaim a: ∫[r] ∂[r] (u(r)) = 0",
    ]

    @Test(.enabled(if: Engine.isBuilt), arguments: ofAnotherSpace) func argumentsLieWhereFunctionsAreDeclared(cell: String) throws {
        let run = try SoundnessTests.verdicts(cell).run
        #expect(run.status == 2 && run.errors.contains("declared on another space"), "\(run.output)\(run.errors)")
    }

    /// Singular sets in spaces of different dimensions.
    @Test(.enabled(if: Engine.isBuilt)) func codimensionsAdd() throws {
        let cell = "param d integer\nparam n integer\nparam γ, β\nspace v in R^d\nspace y in R^n\ndensity f(v)\ndensity g(y)\n"
            + "claim a: ∫[v,y] |v|^γ |y|^β f(v) g(y) = (∫[v] |v|^γ f(v)) (∫[y] |y|^β g(y))"
        let output = try SoundnessTests.verdicts(cell).run.output
        #expect(output.contains("d + n + β + γ > 0"), "\(output)")
    }

    @Test(.enabled(if: Engine.isBuilt)) func conditionsAreStated() throws {
        let cell = "param β\nparam d integer\nspace v, w in R^3\nspace y in R^d\ndensity f(v)\ndensity g(v)\ndensity k(y)\nfunction h(v) > 0\n"
            + "claim a: ∫[v] div(v f(v) g(v)^β) = 0\nclaim b: ∫[y] div(k y/|y|) = 0\nclaim c: ∫[v] div(v f/h) = 0\n"
            + "claim d: ∫[v] div(v f/g) = 0\n"
            + "claim e: ∫[v] div[v] (f(v) v |v|^(-2) |w-v|^(-1)) = 0\nclaim g: ∫[v] h Δ(exp(-β |v|²)) = ∫[v] exp(-β |v|²) Δ h"
        let output = try SoundnessTests.verdicts(cell).run.output
        for condition in ["f(v)/g(v) and its derivatives decay faster than every power", "for β > 0", "for d > 1", "1/h and its derivatives grow at most like a power", "for w ≠ 0"] {
            #expect(output.contains(condition), "\(condition)\n\(output)")
        }
    }
}
