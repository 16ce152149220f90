import Expressions
import Kernel
import Proving
import Testing

/// Integrals over spheres beside densities: the sphere first, in closed form.
@Suite struct SphereMeanTests {
    private static let collisions = """
        space v, w in R^3
        space σ in S^2
        density f(v)
        let p = (v+w)/2 + |v-w| σ/2
        let q = (v+w)/2 - |v-w| σ/2
        claim c:\u{20}
        """
    private static let everyDimension = "param d integer >= 2\nspace x in R^d\nspace ω in S^(d-1)\nfunction h(x) > 0 decaying\nclaim c: "

    @Test(arguments: [
        (collisions, "∫[v] ∫[σ] f(v) (v·σ)² = 4π/3 ∫[v] |v|² f(v)", "∫[v,σ] f(v) (v·σ)² = 2π ∫[v] |v|² f(v)"),
        (collisions, "∫[v,σ] f(v) |v - |v| σ|² = 8π ∫[v] |v|² f(v)", "∫[v,σ] f(v) |v - |v| σ|² = 4π ∫[v] |v|² f(v)"),
        (collisions, "∫[v,w,σ] f(v) f(w) (|p|² + |q|² - |v|² - |w|²) = 0", "∫[v,w,σ] f(v) f(w) (|p|⁴ + |q|⁴ - |v|⁴ - |w|⁴) = 0"),
        (collisions, "∫[v,w,σ] f(v) f(w) (p⊗p + q⊗q - v⊗v - w⊗w) = 2π ∫[v,w] f(v) f(w) (|v-w|² Id/3 - (v-w)⊗(v-w))",
         "∫[v,w,σ] f(v) f(w) (p⊗p + q⊗q - v⊗v - w⊗w) = 0"),
        (collisions, "∫[v,σ] f(v) (v·σ)² <= 5 ∫[v] |v|² f(v)", "∫[v,σ] f(v) (v·σ)² <= 4 ∫[v] |v|² f(v)"),
        (everyDimension, "∫[x,ω] h(x) (x·ω)² = |S^(d-1)|/d ∫[x] |x|² h(x)", "∫[x,ω] h(x) (x·ω)² = |S^(d-1)|/(d+1) ∫[x] |x|² h(x)"),
        (everyDimension, "∫[x,ω] ω·∇h(x) x·ω = -|S^(d-1)| ∫[x] h(x)", "∫[x,ω] ω·∇h(x) x·ω = -d |S^(d-1)| ∫[x] h(x)"),
        (everyDimension, "|S^d| = 2 π/(d-1) |S^(d-2)|", "|S^d| = 2 π/d |S^(d-2)|"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(declarations + twin).requireChecked(.refuted, twin)
    }

    /// The integral over both must converge: a mean of 0 does not make `∫ f |v|^(-4) v·σ` one.
    @Test func divergence() throws {
        #expect(try Outcome.checked(Self.collisions + "∫[v,σ] f(v) |v|^(-4) (v·σ) = 0").verdict == .unknown)
        try Outcome.checked(Self.collisions + "∫[v,σ] f(v) |v|^(-3) (v·σ) = 0").requireChecked(.proved, "order -2")
    }
}

/// Functions of one inner product with a unit vector, of a distance to one, and reflections of a sphere.
@Suite struct UnitVectorSliceTests {
    private static let declarations = """
        space σ in S^2
        space v, w in R^3
        constant e : vector of R^3 where |e| = 1
        constant a : vector of R^3
        param ν in (0,1)
        function φ(v)
        claim c:\u{20}
        """

    @Test(arguments: [
        ("∫[σ] 1/(2+e·σ) = 2π log(3)", "∫[σ] 1/(2+e·σ) = 2π log(2)"),
        ("∫[σ] (1-e·σ)^ν = 2^(ν+2) π/(ν+1)", "∫[σ] (1-e·σ)^ν = 2^(ν+1) π/(ν+1)"),
        ("∫[σ] (1-e·σ)^(-ν) = 2^(2-ν) π/(1-ν)", "∫[σ] (1-e·σ)^(-ν) = 2^(2-ν) π/(2-ν)"),
        ("∫[σ] sqrt(1-e·σ) = 8π sqrt(2)/3", "∫[σ] sqrt(1-e·σ) = 4π sqrt(2)/3"),
        ("∫[σ] log(1-e·σ) = 4π*(log(2)-1)", "∫[σ] log(1-e·σ) = 4π*(log(2)+1)"),
        ("∫[σ] |σ-e|^(-1) = 4π", "∫[σ] |σ-e|^(-1) = 2π"),
        ("∫[σ] |σ+e| = 16π/3", "∫[σ] |σ+e| = 8π/3"),
        ("∫[σ] φ(σ) = ∫[σ] φ(-σ)", "∫[σ] φ(σ) = -∫[σ] φ(-σ)"),
        ("∫[σ] φ(v+σ) = ∫[σ] φ(v-σ)", "∫[σ] φ(v+σ) = ∫[σ] φ(-v+σ)"),
    ])
    func decided(claim: String, twin: String) throws {
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        let outcome = try Outcome.checked(Self.declarations + twin)
        #expect(outcome.verdict != .proved, "\(twin)")
    }

    /// Where 1 - a·σ may be negative, and on the two points of S^0, no root and no logarithm of it is taken for granted.
    @Test(arguments: ["∫[σ] sqrt(1-2 e·σ) = 0", "∫[σ] sqrt(1-a·σ) = sqrt(1-a·a)", "∫[σ] log(e·σ) = 0"])
    func undefinedIntegrands(claim: String) throws {
        #expect(try Outcome.checked(Self.declarations + claim).verdict != .proved)
    }
}
