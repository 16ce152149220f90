extension SyntaxExpression {
    /// The expressions directly inside.
    var children: [SyntaxExpression] {
        switch kind {
        case .number, .name, .invalid: return []
        case .call(let callee, let arguments): return [callee] + arguments.map(\.value)
        case .index(let base, let indices): return [base] + indices
        case .apply(_, let points, let operand): return points + [operand]
        case .negation(let e), .absolute(let e), .norm(let e), .group(let e): return [e]
        case .sum(let terms): return terms.map(\.expression)
        case .product(let factors): return factors.map(\.expression)
        case .power(let a, let b): return [a, b]
        case .integral(let points, let body, _): return points + [body]
        case .ranged(_, let interval): return [interval.lower, interval.upper].compactMap { $0 }
        case .indexedSum(_, let a, let b, let body): return [a, b, body]
        case .limit(_, let a, let body): return [a, body]
        case .indicator(let points, let condition): return points + condition.expressions
        case .components(let parts), .block(let parts): return parts
        case .angle(let a, let b): return [a] + (b.map { [$0] } ?? [])
        case .proposition(let p): return p.expressions
        }
    }
}

extension SyntaxProposition {
    /// The expressions it relates.
    var expressions: [SyntaxExpression] {
        switch kind {
        case .chain(let first, let links): return [first] + links.map(\.expression)
        case .conjunction(let parts): return parts.flatMap(\.expressions)
        case .implication(let a, let b), .equivalence(let a, let b): return a.expressions + b.expressions
        case .existence(_, let body): return body.expressions
        case .attribute(let e, _), .membership(let e, _): return [e]
        case .invalid: return []
        }
    }
}
