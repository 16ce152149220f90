import Arithmetic
import Expressions
import Kernel

/// `claim`, `axiom`, `calc`, and the clauses they share.
extension Elaborator {
    /// What the clauses of a statement say.
    struct Clauses {
        var values: [String: Expression] = [:]
        var hypotheses: [Proposition] = []
        var samples: [(name: String, values: [Expression])] = []
        var densities: [SyntaxArgument] = []
        var groups: [SyntaxParameters] = []
        var reason: String?
    }

    /// Type errors that `expect ill-typed` may be about.
    private static let typeErrors: Set<DiagnosticCode> = [
        .shapeMismatch, .vectorBesideVector, .scalarExpected, .productMismatch, .undeterminedDimension, .wrongRank,
        .crossOutsideThree, .componentOutOfRange, .raggedComponents, .notAFunction, .argumentCount, .argumentShape,
        .ambiguousPoint, .derivativeOnSphere, .notAPoint, .nonlinearInnerIntegral, .notAFunctional,
    ]

    mutating func makeItem(_ statement: SyntaxStatement, _ kind: ElaboratedItem.Kind, _ name: SyntaxName?) throws(Failure) -> ElaboratedItem {
        let text: String
        if let name { text = name.text } else {
            ordinals[kind, default: 0] += 1
            text = "\(kind.rawValue) \(ordinals[kind] ?? 1)"
        }
        if kind != .check, citable[text] != nil || importedItems[text] != nil {
            throw Failure(
                .duplicateName, "found a second statement named \"\(text)\"", advice: "choose another name", at: name?.range ?? statement.range)
        }
        var item = ElaboratedItem(
            kind: kind, name: text, range: statement.range, source: statement.source, display: Formatter().display(statement))
        try note(statement.clauses, &item)
        return item
    }

    /// The clauses that need no types.
    func note(_ clauses: [SyntaxClause], _ item: inout ElaboratedItem) throws(Failure) {
        for clause in clauses {
            switch clause.kind {
            case .expect(let verdict): item.expected = verdict
            case .cite(let text): item.citations.append(text)
            case .note(let text): item.notes.append(text)
            case .given(let names): item.given += names.map(\.text)
            case .byParts: item.byParts = true
            case .digits(let digits):
                guard let n = Int(digits), (1...100_000).contains(n) else {
                    throw Failure(.badDigits, "found \(digits) digits, expected a number from 1 to 100000", at: clause.range)
                }
                item.digits = n
            case .provided(let conditions): item.provided += conditions.map { Printer().text($0) }
            default: break
            }
        }
    }

    mutating func clauses(_ syntax: [SyntaxClause], _ item: inout ElaboratedItem, _ scope: Scope) throws(Failure) -> Clauses {
        var result = Clauses()
        for clause in syntax {
            switch clause.kind {
            case .conditions(let conditions), .with(let conditions):
                for condition in conditions {
                    if let (name, e) = try assignment(condition, scope) { try set(name, e, condition.range, &result) } else {
                        result.hypotheses.append(try proposition(condition, scope))
                    }
                }
            case .provided(let conditions):
                for condition in conditions { result.hypotheses.append(try proposition(condition, scope)) }
            case .given(let names):
                for name in names {
                    guard let cited = citable[name.text] else { throw unknownCitation(name) }
                    if let proposition = cited.proposition { result.hypotheses.append(proposition) } else {
                        result.reason = "`given \(name.text)` cites a statement without a proposition"
                    }
                }
            case .using(let uses):
                for use in uses { try self.use(use, &item, &result, scope) }
            case .forValues(let name, let values): try forValues(name, values, &result, scope)
            case .on(let densities): result.densities += densities
            case .over(let groups): result.groups += groups
            default: break
            }
        }
        return result
    }

    func unknownCitation(_ name: SyntaxName) -> Failure {
        let failure = Failure(
            .unknownCitation, "found a citation of \"\(name.text)\", which is no earlier claim or axiom",
            advice: "cite claims that stand above, or import them", at: name.range)
        return failedNames.contains(name.text) ? .consequence(failure.diagnostic) : failure
    }

