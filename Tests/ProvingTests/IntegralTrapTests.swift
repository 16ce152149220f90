import Kernel
import Proving
import Testing

/// Equations that hold formally but not in truth, and equations that a gradient alone would refute.
@Suite struct IntegralTrapTests {
    static func outcome(_ cell: String) throws -> Outcome {
        guard let statement = try IntegralIdentity.statements(cell).last?.statement else { throw IntegralIdentity.Failure(text: cell) }
        return Prover.run(Task(statement: statement))
    }

    /// Examples of unit vectors in large dimensions: a weight that grows is searched up to 7 and beyond.
    @Test func unitVectorsInLargeDimensions() throws {
        let declarations = "param d integer >= 2\nspace v in R^d\nconstant e : vector where |e| = 1\nfunction φ(v)\n"
        let claim = "claim a: 4 ∫[v] (e·∇φ)² m + 2 ∫[v] φ² m - ∫[v] (e·v)² φ² m = ∫[v] (2 e·∇φ - (e·v) φ)² m"
        #expect(try Self.outcome(declarations + "let m = exp(-|v|²/2)\n" + claim).verdict == .proved)
        #expect(try Self.outcome(declarations + "let m = exp(|v|²/2)\n" + claim).verdict != .proved)
    }

    /// Quadrature outside of the conditions of a proof contradicts nothing: at γ = d the left side is the mean of a delta function.
    @Test(arguments: [
        "param γ\nclaim a: ∫[v] div(v f/|v|^γ) = 0", "claim a: ∫[v] div(v f/|v|^3) = 0",
    ])
    func conditionsBoundTheCrossCheck(_ claim: String) throws {
        let declarations = "param d integer\nspace v in R^d\ndensity f(v)\n"
        let outcome = try Self.outcome(declarations + claim)
        #expect(outcome.internalError == nil)
        #expect(outcome.verdict == .proved)
        #expect(!outcome.sideConditions.isEmpty)
        #expect(try Self.outcome(declarations + claim + (claim.contains("γ") ? " where γ = 3 for d = 3" : " for d = 3")).verdict != .proved)
    }

