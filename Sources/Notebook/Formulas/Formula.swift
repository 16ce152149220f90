/// A formula as it is set on a page: what MathML and LaTeX have in common.
///
/// It comes from the author's syntax trees, from typed expressions or from the TeX in the prose, and carries no
/// meaning of its own.
public indirect enum Formula: Hashable, Sendable {
    case row([Formula])
    case number(String)
    /// A letter or a word.
    case identifier(String, Style)
    case symbol(String, Spacing)
    case text(String)
    case fraction(Formula, Formula)
    case root(Formula, degree: Formula?)
    case scripts(Formula, sub: Formula?, sup: Formula?)
    /// Something below and above, as the limits of a sum or a brace with its caption.
    case stacked(Formula, under: Formula?, over: Formula?)
    case accent(Formula, Accent)
    /// Brackets that grow with what stands between; an empty bracket is invisible.
    case fenced(String, Formula, String)
    case table([[Formula]], Columns)
    /// Eighteenths of an em, possibly negative.
    case space(Int)

    public enum Style: Hashable, Sendable { case italic, upright, bold, doubleStruck, calligraphic, fraktur, sansSerif }

    /// The room around a symbol.
    public enum Spacing: Hashable, Sendable {
        case ordinary, prefix, binary, relation, opening, closing, punctuation
        /// A sum, a product.
        case large
        case integral
    }

    public enum Accent: String, Hashable, Sendable, CaseIterable {
        case hat, tilde, bar, dot, ddot, vec, overline, underline, overbrace, underbrace
    }

    public enum Columns: Hashable, Sendable {
        /// Right, left, right, left: equations under each other.
        case aligned
        case centred
        case left
    }

    static let empty = Formula.row([])
    static let thinSpace = Formula.space(3)

    static func letter(_ text: String) -> Formula { .identifier(text, .italic) }
    static func word(_ text: String) -> Formula { .identifier(text, .upright) }
    static func relation(_ text: String) -> Formula { .symbol(text, .relation) }
    static func binary(_ text: String) -> Formula { .symbol(text, .binary) }
    static func ordinary(_ text: String) -> Formula { .symbol(text, .ordinary) }
    static let minusSign = Formula.symbol("−", .prefix)

    static func parenthesised(_ body: Formula) -> Formula { .fenced("(", body, ")") }

    static func list(_ parts: [Formula]) -> Formula {
        joined(parts, by: .symbol(",", .punctuation))
    }

    static func joined(_ parts: [Formula], by separator: Formula) -> Formula {
        .row(Array(parts.map { [$0] }.joined(separator: [separator])))
    }

    /// Higher than a line, so that brackets around it must grow.
    var isTall: Bool {
        switch self {
        case .number, .identifier, .text, .space: return false
        case .symbol(_, let spacing): return spacing == .large || spacing == .integral
        case .fraction, .root, .table, .stacked: return true
        case .row(let parts): return parts.contains(where: \.isTall)
        case .scripts(let base, let sub, let sup): return base.isTall || sub?.isTall == true || sup?.isTall == true
        case .accent(let base, let accent): return base.isTall || accent == .overbrace || accent == .underbrace
        case .fenced(_, let body, _): return body.isTall
        }
    }

    /// The formula with a subscript; around one that has a subscript already there are brackets.
    func subscripted(_ index: Formula) -> Formula {
        guard case .scripts(let base, let sub, let sup) = self else { return .scripts(self, sub: index, sup: nil) }
        return sub == nil ? .scripts(base, sub: index, sup: sup) : .scripts(.parenthesised(self), sub: index, sup: nil)
    }

    /// The formula with an exponent, or `nil` when it has one already.
    func raised(to exponent: Formula) -> Formula? {
        guard case .scripts(let base, let sub, let sup) = self else { return .scripts(self, sub: nil, sup: exponent) }
        return sup == nil ? .scripts(base, sub: sub, sup: exponent) : nil
    }
}

