/// Formulas as LaTeX with `amsmath` and `amssymb`.
struct LaTeXWriter {
    private var text = ""

    static func text(_ formula: Formula) -> String {
        var writer = LaTeXWriter()
        writer.write(formula)
        return writer.text
    }

    /// Prose for LaTeX: nothing of it is a command. Characters outside ASCII that have a name in mathematics get it.
    static func prose(_ words: String) -> String {
        var result = ""
        for character in words {
            switch character {
            case "\\": result += "$\\backslash$"
            case "{", "}", "$", "&", "#", "%", "_": result += "\\\(character)"
            case "^": result += "\\textasciicircum{}"
            case "~": result += "\\textasciitilde{}"
            case "\n", "\r\n", "\t": result += " "
            case "–": result += "--"
            case "…": result += "\\dots{}"
            case "‖": result += "$\\|$"
            case _ where character.isASCII: result.append(character)
            default: result += prose(character)
            }
        }
        return result
    }

    /// A single character outside ASCII.
    private static func prose(_ character: Character) -> String {
        let text = String(character)
        if let digits = superscripts[character] { return "$^{\(digits)}$" }
        if MathSymbols.command(for: text) != nil { return "$\(symbol(text))$" }
        let formula = Formula.name(text)
        if formula != .letter(text) { return "$\(LaTeXWriter.text(formula))$" }
        // Letters of Western languages are in every font; others would be missing without a word.
        guard let scalar = text.unicodeScalars.first, scalar.value <= 0x17F, scalar.properties.isAlphabetic else { return "?" }
        return text
    }

    private static let superscripts: [Character: String] = [
        "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9", "⁻": "-",
    ]

    private mutating func write(_ formula: Formula) {
        switch formula {
        case .row(let parts):
            for (place, part) in parts.enumerated() {
                let isBesideOperator =
                    place > 0 && LaTeXWriter.isOperatorName(parts[place - 1], atEnd: true)
                    || place + 1 < parts.count && LaTeXWriter.isOperatorName(parts[place + 1], atEnd: false)
                if part != .thinSpace || !isBesideOperator { write(part) }
            }
        case .number(let digits): text += digits
        case .identifier(let name, let style): put(LaTeXWriter.identifier(name, style))
        case .symbol(let symbol, let spacing): put(LaTeXWriter.symbol(symbol, spacing))
        case .text(let words): text += "\\text{\(LaTeXWriter.prose(words))}"
        case .fraction(let numerator, let denominator):
            text += "\\frac"
            group(numerator)
            group(denominator)
        case .root(let body, let degree):
            text += "\\sqrt"
            if let degree { text += "[{\(LaTeXWriter.text(degree))}]" }
            group(body)
        case .scripts(let base, let sub, let sup):
            base.isOneSymbol ? write(base) : group(base)
            scripts(sub, sup)
        case .stacked(let base, let under, let over): stacked(base, under, over)
        case .accent(let base, let accent):
            text += "\\\(accent.rawValue)"
            group(base)
        case .fenced(let open, let body, let close):
            if body.isTall || open.isEmpty || close.isEmpty {
                text += "\\left" + LaTeXWriter.delimiter(open)
                write(body)
                text += "\\right" + LaTeXWriter.delimiter(close)
            } else {
                put(LaTeXWriter.bracket(open, isOpening: true))
                write(body)
                put(LaTeXWriter.bracket(close, isOpening: false))
            }
        case .table(let rows, let columns):
            let environment = columns == .aligned ? "aligned" : columns == .centred ? "matrix" : "array"
            text += "\\begin{\(environment)}" + (columns == .left ? "{\(String(repeating: "l", count: rows.map(\.count).max() ?? 1))}" : "")
            text += rows.map { $0.map(LaTeXWriter.text).joined(separator: " & ") }.joined(separator: " \\\\\n")
            text += "\\end{\(environment)}"
        case .space(let width): text += LaTeXWriter.space(width)
        }
    }

    /// Whether it ends, or begins, with the name of an operator, around which LaTeX leaves room by itself.
    private static func isOperatorName(_ formula: Formula, atEnd: Bool) -> Bool {
        switch formula {
        case .row(let parts): (atEnd ? parts.last : parts.first).map { isOperatorName($0, atEnd: atEnd) } ?? false
        case .identifier(let name, .upright): name.count > 1 && name.allSatisfy(\.isASCII)
        default: false
        }
    }

    /// Appends, with a space where a command would run into a letter.
    private mutating func put(_ piece: String) {
        if let first = piece.first, first.isASCII, first.isLetter, endsWithCommand { text += " " }
        text += piece
    }

