/// Names, numbers, brackets, with their powers and arguments.
extension FormulaTranslator {
    mutating func factor() throws(LaTeXError) -> Said {
        guard depth < FormulaReader.depthLimit else { throw failure("the formula is nested too deep") }
        depth += 1
        defer { depth -= 1 }
        if let prefix = try prefixOperator() { return try apply(prefix) }
        if case .command(let name)? = current?.kind, ruleHere() == nil {
            switch name {
            case "int", "iint", "iiint": return try integral()
            case "sum": return try indexedSum()
            default: break
            }
        }
        return try atom()
    }

    mutating func atom() throws(LaTeXError) -> Said {
        guard let first = current else { throw failure("found the end, expected an expression") }
        if let (rule, match) = ruleHere(), !rule.isOperator {
            let said = try filled(rule, match, operand: nil)
            position = match.end
            try refuseValue(of: said.text, at: first)
            return try powers(said)
        }
        switch first.kind {
        case .number(let digits):
            position += 1
            return try powers(.atom(digits))
        case .hole(0):
            guard let placeholder else { throw failure("found #, expected an expression") }
            position += 1
            return placeholder
        case .letter("d") where isDifferential: throw failure("found a differential outside of an integral")
        case .letter("\\infty"):
            position += 1
            return .atom("oo")
        case .letter("\\pi") where notation.kinds["\\pi"] == nil:
            position += 1
            if let (next, _) = FormulaName.read(items, at: position), known.templates[next.identifier] != nil || isFunctionName([items[position]]) {
                throw failure("`\\pi` before `\(next.latex)` may be a number or a projection; the notation may say which", at: first)
            }
            return try powers(.atom("pi"))
        case .letter("e"):
            if case .sup(let exponent)? = item(1)?.kind, notation.kinds["e"] == nil, FormulaName.read(items, at: position)?.end == position + 1 {
                position += 2
                return .atom("exp(\(try expression(exponent, at: first).text))")
            }
            return try named()
        case .text("Id"), .word("Id"), .letter("\\mathbb{I}"):
            position += 1
            return .atom("Id")
        case .letter, .styled, .accent, .word, .text: return try named()
        case .group(let body):
            if FormulaName.read(items, at: position) != nil, body.count == 1 || body.allSatisfy({ $0.isScript || $0.kind == body[0].kind }) {
                return try named()
            }
            position += 1
            return try powers(try expression(body, at: first))
        case .fraction(let numerator, let denominator):
            position += 1
            let above = try expression(numerator, at: first)
            let below = try expression(denominator, at: first)
            let top = above.level == .sum || above.isOpen ? "(\(above.text))" : above.text
            let said = Said(text: "\(top)/\(below.bracketed)", level: .product)
            if case .sup? = current?.kind { return try powers(.atom("(\(said.text))")) }
            return said
        case .root(let body):
            position += 1
            return try powers(.atom("sqrt(\(try expression(body, at: first).text))"))
        case .open(let bracket): return try bracketed(bracket)
        case .bar: return try bars()
        case .doubleBar: return try norm()
        case .matrix(let rows):
            position += 1
            return try column(rows, first)
        case .command(let name) where name == "substack" || name == "binom":
            throw failure("\\\(name) has no meaning in the language")
        case .command(let name): throw failure("the command \\\(name) is not known; a line `\\\(name) := …` of the notation may give its meaning")
        case .cases: throw failure("an expression by cases has no translation")
        default: throw failure("found \(quoted), expected an expression")
        }
    }

    /// Exponents behind a value.
    mutating func powers(_ base: Said) throws(LaTeXError) -> Said {
        var said = base
        while let script = current, script.isScript {
            switch script.kind {
            case .sup(let body):
                position += 1
                if body.first?.kind == .sign("⊗"), body.count == 2, body[1].kind == .number("2") {
                    said = .atom("(\(said.bracketed)⊗\(said.bracketed))")
                    continue
                }
                if ["t", "T", "\\top"].contains(body.latex), !isNumber(body.latex) {
                    throw failure("`^\(body.latex)` may be a transpose or a power; the notation should say which", at: script)
                }
                let exponent = try expression(body, at: script)
                said = .atom("\(said.bracketed)^\(exponent.text.allSatisfy { $0.isNumber || $0.isLetter } ? exponent.text : "(\(exponent.text))")")
                // A second exponent stands on the whole: (a^b)^c.
                if case .sup? = current?.kind { said = .atom("(\(said.text))") }
            case .sub(let body): throw failure("the subscript `\(body.latex)` has no reading here", at: script)
            default: throw failure("the prime has no reading here", at: script)
            }
        }
        return said
    }

