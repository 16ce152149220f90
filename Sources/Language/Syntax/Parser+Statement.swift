/// The statements, by their first word.
extension Parser {
    mutating func parseStatementKind() throws(Failure) -> SyntaxStatement.Kind {
        let first = current
        if first.kind == .reserved, first.text == "for" { return try parseForWhich() }
        guard first.kind == .name else { throw unknownStatement(first) }
        let word = source.text(first.range)
        advance()
        switch word {
        case "space": return try parseSpace()
        case "param":
            var groups = [try parseParameters()]
            while accept(.comma) { groups.append(try parseParameters()) }
            return .parameters(groups)
        case "function": return .function(try parseFunction(isDensity: false))
        case "density": return try parseDensity()
        case "flow":
            let name = try parseName("of the function that flows")
            try expect(.colon, "a colon", "and the equation of the flow")
            return .flow(name, try parseProposition())
        case "constant":
            var names = [try parseName("of the constant")]
            while accept(.comma) { names.append(try parseName("of the constant")) }
            return .constant(names, accept(.colon) ? try parseShape() : SyntaxShape(.scalar))
        case "let": return .definition(try parseDefinition())
        case "claim":
            let name = try parseLabelWithColon("of the claim")
            return .claim(name, try parseProposition())
        case "axiom": return try parseAxiom()
        case "calc": return try parseCalculation()
        case "find":
            var names = [try parseName("of an unknown")]
            while accept(.comma) { names.append(try parseName("of an unknown")) }
            try expect(.colon, "a colon", "and the statement")
            return .find(names, try parseProposition())
        case "best":
            let name = try parseName("of the constant")
            try expect(.colon, "a colon", "and the inequality")
            return .best(name, try parseProposition())
        case "minimise", "minimize", "maximise", "maximize":
            let name = try parseOptionalLabel()
            return .optimise(name, isMinimum: word.hasPrefix("min"), try parseSum())
        case "certify":
            let name = try parseOptionalLabel()
            return .certify(name, try parseProposition())
        case "check": return .check(try parseLabel("of the claim to check"))
        case "evaluate":
            let name = try parseOptionalLabel()
            return .evaluate(name, try parseSum())
        case "plot":
            let name = try parseOptionalLabel()
            var expressions = [try parseSum()]
            while accept(.comma) { expressions.append(try parseSum()) }
            return .plot(name, expressions)
        case "import":
            let range = current.range
            return .importing(SyntaxName(try parseString("behind `import`"), range))
        default: throw unknownStatement(first)
        }
    }

    private func unknownStatement(_ token: Token) -> Failure {
        Failure(
            .unknownStatement, "found \(describe(token)) at the start of a line, expected a statement",
            advice: "a statement begins with \(Spelling.statementWords.sorted().filter { !$0.hasSuffix("imize") }.joined(separator: ", ")) or `for which`; a line that continues the one above is indented",
            at: token.range)
    }

    private mutating func parseLabelWithColon(_ role: String) throws(Failure) -> SyntaxName {
        let name = try parseLabel(role)
        guard accept(.colon) else {
            throw Failure(
                .expectedToken, "found \(describe(current)), expected a colon behind the name \(role)",
                advice: "write `NAME: statement`; a name with other characters than letters, digits and _ is quoted",
                at: current.range)
        }
        return name
    }

    // MARK: Declarations

