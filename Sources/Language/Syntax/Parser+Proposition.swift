/// Statements `S`: relations, `and`, `if`, `iff`, `exists`.
extension Parser {
    /// The words that may follow what is said to have the property.
    static let attributeWords: Set<String> = ["even", "symmetric", "radial", "decaying", "compact", "logconcave", "positive"]

    var startsPropositionTail: Bool {
        switch current.kind {
        case .relation: return true
        case .reserved: return ["and", "if", "iff", "in"].contains(current.text)
        default: return false
        }
    }

    mutating func parseProposition(startingWith first: SyntaxExpression? = nil) throws(Failure) -> SyntaxProposition {
        var left = try parseImplication(startingWith: first)
        while acceptReserved("iff") {
            let right = try parseImplication(startingWith: nil)
            left = SyntaxProposition(.equivalence(left, right), range(from: left.range.start))
        }
        return left
    }

    private mutating func parseImplication(startingWith first: SyntaxExpression?) throws(Failure) -> SyntaxProposition {
        var conclusion = try parseConjunction(startingWith: first)
        while acceptReserved("if") {
            let hypothesis = try parseConjunction(startingWith: nil)
            conclusion = SyntaxProposition(
                .implication(conclusion: conclusion, hypothesis: hypothesis), range(from: conclusion.range.start))
        }
        return conclusion
    }

    private mutating func parseConjunction(startingWith first: SyntaxExpression?) throws(Failure) -> SyntaxProposition {
        let head = try parseSimpleProposition(startingWith: first)
        guard isReserved("and") else { return head }
        var parts = [head]
        while acceptReserved("and") { parts.append(try parseSimpleProposition(startingWith: nil)) }
        return SyntaxProposition(.conjunction(parts), range(from: head.range.start))
    }

    /// A relation chain, an attribute, a membership, an existence, or a bracketed statement.
    private mutating func parseSimpleProposition(startingWith first: SyntaxExpression?) throws(Failure) -> SyntaxProposition {
        if first == nil, current.kind == .name, current.text == "exists", token(1).kind == .name { return try parseExistence() }
        let left: SyntaxExpression
        if let first { left = first } else { left = try parseSum() }
        if case .relation = current.kind {
            var links: [SyntaxLink] = []
            while case .relation(let op) = current.kind, links.isEmpty || !beginsStep {
                advance()
                links.append(SyntaxLink(op, try parseSum()))
            }
            return SyntaxProposition(.chain(left, links), range(from: left.range.start))
        }
        if acceptReserved("in") {
            let interval = try parseInterval()
            return SyntaxProposition(.membership(left, interval), range(from: left.range.start))
        }
        switch left.kind {
        case .proposition(let inner): return inner
        case .product(var factors):
            guard let last = factors.last, last.connective == .juxtaposed, case .name(let word) = last.expression.kind,
                Parser.attributeWords.contains(word)
            else { break }
            factors.removeLast()
            let subject = factors.count == 1
                ? factors[0].expression
                : SyntaxExpression(.product(factors), SourceRange(left.range.start, factors[factors.count - 1].expression.range.end))
            return SyntaxProposition(.attribute(subject, word), left.range)
        default: break
        }
        throw Failure(
            .expectedRelation, "found \(describe(current)) behind an expression, expected a relation (=, ≤, <, ≥, >)",
            advice: "a claim is a statement: write `left = right`", at: current.range)
    }

    private mutating func parseExistence() throws(Failure) -> SyntaxProposition {
        let start = current.range.start
        advance()
        let parameters = try parseParameters()
        try expect(.colon, "a colon", "and what the constant satisfies")
        try enter()
        let body = try parseProposition()
        leave()
        return SyntaxProposition(.existence(parameters, body), range(from: start))
    }

    /// `γ`, `m1, m2 > 0`, `γ in [-3, 1)`, `d integer >= 2`.
    mutating func parseParameters() throws(Failure) -> SyntaxParameters {
        var names = [try parseName("of a parameter")]
        while accept(.comma) { names.append(try parseName("of a parameter")) }
        var parameters = SyntaxParameters(names)
        if acceptName("integer") { parameters.isInteger = true }
        if current.kind == .colon, token(1).kind == .name, ["integer", "real", "number"].contains(token(1).text) {
            let list = names.map(\.text).joined(separator: ", ")
            throw Failure(
                .unexpectedToken, "found \(describe(current)) behind the name of a parameter",
                advice: token(1).text == "integer" ? "write `param \(list) integer`" : "write `param \(list)`: parameters are real numbers unless they are said to be integer",
                at: current.range)
        }
        if acceptReserved("in") {
            parameters.interval = try parseInterval()
            return parameters
        }
        let saved = colonEnds
        colonEnds = true
        while case .relation(let op) = current.kind {
            advance()
            parameters.bounds.append(SyntaxLink(op, try parseSum()))
        }
        colonEnds = saved
        return parameters
    }

    /// `[a, b)` with `oo` for infinity; also a bare `R`.
    mutating func parseInterval() throws(Failure) -> SyntaxInterval {
        if current.kind == .name, current.text == "R" || current.text == "ℝ" {
            advance()
            return SyntaxInterval(lower: nil, includesLower: false, upper: nil, includesUpper: false)
        }
        let start = current.range.start
        let includesLower = current.kind == .leftBracket
        guard includesLower || current.kind == .leftParenthesis else {
            throw Failure(
                .expectedToken, "found \(describe(current)), expected an interval", advice: "write (a, b), [a, b], [a, b) or (0, oo)",
                at: current.range)
        }
        advance()
        brackets.append(.square)
        let lower = try parseEnd()
        try expect(.comma, "a comma", "between the ends of the interval")
        let upper = try parseEnd()
        let includesUpper = current.kind == .rightBracket
        try close(.square, includesUpper ? .rightBracket : .rightParenthesis, ") or ]", openedAt: start)
        return SyntaxInterval(lower: lower, includesLower: includesLower, upper: upper, includesUpper: includesUpper)
    }

    private mutating func parseEnd() throws(Failure) -> SyntaxExpression? {
        let start = position
        _ = accept(.minus) || accept(.plus)
        if current.kind == .reserved, current.text == "oo" || current.text == "∞" {
            advance()
            return nil
        }
        position = start
        return try parseSum()
    }
}
