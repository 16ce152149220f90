import Arithmetic
import Expressions
import Kernel
import Language
import Proving

/// Statements written as in a notebook, and the certificates that the prover finds for them.
enum Claims {
    struct Failure: Error {
        let text: String
    }

    /// The statement of the last claim.
    static func statement(_ cell: String) throws -> Statement {
        let parsed = Parser.parse(cell)
        var elaborator = Elaborator(readsStandardLibrary: true)
        let items = elaborator.elaborate(parsed.statements)
        guard let statement = items.last?.statement else {
            throw Failure(text: cell + "\n" + (parsed.diagnostics + elaborator.diagnostics).map(\.message).joined(separator: "\n"))
        }
        return statement
    }

    static func certificate(_ cell: String) throws -> Certificate {
        let outcome = Prover.run(Task(statement: try statement(cell)))
        guard let text = outcome.certificate else { throw Failure(text: cell + "\n" + (outcome.reason ?? outcome.verdict.rawValue)) }
        return try Certificate(text: text)
    }

    /// A field at the origin.
    static let flux = "param γ\nparam d integer\nspace v in R^d\ndensity f(v)\nclaim a: ∫[v] |v|^γ (v·∇f) = -(γ+d) ∫[v] |v|^γ f"
    /// Two points that f⊗f makes equal.
    static let symmetric = "param γ\nspace v, w in R^3\ndensity f(v)\nclaim a: ∫[v,w] |v-w|^γ |v|² f(v) f(w) = ∫[v,w] |v-w|^γ |w|² f(v) f(w)"
    /// Two functions, two points.
    static let product = "space v, w in R^3\ndensity f(v)\ndensity g(v)\nclaim a: ∫[v,w] (v·w) (v·∇[v](f(v))) (w·∇[w](g(w))) = 16 ∫[v,w] (v·w) f(v) g(w)"
    /// One point more on one side.
    static let mass = "space v, w in R^3\ndensity f(v)\nclaim a: ∫[v,w] |∇[v](log f(v))|² f(v) f(w) = ∫[v] |∇ log f|² f"
    static let moments = "space v, w in R^3\ndensity f(v) where ∫[v] v f = 0\nclaim a: ∫[v,w] |v-w|² f(v) f(w) = 2 ∫[v] |v|² f"
    /// The singular factor cancels before the moments are put in.
    static let cancelledMoments = "space v, w in R^3\ndensity f(v) where ∫[v] v f = 0, ∫[v] |v|² f = 3\n"
        + "claim a: ∫[w] |v-w|² (1 + 2 (v·(v-w))/|v-w|²) f(w) = 3 |v|² + 3"
    static let change = "param m > 0\nspace v, w, z, s in R^3\nfunction P(z, s) > 0 decaying\n"
        + "claim a: ∫[v,w] P(v-w, (v+m w)/(1+m)) |v-w|² = ∫[z,s] P(z,s) |z|²"
    static let sphere = "import \"std/sphere\"\nspace ω in S^2\nfunction h(ω)\nfunction k(ω)\nclaim a: ∫[ω] h Δ_S k = -∫[ω] (∇_S h·∇_S k)"
    static let components = "space v in R^3\ndensity f(v)\nclaim a: ∫[v] (v[1] ∂[v[2]] f + v[2] ∂[v[2]] f) = -1"
    /// -3 is 3 times the integral of -F.
    static let joint = "space x, v in R^3\ndensity F(x, v)\nclaim a: ∫[x,v] v·∇[v](F(x, v)) = -3"
    static let conjunction = "space v in R^2\ndensity f(v)\nclaim a: ∫[v] Δf = 0 and ∇(|v|²) = 2 v and ∫[v] v·∇f = -2"

    static let proved = [flux, symmetric, product, mass, moments, cancelledMoments, change, sphere, components, joint, conjunction]

    static let byVariation = "space v, w in R^3\ndensity f(v)\nclaim a: ∫[v,w] |v-w|² |∇[v](log f(v))|² f(v) f(w) = 0"
    static let byVariationOnTheSphere = "import \"std/sphere\"\nspace ω in S^2\nfunction h(ω) > 0\nclaim a: ∫[ω] |∇_S(log h)|² h = 0"
    /// A component of an even density: its variation is not the gradient.
    static let byDensity = "space v in R^3\ndensity f(v) even\nclaim a: ∫[v] v⊗v f = Id"

    static let refuted = [byVariation, byVariationOnTheSphere, byDensity]
}

extension Certificate {
    /// With the conditions that the kernel derives, so that nothing but the evidence decides.
    func with(_ evidence: Evidence) -> Certificate {
        var changed = self
        changed.evidence = evidence
        if let conditions = try? Kernel.conditions(of: statement, evidence).conditions { changed.conditions = conditions }
        return changed
    }
}
