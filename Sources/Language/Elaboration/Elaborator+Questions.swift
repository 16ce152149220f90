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
        case .plot(let name, let expressions): return try plot(statement, name, expressions)
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
                if case .forValues(let variable, .interval(let interval)) = clause.kind {
                    try bindUnknowns(SyntaxParameters([variable], interval: interval), &inner, &item)
                }
                continue
            }
            for group in groups { try bindUnknowns(group, &inner, &item) }
        }
        var clauses = try self.clauses(
            statement.clauses.filter { if case .forValues(_, .interval) = $0.kind { return false } else { return true } }, &item, inner)
        for unknown in item.unknowns { try requireInRange(unknown, &clauses, statement.range) }
        let (value, _) = try scalarValue(e, "to be evaluated", inner)
        // Closing goes through a statement, so that names come out as in claims.
        let goal = Proposition.relation(Relation(value, .equal, .zero))
        let names = try assemble(goal: goal, hypotheses: clauses.hypotheses, values: clauses.values, at: statement.range).names
        item.unknowns = item.unknowns.map(names.parameter)
        item.cases = try cases(clauses, statement.range) { _ in (goal, clauses.hypotheses) }
        record(item)
        return item
    }

    /// Values of something with a range lie in that range, not only in the declared one.
    private func requireInRange(_ unknown: Parameter, _ clauses: inout Clauses, _ range: SourceRange) throws(Failure) {
        for sample in clauses.samples where sample.name == unknown.name {
            for value in sample.values { try requireInRange(value, unknown, range) }
        }
        guard let value = clauses.values[unknown.name] else { return }
        if constant(value) != nil { try requireInRange(value, unknown, range) } else { clauses.hypotheses += unknown.bounds(on: value).map { .relation($0) } }
    }

    /// One closed statement for each combination of sample values.
    mutating func cases(
        _ clauses: Clauses, _ range: SourceRange, label: String = "", values: [String: Expression] = [:],
        _ content: (inout Elaborator) throws(Failure) -> (goal: Proposition, hypotheses: [Proposition])
    ) throws(Failure) -> [ElaboratedItem.Case] {
        var combinations: [(label: [String], values: [String: Expression])] = [
            (label.isEmpty ? [] : [label], clauses.values.merging(values) { own, _ in own })
        ]
        for sample in clauses.samples {
            combinations = combinations.flatMap { label, values in
                sample.values.map { value in
                    (label + ["\(Declared.plain(sample.name)) = \(value.plainText(indices: []))"], values.merging([sample.name: value]) { $1 })
                }
            }
            if combinations.count > 1000 { throw Failure(.badIndexRange, "found more than 1000 combinations of values", at: range) }
        }
        var cases: [ElaboratedItem.Case] = []
        for (label, values) in combinations {
            let (goal, hypotheses) = try content(&self)
            let (closed, _, unnamed) = try assemble(goal: goal, hypotheses: hypotheses, values: values, at: range)
            cases.append(ElaboratedItem.Case(label: label.joined(separator: ", "), statement: closed, unnamed: unnamed))
        }
        return cases
    }

    private mutating func bindUnknowns(_ group: SyntaxParameters, _ scope: inout Scope, _ item: inout ElaboratedItem) throws(Failure) {
        let (parameters, further) = try self.parameters(group, scope)
        if !further.isEmpty, let name = group.names.first {
            throw Failure(
                .parameterWithoutRange, "found a range of `\(name.text)` whose ends are no rational numbers", advice: "give rational ends", at: name.range)
        }
        for (name, parameter) in zip(group.names, parameters) {
            // A declared parameter keeps its name; the range is the one given here.
            var known = parameter
            if case .parameter(let declared)? = lookup(name.text, scope) {
                if group.interval != nil, !parameter.lies(in: declared) {
                    throw Failure(
                        .outsideRange, "found a range of `\(name.text)` that goes beyond the declared one",
                        advice: "widen the declared range, or take another name", at: name.range)
                }
                known = Parameter(name: declared.name, isInteger: declared.isInteger, lower: group.interval == nil ? parameter.lower ?? declared.lower : parameter.lower,
                    upper: group.interval == nil ? parameter.upper ?? declared.upper : parameter.upper)
            } else {
                declarations.add(parameter)
            }
            scope.locals[name.text] = .parameter(known)
            item.unknowns.append(known)
        }
    }

    /// The cited claim with concrete functions in place of the arbitrary ones.
    private mutating func check(_ statement: SyntaxStatement, _ name: SyntaxName) throws(Failure) -> ElaboratedItem {
        guard let cited = citable[name.text] else { throw unknownCitation(name) }
        ordinals[.check, default: 0] += 1
        let label = SyntaxName("check \(ordinals[.check] ?? 1): \(name.text)", name.range)
        var item = try makeItem(statement, .check, label)
        item.target = name.text
        let clauses = try self.clauses(statement.clauses, &item, scope)
        guard let goal = cited.proposition else {
            item.reason = "\(name.text) has no proposition to be checked"
            return item
        }
        var mentions = Mentions()
        for relation in goal.allRelations {
            mentions.add(relation.left)
            mentions.add(relation.right)
        }
        let functions = mentions.functions.filter { !$0.arguments.isEmpty }.sorted { $0.name < $1.name }
        let labelled = clauses.densities.filter { $0.label != nil }
        for argument in labelled where !functions.contains(where: { Declared.plain($0.name) == argument.label }) {
            throw Failure(
                .unknownName, "found a value for `\(argument.label ?? "")`, which \(name.text) does not mention",
                advice: "its functions are \(functions.map { Declared.plain($0.name) }.joined(separator: ", "))", at: argument.value.range)
        }
        let unlabelled = clauses.densities.filter { $0.label == nil }
        let open = functions.filter { function in !labelled.contains { $0.label == Declared.plain(function.name) } }
        let tests: [SyntaxArgument?] = unlabelled.isEmpty ? [nil] : unlabelled.map { $0 }
        for test in tests {
            var definitions: [Proposition] = []
            var values: [String: Expression] = [:]
            for argument in labelled {
                guard let function = functions.first(where: { Declared.plain($0.name) == argument.label }) else { continue }
                definitions.append(try definition(of: function, argument.value, &values))
            }
            if let test { for function in open { definitions.append(try definition(of: function, test.value, &values)) } }
            let names = labelled.map { "\($0.label ?? "") = \(Printer().text($0.value))" } + (test.map { [Printer().text($0.value)] } ?? [])
            let hypotheses = cited.hypotheses + clauses.hypotheses + definitions
            item.cases += try cases(clauses, statement.range, label: names.joined(separator: ", "), values: values) { _ in (goal, hypotheses) }
        }
        return item
    }

    /// `f(v) = value`, or `log f(v) = log value` for a function that is kept through its logarithm.
    private mutating func definition(
        of function: FunctionSymbol, _ syntax: SyntaxExpression, _ values: inout [String: Expression]
    ) throws(Failure) -> Proposition {
        let tensor: Tensor
        switch try value(syntax, scope).kind {
        case .tensor(let written): tensor = written
        default: tensor = Tensor(body: .zero)
        }
        guard tensor.rank == function.valueDimensions.count else {
            throw Failure(
                .shapeMismatch, "found \(ShapeName.of(tensor.shape)) for `\(Declared.plain(function.name))`, which is \(ShapeName.of(function.valueDimensions))",
                advice: "give each function its own value: f = N, u = …", at: syntax.range)
        }
        let points = Mentions(tensor.body).freePoints
        guard points.count == function.arguments.count else {
            throw Failure(
                .argumentCount, "found a value that depends on \(points.count) points for `\(Declared.plain(function.name))`, which depends on \(function.arguments.count)",
                at: syntax.range)
        }
        for (slot, point) in zip(function.arguments, points) {
            guard (slot == .scalar) == point.isScalar else {
                let (own, given) = slot == .scalar ? ("a number", "a vector") : ("a vector", "a number")
                throw Failure(
                    .argumentShape, "found a function of \(given) for `\(Declared.plain(function.name))`, which is a function of \(own)",
                    advice: slot == .scalar ? "declare it without `radial` to give it as a function of the vector" : nil, at: syntax.range)
            }
            if case .vector(.symbol(let name)) = slot, case .number(let size)? = point.manifold.vectorDimension.map(resolved) {
                values[name] = .number(Rational(size))
            }
        }
        for (own, given) in zip(function.valueDimensions, tensor.shape) {
            if case .symbol(let name) = own, case .number(let size) = resolved(given) { values[name] = .number(Rational(size)) }
        }
        let arguments = points.map { $0.isScalar ? Expression.Argument.scalar(.coordinate($0, nil)) : .point($0, &supply) }
        let application = Expression.application(Expression.Application(
            function: function, valueIndices: tensor.indices, arguments: arguments))
        let value = function.isLogarithm ? .elementary(.log, tensor.body) : tensor.body
        return .relation(Relation(application, .equal, value, indices: tensor.indices))
    }
}

extension Parameter {
    /// Whether the range is a part of the other's; what is used of that holds at its ends, too.
    fileprivate func lies(in other: Parameter) -> Bool {
        (other.lower.map { bound in lower.map { $0.value >= bound.value } ?? false } ?? true)
            && (other.upper.map { bound in upper.map { $0.value <= bound.value } ?? false } ?? true)
    }
}
