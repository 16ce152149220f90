/// Operators in front of their operands: derivatives, functions, what the notation defines.
extension FormulaTranslator {
    indirect enum Prefix {
        case gradient(String?), hessian(String?), divergence(String?), laplacian(String?)
        /// With respect to a variable, so many times, and the value at which it is taken.
        case partial(String, Int, at: String)
        case function(String)
        case sum(String, isDivergence: Bool)
        /// The operator divided by a number.
        case divided(Prefix, by: String)
        /// A factor in front of the operator, as one operator that is applied so many times.
        case multiplied(String, Prefix, times: Int)
        case rule(Notation.Rule, PatternMatch, times: Int)
        /// Numbers and operators that are added, as in (γ/r + ∂_r): to be applied term by term.
        case mixed([(isNegative: Bool, items: [FormulaItem])])

        var isDerivative: Bool {
            switch self {
            case .function: return false
            case .rule(let rule, _, _): if case .text(let text) = rule.meaning { return ["∇", "∂", "Δ", "div"].contains { text.contains($0) } } else { return false }
            default: return true
            }
        }
    }

    private static let functions = ["log": "log", "ln": "log", "exp": "exp", "sin": "sin", "cos": "cos", "tan": "tan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "det": "det"]
    private static let words = ["div", "tr", "trace", "sym", "curl", "diag", "det", "log", "exp", "Tr"]

    /// The operator that begins here, and moves behind it.
    mutating func prefixOperator() throws(LaTeXError) -> Prefix? {
        guard let first = current else { return nil }
        if let (rule, match) = ruleHere() {
            guard rule.isOperator else { return nil }
            position = match.end
            return .rule(rule, match, times: try order())
        }
        switch first.kind {
        case .command("nabla"): return try nabla()
        case .command("partial"):
            position += 1
            return try partial(order: try order(), subscripted: true, at: first)
        case .letter("\\Delta") where item(1).map({ !$0.isScript }) ?? false && notation.kinds["\\Delta"] == nil:
            position += 1
            return .laplacian(nil)
        case .command(let name):
            guard let spelled = FormulaTranslator.functions[name] else { return nil }
            position += 1
            return .function(spelled)
        case .word(let name), .text(let name):
            guard FormulaTranslator.words.contains(name) else { return nil }
            position += 1
            if name == "div" {
                guard case .sub(let body)? = current?.kind else { return .divergence(nil) }
                position += 1
                return .divergence(try point(body, at: first))
            }
            return .function(["trace": "tr", "Tr": "tr"][name] ?? name)
        case .fraction(let above, let below): return try fraction(above, below, first)
        case .open("("): return try bracketedOperator()
        default:
            if first.kind == .letter("D"), case .sub(let body)? = item(1)?.kind, isPointwise(body), notation.kinds[Array(items[position...].prefix(2)).latex] == nil {
                throw failure("`D_\(body.latex)` looks like a derivative in a direction; the notation may give its meaning")
            }
            // An operator that a display defined: 𝕎.
            guard let (name, end) = FormulaName.read(items, at: position), known.operators[name.latex] != nil else { return nil }
            position = end
            return .sum(try operatorName(name.latex, [], at: first), isDivergence: takesDivergence())
        }
    }

    private mutating func order() throws(LaTeXError) -> Int {
        guard case .sup(let body)? = current?.kind else { return 1 }
        guard body.count == 1, case .number(let digits) = body[0].kind, let order = Int(digits), (1...4).contains(order) else {
            throw failure("found `\(body.latex)`, expected how often the derivative is taken")
        }
        position += 1
        return order
    }

    /// The dot of a divergence.
    private mutating func takesDivergence() -> Bool {
        guard current?.kind == .sign("·") else { return false }
        position += 1
        return true
    }

    private mutating func nabla() throws(LaTeXError) -> Prefix {
        let first = items[position]
        position += 1
        var point: String?
        if case .sub(let body)? = current?.kind {
            position += 1
            point = try self.point(body, at: first)
        }
        let order = try order()
        guard order <= 2 else { throw failure("derivatives of order \(order) have no sign in the language", at: first) }
        if current?.kind == .sign("×") { throw failure("the curl is written `curl` in the language; the notation may say so", at: first) }
        if order == 2 { return .hessian(point) }
        return takesDivergence() ? .divergence(point) : .gradient(point)
    }

    /// The point in the subscript of an operator.
    private mutating func point(_ body: [FormulaItem], at first: FormulaItem) throws(LaTeXError) -> String {
        guard let (name, end) = FormulaName.read(body, at: 0), end == body.count else {
            throw failure("the operator with the subscript `\(body.latex)` is not known; the notation may give its meaning", at: first)
        }
        guard case .point? = kind(of: name) else {
            throw failure("found `\(name.latex)` below an operator, which is no point; the notation may give its meaning", at: first)
        }
        return try value(of: name, at: first).text
    }

    /// `\partial_t`, `\partial_{v_i}`, `\partial_{xx}`.
    private mutating func partial(order: Int, subscripted: Bool, at first: FormulaItem) throws(LaTeXError) -> Prefix {
        guard case .sub(let body)? = current?.kind else { throw failure("found ∂ without a variable", at: first) }
        position += 1
        var times = try self.order() * order
        var letters = body
        if body.count > 1, body.allSatisfy({ $0 == body[0] }) {
            times *= body.count
            letters = [body[0]]
        }
        let evaluation = isEvaluation ? try evaluationText() : ""
        return .partial(try variable(letters, at: first), times, at: evaluation)
    }

    private mutating func evaluationText() throws(LaTeXError) -> String {
        guard case .sub(let body)? = item(1)?.kind else { return "" }
        position += 2
        return try substitution(body)
    }

    private mutating func variable(_ body: [FormulaItem], at first: FormulaItem) throws(LaTeXError) -> String {
        guard let (name, end) = FormulaName.read(body, at: 0), end == body.count else {
            throw failure("the derivative with the subscript `\(body.latex)` is not known; the notation may give its meaning", at: first)
        }
        if kind(of: name) == .time { return try timeName(at: first) }
        if indices.contains(name.identifier) { return "\(try ownPoint(at: first))[\(name.identifier)]" }
        let said = try value(of: name, at: first)
        switch kind(of: name) {
        case .point(let space)?:
            guard space.hasPrefix("(") || space == "R" || said.text.contains("[") else {
                throw failure("found ∂ with the point `\(name.latex)` of \(space), expected a component or a variable", at: first)
            }
            return said.text
        case .number?: return said.text
        default: throw failure("found ∂ with `\(name.latex)`, which is no variable; the notation may say what it is", at: first)
        }
    }

    /// `\frac{d}{dt}`, `\frac{\partial}{\partial t}`, `\frac{\nabla_v}{m}`; other fractions are numbers.
    private mutating func fraction(_ above: [FormulaItem], _ below: [FormulaItem], _ first: FormulaItem) throws(LaTeXError) -> Prefix? {
        if let sign = above.first?.kind, sign == .letter("d") || sign == .command("partial") || sign == .text("d") {
            var order = 1
            var rest = above.dropFirst()
            if case .sup(let body)? = rest.first?.kind {
                guard body.count == 1, case .number(let digits) = body[0].kind, let number = Int(digits), (1...4).contains(number) else { return nil }
                order = number
                rest = rest.dropFirst()
            }
            guard below.first?.kind == sign else { return nil }
            guard rest.isEmpty else { throw failure("write the derivative in front: \\frac{d}{dt} f", at: first) }
            var variable = Array(below.dropFirst())
            if order > 1 {
                guard case .sup(let body)? = variable.last?.kind, body.latex == String(order) else { return nil }
                variable.removeLast()
            }
            position += 1
            let evaluation = isEvaluation ? try evaluationText() : ""
            return .partial(try self.variable(variable, at: first), order, at: evaluation)
        }
        guard above.first?.kind == .command("nabla"), above.dropFirst().allSatisfy(\.isScript) else { return nil }
        let inner = try nested(above) { translator throws(LaTeXError) in try translator.prefixOperator() }
        guard let inner else { return nil }
        let number = try expression(below, at: first).bracketed
        position += 1
        if case .gradient(let point) = inner, takesDivergence() { return .divided(.divergence(point), by: number) }
        return .divided(inner, by: number)
    }

    // MARK: Operators in brackets

    /// `(\nabla_v - \nabla_w)`, `(\Pi \nabla)^2`; `nil` for other brackets.
    private mutating func bracketedOperator() throws(LaTeXError) -> Prefix? {
        guard let inside = content(from: position), let last = inside.last else { return nil }
        let first = items[position]
        var end = inside.endIndex
        while end > 0, inside[end - 1].isScript { end -= 1 }
        _ = last
        if let terms = operatorTerms(inside) {
            position += inside.count + 2
            let isDivergence = takesDivergence() || terms.allSatisfy(\.isDivergence)
            return .sum(try operatorName(inside.latex, terms, at: first), isDivergence: isDivergence)
        }
        let parts = StatementDraft.terms(inside)
        if parts.count > 1, parts.contains(where: { endsWithOperator($0.items) }) {
            position += inside.count + 2
            return .mixed(parts)
        }
        guard end > 1, inside[end - 1].kind == .command("nabla"), !inside.contains(where: { $0.kind == .sign("+") || $0.kind == .sign("-") || $0.kind == .sign(",") })
        else { return nil }
        position += inside.count + 2
        let times = try order()
        var front = Array(inside[..<(end - 1)])
        if front.last?.kind == .sign("·") { front.removeLast() }
        guard !front.isEmpty else { return nil }
        let factor = try expression(front, at: first)
        let inner = try nested(Array(inside[(end - 1)...])) { translator throws(LaTeXError) in try translator.prefixOperator() }
        guard let inner else { return nil }
        if takesDivergence() { throw failure("the divergence with `\(inside.latex)` has no translation", at: first) }
        return .multiplied(factor.level == .sum ? "(\(factor.text))" : factor.text, inner, times: times)
    }

    /// One term of an operator made of operators.
    struct OperatorTerm {
        var isNegative: Bool
        /// What stands before the operator.
        var factor: [FormulaItem]
        /// What divides it.
        var divisor: [FormulaItem]
        /// The subscript.
        var point: [FormulaItem]
        var isDivergence: Bool
    }

    /// The terms, if all are multiples of gradients, or all of divergences, at several points.
    func operatorTerms(_ inside: [FormulaItem]) -> [OperatorTerm]? {
        var terms: [OperatorTerm] = []
        var isNegative = false
        var current: [FormulaItem] = []
        func read() -> OperatorTerm? {
            guard let last = current.last else { return nil }
            if case .fraction(let above, let below) = last.kind, above.count == 2, above[0].kind == .command("nabla"), case .sub(let point) = above[1].kind {
                return OperatorTerm(isNegative: isNegative, factor: Array(current.dropLast()), divisor: below, point: point, isDivergence: false)
            }
            guard case .sub(let point) = last.kind, current.count >= 2 else { return nil }
            let sign = current[current.count - 2].kind
            guard sign == .command("nabla") || sign == .word("div") else { return nil }
            return OperatorTerm(
                isNegative: isNegative, factor: Array(current.dropLast(2)), divisor: [], point: point, isDivergence: sign == .word("div"))
        }
        var depth = 0
        for item in inside {
            if item.opens { depth += 1 }
            if item.closes { depth -= 1 }
            guard depth == 0, item.kind == .sign("+") || item.kind == .sign("-") else {
                current.append(item)
                continue
            }
            if !current.isEmpty {
                guard let term = read() else { return nil }
                terms.append(term)
            }
            isNegative = item.kind == .sign("-")
            current = []
        }
        guard let last = read() else { return nil }
        terms.append(last)
        guard terms.count > 1, terms.allSatisfy({ $0.isDivergence == terms[0].isDivergence }) else { return nil }
        // A factor may hold no operator itself.
        guard terms.allSatisfy({ term in !term.factor.contains { $0.kind == .command("nabla") || $0.kind == .command("partial") } }) else { return nil }
        return terms
    }

    /// The name under which the operator is defined, now or before.
    mutating func operatorName(_ latex: String, _ terms: [OperatorTerm], at first: FormulaItem) throws(LaTeXError) -> String {
        if let name = known.operators[latex] { return name }
        if let own = operators.first(where: { $0.latex == latex }) { return own.name }
        var number = known.operatorCount + operators.count + 1
        while known.operators.values.contains("\(number)") { number += 1 }
        let sum = try operatorSum(latex, name: String(number), terms, at: first)
        operators.append(sum)
        return sum.name
    }

    mutating func operatorSum(_ latex: String, name: String, _ terms: [OperatorTerm], at first: FormulaItem) throws(LaTeXError) -> OperatorSum {
        var gradient = "", divergence = ""
        for (index, term) in terms.enumerated() {
            let sign = term.isNegative ? (index == 0 ? "-" : " - ") : (index == 0 ? "" : " + ")
            let factor = term.factor.isEmpty ? "" : try expression(term.factor, at: first).bracketed + " "
            let divisor = term.divisor.isEmpty ? "" : "/" + (try expression(term.divisor, at: first).bracketed)
            let point = try self.point(term.point, at: first)
            gradient += "\(sign)\(factor)∇[\(point)](u)\(divisor)"
            divergence += "\(sign)\(factor)div[\(point)](u)\(divisor)"
        }
        return OperatorSum(name: name, latex: latex, gradient: gradient, divergence: divergence)
    }

    /// The last thing in it is a derivative without its operand.
    func endsWithOperator(_ side: [FormulaItem]) -> Bool {
        var end = side.count
        while end > 0, side[end - 1].isScript { end -= 1 }
        guard end > 0 else { return false }
        switch side[end - 1].kind {
        case .command("nabla"), .command("partial"): return true
        case .fraction(let above, _): return above.first?.kind == .command("nabla") && above.dropFirst().allSatisfy(\.isScript)
        default: return false
        }
    }

    // MARK: Application

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
        operand = try factor()
        if prefix.isDerivative, position > start + 1, case .sup = items[position - 1].kind, isName(from: start, to: position - 1) {
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

/// An operator such as ∇_v - ∇_w, by itself and as a divergence, under a name of its own.
struct OperatorSum: Hashable {
    var name: String
    var latex: String
    var gradient: String
    var divergence: String

    var definitions: [String] { ["let ∇_\(name)(u) = \(gradient)", "let div_\(name)(u) = \(divergence)"] }
}
