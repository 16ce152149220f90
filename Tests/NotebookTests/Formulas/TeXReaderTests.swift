import Testing

@testable import Notebook

@Suite struct TeXReaderTests {
    private func mathML(_ tex: String) -> String? {
        TeXReader.formula(tex).map { MathMLWriter.element($0, isDisplay: false) }
    }

    @Test func fractionsScriptsAndRoots() {
        #expect(mathML("\\frac12") == "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>")
        #expect(mathML("x_i^{2}") == "<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>")
        #expect(mathML("\\mathrm{d}x") == "<math><mi mathvariant=\"normal\">d</mi><mi>x</mi></math>")
        #expect(mathML("x^10") == "<math><msup><mi>x</mi><mn>1</mn></msup><mn>0</mn></math>")
        #expect(mathML("\\sqrt[3]{x}") == "<math><mroot><mi>x</mi><mn>3</mn></mroot></math>")
        #expect(mathML("\\hat z") == "<math><mover accent=\"true\"><mi>z</mi><mo stretchy=\"false\">ˆ</mo></mover></math>")
        #expect(mathML("\\mathbb R") == "<math><mi>ℝ</mi></math>")
    }

    @Test func aLeadingMinusIsASign() {
        #expect(TeXReader.formula("-x") == .row([.symbol("−", .prefix), .letter("x")]))
        #expect(TeXReader.formula("a-x") == .row([.letter("a"), .symbol("−", .binary), .letter("x")]))
        #expect(TeXReader.formula("a=-x") == .row([.letter("a"), .relation("="), .symbol("−", .prefix), .letter("x")]))
    }

    @Test func rowsAreAligned() {
        let rows: [[Formula]] = [[.row([.letter("a")]), .row([.relation("="), .letter("b")])], [.row([]), .row([.relation("="), .letter("c")])]]
        #expect(TeXReader.formula("\\begin{aligned}a&=b\\\\&=c\\end{aligned}") == .row([.table(rows, .aligned)]))
        #expect(TeXReader.formula("a&=b\\\\&=c\\\\") == .table(rows, .aligned))
    }

    @Test(arguments: [
        "\\frac", "\\frac{1}", "{", "}", "a}", "\\unknown x", "x^", "x_a_b", "x^a^b", "\\left( x", "\\right)", "\\begin{aligned}a",
        "\\begin{aligned}a\\end{matrix}", "a$b", "100% of", "#", "\\mathbb{R", "\\sqrt[", "a & {b & c}", "\\left\\frac x \\right)",
        "\\text{a $x$}",
    ]) func whatIsNotKnownIsNotRead(tex: String) {
        #expect(TeXReader.formula(tex) == nil)
    }

    @Test func nestingIsBounded() {
        for (open, close) in [("{", "}"), ("\\sqrt{", "}"), ("\\left(", "\\right)"), ("x^{", "}")] {
            #expect(TeXReader.formula(String(repeating: open, count: 20) + "x" + String(repeating: close, count: 20)) != nil)
            #expect(TeXReader.formula(String(repeating: open, count: 100_000) + "x" + String(repeating: close, count: 100_000)) == nil)
        }
    }

    /// Random text over the alphabet of TeX: read or not, but never markup that does not close.
    @Test func whateverIsReadIsWellFormed() throws {
        var generator = SeededGenerator(seed: 8)
        let pieces = [
            "a", "1", "{", "}", "^", "_", "\\frac", "\\sqrt", "&", "\\\\", "\\left(", "\\right)", "<", ">", "|", "-", "'", "\\alpha",
            "\\sum", "\\hat", "\\begin{aligned}", "\\end{aligned}", "\\big|", " ", "\\mathbb", "\\text{<b>}", "\\,", "\"",
        ]
        var read = 0
        for _ in 0..<4000 {
            let tex = (0..<Int.random(in: 1...8, using: &generator)).map { _ in generator.pick(pieces) }.joined()
            guard let formula = TeXReader.formula(tex) else { continue }
            read += 1
            let page = MathMLWriter.element(formula, isDisplay: true, source: tex)
            let names = try Set(MarkupReader.elements(of: page).map(\.name))
            #expect(names.allSatisfy { $0.hasPrefix("m") || ["semantics", "annotation"].contains($0) }, "\(tex)")
            // What we write ourselves we can read.
            #expect(TeXReader.formula(LaTeXWriter.text(formula)) != nil, "\(tex) → \(LaTeXWriter.text(formula))")
        }
        #expect(read > 300)
    }
}