    /// `λ(0)`: the value of something that is no function.
    private func refuseValue(of text: String, at first: FormulaItem) throws(LaTeXError) {
        guard current?.kind == .open("("), let inside = content(from: position), inside.count == 1, case .number = inside[0].kind else { return }
        throw failure("the value of `\(text)` at `\(inside[0].latex)` has no translation", at: first)
    }

    var isDifferential: Bool {
        guard let (name, _) = FormulaName.read(items, at: position + 1), case .point? = kind(of: name) else { return false }
        return true
    }

    private func isNumber(_ latex: String) -> Bool {
        if case .number? = notation.kinds[latex] { return true }
        return false
    }

    // MARK: Names

    /// A name with its primes, its power, its arguments.
    mutating func named() throws(LaTeXError) -> Said {
        let first = items[position]
        guard let (name, end) = FormulaName.read(items, at: position) else { throw failure("the name \(quoted) has no spelling in the language") }
        position = end
        var primes = ""
        if case .primes(let count)? = current?.kind {
            primes = String(repeating: "'", count: count)
            position += 1
        }
        // f^2(v) is f(v)^2.
        var exponent: FormulaItem?
        if case .sup? = current?.kind, case .open("(")? = item(1)?.kind, takesArguments(name, at: position + 1) {
            exponent = current
            position += 1
        }
        var said: Said
        if case .open(let bracket)? = current?.kind, bracket == "(" || bracket == "[", takesArguments(name, at: position) {
            said = try call(name, primes, first)
        } else if primes.isEmpty, isDoubtful(name, at: position) {
            throw failure("`\(name.latex)` before a bracket may be a factor or a function; the notation may say what it is", at: first)
        } else if primes.isEmpty, isPerhapsOperator(name) {
            throw failure("`\(name.latex)` before a function may be a factor or an operator; the notation may say what it is", at: first)
        } else if let operand = operandOfTemplate(name), primes.isEmpty {
            // `Lf` is L of f.
            position = operand.end
            said = .atom("\(name.identifier)(\(try value(of: operand.name, at: first).text))")
            try dropOwnPoints()
        } else {
            if let function = try bareFunction(name, at: first) { said = function } else { said = try value(of: name, at: first) }
            try refuseValue(of: name.latex, at: first)
            if !primes.isEmpty { said = .atom(said.text + primes) }
        }
        if let exponent {
            guard case .sup(let body) = exponent.kind else { return said }
            let power = try expression(body, at: exponent)
            said = .atom("\(said.bracketed)^\(power.level == .atom ? power.text : "(\(power.text))")")
        }
        return try powers(said)
    }

    /// What the bracket behind a name holds: arguments, or a factor.
    private func takesArguments(_ name: FormulaName, at open: Int) -> Bool {
        guard open < items.count, case .open(let bracket) = items[open].kind, let inside = content(from: open) else { return false }
        if known.templates[name.identifier] != nil || formal.contains(name.identifier) { return true }
        switch kind(of: name) {
        case .density(let points)?, .function(let points, _)?:
            let parts = separated(inside).filter { !isOnlyTime($0) }
            guard bracket == "(" else { return false }
            // f^2 (|v|^2 - d) is a product.
            let isRaised = { if open > 0, case .sup = items[open - 1].kind { true } else { false } }()
            if isRaised, inside.contains(where: { if case .bar = $0.kind { true } else if case .fraction = $0.kind { true } else { false } }) { return false }
            return parts.isEmpty || parts.count > 1 || (parts.count == points.count && !inside.contains { $0.kind == .sign("⊗") })
        case .point?, .number?, .constant?, .time?: return isOnlyTime(inside)
        case nil: break
        }
        if known.isDefined(name.identifier) { return isOnlyTime(inside) }
        // An unknown name before a bracket is applied to points and functions, and multiplies numbers.
        return FormulaTranslator.mentioned(inside).contains { mentioned in
            switch kind(of: mentioned) {
            case .point?, .density?, .function?, .time?: return true
            default: return formal.contains(mentioned.identifier)
            }
        }
    }

