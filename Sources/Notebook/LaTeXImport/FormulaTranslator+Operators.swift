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
        guard let inside = content(from: position), !inside.isEmpty else { return nil }
        let first = items[position]
        var end = inside.endIndex
        while end > 0, inside[end - 1].isScript { end -= 1 }
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

    /// `(\nabla_v, \nabla_w)`: gradients as one operator, whose value is a block.
    mutating func operatorBlock(_ name: FormulaName, of side: [FormulaItem], at first: FormulaItem) throws(LaTeXError) -> OperatorSum? {
        guard side.first?.kind == .open("("), side.last?.kind == .close(")") else { return nil }
        var gradients: [String] = []
        for part in separated(Array(side.dropFirst().dropLast())) {
            // A sign in front makes a term of each part.
            guard let term = operatorTerms(part, least: 1)?.first, !term.isDivergence else { return nil }
            gradients.append(try operatorSum("", name: "", [term], at: first).gradient)
        }
        guard gradients.count > 1 else { return nil }
        return OperatorSum(name: name.identifier, latex: name.latex, gradient: "[\(gradients.joined(separator: ", "))]", divergence: nil)
    }

    /// The terms, if all are multiples of gradients, or all of divergences, at several points.
    func operatorTerms(_ inside: [FormulaItem], least: Int = 2) -> [OperatorTerm]? {
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
        guard terms.count >= least, terms.allSatisfy({ $0.isDivergence == terms[0].isDivergence }) else { return nil }
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
}

/// An operator such as ∇_v - ∇_w, by itself and as a divergence, under a name of its own.
struct OperatorSum: Hashable {
    var name: String
    var latex: String
    var gradient: String
    /// `nil` where the gradients stand side by side.
    var divergence: String?

    var definitions: [String] { ["let ∇_\(name)(u) = \(gradient)"] + (divergence.map { ["let div_\(name)(u) = \($0)"] } ?? []) }
}
