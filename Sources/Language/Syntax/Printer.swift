/// The canonical text of expressions and statements `S`.
///
/// Reading the text again gives the same tree, up to round brackets: brackets the author wrote are kept,
/// those the grammar needs are added. Symbols are printed in Unicode.
public struct Printer: Sendable {
    public init() {}

    /// How tightly an expression is bound; what stands in a looser place than it may is bracketed.
    enum Level: Int, Comparable {
        case sum, product, unary, power, atom
        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    public func text(_ expression: SyntaxExpression) -> String {
        if case .sum(let terms) = expression.kind { return sum(terms, in: nil, isSpaced: true) }
        return text(expression, .sum, in: nil)
    }

    /// Inside brackets, where short sums are set tight: `|v-w|^(2+γ)`.
    private func inner(_ expression: SyntaxExpression) -> String { text(expression, .sum, in: nil) }

    /// `bar` is the innermost open bracket when that is a bar.
    private func text(_ expression: SyntaxExpression, _ least: Level, in bar: Parser.Bracket?) -> String {
        if level(expression) < least { return "(" + text(expression, .sum, in: nil) + ")" }
        switch expression.kind {
        case .number(let digits): return digits
        case .name(let name): return name
        case .call(let callee, let arguments):
            return indexBase(callee) + "(" + arguments.map(argument).joined(separator: ", ") + ")"
        case .index(let base, let indices): return indexBase(base) + "[" + tightList(indices) + "]"
        case .apply(let op, let points, let operand): return application(op, points, operand, asCall: least > .unary, in: bar)
        case .negation(let operand): return "-" + text(operand, prefixLevel(operand), in: bar)
        case .sum(let terms): return sum(terms, in: bar, isSpaced: !terms.allSatisfy { isShort($0.expression) })
        case .product(let factors): return product(factors, in: bar)
        case .power(let base, let exponent): return text(base, .atom, in: bar) + exponentText(exponent, in: bar)
        case .integral(let points, let body, let isImproper):
            return (isImproper ? "improper " : "") + "∫[" + tightList(points) + "] " + text(body, .product, in: bar)
        case .ranged(let name, let interval): return name.text + " in " + text(interval)
        case .indexedSum(let name, let lower, let upper, let body):
            return "sum[\(name) in \(inner(lower))..\(inner(upper))] " + text(body, prefixLevel(body), in: bar)
        case .limit(let name, let target, let body): return "lim[\(name) -> \(inner(target))] " + text(body, .product, in: bar)
        case .indicator(let points, let condition): return "indicator(" + list(points) + ": " + text(condition) + ")"
        case .components(let parts): return "(" + list(parts) + ")"
        case .block(let parts): return "[" + list(parts) + "]"
        case .absolute(let body): return barred(body, "|", .bar)
        case .norm(let body): return barred(body, "‖", .doubleBar)
        case .angle(let first, let second): return "⟨" + inner(first) + (second.map { ", " + inner($0) } ?? "") + "⟩"
        case .group(let body): return "(" + inner(body) + ")"
        case .proposition(let proposition): return "(" + text(proposition) + ")"
        case .invalid: return "?"
        }
    }

    private func list(_ expressions: [SyntaxExpression]) -> String {
        expressions.map { inner($0) }.joined(separator: ", ")
    }

    private func tightList(_ expressions: [SyntaxExpression]) -> String {
        expressions.map { inner($0) }.joined(separator: ",")
    }

    func argument(_ argument: SyntaxArgument) -> String {
        guard let label = argument.label else { return inner(argument.value) }
        return "\(label) \(argument.binding.rawValue) \(inner(argument.value))"
    }

    private func level(_ expression: SyntaxExpression) -> Level {
        switch expression.kind {
        case .sum: return .sum
        case .product, .integral, .limit: return .product
        case .negation, .indexedSum: return .unary
        // Printed as a call where a prefix form would not do.
        case .apply: return .atom
        case .power: return .power
        default: return .atom
        }
    }

