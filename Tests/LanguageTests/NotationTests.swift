import Expressions
import Kernel
import Testing

@testable import Language

/// Other spellings of papers: read, printed in the language's own way, read again as the same.
@Suite struct NotationTests {
    @Test(arguments: [
        ("∇·X", "div(X)"), ("∇·(r X)", "div(r X)"), ("∇[v]·X", "div[v] X"), ("∇·∇u", "div(∇u)"), ("∇·X + u", "div(X)+u"), ("∇×X", "curl(X)"),
        ("∇×∇×X", "curl(curl(X))"), ("|∇×X|²", "|curl(X)|²"), ("a·∇u", "a·∇u"), ("(∇×X)[1]", "(curl(X))[1]"), ("∇×(a X)·b", "curl(a X)·b"), ("Δ²u", "ΔΔu"),
        ("Δ²(u v)", "Δ(Δ(u v))"), ("Δ²[v] u", "Δ[v](Δ[v] u)"), ("Δ²(u)²", "(ΔΔu)²"), ("ln f", "log f"), ("ln(f)²", "log(f)²"), ("curl X", "curl(X)"), ("|curl X|²", "|curl(X)|²"), ("Aᵀ", "transpose(A)"), ("(∇X)ᵀ·X", "transpose(∇X)·X"), ("(A B)ᵀ²", "transpose(A B)²"), ("√2", "sqrt 2"), ("√(x+1)", "sqrt(x+1)"),
        ("(∇[v] - ∇[w]) F", "∇[v] F - ∇[w] F"), ("(-∇_v + ∇_w)·X", "-div_v X + div_w X"), ("(∇[v]/m + ∇[w]/2)(u F)", "(∇[v](u F))/m + (∇[w](u F))/2"),
        ("|(∇[v] - ∇[w]) log F|²", "|∇[v](log F) - ∇[w](log F)|²"), ("(∇u - ∇w)·X", "(∇u - ∇w)·X"), ("((∇[v] - ∇[w]) F)[1]", "(∇[v] F - ∇[w] F)[1]"),
    ]) func expressions(_ written: String, _ meant: String) throws {
        let tree = try Parser.parseExpression(written)
        #expect(ungrouped(tree) == ungrouped(try Parser.parseExpression(meant)))
        #expect(try Parser.parseExpression(Printer().text(tree)) == tree)
    }

    /// What a sum of gradients is applied to has no power or index of its own, and a sum with anything else is none.
    @Test(arguments: ["(∇[v] - ∇[w])(F)²", "(∇[v] - ∇[w])", "(∇[v]/(m+1) - ∇[w]) F", "(∇[v] - ∇[w] F"])
    func noSumsOfGradients(_ written: String) {
        #expect(throws: Diagnostic.self) { try Parser.parseExpression(written) }
    }

    @Test(arguments: [
        ("param a >= 0, b >= 0", "param a ≥ 0, b ≥ 0\n"), ("param a, b > 0, c in [0,1), n integer >= 2", "param a, b > 0, c in [0,1), n integer ≥ 2\n"),
        ("space z∈R^3", "space z in R^3\n"), ("space r ∈ (0, oo)", "space r in (0, oo)\n"), ("param γ∈[-3,1)", "param γ in [-3,1)\n"),
        ("space v in R^3\nclaim c: ∇·v = 3", "space v in R^3\nclaim c: div v = 3\n"),
    ]) func statements(_ written: String, _ formatted: String) throws {
        let once = try Formatter.format(written)
        #expect(once == formatted)
        #expect(try Formatter.format(once) == once)
        #expect(Parser.parse(once).statements.map(\.kind) == Parser.parse(written).statements.map(\.kind))
    }

