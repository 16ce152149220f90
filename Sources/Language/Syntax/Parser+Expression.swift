/// The expression grammar: one method for each level.
extension Parser {
    /// `product { (+|-) product }`
    mutating func parseSum() throws(Failure) -> SyntaxExpression {
        // Thin, since it lies on the stack once for each bracket.
        let first = try parseProduct()
        return isSumOperator ? try parseTerms(after: first) : first
    }

    private var isSumOperator: Bool { current.kind == .plus || current.kind == .minus }

    mutating func parseTerms(after first: SyntaxExpression) throws(Failure) -> SyntaxExpression {
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

    mutating func parseFactors(
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
    mutating func productConnective() -> ProductConnective? {
        // Behind an operand inside of a bar: `|a - |b||`, `|a||b|`.
        if isSplittable, brackets.last == .bar { splitDoubleBar() }
        switch current.kind {
        case .times: return .times
        case .slash: return .divided
        case .dot: return isClosingNabla(at: position + 1) ? nil : .dot
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

    mutating func parseNegation() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        try enter()
        let operand = try parseUnary()
        leave()
        return SyntaxExpression(.negation(operand), range(from: start))
    }

    /// `improper ∫`, `sum[k in a..b]`, `lim[γ -> a]`.
    mutating func parsePrefixName() throws(Failure) -> SyntaxExpression? {
        let next = token(1)
        switch current.text {
        case "improper" where next.kind == .integral:
            advance()
            return try parseIntegral(isImproper: true)
        case "sum" where next.kind == .leftBracket && next.isAdjacent: return try parseIndexedSum()
        case "lim" where next.kind == .leftBracket && next.isAdjacent: return try parseLimit()
        case "curl" where next.kind == .name:
            let start = current.range.start
            advance()
            return Self.curl(of: try parseOperand(of: .divergence, [], from: start))
        default: return nil
        }
    }

    /// `∫[points]` takes everything to the end of its product.
    mutating func parseIntegral(isImproper: Bool) throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        let symbol = current
        advance()
        guard current.kind == .leftBracket else {
            throw Failure(
                .missingSubscript, "found \(describe(current)) behind the integral sign, expected [ and the points of integration",
                advice: "write ∫[v] e or integral[v](e)", at: symbol.range)
        }
        let points = try parseIntegrationPoints()
        try enter()
        let body = try parseProduct()
        leave()
        return SyntaxExpression(.integral(points, body, isImproper: isImproper), range(from: start))
    }

    /// `[v, w]` or `[r in (0, oo)]`
    private mutating func parseIntegrationPoints() throws(Failure) -> [SyntaxExpression] {
        let start = current.range.start
        advance()
        brackets.append(.square)
        try enter()
        var list = [try parseIntegrationPoint()]
        while accept(.comma) { list.append(try parseIntegrationPoint()) }
        leave()
        try close(.square, .rightBracket, "]", openedAt: start)
        return list
    }

    private mutating func parseIntegrationPoint() throws(Failure) -> SyntaxExpression {
        guard current.kind == .name, token(1).kind == .reserved, token(1).text == "in" else { return try parseSum() }
        let start = current.range.start
        let name = try parseName("of the variable of integration")
        advance()
        return SyntaxExpression(.ranged(name, try parseInterval()), range(from: start))
    }

    mutating func parseIndexedSum() throws(Failure) -> SyntaxExpression {
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

    mutating func parseLimit() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        advance()
        brackets.append(.square)
        let name = try parseName("of the variable that tends to the limit")
        try expect(.arrow, "`->`", "and the limit")
        let target = try parseSum()
        try close(.square, .rightBracket, "]", openedAt: start)
        try enter()
        let body = try parseProduct()
        leave()
        return SyntaxExpression(.limit(name.text, target, body), range(from: start))
    }

    mutating func parseInfinity() -> SyntaxExpression {
        let infinity = SyntaxExpression(.name("∞"), current.range)
        advance()
        return infinity
    }

    /// `OP unary`, or `OP(e)`, to which a power applies as a whole.
    mutating func parseOperator(_ op: SyntaxOperator) throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        var points: [SyntaxExpression] = []
        if current.kind == .leftBracket, current.isAdjacent { points = try parseSubscript() }
        if op == .gradient, current.kind == .dot || current.kind == .cross { return try parseNablaProduct(points, from: start) }
        if op == .laplacian, points.isEmpty, current.kind == .superscript, current.text == "2" { return try parseBilaplacian(from: start) }
        if let problem = operatorProblem(op, hasPoints: !points.isEmpty) { throw problem }
        return try parseOperand(of: op, points, from: start)
    }

    // MARK: Directional derivatives

    private static let longestDirection = 64

    /// Whether a ∇ with its subscript, if any, stands here, and a bracket closes behind it.
    private func isClosingNabla(at start: Int) -> Bool {
        guard start < tokens.count, case .op(let op) = tokens[start].kind else { return false }
        switch op {
        case .gradient: break
        case .user(let name) where name.hasPrefix("∇_"): break
        default: return false
        }
        var next = start + 1
        if next < tokens.count, tokens[next].kind == .leftBracket {
            while next < min(tokens.count, start + Self.longestDirection), tokens[next].kind != .rightBracket { next += 1 }
            next += 1
        }
        return next < tokens.count && tokens[next].kind == .rightParenthesis
    }

    /// Whether the bracket that opens here is `(X·∇)`.
    var endsWithNabla: Bool {
        var depth = 0
        for place in position..<min(tokens.count, position + Self.longestDirection) {
            switch tokens[place].kind {
            case .leftParenthesis: depth += 1
            case .rightParenthesis:
                depth -= 1
                if depth == 0 { return false }
            case .dot where depth == 1: if isClosingNabla(at: place + 1) { return true }
            default: break
            }
        }
        return false
    }

    /// `(X·∇)w` is `X·∇w`.
    mutating func parseDirectionalDerivative() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        brackets.append(.parenthesis)
        try enter()
        let direction = try parseProduct()
        try expect(.dot, "`·`", "before ∇")
        guard case .op(let op) = current.kind else { throw missingOperand() }
        advance()
        let points = current.kind == .leftBracket ? try parseSubscript() : []
        leave()
        try close(.parenthesis, .rightParenthesis, ")", openedAt: start)
        let operand = try parseOperand(of: op, points, from: start)
        return SyntaxExpression(.group(SyntaxExpression(.product([SyntaxFactor(.juxtaposed, direction), SyntaxFactor(.dot, operand)]), operand.range)), range(from: start))
    }