    /// An integral needs no brackets behind a prefix.
    private func prefixLevel(_ operand: SyntaxExpression) -> Level {
        switch operand.kind {
        case .integral, .limit: return .product
        default: return .unary
        }
    }

    /// Whether an integral stands at the right edge, which would swallow further factors.
    private func isOpen(_ expression: SyntaxExpression) -> Bool {
        switch expression.kind {
        case .integral, .limit: return true
        case .negation(let operand), .indexedSum(_, _, _, let operand): return isOpen(operand)
        case .apply(_, _, let operand): return isPrefixOperand(operand) && isOpen(operand)
        default: return false
        }
    }

    private func indexBase(_ base: SyntaxExpression) -> String {
        switch base.kind {
        case .name, .call, .index, .group: return text(base, .atom, in: nil)
        case .apply(let op, let points, let operand): return application(op, points, operand, asCall: true, in: nil)
        default: return "(" + inner(base) + ")"
        }
    }

    private func isShort(_ term: SyntaxExpression) -> Bool {
        switch term.kind {
        case .number, .name: return true
        case .index(let base, _), .negation(let base): return isShort(base)
        default: return false
        }
    }

    private func sum(_ terms: [SyntaxTerm], in bar: Parser.Bracket?, isSpaced: Bool) -> String {
        let space = isSpaced ? " " : ""
        var result = ""
        for (position, term) in terms.enumerated() {
            if position > 0 { result += space + (term.isNegative ? "-" : "+") + space }
            result += text(term.expression, .product, in: bar)
        }
        return result
    }

    private func product(_ factors: [SyntaxFactor], in bar: Parser.Bracket?) -> String {
        var result = ""
        for (position, factor) in factors.enumerated() {
            let isLast = position == factors.count - 1
            var least = Level.unary
            if case .integral = factor.expression.kind, isLast { least = .product }
            if !isLast, isOpen(factor.expression) { least = .atom }
            // `div(A) u` rather than `div A u`.
            if !isLast, case .apply(let op, _, _) = factor.expression.kind, !isSymbol(op) { least = .atom }
            if position > 0, factor.connective == .juxtaposed, case .negation = factor.expression.kind { least = .atom }
            var piece = text(factor.expression, least, in: bar)
            if !isLast, isOpen(factor.expression), !piece.hasPrefix("(") { piece = "(" + piece + ")" }
            if position > 0 {
                switch factor.connective {
                case .juxtaposed:
                    let first = piece.first
                    if (first == "|" && bar == .bar) || (first == "‖" && bar == .doubleBar) { piece = "(" + piece + ")" }
                    result += isCoefficient(factors, position) ? "" : " "
                case .times: result += " * "
                default: result += factor.connective.rawValue
                }
            }
            result += piece
        }
        return result
    }

    /// A leading number before a name is set tight: `2v`.
    private func isCoefficient(_ factors: [SyntaxFactor], _ position: Int) -> Bool {
        guard position == 1, case .name(let name) = factors[1].expression.kind, !name.hasPrefix("_") else { return false }
        if case .number = factors[0].expression.kind { return true }
        if case .negation(let inner) = factors[0].expression.kind, case .number = inner.kind { return true }
        return false
    }

    private func exponentText(_ exponent: SyntaxExpression, in bar: Parser.Bracket?) -> String {
        switch exponent.kind {
        case .number(let digits) where isSmallInteger(digits): return Spelling.superscript(digits)
        case .negation(let inner):
            if case .number(let digits) = inner.kind, isSmallInteger(digits) { return Spelling.superscript("-" + digits) }
            return "^-" + text(inner, .power, in: bar)
        default: return "^" + text(exponent, .power, in: bar)
        }
    }

    private func isSmallInteger(_ digits: String) -> Bool { digits.utf8.count <= 6 && Int(digits).map(String.init) == digits }

