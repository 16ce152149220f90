/// Names, calls, brackets: what the grammar calls atoms.
extension Parser {
    mutating func parseAtom() throws(Failure) -> SyntaxExpression {
        switch current.kind {
        case .number: return parseNumber()
        case .name: return try parseNamed()
        case .leftParenthesis:
            if isSumOfGradients { return try parseSumOfGradients() }
            return try endsWithNabla ? parseDirectionalDerivative() : parsePostfixIndices(parseParenthesised(keepingGroup: true))
        case .leftBracket: return try parseBlock()
        case .bar: return try parseBars(.bar)
        case .doubleBar: return try parseDoubleBars()
        case .leftAngle: return try parseAngles()
        // An operator may stand as an atom only as a call: `2^exp(x)`.
        case .op(let op) where token(1).kind == .leftParenthesis || token(1).kind == .leftBracket: return try parseOperator(op)
        case .reserved where current.text == "oo" || current.text == "∞": return parseInfinity()
        default: throw missingOperand()
        }
    }

    mutating func parseNumber() -> SyntaxExpression {
        let number = SyntaxExpression(.number(current.text), current.range)
        advance()
        return number
    }

    func missingOperand() -> Failure {
        var advice = "write a number, a name, or a bracket here"
        if current.kind == .reserved { advice = "`\(current.text)` is a reserved word and cannot be a name" }
        return Failure(.expectedOperand, "found \(describe(current)), expected an operand", advice: advice, at: current.range)
    }

