/// A statement of the paper in the language, before its types are checked.
struct StatementDraft {
    var guesses: [GuessedDeclarations.Guess] = []
    var operators: [OperatorSum] = []
    /// Whole statements; in the place of a claim's name stands its number.
    var statements: [String] = []
    var remarks: [String] = []
    /// A use of the templates that are defined, on the functions their arguments are named for.
    var probe: [String] = []
    /// Names that become templates.
    var templates: [(name: String, template: KnownNames.Template)] = []

    /// A relation between sides, as the paper has it.
    private struct Chain {
        var sides: [[FormulaItem]]
        var signs: [FormulaItem]

        init(_ items: [FormulaItem]) {
            sides = [[]]
            signs = []
            var depth = 0
            for item in items {
                if item.opens { depth += 1 }
                if item.closes { depth -= 1 }
                if case .relation = item.kind, depth <= 0 {
                    signs.append(item)
                    sides.append([])
                } else {
                    sides[sides.count - 1].append(item)
                }
            }
        }

        func sign(_ index: Int) -> String {
            if case .relation(let sign) = signs[index].kind { return sign }
            return ""
        }
    }

    /// The left side of a definition.
    private struct Head {
        var text: String
        var formal: [String]
        /// The same, as the paper has them.
        var formalNames: [FormulaName] = []
        var name: String
        var template: KnownNames.Template?
        /// The points on the left, in LaTeX.
        var points: [String]
        var isField: Bool
    }

    /// Reads a piece of a formula under the name `claim`, with the conditions that go with it.
    init(
        _ items: [FormulaItem], conditions: [[FormulaItem]], claim: String, notation: Notation, known: KnownNames,
        reading: FormulaTranslator.Reading
    ) throws(LaTeXError) {
        var chain = Chain(items)
        guard !chain.signs.isEmpty else { throw LaTeXError(message: "this is no statement: there is no relation in it", place: items[0].place) }
        if chain.sides[0].isEmpty { throw LaTeXError(message: "the left side is missing", place: items[0].place) }
        var translator = FormulaTranslator(notation: notation, reading: reading, known: known)
        let isBetweenOperators = chain.sides.allSatisfy { side in StatementDraft.terms(side).allSatisfy { translator.endsWithOperator($0.items) } }
        let isDefinition = chain.sign(0) == ":=" && FormulaName.read(chain.sides[0], at: 0).map { $0.end == chain.sides[0].count } ?? false
        if isBetweenOperators, !isDefinition {
            // Operators are equal if they are on every function.
            let operand = FormulaItem(kind: .letter("u"), place: items[0].place)
            guard !items.contains(where: { $0.kind == .letter("u") }) else {
                throw LaTeXError(message: "an equation between operators that speaks of u has no translation", place: items[0].place)
            }
            chain.sides = chain.sides.map { side in
                var result: [FormulaItem] = []
                for (index, term) in StatementDraft.terms(side).enumerated() {
                    if term.isNegative || index > 0 { result.append(FormulaItem(kind: .sign(term.isNegative ? "-" : "+"), place: operand.place)) }
                    result += term.items + [operand]
                }
                return result
            }
            remarks.append("the operators are applied to a function u")
        }
        translator.context = translator.explicitPoints(items)
        try read(chain, claim, &translator)
        var provided: [String] = []
        for condition in conditions {
            if let text = try StatementDraft.condition(condition, &translator) { provided.append(text) } else {
                remarks.append("for \(condition.latex)")
            }
        }
        if !provided.isEmpty, let last = statements.indices.last, statements[last].hasPrefix("claim") {
            statements[last] += " provided \(provided.joined(separator: ", "))"
        } else if !provided.isEmpty {
            remarks.append("for \(provided.joined(separator: ", "))")
        }
        guesses = translator.guesses.ordered
        operators += translator.operators
        remarks += translator.remarks
    }