    /// A guessed number before a bracket that holds no number and no sum: a product, or a value?
    private func isDoubtful(_ name: FormulaName, at open: Int) -> Bool {
        guard notation.kinds[name.latex] == nil, notation.kinds[name.base] == nil, !formal.contains(name.identifier), known.templates[name.identifier] == nil,
            open < items.count, items[open].kind == .open("("), let inside = content(from: open)
        else { return false }
        switch kind(of: name) {
        case nil, .number?: break
        default: return false
        }
        if FormulaTranslator.mentioned(inside).contains(where: { mentioned in
            switch kind(of: mentioned) {
            case .point?, .density?, .function?, .time?: return true
            default: return false
            }
        }) { return true }
        return !inside.contains { item in
            if case .number = item.kind { return true }
            return [.sign("+"), .sign("-"), .sign("/")].contains(item.kind)
        } && inside.allSatisfy { item in
            switch item.kind {
            case .letter, .styled, .accent, .sub, .sup, .sign(","), .group: return true
            default: return false
            }
        }
    }

    private func isOnlyTime(_ inside: [FormulaItem]) -> Bool {
        guard let (name, end) = FormulaName.read(inside, at: 0), end == inside.count else { return false }
        return kind(of: name) == .time
    }

    /// A capital letter that nothing is known of, before a function. C and K are constants everywhere.
    private func isPerhapsOperator(_ name: FormulaName) -> Bool {
        let letter = name.base.hasPrefix("\\") ? name.base.dropFirst() : name.base[...]
        guard letter.first?.isUppercase == true, name.base != "C", name.base != "K", notation.kinds[name.latex] == nil, notation.kinds[name.base] == nil,
            known.templates[name.identifier] == nil, !known.isDefined(name.identifier), position < items.count,
            let (next, end) = FormulaName.read(items, at: position)
        else { return false }
        switch kind(of: name) {
        case nil, .number?: return isFunctionName(Array(items[position..<end])) || formal.contains(next.identifier)
        default: return false
        }
    }

    /// The items between a bracket and its partner.
    func content(from open: Int) -> [FormulaItem]? {
        var depth = 0
        for index in open..<items.count {
            if items[index].opens { depth += 1 }
            if items[index].closes { depth -= 1 }
            if depth == 0 { return Array(items[(open + 1)..<index]) }
        }
        return nil
    }

    /// Moves behind the bracket that opens here.
    mutating func takeBracket() throws(LaTeXError) -> [FormulaItem] {
        guard let inside = content(from: position) else { throw failure("the bracket that opens here is not closed") }
        let close = items[position + inside.count + 1]
        let pair = (items[position].latex, close.latex)
        guard [("(", ")"), ("[", "]"), ("⟨", "⟩"), ("{", "}")].contains(where: { $0 == pair }) else {
            throw failure("the bracket \(pair.0) is closed by \(pair.1)", at: close)
        }
        position += inside.count + 2
        return inside
    }

    func separated(_ inside: [FormulaItem]) -> [[FormulaItem]] {
        var parts: [[FormulaItem]] = [[]]
        var depth = 0
        for item in inside {
            if item.opens { depth += 1 }
            if item.closes { depth -= 1 }
            if depth == 0, item.kind == .sign(",") || item.kind == .sign(";") { parts.append([]) } else { parts[parts.count - 1].append(item) }
        }
        return parts
    }