    mutating func parseBlock() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        let parts = try parseList(.square, .rightBracket, "]", openedAt: start)
        return SyntaxExpression(.block(parts), range(from: start))
    }

    /// A name with its indices and arguments.
    mutating func parseNamed() throws(Failure) -> SyntaxExpression {
        let name = SyntaxExpression(.name(current.text), current.range)
        advance()
        guard current.kind == .leftParenthesis || current.kind == .leftBracket else { return name }
        if case .name("indicator") = name.kind, current.kind == .leftParenthesis {
            return try parseIndicator(from: name.range.start)
        }
        if startsSubstitution { return try parsePostfixIndices(name) }
        let callee = try parsePostfixIndices(name)
        guard current.kind == .leftParenthesis, current.isAdjacent else { return callee }
        return try parsePostfixIndices(makeCall(callee, parseArguments()))
    }

    func makeCall(_ callee: SyntaxExpression, _ arguments: [SyntaxArgument]) -> SyntaxExpression {
        let range = range(from: callee.range.start)
        if case .name(let name) = callee.kind, let spelled = symbolicForm(name, arguments, range) { return spelled }
        return SyntaxExpression(.call(callee, arguments), range)
    }

    mutating func parsePostfixIndices(_ base: SyntaxExpression) throws(Failure) -> SyntaxExpression {
        var expression = base
        while current.isAdjacent {
            if current.kind == .leftBracket {
                let indices = try parseSubscript()
                expression = SyntaxExpression(.index(expression, indices), range(from: base.range.start))
            } else if startsSubstitution {
                expression = SyntaxExpression(.call(expression, try parseArguments()), range(from: base.range.start))
            } else {
                break
            }
        }
        return expression
    }

    /// `(z := …)` is a substitution behind anything; other brackets make a product.
    private var startsSubstitution: Bool {
        current.kind == .leftParenthesis && token(1).kind == .name && token(2).kind == .assign
    }

    mutating func parseArguments() throws(Failure) -> [SyntaxArgument] {
        let start = current.range.start
        advance()
        brackets.append(.parenthesis)
        try enter()
        var arguments = [try parseArgument()]
        while accept(.comma) { arguments.append(try parseArgument()) }
        leave()
        try close(.parenthesis, .rightParenthesis, ")", openedAt: start)
        return arguments
    }

    mutating func parseArgument() throws(Failure) -> SyntaxArgument {
        if current.kind == .name {
            let label = current.text
            switch token(1).kind {
            case .relation(.equal):
                advance()
                advance()
                return SyntaxArgument(label: label, binding: .named, try parseSum())
            case .assign:
                advance()
                advance()
                return SyntaxArgument(label: label, binding: .substituted, try parseSum())
            default: break
            }
        }
        return SyntaxArgument(try parseSum())
    }

    /// The ASCII calls `tensor(a,b)`, `dot(a,b)`, `cross(a,b)`, `norm(a)`, `hsnorm(A)`, `japanese(v)` and
    /// `pairing(a,b)` are the symbols.
    func symbolicForm(
        _ name: String, _ arguments: [SyntaxArgument], _ range: SourceRange
    ) -> SyntaxExpression? {
        guard arguments.allSatisfy({ $0.label == nil }) else { return nil }
        let values = arguments.map(\.value)
        func connected(_ connective: ProductConnective) -> SyntaxExpression? {
            guard values.count == 2 else { return nil }
            let factors = zip([ProductConnective.juxtaposed, connective], values).map {
                SyntaxFactor($0, SyntaxExpression(.group($1), $1.range))
            }
            return SyntaxExpression(.group(SyntaxExpression(.product(factors), range)), range)
        }
        switch name {
        case "tensor": return connected(.tensor)
        case "dot": return connected(.dot)
        case "cross": return connected(.cross)
        case "norm": return values.count == 1 ? SyntaxExpression(.absolute(values[0]), range) : nil
        case "hsnorm": return values.count == 1 ? SyntaxExpression(.norm(values[0]), range) : nil
        case "japanese": return values.count == 1 ? SyntaxExpression(.angle(values[0], nil), range) : nil
        case "pairing": return values.count == 2 ? SyntaxExpression(.angle(values[0], values[1]), range) : nil
        default: return nil
        }
    }

    /// `indicator(v: COND)`
    mutating func parseIndicator(from start: SourceLocation) throws(Failure) -> SyntaxExpression {
        let opening = current.range.start
        advance()
        brackets.append(.parenthesis)
        var points: [SyntaxExpression] = []
        repeat {
            let name = try parseName("of a point in the indicator")
            points.append(SyntaxExpression(.name(name.text), name.range))
        } while accept(.comma)
        try expect(.colon, "a colon", "and the condition of the indicator")
        try enter()
        let condition = try parseProposition()
        leave()
        try close(.parenthesis, .rightParenthesis, ")", openedAt: opening)
        return SyntaxExpression(.indicator(points, condition), range(from: start))
    }

    /// `(e)`, `(a, b, c)`, or a bracketed statement.
    mutating func parseParenthesised(keepingGroup: Bool) throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        brackets.append(.parenthesis)
        try enter()
        var parts = [try parseSum()]
        if startsPropositionTail {
            let proposition = try parseProposition(startingWith: parts[0])
            leave()
            try close(.parenthesis, .rightParenthesis, ")", openedAt: start)
            return SyntaxExpression(.proposition(proposition), range(from: start))
        }
        while accept(.comma) { parts.append(try parseSum()) }
        leave()
        try close(.parenthesis, .rightParenthesis, ")", openedAt: start)
        if parts.count > 1 { return SyntaxExpression(.components(parts), range(from: start)) }
        return keepingGroup ? SyntaxExpression(.group(parts[0]), range(from: start)) : parts[0]
    }

    /// `||e||`, and where this cannot be read so, as in `||a| - |b||`, a bar inside of a bar.
    private mutating func parseDoubleBars() throws(Failure) -> SyntaxExpression {
        guard isSplittable, rereadings > 0 else { return try parseBars(.doubleBar) }
        var before = self
        let failure: Failure
        do throws(Failure) { return try parseBars(.doubleBar) } catch { failure = error }
        let left = rereadings - 1
        self = before
        (rereadings, before.rereadings) = (left, left)
        splitDoubleBar()
        do throws(Failure) { return try parseBars(.bar) } catch {
            self = before
            throw failure
        }
    }

    mutating func parseBars(_ bracket: Bracket) throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        let kind = current.kind
        advance()
        brackets.append(bracket)
        try enter()
        let body = try parseSum()
        leave()
        try close(bracket, kind, bracket == .bar ? "|" : "‖", openedAt: start)
        let range = range(from: start)
        return SyntaxExpression(bracket == .bar ? .absolute(body) : .norm(body), range)
    }

    mutating func parseAngles() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        brackets.append(.angle)
        try enter()
        let first = try parseSum()
        let second = accept(.comma) ? try parseSum() : nil
        leave()
        try close(.angle, .rightAngle, "⟩", openedAt: start)
        return SyntaxExpression(.angle(first, second), range(from: start))
    }

    mutating func parseName(_ role: String) throws(Failure) -> SyntaxName {
        let token = current
        switch token.kind {
        case .name:
            advance()
            return SyntaxName(token.text, token.range)
        case .op, .reserved, .integral:
            throw Failure(
                .reservedName, "found \(describe(token)), expected the name \(role)",
                advice: "`\(source.text(token.range))` belongs to the language; choose another name", at: token.range)
        default:
            throw Failure(.expectedName, "found \(describe(token)), expected the name \(role)", at: token.range)
        }
    }
}