    /// An inequality for a parameter; `nil` for the range of an index and for what is a word.
    private static func condition(_ items: [FormulaItem], _ translator: inout FormulaTranslator) throws(LaTeXError) -> String? {
        let chain = Chain(items)
        guard !chain.signs.isEmpty, !items.contains(where: { $0.kind == .command("in") || $0.kind == .sign("…") }) else { return nil }
        var text = ""
        var hasParameter = false
        for (index, side) in chain.sides.enumerated() {
            var copy = translator
            guard side.count <= 4, let said = try? copy.expression(side) else { return nil }
            let names = FormulaTranslator.mentioned(side)
            // Letters that count.
            if names.contains(where: { ["i", "j", "k", "l", "n", "N", "m"].contains($0.latex) }) { return nil }
            for name in names {
                guard case .number? = translator.kind(of: name) else { return nil }
                hasParameter = true
            }
            translator = copy
            text += index == 0 ? said.text : " \(chain.sign(index - 1)) \(said.text)"
        }
        return hasParameter ? text : nil
    }

    private mutating func read(_ chain: Chain, _ claim: String, _ translator: inout FormulaTranslator) throws(LaTeXError) {
        let first = chain.sides[0]
        if chain.sign(0) == "=" || chain.sign(0) == ":=", first.first?.kind == .command("partial"), try flow(chain, &translator) {
            // What follows is said of the right side of the equation of motion.
            if chain.signs.count > 1 { try relation(chain, from: 1, claim, &translator) }
            return
        }
        if chain.sign(0) == ":=", let terms = translator.operatorTerms(chain.sides[1]), let (name, end) = FormulaName.read(first, at: 0), end == first.count {
            // 𝕎 := ∇_v - ∇_w.
            operators.append(try translator.operatorSum(name.latex, name: name.identifier, terms, at: first[0]))
            return
        }
        if chain.sign(0) == ":=", let (name, end) = FormulaName.read(first, at: 0), end == first.count,
            let sum = try translator.operatorBlock(name, of: chain.sides[1], at: first[0])
        {
            // 𝕍 := (∇_v, ∇_w).
            operators.append(sum)
            return
        }
        if chain.sign(0) == ":=" || chain.sign(0) == "=", let head = try head(first, chain.sign(0) == ":=", translator) {
            try define(head, chain, claim, &translator)
            return
        }
        // A definition of what the notation says already is checked against it.
        try relation(chain, from: 0, claim, &translator)
    }

    private mutating func define(_ head: Head, _ chain: Chain, _ claim: String, _ translator: inout FormulaTranslator) throws(LaTeXError) {
        let value = chain.sides[1]
        if let (name, _) = FormulaName.read(chain.sides[0], at: 0), name.isMember {
            throw LaTeXError(message: "`\(name.latex)` is defined for each index; the language has no families of numbers", place: chain.sides[0][0].place)
        }
        let mentioned = FormulaTranslator.mentioned(value)
        if mentioned.contains(where: { $0.identifier == head.name }) {
            throw LaTeXError(message: "the right side contains what it would define", place: value.first?.place ?? chain.signs[0].place)
        }
        if head.isField {
            for (index, name) in mentioned.enumerated() {
                guard case .point? = translator.kind(of: name), !head.points.contains(name.latex), translator.notation.kinds[name.latex] != nil,
                    index == 0 || mentioned[index - 1].latex != "d", !mentioned.contains(where: { $0.latex == "d" })
                else { continue }
                throw LaTeXError(message: "the right side speaks of `\(name.latex)`, and the left side does not", place: value[0].place)
            }
        }
        translator.formal = Set(head.formal)
        let said = try translator.expression(value, at: chain.signs[0])
        translator.formal = []
        statements.append("let \(head.text) = \(said.text)")
        if let template = head.template { templates.append((head.name, template)) }
        if !head.formal.isEmpty { try addProbe(of: head, at: chain.signs[0], &translator) }
        if chain.sign(0) == "=" { remarks.append("read as the definition of \(head.text)") }
        guard chain.signs.count > 1 else { return }
        // What follows is said of the value that was defined.
        translator.formal = Set(head.formal)
        try relation(chain, from: 1, claim, &translator)
        translator.formal = []
    }

    /// The points of its arguments are declared for it.
    private mutating func addProbe(of head: Head, at sign: FormulaItem, _ translator: inout FormulaTranslator) throws(LaTeXError) {
        var declarations: [String] = []
        for name in head.formalNames {
            let points: [String]
            let tail: String
            switch translator.kind(of: name) {
            case .density(let own)?: (points, tail) = (own, " > 0")
            case .function(let own, let rest)?: (points, tail) = (own, rest.isEmpty ? "" : " " + rest)
            default: return
            }
            var places: [String] = []
            for point in points { places.append(try translator.declarePoint(point, at: sign)) }
            declarations.append("function \(name.identifier)(\(places.joined(separator: ", ")))\(tail)")
        }
        probe = declarations + ["claim probe: \(head.text) = \(head.text)"]
    }

