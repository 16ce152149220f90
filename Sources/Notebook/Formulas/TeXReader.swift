/// Reads the TeX that people write between dollar signs.
///
/// It knows the commands of everyday mathematics. A formula with anything else is not read at all, and is shown as
/// its author typed it: half a formula would be worse than none.
struct TeXReader {
    private let scalars: [Character]
    private var place = 0
    private var depth = 0
    private static let nestingLimit = 200

    /// The formula, `nil` where something in it is not known.
    static func formula(_ source: String) -> Formula? {
        var reader = TeXReader(scalars: Array(source))
        guard let rows = try? reader.rows(until: nil) else { return nil }
        return rows.count == 1 && rows[0].count == 1 ? rows[0][0] : .table(rows, .aligned)
    }

    private struct Unknown: Error {}

    private enum End: Equatable {
        case brace, bracket, right, environment(String)

        var isEnvironment: Bool { if case .environment = self { true } else { false } }
    }

    // MARK: Characters

    private var next: Character? { place < scalars.count ? scalars[place] : nil }

    private mutating func take() throws -> Character {
        guard let character = next else { throw Unknown() }
        place += 1
        return character
    }

    private mutating func skipSpace() {
        while next?.isWhitespace == true { place += 1 }
    }

    private mutating func accept(_ character: Character) -> Bool {
        guard next == character else { return false }
        place += 1
        return true
    }

    /// The command at this place, without its backslash; the place stays in front of it.
    private var command: String? {
        guard next == "\\", place + 1 < scalars.count else { return nil }
        let rest = scalars[(place + 1)...]
        let letters = rest.prefix { $0.isASCII && $0.isLetter }
        return letters.isEmpty ? rest.first.map(String.init) : String(letters)
    }

    private mutating func takeCommand() throws -> String {
        guard let command else { throw Unknown() }
        place += 1 + command.count
        return command
    }

    // MARK: Rows

