import Language

/// Sets expressions as their author wrote them; fractions, roots and exponents in two dimensions.
struct SyntaxFormulas {
    /// How tightly an expression is bound; what stands in a looser place than it may is bracketed.
    private enum Level: Int, Comparable {
        case sum, product, unary, power, atom
        static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    func formula(_ expression: SyntaxExpression) -> Formula { formula(expression, Level.sum) }

    private func formula(_ expression: SyntaxExpression, _ least: Level) -> Formula {
        level(expression) < least ? .parenthesised(formula(expression, .sum)) : bare(expression)
    }

    private func bare(_ expression: SyntaxExpression) -> Formula {
        switch expression.kind {
        case .number(let digits): return .number(digits)
        case .name(let name): return .name(name)
        case .call(let callee, let arguments): return call(callee, arguments)
        case .index(let base, let indices): return formula(base, .atom).subscripted(subscripts(indices))
        case .apply(let op, let points, let operand): return application(op, points, operand)
        case .negation(let operand): return .row([.minusSign, formula(operand, .unary)])
        case .sum(let terms): return sum(terms)
        case .product(let factors): return product(factors)
        case .power(let base, let exponent):
            let base = formula(base, .atom), exponent = unbracketed(exponent)
            return base.raised(to: exponent) ?? .scripts(.parenthesised(base), sub: nil, sup: exponent)
        case .integral(let points, let body, let isImproper):
            return integral(points, formula(body, .product), isImproper: isImproper)
        case .ranged(let name, let range): return .row([.name(name.text), .relation("∈"), interval(range)])
        case .indexedSum(let name, let lower, let upper, let body):
            let under = Formula.row([.name(name), .relation("="), formula(lower, .sum)])
            return .row([
                .stacked(.symbol("∑", .large), under: under, over: formula(upper, .sum)), .thinSpace, formula(body, .unary),
            ])
        case .limit(let name, let target, let body):
            let under = Formula.row([.name(name), .relation("→"), formula(target, .sum)])
            return .row([.stacked(.word("lim"), under: under, over: nil), .thinSpace, formula(body, .product)])
        case .indicator(_, let condition):
            return .scripts(.identifier("1", .bold), sub: proposition(condition), sup: nil)
        case .components(let rows):
            let matrix = rows.compactMap { row in if case .components(let cells) = row.kind { cells } else { nil } }
            if matrix.count == rows.count { return .fenced("(", .table(matrix.map { $0.map(formula) }, .centred), ")") }
            return .parenthesised(.list(rows.map(formula)))
        case .block(let parts): return .fenced("[", .list(parts.map(formula)), "]")
        case .absolute(let body): return .fenced("|", formula(body, .sum), "|")
        case .norm(let body): return .fenced("‖", formula(body, .sum), "‖")
        case .angle(let first, let second):
            return .fenced("⟨", .list([formula(first)] + (second.map { [formula($0)] } ?? [])), "⟩")
        case .group(let body): return .parenthesised(formula(body, .sum))
        case .proposition(let inner): return .parenthesised(proposition(inner))
        case .invalid: return .text("?")
        }
    }

    /// Without round brackets around the whole, where the place on the page says what they say.
    private func unbracketed(_ expression: SyntaxExpression) -> Formula {
        if case .group(let inner) = expression.kind { return formula(inner) }
        return formula(expression)
    }

    /// `ij` for single letters, with commas otherwise.
    private func subscripts(_ indices: [SyntaxExpression]) -> Formula {
        let areShort = indices.allSatisfy { index in
            switch index.kind {
            case .name(let text), .number(let text): return text.count == 1
            default: return false
            }
        }
        return areShort ? .row(indices.map(formula)) : .list(indices.map(formula))
    }

    private func level(_ expression: SyntaxExpression) -> Level {
        switch expression.kind {
        case .sum: return .sum
        case .product, .integral, .negation: return .product
        case .indexedSum, .limit: return .unary
        case .apply(.sqrt, _, _): return .atom
        case .apply: return .unary
        case .power: return .power
        default: return .atom
        }
    }

