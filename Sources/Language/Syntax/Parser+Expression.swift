/// The expression grammar: one method for each level.
extension Parser {
    /// `product { (+|-) product }`
    mutating func parseSum() throws(Failure) -> SyntaxExpression {
        // Thin, since it lies on the stack once for each bracket.
        let first = try parseProduct()
        return isSumOperator ? try parseTerms(after: first) : first
    }

    private var isSumOperator: Bool { current.kind == .plus || current.kind == .minus }

    private mutating func parseTerms(after first: SyntaxExpression) throws(Failure) -> SyntaxExpression {
        var terms = [SyntaxTerm(isNegative: false, first)]
        while current.kind == .plus || current.kind == .minus {
            let isNegative = current.kind == .minus
            advance()
            terms.append(SyntaxTerm(isNegative: isNegative, try parseProduct()))
        }
        return SyntaxExpression(.sum(terms), range(from: first.range.start))
    }

    /// Factors on one level, left associative.
    mutating func parseProduct() throws(Failure) -> SyntaxExpression {
        let first = try parseUnary()
        guard let connective = productConnective() else { return first }
        return try parseFactors(after: first, connective)
    }

    private mutating func parseFactors(
        after first: SyntaxExpression, _ firstConnective: ProductConnective
    ) throws(Failure) -> SyntaxExpression {
        var connective = firstConnective
        var factors = [SyntaxFactor(.juxtaposed, first)]
        while true {
            if connective != .juxtaposed { advance() }
            factors.append(SyntaxFactor(connective, try parseUnary()))
            guard let next = productConnective() else { break }
            connective = next
        }
        return SyntaxExpression(.product(factors), range(from: first.range.start))
    }

    /// How the product goes on at the current token, `nil` when it ends.
    private func productConnective() -> ProductConnective? {
        switch current.kind {
        case .times: return .times
        case .slash: return .divided
        case .dot: return .dot
        case .cross: return .cross
        case .tensor: return .tensor
        case .colon: return colonEnds && brackets.isEmpty ? nil : .colon
        case .number, .name, .op, .integral, .leftParenthesis, .leftBracket, .leftAngle: return .juxtaposed
        case .bar: return brackets.last == .bar ? nil : .juxtaposed
        case .doubleBar: return brackets.last == .doubleBar ? nil : .juxtaposed
        default: return nil
        }
    }

    mutating func parseUnary() throws(Failure) -> SyntaxExpression {
        switch current.kind {
        case .minus: return try parseNegation()
        case .op(let op): return try parseOperator(op)
        case .integral: return try parseIntegral(isImproper: false)
        case .name:
            if let special = try parsePrefixName() { return special }
            return try parsePower(parseAtom())
        default: return try parsePower(parseAtom())
        }
    }

