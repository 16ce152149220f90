import Kernel
import Proving
import Testing

/// Inequalities between integrals over several points: collisions, phase space, marginals.
@Suite struct SquaresOverSeveralPointsTests {
    private static let collisions = """
        param γ in (-3, 1]
        space v, w in R^3
        density f(v)
        let A(z) = |z|^(γ+2) (Id - z⊗z/|z|²)
        flow f: ∂[t] f = div[v] (∫[w] A(v-w) (f(w) ∇[v] f(v) - f(v) ∇[w] f(w)))
        claim a:\u{20}
        """
    private static let species = """
        param m1, m2 > 0
        param γ in [-3, 1]
        space y, w in R^3
        density p(y)
        density q(y)
        let A(z) = |z|^(γ+2) (Id - z⊗z/|z|²)
        flow p: ∂[t] p = 1/m1 div[y] (∫[w] A(y-w) (q(w) ∇[y] p(y)/m1 - p(y) ∇[w] q(w)/m2))
        flow q: ∂[t] q = 1/m2 div[y] (∫[w] A(y-w) (p(w) ∇[y] q(y)/m2 - q(y) ∇[w] p(w)/m1))
        claim a:\u{20}
        """
    private static let phaseSpace = """
        param d integer >= 1
        space x, v in R^d
        density f(x, v)
        function V(x)
        flow f: ∂[t] f = -v·∇[x] f + ∇V·∇[v] f + div[v] (∇[v] f + v f)
        let D = ∫[x,v] f |∇[v] log f + v|²
        claim a: ∂[t] (∫[x,v] f * (log f + |v|²/2 + V(x))) <=\u{20}
        """
    private static let onTorus = """
        param d integer >= 1
        space x in T^d
        space v in R^d
        function f(x, v) > 0, decaying
        flow f: ∂[t] f = -v·∇[x] f + div[v] (∇[v] f + v f)
        let D = ∫[x,v] f |∇[v] log f + v|²
        claim a: ∂[t] (∫[x,v] f * (log f + |v|²/2)) <=\u{20}
        """
    private static let marginals = """
        param d integer >= 1
        space v, w in R^d
        density f(v)
        density g(w)
        density G(v, w) where ∫[w] G(v, w) = f(v), ∫[v] G(v, w) = g(w)
        let F = ∫[v] |∇[v] log f|² f
        let J = ∫[w] |∇[w] log g|² g
        claim a:\u{20}
        """

    @Test(arguments: [
        (collisions, "∂[t] (∫[v] f log f) <= 0", "∂[t] (∫[v] f log f) >= 0"),
        (species, "∂[t] (∫[y] p log p + ∫[y] q log q) <= 0", "∂[t] (∫[y] p log p - ∫[y] q log q) <= 0"),
        (phaseSpace, "-1/2 D", "-2 D"),
        (phaseSpace, "-D", "-D - 1"), (onTorus, "-D", "-2 D"),
        (marginals, "∫[v,w] |∇[v] log G|² G >= F", "∫[v,w] |∇[v] log G|² G >= 2 F"),
        (marginals, "∫[v,w] (|∇[v] log G|² + |∇[w] log G|²) G >= F + J", "∫[v,w] (|∇[v] log G|² + |∇[w] log G|²) G <= F + J"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }

    /// A marginal of mass 1 belongs to a function of mass 1; nothing is proved of one that has another.
    @Test(arguments: ["∫[v,w] G = 2", "∫[v,w] G |v|² = 1, ∫[v,w] G = 3"]) func marginalsOfAnotherMass(condition: String) throws {
        let declarations = "space v, w in R^3\ndensity f(v)\nfunction G(v, w) > 0 decaying where ∫[w] G(v, w) = f(v), \(condition)\n"
        #expect(try Outcome.checked(declarations + "claim a: ∫[v,w] |∇[v] log G|² G >= ∫[v] |∇ log f|² f").verdict != .proved)
        #expect(try Outcome.checked(declarations + "claim a: ∫[v,w] G v = ∫[v] f v").verdict != .proved)
    }

    /// Known second moments that are given as a matrix, and a value at a point in which a moment stands.
    @Test(arguments: [("∫[x] g |∇log g|² >= 3", "∫[x] g |∇log g|² >= 4"), ("∫[x] |x|⁴ g >= 9", "∫[x] |x|⁴ g >= 10"), ("∫[y] |x-y|² g(y) >= 3", "∫[y] |x-y|² g(y) >= 4")])
    func matrixMoments(claim: String, twin: String) throws {
        let declarations = "space x, y in R^3\ndensity g(x) where ∫[x] x g = 0, ∫[x] x⊗x g = Id\nclaim a: "
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }

    /// The rate of a Gaussian equilibrium of any width, in every dimension.
    @Test func parametersAsScales() throws {
        let declarations = """
            param k integer >= 1
            space x in R^k
            param a > 0
            function f(x) > 0, decaying
            flow f: ∂[t] f = div(∇f + a x f)
            let J = ∫[x] f |∇log f + a x|²
            claim a: ∂[t] J <=\u{20}
            """
        try Outcome.checked(declarations + "-2 a J").requireChecked(.proved, "-2 a J")
        for twin in ["-3 a J", "-2 a² J", "-2 J"] { #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)") }
    }
}
