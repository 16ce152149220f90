import Language

/// One small change to the text of a statement.
package struct SourceMutation: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case coefficient, exponent, index, sign, product, order, name
        case differentialOperator = "operator"
        case relation
        case droppedTerm = "dropped term"
        case droppedFactor = "dropped factor"
        case droppedBrackets = "dropped brackets"
        /// A number or relation in a clause, or in the declaration of a parameter, a space, a function or a constant.
        case hypothesis
        /// A whole clause, an attribute or a bound.
        case droppedHypothesis = "dropped hypothesis"
        case definition
    }

    package let kind: Kind
    /// What is changed, for the reader: `2 → 3`.
    package let what: String
    /// The statement's text with the change.
    package let text: String
}

extension SourceMutation {
    /// All changes of a statement, in the order of its text.
    package static func all(of source: String) -> [SourceMutation] {
        var mutator = Mutator(source)
        return mutator.run()
    }
}

/// Finds what can be changed in a statement, token by token.
private struct Mutator {
    private let source: SourceText
    private let text: [Unicode.Scalar]
    private let tokens: [Token]
    private var result: [SourceMutation] = []
    private var seen: Set<String> = []

    private enum Part { case head, body, clause, untouchable }
    /// The part that each token stands in.
    private var parts: [Part] = []
    private var isDeclaration = false
    private var isDefinition = false

    init(_ text: String) {
        source = SourceText(text)
        self.text = Array(text.unicodeScalars)
        var lexer = Lexer(source)
        tokens = (lexer.nextStatement()?.tokens ?? []).filter { $0.kind != .comment && $0.kind != .end }
        divide()
    }

    private mutating func divide() {
        guard let first = tokens.first else { return }
        isDefinition = first.text == "let"
        isDeclaration = ["space", "param", "function", "density", "constant", "flow"].contains(first.text)
        var part: Part = isDeclaration ? .clause : ["evaluate", "plot", "check", "import", "axiom"].contains(first.text) ? .untouchable : .head
        if ["minimise", "maximise", "certify"].contains(first.text), !tokens.contains(where: { $0.kind == .colon }) { part = .body }
        var depth = 0
        for (place, token) in tokens.enumerated() {
            switch token.kind {
            case .leftParenthesis, .leftBracket, .leftAngle: depth += 1
            case .rightParenthesis, .rightBracket, .rightAngle: depth -= 1
            case .reserved where depth == 0 && part != .head && part != .untouchable || (token.kind == .reserved && part == .untouchable && first.text != "axiom"):
                switch token.text {
                case "where", "with", "provided", "for", "over", "if", "iff": part = .clause
                case "given", "using", "by", "on", "expect", "cite", "note", "digits": part = .untouchable
                default: break
                }
            default: break
            }
            // A step of a calculation begins a body again.
            if !isDeclaration, !isDefinition, case .relation = token.kind, depth == 0, place > 0, part != .head,
                tokens[place - 1].range.end.line < token.range.start.line { part = .body }
            parts.append(place == 0 ? .head : part)
            if part == .head, depth == 0, isDefinition ? token.kind == .relation(.equal) : token.kind == .colon { part = .body }
        }
    }

    // MARK: Edits

    private mutating func add(_ kind: SourceMutation.Kind, _ range: Range<Int>, _ replacement: String, part: Part) {
        var kind = kind
        if isDefinition { kind = .definition }
        if part == .clause, kind != .droppedHypothesis { kind = .hypothesis }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[..<range.lowerBound])
        view.append(contentsOf: replacement.unicodeScalars)
        view.append(contentsOf: text[range.upperBound...])
        let changed = String(view)
        guard seen.insert(changed).inserted, changed != written(0..<text.count) else { return }
        let old = written(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let new = replacement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        result.append(SourceMutation(kind: kind, what: new.isEmpty ? "without \(old)" : "\(old) → \(new)", text: changed))
    }

