/// Says a formula of LaTeX in the language.
///
/// It reads what is there and never repairs: what it has no reading for, or more than one, is an error with its place.
struct FormulaTranslator {
    /// A piece of a formula in the language.
    struct Said {
        var text: String
        var level: Level
        /// It takes everything that follows, like an integral.
        var isOpen = false

        enum Level: Int, Comparable {
            case sum, product, atom
            static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
        }

        static func atom(_ text: String) -> Said { Said(text: text, level: .atom) }
        /// In brackets unless it is an atom.
        var bracketed: String { level == .atom ? text : "(\(text))" }
        /// As the argument of a call, whose brackets are enough.
        var called: String { text.hasPrefix("(") && level == .atom && isWrapped ? text : "(\(text))" }

        /// The first bracket is closed by the last.
        private var isWrapped: Bool {
            var depth = 0
            for (offset, character) in text.enumerated() {
                if character == "(" { depth += 1 }
                if character == ")" {
                    depth -= 1
                    if depth == 0, offset < text.count - 1 { return false }
                }
            }
            return text.hasSuffix(")")
        }
    }

    /// Readings between which the types decide.
    struct Reading: Hashable {
        /// A dot or ⊗ takes the whole product on its right, or the next factor only.
        var bindsProducts = true
        /// `\times` multiplies numbers.
        var crossIsTimes = false
        /// A column is a block of vectors, and no vector of numbers.
        var columnsAreBlocks = false

        /// The readings of a formula, the likeliest first.
        static func all(of items: [FormulaItem]) -> [Reading] {
            let signs = [
                Reading(), Reading(bindsProducts: false), Reading(crossIsTimes: true), Reading(bindsProducts: false, crossIsTimes: true),
            ]
            guard items.latex.contains("\\begin{pmatrix}") else { return signs }
            return signs + signs.map { reading in
                var reading = reading
                reading.columnsAreBlocks = true
                return reading
            }
        }
    }

    let notation: Notation
    let reading: Reading
    /// What the notebook knows so far.
    private(set) var known: KnownNames
    /// Names that the formula is about and nobody has declared.
    var guesses = GuessedDeclarations()
    /// Operators made of operators, to be defined before the formula.
    var operators: [OperatorSum] = []
    /// Remarks on how the formula was read.
    var remarks: [String] = []

    var items: [FormulaItem] = []
    var position = 0
    var openBars: [FormulaItem.Kind] = []
    /// Indices of the sums around.
    var indices: Set<String> = []
    /// Arguments of the definition that is being read.
    var formal: Set<String> = []
    /// What a `#` stands for, while an operator is applied term by term.
    var placeholder: Said?
    /// How many derivatives are around.
    var derivatives = 0
    /// The points of the derivatives around, innermost last; empty where the operator names none.
    var derivativePoints: [[String]] = []
    /// The points that operators, differentials and norms of the formula name.
    var context: [FormulaName] = []
    /// How deep brackets and operators stand in each other.
    var depth = 0

    init(notation: Notation, reading: Reading, known: KnownNames) {
        self.notation = notation
        self.reading = reading
        self.known = known
    }

    /// From here on the time is known.
    mutating func movesInTime(_ name: String) { known.startFlow(name) }

    // MARK: The stream

    var current: FormulaItem? { position < items.count ? items[position] : nil }
    func item(_ ahead: Int) -> FormulaItem? { position + ahead < items.count ? items[position + ahead] : nil }

    func failure(_ message: String, at item: FormulaItem? = nil) -> LaTeXError {
        let place = (item ?? current ?? items.last)?.place ?? LaTeXToken.Place(line: 1, column: 1)
        return LaTeXError(message: message, place: place)
    }

    /// Reads other items with the same state.
    mutating func nested<Result>(
        _ inner: [FormulaItem], _ read: (inout FormulaTranslator) throws(LaTeXError) -> Result
    ) throws(LaTeXError) -> Result {
        guard depth < FormulaReader.depthLimit else { throw failure("brackets stand too deep in brackets", at: inner.first) }
        let saved = (items, position, openBars)
        items = inner
        position = 0
        openBars = []
        depth += 1
        let result = try read(&self)
        (items, position, openBars) = saved
        depth -= 1
        return result
    }

