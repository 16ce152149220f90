/// Reads the statements of a cell or a file.
///
/// Parsing never stops at the first error: a statement with an error becomes `.invalid` and the next one
/// is read. Time is linear in the length of the text; nesting beyond `Parser.nestingLimit` is an error.
public struct Parser {
    /// Brackets, prefix operators and exponents that may stand inside each other.
    public static let nestingLimit = 512
    /// Errors reported of one text.
    public static let errorLimit = 1000

    /// The statements and all errors of a text whose first line has the number `firstLine` in its file.
    public static func parse(
        _ text: String, firstLine: Int = 1, path: String = ""
    ) -> (statements: [SyntaxStatement], diagnostics: [Diagnostic]) {
        parse(SourceText(text, firstLine: firstLine, path: path))
    }

    public static func parse(_ source: SourceText) -> (statements: [SyntaxStatement], diagnostics: [Diagnostic]) {
        var lexer = Lexer(source)
        var statements: [SyntaxStatement] = []
        var diagnostics: [Diagnostic] = []
        while let lexed = lexer.nextStatement() {
            let lexical = lexer.takeDiagnostics()
            var parser = Parser(source: source, tokens: lexed.tokens)
            var statement = parser.parseStatement(lexed, hasLexicalErrors: !lexical.isEmpty)
            statement.leadingComments = lexed.leadingComments
            statement.trailingComment = lexed.trailingComment
            statement.hasBlankLineBefore = lexed.hasBlankLineBefore
            statements.append(statement)
            diagnostics += lexical.isEmpty ? parser.diagnostics : lexical
            if diagnostics.count > errorLimit {
                diagnostics.append(Diagnostic(
                    .tooManyErrors, "more than \(errorLimit) errors; the rest of the text was not read",
                    at: statement.range))
                break
            }
        }
        return (statements, diagnostics)
    }

    /// A single expression; for tools and tests.
    public static func parseExpression(_ text: String) throws(Diagnostic) -> SyntaxExpression {
        let source = SourceText(text)
        var lexer = Lexer(source)
        let lexed = lexer.nextStatement()
        if let error = lexer.takeDiagnostics().first { throw error }
        var parser = Parser(source: source, tokens: lexed?.tokens ?? [])
        do throws(Failure) {
            let expression = try parser.parseSum()
            try parser.expectEnd()
            return expression
        } catch {
            throw error.diagnostic
        }
    }

    enum Bracket: Sendable { case parenthesis, square, angle, bar, doubleBar }

    let source: SourceText
    private(set) var tokens: [Token]
    var position = 0
    var depth = 0
    /// The open brackets, innermost last.
    var brackets: [Bracket] = []
    /// How often `||` may still be read a second time.
    var rereadings = 16
    /// A colon outside brackets ends the expression.
    var colonEnds = false
    /// A relation that begins a line is the next step of a calculation.
    var linesAreSteps = false
    var diagnostics: [Diagnostic] = []

    init(source: SourceText, tokens: [Token]) {
        self.source = source
        if tokens.isEmpty {
            let start = SourceLocation(line: source.firstLine, column: 1, offset: 0)
            self.tokens = [Token(kind: .end, text: "", range: SourceRange(start, start), isAdjacent: false)]
        } else {
            self.tokens = tokens
        }
    }

    private mutating func parseStatement(_ lexed: Lexer.Statement, hasLexicalErrors: Bool) -> SyntaxStatement {
        var statement = SyntaxStatement(.invalid, range: lexed.range, source: source.text(lexed.range))
        if lexed.tokens.isEmpty {
            statement.kind = .comments
            return statement
        }
        do throws(Failure) {
            statement.kind = try parseStatementKind()
            statement.clauses += try parseClauses()
            try expectEnd()
        } catch {
            statement.kind = .invalid
            statement.clauses = []
            diagnostics.append(error.diagnostic)
        }
        if hasLexicalErrors { statement.kind = .invalid }
        return statement
    }

    // MARK: Tokens

    var current: Token { tokens[position] }

    func token(_ ahead: Int) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

    var previousEnd: SourceLocation { position > 0 ? tokens[position - 1].range.end : current.range.start }

    var beginsStep: Bool { linesAreSteps && brackets.isEmpty && current.range.start.line > previousEnd.line }

    mutating func advance() {
        if position < tokens.count - 1 { position += 1 }
    }

    /// Two bars in place of `||`.
    mutating func splitDoubleBar() {
        let range = current.range
        let middle = SourceLocation(line: range.start.line, column: range.start.column + 1, offset: range.start.offset + 1)
        let first = Token(kind: .bar, text: "|", range: SourceRange(range.start, middle), isAdjacent: current.isAdjacent)
        let second = Token(kind: .bar, text: "|", range: SourceRange(middle, range.end), isAdjacent: true)
        tokens.replaceSubrange(position...position, with: [first, second])
    }

    var isSplittable: Bool { current.kind == .doubleBar && current.text == "||" }

    mutating func accept(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    func isReserved(_ word: String) -> Bool { current.kind == .reserved && current.text == word }

    mutating func acceptReserved(_ word: String) -> Bool {
        guard isReserved(word) else { return false }
        advance()
        return true
    }

    mutating func acceptName(_ word: String) -> Bool {
        guard current.kind == .name, current.text == word else { return false }
        advance()
        return true
    }

    mutating func expect(_ kind: Token.Kind, _ spelling: String, _ context: String) throws(Failure) {
        if accept(kind) { return }
        throw Failure(
            .expectedToken, "found \(describe(current)), expected \(spelling) \(context)", at: current.range)
    }

    func expectEnd() throws(Failure) {
        if current.kind == .end { return }
        switch current.kind {
        case .rightParenthesis, .rightBracket, .rightAngle:
            throw Failure(
                .unmatchedBracket, "found \(describe(current)), which closes no open bracket",
                advice: "remove it, or add the opening bracket", at: current.range)
        default:
            throw Failure(
                .unexpectedToken, "found \(describe(current)), expected the end of the statement or a clause (where, given, for, expect, …)",
                advice: "a statement ends with its line; indent a line that continues the one above", at: current.range)
        }
    }

    func describe(_ token: Token) -> String {
        switch token.kind {
        case .end: return "the end of the statement"
        case .string: return "the quoted text “\(token.text)”"
        case .number: return "the number \(token.text)"
        case .name: return "the name `\(source.text(token.range))`"
        case .reserved: return "the word `\(source.text(token.range))`"
        case .op: return "the operator `\(source.text(token.range))`"
        default: return "`\(source.text(token.range))`"
        }
    }

    func range(from start: SourceLocation) -> SourceRange { SourceRange(start, max(start, previousEnd)) }

    // MARK: Nesting

    mutating func enter() throws(Failure) {
        depth += 1
        if depth > Parser.nestingLimit {
            throw Failure(
                .nestingTooDeep, "found more than \(Parser.nestingLimit) brackets or operators inside each other",
                advice: "name a part of the formula with `let`", at: current.range)
        }
    }

    mutating func leave() { depth -= 1 }
}
