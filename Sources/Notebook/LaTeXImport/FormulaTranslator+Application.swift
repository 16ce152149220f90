/// Operators applied to their operands.
extension FormulaTranslator {
    mutating func apply(_ prefix: Prefix) throws(LaTeXError) -> Said {
        let first = current
        if first == nil { throw failure("found an operator without its operand") }
        if case .relation? = first?.kind { throw failure("found an operator without its operand: an equation between operators has no translation") }
        if prefix.isDerivative { derivatives += 1 }
        let named = points(of: prefix)
        if let named { derivativePoints.append(named) }
        defer {
            if prefix.isDerivative { derivatives -= 1 }
            if named != nil { derivativePoints.removeLast() }
        }
        var isBracket = false
        if case .open? = first?.kind { isBracket = true }
        let start = position
        var operand: Said
        // ∇u(∇φ(x)) is the gradient of u at another place.
        if let image = try valueAtImage(prefix) { return image }
        // A power that a line of the notation reads with its base is no power of the derivative.
        let ruleEnd = ruleHere().flatMap { $0.rule.isOperator ? nil : $0.match.end }
        operand = try factor()
        if prefix.isDerivative, ruleEnd != position, position > start + 1, case .sup = items[position - 1].kind, isName(from: start, to: position - 1) {
            throw failure("it is not clear whether the derivative or its operand is raised to a power: brackets are missing", at: first)
        }
        if case .partial = prefix {
            // d/dt 1/2 ∫ … is the derivative of the whole product.
            var isConstant = operand.text.allSatisfy { !$0.isLetter }
            while isConstant, startsFactorHere {
                let next = try factor()
                operand = Said(text: "\(operand.level == .sum ? operand.bracketed : operand.text) \(next.level == .sum ? next.bracketed : next.text)", level: .product, isOpen: next.isOpen)
                isConstant = operand.text.allSatisfy { !$0.isLetter }
            }
        }
        if case .partial("t", _, _) = prefix, !known.isMoving(operand.text) {
            throw failure("nothing in the operand of the time derivative moves by an equation above", at: first)
        }
        if case .partial("t", _, _) = prefix, let mover = known.mover(withSeveralMotionsIn: operand.text) {
            throw failure("`\(mover)` moves by several equations above: a `flow` in the first cell says by which", at: first)
        }
        if case .partial("t", _, _) = prefix, !known.titleOfFlow.isEmpty { remarks.append("the motion is by \(known.titleOfFlow)") }
        if case .partial(let variable, _, _) = prefix, variable != "t", !variable.contains("["), case .number? = known.kinds[variable] ?? guessedNumber(variable),
            !KnownNames.words(operand.text).contains(variable)
        {
            throw failure("nothing in the operand depends on `\(variable)`: the notation should say what does", at: first)
        }
        if isDivergence(prefix), !isBracket, !operand.isOpen, startsFactorHere {
            throw failure("it is not clear where the operand of the divergence ends: brackets are missing", at: first)
        }
        return try say(prefix, operand)
    }

    /// A derivative that names no point, of a function at a place that is no point: the derivative there.
    private mutating func valueAtImage(_ prefix: Prefix) throws(LaTeXError) -> Said? {
        guard prefix.isDerivative, points(of: prefix)?.isEmpty ?? true, let first = current, let (name, end) = FormulaName.read(items, at: position), end < items.count,
            items[end].kind == .open("("), let inside = content(from: end), separated(inside).count == 1
        else { return nil }
        switch prefix {
        case .gradient, .hessian, .laplacian, .rule: break
        default: return nil
        }
        let own: [String]
        switch kind(of: name) {
        case .function(let points, _)?, .density(let points)?: own = points
        case nil: own = known.isDefined(name.identifier) ? [] : [standardPoint]
        default: return nil
        }
        if let (argument, stop) = FormulaName.read(inside, at: 0), stop == inside.count, case .point? = kind(of: argument) { return nil }
        if inside.first?.kind == .bar(.unknown) || isOnlyNumbers(inside) { return nil }
        guard !isOtherTime(inside) else { throw failure("the value of `\(name.latex)` at a time has no translation", at: first) }
        guard own.count == 1 else { throw failure("the derivative of `\(name.latex)` at another place has no translation", at: first) }
        position = end
        let place = try expression(try takeBracket(), at: first)
        let point: String
        if let (ownName, _) = try FormulaName.read(FormulaReader.items(of: own[0]), at: 0), case .point? = kind(of: ownName) { point = try declarePoint(own[0], at: first) } else { point = own[0] }
        if kind(of: name) == nil { try guesses.add(function: name.identifier, points: own, known: known) } else { _ = try value(of: name, at: first) }
        let derivative = try say(prefix, .atom("\(name.identifier)(\(point))"))
        return .atom("(\(derivative.text))(\(point) := \(place.text))")
    }

