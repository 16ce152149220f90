/// A piece of a formula as LaTeX sets it, before it is known what it means.
struct FormulaItem: Hashable, Sendable {
    indirect enum Kind: Hashable, Sendable {
        /// `v`, `\gamma`: the LaTeX of one letter.
        case letter(String)
        case number(String)
        /// `\nabla`, `\int`, `\log`, and whatever is not known.
        case command(String)
        case text(String)
        /// `\mathcal{I}`
        case styled(String, [FormulaItem])
        /// `\operatorname{div}`
        case word(String)
        case accent(String, [FormulaItem])
        case group([FormulaItem])
        case fraction([FormulaItem], [FormulaItem])
        case root([FormulaItem])
        case sub([FormulaItem]), sup([FormulaItem])
        case primes(Int)
        case open(String), close(String)
        case bar(Side), doubleBar(Side)
        case relation(String)
        /// `+ - · × ⊗ : / , ; ∘` and others.
        case sign(String)
        case quad
        case align, newline
        case matrix([[[FormulaItem]]])
        /// Rows behind one brace: a system, or a function by cases.
        case cases([[[FormulaItem]]])
        /// The number or the label of the formula.
        case tag(String)
        /// `#1` of a notation; `#0` is the operand.
        case hole(Int)
    }

    enum Side: Hashable, Sendable { case left, right, unknown }

    var kind: Kind
    var place: LaTeXToken.Place

    static func == (a: FormulaItem, b: FormulaItem) -> Bool { a.kind == b.kind }
    func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

extension [FormulaItem] {
    /// The pieces as LaTeX in one spelling: the key of a name, and what messages quote.
    var latex: String {
        var text = ""
        for item in self {
            let piece = item.latex
            if let first = piece.first, first.isLetter, first.isASCII, text.endsWithCommand { text += " " }
            text += piece
        }
        return text
    }
}

extension FormulaItem {
    var latex: String {
        switch kind {
        case .letter(let text), .number(let text): return text
        case .command(let name): return "\\" + name
        case .text(let text): return "\\text{\(text)}"
        case .word(let name): return "\\operatorname{\(name)}"
        case .styled(let font, let body): return "\\\(font){\(body.latex)}"
        case .accent(let name, let body): return "\\\(name){\(body.latex)}"
        case .group(let body): return "{\(body.latex)}"
        case .fraction(let a, let b): return "\\frac{\(a.latex)}{\(b.latex)}"
        case .root(let body): return "\\sqrt{\(body.latex)}"
        case .sub(let body): return "_" + FormulaItem.script(body)
        case .sup(let body): return "^" + FormulaItem.script(body)
        case .primes(let count): return String(repeating: "'", count: count)
        case .open(let text), .close(let text): return text
        case .bar: return "|"
        case .doubleBar: return "\\|"
        case .relation(let text): return FormulaItem.relations[text] ?? text
        case .sign(let text): return FormulaItem.signs[text] ?? text
        case .quad: return "\\quad "
        case .align: return "&"
        case .newline: return "\\\\"
        case .matrix(let rows): return "\\begin{pmatrix}" + rows.map { $0.map(\.latex).joined(separator: "&") }.joined(separator: "\\\\") + "\\end{pmatrix}"
        case .cases(let rows): return "\\begin{cases}" + rows.map { $0.map(\.latex).joined(separator: "&") }.joined(separator: "\\\\") + "\\end{cases}"
        case .tag(let text): return "\\tag{\(text)}"
        case .hole(let number): return number == 0 ? "#" : "#\(number)"
        }
    }

    private static func script(_ body: [FormulaItem]) -> String {
        let text = body.latex
        return text.count == 1 ? text : "{\(text)}"
    }

    private static let relations = ["≤": "\\le", "≥": "\\ge", ":=": ":=", "=:": "=:"]
    private static let signs = ["·": "\\cdot", "×": "\\times", "⊗": "\\otimes", "∘": "\\circ"]
}

extension String {
    fileprivate var endsWithCommand: Bool {
        guard let slash = lastIndex(of: "\\") else { return false }
        let name = self[index(after: slash)...]
        return !name.isEmpty && name.allSatisfy { $0.isASCII && $0.isLetter }
    }
}
