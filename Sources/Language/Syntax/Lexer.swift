/// Cuts a source text into statements and these into tokens, in one pass.
///
/// A line continues the statement above when it is indented deeper than the statement, when a bracket is
/// open, after a trailing binary operator, or when its first token is a relation. A line that begins like
/// a statement at the margin ends a statement even inside an open bracket, so that one forgotten bracket
/// does not swallow the rest of the text.
package struct Lexer {
    let source: SourceText
    private var scalars: [Unicode.Scalar] { source.scalars }
    private var position = 0
    private var line: Int
    private var column = 1
    private(set) var diagnostics: [Diagnostic] = []

    package init(_ source: SourceText) {
        self.source = source
        line = source.firstLine
    }

    /// The tokens of one statement, with the comments met on the way.
    package struct Statement {
        package var tokens: [Token] = []
        var leadingComments: [String] = []
        var trailingComment: String?
        var hasBlankLineBefore = false
        var range: SourceRange
    }

    /// The next statement, `nil` at the end. A statement without tokens holds the last comments.
    package mutating func nextStatement() -> Statement? {
        var statement = Statement(range: SourceRange(location, location))
        skipToStatement(&statement)
        guard peek() != nil else {
            return statement.leadingComments.isEmpty ? nil : statement
        }
        let indentation = column
        statement.range.start = location
        var depth = 0
        var lastLine = line
        var lastWasBinary = false
        var pendingComments: [String] = []
        var startsLine = true
        loop: while true {
            let hadSpace = skipSpaces() || startsLine
            guard let scalar = peek() else { break }
            if scalar == "#" {
                let comment = lexComment()
                if line == lastLine, !statement.tokens.isEmpty { pendingComments.append(comment) } else {
                    statement.leadingComments.append(comment)
                }
                continue
            }
            if scalar == "\n" {
                let saved = (position, line, column)
                let crossed = crossLines()
                if peek() == nil || !continues(indentation: indentation, depth: depth, afterOperator: lastWasBinary, crossed) {
                    (position, line, column) = saved
                    break loop
                }
                statement.leadingComments.append(contentsOf: pendingComments + crossed.comments)
                pendingComments = []
                startsLine = true
                continue
            }
            startsLine = false
            guard let token = lexToken(isAdjacent: !hadSpace) else { continue }
            switch token.kind {
            case .leftParenthesis, .leftBracket, .leftAngle: depth += 1
            case .rightParenthesis, .rightBracket, .rightAngle: depth = max(0, depth - 1)
            default: break
            }
            lastWasBinary = token.kind.isBinary
            lastLine = line
            statement.tokens.append(token)
        }
        statement.trailingComment = pendingComments.first
        if pendingComments.count > 1 { statement.leadingComments.append(contentsOf: pendingComments.dropFirst()) }
        let end = statement.tokens.last?.range.end ?? location
        statement.range.end = end
        statement.tokens.append(Token(kind: .end, text: "", range: SourceRange(end, end), isAdjacent: false))
        return statement
    }

    mutating func takeDiagnostics() -> [Diagnostic] {
        defer { diagnostics = [] }
        return diagnostics
    }

    // MARK: Lines

    private struct Crossing {
        var comments: [String] = []
        var hasBlankLine = false
    }

    /// Moves over line ends, blank lines and comment lines to the first token of a later line.
    private mutating func crossLines() -> Crossing {
        var crossing = Crossing()
        var lineEnds = 0
        while let scalar = peek() {
            if scalar == "\n" {
                lineEnds += 1
                if lineEnds > 1 { crossing.hasBlankLine = true }
                advance()
            } else if scalar == "#" {
                crossing.comments.append(lexComment())
                lineEnds = 0
            } else if !skipSpaces() {
                break
            }
        }
        return crossing
    }

    private mutating func continues(indentation: Int, depth: Int, afterOperator: Bool, _ crossing: Crossing) -> Bool {
        if column > indentation { return true }
        if depth > 0 || afterOperator { return !startsStatement() }
        return startsWithRelation()
    }

    private func startsWithRelation() -> Bool {
        guard let scalar = peek() else { return false }
        return scalar == "=" || scalar == "<" || scalar == ">" || scalar == "≤" || scalar == "≥"
    }

    /// A word that begins statements, followed by a space.
    private func startsStatement() -> Bool {
        var end = position
        while end < scalars.count, scalars[end].isASCII, scalars[end].properties.isAlphabetic { end += 1 }
        guard end > position, end < scalars.count, scalars[end] == " " || scalars[end] == "\t" else { return false }
        return Spelling.statementWords.contains(source.text(from: position, to: end))
    }

    private mutating func skipToStatement(_ statement: inout Statement) {
        var lineEnds = 0
        while let scalar = peek() {
            if scalar == "\n" {
                lineEnds += 1
                if lineEnds > 1, position > 0 { statement.hasBlankLineBefore = true }
                advance()
            } else if scalar == "#" {
                statement.leadingComments.append(lexComment())
                lineEnds = 0
            } else if !skipSpaces() {
                return
            }
        }
    }

    // MARK: Characters

    private var location: SourceLocation { SourceLocation(line: line, column: column, offset: position) }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        position + ahead < scalars.count ? scalars[position + ahead] : nil
    }

    private mutating func advance() {
        let scalar = scalars[position]
        position += 1
        if scalar == "\n" {
            line += 1
            column = 1
        } else if !scalar.isCombining {
            column += 1
        }
    }

    /// True when there was a space.
    @discardableResult
    private mutating func skipSpaces() -> Bool {
        let start = position
        while let scalar = peek(), scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\u{A0}" || scalar == "\u{FEFF}" || scalar == "\u{2009}" {
            advance()
        }
        return position > start
    }

    private mutating func lexComment() -> String {
        advance()
        let start = position
        while let scalar = peek(), scalar != "\n" { advance() }
        var text = source.text(from: start, to: position)
        while let last = text.last, last == " " || last == "\t" || last == "\r" || last == "\r\n" { text.removeLast() }
        if text.first == " " { text.removeFirst() }
        return text
    }

    private func range(from start: SourceLocation) -> SourceRange { SourceRange(start, location) }

    // MARK: Tokens

    private mutating func lexToken(isAdjacent: Bool) -> Token? {
        let start = location
        guard let scalar = peek() else { return nil }
        func token(_ kind: Token.Kind, _ text: String, _ lexer: Lexer) -> Token {
            Token(kind: kind, text: text, range: lexer.range(from: start), isAdjacent: isAdjacent)
        }
        if scalar.isDigit {
            while let next = peek(), next.isDigit { advance() }
            if peek() == ".", let next = peek(1), next.isDigit {
                advance()
                while let next = peek(), next.isDigit { advance() }
            }
            return token(.number, source.text(from: start.offset, to: position), self)
        }
        if Spelling.superscripts[scalar] != nil {
            var digits = ""
            while let next = peek(), let digit = Spelling.superscripts[next] {
                digits.append(digit)
                advance()
            }
            if Int(digits) == nil {
                diagnostics.append(Diagnostic(
                    .malformedNumber, "found a superscript that is no integer", advice: "write the exponent after ^",
                    at: range(from: start)))
                digits = "1"
            }
            return token(.superscript, digits, self)
        }
        if scalar == "ᵀ" {
            advance()
            return token(.transposition, "ᵀ", self)
        }
        if scalar == "\"" || scalar == "“" { return lexString(start, isAdjacent) }
        if let op = lexSymbolicOperator() { return token(.op(op), op.spelling, self) }
        if scalar.startsName {
            advance()
            while let next = peek(), next.continuesName { advance() }
            let text = source.text(from: start.offset, to: position)
            if Spelling.reserved.contains(text) { return token(.reserved, text, self) }
            if let op = Spelling.operators[text] { return token(.op(op), text, self) }
            if text == "integral" { return token(.integral, text, self) }
            for (ascii, stem) in text.contains("_") ? Spelling.operatorStems : [] where text.hasPrefix(ascii) && text.count > ascii.count {
                let name = stem + Spelling.canonicalName(String(text.dropFirst(ascii.count)))
                return token(.op(.user(name)), name, self)
            }
            return token(.name, Spelling.canonicalName(text), self)
        }
        if scalar == "\\", let (kind, length) = command() {
            for _ in 0..<length { advance() }
            return token(kind, source.text(from: start.offset, to: position), self)
        }
        if scalar == "∈" {
            advance()
            return token(.reserved, "in", self)
        }
        if let (kind, length) = symbol(scalar, peek(1)) {
            for _ in 0..<length { advance() }
            return token(kind, source.text(from: start.offset, to: position), self)
        }
        advance()
        while let next = peek(), next.isCombining { advance() }
        diagnostics.append(Diagnostic(
            .unexpectedCharacter, "found the character \(source.text(from: start.offset, to: position)), which is no part of the language",
            advice: Self.hints[scalar] ?? "remove it, or put text that is not a formula behind #", at: range(from: start)))
        return nil
    }

    private static let hints: [Unicode.Scalar: String] = [
        "≠": "write (a - b)² > 0 for a ≠ b, |x - y| > 0 for vectors",
        "!": "write gammafn(n + 1) for n!, (a - b)² > 0 for a ≠ b",
        "{": "brackets are ( ) in formulas, [ ] around points and indices, without a \\: |x|^(a+b), min(a, b)",
        "}": "brackets are ( ) in formulas, [ ] around points and indices: |x|^(a+b), min(a, b)",
        "∗": "write conv(f, g) for a convolution, f g for a product", "⋆": "write conv(f, g) for a convolution, f g for a product",
        "±": "state the two cases, joined by `and`",
        "∑": "write sum[k in 1..3] e", "∏": "products are written factor by factor", "⇒": "write S if H for H ⇒ S", "∧": "write S and S",
        "∀": "a claim is about all points and parameters that it mentions", "∃": "write exists C >= 0: S",
    ]

    private mutating func lexString(_ start: SourceLocation, _ isAdjacent: Bool) -> Token {
        let closing: Unicode.Scalar = peek() == "“" ? "”" : "\""
        advance()
        let first = position
        while let scalar = peek(), scalar != closing, scalar != "\n" { advance() }
        let text = source.text(from: first, to: position)
        if peek() == closing { advance() } else {
            diagnostics.append(Diagnostic(
                .unterminatedString, "found the end of the line inside a quoted text, expected a closing \(closing)",
                advice: "close the quotes on the same line", at: range(from: start)))
        }
        return Token(kind: .string, text: text, range: range(from: start), isAdjacent: isAdjacent)
    }

    /// ∇, ∇², Δ, ∂, √ and the user's operators built on them.
    private mutating func lexSymbolicOperator() -> SyntaxOperator? {
        guard let scalar = peek() else { return nil }
        switch scalar {
        case "√":
            advance()
            return .sqrt
        case "∂":
            advance()
            guard let next = peek(), next.startsName else { return .partial }
            var name = lexNameText()
            if name.hasPrefix("_"), name.count > 1 { name.removeFirst() }
            return .user("∂" + Spelling.canonicalName(name))
        case "∇":
            advance()
            var op = SyntaxOperator.gradient
            if peek() == "²", peek(1).map({ Spelling.superscripts[$0] == nil }) ?? true {
                advance()
                op = .hessian
            } else if peek() == "^", peek(1) == "2" {
                advance()
                advance()
                op = .hessian
            }
            guard peek() == "_", let next = peek(1), next.continuesName else { return op }
            return .user(op.spelling + Spelling.canonicalName(lexNameText()))
        case "Δ", "∆":
            advance()
            guard peek() == "_", let next = peek(1), next.continuesName else { return .laplacian }
            return .user("Δ" + Spelling.canonicalName(lexNameText()))
        default: return nil
        }
    }

    private mutating func lexNameText() -> String {
        let start = position
        while let next = peek(), next.continuesName { advance() }
        return source.text(from: start, to: position)
    }

    /// The signs between vectors and the angles, as LaTeX has them.
    private func command() -> (Token.Kind, Int)? {
        var end = position + 1
        while end < scalars.count, scalars[end].isASCII, scalars[end].properties.isAlphabetic { end += 1 }
        let kinds: [String: Token.Kind] = ["otimes": .tensor, "times": .cross, "langle": .leftAngle, "rangle": .rightAngle]
        return kinds[source.text(from: position + 1, to: end)].map { ($0, end - position) }
    }

    private func symbol(_ scalar: Unicode.Scalar, _ next: Unicode.Scalar?) -> (Token.Kind, Int)? {
        switch scalar {
        case "(": return (.leftParenthesis, 1)
        case ")": return (.rightParenthesis, 1)
        case "[": return (.leftBracket, 1)
        case "]": return (.rightBracket, 1)
        case "⟨", "〈": return (.leftAngle, 1)
        case "⟩", "〉": return (.rightAngle, 1)
        case "|": return next == "|" ? (.doubleBar, 2) : (.bar, 1)
        case "‖", "∥": return (.doubleBar, 1)
        case "+": return (.plus, 1)
        case "-": return next == ">" ? (.arrow, 2) : (.minus, 1)
        case "−", "–": return (.minus, 1)
        case "→": return (.arrow, 1)
        case "*": return (.times, 1)
        case "/", "÷": return (.slash, 1)
        case "·", "⋅", "∙", "•": return (.dot, 1)
        case ".": return next == "." ? (.dotDot, 2) : (.dot, 1)
        case "…": return (.dotDot, 1)
        case "×": return (.cross, 1)
        case "⊗": return (.tensor, 1)
        case ":": return next == "=" ? (.assign, 2) : (.colon, 1)
        case "^": return (.caret, 1)
        case ",": return (.comma, 1)
        case ";": return (.semicolon, 1)
        case "∫": return (.integral, 1)
        case "∞": return (.reserved, 1)
        case "=": return (.relation(.equal), 1)
        case "≤": return (.relation(.lessOrEqual), 1)
        case "≥": return (.relation(.greaterOrEqual), 1)
        case "<": return next == "=" ? (.relation(.lessOrEqual), 2) : (.relation(.less), 1)
        case ">": return next == "=" ? (.relation(.greaterOrEqual), 2) : (.relation(.greater), 1)
        default: return nil
        }
    }
}

extension Token.Kind {
    /// After it at a line's end the statement goes on.
    var isBinary: Bool {
        switch self {
        case .plus, .minus, .times, .slash, .dot, .cross, .tensor, .colon, .caret, .comma, .relation, .assign, .arrow:
            return true
        default: return false
        }
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { value >= 48 && value <= 57 }

    var isCombining: Bool {
        if isASCII { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return value == 0x200D || value == 0xFE0F || value == 0xFE0E
        }
    }

    var startsName: Bool {
        if isASCII { return (value >= 65 && value <= 90) || (value >= 97 && value <= 122) || value == 95 }
        if self == "Δ" || self == "ᵀ" { return false }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return false
        }
    }

    var continuesName: Bool {
        if startsName || isDigit || self == "'" || self == "′" || self == "’" || isCombining { return true }
        // Subscript digits.
        return value >= 0x2080 && value <= 0x2089
    }
}
