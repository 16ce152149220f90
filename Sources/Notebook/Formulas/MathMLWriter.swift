/// Formulas as MathML Core, which browsers show without any script.
struct MathMLWriter {
    private var text = ""

    /// A `math` element. The source, where there is one, is what copying and screen readers get.
    static func element(_ formula: Formula, isDisplay: Bool, source: String? = nil) -> String {
        var writer = MathMLWriter()
        writer.write(formula)
        let display = isDisplay ? " display=\"block\"" : ""
        guard let source else { return "<math\(display)>\(writer.text)</math>" }
        return "<math\(display)><semantics><mrow>\(writer.text)</mrow><annotation encoding=\"application/x-tex\">"
            + "\(XMLText.escaped(source))</annotation></semantics></math>"
    }

    private mutating func element(_ name: String, _ parts: [Formula]) {
        text += "<\(name)>"
        for part in parts { single(part) }
        text += "</\(name)>"
    }

    /// Exactly one element, as the arguments of fractions and scripts must be.
    private mutating func single(_ formula: Formula) {
        if case .row(let parts) = formula, parts.count == 1 {
            single(parts[0])
        } else if case .row = formula {
            text += "<mrow>"
            write(formula)
            text += "</mrow>"
        } else {
            write(formula)
        }
    }

    private mutating func write(_ formula: Formula) {
        switch formula {
        case .row(let parts): for part in parts { write(part) }
        case .number(let digits): text += "<mn>\(XMLText.escaped(digits))</mn>"
        case .identifier(let name, let style): identifier(name, style)
        case .symbol(let symbol, let spacing): write(symbol, spacing)
        case .text(let words): text += "<mtext>\(XMLText.escaped(words).replacing(" ", with: "\u{A0}"))</mtext>"
        case .fraction(let numerator, let denominator): element("mfrac", [numerator, denominator])
        case .root(let body, nil): element("msqrt", [body])
        case .root(let body, let degree?): element("mroot", [body, degree])
        case .scripts(let base, let sub?, let sup?): element("msubsup", [base, sub, sup])
        case .scripts(let base, let sub?, nil): element("msub", [base, sub])
        case .scripts(let base, nil, let sup?): element("msup", [base, sup])
        case .scripts(let base, nil, nil): write(base)
        case .stacked(let base, let under?, let over?): element("munderover", [base, under, over])
        case .stacked(let base, let under?, nil): element("munder", [base, under])
        case .stacked(let base, nil, let over?): element("mover", [base, over])
        case .stacked(let base, nil, nil): write(base)
        case .accent(let base, let accent): write(base, accent)
        case .fenced(let open, let body, let close):
            // Fonts may leave more room around brackets that can grow.
            let attributes = "fence=\"true\" stretchy=\"\(body.isTall)\""
            text += "<mrow>"
            if !open.isEmpty { text += "<mo form=\"prefix\" \(attributes)>\(XMLText.escaped(open))</mo>" }
            write(body)
            if !close.isEmpty { text += "<mo form=\"postfix\" \(attributes)>\(XMLText.escaped(close))</mo>" }
            text += "</mrow>"
        case .table(let rows, let columns): table(rows, columns)
        case .space(let width): text += "<mspace width=\"\(MathMLWriter.ems(width))\"/>"
        }
    }

    private mutating func identifier(_ name: String, _ style: Formula.Style) {
        let shown = XMLText.escaped(MathMLWriter.letters(name, style))
        // A single letter would be italic.
        text += style == .upright && name.count == 1 ? "<mi mathvariant=\"normal\">\(shown)</mi>" : "<mi>\(shown)</mi>"
    }

