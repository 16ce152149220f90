import Expressions
import Kernel
import Language
import Proving

/// A true equation between integrals, with replacements in its text that make it false.
struct IntegralIdentity: Sendable, CustomStringConvertible {
    let name: String
    let declarations: String
    let claim: String
    /// Made in the claim.
    let twins: [(old: String, new: String)]
    /// False twins for which no counterexample is known how to be shown.
    var open: Set<Int> = []

    var description: String { name }

    struct Failure: Error {
        let text: String
    }

    func statement(_ claim: String? = nil) throws -> Statement {
        guard let found = try Self.statements("import \"std/sphere\"\n" + declarations + "\nclaim a: " + (claim ?? self.claim)).last?.statement else {
            throw Failure(text: claim ?? self.claim)
        }
        return found
    }

    func twin(_ number: Int) throws -> Statement {
        let (old, new) = twins[number]
        guard claim.contains(old) else { throw Failure(text: "\(old) in \(claim)") }
        return try statement(claim.replacing(old, with: new, maxReplacements: 1))
    }

    static func statements(_ cell: String) throws -> [(name: String, statement: Statement)] {
        let parsed = Parser.parse(cell)
        var elaborator = Elaborator(readsStandardLibrary: true)
        let items = elaborator.elaborate(parsed.statements)
        let errors = (parsed.diagnostics + elaborator.diagnostics).filter { $0.severity == .error }
        guard errors.isEmpty else { throw Failure(text: cell + "\n" + errors.map(\.message).joined(separator: "\n")) }
        return items.compactMap { item in
            guard item.kind == .claim || item.kind == .step, item.expected == nil else { return nil }
            return item.statement.map { (item.name, $0) }
        }
    }

