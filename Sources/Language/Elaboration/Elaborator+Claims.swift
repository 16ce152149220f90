import Arithmetic
import Expressions
import Kernel

/// `claim` and `axiom`.
extension Elaborator {
    /// Errors that `expect ill-typed` may be about: shapes that do not match, and symbols that a text defines nowhere.
    static let typeErrors: Set<DiagnosticCode> = [
        .shapeMismatch, .vectorBesideVector, .scalarExpected, .productMismatch, .undeterminedDimension, .wrongRank,
        .crossOutsideThree, .componentOutOfRange, .raggedComponents, .notAFunction, .argumentCount, .argumentShape,
        .ambiguousPoint, .derivativeOnSphere, .notAPoint, .nonlinearInnerIntegral, .notAFunctional,
        .unknownName,
    ]

    mutating func makeItem(_ statement: SyntaxStatement, _ kind: ElaboratedItem.Kind, _ name: SyntaxName?) throws(Failure) -> ElaboratedItem {
        let text: String
        if let name { text = name.text } else {
            ordinals[kind, default: 0] += 1
            text = "\(kind.rawValue) \(ordinals[kind] ?? 1)"
        }
        try takeItemName(text, name?.range ?? statement.range)
        var item = ElaboratedItem(
            kind: kind, name: text, range: statement.range, source: statement.source, display: Formatter().display(statement))
        try note(statement.clauses, &item)
        return item
    }

    mutating func takeItemName(_ name: String, _ range: SourceRange) throws(Failure) {
        guard itemNames.insert(name).inserted else {
            throw Failure(.duplicateName, "found a second statement named \"\(name)\"", advice: "choose another name", at: range)
        }
    }

    // MARK: Claims

    mutating func claim(_ statement: SyntaxStatement, _ name: SyntaxName, _ proposition: SyntaxProposition) throws(Failure) -> ElaboratedItem {
        var item = try makeItem(statement, .claim, name)
        var inner = scope
        inner.allowsImplicitIndices = true
        do throws(Failure) {
            try decide(proposition, statement.clauses, &item, inner, statement.range)
        } catch {
            guard case .failure = error, item.expected == "ill-typed", Elaborator.typeErrors.contains(error.diagnostic.code) else { throw error }
            item.isIllTyped = true
            item.typeError = error.diagnostic
            item.reason = error.diagnostic.message
            citable[item.name] = Citable(item: item)
        }
        record(item)
        return item
    }

    /// Fills in the statement of a claim and makes it citable.
    mutating func decide(
        _ syntax: SyntaxProposition, _ clauseSyntax: [SyntaxClause], _ item: inout ElaboratedItem, _ scope: Scope, _ range: SourceRange
    ) throws(Failure) {
        var clauses = try self.clauses(clauseSyntax, &item, scope)
        var goal = try proposition(syntax, scope)
        clauses.requireUnambiguous(goal)
        // Values may be made of parameters that take several.
        if !clauses.samples.isEmpty { goal = try atSamples(clauses.samples, closed(goal, clauses.values), range) }
        try requireBoundLimits(goal, range)
        let (statement, names, unnamed) = try assemble(goal: goal, hypotheses: clauses.hypotheses, values: clauses.values, at: range)
        // The values stand in the goal: what is assumed would be about other ones.
        if let sample = clauses.samples.first(where: { sample in statement.parameters.contains { $0.name == names.name(sample.name) } }) {
            let name = Declared.plain(sample.name)
            throw Failure(
                .malformedClause, "found values of `\(name)` beside conditions that mention it", advice: "make a claim for each value, `where \(name) = …`", at: range)
        }
        item.statement = clauses.isAmbiguous ? nil : statement
        item.unnamed = unnamed
        item.reason = clauses.reason
        item.valuedParameters = Set((clauses.values.keys + clauses.samples.map(\.name)).map(Declared.plain))
        setTerms(&item, syntax, statement)
        var general = goal
        if !clauses.values.isEmpty || !clauses.hypotheses.isEmpty {
            let hypotheses = clauses.hypotheses.map { closed($0, clauses.values) }
            general = closed(goal, clauses.values)
            if !hypotheses.isEmpty {
                general = .implication(hypothesis: hypotheses.count == 1 ? hypotheses[0] : .conjunction(hypotheses), conclusion: general)
            }
        } else {
            general = closed(goal, [:])
        }
        citable[item.name] = Citable(item: item, proposition: general)
    }

    /// `for γ in a, b`: the claim at each of the values.
    func atSamples(
        _ samples: [(name: String, values: [Expression])], _ goal: Proposition, _ range: SourceRange
    ) throws(Failure) -> Proposition {
        var goals = [goal]
        for (name, values) in samples {
            guard goals.count * values.count <= 1000 else {
                throw Failure(.badIndexRange, "found more than 1000 combinations of values", at: range)
            }
            goals = goals.flatMap { goal in values.map { closed(goal, [name: $0]) } }
        }
        return goals.count == 1 ? goals[0] : .conjunction(goals)
    }