    private func integral(_ points: [SyntaxExpression], _ body: Formula, isImproper: Bool) -> Formula {
        let signs = ["∫", "∬", "∭"]
        var sign: [Formula] = points.count <= 3
            ? [.symbol(signs[max(0, points.count - 1)], .integral)] : points.map { _ in .symbol("∫", .integral) }
        let ranges = points.compactMap { point -> (SyntaxName, SyntaxInterval)? in
            if case .ranged(let name, let interval) = point.kind { (name, interval) } else { nil }
        }
        var differentials: [Formula] = []
        if ranges.count == points.count {
            // A sign with its ends for each variable, the innermost one last.
            sign = ranges.map { _, interval in
                .scripts(
                    .symbol("∫", .integral), sub: interval.lower.map { formula($0, .sum) } ?? .row([.minusSign, .ordinary("∞")]),
                    sup: interval.upper.map { formula($0, .sum) } ?? .ordinary("∞"))
            }
            differentials = ranges.reversed().flatMap { name, _ in [.thinSpace, .word("d"), .name(name.text)] as [Formula] }
        } else {
            differentials = points.flatMap { [.thinSpace, .word("d"), formula($0, .sum)] as [Formula] }
        }
        return .row((isImproper ? [.text("improper ")] : []) + sign + [body] + differentials)
    }

    private func sum(_ terms: [SyntaxTerm]) -> Formula {
        var parts: [Formula] = []
        for (position, term) in terms.enumerated() {
            if position > 0 { parts.append(.binary(term.isNegative ? "−" : "+")) } else if term.isNegative { parts.append(.minusSign) }
            parts.append(formula(term.expression, .product))
        }
        return .row(parts)
    }

    /// One level, from the left: `a/b c` is (a/b) c.
    private func product(_ factors: [SyntaxFactor]) -> Formula {
        if case .negation(let inner) = factors[0].expression.kind {
            let rest = [SyntaxFactor(factors[0].connective, inner)] + factors.dropFirst()
            return .row([.minusSign, product(rest)])
        }
        var parts: [Formula] = []
        for (position, factor) in factors.enumerated() {
            let isLast = position == factors.count - 1
            if factor.connective == .divided {
                // The bar brackets the divisor.
                // So it does with what stands above it.
                if position == 1, case .group = factors[0].expression.kind { parts = [unbracketed(factors[0].expression)] }
                parts = [.fraction(.row(parts), unbracketed(factor.expression))]
                continue
            }
            // Only the last factor may run on to the end of the product.
            let runsOn = if case .integral = factor.expression.kind { isLast } else { false }
            let piece = runsOn ? bare(factor.expression) : formula(factor.expression, .unary)
            if position > 0 { parts += connective(factor.connective, after: factors[position - 1], before: factor.expression) }
            parts.append(piece)
        }
        return .row(parts)
    }

    private func connective(_ connective: ProductConnective, after left: SyntaxFactor, before right: SyntaxExpression) -> [Formula] {
        switch connective {
        case .juxtaposed, .times:
            guard case .number = left.expression.kind, left.connective != .divided else { return [.thinSpace] }
            if case .number = right.kind { return [.binary("·")] }
            if case .name = right.kind { return [] }
            return [.thinSpace]
        case .divided: return []
        case .dot, .cross, .tensor: return [.binary(connective.rawValue)]
        case .colon: return [.binary(":")]
        }
    }

    private func call(_ callee: SyntaxExpression, _ arguments: [SyntaxArgument]) -> Formula {
        let values = arguments.map(argument)
        if case .name(let name) = callee.kind, arguments.allSatisfy({ $0.label == nil }) {
            switch (name, values.count) {
            case ("basis", 1): return .scripts(.letter("e"), sub: values[0], sup: nil)
            case ("conv", 2):
                return .parenthesised(.row([formula(arguments[0].value, .unary), .binary("∗"), formula(arguments[1].value, .unary)]))
            case ("abs", 1): return .fenced("|", values[0], "|")
            case ("sqrtm", 1): return .root(values[0], degree: nil)
            case ("inverse", 1):
                let base = formula(arguments[0].value, .atom), minusOne = Formula.row([.minusSign, .number("1")])
                return base.raised(to: minusOne) ?? .scripts(.parenthesised(base), sub: nil, sup: minusOne)
            default: break
            }
        }
        return .row([formula(callee, .atom), .parenthesised(.list(values))])
    }

    func argument(_ argument: SyntaxArgument) -> Formula {
        guard let label = argument.label else { return formula(argument.value) }
        return .row([.name(label), .relation(argument.binding == .named ? "=" : "≔"), formula(argument.value)])
    }