    private func written(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[range])
        return String(view)
    }

    private func range(_ first: Int, _ last: Int) -> Range<Int> { tokens[first].range.start.offset..<tokens[last].range.end.offset }

    mutating func run() -> [SourceMutation] {
        guard tokens.count == parts.count else { return [] }
        for place in tokens.indices where parts[place] == .body || parts[place] == .clause { mutate(place) }
        dropClauses()
        return result
    }

    private static let operators: [String: [String]] = [
        "∇": ["Δ", "∇²"], "∇²": ["∇", "Δ"], "Δ": ["∇²", "∇", "-Δ"], "div": ["∇", "tr"], "tr": ["sym", "-tr"], "sym": ["transpose", "2 sym"],
        "transpose": ["", "-transpose"], "log": ["exp", "-log"], "exp": ["log", "-exp"], "sqrt": ["", "log"], "sin": ["cos"], "cos": ["sin"],
        "sinh": ["cosh"], "cosh": ["sinh"], "tanh": ["tan"], "tan": ["tanh"], "atan": ["tan"], "∇_S": ["∇", "Δ_S"], "Δ_S": ["Δ", "-Δ_S"],
        "∇²_S": ["∇²", "∇_S"],
    ]

    private mutating func mutate(_ k: Int) {
        let token = tokens[k], part = parts[k], own = range(k, k)
        let previous = k > 0 ? tokens[k - 1].kind : nil, next = k + 1 < tokens.count ? tokens[k + 1].kind : nil
        switch token.kind {
        case .number:
            let isExponent = previous == .caret || (previous == .minus && k > 1 && tokens[k - 2].kind == .caret)
            let kind: SourceMutation.Kind = isExponent ? .exponent : isInIndex(k) ? .index : .coefficient
            guard let value = Int(token.text) else {
                add(kind, own, token.text + "1", part: part)
                break
            }
            add(kind, own, String(value + 1), part: part)
            if value > 0 { add(kind, own, String(value - 1), part: part) }
            if value > 2, kind == .coefficient { add(kind, own, String(2 * value), part: part) }
        case .superscript:
            guard let value = Int(token.text) else { break }
            add(.exponent, own, "^\(value + 1 < 0 ? "(\(value + 1))" : String(value + 1))", part: part)
            add(.exponent, own, value == 2 ? "" : "^\(value - 1 < 0 ? "(\(value - 1))" : String(value - 1))", part: part)
        case .plus:
            add(.sign, own, "-", part: part)
            dropTerm(k)
        case .minus:
            let isBinary = previous.map(Self.endsOperand) ?? false
            add(.sign, own, isBinary ? "+" : "", part: part)
            if isBinary { dropTerm(k) }
        case .times: add(.product, own, "/", part: part)
        case .slash: add(.product, own, "*", part: part)
        case .dot:
            add(.product, own, ":", part: part)
            add(.product, own, "⊗", part: part)
            add(.product, own, "×", part: part)
        case .colon: add(.product, own, "·", part: part)
        case .cross:
            add(.product, own, "·", part: part)
            swap(k)
        case .tensor:
            add(.product, own, "·", part: part)
            swap(k)
        case .relation(let relation):
            guard !isDefinition, !isInsideBrackets(k) || part == .clause else { break }
            for other in Self.others(relation, isGoal: part == .body) { add(.relation, own, other, part: part) }
            // Both sides, each without a part.
            if part == .body, relation == .equal, let last = lastOfBody(k) { add(.sign, range(k + 1, last), "-(" + written(range(k + 1, last)) + ")", part: part) }
        case .op(let symbol):
            for other in Self.operators[symbol.spelling] ?? [] where !(symbol == .partial) {
                // A hessian is spelled with one token.
                add(.differentialOperator, own, other, part: part)
            }
        case .name:
            if part == .clause, isDeclaration, ["even", "symmetric", "radial", "decaying", "logconcave", "integer"].contains(token.text) {
                add(.droppedHypothesis, previous == .comma ? range(k - 1, k) : own, "", part: part)
                break
            }
            guard part == .body else { break }
            if let other = otherName(k) { add(isInIndex(k) ? .index : .name, own, other, part: part) }
            let isFactor = previous.map(Self.endsOperand) ?? false && next != .leftParenthesis && next != .leftBracket
            if isFactor { add(.droppedFactor, own, "", part: part) }
        case .leftParenthesis, .leftBracket:
            guard let close = closing(k) else { break }
            if token.kind == .leftParenthesis, part == .body, !token.isAdjacent || !(previous.map(Self.endsOperand) ?? false), close > k + 2 {
                add(.droppedBrackets, range(k, close), " " + written(range(k, k).upperBound..<range(close, close).lowerBound) + " ", part: part)
            }
            swapArguments(k, close)
        default: break
        }
    }

    private static func others(_ relation: SyntaxRelation, isGoal: Bool) -> [String] {
        switch relation {
        case .equal: return isGoal ? ["<", ">"] : []
        case .lessOrEqual: return [">=", "<"]
        case .greaterOrEqual: return ["<=", ">"]
        case .less: return [">", "<="]
        case .greater: return ["<", ">="]
        }
    }

    private static func endsOperand(_ kind: Token.Kind) -> Bool {
        switch kind {
        case .number, .name, .superscript, .rightParenthesis, .rightBracket, .rightAngle, .bar, .doubleBar: return true
        default: return false
        }
    }

    private static func isOpening(_ kind: Token.Kind) -> Bool { [.leftParenthesis, .leftBracket, .leftAngle].contains(kind) }
    private static func isClosing(_ kind: Token.Kind) -> Bool { [.rightParenthesis, .rightBracket, .rightAngle].contains(kind) }

    private func closing(_ open: Int) -> Int? {
        var depth = 0
        for k in open..<tokens.count {
            if Self.isOpening(tokens[k].kind) { depth += 1 }
            if Self.isClosing(tokens[k].kind) { depth -= 1 }
            if depth == 0 { return k }
        }
        return nil
    }

    private func isInsideBrackets(_ k: Int) -> Bool {
        tokens[..<k].reduce(0) { $0 + (Self.isOpening($1.kind) ? 1 : Self.isClosing($1.kind) ? -1 : 0) } > 0
    }

    /// Inside `[…]` that follows a name at once.
    private func isInIndex(_ k: Int) -> Bool {
        var depth = 0
        for place in stride(from: k - 1, through: 1, by: -1) {
            if Self.isClosing(tokens[place].kind) { depth += 1 }
            if Self.isOpening(tokens[place].kind) {
                if depth == 0 { return tokens[place].kind == .leftBracket && tokens[place].isAdjacent && tokens[place - 1].kind == .name }
                depth -= 1
            }
        }
        return false
    }

    private func lastOfBody(_ k: Int) -> Int? {
        var last = k
        while last + 1 < tokens.count, parts[last + 1] == .body {
            if case .relation = tokens[last + 1].kind { break }
            last += 1
        }
        return last > k ? last : nil
    }

    /// From a sign to the next at the same depth.
    private mutating func dropTerm(_ k: Int) {
        var last = k
        var depth = 0
        while last + 1 < tokens.count, parts[last + 1] == parts[k] {
            let kind = tokens[last + 1].kind
            if depth == 0 {
                if Self.isClosing(kind) || kind == .comma { break }
                if case .relation = kind { break }
                if kind == .plus || (kind == .minus && Self.endsOperand(tokens[last].kind)) { break }
            }
            if Self.isOpening(kind) { depth += 1 }
            if Self.isClosing(kind) { depth -= 1 }
            last += 1
        }
        // An odd number of bars is half a norm.
        guard last > k, tokens[k...last].filter({ $0.kind == .bar }).count % 2 == 0 else { return }
        add(.droppedTerm, range(k, last), " ", part: parts[k])
    }

    /// The factors beside a product sign.
    private mutating func swap(_ k: Int) {
        guard k > 0, k + 1 < tokens.count, tokens[k - 1].kind == .name, tokens[k + 1].kind == .name, tokens[k - 1].text != tokens[k + 1].text,
            k + 2 >= tokens.count || ![.leftParenthesis, .leftBracket, .caret, .superscript].contains(tokens[k + 2].kind) else { return }
        func text(_ place: Int) -> String { source.text(tokens[place].range) }
        add(.order, range(k - 1, k + 1), text(k + 1) + text(k) + text(k - 1), part: parts[k])
    }

    /// `f(a, b)` becomes `f(b, a)`.
    private mutating func swapArguments(_ open: Int, _ close: Int) {
        var depth = 0
        var comma: Int?
        for k in (open + 1)..<max(close, open + 1) {
            if Self.isOpening(tokens[k].kind) { depth += 1 }
            if Self.isClosing(tokens[k].kind) { depth -= 1 }
            guard depth == 0, tokens[k].kind == .comma else { continue }
            if comma != nil { return }
            comma = k
        }
        guard let comma, comma > open + 1, comma + 1 < close, parts[open] == .body else { return }
        add(.order, range(open + 1, close - 1), written(range(comma + 1, close - 1)) + ", " + written(range(open + 1, comma - 1)), part: parts[open])
    }

    /// The next other name of the statement, so that most changes are still of the right type.
    private func otherName(_ k: Int) -> String? {
        let isCall = k + 1 < tokens.count && [.leftParenthesis, .leftBracket].contains(tokens[k + 1].kind) && tokens[k + 1].isAdjacent
        for step in 1..<tokens.count {
            let place = (k + step) % tokens.count
            guard tokens[place].kind == .name, parts[place] == .body, tokens[place].text != tokens[k].text else { continue }
            let other = place + 1 < tokens.count && [.leftParenthesis, .leftBracket].contains(tokens[place + 1].kind) && tokens[place + 1].isAdjacent
            if isCall == other { return source.text(tokens[place].range) }
        }
        return nil
    }

    /// Clauses behind a statement, and the bounds and conditions of declarations.
    private mutating func dropClauses() {
        let words: Set<String> = ["where", "with", "provided", "given", "using", "for", "over"]
        for k in tokens.indices where k > 0 && tokens[k].kind == .reserved && words.contains(tokens[k].text) && !isInsideBrackets(k) {
            var last = k
            while last + 1 < tokens.count, tokens[last + 1].kind != .reserved || tokens[last + 1].text == "oo" || isInsideBrackets(last + 1) {
                if parts[last + 1] == .body { break }
                last += 1
            }
            add(.droppedHypothesis, range(k, last), "", part: .clause)
            // One condition of several.
            var start = k + 1
            for place in (k + 1)..<(last + 2) where place == last + 1 || (tokens[place].kind == .comma && !isInsideBrackets(place)) {
                if start > k + 1, start < place { add(.droppedHypothesis, range(start - 1, place - 1), "", part: .clause) }
                start = place + 1
            }
        }
        guard isDeclaration, tokens[0].text != "flow" else { return }
        for k in tokens.indices.dropFirst() where parts[k] == .clause && !isInsideBrackets(k) {
            guard case .relation(let relation) = tokens[k].kind, relation != .equal, !tokens[..<k].contains(where: { $0.kind == .reserved && $0.text == "where" })
            else { continue }
            var last = k
            while last + 1 < tokens.count, [.number, .minus, .slash].contains(tokens[last + 1].kind) { last += 1 }
            if last > k { add(.droppedHypothesis, range(k, last), "", part: .clause) }
        }
        if tokens[0].text == "param", let k = tokens.firstIndex(where: { $0.kind == .reserved && $0.text == "in" }), let end = tokens.indices.last {
            add(.droppedHypothesis, range(k, end), "", part: .clause)
        }
    }
}