    /// A claim, or a chain of claims.
    private mutating func relation(_ chain: Chain, from start: Int, _ claim: String, _ translator: inout FormulaTranslator) throws(LaTeXError) {
        var texts: [String] = []
        var signs: [String] = []
        var names: [FormulaItem]?
        for index in start..<chain.sides.count {
            if index > start {
                let sign = chain.sign(index - 1)
                if sign == "=:" || (sign == ":=" && index == chain.sides.count - 1 && index > start + 1 && areNewNames(chain.sides[index], translator)) {
                    guard index == chain.sides.count - 1 else { throw LaTeXError(message: "a name is given in the middle of a chain", place: chain.signs[index - 1].place) }
                    names = chain.sides[index]
                    break
                }
                signs.append(sign == ":=" ? "=" : sign)
            }
            guard !chain.sides[index].isEmpty else { throw LaTeXError(message: "a side of the relation is missing", place: chain.signs[max(0, index - 1)].place) }
            texts.append(try translator.expression(chain.sides[index]).text)
        }
        if let names { try nameTerms(names, of: chain.sides[start + texts.count - 1], &translator) }
        if texts.count == 2 {
            statements.append("claim \"\(claim)\": \(texts[0]) \(signs[0]) \(texts[1])")
        } else if texts.count > 2 {
            statements.append("calc \"\(claim)\": \(texts[0])" + zip(signs, texts.dropFirst()).map { "\n  \($0) \($1)" }.joined())
        } else if names == nil {
            throw LaTeXError(message: "this is no statement: there is no relation in it", place: chain.sides[start].first?.place ?? chain.signs[0].place)
        }
    }

    private func areNewNames(_ side: [FormulaItem], _ translator: FormulaTranslator) -> Bool {
        let terms = StatementDraft.terms(side)
        return terms.allSatisfy { term in
            guard let (name, end) = FormulaName.read(term.items, at: 0), end == term.items.count, !term.isNegative else { return false }
            return isFree(name, translator, canBeDefined: terms.count > 1)
        }
    }

    /// Nothing is called so; or, where several terms are named at once, at most what an earlier display named.
    private func isFree(_ name: FormulaName, _ translator: FormulaTranslator, canBeDefined: Bool) -> Bool {
        guard translator.notation.kinds[name.latex] == nil, !Spelled.isTaken(name.identifier) else { return false }
        switch translator.kind(of: name) {
        case nil, .number?: break
        default: return false
        }
        return canBeDefined ? translator.known.kinds[name.identifier] == nil : !translator.known.isDeclared(name.identifier)
    }

    /// `a + b =: T_1 + T_2` gives names to the terms, if there are as many.
    private mutating func nameTerms(_ names: [FormulaItem], of side: [FormulaItem], _ translator: inout FormulaTranslator) throws(LaTeXError) {
        let terms = StatementDraft.integrated(StatementDraft.terms(side)), targets = StatementDraft.terms(names)
        guard terms.count == targets.count else {
            throw LaTeXError(message: "\(targets.count) names are given to \(terms.count) terms", place: names.first?.place ?? side[0].place)
        }
        for (target, term) in zip(targets, terms) {
            guard let (name, end) = FormulaName.read(target.items, at: 0), end == target.items.count, isFree(name, translator, canBeDefined: targets.count > 1), !target.isNegative else {
                throw LaTeXError(message: "found `\(target.items.latex)`, expected a new name", place: names[0].place)
            }
            let said = try translator.expression(term.items)
            let value = term.isNegative ? "-(\(said.text))" : said.text
            statements.append("let \(name.identifier) = \(value)")
        }
    }