    // MARK: Operators

    private func application(_ op: SyntaxOperator, _ points: [SyntaxExpression], _ operand: SyntaxExpression) -> Formula {
        let bare = if case .group(let inner) = operand.kind { inner } else { operand }
        switch op {
        case .sqrt: return .root(formula(bare), degree: nil)
        case .transpose:
            let base = formula(bare, .atom)
            return base.raised(to: .ordinary("⊤")) ?? .scripts(.parenthesised(base), sub: nil, sup: .ordinary("⊤"))
        default: break
        }
        let head = head(op, points.map { formula($0) })
        switch bare.kind {
        case .name, .index, .absolute, .norm, .angle, .block, .apply:
            if case .user = op { break }
            let isTight = points.isEmpty && !op.isWord && !bare.beginsWithWord
            return .row(isTight ? [head, formula(bare, .unary)] : [head, .thinSpace, formula(bare, .unary)])
        case .components: return .row([head, formula(bare, .atom)])
        default: break
        }
        return .row([head, .parenthesised(formula(bare))])
    }

    /// A defined name, which may be an operator's.
    func head(of name: String) -> Formula {
        let isOperator = ["∂", "∇", "Δ", "div_"].contains { name.hasPrefix($0) && name.count > $0.count }
        return isOperator ? head(.user(name), []) : .name(name)
    }

    private func head(_ op: SyntaxOperator, _ points: [Formula]) -> Formula {
        let subscripts = points.isEmpty ? nil : Formula.list(points)
        switch op.setting {
        case .symbol(let symbol, let power):
            let base = Formula.ordinary(symbol)
            return subscripts == nil && power == nil ? base : .scripts(base, sub: subscripts, sup: power.map { .number($0) })
        case .word(let word): return subscripts.map { .scripts(.word(word), sub: $0, sup: nil) } ?? .word(word)
        case .extended(let symbol, let power, let name):
            let base = symbol.count > 1 ? Formula.word(symbol) : .ordinary(symbol)
            return .scripts(base, sub: .list([.name(name)] + points), sup: power.map { .number($0) })
        }
    }

    // MARK: Statements S

    func proposition(_ proposition: SyntaxProposition) -> Formula { self.proposition(proposition, 0) }

    /// 0 `iff`, 1 `if`, 2 `and`, 3 a relation.
    private func proposition(_ proposition: SyntaxProposition, _ least: Int) -> Formula {
        let looseness: Int
        let result: Formula
        switch proposition.kind {
        case .chain(let first, let links):
            (looseness, result) = (3, .row([formula(first)] + links.flatMap { [.relation($0.op.spelling), formula($0.expression)] }))
        case .conjunction(let parts):
            (looseness, result) = (2, .joined(parts.map { self.proposition($0, 3) }, by: .text(" and ")))
        case .implication(let conclusion, let hypothesis):
            (looseness, result) = (1, .row([self.proposition(conclusion, 1), .text(" if "), self.proposition(hypothesis, 2)]))
        case .equivalence(let left, let right):
            (looseness, result) = (0, .row([self.proposition(left, 0), .text(" iff "), self.proposition(right, 1)]))
        case .existence(let parameters, let body):
            (looseness, result) = (
                0, .row([.text("there is "), self.parameters(parameters), .text(" with "), self.proposition(body, 0)])
            )
        case .attribute(let subject, let word): (looseness, result) = (3, .row([formula(subject, .product), .text(" " + word)]))
        case .membership(let value, let interval):
            (looseness, result) = (3, .row([formula(value), .relation("∈"), self.interval(interval)]))
        case .invalid: (looseness, result) = (3, .text("?"))
        }
        return looseness < least ? .parenthesised(result) : result
    }

    /// Over several lines: a line for each part, aligned at its relations.
    func display(_ proposition: SyntaxProposition) -> Formula {
        switch proposition.kind {
        case .conjunction(let parts):
            return .table(parts.flatMap { part -> [[Formula]] in
                if case .chain(let first, let links) = part.kind { return chain(first, links) }
                return [[.empty, self.proposition(part, 3)]]
            }, .aligned)
        case .chain(let first, let links): return SyntaxFormulas.tabulated(chain(first, links))
        default: return self.proposition(proposition)
        }
    }