    private func barred(_ body: SyntaxExpression, _ bar: String, _ bracket: Parser.Bracket) -> String {
        let inner = text(body, .sum, in: bracket)
        let needsSpace = inner.first == "|" || inner.first == "‖" || inner.last == "|" || inner.last == "‖"
        return needsSpace ? "\(bar) \(inner) \(bar)" : bar + inner + bar
    }

    // MARK: Operators

    /// What follows an operator without brackets: a name, an indexed or called name, another operator.
    private func isPrefixOperand(_ operand: SyntaxExpression) -> Bool {
        switch operand.kind {
        case .name(let name): return !name.hasPrefix("_")
        case .index(let base, _), .call(let base, _): return isPrefixOperand(base)
        case .apply(let op, _, let inner): return isSymbol(op) && isPrefixOperand(inner)
        default: return false
        }
    }

    /// Operators that are read at a glance without brackets.
    private func isSymbol(_ op: SyntaxOperator) -> Bool {
        switch op {
        case .gradient, .hessian, .laplacian, .partial: return true
        default: return false
        }
    }

    private func application(
        _ op: SyntaxOperator, _ points: [SyntaxExpression], _ operand: SyntaxExpression, asCall: Bool,
        in bar: Parser.Bracket?
    ) -> String {
        let head = op.spelling + (points.isEmpty ? "" : "[" + tightList(points) + "]")
        if asCall || !isPrefixOperand(operand) {
            // The brackets of a call are those that the author wrote around the operand.
            if case .group(let content) = operand.kind { return application(op, points, content, asCall: true, in: bar) }
            if case .components = operand.kind { return head + text(operand, .atom, in: nil) }
            return head + "(" + inner(operand) + ")"
        }
        var space = " "
        switch op {
        case .gradient, .hessian, .laplacian: space = points.isEmpty ? "" : " "
        default: break
        }
        return head + space + text(operand, .unary, in: bar)
    }

    // MARK: Statements S

    /// How loosely a statement is bound: 0 `iff`, 1 `if`, 2 `and`, 3 a relation.
    private func looseness(_ proposition: SyntaxProposition) -> Int {
        switch proposition.kind {
        case .equivalence, .existence: return 0
        case .implication: return 1
        case .conjunction: return 2
        default: return 3
        }
    }

    public func text(_ proposition: SyntaxProposition) -> String { text(proposition, 0) }

    private func text(_ proposition: SyntaxProposition, _ least: Int) -> String {
        if looseness(proposition) < least { return "(" + text(proposition, 0) + ")" }
        switch proposition.kind {
        case .chain(let first, let links):
            return links.reduce(text(first)) { $0 + " \($1.op.spelling) " + text($1.expression) }
        case .conjunction(let parts): return parts.map { text($0, 3) }.joined(separator: " and ")
        case .implication(let conclusion, let hypothesis): return text(conclusion, 1) + " if " + text(hypothesis, 2)
        case .equivalence(let left, let right):
            if case .existence = left.kind { return "(" + text(left, 0) + ") iff " + text(right, 1) }
            return text(left, 0) + " iff " + text(right, 1)
        case .existence(let parameters, let body): return "exists \(text(parameters)): " + text(body, 0)
        case .attribute(let subject, let word): return text(subject, .product, in: nil) + " " + word
        case .membership(let value, let interval): return text(value) + " in " + text(interval)
        case .invalid: return "?"
        }
    }

    func text(_ parameters: SyntaxParameters) -> String {
        var result = parameters.names.map(\.text).joined(separator: ", ")
        if parameters.isInteger { result += " integer" }
        if let interval = parameters.interval { result += " in " + text(interval) }
        for bound in parameters.bounds { result += " \(bound.op.spelling) " + text(bound.expression) }
        return result
    }

    func text(_ interval: SyntaxInterval) -> String {
        (interval.includesLower ? "[" : "(") + (interval.lower.map { text($0) } ?? "-oo") + ", "
            + (interval.upper.map { text($0) } ?? "oo") + (interval.includesUpper ? "]" : ")")
    }
}