    /// The terms under one integral sign, each with the integral: `\int a + b \, dv` is `\int a \, dv + \int b \, dv`.
    private static func integrated(_ terms: [(isNegative: Bool, items: [FormulaItem])]) -> [(isNegative: Bool, items: [FormulaItem])] {
        guard terms.count > 1, let first = terms.first?.items, let last = terms.last?.items, first.first?.kind == .command("int"),
            let tail = last.lastIndex(where: { $0.kind == .letter("d") }), FormulaName.read(last, at: tail + 1)?.end == last.count,
            terms.dropLast().allSatisfy({ !$0.items.contains { $0.kind == .letter("d") } }), terms.dropFirst().allSatisfy({ !$0.items.contains { $0.kind == .command("int") } })
        else { return terms }
        let sign = [first[0]] + first.dropFirst().prefix(while: \.isScript)
        return terms.enumerated().map { index, term in
            (term.isNegative, (index == 0 ? [] : sign) + term.items + (index == terms.count - 1 ? [] : Array(last[tail...])))
        }
    }

    static func terms(_ items: [FormulaItem]) -> [(isNegative: Bool, items: [FormulaItem])] {
        var result: [(isNegative: Bool, items: [FormulaItem])] = [(false, [])]
        var depth = 0
        var isInBars = false
        for item in items {
            if item.opens { depth += 1 }
            if item.closes { depth -= 1 }
            switch item.kind {
            case .bar(let side), .doubleBar(let side): isInBars = side == .unknown ? !isInBars : side == .left
            default: break
            }
            if depth == 0, !isInBars, item.kind == .sign("+") || item.kind == .sign("-") {
                if result[result.count - 1].items.isEmpty { result[result.count - 1].isNegative = item.kind == .sign("-") } else {
                    result.append((item.kind == .sign("-"), []))
                }
            } else {
                result[result.count - 1].items.append(item)
            }
        }
        return result
    }

    /// `\partial_t f = …`: how f moves.
    private mutating func flow(_ chain: Chain, _ translator: inout FormulaTranslator) throws(LaTeXError) -> Bool {
        let left = chain.sides[0]
        guard left.count >= 3, case .sub(let variable) = left[1].kind, let (time, _) = FormulaName.read(variable, at: 0), variable.count == 1,
            translator.kind(of: time) == .time, let (name, end) = FormulaName.read(left, at: 2)
        else { return false }
        if translator.known.moversOfAuthor.contains(name.identifier) { return false }
        let points: [String]
        switch translator.kind(of: name) {
        case .density(let own)?: points = own
        case .function(let own, _)?: points = own
        default: return false
        }
        if end < left.count {
            guard case .open("(") = left[end].kind else { return false }
            var inner = translator
            inner.items = left
            inner.position = end
            guard let inside = inner.content(from: end), end + inside.count + 2 == left.count else { return false }
            for part in inner.separated(inside) where !points.contains(part.latex) {
                guard let (own, stop) = FormulaName.read(part, at: 0), stop == part.count, inner.kind(of: own) == .time else { return false }
            }
        }
        var moving = translator
        moving.movesInTime(name.identifier)
        _ = try moving.value(of: name, at: left[0])
        let said = try moving.expression(chain.sides[1], at: chain.signs[0])
        moving.guesses.remove(name.identifier)
        translator = moving
        var names: [String] = []
        for point in points { if let (own, _) = try FormulaName.read(FormulaReader.items(of: point), at: 0) { names.append(own.identifier) } }
        // Declared anew: what moves from here on is this function.
        statements.append("density \(name.identifier)(\(names.joined(separator: ", ")))")
        if case .function(_, let tail)? = translator.kind(of: name) {
            statements[0] = "function \(name.identifier)(\(names.joined(separator: ", ")))" + (tail.isEmpty ? "" : " " + tail)
        }
        statements.append("flow \(name.identifier): ∂[t] \(name.identifier) = \(said.text)")
        // What is defined by it is that of what moves now.
        statements += translator.known.definitions(by: name.identifier)
        return true
    }

