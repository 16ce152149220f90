import Arithmetic
import Expressions
import Kernel

/// `space`, `param`, `function`, `density`, `flow`, `constant`, `let`.
extension Elaborator {
    mutating func declare(_ statement: SyntaxStatement) throws(Failure) {
        switch statement.kind {
        case .space(let names, let manifold): try declareSpace(names, manifold)
        case .parameters(let groups): try declareParameters(groups, statement)
        case .function(let function): try declareFunctions(function, isDensity: false, statement)
        case .density(let function): try declareFunctions(function, isDensity: true, statement)
        case .concreteDensity(let name, let point, let value): try declareConcreteDensity(name, point, value)
        case .flow(let name, let equation): try declareFlow(name, equation)
        case .constant(let names, let shape): try declareConstants(names, shape, statement)
        case .definition(let definition): try declareDefinition(definition)
        default: break
        }
        for clause in statement.clauses {
            switch clause.kind {
            case .conditions, .cite, .note: break
            default:
                throw Failure(.malformedClause, "found a clause that a declaration does not take", advice: "conditions follow `where`", at: clause.range)
            }
        }
    }

    func conditions(_ statement: SyntaxStatement) -> [SyntaxProposition] {
        statement.clauses.flatMap { clause -> [SyntaxProposition] in
            if case .conditions(let conditions) = clause.kind { return conditions }
            return []
        }
    }

    // MARK: Points

    mutating func declareSpace(_ names: [SyntaxName], _ syntax: SyntaxManifold) throws(Failure) {
        let manifold: Manifold
        switch syntax {
        case .line: manifold = .line(lower: nil, upper: nil)
        case .interval(let interval):
            let lower = try interval.lower.map { e throws(Failure) in try rationalConstant(e, scope) }
            let upper = try interval.upper.map { e throws(Failure) in try rationalConstant(e, scope) }
            if let lower, let upper, upper <= lower {
                throw Failure(.contradictoryRange, "found an empty interval", at: names[0].range)
            }
            manifold = .line(lower: lower, upper: upper)
        case .euclidean(let e): manifold = .euclidean(try dimension(e, scope))
        case .torus(let e): manifold = .torus(try dimension(e, scope))
        case .sphere(let e): manifold = .sphere(ambient: try ambientDimension(e, scope))
        }
        for name in names {
            if importStack.isEmpty, case .point(let known)? = lookup(name.text, scope), known.manifold == manifold {
                // Said again, not shadowed: functions of the point stay functions of it.
                if let dimension = manifold.vectorDimension { latestSpaceDimension = dimension }
                continue
            }
            let unique = uniqueName(name.text)
            declarations.add(unique)
            declareName(name, .point(Point(name: unique, manifold: manifold)))
            if importStack.isEmpty, let dimension = manifold.vectorDimension { latestSpaceDimension = dimension }
        }
    }

    /// An integer parameter as a dimension. Its declared range may not reach below 1, where there is no space.
    mutating func symbolicDimension(_ parameter: Parameter, _ range: SourceRange) throws(Failure) -> Dimension {
        if let lower = parameter.lower, lower.value < 1, !(lower.isStrict && lower.value >= 0) {
            throw Failure(
                .badDimension, "found `\(Declared.plain(parameter.name))` as a dimension, whose declared range reaches below 1",
                advice: "declare `param \(Declared.plain(parameter.name)) integer >= 1`", at: range)
        }
        declarations.markDimension(parameter.name)
        return .symbol(parameter.name)
    }