    /// `∇·X` is `div X`, `∇×X` is `curl(X)`.
    private mutating func parseNablaProduct(_ points: [SyntaxExpression], from start: SourceLocation) throws(Failure) -> SyntaxExpression {
        let isCurl = current.kind == .cross
        if isCurl, let point = points.first {
            throw Failure(.unexpectedToken, "found a point behind ∇ in a curl, which takes none", advice: "write curl(X)", at: point.range)
        }
        advance()
        let result = try parseOperand(of: .divergence, points, from: start)
        return isCurl ? Self.curl(of: result) : result
    }

    /// What is read as a divergence, with a curl in its place.
    private static func curl(of e: SyntaxExpression) -> SyntaxExpression {
        switch e.kind {
        case .apply(.divergence, _, let operand):
            return SyntaxExpression(.call(SyntaxExpression(.name("curl"), e.range), [SyntaxArgument(operand)]), e.range)
        case .index(let base, let indices): return SyntaxExpression(.index(curl(of: base), indices), e.range)
        case .power(let base, let exponent): return SyntaxExpression(.power(curl(of: base), exponent), e.range)
        case .call(let base, let arguments): return SyntaxExpression(.call(curl(of: base), arguments), e.range)
        default: return e
        }
    }

    /// `Δ²u` is `Δ(Δu)`.
    private mutating func parseBilaplacian(from start: SourceLocation) throws(Failure) -> SyntaxExpression {
        advance()
        var points: [SyntaxExpression] = []
        if current.kind == .leftBracket, current.isAdjacent { points = try parseSubscript() }
        if let problem = operatorProblem(.laplacian, hasPoints: !points.isEmpty) { throw problem }
        func twice(_ e: SyntaxExpression) -> SyntaxExpression {
            switch e.kind {
            case .apply(.laplacian, _, _): return SyntaxExpression(.apply(.laplacian, points, e), e.range)
            case .index(let base, let indices): return SyntaxExpression(.index(twice(base), indices), e.range)
            case .power(let base, let exponent): return SyntaxExpression(.power(twice(base), exponent), e.range)
            case .call(let base, let arguments): return SyntaxExpression(.call(twice(base), arguments), e.range)
            default: return e
            }
        }
        return twice(try parseOperand(of: .laplacian, points, from: start))
    }