    /// The left side as the head of a definition; `nil` where the name is known already and `=` states something about it.
    private func head(_ items: [FormulaItem], _ isDefining: Bool, _ translator: FormulaTranslator) throws(LaTeXError) -> Head? {
        guard let (name, end) = FormulaName.read(items, at: 0) else { return nil }
        var at = translator
        at.items = items
        if at.ruleHere() != nil { return nil }
        let known = translator.known
        if !isDefining, known.isDefined(name.identifier) { return nil }
        let kind = translator.kind(of: name)
        if end == items.count {
            switch kind {
            case .point?:
                throw LaTeXError(message: "`\(name.latex)` is a point in the notation, and the formula says which", place: items[0].place)
            case .density?, .function?:
                if !isDefining { return nil }
                return Head(text: name.identifier, formal: [], name: name.identifier, points: [], isField: false)
            case .time?: return nil
            case .constant? where !isDefining: return nil
            default: return Head(text: name.identifier, formal: [], name: name.identifier, points: [], isField: false)
            }
        }
        // `Lf`, `L f(v)`
        if isDefining, let (operand, operandEnd) = FormulaName.read(items, at: end), translator.isFunctionName(Array(items[end..<operandEnd])), kind == nil {
            let rest = Array(items[operandEnd...])
            guard rest.isEmpty || isOwnPoints(rest, translator) else { return nil }
            return Head(
                text: "\(name.identifier)(\(operand.identifier))", formal: [operand.identifier], formalNames: [operand], name: name.identifier,
                template: KnownNames.Template(arguments: 1, isOperator: true, isMerged: false), points: [], isField: false)
        }
        guard case .open(let bracket) = items[end].kind, bracket == "(" || bracket == "[", let inside = at.content(from: end) else { return nil }
        let rest = Array(items[(end + inside.count + 2)...])
        let leading = FormulaName.read(inside, at: 0)?.name
        guard rest.isEmpty || isOwnPoints(rest, of: leading, translator) else { return nil }
        var names: [FormulaName] = []
        for part in at.separated(inside) {
            guard let (argument, argumentEnd) = FormulaName.read(part, at: 0), argumentEnd == part.count else { return nil }
            if translator.kind(of: argument) == .time { continue }
            names.append(argument)
        }
        let arePoints = names.allSatisfy { if case .point? = translator.kind(of: $0) { true } else { false } }
        if arePoints {
            switch kind {
            case nil, .number?: break
            case .density?, .function?:
                // A function that nothing was said of yet.
                guard isDefining || (translator.notation.kinds[name.latex] == nil && !known.isDeclared(name.identifier)) else { return nil }
            default: return nil
            }
            guard Set(names).count == names.count, rest.isEmpty else { return nil }
            if names.isEmpty { return Head(text: name.identifier, formal: [], name: name.identifier, template: KnownNames.Template(arguments: 0, isOperator: false, isMerged: false), points: [], isField: false) }
            let list = names.map(\.identifier)
            return Head(
                text: "\(name.identifier)(\(list.joined(separator: ", ")))", formal: [], name: name.identifier,
                template: nil, points: names.map(\.latex), isField: true)
        }
        guard kind == nil || isNumber(kind), names.allSatisfy({ translator.isFunctionName(parts($0, at.separated(inside))) }) else { return nil }
        var formal: [String] = []
        var formalNames: [FormulaName] = []
        for argument in names where !formal.contains(argument.identifier) {
            formal.append(argument.identifier)
            formalNames.append(argument)
        }
        return Head(
            text: "\(name.identifier)(\(formal.joined(separator: ", ")))", formal: formal, formalNames: formalNames, name: name.identifier,
            template: KnownNames.Template(arguments: formal.count, isOperator: bracket == "[", isMerged: formal.count < names.count), points: [], isField: false)
    }

    private func parts(_ name: FormulaName, _ parts: [[FormulaItem]]) -> [FormulaItem] { parts.first { $0.latex == name.latex } ?? [] }

    private func isNumber(_ kind: Notation.Kind?) -> Bool {
        if case .number? = kind { return true }
        return false
    }

    /// `(v)` or `(v, t)` with the point where functions are.
    private func isOwnPoints(_ items: [FormulaItem], of argument: FormulaName? = nil, _ translator: FormulaTranslator) -> Bool {
        var own: [String] = []
        if let argument, case .density(let points)? = translator.kind(of: argument) { own = points }
        guard case .open("(")? = items.first?.kind, items.last?.kind == .close(")") else { return false }
        return translator.separated(Array(items[1..<(items.count - 1)])).allSatisfy { part in
            guard let (name, end) = FormulaName.read(part, at: 0), end == part.count else { return false }
            return name.latex == translator.standardPoint || translator.kind(of: name) == .time || own.contains(name.latex)
        }
    }
}
