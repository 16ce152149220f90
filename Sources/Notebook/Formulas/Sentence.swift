import Language

/// A statement of a notebook as words and formulas.
struct Sentence: Hashable {
    enum Part: Hashable {
        /// A word of the language.
        case keyword(String)
        /// Words of the author.
        case text(String)
        case formula(Formula)
    }

    var parts: [Part] = []

    mutating func add(_ keyword: String) { if !keyword.isEmpty { parts.append(.keyword(keyword)) } }
    mutating func add(_ formula: Formula) { parts.append(.formula(formula)) }
    mutating func add(text: String) { parts.append(.text(text)) }
}

/// Turns statements into sentences.
struct Sentences {
    private let formulas = SyntaxFormulas()

    /// A statement that declares something, with its clauses; `nil` for what yields a verdict and for mere comments.
    func declaration(_ statement: SyntaxStatement) -> Sentence? {
        var sentence = Sentence()
        switch statement.kind {
        case .space(let points, let manifold):
            sentence.add("space")
            sentence.add(.row([names(points), .relation("∈"), formulas.manifold(manifold)]))
        case .parameters(let groups):
            sentence.add("param")
            sentence.add(.list(groups.map(formulas.parameters)))
        case .function(let function):
            sentence.add("function")
            add(function, to: &sentence)
        case .density(let function):
            sentence.add("density")
            add(function, to: &sentence)
        case .concreteDensity(let name, let point, let value):
            sentence.add("density")
            let head = point.map { Formula.row([.name(name.text), .parenthesised(.name($0.text))]) } ?? .name(name.text)
            sentence.add(.row([head, .relation("="), formulas.formula(value)]))
        case .flow(let name, let equation):
            sentence.add("flow")
            sentence.add(.name(name.text))
            sentence.add("by")
            sentence.add(formulas.proposition(equation))
        case .constant(let constants, let shape):
            sentence.add("constant")
            sentence.add(names(constants))
            add(shape, to: &sentence)
        case .definition(let definition):
            sentence.add("let")
            sentence.add(formula(definition))
        case .importing(let name):
            sentence.add("import")
            sentence.add(text: name.text)
        default: return nil
        }
        addClauses(statement.clauses, to: &sentence)
        return sentence
    }

    /// What a statement claims or asks, set on lines of its own; `nil` for a declaration.
    func display(_ statement: SyntaxStatement) -> Formula? {
        switch statement.kind {
        case .claim(_, let proposition), .axiom(_, _, _, let proposition), .find(_, let proposition), .best(_, let proposition),
            .forWhich(_, let proposition), .certify(_, let proposition):
            return formulas.display(proposition)
        case .calculation(_, let first, let steps): return SyntaxFormulas.tabulated(formulas.chain(first, steps.map(\.link)))
        case .optimise(_, let isMinimum, let value):
            return .row([.word(isMinimum ? "min" : "max"), .thinSpace, formulas.formula(value)])
        case .evaluate(_, let value): return formulas.formula(value)
        case .plot(_, let values): return .list(values.map(formulas.formula))
        default: return nil
        }
    }

    /// The words in front of a claim's formula and the clauses behind it.
    func clauses(_ statement: SyntaxStatement) -> Sentence {
        var sentence = Sentence()
        switch statement.kind {
        case .find(let unknowns, _), .forWhich(let unknowns, _):
            sentence.add("for")
            sentence.add(names(unknowns))
        case .best(let unknown, _):
            sentence.add("for the best")
            sentence.add(.name(unknown.text))
        case .axiom(_, _, let conditions, _) where !conditions.isEmpty:
            sentence.add("given")
            sentence.add(.list(conditions.map(formulas.proposition)))
        case .calculation(_, _, let steps): addClauses(steps.flatMap(\.clauses), to: &sentence)
        default: break
        }
        addClauses(statement.clauses, to: &sentence)
        return sentence
    }

    private func names(_ names: [SyntaxName]) -> Formula { .list(names.map { .name($0.text) }) }

    private func formula(_ definition: SyntaxDefinition) -> Formula {
        var head = SyntaxFormulas().head(of: definition.name.text)
        if !definition.subscripts.isEmpty { head = head.subscripted(names(definition.subscripts)) }
        if let arguments = definition.arguments { head = .row([head, .parenthesised(names(arguments))]) }
        return .row([head, .relation("="), formulas.formula(definition.value)])
    }

    private func add(_ function: SyntaxFunction, to sentence: inout Sentence) {
        var parts = [Formula.list(function.heads.map { .row([.name($0.name.text), .parenthesised(names($0.arguments))]) })]
        if let sign = function.sign { parts += [.relation(sign.spelling), .number("0")] }
        sentence.add(.row(parts))
        add(function.shape, to: &sentence)
        for attribute in function.attributes { sentence.add(attribute.text) }
    }

    private func add(_ shape: SyntaxShape, to sentence: inout Sentence) {
        switch shape.kind {
        case .scalar: break
        case .vector: sentence.add("vector")
        case .matrix: sentence.add("matrix")
        case .symmetricMatrix: sentence.add("symmetric matrix")
        case .antisymmetricMatrix: sentence.add("antisymmetric matrix")
        case .tensor(let rank): sentence.add("tensor of rank \(rank)")
        }
        if let dimension = shape.dimension {
            sentence.add("of")
            sentence.add(formulas.manifold(.euclidean(dimension)))
        }
    }

    private func addClauses(_ clauses: [SyntaxClause], to sentence: inout Sentence) {
        for clause in clauses { add(clause, to: &sentence) }
    }

    private func add(_ clause: SyntaxClause, to sentence: inout Sentence) {
        func conditions(_ word: String, _ list: [SyntaxProposition]) {
            sentence.add(word)
            sentence.add(.list(list.map(formulas.proposition)))
        }
        switch clause.kind {
        case .conditions(let list): conditions("where", list)
        case .with(let list): conditions("with", list)
        case .provided(let list): conditions("provided", list)
        case .given(let names):
            sentence.add("given")
            sentence.add(text: names.map(\.text).joined(separator: ", "))
        case .using(let uses):
            sentence.add("using")
            for use in uses {
                sentence.add(text: use.name.text)
                if !use.arguments.isEmpty { sentence.add(.parenthesised(.list(use.arguments.map(formulas.formula)))) }
            }
        case .byParts: sentence.add("by parts")
        case .forEverySpace: sentence.add("for every space")
        case .forValues(let name, let values):
            sentence.add("for")
            sentence.add(formula(name, values))
        case .over(let groups):
            sentence.add("over")
            sentence.add(.list(groups.map(formulas.parameters)))
        case .on(let arguments):
            sentence.add("on")
            sentence.add(.list(arguments.map(formulas.argument)))
        case .expect: break
        case .cite(let text): sentence.add(text: text)
        case .note(let text): sentence.add(text: text)
        case .digits(let digits): sentence.add("to \(digits) digits")
        }
    }

    private func formula(_ name: SyntaxName, _ values: SyntaxValues) -> Formula {
        switch values {
        case .single(let value): return .row([.name(name.text), .relation("="), formulas.formula(value)])
        case .interval(let interval): return .row([.name(name.text), .relation("∈"), formulas.interval(interval)])
        case .list(let list, let last):
            let shown = list.map(formulas.formula) + (last.map { [.ordinary("…"), formulas.formula($0)] } ?? [])
            return .row([.name(name.text), .relation("="), .list(shown)])
        }
    }
}
