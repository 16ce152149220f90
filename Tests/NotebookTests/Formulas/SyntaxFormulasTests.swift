import Glibc
import Language
import Testing

@testable import Notebook

@Suite struct SyntaxFormulasTests {
    private func latex(_ text: String) throws -> String {
        LaTeXWriter.text(SyntaxFormulas().formula(try Parser.parseExpression(text)))
    }

    @Test(arguments: [
        ("a/b c", "\\frac{a}{b}\\,c"),
        ("∫[s in (0, oo)] exp(-s)", "\\int_{0}^{\\infty}\\exp(-s)\\,\\mathrm{d}s"),
        ("∫[s in (0, 1), t in (-oo, x)] s t", "\\int_{0}^{1}\\int_{-\\infty}^{x}s\\,t\\,\\mathrm{d}t\\,\\mathrm{d}s"),
        ("a b/c", "\\frac{a\\,b}{c}"),
        ("(a+b)/2", "\\frac{a+b}{2}"),
        ("2 (a+b)", "2\\,(a+b)"),
        ("2v", "2v"),
        ("2*3", "2\\cdot3"),
        ("-x^2", "-x^{2}"),
        ("(-x)^2", "(-x)^{2}"),
        ("|v-w|^(2+γ)", "\\lvert v-w\\rvert^{2+\\gamma}"),
        ("(a-b)-(c-d)", "(a-b)-(c-d)"),
        ("∇²φ", "\\nabla^{2}\\varphi"),
        ("Δ(u)^2", "(\\Delta u)^{2}"),
        ("Δu²", "\\Delta(u^{2})"),
        ("log f²", "\\log(f^{2})"),
        ("∂r(u)", "\\partial_{r}(u)"),
        ("∇_S[z] u", "\\nabla_{S,z}(u)"),
        ("∇[w] u", "\\nabla_{w}\\,u"),
        ("m1^2", "m_{1}^{2}"),
        ("ℐ̃_ij(f) + f̲", "\\tilde{\\mathcal{I}}_{\\operatorname{ij}}(f)+\\underline{f}"),
        ("ẑ·A[i,j]", "\\hat{z}\\cdot A_{ij}"),
        ("B1[i,j]", "(B_{1})_{ij}"),
        ("transpose(A)", "A^{\\top}"),
        ("sqrt(x+1)", "\\sqrt{x+1}"),
        ("∫[v,w] f g", "\\iint f\\,g\\,\\mathrm{d}v\\,\\mathrm{d}w"),
        ("-2 ∫[v] a f", "-2\\,\\int a\\,f\\,\\mathrm{d}v"),
        ("sum[k in 1..d] a[k]", "\\sum_{k=1}^{d}\\,a_{k}"),
        ("⟨F'(f), h⟩", "\\langle F^{\\prime}(f),h\\rangle "),
        ("-1/2 x", "-\\frac{1}{2}\\,x"),
        ("δF", "\\mathrm{\\delta F}"),
        ("(a/b + c)^2", "\\left(\\frac{a}{b}+c\\right)^{2}"),
        ("div𝕎(𝒟)", "\\operatorname{div}\\mathbb{W}(\\mathcal{D})"),
        ("a:b", "a\\mathbin{:}b"),
    ]) func asOneWritesIt(text: String, expected: String) throws {
        #expect(try latex(text) == expected)
    }

    @Test func longChainsAreAligned() throws {
        let statement = Parser.parse("claim c: a = b = c and d = e\n").statements[0]
        guard case .table(let rows, .aligned)? = Sentences().display(statement) else {
            Issue.record("not a table")
            return
        }
        #expect(rows.count == 3)
        #expect(rows.allSatisfy { $0.count == 2 })
    }

    private static let isExhaustive = getenv("NOTEBOOK_EXHAUSTIVE") != nil

    /// Every statement of the shipped notebooks, in LaTeX that our own reader reads and in MathML that closes: as it is written, and, in every
    /// third notebook unless all is asked for, as it is understood.
    @Test func theShippedNotebooksAreSet() throws {
        var count = 0
        for (number, file) in try NotebookFile.named(by: [Path.join(ShippedNotebookTests.root, "notebooks")]).enumerated() {
            for cell in try Document.read(file.path).cells {
                for statement in Parser.parse(cell.source).statements {
                    var formulas = Sentences().display(statement).map { [$0] } ?? []
                    for sentence in [Sentences().declaration(statement), Sentences().clauses(statement)] {
                        formulas += sentence?.parts.compactMap { if case .formula(let formula) = $0 { formula } else { nil } } ?? []
                    }
                    for formula in formulas {
                        let latex = LaTeXWriter.text(formula)
                        #expect(TeXReader.formula(latex) != nil, "\(file.path): \(latex)")
                        _ = try MarkupReader.elements(of: MathMLWriter.element(formula, isDisplay: true))
                        count += 1
                    }
                }
            }
            guard Self.isExhaustive || number % 3 == 0 else { continue }
            for item in LoadedNotebook(file).items {
                guard let statement = item.statement else { continue }
                #expect(TeXReader.formula(LaTeXWriter.text(statement.formula)) != nil, "\(item.name): \(LaTeXWriter.text(statement.formula))")
            }
        }
        #expect(count > 500)
    }
}