    /// `f(v)`, `Q(f, f)(v)`, `A[f]`.
    private mutating func call(_ name: FormulaName, _ primes: String, _ first: FormulaItem) throws(LaTeXError) -> Said {
        let origin = items[position]
        let parts = separated(try takeBracket())
        if parts.contains(where: isOtherTime) { throw failure("the value of `\(name.latex)` at a time has no translation", at: first) }
        let around = (context, derivativePoints)
        // A functional has its argument wherever it is.
        if known.templates[name.identifier] != nil { (context, derivativePoints) = ([], []) }
        defer { (context, derivativePoints) = around }
        var arguments: [String] = []
        var latex: [String] = []
        for part in parts {
            // The time is not written: the function moves.
            if isOnlyTime(part) {
                let isMoving: Bool
                switch kind(of: name) {
                case .density?, .function?: isMoving = true
                default: isMoving = known.isDefined(name.identifier)
                }
                guard isMoving else { throw failure("`\(name.latex)` moves in time, and nothing above says how", at: first) }
                continue
            }
            let text = try expression(part, at: origin).text
            // Q(f, f) is Q of f, where Q is defined with one argument.
            if let template = known.templates[name.identifier], arguments.contains(text), template.isMerged || template.arguments < parts.count { continue }
            arguments.append(text)
            latex.append(part.latex)
        }
        if let template = known.templates[name.identifier] {
            guard arguments.count == template.arguments else {
                throw failure("found \(arguments.count) arguments of `\(name.latex)`, which is defined with \(template.arguments)", at: origin)
            }
            try dropOwnPoints()
            return .atom(name.identifier + primes + (arguments.isEmpty ? "" : "(\(arguments.joined(separator: ", ")))"))
        }
        if arguments.isEmpty { return try value(of: name, at: first) }
        if formal.contains(name.identifier) { return .atom("\(name.identifier)\(primes)(\(arguments.joined(separator: ", ")))") }
        switch kind(of: name) {
        case .density(let points)?, .function(let points, _)?:
            guard points.count == arguments.count else {
                throw failure("found \(arguments.count) arguments of `\(name.latex)`, which has \(points.count)", at: origin)
            }
            _ = try value(of: name, at: first)
            return .atom("\(name.identifier)\(primes)(\(arguments.joined(separator: ", ")))")
        default: break
        }
        let pieces = parts.filter { !isOnlyTime($0) }
        if pieces.allSatisfy(isPointwise) {
            guard let points = standardPoints(pieces) else { throw failure("`\(name.latex)` is not declared, and its points are of several spaces", at: first) }
            try guesses.add(function: name.identifier, points: points, known: known)
            for point in points { _ = try declarePoint(point, at: first) }
            return .atom("\(name.identifier)\(primes)(\(arguments.joined(separator: ", ")))")
        }
        guard primes.isEmpty else { throw failure("`\(name.latex)` is not defined, so that it has no derivative", at: first) }
        throw failure("`\(name.latex)(\(latex.joined(separator: ", ")))` is not defined: the notation, or a definition above, should say what it means", at: first)
    }

    /// Points in brackets behind a value that is a function of just these: nothing is to be written.
    private mutating func dropOwnPoints() throws(LaTeXError) {
        guard case .open("(")? = current?.kind, let inside = content(from: position) else { return }
        let names = separated(inside).map { part -> Notation.Kind? in
            guard let (name, end) = FormulaName.read(part, at: 0), end == part.count else { return nil }
            return kind(of: name)
        }
        guard names.allSatisfy({ if case .point? = $0 { true } else { $0 == .time } }) else { return }
        guard separated(inside).allSatisfy({ $0.latex == standardPoint || isOnlyTime($0) }) else {
            throw failure("the value at another point than `\(standardPoint)` has no translation here")
        }
        position += inside.count + 2
    }

    /// A function behind the name of a template of one argument.
    private func operandOfTemplate(_ name: FormulaName) -> (name: FormulaName, end: Int)? {
        guard known.templates[name.identifier]?.arguments == 1,
            let (operand, end) = FormulaName.read(items, at: position)
        else { return nil }
        switch kind(of: operand) {
        case .density?, .function?: return (operand, end)
        default: return formal.contains(operand.identifier) ? (operand, end) : nil
        }
    }
}
