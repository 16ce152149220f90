/// The name of something in a formula: a letter with its accents and scripts.
struct FormulaName: Hashable {
    /// In one spelling of LaTeX: what the notation knows it by.
    var latex: String
    /// Without scripts and accents.
    var base: String
    /// In the language.
    var identifier: String
    /// The subscript, where there is one.
    var index: [FormulaItem]?

    /// `m_{N+i}`: one of a family.
    var isMember: Bool {
        guard let index else { return false }
        return index.indices.dropFirst().contains { place in
            switch (index[place - 1].kind, index[place].kind) {
            case (.sign(","), _): false
            case (_, .sign("+")), (_, .sign("-")): true
            default: false
            }
        }
    }

    /// The name that begins at `position`, and the place behind it. Numbers and expressions above it are powers, and no part of it.
    static func read(_ items: [FormulaItem], at position: Int) -> (name: FormulaName, end: Int)? {
        guard position < items.count, let stem = stem(items[position]) else { return nil }
        var name = FormulaName(latex: items[position].latex, base: stem.base, identifier: stem.identifier)
        var end = position + 1
        if end < items.count, case .sub(let body) = items[end].kind, let index = word(body) {
            name.latex = [items[position], items[end]].latex
            name.identifier += "_" + index
            name.index = body
            end += 1
        }
        // A mark above may follow the primes: `I'^*` is none.
        if end < items.count, case .sup(let body) = items[end].kind, let mark = mark(body) {
            name.latex += items[end].latex
            name.identifier += "_" + mark
            end += 1
        }
        return (name, end)
    }

    private static func stem(_ item: FormulaItem) -> (base: String, identifier: String)? {
        switch item.kind {
        case .letter("\\infty"): return nil
        case .letter(let latex):
            guard latex.hasPrefix("\\") else { return (latex, latex) }
            guard let entry = MathSymbols.entry(command: String(latex.dropFirst())) else { return nil }
            return (latex, entry.text)
        case .text(let text) where isWord(text): return ("\\text{\(text)}", text)
        case .word(let text) where isWord(text): return ("\\operatorname{\(text)}", text)
        case .styled(let font, let body):
            guard body.count == 1, let inner = stem(body[0]), inner.identifier.count == 1 else { return nil }
            let style: Formula.Style
            switch font {
            case "mathcal", "mathscr": style = .calligraphic
            case "mathbb", "mathbbm": style = .doubleStruck
            case "mathbf", "textbf": style = .bold
            case "mathfrak": style = .fraktur
            case "mathsf": style = .sansSerif
            default: return inner
            }
            let letter = MathMLWriter.letters(inner.identifier, style)
            return letter == inner.identifier ? nil : (item.latex, letter)
        case .accent(let accent, let body):
            guard let mark = marks[accent], let (inner, end) = read(body, at: 0), end == body.count, let first = inner.identifier.first else { return nil }
            return (inner.base, String(first) + mark + inner.identifier.dropFirst())
        case .group(let body):
            guard let (inner, end) = read(body, at: 0), end == body.count else { return nil }
            return (inner.base, inner.identifier)
        default: return nil
        }
    }

    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && $0.isLetter }
    }

    private static let marks = [
        "hat": "\u{302}", "tilde": "\u{303}", "bar": "\u{304}", "dot": "\u{307}", "ddot": "\u{308}", "vec": "\u{20D7}", "underline": "\u{332}",
    ]

    /// A subscript as the tail of a name: `ij`, `1_2`, `γ_Λ_3_sym`.
    private static func word(_ items: [FormulaItem]) -> String? {
        var words: [String] = []
        var position = 0
        var joins = false
        while position < items.count {
            switch items[position].kind {
            case .number(let digits) where digits.allSatisfy(\.isNumber):
                if joins { words[words.count - 1] += digits } else { words.append(digits) }
                joins = true
                position += 1
            case .sign(","):
                joins = false
                position += 1
            case .sign("⊗"):
                words.append("otimes")
                joins = false
                position += 1
            case .sign("-"), .sign("+"):
                words.append(items[position].kind == .sign("-") ? "minus" : "plus")
                joins = false
                position += 1
            case .sign("*"):
                words.append("star")
                joins = false
                position += 1
            default:
                guard let (name, end) = read(items, at: position) else { return nil }
                if joins, name.identifier.count == 1, name.identifier.first?.isASCII == true { words[words.count - 1] += name.identifier } else {
                    words.append(name.identifier)
                }
                joins = name.identifier.count == 1 && name.identifier.first?.isASCII == true
                position = end
            }
        }
        return words.isEmpty ? nil : words.joined(separator: "_")
    }

    /// A superscript that is part of the name.
    private static func mark(_ items: [FormulaItem]) -> String? {
        switch items.first?.kind {
        case .sign("*") where items.count == 1: return "star"
        case .sign("∘") where items.count == 1: return "circ"
        case .sign("⊥") where items.count == 1: return "perp"
        case .text(let text) where items.count == 1 && isWord(text): return text
        case .word(let text) where items.count == 1 && isWord(text): return text
        case .letter("i") where items.latex == "in": return "in"
        default: return nil
        }
    }
}