    /// `γ = -3` for a declared parameter and a constant.
    private mutating func assignment(_ condition: SyntaxProposition, _ scope: Scope) throws(Failure) -> (String, Expression)? {
        guard case .chain(let left, let links) = condition.kind, links.count == 1, links[0].op == .equal,
            case .name(let name) = left.kind, case .parameter(let parameter)? = lookup(name, scope)
        else { return nil }
        let (e, _) = try scalarValue(links[0].expression, "as the value of a parameter", scope)
        let mentions = Mentions(e)
        guard mentions.freePoints.isEmpty, mentions.functions.isEmpty, !mentions.parameters.contains(parameter.name) else { return nil }
        return (parameter.name, e)
    }

    private mutating func set(_ name: String, _ e: Expression, _ range: SourceRange, _ clauses: inout Clauses) throws(Failure) {
        let parameter = declarations.parameter(name)
        var e = e
        if let number = constant(e) {
            e = .number(number)
            let isBelow = parameter.lower.map { number < $0.value || (number == $0.value && $0.isStrict) } ?? false
            let isAbove = parameter.upper.map { number > $0.value || (number == $0.value && $0.isStrict) } ?? false
            if isBelow || isAbove || (parameter.isInteger && !number.isInteger) {
                throw Failure(
                    .outsideRange, "found the value \(number) for `\(Declared.plain(name))`, which its declaration does not allow",
                    advice: "widen the declared range, or declare another parameter", at: range)
            }
        } else if declarations.isDimension(name) {
            throw Failure(.badDimension, "found a dimension set to something that is no number", at: range)
        }
        clauses.values[name] = e
    }

    private mutating func forValues(_ name: SyntaxName, _ values: SyntaxValues, _ clauses: inout Clauses, _ scope: Scope) throws(Failure) {
        switch lookup(name.text, scope) {
        case .parameter(let parameter)?:
            switch values {
            case .single(let e):
                let (value, _) = try scalarValue(e, "as the value of a parameter", scope)
                try set(parameter.name, value, name.range, &clauses)
            case .list(let list, let last):
                var numbers: [Expression] = []
                for e in list { numbers.append(try scalarValue(e, "as the value of a parameter", scope).0) }
                if let last { numbers += try progression(list, last, scope) }
                clauses.samples.append((parameter.name, numbers))
            case .interval(let interval):
                let e = parameterExpression(parameter.name)
                if let lower = interval.lower {
                    let bound = try scalarValue(lower, "as an end of an interval", scope).0
                    clauses.hypotheses.append(.relation(Relation(bound, interval.includesLower ? .lessOrEqual : .less, e)))
                }
                if let upper = interval.upper {
                    let bound = try scalarValue(upper, "as an end of an interval", scope).0
                    clauses.hypotheses.append(.relation(Relation(e, interval.includesUpper ? .lessOrEqual : .less, bound)))
                }
            }
        case nil: throw unknownName(name.text, name.range, scope)
        default: break
        }
    }

    /// `a, b .. c` goes on in steps of `b - a`.
    private func progression(_ list: [SyntaxExpression], _ last: SyntaxExpression, _ scope: Scope) throws(Failure) -> [Expression] {
        let end = try rationalConstant(last, scope)
        var previous = try rationalConstant(list[list.count - 1], scope)
        let step = list.count > 1 ? previous - (try rationalConstant(list[list.count - 2], scope)) : 1
        guard !step.isZero else { throw Failure(.badIndexRange, "found a progression with step 0", at: last.range) }
        var result: [Expression] = []
        while (step.sign > 0 && previous + step <= end) || (step.sign < 0 && previous + step >= end) {
            previous += step
            result.append(.number(previous))
            if result.count > 1000 { throw Failure(.badIndexRange, "found more than 1000 values", at: last.range) }
        }
        return result
    }