    private func isOnlyNumbers(_ inside: [FormulaItem]) -> Bool {
        FormulaTranslator.mentioned(inside).allSatisfy { name in
            if case .number? = kind(of: name) { return true }
            return false
        }
    }

    /// A name, with its arguments.
    private func isName(from start: Int, to end: Int) -> Bool {
        guard let (_, stop) = FormulaName.read(items, at: start) else { return false }
        guard stop < end else { return stop == end }
        guard items[stop].opens, let inside = content(from: stop) else { return false }
        return stop + inside.count + 2 == end
    }

    private func guessedNumber(_ name: String) -> Notation.Kind? {
        guesses.list.first { $0.identifier == name }.flatMap { $0.candidates[0].hasPrefix("param") ? .number("") : nil }
    }

    private var startsFactorHere: Bool {
        switch current?.kind {
        case .letter, .number, .command, .text, .styled, .word, .accent, .group, .fraction, .root, .open, .matrix, .hole: return true
        default: return false
        }
    }

    /// The points with respect to which the operator differentiates; `nil` where it does not, or does not say.
    private func points(of prefix: Prefix) -> [String]? {
        switch prefix {
        case .gradient(let point), .hessian(let point), .divergence(let point), .laplacian(let point): return point.map { [$0] } ?? []
        case .partial(let variable, _, _): return variable == "t" ? nil : [String(variable.prefix { $0 != "[" })]
        case .divided(let inner, _), .multiplied(_, let inner, _): return points(of: inner)
        case .sum, .mixed: return []
        case .rule(_, let match, _):
            let names = match.holes.values.compactMap { items -> String? in
                guard let (name, end) = FormulaName.read(items, at: 0), end == items.count, case .point? = kind(of: name) else { return nil }
                return name.identifier
            }
            return names.isEmpty ? nil : names
        case .function: return nil
        }
    }

    private func isDivergence(_ prefix: Prefix) -> Bool {
        switch prefix {
        case .divergence, .sum(_, isDivergence: true): return true
        case .divided(let inner, _): return isDivergence(inner)
        default: return false
        }
    }

    private mutating func say(_ prefix: Prefix, _ operand: Said) throws(LaTeXError) -> Said {
        func subscripted(_ name: String, _ point: String?) -> Said { .atom("\(name)\(point.map { "[\($0)]" } ?? "")\(operand.called)") }
        switch prefix {
        case .gradient(let point): return subscripted("∇", point)
        case .hessian(let point): return subscripted("∇²", point)
        case .divergence(let point): return subscripted("div", point)
        case .laplacian(let point): return subscripted("Δ", point)
        case .function(let name): return .atom("\(name)\(operand.called)")
        case .sum(let name, let isDivergence): return .atom("\(isDivergence ? "div" : "∇")_\(name)\(operand.called)")
        case .partial(let variable, let times, let evaluation):
            var text = operand.text
            for _ in 0..<times { text = "∂[\(variable)](\(text))" }
            return .atom(evaluation.isEmpty ? text : "(\(text))\(evaluation)")
        case .divided(let inner, let number): return Said(text: "\(try say(inner, operand).text)/\(number)", level: .product)
        case .multiplied(let factor, let inner, let times):
            var said = operand
            for _ in 0..<times { said = Said(text: "\(factor) \(try say(inner, said).text)", level: .product) }
            return .atom("(\(said.text))")
        case .mixed(let terms):
            let saved = placeholder
            placeholder = Said.atom(operand.bracketed)
            defer { placeholder = saved }
            var text = ""
            for (index, term) in terms.enumerated() {
                let hole = FormulaItem(kind: .hole(0), place: term.items.first?.place ?? LaTeXToken.Place(line: 1, column: 1))
                let said = try expression(term.items + [hole])
                text += (term.isNegative ? (index == 0 ? "-" : " - ") : (index == 0 ? "" : " + ")) + (said.level == .sum ? said.bracketed : said.text)
            }
            return .atom("(\(text))")
        case .rule(let rule, let match, let times):
            var said = operand
            for _ in 0..<times { said = try filled(rule, match, operand: said) }
            return said
        }
    }
}