    /// A whole expression.
    mutating func expression(_ inner: [FormulaItem], at origin: FormulaItem? = nil) throws(LaTeXError) -> Said {
        guard !inner.isEmpty else { throw failure("found nothing, expected an expression", at: origin) }
        if let product = try productOfFunctions(inner, at: nil) { return product }
        return try nested(inner) { translator throws(LaTeXError) in
            let said = try translator.sum()
            guard translator.current == nil else { throw translator.failure("found \(translator.quoted), which has no reading here") }
            return said
        }
    }

    var quoted: String { current.map { "`\($0.latex)`" } ?? "the end" }

    // MARK: Sums and products

    mutating func sum() throws(LaTeXError) -> Said {
        var result: Said?
        var sign = ""
        while true {
            switch current?.kind {
            case .sign("+"): sign = result == nil ? "" : " + "
            case .sign("-"): sign = result == nil ? "-" : " - "
            default:
                guard let result else { sign = ""; break }
                return result
            }
            if case .sign(let text)? = current?.kind, text == "+" || text == "-" { position += 1 }
            let next = try term()
            guard let before = result else {
                result = sign == "-" ? Said(text: "-" + (next.level == .sum ? next.bracketed : next.text), level: .sum, isOpen: next.isOpen) : next
                continue
            }
            let text = next.level == .sum ? next.bracketed : next.text
            result = Said(text: before.text + sign + text, level: .sum, isOpen: next.isOpen)
        }
    }

    /// Factors with signs of multiplication between them.
    mutating func term() throws(LaTeXError) -> Said {
        var parts: [(sign: String, said: Said)] = []
        var sign = ""
        while true {
            let start = current
            let factors = try run(afterSlash: sign == "/")
            if sign == "/", factors.level != .atom { throw failure("what is divided by ends nowhere: brackets are missing", at: start) }
            parts.append((sign, factors))
            guard case .sign(let next)? = current?.kind, let spelled = spelling(of: next) else { break }
            sign = spelled
            position += 1
            if sign == "⊗", case .sub(let body)? = current?.kind, body.latex == "\\text{sym}" {
                position += 1
                // The symmetric part of the product of the two neighbours.
                let other = try run(afterSlash: false)
                let left = parts.removeLast()
                parts.append((left.sign, .atom("sym(\(left.said.bracketed)⊗\(other.bracketed))")))
                guard case .sign(let after)? = current?.kind, let spelled = spelling(of: after) else { break }
                sign = spelled
                position += 1
            }
        }
        var said = parts[0].said
        if parts.count > 1 {
            var text = ""
            for (index, part) in parts.enumerated() {
                let following = index + 1 < parts.count ? parts[index + 1].sign : ""
                let separates = !["/", "*", ""].contains(part.sign) || !["/", "*", ""].contains(following)
                let piece = part.said
                let isLast = index == parts.count - 1
                let needsBrackets = piece.level == .sum || (piece.isOpen && !isLast)
                    || (piece.level == .product && separates && (reading.bindsProducts || index == 0))
                text += (part.sign == "" || part.sign == "/" || part.sign == "·" || part.sign == "⊗" || part.sign == "×" || part.sign == ":" ? part.sign : " \(part.sign) ")
                    + (needsBrackets ? "(\(piece.text))" : piece.text)
            }
            said = Said(text: text, level: .product, isOpen: parts.last?.said.isOpen ?? false)
        }
        return try evaluated(said)
    }

    private func spelling(of sign: String) -> String? {
        switch sign {
        case "·", "⊗", ":", "/": return sign
        case "×": return reading.crossIsTimes ? "*" : "×"
        default: return nil
        }
    }

    /// Factors side by side.
    private mutating func run(afterSlash: Bool) throws(LaTeXError) -> Said {
        var factors: [Said] = [try factor()]
        while startsFactor {
            if afterSlash { throw failure("it is not clear whether this factor is divided by too: brackets are missing") }
            factors.append(try factor())
        }
        guard factors.count > 1 else { return factors[0] }
        let text = factors.enumerated().map { index, factor in
            factor.level == .sum || (factor.isOpen && index < factors.count - 1) ? "(\(factor.text))" : factor.text
        }.joined(separator: " ")
        return Said(text: text, level: .product, isOpen: factors.last?.isOpen ?? false)
    }