    /// A coefficient whose sign the kernel does not see ends the search, it is no fault.
    @Test(arguments: ["param n integer\nclaim a: n² >= n", "param n integer\nclaim a: n (n-1) >= 0"])
    func unknownSignsAreNoFault(_ cell: String) throws { #expect(try Self.outcome(cell).internalError == nil) }

    static let neverProved: [String] = [
        // A logarithm vanishes where its argument is 1, here on a sphere, at the origin, at infinity, for some m; it has no root beyond.
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] div(v f/log|v|) = 0",
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] div(v f/log(1+|v|²)²) = 0",
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] div(v f/log(1+exp(-|v|²))) = 0",
        "param m > 0\nspace v in R^3\ndensity f(v)\nclaim a: ∫[v] div(v f/log(m+|v|²)) = 0",
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] div(v f log(|v|)^(1/2)) = 0",
        // Nothing times an integral that diverges.
        "space v in R^3\ndensity f(v)\nclaim a: 0 ∫[v] |v|^(-3) f = 0",
        "param γ\nspace v in R^3\ndensity f(v)\nclaim a: (γ+4) ∫[v] |v|^γ f + ∫[v] f = 1 where γ = -4",
        // The Euler-Lagrange expression vanishes, the flux does not.
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] ∇f·∇(|v|^(-1)) = -∫[v] f Δ(|v|^(-1))",
        "space v in R^2\ndensity f(v)\nclaim a: ∫[v] ∇f·∇(log|v|) = -∫[v] f Δ(log|v|)",
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|^(-1) Δ f = 4 pi ∫[v] f",
        // Two forms of a derivative of a functional, in a singular direction.
        "space v in R^3\ndensity f(v)\nfunction g(v) decaying\nlet F(q) = ∫[v] (Δ q)²\nclaim a: ⟨F'(f), |v|^(-1) g⟩ = 2 ∫[v] |v|^(-1) g Δ(Δ f)",
        // The sum converges, its parts do not.
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|^(-3) (v·∇f) + 0 ∫[v] |v|^(-3) f = 0",
        "param γ\nspace v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|^γ (v·∇f) = -(γ+3) ∫[v] |v|^γ f where γ = -3",
        "param γ in [-4, 1]\nspace v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|^γ (v·∇f) = -(γ+3) ∫[v] |v|^γ f",
        // True in three dimensions, not in every one.
        "param d integer\nspace v in R^d\ndensity f(v)\nclaim a: ∫[v] v·∇f = -3",
        // No weight, no decay, power zero.
        "space v in R^3\nfunction u(v)\nclaim a: ∫[v] Δ u = 0",
        "param p\nspace v in R^3\ndensity f(v)\nclaim a: ∫[v] f^p Δ(log f) = -p ∫[v] |∇(log f)|² f^p where p = 0",
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] Δ(log f) = 0",
        // A coefficient need not be even.
        "space v, w, z in R^3\ndensity f(v)\nfunction A(z) : symmetric matrix\n"
            + "claim a: ∫[v,w] (A(v-w):(v⊗v - w⊗w)) f(v) f(w) = 0 and ∫[v,w] (A(v-w) (v-w))·(v+w) f(v) f(w) = 0",
        // Radial divergences on the sphere.
        "import \"std/sphere\"\nspace ω in S^2\nfunction h(ω) > 0\nclaim a: ∫[ω] h = 0",
        "import \"std/sphere\"\nspace ω in S^2\nfunction h(ω)\nclaim a: ∫[ω] ω h = 0",
        // A derivative at fixed points is none at fixed new points, and none of a value.
        shear + "claim a: ∫[v,w] ∂[t](f(v + t w)) g(w) (v·w) = 0",
        shear + "claim a: ∂[t](∫[v] t² |v|² f) = 0 where t = 1",
        // Where two points of one sphere meet, two coordinates are fixed, not three.
        "space ω, σ in S^2\nclaim a: ∫[ω, σ] |ω-σ|^(-2) (ω-σ) |ω-σ|^(-3/2) = 0",
        // Integrals that converge for no parameters.
        "param γ\nspace v in R^3\ndensity f(v)\ndensity g(v)\nclaim a: ∫[v] div(f^γ g^(-γ) v) = 0",
    ]

    static let shear = "param t\nparam d integer\nspace v, w in R^d\ndensity f(v)\ndensity g(v)\n"

    static let proved: [String] = [
        shear + "claim a: ∫[v,w] ∂[t](f(v + t w)) g(w) (v·w) = -∫[v,w] |w|² f(v) g(w)",
        shear + "claim a: ∂[t](∫[v] t² |v|² f) = 2 ∫[v] |v|² f where t = 1",
        "space ω, σ in S^2\nclaim a: ∫[ω, σ] |ω-σ|^(-2) (ω-σ) |ω-σ|^(-1/2) = 0",
        "param γ\nspace v in R^3\ndensity f(v)\ndensity g(v)\nclaim a: ∫[v] div(f^γ g^(1-γ) v) = 0",
    ]

    @Test(arguments: proved) func theirTrueTwinsAreProved(cell: String) throws {
        let outcome = try Self.outcome(cell)
        #expect(outcome.verdict == .proved, "\(cell)\n\(outcome.reason ?? "")")
    }


    @Test(arguments: neverProved) func formalIdentitiesAreNotProved(cell: String) throws {
        let outcome = try Self.outcome(cell)
        #expect(outcome.verdict != .proved, "\(cell)\n\(outcome.evidence)")
        #expect(outcome.internalError == nil, "\(cell)\n\(outcome.internalError ?? "")")
    }

    static let neverRefuted: [String] = [
        // One function alone has a gradient that does not vanish.
        "space v, w in R^3\ndensity f(v)\ndensity g(v)\nclaim a: ∫[v,w] |v|² (v·∇[w](g(w))) f(v) = 0",
        "space v, w in R^3\ndensity f(v)\nclaim a: ∫[v,w] (|v|² - |w|²) f(v) f(w) = 0",
        "param γ\nspace v, w, x in R^3\ndensity f(v)\nclaim a: ∫[v,w,x] |v-w|^γ (|v|² - |w|²) |x|² f(v) f(w) f(x) = 0",
        // Constraints.
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] (v·∇f) = -3",
        "space v in R^3\ndensity f(v) where ∫[v] |v|² f = 3, ∫[v] v f = 0\nclaim a: ∫[v] (|v|² - 3) f = 0",
        "space v in R^3\ndensity f(v) even\nclaim a: ∫[v] v f = 0",
        "space v, w, z in R^3\ndensity f(v)\nfunction A(z) : symmetric matrix even\nclaim a: ∫[v,w] (A(v-w):(v⊗v - w⊗w)) f(v) f(w) = 0",
    ]

    @Test(arguments: neverRefuted) func trueClaimsAreNotRefuted(cell: String) throws {
        let outcome = try Self.outcome(cell)
        #expect(outcome.verdict != .refuted, "\(cell)\n\(outcome.witness ?? "")")
        #expect(outcome.internalError == nil, "\(cell)\n\(outcome.internalError ?? "")")
    }

    /// What holds in one dimension only is decided by components, not refuted by graphs.
    @Test func lowDimensionsAreDecidedByComponents() throws {
        let plane = "space v in R^2\nfunction u(v) decaying\nclaim a: ∫[v] u * ((Δ u)² - ‖∇²u‖²) = ∫[v] 2 u * (∂[v[1]] (∂[v[1]] u) ∂[v[2]] (∂[v[2]] u) - (∂[v[1]] (∂[v[2]] u))²)"
        #expect(try Self.outcome(plane).verdict == .proved)
        // ∇²u satisfies its characteristic equation: tr H³ = 3/2 tr H tr H² - 1/2 (tr H)³ in the plane.
        let cubes = "space v in R^2\nfunction u(v) decaying\nclaim a: ∫[v] u * (∇²u ∇²u:∇²u) = ∫[v] u * (3/2 Δu ‖∇²u‖² - 1/2 (Δ u)³)"
        #expect(try Self.outcome(cubes).verdict != .refuted)
        #expect(try Self.outcome(cubes.replacing("R^2", with: "R^3")).verdict != .proved)
    }

    /// An even vector times the point is odd: its gradient is not seen by even densities.
    @Test(arguments: [
        "∫[v] X·v f = 0", "∫[v] div(X) f = 0", "∫[v] Y·v = 0", "∫[v] |X + v|⁴ f = ∫[v] |X - v|⁴ f", "∫[v] γ(|v|²)·v f = 0", "∫[v] α(X·v) f = ∫[v] α(-X·v) f",
    ])
    func evenVectors(claim: String) throws {
        let declarations = """
            param d integer
            space v in R^d
            space s in R
            function X(v) : vector even
            function Y(v) : vector decaying, even
            function γ(s) : vector of R^d
            function α(s)
            density f(v) even

            """
        try Self.outcome(declarations + "claim a: " + claim).requireChecked(.proved, claim)
    }
}
