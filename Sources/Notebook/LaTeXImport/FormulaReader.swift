/// Reads the tokens of a formula into items: arguments, scripts, brackets, rows.
struct FormulaReader {
    /// How deep braces may stand in braces.
    static let depthLimit = 100

    private var reader: TokenReader
    private var depth = 0

    /// The items of a formula; thin spaces and sizes of brackets are left out.
    static func items(_ tokens: [LaTeXToken], depth: Int = 0) throws(LaTeXError) -> [FormulaItem] {
        var formula = FormulaReader(reader: TokenReader(tokens, from: 0), depth: depth)
        if depth > depthLimit {
            throw LaTeXError(message: "braces stand too deep in braces", place: tokens.first?.place ?? LaTeXToken.Place(line: 1, column: 1))
        }
        var items: [FormulaItem] = []
        while let item = try formula.next() { items.append(item) }
        return normalised(items)
    }

    static func items(of text: String) throws(LaTeXError) -> [FormulaItem] { try items(LaTeXLexer.tokens(of: text)) }

    /// Scripts in one order: below, primes, above.
    private static func normalised(_ items: [FormulaItem]) -> [FormulaItem] {
        var result: [FormulaItem] = []
        var position = 0
        while position < items.count {
            var scripts: [FormulaItem] = []
            while position < items.count, let rank = items[position].scriptRank {
                // `f''` comes as two primes.
                if rank == 1, case .primes(let more)? = scripts.last?.kind, case .primes(let count) = items[position].kind {
                    scripts[scripts.count - 1].kind = .primes(more + count)
                } else {
                    scripts.append(items[position])
                }
                position += 1
            }
            result += scripts.enumerated().sorted { ($0.element.scriptRank ?? 0, $0.offset) < ($1.element.scriptRank ?? 0, $1.offset) }.map(\.element)
            if position < items.count {
                result.append(items[position])
                position += 1
            }
        }
        return result
    }

    private func inner(_ tokens: [LaTeXToken]) throws(LaTeXError) -> [FormulaItem] {
        try FormulaReader.items(tokens, depth: depth + 1)
    }

    private mutating func argument(_ name: String) throws(LaTeXError) -> [FormulaItem] {
        let place = reader.tokens[reader.position - 1].place
        return try inner(try reader.argument("an argument of \\\(name)", at: place))
    }

    private mutating func next() throws(LaTeXError) -> FormulaItem? {
        reader.skipSpaces()
        guard let token = reader.current else { return nil }
        let place = token.place
        func item(_ kind: FormulaItem.Kind) -> FormulaItem { FormulaItem(kind: kind, place: place) }
        switch token.kind {
        case .beginGroup:
            let body = try inner(try reader.argument("a group"))
            return item(.group(body))
        case .endGroup: throw LaTeXError(message: "found } without {", place: place)
        case .superscript, .subscript:
            reader.skip()
            let isBelow = token.kind == .subscript
            let body = try inner(try reader.argument(isBelow ? "a subscript" : "a superscript", at: place))
            if !isBelow, !body.isEmpty, body.allSatisfy({ $0.kind == .sign("′") }) { return item(.primes(body.count)) }
            return item(isBelow ? .sub(body) : .sup(body))
        case .align:
            reader.skip()
            return item(.align)
        case .parameter(let number):
            reader.skip()
            return item(.hole(number))
        case .space: return nil
        case .character(let character):
            reader.skip()
            return item(kind(of: character))
        case .command(let name):
            reader.skip()
            return try command(name, place)
        }
    }

    private mutating func kind(of character: Character) -> FormulaItem.Kind {
        switch character {
        case "0"..."9":
            var digits = String(character)
            while case .character(let next)? = reader.current?.kind {
                let isPoint = next == "." && reader.position + 1 < reader.tokens.count
                    && FormulaReader.isDigit(reader.tokens[reader.position + 1].kind) && !digits.contains(".")
                guard ("0"..."9").contains(next) || isPoint else { break }
                digits.append(next)
                reader.skip()
            }
            return .number(digits)
        case "(", "[": return .open(String(character))
        case ")", "]": return .close(String(character))
        case "|": return .bar(.unknown)
        case "‖", "∥": return .doubleBar(.unknown)
        case "'", "′", "’": return .primes(1)
        case "=":
            return follows(":") ? .relation("=:") : .relation("=")
        case ":":
            return follows("=") ? .relation(":=") : .sign(":")
        case "." where follows("."):
            _ = follows(".")
            return .sign("…")
        case "<", ">": return .relation(String(character))
        case "≤", "≥": return .relation(String(character))
        case "−", "–": return .sign("-")
        default:
            if character.isLetter { return .letter(FormulaReader.letterNames[String(character)] ?? String(character)) }
            return .sign(String(character))
        }
    }