    private var endsWithCommand: Bool {
        var place = text.endIndex
        while place > text.startIndex {
            let before = text.index(before: place)
            if text[before] == "\\" { return place < text.endIndex }
            guard text[before].isASCII, text[before].isLetter else { return false }
            place = before
        }
        return false
    }

    private mutating func group(_ formula: Formula) {
        text += "{"
        write(formula)
        text += "}"
    }

    private mutating func scripts(_ sub: Formula?, _ sup: Formula?) {
        if let sub {
            text += "_"
            group(sub)
        }
        if let sup {
            text += "^"
            group(sup)
        }
    }

    private mutating func stacked(_ base: Formula, _ under: Formula?, _ over: Formula?) {
        switch base {
        case .symbol(_, .large), .symbol(_, .integral), .identifier(_, .upright), .accent(_, .underbrace), .accent(_, .overbrace):
            write(base)
            if case .identifier(let name, _) = base, MathSymbols.entry(command: name) == nil { text += "\\limits" }
            scripts(under, over)
        default:
            if let over {
                text += "\\overset"
                group(over)
            }
            if let under {
                text += "{\\underset"
                group(under)
                group(base)
                text += "}"
            } else {
                group(base)
            }
        }
    }

    private static func identifier(_ name: String, _ style: Formula.Style) -> String {
        var writer = LaTeXWriter()
        for character in name { writer.put(symbol(String(character))) }
        let letters = writer.text
        switch style {
        case .italic: return letters
        case .upright:
            // A word of a language, as `carré`.
            if name.count > 1, name.contains(where: { !$0.isASCII && MathSymbols.command(for: String($0)) == nil }) {
                return "\\text{\(prose(name))}"
            }
            if case .function? = MathSymbols.entry(command: name)?.role { return "\\\(name)" }
            return name.allSatisfy(\.isASCII) && name.count > 1
                ? "\\operatorname{\(letters)}" : "\\mathrm{\(letters)}"
        case .bold: return "\\mathbf{\(letters)}"
        case .doubleStruck: return "\\mathbb{\(letters)}"
        case .calligraphic: return "\\mathcal{\(letters)}"
        case .fraktur: return "\\mathfrak{\(letters)}"
        case .sansSerif: return "\\mathsf{\(letters)}"
        }
    }

    /// A character in mathematics: a command, or itself. What has neither is shown as text that says so.
    private static func symbol(_ character: String, _ spacing: Formula.Spacing? = nil) -> String {
        switch character {
        case "−": return "-"
        case ":" where spacing == .binary: return "\\mathbin{:}"
        case "|" where spacing == .opening: return "\\lvert"
        case "|" where spacing == .closing: return "\\rvert"
        case "|": return "|"
        case "\\": return "\\backslash"
        case "#", "%", "&", "_", "$", "{", "}": return "\\\(character)"
        case "^", "~": return "\\text{\(prose(character))}"
        case "′", "′′", "′′′": return String(repeating: "\\prime", count: character.count)
        default: break
        }
        if let command = MathSymbols.command(for: character) { return "\\\(command)" }
        if character.unicodeScalars.allSatisfy(\.isASCII) { return character }
        switch Formula.name(character) {
        case .accent(let base, let accent): return "\\\(accent.rawValue){\(text(base))}"
        case .identifier(let letter, let style) where letter != character: return identifier(letter, style)
        default: break
        }
        return "\\text{\(prose(character))}"
    }

    /// A bracket of its own size.
    private static func bracket(_ text: String, isOpening: Bool) -> String {
        switch text {
        case "|": return isOpening ? "\\lvert" : "\\rvert"
        case "‖": return isOpening ? "\\lVert" : "\\rVert"
        default: return delimiter(text)
        }
    }

    private static func delimiter(_ text: String) -> String {
        switch text {
        case "": return "."
        case "{": return "\\{"
        case "}": return "\\}"
        case "‖": return "\\|"
        case "|": return "|"
        default: return MathSymbols.command(for: text).map { "\\\($0) " } ?? text
        }
    }

    private static func space(_ width: Int) -> String {
        switch width {
        case 3: return "\\,"
        case 4: return "\\:"
        case 5: return "\\;"
        case -3: return "\\!"
        case 18: return "\\quad "
        case 36: return "\\qquad "
        default: return "\\mspace{\(width)mu}"
        }
    }
}

extension Formula {
    /// It needs no braces before a script.
    fileprivate var isOneSymbol: Bool {
        switch self {
        case .identifier, .symbol, .accent, .fenced: return true
        case .number(let digits): return digits.count == 1
        default: return false
        }
    }
}
