/// Sums of gradients before what they are applied to: `(∇[v] - ∇[w]) F` is `∇[v] F - ∇[w] F`, `(∇[v]/m - ∇[w])·X` is `(div[v] X)/m - div[w] X`.
extension Parser {
    /// One of the gradients.
    private struct Summand {
        let isNegative: Bool
        let op: SyntaxOperator
        let points: [SyntaxExpression]
        let divisor: SyntaxExpression?

        /// With an operand; as a divergence if behind the bracket stands a dot.
        func applied(to operand: SyntaxExpression, isDivergence: Bool) -> SyntaxTerm {
            let value = SyntaxExpression(.apply(isDivergence ? op.asDivergence : op, points, operand), operand.range)
            guard let divisor else { return SyntaxTerm(isNegative: isNegative, value) }
            return SyntaxTerm(isNegative: isNegative, SyntaxExpression(
                .product([SyntaxFactor(.juxtaposed, SyntaxExpression(.group(value), value.range)), SyntaxFactor(.divided, divisor)]), operand.range))
        }
    }

    private static let longestSum = 64

    /// Whether the bracket that opens here holds nothing but gradients, at least two, with a name or a number below them at most.
    var isSumOfGradients: Bool {
        let end = min(tokens.count, position + Self.longestSum)
        var place = position + 1, count = 0
        func kind(_ place: Int) -> Token.Kind? { place < end ? tokens[place].kind : nil }
        if kind(place) == .minus { place += 1 }
        while true {
            guard case .op(let op)? = kind(place), op.isGradient else { return false }
            count += 1
            place += 1
            if kind(place) == .leftBracket {
                while place < end, tokens[place].kind != .rightBracket { place += 1 }
                place += 1
            }
            if kind(place) == .slash {
                guard let divisor = kind(place + 1), divisor == .name || divisor == .number else { return false }
                place += 2
            }
            switch kind(place) {
            case .plus, .minus: place += 1
            case .rightParenthesis: return count > 1
            default: return false
            }
        }
    }

    mutating func parseSumOfGradients() throws(Failure) -> SyntaxExpression {
        let start = current.range.start
        advance()
        brackets.append(.parenthesis)
        try enter()
        var summands: [Summand] = []
        while current.kind != .rightParenthesis {
            let isNegative = current.kind == .minus
            if isNegative || current.kind == .plus { advance() }
            guard case .op(let op) = current.kind else { throw missingOperand() }
            advance()
            let points = current.kind == .leftBracket ? try parseSubscript() : []
            var divisor: SyntaxExpression?
            if current.kind == .slash {
                advance()
                divisor = try parseUnary()
            }
            summands.append(Summand(isNegative: isNegative, op: op, points: points, divisor: divisor))
        }
        leave()
        try close(.parenthesis, .rightParenthesis, ")", openedAt: start)
        let isDivergence = current.kind == .dot
        if isDivergence { advance() }
        let first = try parseOperand(of: .gradient, [], from: start)
        guard case .apply(_, _, let operand) = first.kind else {
            throw Failure(
                .unexpectedToken, "found a power or an index behind what a sum of gradients is applied to", advice: "put brackets around the whole, as in ((∇[v] - ∇[w]) F)[1]",
                at: first.range)
        }
        var terms = summands.map { $0.applied(to: operand, isDivergence: isDivergence) }
        if terms[0].isNegative { terms[0] = SyntaxTerm(isNegative: false, SyntaxExpression(.negation(terms[0].expression), terms[0].expression.range)) }
        let sum = SyntaxExpression(.sum(terms), range(from: start))
        return SyntaxExpression(.group(sum), range(from: start))
    }
}

extension SyntaxOperator {
    fileprivate var isGradient: Bool {
        switch self {
        case .gradient: return true
        case .user(let name): return name.hasPrefix("∇_")
        default: return false
        }
    }

    fileprivate var asDivergence: SyntaxOperator {
        guard case .user(let name) = self else { return .divergence }
        return .user("div" + name.dropFirst())
    }
}