    private mutating func write(_ symbol: String, _ spacing: Formula.Spacing) {
        let shown = XMLText.escaped(symbol == "-" ? "−" : symbol)
        switch spacing {
        case .ordinary:
            text += symbol == "|" || symbol == "‖" || symbol == "/"
                ? "<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">\(shown)</mo>" : "<mi mathvariant=\"normal\">\(shown)</mi>"
        case .prefix: text += "<mo form=\"prefix\" lspace=\"0\" rspace=\"0\">\(shown)</mo>"
        case .binary: text += "<mo form=\"infix\" lspace=\"0.2222em\" rspace=\"0.2222em\">\(shown)</mo>"
        case .relation: text += "<mo form=\"infix\" lspace=\"0.2778em\" rspace=\"0.2778em\" stretchy=\"false\">\(shown)</mo>"
        case .opening: text += "<mo form=\"prefix\" stretchy=\"false\">\(shown)</mo>"
        case .closing: text += "<mo form=\"postfix\" stretchy=\"false\">\(shown)</mo>"
        case .punctuation: text += "<mo form=\"infix\" separator=\"true\" lspace=\"0\" rspace=\"0.1667em\">\(shown)</mo>"
        case .large: text += "<mo largeop=\"true\" movablelimits=\"true\" form=\"prefix\">\(shown)</mo>"
        case .integral: text += "<mo largeop=\"true\" form=\"prefix\">\(shown)</mo>"
        }
    }

    private mutating func write(_ base: Formula, _ accent: Formula.Accent) {
        let (mark, isAbove, stretches): (String, Bool, Bool) =
            switch accent {
            case .hat: ("ˆ", true, false)
            case .tilde: ("˜", true, false)
            case .bar: ("¯", true, false)
            case .dot: ("˙", true, false)
            case .ddot: ("¨", true, false)
            case .vec: ("→", true, false)
            case .overline: ("¯", true, true)
            case .underline: ("_", false, true)
            case .overbrace: ("⏞", true, true)
            case .underbrace: ("⏟", false, true)
            }
        text += isAbove ? "<mover accent=\"true\">" : "<munder>"
        single(base)
        text += "<mo stretchy=\"\(stretches)\">\(mark)</mo>" + (isAbove ? "</mover>" : "</munder>")
    }

    private mutating func table(_ rows: [[Formula]], _ columns: Formula.Columns) {
        switch columns {
        case .aligned: text += "<mtable class=\"aligned\" displaystyle=\"true\">"
        case .left: text += "<mtable class=\"cases\">"
        case .centred: text += "<mtable>"
        }
        for row in rows {
            text += "<mtr>"
            for cell in row {
                text += "<mtd>"
                write(cell)
                text += "</mtd>"
            }
            text += "</mtr>"
        }
        text += "</mtable>"
    }

    private static func ems(_ eighteenths: Int) -> String {
        let thousandths = eighteenths * 1000 / 18
        let digits = String(1000 + abs(thousandths) % 1000).dropFirst()
        return (thousandths < 0 ? "-" : "") + "\(abs(thousandths) / 1000).\(digits)em"
    }

    /// The letters of an alphabet of Unicode's mathematical block; MathML Core has no other way to name them.
    static func letters(_ name: String, _ style: Formula.Style) -> String {
        let start: (capital: UInt32, small: UInt32?, digit: UInt32?)
        let exceptions: [Unicode.Scalar: Unicode.Scalar]
        switch style {
        case .italic, .upright: return name
        case .bold: (start, exceptions) = ((0x1D400, 0x1D41A, 0x1D7CE), [:])
        case .sansSerif: (start, exceptions) = ((0x1D5A0, 0x1D5BA, 0x1D7E2), [:])
        case .doubleStruck:
            (start, exceptions) = (
                (0x1D538, 0x1D552, 0x1D7D8), ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]
            )
        case .calligraphic:
            (start, exceptions) = (
                (0x1D49C, 0x1D4B6, nil),
                [
                    "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ",
                ]
            )
        case .fraktur:
            (start, exceptions) = ((0x1D504, 0x1D51E, nil), ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"])
        }
        var result = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            var shown: UInt32?
            switch scalar {
            case _ where exceptions[scalar] != nil: shown = exceptions[scalar]?.value
            case "A"..."Z": shown = start.capital + scalar.value - 0x41
            case "a"..."z": shown = start.small.map { $0 + scalar.value - 0x61 }
            case "0"..."9": shown = start.digit.map { $0 + scalar.value - 0x30 }
            default: break
            }
            result.append(shown.flatMap(Unicode.Scalar.init) ?? scalar)
        }
        return String(result)
    }
}