    private mutating func parseSpace() throws(Failure) -> SyntaxStatement.Kind {
        var names = [try parseName("of a point")]
        while accept(.comma) { names.append(try parseName("of a point")) }
        guard acceptReserved("in") else {
            throw Failure(
                .malformedSpace, "found \(describe(current)), expected `in` and a space",
                advice: "write `space z in R^3`", at: current.range)
        }
        if current.kind == .leftParenthesis || current.kind == .leftBracket {
            return .space(names, .interval(try parseInterval()))
        }
        let token = current
        guard current.kind == .name, ["R", "ℝ", "S", "𝕊", "T", "𝕋"].contains(current.text) else {
            throw Failure(
                .malformedSpace, "found \(describe(current)), expected a space",
                advice: "one of R, R^d, S^2, T^d, or an interval such as (0, oo)", at: current.range)
        }
        advance()
        let dimension: SyntaxExpression?
        if current.kind == .superscript {
            dimension = SyntaxExpression(.number(current.text), current.range)
            advance()
        } else if accept(.caret) {
            dimension = try parseAtom()
        } else {
            dimension = nil
        }
        switch (token.text, dimension) {
        case ("S", let dimension?), ("𝕊", let dimension?): return .space(names, .sphere(dimension))
        case ("T", let dimension?), ("𝕋", let dimension?): return .space(names, .torus(dimension))
        case ("T", nil), ("𝕋", nil): return .space(names, .torus(SyntaxExpression(.number("1"), token.range)))
        case ("R", let dimension?), ("ℝ", let dimension?): return .space(names, .euclidean(dimension))
        case ("R", nil), ("ℝ", nil): return .space(names, .line)
        default:
            throw Failure(
                .malformedSpace, "found `\(token.text)` without a dimension", advice: "write `\(token.text)^2`", at: token.range)
        }
    }

    private mutating func parseFunction(isDensity: Bool) throws(Failure) -> SyntaxFunction {
        var function = SyntaxFunction([try parseHead()])
        while current.kind == .comma, token(1).kind == .name, token(2).kind == .leftParenthesis, token(2).isAdjacent {
            advance()
            function.heads.append(try parseHead())
        }
        if case .relation(let op) = current.kind, op == .greater || op == .greaterOrEqual {
            advance()
            guard current.kind == .number, current.text == "0" else {
                throw Failure(
                    .expectedToken, "found \(describe(current)), expected 0: a function is declared positive by `> 0`",
                    advice: "put other conditions behind `where`", at: current.range)
            }
            advance()
            function.sign = op
        }
        if accept(.colon) { function.shape = try parseShape() }
        while true {
            if current.kind == .comma, token(1).kind == .name, Parser.attributeWords.contains(token(1).text) { advance() }
            guard current.kind == .name else { break }
            guard Parser.attributeWords.contains(current.text) else {
                throw Failure(
                    .unknownAttribute, "found \(describe(current)), expected an attribute of the function",
                    advice: "one of even, symmetric, radial, decaying, compact, logconcave; conditions follow `where`", at: current.range)
            }
            function.attributes.append(SyntaxName(current.text, current.range))
            advance()
        }
        return function
    }

    private mutating func parseHead() throws(Failure) -> SyntaxFunction.Head {
        let name = try parseName("of the function")
        guard current.kind == .leftParenthesis else {
            throw Failure(
                .expectedToken, "found \(describe(current)), expected ( and the points the function depends on",
                advice: "write `\(name.text)(z)`; a constant is declared with `constant` or `param`", at: current.range)
        }
        return SyntaxFunction.Head(name, try parseNames("of a point"))
    }

    /// `(a, b)`
    private mutating func parseNames(_ role: String, closing: Token.Kind = .rightParenthesis) throws(Failure) -> [SyntaxName] {
        advance()
        var names = [try parseName(role)]
        while accept(.comma) { names.append(try parseName(role)) }
        try expect(closing, closing == .rightBracket ? "]" : ")", "behind the names")
        return names
    }

    private mutating func parseShape() throws(Failure) -> SyntaxShape {
        let token = current
        var shape: SyntaxShape
        func word() -> String { current.kind == .name ? current.text : "" }
        switch word() {
        case "scalar": shape = SyntaxShape(.scalar)
        case "vector": shape = SyntaxShape(.vector)
        case "matrix": shape = SyntaxShape(.matrix)
        case "symmetric", "antisymmetric":
            shape = SyntaxShape(word() == "symmetric" ? .symmetricMatrix : .antisymmetricMatrix)
            advance()
            guard word() == "matrix" else { throw badShape(current) }
        case "tensor":
            advance()
            guard current.kind == .number, let rank = Int(current.text), rank >= 0, rank <= 8 else { throw badShape(current) }
            shape = SyntaxShape(.tensor(rank))
        default: throw badShape(token)
        }
        advance()
        _ = acceptName("field")
        if acceptName("of") || acceptReserved("in") {
            guard current.kind == .name, current.text == "R" || current.text == "ℝ" else { throw badShape(current) }
            advance()
            if current.kind == .superscript {
                shape.dimension = SyntaxExpression(.number(current.text), current.range)
                advance()
            } else {
                try expect(.caret, "^", "and the dimension")
                shape.dimension = try parseAtom()
            }
        }
        return shape
    }

