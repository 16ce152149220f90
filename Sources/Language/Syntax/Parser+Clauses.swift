/// The clauses behind a statement, and the statement's own name.
extension Parser {
    mutating func parseClauses() throws(Failure) -> [SyntaxClause] {
        var clauses: [SyntaxClause] = []
        while current.kind == .reserved {
            let start = current.range.start
            guard let kind = try parseClause() else { break }
            let clause = SyntaxClause(kind, range(from: start))
            switch kind {
            case .expect where clauses.contains(where: { if case .expect = $0.kind { return true } else { return false } }),
                .digits where clauses.contains(where: { if case .digits = $0.kind { return true } else { return false } }):
                throw Failure(.repeatedClause, "found a second clause of this kind", advice: "keep one", at: clause.range)
            default: clauses.append(clause)
            }
        }
        return clauses
    }

    private mutating func parseClause() throws(Failure) -> SyntaxClause.Kind? {
        let word = current.text
        switch word {
        case "where":
            advance()
            return .conditions(try parseConditions())
        case "with":
            advance()
            return .with(try parseConditions())
        case "provided":
            advance()
            return .provided(try parseConditions())
        case "given":
            advance()
            var names = [try parseLabel("of a claim")]
            while accept(.comma) { names.append(try parseLabel("of a claim")) }
            return .given(names)
        case "using":
            advance()
            var uses = [try parseUse()]
            while accept(.comma) { uses.append(try parseUse()) }
            return .using(uses)
        case "by":
            advance()
            guard acceptName("parts") else {
                throw Failure(.malformedClause, "found \(describe(current)) behind `by`, expected `parts`", at: current.range)
            }
            return .byParts
        case "for":
            advance()
            if current.text == "every", token(1).text == "space" {
                advance()
                advance()
                return .forEverySpace
            }
            return try parseFor()
        case "over":
            advance()
            var groups = [try parseParameters()]
            while accept(.comma) { groups.append(try parseParameters()) }
            return .over(groups)
        case "on":
            advance()
            var arguments = [try parseArgument()]
            while accept(.comma) { arguments.append(try parseArgument()) }
            return .on(arguments)
        case "expect":
            advance()
            return .expect(try parseExpectation())
        case "cite":
            advance()
            return .cite(try parseString("behind `cite`"))
        case "note":
            advance()
            return .note(try parseString("behind `note`"))
        case "digits":
            advance()
            guard current.kind == .number, !current.text.contains(".") else {
                throw Failure(.malformedClause, "found \(describe(current)) behind `digits`, expected a whole number", at: current.range)
            }
            defer { advance() }
            return .digits(current.text)
        default: return nil
        }
    }

    /// Statements separated by commas. `S for H` restricts S, where it cannot be the clause `for x = …`.
    mutating func parseConditions() throws(Failure) -> [SyntaxProposition] {
        var conditions = [try parseCondition()]
        while accept(.comma) { conditions.append(try parseCondition()) }
        return conditions
    }

    private mutating func parseCondition() throws(Failure) -> SyntaxProposition {
        let condition = try parseProposition()
        guard isReserved("for"), !startsForClause else { return condition }
        advance()
        let hypothesis = try parseProposition()
        return SyntaxProposition(.implication(conclusion: condition, hypothesis: hypothesis), range(from: condition.range.start))
    }

    private var startsForClause: Bool {
        guard token(1).kind == .name else { return false }
        if token(2).kind == .relation(.equal) { return true }
        return token(2).kind == .reserved && token(2).text == "in"
    }

    private mutating func parseFor() throws(Failure) -> SyntaxClause.Kind {
        let name = try parseName("of a parameter or a dimension")
        if accept(.relation(.equal)) { return .forValues(name, .single(try parseSum())) }
        guard acceptReserved("in") else {
            throw Failure(
                .malformedClause, "found \(describe(current)), expected `=` or `in` and values",
                advice: "write `for d = 3`, `for γ in -3, -5/2 .. 0` or `for x in [0, 1]`", at: current.range)
        }
        if startsInterval { return .forValues(name, .interval(try parseInterval())) }
        var values = [try parseSum()]
        while accept(.comma) { values.append(try parseSum()) }
        let last = accept(.dotDot) ? try parseSum() : nil
        return .forValues(name, .list(values, upTo: last))
    }