    static let all: [IntegralIdentity] = [
        .init(
            name: "Green's formula on the sphere", declarations: "space ω in S^2\nfunction h(ω)\nfunction k(ω)",
            claim: "∫[ω] h Δ_S k = -∫[ω] (∇_S h·∇_S k)", twins: [("= -", "= "), ("= -", "= -2 "), ("h Δ_S", "h² Δ_S"), ("∇_S h·", "∇_S k·")], open: [3]),
        .init(
            name: "Bochner's formula, integrated", declarations: "space ω in S^2\nfunction h(ω)",
            claim: "∫[ω] (Δ_S h)² = ∫[ω] Γ2(h)", twins: [("= ∫", "= 2 ∫"), ("(Δ_S h)²", "|∇_S h|²"), ("Γ2(h)", "‖∇²_S h‖²")]),
        .init(
            name: "Green's formula", declarations: "param d integer\nspace v in R^d\nfunction h(v) decaying\nfunction k(v)",
            claim: "∫[v] (h Δ k - k Δ h) = 0", twins: [(" - k", " + k"), ("h Δ k", "2 h Δ k"), ("k Δ h", "|v|² k Δ h")]),
        .init(
            name: "entropy along the heat flow", declarations: "param d integer\nspace v in R^d\ndensity f(v)\nflow f: ∂[t] f = Δ f",
            claim: "∂[t] (∫[v] f log f) = -∫[v] |∇(log f)|² f", twins: [("= -", "= "), ("= -", "= -2 "), ("|² f", "|² f²"), ("f log f", "f log(f)²")]),
        .init(
            name: "Fisher information along the heat flow", declarations: "param d integer\nspace v in R^d\ndensity f(v)\nflow f: ∂[t] f = Δ f",
            claim: "∂[t] (∫[v] |∇(log f)|² f) = -2 ∫[v] ‖∇²(log f)‖² f", twins: [("= -2", "= 2"), ("-2", "-1"), ("‖∇²(log f)‖²", "Δ(log f)²"), ("∇(log f)|²", "∇(log f)|^4")]),
        .init(
            name: "weak form of the Landau operator",
            declarations: "param γ\nspace v, w in R^3\ndensity f(v)\nfunction φ(v)\nlet A(z) = |z|^(2+γ) (Id - z⊗z/|z|²)\n"
                + "let q = div[v](∫[w] A(v-w) (f(w) ∇[v] f(v) - f(v) ∇[w] f(w)))",
            claim: "∫[v] φ q = -1/2 ∫[v, w] f(v) f(w) ((∇[v](φ(v)) - ∇[w](φ(w)))·(A(v-w) (∇[v](log f(v)) - ∇[w](log f(w)))))",
            twins: [("-1/2", "1/2"), ("-1/2", "-1"), ("- ∇[w](φ(w))", "+ ∇[w](φ(w))"), ("- ∇[w](log f(w))", ""), ("f(v) f(w)", "f(v)")], open: [4]),
        .init(
            name: "H-theorem", declarations: "param γ\nspace v, w in R^3\ndensity f(v)\nlet A(z) = |z|^(2+γ) (Id - z⊗z/|z|²)\n"
                + "let D = ∇[v](log f(v)) - ∇[w](log f(w))\nflow f: ∂[t] f = div[v](∫[w] A(v-w) (f(w) ∇[v] f(v) - f(v) ∇[w] f(w)))",
            claim: "∂[t] (∫[v] f log f) = -1/2 ∫[v, w] f(v) f(w) (D·(A(v-w) D))", twins: [("-1/2", "1/2"), ("-1/2", "-1/3"), ("D·(A(v-w) D)", "D·D"), ("f log f", "f²")]),
        .init(
            name: "conservation laws", declarations: "param γ\nspace v, w in R^3\ndensity f(v)\nlet A(z) = |z|^(2+γ) (Id - z⊗z/|z|²)\n"
                + "flow f: ∂[t] f = div[v](∫[w] A(v-w) (f(w) ∇[v] f(v) - f(v) ∇[w] f(w)))",
            claim: "∂[t] (∫[v] (1 + |v|²) f) = 0", twins: [("|v|²", "|v|^4"), ("= 0", "= 1"), ("1 + |v|²", "1 + |v|")]),
        .init(
            name: "a field at the origin", declarations: "param γ\nparam d integer\nspace v in R^d\ndensity f(v)",
            claim: "∫[v] |v|^γ (v·∇f) = -(γ+d) ∫[v] |v|^γ f", twins: [("(γ+d)", "(γ+d-1)"), ("= -", "= "), ("(γ+d)", "γ"), ("|v|^γ f", "|v|^(γ+1) f")]),
        .init(
            name: "two densities", declarations: "space v, w in R^3\ndensity f(v)\ndensity g(v)",
            claim: "∫[v, w] (v·w) (v·∇[v](f(v))) g(w) = -4 ∫[v, w] (v·w) f(v) g(w)", twins: [("-4", "-3"), ("-4", "4"), ("(v·w) f", "|v|² f"), ("∇[v](f(v))) g(w)", "∇[w](g(w))) f(v)")]),
        .init(
            name: "mixed gradient", declarations: "param γ\nspace v, w in R^3\ndensity f(v)\ndensity g(v)",
            claim: "∫[v, w] |v-w|^γ ((∇[v](log f(v)) + ∇[w](log g(w)))·(v-w)) f(v) g(w) = 0",
            twins: [("+ ∇[w]", "- ∇[w]"), ("= 0", "= 1"), ("(v-w)) f", "v) f"), ("|v-w|^γ", "|v|^2")]),
        .init(
            name: "moments", declarations: "param d integer\nspace v, w in R^d\nconstant P : symmetric matrix\ndensity f(v) where ∫[v] v f = 0, ∫[v] v⊗v f = P",
            claim: "∫[v, w] (v-w)⊗(v-w) f(v) f(w) = 2 P", twins: [("2 P", "P"), ("2 P", "-2 P"), ("(v-w)⊗(v-w)", "(v-w)⊗(v+w)")]),
        .init(
            name: "moments of one density", declarations: "space v in R^3\nconstant P : symmetric matrix\ndensity f(v) where ∫[v] v f = 0, ∫[v] v⊗v f = P",
            claim: "∫[v] |v|² f = tr(P)", twins: [("tr(P)", "2 tr(P)"), ("|v|²", "|v|^4"), ("tr(P)", "3")]),
        .init(
            name: "change of variables", declarations: "space v, w, z, s in R^3\nfunction P(z, s) > 0 decaying",
            claim: "∫[v, w] P(v-w, (v+w)/2) |v-w|² = ∫[z, s] P(z, s) |z|²",
            twins: [("|z|²", "|s|²"), ("= ∫", "= 8 ∫"), ("(v+w)/2", "v+w"), ("v-w, ", "v+w, ")], open: [3]),
        .init(
            name: "change of volume", declarations: "space v, w, z, s in R^3\nfunction P(z, s) > 0 decaying",
            claim: "∫[v, w] P(2 v, w-v) = 1/8 ∫[z, s] P(z, s)", twins: [("1/8", "1"), ("1/8", "8"), ("2 v", "-v"), ("1/8", "-1/8")]),
        .init(
            name: "convolutions are self-adjoint", declarations: "param d integer\nspace v in R^d\nfunction G(v) even decaying\nfunction p(v) decaying\nfunction q(v) decaying",
            claim: "∫[v] p conv(G, q) = ∫[v] conv(G, p) q", twins: [("= ∫", "= -∫"), ("= ∫", "= 2 ∫"), ("conv(G, p) q", "conv(G, p) p")], open: [2]),
        .init(
            name: "powers of a density", declarations: "param p > 0\nparam d integer\nspace v in R^d\ndensity f(v)",
            claim: "∫[v] f^p Δ(log f) = -p ∫[v] |∇(log f)|² f^p", twins: [("-p ∫", "-∫"), ("-p ∫", "p ∫"), ("|² f^p", "|² f^(p+1)"), ("∇(log f)|²", "∇(log f)|^4")]),
        .init(
            name: "functions on the line", declarations: "space x in R\ndensity f(x)\nfunction u(x)",
            claim: "∫[x] ∂[x] (∂[x] u) f = ∫[x] u ∂[x] (∂[x] f)", twins: [("= ∫", "= -∫"), ("= ∫[x] u", "= ∫[x] x u"), ("(∂[x] f)", "f")]),
        .init(
            name: "the torus", declarations: "space x in T^2\nfunction u(x)",
            claim: "∫[x] u Δ u = -∫[x] |∇u|²", twins: [("= -", "= "), ("-∫", "-2 ∫"), ("u Δ u", "u² Δ u")]),
        .init(
            name: "the fundamental solution", declarations: "space v in R^3\ndensity f(v)\nspace w in R^3",
            claim: "∫[w] |v-w|^(-1) Δ f(w) = -4 pi f(v)", twins: [("-4", "4"), ("-4", "-2"), ("= -4 pi f(v)", "= 0"), ("(-1)", "(-2)")], open: [0, 1, 2, 3]),
    ]
}