    private mutating func parseNegation() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        try enter()
        let operand = try parseUnary()
        leave()
        return SyntaxExpression(.negation(operand), range(from: start))
    }

    /// `improper ∫`, `sum[k in a..b]`, `lim[γ -> a]`.
    private mutating func parsePrefixName() throws(Failure) -> SyntaxExpression? {
        let next = token(1)
        switch current.text {
        case "improper" where next.kind == .integral:
            advance()
            return try parseIntegral(isImproper: true)
        case "sum" where next.kind == .leftBracket && next.isAdjacent: return try parseIndexedSum()
        case "lim" where next.kind == .leftBracket && next.isAdjacent: return try parseLimit()
        default: return nil
        }
    }

    /// `∫[points]` takes everything to the end of its product.
    private mutating func parseIntegral(isImproper: Bool) throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        let symbol = current
        advance()
        guard current.kind == .leftBracket else {
            throw Failure(
                .missingSubscript, "found \(describe(current)) behind the integral sign, expected [ and the points of integration",
                advice: "write ∫[v] e or integral[v](e)", at: symbol.range)
        }
        let points = try parseSubscript()
        try enter()
        let body = try parseProduct()
        leave()
        return SyntaxExpression(.integral(points, body, isImproper: isImproper), range(from: start))
    }

    private mutating func parseIndexedSum() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        advance()
        brackets.append(.square)
        let name = try parseName("of the summation index")
        guard acceptReserved("in") else {
            throw Failure(
                .expectedToken, "found \(describe(current)), expected `in` and the range of the sum",
                advice: "write sum[k in 1..3] e", at: current.range)
        }
        let lower = try parseSum()
        try expect(.dotDot, "`..`", "between the ends of the range")
        let upper = try parseSum()
        try close(.square, .rightBracket, "]", openedAt: start)
        try enter()
        let body = try parseUnary()
        leave()
        return SyntaxExpression(.indexedSum(name.text, lower, upper, body), range(from: start))
    }

    private mutating func parseLimit() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        advance()
        brackets.append(.square)
        let name = try parseName("of the variable that tends to the limit")
        try expect(.arrow, "`->`", "and the limit")
        let target = isReserved("oo") || current.text == "∞" ? parseInfinity() : try parseSum()
        try close(.square, .rightBracket, "]", openedAt: start)
        try enter()
        let body = try parseUnary()
        leave()
        return SyntaxExpression(.limit(name.text, target, body), range(from: start))
    }

    private mutating func parseInfinity() -> SyntaxExpression {
        let infinity = SyntaxExpression(.name("∞"), current.range)
        advance()
        return infinity
    }

    /// `OP unary`, or `OP(e)`, to which a power applies as a whole.
    private mutating func parseOperator(_ op: SyntaxOperator) throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        var points: [SyntaxExpression] = []
        if current.kind == .leftBracket, current.isAdjacent { points = try parseSubscript() }
        if let problem = operatorProblem(op, hasPoints: !points.isEmpty) { throw problem }
        if current.kind == .leftParenthesis, current.isAdjacent {
            let operand = try parseParenthesised(keepingGroup: false)
            return try parsePower(parsePostfixIndices(SyntaxExpression(.apply(op, points, operand), range(from: start))))
        }
        try enter()
        let operand = try parseUnary()
        leave()
        return SyntaxExpression(.apply(op, points, operand), range(from: start))
    }

    private func operatorProblem(_ op: SyntaxOperator, hasPoints: Bool) -> Failure? {
        if op == .partial, !hasPoints {
            return Failure(
                .missingSubscript, "found ∂ without a variable", advice: "write ∂[x] u, or define an operator such as ∂r",
                at: tokens[max(0, position - 1)].range)
        }
        switch current.kind {
        case .caret, .superscript:
            return Failure(
                .powerOfOperator, "found a power directly behind the operator `\(op.spelling)`, expected its operand",
                advice: "put the power behind the result: (\(op.spelling) u)²", at: current.range)
        default: return nil
        }
    }

    /// `[a, b]` directly behind an operator.
    private mutating func parseSubscript() throws(Failure) -> [SyntaxExpression] {
        let start = current.range.start
        advance()
        return try parseList(.square, .rightBracket, "]", openedAt: start)
    }

    /// Expressions separated by commas up to the closing bracket; the opening one has been read.
    private mutating func parseList(
        _ bracket: Bracket, _ closing: Token.Kind, _ spelling: String, openedAt start: SourceLocation
    ) throws(Failure) -> [SyntaxExpression] {
        brackets.append(bracket)
        try enter()
        var list = [try parseSum()]
        while accept(.comma) { list.append(try parseSum()) }
        leave()
        try close(bracket, closing, spelling, openedAt: start)
        return list
    }

    mutating func close(
        _ bracket: Bracket, _ closing: Token.Kind, _ spelling: String, openedAt start: SourceLocation
    ) throws(Failure) {
        guard accept(closing) else { throw unclosed(spelling, openedAt: start) }
        brackets.removeLast()
    }

    private func unclosed(_ spelling: String, openedAt start: SourceLocation) -> Failure {
        let opened = SourceRange(start, SourceLocation(line: start.line, column: start.column + 1, offset: start.offset + 1))
        if current.kind == .end {
            return Failure(
                .unclosedBracket, "found the end of the statement, expected \(spelling) for the bracket opened here",
                advice: "add \(spelling)", at: opened)
        }
        return Failure(
            .expectedToken, "found \(describe(current)), expected \(spelling) for the bracket opened in line \(start.line), column \(start.column)",
            at: current.range)
    }

    /// `atom [ "^" ["-"] power | superscript ]`
    private mutating func parsePower(_ base: SyntaxExpression) throws(Failure) -> SyntaxExpression {
        switch current.kind {
        case .superscript:
            let token = current
            advance()
            let digits = token.text.hasPrefix("-") ? String(token.text.dropFirst()) : token.text
            var exponent = SyntaxExpression(.number(digits), token.range)
            if token.text.hasPrefix("-") { exponent = SyntaxExpression(.negation(exponent), token.range) }
            return SyntaxExpression(.power(base, exponent), range(from: base.range.start))
        case .caret:
            advance()
            try enter()
            let exponent = try parseExponent()
            leave()
            return SyntaxExpression(.power(base, exponent), range(from: base.range.start))
        default: return base
        }
    }

    private mutating func parseExponent() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        if accept(.minus) {
            let power = try parsePower(parseAtom())
            return SyntaxExpression(.negation(power), range(from: start))
        }
        return try parsePower(parseAtom())
    }

    // MARK: Atoms

    mutating func parseAtom() throws(Failure) -> SyntaxExpression {
        switch current.kind {
        case .number: return parseNumber()
        case .name: return try parseNamed()
        case .leftParenthesis: return try parsePostfixIndices(parseParenthesised(keepingGroup: true))
        case .leftBracket: return try parseBlock()
        case .bar: return try parseBars(.bar)
        case .doubleBar: return try parseBars(.doubleBar)
        case .leftAngle: return try parseAngles()
        // An operator may stand as an atom only as a call: `2^exp(x)`.
        case .op(let op) where token(1).kind == .leftParenthesis || token(1).kind == .leftBracket: return try parseOperator(op)
        default: throw missingOperand()
        }
    }

    private mutating func parseNumber() -> SyntaxExpression {
        let number = SyntaxExpression(.number(current.text), current.range)
        advance()
        return number
    }

    private func missingOperand() -> Failure {
        var advice = "write a number, a name, or a bracket here"
        if current.kind == .reserved { advice = "`\(current.text)` is a reserved word and cannot be a name" }
        return Failure(.expectedOperand, "found \(describe(current)), expected an operand", advice: advice, at: current.range)
    }

    private mutating func parseBlock() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        let parts = try parseList(.square, .rightBracket, "]", openedAt: start)
        return SyntaxExpression(.block(parts), range(from: start))
    }

    /// A name with its indices and arguments.
    private mutating func parseNamed() throws(Failure) -> SyntaxExpression {
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

    private func makeCall(_ callee: SyntaxExpression, _ arguments: [SyntaxArgument]) -> SyntaxExpression {
        let range = range(from: callee.range.start)
        if case .name(let name) = callee.kind, let spelled = symbolicForm(name, arguments, range) { return spelled }
        return SyntaxExpression(.call(callee, arguments), range)
    }

    private mutating func parsePostfixIndices(_ base: SyntaxExpression) throws(Failure) -> SyntaxExpression {
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

    private mutating func parseArguments() throws(Failure) -> [SyntaxArgument] {
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
    private func symbolicForm(
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
    private mutating func parseIndicator(from start: SourceLocation) throws(Failure) -> SyntaxExpression {
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
    private mutating func parseParenthesised(keepingGroup: Bool) throws(Failure) -> SyntaxExpression {
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

    private mutating func parseBars(_ bracket: Bracket) throws(Failure) -> SyntaxExpression {
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

    private mutating func parseAngles() throws(Failure) -> SyntaxExpression {
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