    private static func isDigit(_ kind: LaTeXToken.Kind) -> Bool {
        if case .character(let character) = kind { return ("0"..."9").contains(character) }
        return false
    }

    /// Takes the character if it is the next one.
    private mutating func follows(_ character: Character) -> Bool {
        var ahead = reader
        ahead.skipSpaces()
        guard ahead.current?.kind == .character(character) else { return false }
        ahead.skip()
        reader = ahead
        return true
    }

    private mutating func command(_ name: String, _ place: LaTeXToken.Place) throws(LaTeXError) -> FormulaItem? {
        func item(_ kind: FormulaItem.Kind) -> FormulaItem { FormulaItem(kind: kind, place: place) }
        if FormulaReader.invisible.contains(name) { return try next() }
        if FormulaReader.accents.contains(name) { return item(.accent(FormulaReader.sameAccent[name] ?? name, try argument(name))) }
        if FormulaReader.fonts.contains(name) { return item(.styled(name, try argument(name))) }
        if let sign = FormulaReader.signs[name] { return item(.sign(sign)) }
        if let relation = FormulaReader.relations[name] { return item(.relation(relation)) }
        switch name {
        case "frac", "dfrac", "tfrac", "cfrac": return item(.fraction(try argument(name), try argument(name)))
        case "sqrt":
            if let degree = try reader.optionalArgument() {
                let body = try argument(name)
                let one = FormulaItem(kind: .number("1"), place: place)
                return item(.group([item(.group(body)), item(.sup([item(.fraction([one], try inner(degree)))]))]))
            }
            return item(.root(try argument(name)))
        case "operatorname", "mathop": return item(.word(words(try reader.argument("an argument of \\\(name)", at: place))))
        case "mathrm", "text", "textrm", "mbox", "textit", "textup", "textsf", "textnormal":
            let argument = try reader.argument("an argument of \\\(name)", at: place)
            return item(.text(words(argument)))
        case "mathbin", "mathrel", "mathord", "mathopen", "mathclose":
            let body = try argument(name)
            return body.count == 1 ? body[0] : item(.group(body))
        case "quad", "qquad": return item(.quad)
        case "\\", "newline", "cr":
            _ = try reader.optionalArgument()
            return item(.newline)
        case "left", "right", "bigl", "Bigl", "biggl", "Biggl", "bigr", "Bigr", "biggr", "Biggr", "big", "Big", "bigg", "Bigg", "middle", "bigm", "Bigm":
            return try delimiter(name, place)
        case "lvert": return item(.bar(.left))
        case "rvert": return item(.bar(.right))
        case "vert", "mid": return item(.bar(.unknown))
        case "lVert": return item(.doubleBar(.left))
        case "rVert": return item(.doubleBar(.right))
        case "|", "Vert", "parallel": return item(.doubleBar(.unknown))
        case "langle": return item(.open("⟨"))
        case "rangle": return item(.close("⟩"))
        case "{", "lbrace": return item(.open("{"))
        case "}", "rbrace": return item(.close("}"))
        case "lceil", "lfloor": return item(.open("\\" + name))
        case "rceil", "rfloor": return item(.close("\\" + name))
        case "begin": return try environment(place)
        case "end": throw LaTeXError(message: "found \\end without its \\begin", place: place)
        case "label", "tag": return item(.tag(words(try reader.argument("an argument of \\\(name)", at: place))))
        case "notag", "nonumber": return try next()
        case "hspace", "vspace", "phantom", "hphantom", "vphantom":
            _ = try reader.argument("an argument of \\\(name)", at: place)
            return try next()
        case "underbrace", "overbrace":
            // The caption says nothing of the value.
            let body = try argument(name)
            reader.skipSpaces()
            if reader.current?.kind == .subscript || reader.current?.kind == .superscript {
                reader.skip()
                _ = try reader.argument("a caption", at: place)
            }
            return item(.group(body))
        case "substack": return item(.command(name))
        case "binom", "choose": return item(.command(name))
        default:
            if FormulaReader.letters.contains(name) { return item(.letter("\\" + name)) }
            return item(.command(name))
        }
    }