    /// `using NAME(args)`: an instance of a schema, or a plain citation.
    private mutating func use(_ use: SyntaxUse, _ item: inout ElaboratedItem, _ clauses: inout Clauses, _ scope: Scope) throws(Failure) {
        guard let cited = citable[use.name.text] else { throw unknownCitation(use.name) }
        var operands: [Expression] = []
        guard let schema = cited.schema, !schema.arguments.isEmpty else {
            if let proposition = cited.proposition { clauses.hypotheses.append(proposition) }
            for argument in use.arguments { operands += try value(argument, scope).tensors.map(\.body) }
            item.uses.append(ElaboratedItem.Use(name: use.name.text, arguments: operands))
            return
        }
        guard schema.arguments.count == use.arguments.count else {
            throw Failure(
                .argumentCount, "found \(use.arguments.count) arguments for \"\(use.name.text)\", expected \(schema.arguments.count)", at: use.name.range)
        }
        var inner = schema.scope
        var points: [Point] = []
        for (formal, argument) in zip(schema.arguments, use.arguments) {
            let binding = try argumentBinding(argument, scope)
            inner.locals[formal.text] = binding
            let bodies = try value(argument, scope).tensors.map(\.body)
            operands += bodies
            for body in bodies { for point in Mentions(body).freePoints where !points.contains(point) { points.append(point) } }
        }
        // The schema's own points become those of the arguments, in order.
        let own = integratedPoints(schema.body, schema.scope)
        for (name, point) in zip(own, points) { inner.locals[name] = .point(point) }
        do throws(Failure) {
            var instance = try proposition(schema.body, inner)
            var conditions: [Proposition] = []
            for condition in schema.conditions { conditions.append(try proposition(condition, inner)) }
            if !conditions.isEmpty {
                instance = .implication(hypothesis: conditions.count == 1 ? conditions[0] : .conjunction(conditions), conclusion: instance)
            }
            clauses.hypotheses.append(instance)
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.message = "in \"\(use.name.text)\" for these arguments: \(diagnostic.message)"
            diagnostic.range = use.name.range
            throw Failure.failure(diagnostic)
        }
        item.uses.append(ElaboratedItem.Use(name: use.name.text, arguments: operands))
    }

    /// Names of declared points that a statement integrates over.
    private func integratedPoints(_ p: SyntaxProposition, _ scope: Scope) -> [String] {
        var names: [String] = []
        func visit(_ e: SyntaxExpression) {
            if case .integral(let points, _, _) = e.kind {
                for case .name(let name) in points.map(\.kind) where !names.contains(name) { names.append(name) }
            }
            e.children.forEach(visit)
        }
        p.expressions.forEach(visit)
        return names
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
        let clauses = try self.clauses(clauseSyntax, &item, scope)
        let goal = try atSamples(clauses.samples, proposition(syntax, scope), range)
        let (statement, names) = try assemble(goal: goal, hypotheses: clauses.hypotheses, values: clauses.values, at: range)
        item.statement = statement
        item.reason = clauses.reason
        item.samples = clauses.samples.map { ElaboratedItem.Samples(parameter: names.name($0.name), values: $0.values) }
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
    private func atSamples(
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

    private func setTerms(_ item: inout ElaboratedItem, _ syntax: SyntaxProposition, _ statement: Statement) {
        guard case .chain(let first, let links) = syntax.kind, links.count == 1, case .relation(let relation) = statement.goal else { return }
        let isSwapped = links[0].op == .greater || links[0].op == .greaterOrEqual
        let left = isSwapped ? links[0].expression : first, right = isSwapped ? first : links[0].expression
        item.leftTerms = terms(of: left, relation.left)
        item.rightTerms = terms(of: right, relation.right)
    }

    /// The places of the terms of a sum; one place where they do not correspond one to one.
    private func terms(of syntax: SyntaxExpression, _ e: Expression) -> [SourceRange] {
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
                let symbol = FunctionSymbol(
                    name: uniqueName(argument.text), arguments: points.map { $0.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar })
                declarations.add(symbol.name)
                inner.locals[argument.text] = .function(FunctionDeclaration(symbol: symbol, points: points))
            }
            var goal = try proposition(body, inner)
            var hypotheses: [Proposition] = []
            for condition in conditions { hypotheses.append(try proposition(condition, inner)) }
            if !hypotheses.isEmpty {
                goal = .implication(hypothesis: hypotheses.count == 1 ? hypotheses[0] : .conjunction(hypotheses), conclusion: goal)
            }
            item.statement = try assemble(goal: goal, hypotheses: [], values: [:], at: statement.range).statement
            citable[item.name] = Citable(
                item: item, schema: Citable.Schema(arguments: arguments, conditions: conditions, body: body, scope: scope))
        }
        record(item)
        return item
    }