extension Formula {
    /// The name of a point, a parameter or a function: `m1` is $m_1$, `ẑ` is a z with a hat, a word is upright.
    ///
    /// A name that was declared again carries a number behind `#`, which is set as $u^{(2)}$.
    static func name(_ name: String) -> Formula {
        var rest = Substring(name)
        var marks: [Formula] = []
        // The engine marks copies of a point by ′ and °.
        while rest.count > 1, let last = rest.last, let mark = ["'": "′", "′": "′", "°": "∘"][last] {
            rest.removeLast()
            marks.insert(.ordinary(mark), at: 0)
        }
        if let mark = rest.lastIndex(of: "#"), mark > rest.startIndex {
            let number = Formula.parenthesised(.number(String(rest[rest.index(after: mark)...])))
            let base = Formula.name(String(rest[..<mark]))
            let sup = marks.isEmpty ? number : .row([number] + marks)
            return base.raised(to: sup) ?? .scripts(.parenthesised(base), sub: nil, sup: sup)
        }
        let main = rest.prefix { $0 != "_" && !$0.isWholeNumber }
        var formula = main.isEmpty ? Formula.letter(String(rest)) : stem(main)
        if !main.isEmpty {
            let parts = rest.dropFirst(main.count).split(separator: "_")
            if !parts.isEmpty { formula = .scripts(formula, sub: .list(parts.map(Self.index)), sup: nil) }
        }
        guard !marks.isEmpty else { return formula }
        let sup = marks.count == 1 ? marks[0] : .row(marks)
        return formula.raised(to: sup) ?? .scripts(.parenthesised(formula), sub: nil, sup: sup)
    }

    private static func stem(_ text: Substring) -> Formula {
        guard text.count == 1, let character = text.first else {
            // Letters of another alphabet stand by themselves: `div𝕎`.
            guard let place = text.firstIndex(where: { styled[$0] != nil }) else { return .word(String(text)) }
            let pieces = [text[..<place], text[place...place], text[text.index(after: place)...]]
            return .row(pieces.filter { !$0.isEmpty }.map(stem))
        }
        if let (letter, style) = styled[character] { return .identifier(letter, style) }
        if let (base, accent) = accented[character] { return .accent(.letter(String(base)), accent) }
        // A letter of another alphabet with an accent, ℐ̃, is no character of its own.
        if let mark = character.unicodeScalars.last, let accent = combining[mark], character.unicodeScalars.count > 1 {
            var base = String.UnicodeScalarView(character.unicodeScalars)
            base.removeLast()
            return .accent(stem(Substring(String(base))), accent)
        }
        return .letter(String(character))
    }

    private static func index(_ text: Substring) -> Formula {
        text.allSatisfy(\.isWholeNumber) ? .number(String(text)) : stem(text)
    }

    /// The letters of Unicode's mathematical alphabets.
    private static let styled: [Character: (String, Style)] = {
        var found: [Character: (String, Style)] = [:]
        for style in [Style.bold, .doubleStruck, .calligraphic, .fraktur, .sansSerif] {
            for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" {
                let shown = MathMLWriter.letters(String(letter), style)
                if let character = shown.first, character != letter { found[character] = (String(letter), style) }
            }
        }
        return found
    }()

    /// Letters with an accent above, whichever way they are encoded: characters compare by canonical equivalence.
    private static let accented: [Character: (Character, Accent)] = {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZαβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"
        var found: [Character: (Character, Accent)] = [:]
        for letter in letters {
            for (mark, accent) in combining { found[Character(String(letter) + String(mark))] = (letter, accent) }
        }
        return found
    }()

    private static let combining: [Unicode.Scalar: Accent] = [
        "\u{302}": .hat, "\u{303}": .tilde, "\u{304}": .bar, "\u{307}": .dot, "\u{308}": .ddot, "\u{20D7}": .vec, "\u{332}": .underline,
    ]
}