    private func badShape(_ token: Token) -> Failure {
        Failure(
            .expectedToken, "found \(describe(token)), expected a shape",
            advice: "one of scalar, vector, matrix, symmetric matrix, antisymmetric matrix, tensor 3", at: token.range)
    }

    private mutating func parseDensity() throws(Failure) -> SyntaxStatement.Kind {
        if current.kind == .name, token(1).kind == .relation(.equal) {
            let name = try parseName("of the density")
            advance()
            return .concreteDensity(name, point: nil, try parseSum())
        }
        if current.kind == .name, token(1).kind == .leftParenthesis, token(2).kind == .name,
            token(3).kind == .rightParenthesis, token(4).kind == .relation(.equal)
        {
            let name = try parseName("of the density")
            let point = try parseNames("of a point")[0]
            advance()
            return .concreteDensity(name, point: point, try parseSum())
        }
        return .density(try parseFunction(isDensity: true))
    }

    private mutating func parseDefinition() throws(Failure) -> SyntaxDefinition {
        let token = current
        let name: SyntaxName
        if case .op(.user(let text)) = token.kind {
            name = SyntaxName(text, token.range)
            advance()
        } else {
            name = try parseName("of the definition")
        }
        let subscripts = current.kind == .leftBracket ? try parseNames("of an index or a point", closing: .rightBracket) : []
        let arguments = current.kind == .leftParenthesis ? try parseNames("of an argument") : nil
        guard accept(.relation(.equal)) else {
            throw Failure(
                .expectedToken, "found \(describe(current)), expected = and the value of the definition", at: current.range)
        }
        return SyntaxDefinition(name, subscripts: subscripts, arguments: arguments, value: try parseSum())
    }

    // MARK: Statements with a verdict

    private mutating func parseAxiom() throws(Failure) -> SyntaxStatement.Kind {
        let name = try parseLabel("of the axiom")
        let arguments = current.kind == .leftParenthesis ? try parseNames("of an argument") : []
        var conditions: [SyntaxProposition] = []
        if acceptReserved("given") {
            colonEnds = true
            conditions = try parseConditions()
            colonEnds = false
        }
        try expect(.colon, "a colon", "and the axiom")
        return .axiom(name, arguments: arguments, conditions: conditions, try parseProposition())
    }

    private mutating func parseCalculation() throws(Failure) -> SyntaxStatement.Kind {
        let name = try parseLabelWithColon("of the calculation")
        let first = try parseSum()
        var steps: [SyntaxStep] = []
        var direction: SyntaxRelation?
        while case .relation(let op) = current.kind {
            let token = current
            advance()
            let isDownward = op == .less || op == .lessOrEqual
            if op != .equal {
                if let direction, isDownward != (direction == .less || direction == .lessOrEqual) {
                    throw Failure(
                        .mixedDirections, "found `\(op.spelling)` in a chain that goes on with `\(direction.spelling)`",
                        advice: "split the chain, or turn the step around", at: token.range)
                }
                direction = op
            }
            let link = SyntaxLink(op, try parseSum())
            linesAreSteps = true
            let clauses = try parseClauses()
            linesAreSteps = false
            steps.append(SyntaxStep(link, clauses: clauses, range: range(from: token.range.start)))
        }
        if steps.isEmpty {
            throw Failure(
                .expectedRelation, "found \(describe(current)), expected a chain of relations",
                advice: "write `calc NAME: a = b` and further steps `= c` on the next lines", at: current.range)
        }
        return .calculation(name, first, steps)
    }

    private mutating func parseForWhich() throws(Failure) -> SyntaxStatement.Kind {
        let first = current
        advance()
        guard acceptName("which") else { throw unknownStatement(first) }
        var names = [try parseName("of a parameter")]
        while accept(.comma) { names.append(try parseName("of a parameter")) }
        try expect(.colon, "a colon", "and the statement")
        return .forWhich(names, try parseProposition())
    }
}