    /// Cells between `&`, rows between `\\`.
    private mutating func rows(until end: End?) throws -> [[Formula]] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= TeXReader.nestingLimit else { throw Unknown() }
        var rows: [[Formula]] = [[]]
        var cell: [Formula] = []
        func finish() { rows[rows.count - 1].append(.row(TeXReader.arranged(cell))) }
        while true {
            skipSpace()
            guard let character = next else {
                guard end == nil else { throw Unknown() }
                break
            }
            if character == "&" {
                guard end == nil || end?.isEnvironment == true else { throw Unknown() }
                place += 1
                finish()
                cell = []
            } else if command == "\\" {
                guard end == nil || end?.isEnvironment == true else { throw Unknown() }
                place += 2
                finish()
                rows.append([])
                cell = []
            } else if try isAt(end) {
                break
            } else {
                cell.append(try scripted())
            }
        }
        if !(cell.isEmpty && rows.count > 1 && rows[rows.count - 1].isEmpty) { finish() } else { rows.removeLast() }
        return rows
    }

    private mutating func isAt(_ end: End?) throws -> Bool {
        switch end {
        case .brace?: return accept("}")
        case .bracket?: return accept("]")
        case .right?:
            guard command == "right" else { break }
            _ = try takeCommand()
            return true
        case .environment(let name)?:
            guard command == "end" else { break }
            _ = try takeCommand()
            guard try word() == name else { throw Unknown() }
            return true
        case nil: break
        }
        if next == "}" || command == "right" || command == "end" { throw Unknown() }
        return false
    }

    private mutating func row(until end: End) throws -> Formula {
        let rows = try rows(until: end)
        guard rows.count == 1, rows[0].count == 1 else { throw Unknown() }
        return rows[0][0]
    }

    /// A minus sign with nothing to its left is a sign, not an operation.
    private static func arranged(_ parts: [Formula]) -> [Formula] {
        var result: [Formula] = []
        var isAtStart = true
        for part in parts {
            if case .symbol(let symbol, .binary) = part, isAtStart {
                result.append(.symbol(symbol, .prefix))
            } else {
                result.append(part)
            }
            switch part {
            case .symbol(_, .binary), .symbol(_, .relation), .symbol(_, .opening), .symbol(_, .punctuation), .symbol(_, .prefix),
                .symbol(_, .large), .symbol(_, .integral):
                isAtStart = true
            case .space: break
            default: isAtStart = false
            }
        }
        return result
    }

    // MARK: Atoms

    private mutating func scripted() throws -> Formula {
        let base: Formula = next == "^" || next == "_" ? .empty : try atom()
        var sub: Formula?
        var sup: Formula?
        while true {
            skipSpace()
            if accept("'") {
                var primes = 1
                while accept("'") { primes += 1 }
                guard sup == nil else { throw Unknown() }
                sup = .ordinary(String(repeating: "′", count: primes))
                if next == "^" {
                    place += 1
                    sup = .row([sup ?? .empty, try argument()])
                }
            } else if next == "^", sup == nil {
                place += 1
                sup = try argument()
            } else if next == "_", sub == nil {
                place += 1
                sub = try argument()
            } else if command == "limits" || command == "nolimits" {
                _ = try takeCommand()
            } else {
                break
            }
        }
        if next == "^" || next == "_" { throw Unknown() }
        var result = base
        if sub != nil || sup != nil {
            result = base.takesLimits ? .stacked(base, under: sub, over: sup) : .scripts(base, sub: sub, sup: sup)
        }
        let isBeforeArgument = next.map { $0.isLetter || $0.isNumber || $0 == "|" || $0 == "\\" } ?? false
        return base.isFunctionName && isBeforeArgument ? .row([result, .thinSpace]) : result
    }

    /// What a command applies to: a group or one atom.
    private mutating func argument() throws -> Formula {
        skipSpace()
        if next == "^" || next == "_" || next == "}" || next == "&" { throw Unknown() }
        if let digit = next, digit.isASCII, digit.isWholeNumber { return .number(String(try take())) }
        return try atom()
    }

    /// The letters between braces.
    private mutating func word() throws -> String {
        skipSpace()
        guard accept("{") else { return String(try take()) }
        var word = ""
        while true {
            let character = try take()
            if character == "}" { return word }
            guard character != "{", character != "\\", character != "$" else { throw Unknown() }
            word.append(character)
        }
    }

    private mutating func atom() throws -> Formula {
        depth += 1
        defer { depth -= 1 }
        guard depth <= TeXReader.nestingLimit else { throw Unknown() }
        let character = try take()
        switch character {
        case "{": return try row(until: .brace)
        case "\\":
            place -= 1
            return try commanded(try takeCommand())
        case "~": return .space(6)
        case "#", "%", "$", "`", "\"", "&", "}", "^", "_": throw Unknown()
        default: break
        }
        if character.isASCII, character.isWholeNumber {
            var digits = String(character)
            while let following = next, following.isASCII, following.isWholeNumber { digits.append(try take()) }
            return .number(digits)
        }
        if character == ":", accept("=") { return .relation(":=") }
        switch MathSymbols.role(of: String(character)) {
        case .symbol(let spacing)?: return .symbol(character == "-" ? "−" : String(character), spacing)
        default: break
        }
        guard character.isLetter else { throw Unknown() }
        return Formula.name(String(character))
    }

    private mutating func commanded(_ name: String) throws -> Formula {
        switch name {
        case "frac", "tfrac", "dfrac":
            let numerator = try argument()
            return .fraction(numerator, try argument())
        case "binom":
            let upper = try argument()
            return .fenced("(", .table([[upper], [try argument()]], .centred), ")")
        case "sqrt":
            skipSpace()
            let degree = accept("[") ? try row(until: .bracket) : nil
            return .root(try argument(), degree: degree)
        case "hat", "widehat": return .accent(try argument(), .hat)
        case "tilde", "widetilde": return .accent(try argument(), .tilde)
        case "bar": return .accent(try argument(), .bar)
        case "dot": return .accent(try argument(), .dot)
        case "ddot": return .accent(try argument(), .ddot)
        case "vec": return .accent(try argument(), .vec)
        case "overline", "underline", "overbrace", "underbrace":
            guard let accent = Formula.Accent(rawValue: name) else { throw Unknown() }
            return .accent(try argument(), accent)
        case "mathbin", "mathrel", "mathord":
            guard case .row(let parts) = try argument(), parts.count == 1, case .symbol(let symbol, _) = parts[0] else { throw Unknown() }
            return .symbol(symbol, name == "mathbin" ? .binary : name == "mathrel" ? .relation : .ordinary)
        case "mathbb": return try alphabet(.doubleStruck)
        case "mathcal", "mathscr": return try alphabet(.calligraphic)
        case "mathbf", "boldsymbol", "bm": return try alphabet(.bold)
        case "mathfrak": return try alphabet(.fraktur)
        case "mathsf": return try alphabet(.sansSerif)
        case "mathrm", "operatorname", "mathit": return try alphabet(.upright)
        case "text", "textrm", "mbox", "textit", "textbf": return .text(try word())
        case "tag": return .row([.space(36), .text("(\(try word()))")])
        case "left":
            let open = try delimiter()
            let body = try row(until: .right)
            return .fenced(open, body, try delimiter())
        case "middle": return .symbol(try delimiter(), .relation)
        case "big", "Big", "bigg", "Bigg": return TeXReader.bracket(try delimiter())
        case "bigl", "Bigl", "biggl", "Biggl": return .symbol(try delimiter(), .opening)
        case "bigr", "Bigr", "biggr", "Biggr": return .symbol(try delimiter(), .closing)
        case "stackrel", "overset":
            let over = try argument()
            return .stacked(try argument(), under: nil, over: over)
        case "underset":
            let under = try argument()
            return .stacked(try argument(), under: under, over: nil)
        case "begin": return try environment(try word())
        case "displaystyle", "textstyle", "nonumber", "notag": return .empty
        case "%", "#", "_", "$", "&": return .ordinary(name)
        default: break
        }
        guard let entry = MathSymbols.entry(command: name) else { throw Unknown() }
        switch entry.role {
        case .letter: return .letter(entry.text)
        case .symbol(let spacing): return .symbol(entry.text, spacing)
        case .function: return .word(entry.text)
        case .space(let width): return .space(width)
        }
    }

    private static func bracket(_ text: String) -> Formula {
        if case .symbol(let spacing)? = MathSymbols.role(of: text), spacing == .opening || spacing == .closing {
            return .symbol(text, spacing)
        }
        return .ordinary(text)
    }

    private mutating func alphabet(_ style: Formula.Style) throws -> Formula {
        guard let letters = try argument().plainLetters else { throw Unknown() }
        return .identifier(letters, style)
    }

    private mutating func delimiter() throws -> String {
        skipSpace()
        if next == "\\" {
            let name = try takeCommand()
            guard let entry = MathSymbols.entry(command: name), case .symbol = entry.role else { throw Unknown() }
            return entry.text
        }
        let character = try take()
        guard "()[]|/<>.".contains(character) else { throw Unknown() }
        switch character {
        case ".": return ""
        case "<": return "⟨"
        case ">": return "⟩"
        default: return String(character)
        }
    }

    private mutating func environment(_ name: String) throws -> Formula {
        if name == "array" { _ = try word() }
        let rows = try rows(until: .environment(name))
        switch name {
        case "aligned", "align", "align*", "split": return .table(rows, .aligned)
        case "gathered", "gather", "gather*", "matrix": return .table(rows, .centred)
        case "array": return .table(rows, .centred)
        case "pmatrix": return .fenced("(", .table(rows, .centred), ")")
        case "bmatrix": return .fenced("[", .table(rows, .centred), "]")
        case "vmatrix": return .fenced("|", .table(rows, .centred), "|")
        case "cases": return .fenced("{", .table(rows, .left), "")
        default: throw Unknown()
        }
    }
}

extension Formula {
    /// The letters and digits, when there is nothing else.
    fileprivate var plainLetters: String? {
        switch self {
        case .number(let digits): return digits
        case .identifier(let letters, .italic): return letters
        case .row(let parts) where !parts.isEmpty:
            let letters = parts.compactMap(\.plainLetters)
            return letters.count == parts.count ? letters.joined() : nil
        default: return nil
        }
    }

    private var role: MathSymbols.Role? {
        if case .identifier(let name, .upright) = self { MathSymbols.entry(command: name)?.role } else { nil }
    }

    fileprivate var isFunctionName: Bool { if case .function? = role { true } else { false } }

    /// Scripts stand below and above it.
    fileprivate var takesLimits: Bool {
        switch self {
        case .symbol(_, .large), .accent(_, .underbrace), .accent(_, .overbrace): return true
        default: return role == .function(limits: true)
        }
    }
}