    /// Axioms and claims of an import can be cited by the importing notebook.
    mutating func record(_ item: ElaboratedItem) {
        if !importStack.isEmpty { importedItems[item.name] = item }
    }

    func setTerms(_ item: inout ElaboratedItem, _ syntax: SyntaxProposition, _ statement: Statement) {
        guard case .chain(let first, let links) = syntax.kind else { return }
        item.isWrittenBackwards = links.allSatisfy { [.greater, .greaterOrEqual].contains($0.op) }
        guard links.count == 1, case .relation(let relation) = statement.goal else { return }
        let isSwapped = links[0].op == .greater || links[0].op == .greaterOrEqual
        let left = isSwapped ? links[0].expression : first, right = isSwapped ? first : links[0].expression
        item.leftTerms = terms(of: left, relation.left)
        item.rightTerms = terms(of: right, relation.right)
    }

    /// The places of the terms of a sum; one place where they do not correspond one to one.
    func terms(of syntax: SyntaxExpression, _ e: Expression) -> [SourceRange] {
        guard case .sum(let operands) = e.kind else { return [syntax.range] }
        guard case .sum(let written) = syntax.kind else { return operands.map { _ in syntax.range } }
        // Numbers are collected behind the other terms.
        let numbers = written.filter { if case .number = $0.expression.kind { return true } else { return false } }
        let others = written.filter { if case .number = $0.expression.kind { return false } else { return true } }
        let ordered = others.map(\.expression.range) + numbers.map(\.expression.range)
        return ordered.count == operands.count ? ordered : operands.map { _ in syntax.range }
    }

    mutating func axiom(
        _ statement: SyntaxStatement, _ name: SyntaxName, _ arguments: [SyntaxName], _ conditions: [SyntaxProposition],
        _ body: SyntaxProposition
    ) throws(Failure) -> ElaboratedItem {
        var item = try makeItem(statement, .axiom, name)
        if !arguments.isEmpty || !conditions.isEmpty, let clause = statement.clauses.first(where: \.isCondition) {
            throw Failure(
                .malformedClause, "found a condition behind an axiom \(arguments.isEmpty ? "with `given`" : "with arguments")",
                advice: "write all conditions in front: axiom NAME(u) given CONDITIONS: …", at: clause.range)
        }
        if arguments.isEmpty {
            try decide(body, statement.clauses, &item, scope, statement.range)
            if !conditions.isEmpty {
                var hypotheses: [Proposition] = []
                for condition in conditions { hypotheses.append(try proposition(condition, scope)) }
                let goal = Proposition.implication(
                    hypothesis: hypotheses.count == 1 ? hypotheses[0] : .conjunction(hypotheses), conclusion: try proposition(body, scope))
                item.statement = try assemble(goal: goal, hypotheses: [], values: [:], at: statement.range).statement
                citable[item.name] = Citable(item: item, proposition: closed(goal, [:]))
            }
        } else {
            // Checked on arbitrary functions of the points it integrates over.
            let points = integratedPoints(body, scope).compactMap { name -> Point? in
                if case .point(let point)? = lookup(name, scope) { return point }
                return nil
            }
            var inner = scope
            for argument in arguments {
                // A declared parameter stands for a number.
                if case .parameter? = lookup(argument.text, scope) { continue }
                let symbol = FunctionSymbol(
                    name: uniqueName(argument.text), arguments: points.map { $0.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar })
                declarations.add(symbol.name)
                inner.locals[argument.text] = .function(FunctionDeclaration(symbol: symbol, points: points))
            }
            var goal = try proposition(body, inner)
            let freePoints = Mentions(goal).freePoints
            var hypotheses: [Proposition] = []
            for condition in conditions { hypotheses.append(try proposition(condition, inner)) }
            if !hypotheses.isEmpty {
                goal = .implication(hypothesis: hypotheses.count == 1 ? hypotheses[0] : .conjunction(hypotheses), conclusion: goal)
            }
            item.statement = try assemble(goal: goal, hypotheses: [], values: [:], at: statement.range).statement
            citable[item.name] = Citable(
                item: item,
                schema: Citable.Schema(
                    arguments: arguments, conditions: conditions, body: body, scope: scope, freePoints: freePoints,
                    holdsOnEverySpace: statement.clauses.contains { $0.kind == .forEverySpace }))
        }
        record(item)
        return item
    }
}

extension SyntaxClause {
    /// Something that changes what is stated.
    fileprivate var isCondition: Bool {
        switch kind {
        case .conditions, .with, .provided, .given, .using, .forValues, .on, .over: return true
        default: return false
        }
    }
}