    @Test func meaning() {
        let session = Session("""
            param a >= 0, b > a, n integer >= 2
            space z∈R^3
            function X(z) : vector
            function u(z)
            claim divergence: ∇·X = div X
            claim curls: ∇×∇×X = ∇(∇·X) - ΔX
            claim bilaplacian: Δ²u = Δ(Δu)
            claim logarithm: ln(exp(u)) = u
            claim gamma: Γ(1/2) = gammafn(1/2)
            claim not_bilaplacian: Δ²u = Δu
            claim b_is_larger: b > a
            """)
        #expect(session.errors.isEmpty)
        for name in ["divergence", "curls", "bilaplacian", "logarithm", "gamma"] { #expect(session.holds(name) == true, "\(name): \(session.goal(name))") }
        #expect(session.holds("not_bilaplacian") == false)
        let larger = session.items["b_is_larger"]?.statement
        #expect(larger?.parameters.first { $0.name == "a" }?.lower?.value == 0)
        #expect(larger?.hypotheses.count == 1)
        // A name that is declared means what was declared.
        #expect(Session("space z in R^3\nfunction Γ(z)\nclaim c: Γ(z) = Γ").errors.isEmpty)
    }

    @Test(arguments: [
        ("claim c: asin(x) = 0", "atan(x/sqrt(1 - x²))"), ("claim c: acos(x) = 0", "π/2 - atan"), ("claim c: ∂_1 z = 1", "∂[z[1]]"),
        ("claim c: x ≠ 1", "(a - b)² > 0"), ("claim c: x! = 1", "gammafn"), ("claim c: min{x, 1} = 1", "min(a, b)"), ("claim c: Σ_i z[i] = 1", "sum[i in 1..3]"),
        ("claim c: ∇[z]×z = 1", "curl(X)"),
    ]) func hints(_ claim: String, _ hint: String) throws {
        let session = Session("space x in R\nspace z in R^3\nfunction u(z)\n" + claim)
        let diagnostic = try #require(session.diagnostics.first)
        #expect(diagnostic.advice?.contains(hint) == true, "\(diagnostic.message): \(diagnostic.advice ?? "")")
    }

    /// A subscript names the point of a derivative as an index in brackets does, unless an operator of that name is defined.
    @Test func subscripts() throws {
        let session = Session("""
            space x in R
            space v, w in R^3
            function h(v, w)
            function k(x)
            claim gradient: ∇_v h = ∇[v] h
            claim hessian: tr ∇²_w h = Δ_w h
            claim divergence: div_v(∇_w h) = div_w(∇_v h)
            claim partial: ∂_x k = k'
            claim wrong: Δ_v h = Δ_w h
            let Δ_v(g) = 2 Δ[v] g
            claim own: Δ_v h = 2 Δ[v] h
            """)
        #expect(session.errors.isEmpty)
        for name in ["gradient", "hessian", "divergence", "partial", "own"] { #expect(session.holds(name) == true, "\(name): \(session.goal(name))") }
        #expect(session.holds("wrong") == false)
        #expect(!Session("space v in R^3\nfunction h(v)\nclaim c: ∇_q h = 1").errors.isEmpty)
    }

    /// At the points of another space a function of a torus would be any function, and a density one of the whole space: `∫ k = 1` over R.
    @Test(arguments: [
        ("T", "R", "∫[t] k(t) = 1"), ("T", "R", "∫[t] k(t + 1) = ∫[t] k(t)"), ("T", "(0, 1)", "∫[t] u'(t) = 0"), ("T^2", "R^2", "∫[t] k(t) = 1"), ("T^2", "R^2", "Δ[t](u(2 t)) = 0"),
        ("T", "R", "∫[t] (k(x := t)) = 1"), ("T", "R", "∫[t in (0, 1)] k(t) = 1"), ("T^2", "S^1", "u(t) = 0"), ("R", "T", "u(t) = 0"), ("T", "R", "∫[x] u(x + t) = ∫[x] u"),
    ]) func functionsOfTori(space: String, other: String, claim: String) throws {
        let session = Session("space x in \(space)\nspace t in \(other)\ndensity k(x)\nfunction u(x)\nlet h(x) = u(x)²\nclaim c: " + claim)
        #expect(!session.errors.isEmpty, "\(claim)")
        // At its own points, moved by what is constant, and at numbers it has values.
        let own = Session("param s\nspace x, y in T\nfunction u(x)\nlet h(x) = u(x)²\nclaim c: ∫[x] u(x + s) = ∫[x] u and u(1/2) h(y) = h(y) u(1/2) and ∫[y] u(2 y) = ∫[x] u")
        #expect(own.errors.isEmpty)
    }
}
