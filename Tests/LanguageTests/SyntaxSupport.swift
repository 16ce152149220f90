@testable import Language

/// Removes round brackets the author wrote, which have no meaning of their own.
func ungrouped(_ e: SyntaxExpression) -> SyntaxExpression {
    func list(_ es: [SyntaxExpression]) -> [SyntaxExpression] { es.map(ungrouped) }
    let kind: SyntaxExpression.Kind
    switch e.kind {
    case .group(let inner): return ungrouped(inner)
    case .number, .name, .invalid: return e
    case .call(let callee, let arguments):
        kind = .call(ungrouped(callee), arguments.map { SyntaxArgument(label: $0.label, binding: $0.binding, ungrouped($0.value)) })
    case .index(let base, let indices): kind = .index(ungrouped(base), list(indices))
    case .apply(let op, let points, let operand): kind = .apply(op, list(points), ungrouped(operand))
    case .negation(let operand): kind = .negation(ungrouped(operand))
    case .sum(let terms): kind = .sum(terms.map { SyntaxTerm(isNegative: $0.isNegative, ungrouped($0.expression)) })
    case .product(let factors): kind = .product(factors.map { SyntaxFactor($0.connective, ungrouped($0.expression)) })
    case .power(let a, let b): kind = .power(ungrouped(a), ungrouped(b))
    case .integral(let points, let body, let improper): kind = .integral(list(points), ungrouped(body), isImproper: improper)
    case .ranged(let name, let interval):
        kind = .ranged(name, SyntaxInterval(
            lower: interval.lower.map(ungrouped), includesLower: interval.includesLower, upper: interval.upper.map(ungrouped),
            includesUpper: interval.includesUpper))
    case .indexedSum(let k, let a, let b, let body): kind = .indexedSum(k, ungrouped(a), ungrouped(b), ungrouped(body))
    case .limit(let x, let a, let body): kind = .limit(x, ungrouped(a), ungrouped(body))
    case .indicator(let points, let condition): kind = .indicator(points, ungrouped(condition))
    case .components(let parts): kind = .components(list(parts))
    case .block(let parts): kind = .block(list(parts))
    case .absolute(let body): kind = .absolute(ungrouped(body))
    case .norm(let body): kind = .norm(ungrouped(body))
    case .angle(let a, let b): kind = .angle(ungrouped(a), b.map(ungrouped))
    case .proposition(let p): kind = .proposition(ungrouped(p))
    }
    return SyntaxExpression(kind, e.range)
}

func ungrouped(_ p: SyntaxProposition) -> SyntaxProposition {
    let kind: SyntaxProposition.Kind
    switch p.kind {
    case .chain(let first, let links): kind = .chain(ungrouped(first), links.map { SyntaxLink($0.op, ungrouped($0.expression)) })
    case .conjunction(let parts): kind = .conjunction(parts.map(ungrouped))
    case .implication(let a, let b): kind = .implication(conclusion: ungrouped(a), hypothesis: ungrouped(b))
    case .equivalence(let a, let b): kind = .equivalence(ungrouped(a), ungrouped(b))
    case .existence(let parameters, let body): kind = .existence(parameters, ungrouped(body))
    case .attribute(let e, let word): kind = .attribute(ungrouped(e), word)
    case .membership(let e, let interval): kind = .membership(ungrouped(e), interval)
    case .invalid: kind = .invalid
    }
    return SyntaxProposition(kind, p.range)
}

/// Fully bracketed text: shows how an expression was read.
func reading(_ text: String) -> String {
    do { return structure(try Parser.parseExpression(text)) } catch { return "\(error.code.rawValue)" }
}