    /// A bracket that holds two expressions and a comma at its own level.
    private var startsInterval: Bool {
        guard current.kind == .leftBracket || current.kind == .leftParenthesis else { return false }
        var depth = 0
        for token in tokens[position...] {
            switch token.kind {
            case .leftBracket, .leftParenthesis, .leftAngle: depth += 1
            case .rightBracket, .rightParenthesis, .rightAngle:
                depth -= 1
                if depth == 0 { return false }
            case .comma where depth == 1: return true
            default: break
            }
        }
        return false
    }

    private mutating func parseUse() throws(Failure) -> SyntaxUse {
        let name = try parseLabel("of a claim")
        guard current.kind == .leftParenthesis else { return SyntaxUse(name, []) }
        let start = current.range.start
        advance()
        brackets.append(.parenthesis)
        var arguments = [try parseSum()]
        while accept(.comma) { arguments.append(try parseSum()) }
        try close(.parenthesis, .rightParenthesis, ")", openedAt: start)
        return SyntaxUse(name, arguments)
    }

    private static let expectations = ["proved", "refuted", "certified", "supported", "assumed", "ill-typed", "unknown"]

    private mutating func parseExpectation() throws(Failure) -> String {
        let start = current.range
        guard current.kind == .name else {
            throw Failure(
                .unknownExpectation, "found \(describe(current)) behind `expect`, expected a verdict",
                advice: "one of \(Parser.expectations.joined(separator: ", "))", at: current.range)
        }
        var word = current.text
        advance()
        if word == "ill", accept(.minus), current.kind == .name {
            word += "-" + current.text
            advance()
        }
        guard Parser.expectations.contains(word) else {
            throw Failure(
                .unknownExpectation, "found `\(word)` behind `expect`, expected a verdict",
                advice: "one of \(Parser.expectations.joined(separator: ", "))", at: start)
        }
        return word
    }

    mutating func parseString(_ context: String) throws(Failure) -> String {
        guard current.kind == .string else {
            throw Failure(
                .expectedString, "found \(describe(current)) \(context), expected a quoted text",
                advice: "put the text in double quotes", at: current.range)
        }
        defer { advance() }
        return current.text
    }

    /// A claim's name: quoted, or a word of letters, digits and `_` (with `.1` for a step of a calculation).
    mutating func parseLabel(_ role: String) throws(Failure) -> SyntaxName {
        let start = current.range.start
        if current.kind == .string {
            let name = SyntaxName(current.text, current.range)
            advance()
            return name
        }
        guard isWord(current) else {
            throw Failure(
                .expectedName, "found \(describe(current)), expected the name \(role)",
                advice: "a name is a word of letters, digits and _, or a quoted text", at: current.range)
        }
        advance()
        while isWord(current) && current.isAdjacent { advance() }
        while current.kind == .dot, current.isAdjacent, token(1).kind == .number, token(1).isAdjacent {
            advance()
            advance()
        }
        let range = range(from: start)
        return SyntaxName(source.text(range), range)
    }

    private func isWord(_ token: Token) -> Bool {
        switch token.kind {
        case .name, .number, .reserved, .integral: return token.text != "∞"
        case .op: return source.text(token.range).unicodeScalars.allSatisfy { $0.isASCII }
        default: return false
        }
    }

    /// `NAME:` in front of a statement that may go without.
    mutating func parseOptionalLabel() throws(Failure) -> SyntaxName? {
        var end = 0
        if current.kind == .string { end = 1 } else {
            guard isWord(current) else { return nil }
            end = 1
            while isWord(token(end)) && token(end).isAdjacent { end += 1 }
        }
        guard token(end).kind == .colon, token(end).isAdjacent, !token(end + 1).isAdjacent else { return nil }
        let name = try parseLabel("of the statement")
        advance()
        return name
    }
}
