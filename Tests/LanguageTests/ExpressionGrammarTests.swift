import Testing

@testable import Language

@Suite struct ExpressionGrammar {
    @Test(arguments: [
        ("a/b c", "((a/b) c)"), ("a - b + c", "(a-b+c)"), ("-a b", "(neg{a} b)"), ("2x", "(2 x)"),
        ("Π∇u", "(Π ∇{u})"), ("r²P", "(pow{r,2} P)"), ("a·b⊗c:D×e*f", "(((((a·b)⊗c):D)×e)*f)"),
        ("exp(x)^2", "pow{exp{x},2}"), ("Δ(u)²", "pow{Δ{u},2}"), ("log f²", "log{pow{f,2}}"), ("Δu²", "Δ{pow{u,2}}"),
        ("∇∇u", "∇{∇{u}}"), ("∇²u", "∇²{u}"), ("∇φ·∇φ", "(∇{φ}·∇{φ})"), ("div A∇u", "(div{A} ∇{u})"),
        ("a^-b^c", "pow{a,neg{pow{b,c}}}"), ("x⁻²", "pow{x,neg{2}}"), ("x^2y", "(pow{x,2} y)"), ("2^γ/2", "(pow{2,γ}/2)"),
        ("f(x) y", "(f(x) y)"), ("(∇u)(z := w)", "∇{u}(z:w)"), ("f(x)(y)", "(f(x) y)"), ("(a)(b)", "(a b)"), ("f (x)", "(f x)"), ("v[i]", "v[i]"), ("v [i]", "(v [i])"), ("b[k](z)", "b[k](z)"),
        ("(∇u)[i]", "∇{u}[i]"), ("∇[w] u", "∇[w]{u}"), ("∇([X, Y])", "∇{[X,Y]}"), ("∂[v[i]] u", "∂[v[i]]{u}"),
        ("∂r(u)", "∂r{u}"), ("∂r u", "∂r{u}"), ("Δ_S u", "Δ_S{u}"), ("Δu", "Δ{u}"), ("vΔu", "(v Δ{u})"),
        ("∇_S[z](u)", "∇_S[z]{u}"), ("|a|", "|a|"), ("|a| |b|", "(|a| |b|)"), ("|a + |b||", "|(a+|b|)|"), ("||a| - |b||", "|(|a|-|b|)|"), ("|a||b|", "(|a| |b|)"), ("||a||b|||", "L006"), ("| a + |b| |", "|(a+|b|)|"),
        ("|a·|b| |", "|(a·|b|)|"), ("|∇u|²", "pow{|∇{u}|,2}"), ("||A||²", "pow{‖A‖,2}"), ("‖A‖", "‖A‖"),
        ("⟨v⟩^l", "pow{⟨v⟩,l}"), ("⟨F'(f), h⟩", "⟨F'(f),h⟩"),
        ("-2 ∫[v] a f", "(neg{2} ∫[v]{(a f)})"), ("∫[v] a b + c", "(∫[v]{(a b)}+c)"), ("∂[t] ∫[v] f", "∂[t]{∫[v]{f}}"),
        ("integral[v](e) g", "∫[v]{(e g)}"), ("∫[v,w] F", "∫[v,w]{F}"), ("improper ∫[v] f", "∫[v]{f}"),
        ("sum[k in 1..3] b[k] c", "(sum[k,1,3]{b[k]} c)"), ("lim[γ -> 0] a", "lim[γ,0]{a}"),
        ("u(z := a + b w)", "u(z:(a+(b w)))"), ("gaussian(mean = 0)", "gaussian(mean:0)"),
        ("(a, b, c)", "comp(a,b,c)"), ("((a,b),(c,d))", "comp(comp(a,b),comp(c,d))"), ("[X, Y]·[X', Y']", "([X,Y]·[X',Y'])"),
        ("a . b", "(a·b)"), ("0.25", "0.25"), ("3/7", "(3/7)"), ("ẑ·∇u", "(ẑ·∇{u})"),
        ("indicator(v: |v| <= 1)", "indicator"), ("√f", "sqrt{f}"),
    ])
    func reads(_ text: String, _ expected: String) { #expect(reading(text) == expected) }

    @Test(arguments: [
        ("γ", "gamma"), ("Λ_3", "Lambda_3"), ("∇u", "grad u"), ("∇²u", "hess u"), ("Δu", "lap u"), ("∂[x] u", "partial[x] u"),
        ("(a)⊗(b)", "tensor(a,b)"), ("(a)·(b)", "dot(a,b)"), ("(a)×(b)", "cross(a,b)"), ("|a|", "norm(a)"),
        ("‖A‖", "hsnorm(A)"), ("∫[v] (e)", "integral[v](e)"), ("Δ_S u", "lap_S u"), ("∇_S u", "grad_S u"),
        ("∇²_S u", "hess_S u"), ("x²", "x^2"), ("x⁻¹", "x^-1"), ("ẑ", "z\u{302}"), ("a·b", "a . b"), ("⟨v⟩", "japanese(v)"),
    ])
    func spellingsAgree(_ unicode: String, _ ascii: String) throws {
        #expect(ungrouped(try Parser.parseExpression(unicode)) == ungrouped(try Parser.parseExpression(ascii)))
    }

    @Test func printedTreesReadBackTheSame() throws {
        for seed in 1...600 {
            var random = RandomSyntax(seed: UInt64(seed))
            let tree = random.expression(1 + seed % 5)
            let text = Printer().text(tree)
            do {
                let again = try Parser.parseExpression(text)
                #expect(ungrouped(again) == ungrouped(tree), "seed \(seed): \(text) read as \(structure(again))")
                #expect(Printer().text(again) == text, "seed \(seed)")
                if ungrouped(again) != ungrouped(tree) { return }
            } catch {
                Issue.record("seed \(seed): \(text): \(error.message)")
                return
            }
        }
    }

    @Test func deepNestingIsAnErrorNotACrash() {
        for text in [
            String(repeating: "(", count: 10_000) + "x" + String(repeating: ")", count: 10_000),
            String(repeating: "-", count: 10_000) + "x", String(repeating: "∇", count: 10_000) + "x",
            String(repeating: "x^", count: 10_000) + "x", String(repeating: "[", count: 10_000),
            String(repeating: "f(", count: 10_000), String(repeating: "∇[", count: 10_000), String(repeating: "∫[v] ", count: 10_000) + "x",
        ] {
            #expect(reading(text) == "L009")
        }
        let allowed = String(repeating: "(1+", count: 500) + "x" + String(repeating: ")", count: 500)
        #expect(reading(allowed).hasPrefix("(1+"))
    }

    @Test func longChainsAreFlat() throws {
        let sum = Array(repeating: "x", count: 20_000).joined(separator: " + ")
        guard case .sum(let terms) = try Parser.parseExpression(sum).kind else {
            Issue.record("not a sum")
            return
        }
        #expect(terms.count == 20_000)
    }
}