func structure(_ e: SyntaxExpression) -> String {
    switch e.kind {
    case .number(let digits): return digits
    case .name(let name): return name
    case .call(let callee, let arguments):
        return structure(callee) + "(" + arguments.map { ($0.label.map { l in l + ":" } ?? "") + structure($0.value) }.joined(separator: ",") + ")"
    case .index(let base, let indices): return structure(base) + "[" + indices.map(structure).joined(separator: ",") + "]"
    case .apply(let op, let points, let operand):
        return op.spelling + (points.isEmpty ? "" : "[" + points.map(structure).joined(separator: ",") + "]") + "{" + structure(operand) + "}"
    case .negation(let operand): return "neg{" + structure(operand) + "}"
    case .sum(let terms): return "(" + terms.enumerated().map { ($0 == 0 ? "" : $1.isNegative ? "-" : "+") + structure($1.expression) }.joined() + ")"
    case .product(let factors):
        var text = structure(factors[0].expression)
        for factor in factors.dropFirst() {
            text = "(" + text + (factor.connective == .juxtaposed ? " " : factor.connective.rawValue) + structure(factor.expression) + ")"
        }
        return text
    case .power(let a, let b): return "pow{" + structure(a) + "," + structure(b) + "}"
    case .integral(let points, let body, _): return "∫[" + points.map(structure).joined(separator: ",") + "]{" + structure(body) + "}"
    case .ranged(let name, let interval): return name.text + " in " + Printer().text(interval)
    case .indexedSum(let k, let a, let b, let body): return "sum[\(k),\(structure(a)),\(structure(b))]{\(structure(body))}"
    case .limit(let x, let a, let body): return "lim[\(x),\(structure(a))]{\(structure(body))}"
    case .indicator: return "indicator"
    case .components(let parts): return "comp(" + parts.map(structure).joined(separator: ",") + ")"
    case .block(let parts): return "[" + parts.map(structure).joined(separator: ",") + "]"
    case .absolute(let body): return "|" + structure(body) + "|"
    case .norm(let body): return "‖" + structure(body) + "‖"
    case .angle(let a, let b): return "⟨" + structure(a) + (b.map { "," + structure($0) } ?? "") + "⟩"
    case .group(let inner): return structure(inner)
    case .proposition: return "prop"
    case .invalid: return "invalid"
    }
}

/// A small seeded generator of random numbers.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

/// Random syntax trees in the parser's normal form.
struct RandomSyntax {
    var generator: SeededGenerator
    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    let nowhere = SourceRange(SourceLocation(line: 1, column: 1, offset: 0), SourceLocation(line: 1, column: 1, offset: 0))

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }
    func make(_ kind: SyntaxExpression.Kind) -> SyntaxExpression { SyntaxExpression(kind, nowhere) }

    mutating func name() -> String { pick(["u", "v", "ẑ", "γ", "X'", "φ", "f", "A", "m1", "_a", "α''"]) }

    mutating func expressions(_ depth: Int, _ count: Int) -> [SyntaxExpression] { (0..<count).map { _ in expression(depth) } }

    mutating func expression(_ depth: Int) -> SyntaxExpression {
        if depth == 0 { return below(3) == 0 ? make(.number(pick(["0", "2", "3.25", "17"]))) : make(.name(name())) }
        let next = depth - 1
        switch below(19) {
        case 0: return make(.call(make(.name(name())), [SyntaxArgument(expression(next)), SyntaxArgument(label: "z", binding: pick([.named, .substituted]), expression(next))]))
        case 1: return make(.index(pick([make(.name(name())), make(.group(expression(next)))]), expressions(next, 1 + below(2))))
        case 2, 3:
            let op: SyntaxOperator = pick([.gradient, .hessian, .laplacian, .divergence, .log, .exp, .sqrt, .user("∂r"), .user("∇_S"), .user("∇²_S"), .partial])
            let points = op == .partial || below(4) == 0 ? [make(.name("z"))] : []
            return make(.apply(op, points, expression(next)))
        case 4: return make(.negation(expression(next)))
        case 5, 6:
            let terms = (0..<(2 + below(2))).map { position in SyntaxTerm(isNegative: position > 0 && below(2) == 0, expression(next)) }
            return make(.sum(terms))
        case 7, 8, 9:
            let factors = (0..<(2 + below(3))).map { position in
                SyntaxFactor(position == 0 ? .juxtaposed : pick(ProductConnective.allCases), expression(next))
            }
            return make(.product(factors))
        case 10, 11: return make(.power(expression(next), below(2) == 0 ? make(.number("2")) : expression(next)))
        case 12: return make(.integral([make(.name("v"))], expression(next), isImproper: below(4) == 0))
        case 13: return make(.indexedSum("k", expression(0), expression(0), expression(next)))
        case 14: return make(.limit("γ", expression(0), expression(next)))
        case 15: return make(.components(expressions(next, 2 + below(2))))
        case 16: return make(.block(expressions(next, 1 + below(2))))
        case 17: return make(below(2) == 0 ? .absolute(expression(next)) : .norm(expression(next)))
        default: return make(.angle(expression(next), below(2) == 0 ? nil : expression(next)))
        }
    }
}
