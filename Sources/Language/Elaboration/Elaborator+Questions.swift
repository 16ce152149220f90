import Arithmetic
import Expressions
import Kernel

/// `find`, `best`, `for which`, `minimise`, `certify`, `check`, `evaluate`, `plot`.
extension Elaborator {
    mutating func question(_ statement: SyntaxStatement) throws(Failure) -> ElaboratedItem {
        switch statement.kind {
        case .find(let unknowns, let p): return try search(statement, .find, unknowns, p)
        case .best(let unknown, let p): return try search(statement, .best, [unknown], p)
        case .forWhich(let unknowns, let p): return try search(statement, .forWhich, unknowns, p)
        case .certify(let name, let p):
            var item = try makeItem(statement, .certify, name)
            try decide(p, statement.clauses, &item, scope, statement.range)
            record(item)
            return item
        case .optimise(let name, let isMinimum, let e):
            return try valued(statement, isMinimum ? .minimise : .maximise, name, e)
        case .evaluate(let name, let e): return try valued(statement, .evaluate, name, e)
        case .plot(let name, let expressions): return try valued(statement, .plot, name, expressions[0])
        case .check(let name): return try check(statement, name)
        default: throw Failure(.unknownStatement, "found a statement that is not understood", at: statement.range)
        }
    }

    /// Statements with unknowns; a name that is no parameter yet is declared for this statement.
    private mutating func search(
        _ statement: SyntaxStatement, _ kind: ElaboratedItem.Kind, _ unknowns: [SyntaxName], _ p: SyntaxProposition
    ) throws(Failure) -> ElaboratedItem {
        var item = try makeItem(statement, kind, nil)
        var inner = scope
        inner.allowsImplicitIndices = true
        var names: [String] = []
        for unknown in unknowns {
            switch lookup(unknown.text, inner) {
            case .parameter(let parameter)?: names.append(parameter.name)
            case nil:
                let parameter = Parameter(name: uniqueName(unknown.text))
                declarations.add(parameter)
                inner.locals[unknown.text] = .parameter(parameter)
                names.append(parameter.name)
            default:
                throw Failure(
                    .duplicateName, "found the unknown `\(unknown.text)`, which is declared as something else than a parameter",
                    advice: "choose another name", at: unknown.range)
            }
        }
        try decide(p, statement.clauses, &item, inner, statement.range)
        let declared = item.statement?.parameters ?? []
        item.unknowns = names.map { name in
            declared.first { $0.name == Declared.plain(name) || $0.name == name } ?? Parameter(name: Declared.plain(name))
        }
        // What holds for some values of the unknowns is nothing to be cited for all.
        citable[item.name] = Citable(item: item)
        record(item)
        return item
    }

    /// A number, or a function of parameters, to be evaluated.
    private mutating func valued(
        _ statement: SyntaxStatement, _ kind: ElaboratedItem.Kind, _ name: SyntaxName?, _ e: SyntaxExpression
    ) throws(Failure) -> ElaboratedItem {
        var item = try makeItem(statement, kind, name)
        var inner = scope
        for clause in statement.clauses {
            guard case .over(let groups) = clause.kind else {
                if case .forValues(let variable, .interval(let interval)) = clause.kind, lookup(variable.text, inner) == nil {
                    try bindUnknowns(SyntaxParameters([variable], interval: interval), &inner, &item)
                }
                continue
            }
            for group in groups { try bindUnknowns(group, &inner, &item) }
        }
        let clauses = try self.clauses(
            statement.clauses.filter { if case .forValues(_, .interval) = $0.kind { return false } else { return true } }, &item, inner)
        let (value, _) = try scalarValue(e, "to be evaluated", inner)
        // Closing goes through a statement, so that names come out as in claims.
        let (closed, names) = try assemble(
            goal: .relation(Relation(value, .equal, value)), hypotheses: clauses.hypotheses, values: clauses.values, at: statement.range)
        if case .relation(let relation) = closed.goal { item.value = relation.left }
        item.unknowns = item.unknowns.map(names.parameter)
        item.samples = clauses.samples.map { ElaboratedItem.Samples(parameter: names.name($0.name), values: $0.values) }
        record(item)
        return item
    }

    private mutating func bindUnknowns(_ group: SyntaxParameters, _ scope: inout Scope, _ item: inout ElaboratedItem) throws(Failure) {
        let (parameters, _) = try self.parameters(group, scope)
        for (name, parameter) in zip(group.names, parameters) {
            // A declared parameter keeps its name; the range is the one given here.
            var known = parameter
            if case .parameter(let declared)? = lookup(name.text, scope) {
                known = Parameter(name: declared.name, isInteger: declared.isInteger, lower: parameter.lower ?? declared.lower, upper: parameter.upper ?? declared.upper)
            } else {
                declarations.add(parameter)
            }
            scope.locals[name.text] = .parameter(known)
            item.unknowns.append(known)
        }
    }

    private mutating func check(_ statement: SyntaxStatement, _ name: SyntaxName) throws(Failure) -> ElaboratedItem {
        guard citable[name.text] != nil else { throw unknownCitation(name) }
        ordinals[.check, default: 0] += 1
        let label = SyntaxName("check \(ordinals[.check] ?? 1): \(name.text)", name.range)
        var item = try makeItem(statement, .check, label)
        item.target = name.text
        let clauses = try self.clauses(statement.clauses, &item, scope)
        for argument in clauses.densities {
            var value: Expression?
            if let e = try self.value(argument.value, scope).asScalar { value = closing([:]).apply(e) }
            item.densities.append(ElaboratedItem.DensityArgument(
                function: argument.label, name: Printer().text(argument.value), value: value))
        }
        item.samples = clauses.samples.map { ElaboratedItem.Samples(parameter: Declared.plain($0.name), values: $0.values) }
            + clauses.values.sorted { $0.key < $1.key }.map {
                ElaboratedItem.Samples(parameter: Declared.plain($0.key), values: [$0.value])
            }
        return item
    }
}