    /// What stands behind `\left`, `\Big` and the like.
    private mutating func delimiter(_ size: String, _ place: LaTeXToken.Place) throws(LaTeXError) -> FormulaItem? {
        reader.skipSpaces()
        if reader.current?.kind == .character(".") {
            reader.skip()
            return try next()
        }
        guard let delimiter = try next() else { throw LaTeXError(message: "expected a bracket behind \\\(size)", place: place) }
        let side: FormulaItem.Side = size == "left" || size.hasSuffix("l") ? .left : size == "right" || size.hasSuffix("r") ? .right : .unknown
        switch delimiter.kind {
        case .bar(.unknown): return FormulaItem(kind: .bar(side), place: place)
        case .doubleBar(.unknown): return FormulaItem(kind: .doubleBar(side), place: place)
        default: return delimiter
        }
    }

    /// An environment inside a formula: rows that go on in the formula, or a matrix.
    private mutating func environment(_ place: LaTeXToken.Place) throws(LaTeXError) -> FormulaItem? {
        let name = words(try reader.argument("the name of an environment", at: place))
        let start = reader.position
        var depth = 1
        while let token = reader.current {
            reader.skip()
            guard case .command(let word) = token.kind, word == "begin" || word == "end" else { continue }
            let end = reader.position - 1
            let inside = words(try reader.argument("the name of an environment", at: token.place))
            depth += word == "begin" ? 1 : -1
            guard depth == 0 else { continue }
            guard inside == name else {
                throw LaTeXError(message: "found \\end{\(inside)}, expected \\end{\(name)}", place: token.place)
            }
            var body = Array(reader.tokens[start..<end])
            if name == "array" || name == "alignedat" {
                var arguments = TokenReader(body, from: 0)
                _ = try arguments.argument("columns", at: place)
                body = Array(body[arguments.position...])
            }
            let items = try inner(body)
            if FormulaReader.rowEnvironments.contains(name) { return FormulaItem(kind: .group(items), place: place) }
            if name == "cases" || FormulaReader.matrices.contains(name) {
                let rows = items.split(omittingEmptySubsequences: true) { $0.kind == .newline }.map { row in
                    row.split(omittingEmptySubsequences: false) { $0.kind == .align }.map(Array.init)
                }
                return FormulaItem(kind: name == "cases" ? .cases(rows) : .matrix(rows), place: place)
            }
            return FormulaItem(kind: .command("begin{\(name)}"), place: place)
        }
        throw LaTeXError(message: "the environment \(name) that begins here has no end", place: place)
    }

    private func words(_ tokens: [LaTeXToken]) -> String {
        tokens.map { token in
            switch token.kind {
            case .character(let character): return String(character)
            case .space: return " "
            case .command(let name): return ["circ": "∘", ",": " ", " ": " "][name] ?? "\\" + name
            default: return ""
            }
        }.joined()
    }

    static let rowEnvironments: Set<String> = ["aligned", "split", "gathered", "alignedat", "multlined"]
    private static let matrices: Set<String> = ["pmatrix", "bmatrix", "matrix", "smallmatrix"]
    private static let invisible: Set<String> = [
        ",", ";", ":", "!", ">", " ", "thinspace", "enspace", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "relax", "allowbreak", "/", "-",
        "boldsymbol", "bm", "rm", "mathstrut", "nobreak",
    ]
    private static let accents: Set<String> = [
        "hat", "widehat", "tilde", "widetilde", "bar", "overline", "dot", "ddot", "vec", "underline", "mathring",
    ]
    private static let sameAccent = ["widehat": "hat", "widetilde": "tilde", "overline": "bar"]
    private static let fonts: Set<String> = ["mathcal", "mathbb", "mathbf", "mathfrak", "mathsf", "mathscr", "mathit", "mathbbm", "textbf"]
    private static let signs = [
        "cdot": "·", "times": "×", "otimes": "⊗", "circ": "∘", "colon": ":", "ast": "*", "star": "*", "pm": "±", "mp": "∓", "cdots": "…", "dots": "…", "ldots": "…",
        "perp": "⊥", "prime": "′", "wedge": "∧", "#": "#", "%": "%", "&": "&",
    ]
    private static let relations = [
        "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥", "coloneqq": ":=", "lt": "<", "gt": ">",
    ]
    static let letters: Set<String> = [
        "alpha", "beta", "gamma", "delta", "varepsilon", "epsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi",
        "rho", "varrho", "sigma", "varsigma", "tau", "upsilon", "varphi", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi",
        "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell", "infty",
    ]
    /// Letters that stand in the text as characters, by the command's spelling.
    private static let letterNames: [String: String] = {
        var names: [String: String] = [:]
        for name in letters where name != "infty" {
            if let entry = MathSymbols.entry(command: name) { names[entry.text] = "\\" + name }
        }
        return names
    }()
}

extension FormulaItem {
    fileprivate var scriptRank: Int? {
        switch kind {
        case .sub: return 0
        case .primes: return 1
        case .sup: return 2
        default: return nil
        }
    }
}