    /// The rows of a chain of relations: long sums take more than one.
    func chain(_ first: SyntaxExpression, _ links: [SyntaxLink]) -> [[Formula]] {
        var rows: [[Formula]] = []
        let heads = lines(first)
        for line in heads.dropLast() { rows.append([line, .empty]) }
        var left = heads.last ?? .empty
        for link in links {
            let lines = lines(link.expression)
            rows.append([left, .row([.relation(link.op.spelling), lines[0]])])
            for line in lines.dropFirst() { rows.append([.empty, .row([.space(36), line])]) }
            left = .empty
        }
        return rows.isEmpty ? [[left]] : rows
    }

    static func tabulated(_ rows: [[Formula]]) -> Formula {
        rows.count == 1 ? .row(rows[0]) : .table(rows, .aligned)
    }

    /// Characters of source on one line of a displayed formula.
    private static let lineWidth = 80

    /// A long sum in pieces.
    private func lines(_ expression: SyntaxExpression) -> [Formula] {
        let printer = Printer()
        guard case .sum(let terms) = expression.kind, printer.text(expression).count > SyntaxFormulas.lineWidth else {
            return [formula(expression)]
        }
        var lines: [Formula] = []
        var current: [SyntaxTerm] = []
        var width = 0
        func line(_ terms: [SyntaxTerm]) -> Formula {
            let body = sum(terms)
            guard !lines.isEmpty, let first = terms.first, !first.isNegative else { return body }
            return .row([.symbol("+", .prefix), .thinSpace, body])
        }
        for term in terms {
            let more = printer.text(term.expression).count + 3
            if !current.isEmpty, width + more > SyntaxFormulas.lineWidth {
                lines.append(line(current))
                current = []
                width = 0
            }
            current.append(term)
            width += more
        }
        return lines + [line(current)]
    }

    func parameters(_ parameters: SyntaxParameters) -> Formula {
        var parts = [Formula.list(parameters.names.map { .name($0.text) })]
        if parameters.isInteger { parts.append(.text(" integer")) }
        if let interval = parameters.interval { parts += [.relation("∈"), self.interval(interval)] }
        for bound in parameters.bounds { parts += [.relation(bound.op.spelling), formula(bound.expression)] }
        return .row(parts)
    }

    func interval(_ interval: SyntaxInterval) -> Formula {
        let lower = interval.lower.map { formula($0) } ?? .row([.minusSign, .ordinary("∞")])
        let upper = interval.upper.map { formula($0) } ?? .ordinary("∞")
        return .fenced(interval.includesLower ? "[" : "(", .list([lower, upper]), interval.includesUpper ? "]" : ")")
    }

    func manifold(_ manifold: SyntaxManifold) -> Formula {
        func power(_ letter: String, _ exponent: SyntaxExpression) -> Formula {
            .scripts(.identifier(letter, .doubleStruck), sub: nil, sup: unbracketed(exponent))
        }
        switch manifold {
        case .line: return .identifier("R", .doubleStruck)
        case .interval(let interval): return self.interval(interval)
        case .euclidean(let dimension): return power("R", dimension)
        case .sphere(let dimension): return power("S", dimension)
        case .torus(let dimension): return power("T", dimension)
        }
    }
}

extension SyntaxOperator {
    fileprivate enum Setting {
        case symbol(String, power: String?)
        case word(String)
        /// A user's operator: the symbol it extends, and its own name.
        case extended(String, power: String?, name: String)
    }

    fileprivate var isWord: Bool { if case .word = setting { true } else { false } }

    fileprivate var setting: Setting {
        switch self {
        case .gradient, .laplacian, .partial: return .symbol(spelling, power: nil)
        case .hessian: return .symbol("∇", power: "2")
        case .user(let name):
            for (stem, symbol, power) in [
                ("∇²_", "∇", "2"), ("∇_", "∇", nil), ("Δ_", "Δ", nil), ("div_", "div", nil), ("∂_", "∂", nil), ("∂", "∂", nil),
            ] as [(String, String, String?)] where name.hasPrefix(stem) && name.count > stem.count {
                return .extended(symbol, power: power, name: String(name.dropFirst(stem.count)))
            }
            return .word(name)
        case .atan: return .word("arctan")
        default: return .word(spelling)
        }
    }
}

extension SyntaxExpression {
    fileprivate var beginsWithWord: Bool { if case .apply(let op, _, _) = kind { op.isWord } else { false } }
}