    mutating func parseOperand(
        of op: SyntaxOperator, _ points: [SyntaxExpression], from start: SourceLocation
    ) throws(Failure) -> SyntaxExpression {
        if current.kind == .leftParenthesis, current.isAdjacent, !endsWithNabla {
            let operand = try parseParenthesised(keepingGroup: false)
            return try parsePower(parsePostfixIndices(SyntaxExpression(.apply(op, points, operand), range(from: start))))
        }
        try enter()
        let operand = try parseUnary()
        leave()
        return SyntaxExpression(.apply(op, points, operand), range(from: start))
    }

    func operatorProblem(_ op: SyntaxOperator, hasPoints: Bool) -> Failure? {
        if op == .partial, !hasPoints {
            return Failure(
                .missingSubscript, "found ∂ without a variable", advice: "write ∂[x] u, or define an operator such as ∂r",
                at: tokens[max(0, position - 1)].range)
        }
        switch current.kind {
        case .rightParenthesis where op == .gradient:
            return Failure(
                .expectedOperand, "found `)` behind ∇, expected its operand", advice: "write (u·∇)w or u·∇w for the derivative of w along u", at: current.range)
        case .caret, .superscript:
            return Failure(
                .powerOfOperator, "found a power directly behind the operator `\(op.spelling)`, expected its operand",
                advice: "put the power behind the result: (\(op.spelling) u)²", at: current.range)
        default: return nil
        }
    }

    /// `[a, b]` directly behind an operator.
    mutating func parseSubscript() throws(Failure) -> [SyntaxExpression] {
        let start = current.range.start
        advance()
        return try parseList(.square, .rightBracket, "]", openedAt: start)
    }

    /// Expressions separated by commas up to the closing bracket; the opening one has been read.
    mutating func parseList(
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

    func unclosed(_ spelling: String, openedAt start: SourceLocation) -> Failure {
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
    mutating func parsePower(_ base: SyntaxExpression) throws(Failure) -> SyntaxExpression {
        switch current.kind {
        case .superscript:
            let token = current
            advance()
            let digits = token.text.hasPrefix("-") ? String(token.text.dropFirst()) : token.text
            var exponent = SyntaxExpression(.number(digits), token.range)
            if token.text.hasPrefix("-") { exponent = SyntaxExpression(.negation(exponent), token.range) }
            return SyntaxExpression(.power(base, exponent), range(from: base.range.start))
        case .transposition:
            advance()
            let operand = if case .group(let inner) = base.kind { inner } else { base }
            return try parsePower(SyntaxExpression(.apply(.transpose, [], operand), range(from: base.range.start)))
        case .caret:
            advance()
            try enter()
            let exponent = try parseExponent()
            leave()
            return SyntaxExpression(.power(base, exponent), range(from: base.range.start))
        default: return base
        }
    }

    mutating func parseExponent() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        if accept(.minus) {
            let power = try parsePower(parseAtom())
            return SyntaxExpression(.negation(power), range(from: start))
        }
        return try parsePower(parseAtom())
    }
}