    // MARK: Calculations

    mutating func calculation(
        _ statement: SyntaxStatement, _ name: SyntaxName, _ first: SyntaxExpression, _ steps: [SyntaxStep]
    ) throws(Failure) -> [ElaboratedItem] {
        var whole = try makeItem(statement, .calculation, name)
        var items: [ElaboratedItem] = []
        var inner = scope
        inner.allowsImplicitIndices = true
        // What stands behind the last step holds for all, except what belongs to a step alone.
        let shared = (steps.last?.clauses ?? []).filter { clause in
            switch clause.kind {
            case .conditions, .with, .provided, .forValues: return true
            default: return false
            }
        }
        var left = first
        for (position, step) in steps.enumerated() {
            implicitIndices = []
            let chain = SyntaxProposition(
                .chain(left, [step.link]), SourceRange(left.range.start, step.link.expression.range.end))
            let isLast = position == steps.count - 1
            let clauses = isLast ? step.clauses : step.clauses + shared
            var item = ElaboratedItem(
                kind: .step, name: "\(name.text).\(position + 1)", range: step.range, source: statement.source,
                display: Printer().text(chain))
            try note(step.clauses, &item)
            do throws(Failure) {
                try decide(chain, clauses, &item, inner, chain.range)
            } catch {
                guard case .failure = error, item.expected == "ill-typed", Elaborator.typeErrors.contains(error.diagnostic.code) else { throw error }
                item.isIllTyped = true
                item.typeError = error.diagnostic
                item.reason = error.diagnostic.message
            }
            whole.steps.append(item.name)
            if isLast {
                whole.expected = item.expected
                whole.citations += item.citations
                whole.notes += item.notes
            }
            record(item)
            items.append(item)
            left = step.link.expression
        }
        if let relation = steps.last?.link.expression {
            let ops = steps.map(\.link.op)
            let op = ops.first { $0 == .less || $0 == .greater } ?? ops.first { $0 != .equal } ?? .equal
            let total = SyntaxProposition(.chain(first, [SyntaxLink(op, relation)]), statement.range)
            implicitIndices = []
            try? decide(total, shared, &whole, inner, statement.range)
            // The chain itself is not decided: its steps are.
            whole.statement = nil
        }
        record(whole)
        return items + [whole]
    }
}

extension SyntaxExpression {
    /// The expressions directly inside.
    var children: [SyntaxExpression] {
        switch kind {
        case .number, .name, .invalid: return []
        case .call(let callee, let arguments): return [callee] + arguments.map(\.value)
        case .index(let base, let indices): return [base] + indices
        case .apply(_, let points, let operand): return points + [operand]
        case .negation(let e), .absolute(let e), .norm(let e), .group(let e): return [e]
        case .sum(let terms): return terms.map(\.expression)
        case .product(let factors): return factors.map(\.expression)
        case .power(let a, let b): return [a, b]
        case .integral(let points, let body, _): return points + [body]
        case .indexedSum(_, let a, let b, let body): return [a, b, body]
        case .limit(_, let a, let body): return [a, body]
        case .indicator(let points, let condition): return points + condition.expressions
        case .components(let parts), .block(let parts): return parts
        case .angle(let a, let b): return [a] + (b.map { [$0] } ?? [])
        case .proposition(let p): return p.expressions
        }
    }
}

extension SyntaxProposition {
    /// The expressions it relates.
    var expressions: [SyntaxExpression] {
        switch kind {
        case .chain(let first, let links): return [first] + links.map(\.expression)
        case .conjunction(let parts): return parts.flatMap(\.expressions)
        case .implication(let a, let b), .equivalence(let a, let b): return a.expressions + b.expressions
        case .existence(_, let body): return body.expressions
        case .attribute(let e, _), .membership(let e, _): return [e]
        case .invalid: return []
        }
    }
}