    func rationalConstant(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Rational {
        var copy = self
        guard let scalar = try copy.value(e, scope).asScalar, let value = constant(scalar) else {
            throw Failure(.notConstant, "found `\(Printer().text(e))`, expected a rational number", at: e.range)
        }
        return value
    }

    mutating func dimension(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Dimension {
        switch e.kind {
        case .group(let inner): return try dimension(inner, scope)
        case .name(let name):
            switch lookup(name, scope) {
            case .parameter(let parameter)?:
                guard parameter.isInteger else {
                    throw Failure(
                        .badDimension, "found the real parameter `\(name)` as a dimension, expected an integer one",
                        advice: "declare `param \(name) integer >= 1`", at: e.range)
                }
                return try symbolicDimension(parameter, e.range)
            case nil: throw unknownName(name, e.range, scope)
            default: break
            }
        default: break
        }
        guard let n = try integer(e, scope), (1...64).contains(n) else {
            throw Failure(
                .badDimension, "found `\(Printer().text(e))` as a dimension, expected a number from 1 to 64 or an integer parameter", at: e.range)
        }
        return .number(n)
    }

    /// The ambient dimension of `S^e`: `e + 1`.
    mutating func ambientDimension(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Dimension {
        var inner = e
        while case .group(let next) = inner.kind { inner = next }
        if case .sum(let terms) = inner.kind, terms.count == 2, terms[1].isNegative, case .number("1") = terms[1].expression.kind {
            return try dimension(terms[0].expression, scope)
        }
        guard let n = try integer(inner, scope), (1...63).contains(n) else {
            throw Failure(
                .badDimension, "found `\(Printer().text(e))` as the dimension of a sphere, expected a number or d-1",
                advice: "write S^2 or S^(d-1)", at: e.range)
        }
        return .number(n + 1)
    }

    // MARK: Parameters

    mutating func declareParameters(_ groups: [SyntaxParameters], _ statement: SyntaxStatement) throws(Failure) {
        let isSingle = groups.count == 1 && groups[0].names.count == 1
        var declared: [(name: SyntaxName, parameter: Parameter)] = []
        for group in groups {
            // A bound may be a parameter in front of it.
            let (parameters, extra) = try self.parameters(group, scope)
            for (name, parameter) in zip(group.names, parameters) {
                declarations.add(parameter)
                declareName(name, .parameter(parameter))
                declared.append((name, parameter))
                for (op, bound) in extra {
                    declarations.add(.relation(comparison(.parameter(parameter.name), op, bound)), about: parameter.name)
                }
            }
        }
        for (name, parameter) in declared {
            for condition in conditions(statement) where mentions(condition, name.text) || isSingle {
                try declare(condition, about: parameter.name)
            }
        }
    }

    func mentions(_ condition: SyntaxProposition, _ name: String) -> Bool {
        Printer().text(condition).contains(name)
    }

    func comparison(_ left: Expression, _ op: SyntaxRelation, _ right: Expression) -> Relation {
        switch op {
        case .equal: return Relation(left, .equal, right)
        case .lessOrEqual: return Relation(left, .lessOrEqual, right)
        case .less: return Relation(left, .less, right)
        case .greaterOrEqual: return Relation(right, .lessOrEqual, left)
        case .greater: return Relation(right, .less, left)
        }
    }

    /// The parameters with their rational ranges, and the bounds that are no rational numbers.
    mutating func parameters(
        _ syntax: SyntaxParameters, _ scope: Scope
    ) throws(Failure) -> ([Parameter], [(SyntaxRelation, Expression)]) {
        var lower: Parameter.Bound?, upper: Parameter.Bound?
        var extra: [(SyntaxRelation, Expression)] = []
        var bounds = syntax.bounds
        if let interval = syntax.interval {
            if let e = interval.lower { bounds.append(SyntaxLink(interval.includesLower ? .greaterOrEqual : .greater, e)) }
            if let e = interval.upper { bounds.append(SyntaxLink(interval.includesUpper ? .lessOrEqual : .less, e)) }
        }
        for bound in bounds {
            let (e, _) = try scalarValue(bound.expression, "as a bound", scope)
            guard let number = constant(e) else {
                extra.append((bound.op, e))
                continue
            }
            let isStrict = bound.op == .less || bound.op == .greater
            let new = Parameter.Bound(value: number, isStrict: isStrict)
            if bound.op != .less, bound.op != .lessOrEqual, lower.map({ number > $0.value || (number == $0.value && isStrict) }) ?? true { lower = new }
            if bound.op != .greater, bound.op != .greaterOrEqual, upper.map({ number < $0.value || (number == $0.value && isStrict) }) ?? true { upper = new }
        }
        try checkRange(lower, upper, isInteger: syntax.isInteger, syntax.names[0])
        var result: [Parameter] = []
        for name in syntax.names {
            result.append(Parameter(name: uniqueName(name.text), isInteger: syntax.isInteger, lower: lower, upper: upper))
        }
        return (result, extra)
    }

    func checkRange(
        _ lower: Parameter.Bound?, _ upper: Parameter.Bound?, isInteger: Bool, _ name: SyntaxName
    ) throws(Failure) {
        guard let lower, let upper else { return }
        var isEmpty = lower.value > upper.value || (lower.value == upper.value && (lower.isStrict || upper.isStrict))
        if isInteger, !isEmpty {
            var least = -((-lower.value).floor)
            if least == lower.value, lower.isStrict { least = least + 1 }
            isEmpty = least > upper.value || (least == upper.value && upper.isStrict)
        }
        if isEmpty {
            throw Failure(
                .contradictoryRange, "found a range of `\(name.text)` that holds no \(isInteger ? "integer" : "number")",
                advice: "check the bounds", at: name.range)
        }
    }

    // MARK: Definitions

    mutating func declareDefinition(_ syntax: SyntaxDefinition) throws(Failure) {
        let here = scope
        var points: [SyntaxName] = [], indices: [SyntaxName] = []
        let isOperator = syntax.name.text.unicodeScalars.first.map { "∇Δ∂".unicodeScalars.contains($0) } ?? false
        for subscripted in syntax.subscripts {
            if isOperator || isPoint(subscripted.text, here) || usesAsPoint(syntax.value, subscripted.text) { points.append(subscripted) } else {
                indices.append(subscripted)
            }
        }
        let arguments = syntax.arguments ?? []
        // Without its point a field would become a template, and each use of it an error.
        if let argument = arguments.first(where: { failedNames.contains($0.text) && lookup($0.text, here) == nil }) {
            throw unknownName(argument.text, argument.range, here)
        }
        let own = arguments.compactMap { name -> Point? in
            guard case .point(let point)? = lookup(name.text, here) else { return nil }
            return point
        }
        let isField = own.count == arguments.count
        if isField, syntax.subscripts.isEmpty {
            var body = here
            body.fieldPoints = own
            let value = try self.value(syntax.value, body)
            try checkDimensions(value)
            try requireOwnPoints(value, own, syntax)
            let binding = Binding.value(settled(value), points: own)
            try checkPrimes(syntax.name, binding)
            declareName(syntax.name, binding)
            return
        }
        let definition = Definition(
            syntax: syntax, pointSubscripts: points, familyIndices: indices, fieldPoints: isField ? own : nil, scope: here)
        try checkPrimes(syntax.name, .definition(definition))
        declareName(syntax.name, .definition(definition))
    }

    /// In `let h(z) = f` with an `f` that is declared at y the name means `f(y)`, and h would not depend on z.
    private func requireOwnPoints(_ value: Value, _ own: [Point], _ syntax: SyntaxDefinition) throws(Failure) {
        var mentions = Mentions()
        value.tensors.forEach { mentions.add($0.body) }
        for missing in own where !mentions.freePoints.contains(missing) {
            guard let other = mentions.freePoints.first(where: { $0.manifold == missing.manifold && !own.contains($0) }) else { continue }
            let (expected, found) = (Declared.plain(missing.name), Declared.plain(other.name))
            throw Failure(
                .ambiguousPoint, "found a definition of `\(syntax.name.text)(\(expected))` in which \(expected) does not occur, but \(found)",
                advice: "a function without arguments stands at the point of its declaration: write f(\(expected)) in place of f", at: syntax.value.range)
        }
    }

    func isPoint(_ name: String, _ scope: Scope) -> Bool {
        if case .point? = lookup(name, scope) { return true }
        return false
    }

    /// Whether the name stands in the subscript of an operator, or under `dim`.
    func usesAsPoint(_ e: SyntaxExpression, _ name: String) -> Bool {
        func isName(_ e: SyntaxExpression) -> Bool { if case .name(name) = e.kind { return true } else { return false } }
        switch e.kind {
        case .apply(_, let points, _) where points.contains(where: isName): return true
        case .integral(let points, _, _) where points.contains(where: isName): return true
        case .call(let callee, let arguments):
            if case .name("dim") = callee.kind, arguments.contains(where: { isName($0.value) }) { return true }
        default: break
        }
        return e.children.contains { usesAsPoint($0, name) }
    }

    /// The value with the dimensions that were found written in.
    func settled(_ value: Value) -> Value {
        let transform = ExpressionTransform(dimension: { self.resolved($0) })
        return value.mapTensors(transform.apply)
    }

    /// `X'` must not have two meanings.
    func checkPrimes(_ name: SyntaxName, _ binding: Binding) throws(Failure) {
        if hasPrimeDerivative(binding), lookup(name.text + "'", scope) != nil {
            throw Failure(
                .ambiguousPrime, "found a declaration of `\(name.text)`, while `\(name.text)'` is declared: its derivative would have the same name",
                advice: "choose another name", at: name.range)
        }
        if name.text.hasSuffix("'"), let base = lookup(String(name.text.dropLast()), scope), hasPrimeDerivative(base) {
            throw Failure(
                .ambiguousPrime, "found a declaration of `\(name.text)`, which is the derivative of `\(name.text.dropLast())`",
                advice: "choose another name", at: name.range)
        }
    }
}