    private var startsFactor: Bool {
        switch current?.kind {
        case .letter, .number, .command, .text, .styled, .word, .accent, .group, .fraction, .root, .open, .matrix, .cases, .hole: return true
        case .bar(let side): return !(openBars.last == .bar(.unknown)) && side != .right && !isEvaluation || (side == .left)
        case .doubleBar(let side): return openBars.last != .doubleBar(.unknown) && side != .right
        default: return false
        }
    }

    /// `|_{t=0}` here.
    var isEvaluation: Bool {
        guard case .bar? = current?.kind, case .sub(let body)? = item(1)?.kind else { return false }
        return body.contains { $0.kind == .relation("=") }
    }

    /// The value at `|_{t=0}`, if it stands here.
    mutating func evaluated(_ said: Said) throws(LaTeXError) -> Said {
        guard isEvaluation, case .sub(let body)? = item(1)?.kind else { return said }
        position += 2
        return .atom("(\(said.text))\(try substitution(body))")
    }

    /// `t=0` as `(t := 0)`.
    mutating func substitution(_ body: [FormulaItem]) throws(LaTeXError) -> String {
        let sides = body.split(separator: FormulaItem(kind: .relation("="), place: body[0].place), maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, let (name, end) = FormulaName.read(Array(sides[0]), at: 0), end == sides[0].count else {
            throw failure("found `\(body.latex)`, expected a variable and its value", at: body.first)
        }
        let variable = try value(of: name, at: body[0])
        return "(\(variable.text) := \(try expression(Array(sides[1]), at: body[0]).text))"
    }

    // MARK: Notation

    /// The rule of the notation that applies here, the longest pattern first.
    func ruleHere() -> (rule: Notation.Rule, match: PatternMatch)? {
        var best: (rule: Notation.Rule, match: PatternMatch)?
        for rule in notation.rules {
            guard case .text = rule.meaning, let match = PatternMatch.of(rule.pattern, in: items, at: position), !notation.cutsName(items, position, match)
            else { continue }
            // The d before a point is that of a differential, whatever else d is.
            if rule.pattern.count == 1, rule.pattern[0].kind == .letter("d"), isDifferential { continue }
            // v_i under a sum over i is another thing than v_i.
            guard indices.isEmpty || !FormulaTranslator.subscripts(rule.pattern).contains(where: indices.contains) else { continue }
            if best.map({ rule.pattern.count > $0.rule.pattern.count }) ?? true { best = (rule, match) }
        }
        return best
    }

    /// The letters in the subscripts of a pattern.
    private static func subscripts(_ pattern: [FormulaItem]) -> [String] {
        pattern.flatMap { item -> [String] in
            if case .sub(let body) = item.kind { return mentioned(body).flatMap { [$0.identifier] + ($0.index.map(mentioned) ?? []).map(\.identifier) } }
            return []
        }
    }

    /// The text of a rule with its holes filled.
    mutating func filled(_ rule: Notation.Rule, _ match: PatternMatch, operand: Said?) throws(LaTeXError) -> Said {
        guard case .text(let template) = rule.meaning else { return .atom("") }
        var holes: [Int: String] = [:]
        // What the meaning leaves out, as the names of a measure, need not be an expression.
        for (number, value) in match.holes where template.contains("#\(number)") { holes[number] = try expression(value).bracketed }
        if let operand { holes[0] = operand.bracketed }
        var text = ""
        var characters = Substring(template)
        while let character = characters.popFirst() {
            guard character == "#" else {
                text.append(character)
                continue
            }
            var number = 0
            if let digit = characters.first?.wholeNumberValue, digit > 0 {
                number = digit
                characters.removeFirst()
            }
            guard let value = holes[number] else { throw failure("the notation has no value for #\(number)") }
            text += value
        }
        let isAtom = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "'" }
        return .atom(isAtom ? text : "(\(text))")
    }
}
