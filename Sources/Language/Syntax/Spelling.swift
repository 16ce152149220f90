/// The two spellings of the language's symbols, and the one the syntax tree keeps.
enum Spelling {
    /// ASCII names of Greek letters. `Delta` is missing: Δ is an operator and no letter.
    static let greek: [String: String] = [
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η",
        "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
        "omicron": "ο", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
        "chi": "χ", "psi": "ψ", "omega": "ω",
        "Gamma": "Γ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
        "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    ]

    /// Letters that are variants of one letter.
    static func unified(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\u{B5}": return "μ"
        case "\u{3F5}": return "ε"
        case "\u{3D1}": return "θ"
        case "\u{2126}": return "Ω"
        case "\u{2032}", "\u{2019}": return "'"
        default: return scalar
        }
    }

    /// A name with every maximal run of ASCII letters that spells a Greek letter replaced by the letter.
    static func canonicalName(_ name: String) -> String {
        if name.utf8.count == 1 { return name }
        if let letter = greek[name] { return letter }
        var result = ""
        var run = ""
        func flush() {
            if run.isEmpty { return }
            result += greek[run] ?? run
            run = ""
        }
        for scalar in name.unicodeScalars {
            if scalar.isASCII, scalar.properties.isAlphabetic {
                run.unicodeScalars.append(scalar)
            } else if run.isEmpty {
                result.unicodeScalars.append(unified(scalar))
            } else if scalar.properties.generalCategory == .nonspacingMark {
                // An accent belongs to the run's last letter, which is then no plain spelling.
                result += run
                run = ""
                result.unicodeScalars.append(scalar)
            } else {
                flush()
                result.unicodeScalars.append(unified(scalar))
            }
        }
        flush()
        return result
    }

    static let operators: [String: SyntaxOperator] = [
        "grad": .gradient, "hess": .hessian, "lap": .laplacian, "div": .divergence, "tr": .trace,
        "sym": .symmetrisation, "transpose": .transpose, "log": .log, "ln": .log, "exp": .exp, "sqrt": .sqrt,
        "sin": .sin, "cos": .cos, "tan": .tan, "atan": .atan, "sinh": .sinh, "cosh": .cosh, "tanh": .tanh,
        "partial": .partial,
    ]

    /// ASCII stems of operators that users extend by `_NAME`, with the Unicode stem.
    static let operatorStems: [(ascii: String, stem: String)] = [
        ("grad_", "∇_"), ("hess_", "∇²_"), ("lap_", "Δ_"), ("div_", "div_"), ("partial_", "∂"),
    ]

    /// Words that end an expression and are no names.
    static let reserved: Set<String> = [
        "where", "with", "given", "using", "by", "for", "over", "on", "in", "expect", "cite", "note", "digits",
        "provided", "and", "iff", "if", "oo",
    ]

    /// First words of statements.
    static let statementWords: Set<String> = [
        "space", "param", "function", "density", "flow", "constant", "let", "claim", "axiom", "calc", "find",
        "best", "minimise", "maximise", "minimize", "maximize", "certify", "check", "evaluate", "plot", "import",
    ]

    static let superscripts: [Unicode.Scalar: Character] = [
        "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
        "⁻": "-",
    ]

    static func superscript(_ digits: String) -> String {
        let letters: [Character: Character] = [
            "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
            "-": "⁻",
        ]
        return String(digits.compactMap { letters[$0] })
    }
}
