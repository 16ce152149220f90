import Arithmetic
import Expressions

/// Expressions by kind: names, numbers, brackets, sums.
extension Elaborator {
    mutating func value(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Value {
        switch e.kind {
        case .number: return try numberValue(e)
        case .name(let name): return try nameValue(name, e.range, scope)
        case .call(let callee, let arguments): return try callValue(callee, arguments, e.range, scope)
        case .index(let base, let indices): return try indexValue(base, indices, e.range, scope)
        case .apply(let op, let points, let operand): return try operatorValue(op, points, operand, e.range, scope)
        case .negation(let operand): return try negated(value(operand, scope), e.range)
        case .sum(let terms): return try sumValue(terms, e.range, scope)
        case .product(let factors): return try productValue(factors, e.range, scope)
        case .power(let base, let exponent): return try powerValue(base, exponent, e.range, scope)
        case .integral(let points, let body, let isImproper):
            return try integralValue(points, body, isImproper, e.range, scope)
        case .ranged(let name, _):
            throw Failure(.notAPoint, "found the range of `\(name.text)` outside of an integral", at: e.range)
        case .indexedSum(let name, let lower, let upper, let body):
            return try indexedSum(name, lower, upper, body, e.range, scope)
        case .limit(let name, let target, let body): return try limitValue(name, target, body, e.range, scope)
        case .indicator(let points, let condition): return try indicatorValue(points, condition, e.range, scope)
        case .components(let parts): return try componentsValue(parts, e.range, scope)
        case .block(let parts): return try blockValue(parts, e.range, scope)
        case .absolute(let body): return try absoluteValue(body, e.range, scope)
        case .norm(let body): return try normValue(body, e.range, scope)
        case .angle(let first, let second): return try angleValue(first, second, e.range, scope)
        case .group(let body): return try value(body, scope)
        case .proposition:
            throw Failure(
                .statementAsExpression, "found a statement in brackets, expected an expression",
                advice: "join statements with `and`, `if` or `iff`", at: e.range)
        case .invalid: throw Failure(.expectedOperand, "found something unreadable", at: e.range)
        }
    }

    /// An expression that must be a scalar.
    mutating func scalarValue(_ e: SyntaxExpression, _ role: String, _ scope: Scope) throws(Failure) -> (Expression, Value) {
        let result = try value(e, scope)
        guard let scalar = result.asScalar else {
            throw Failure(.scalarExpected, "found \(shapeName(result)), expected a scalar \(role)", at: e.range)
        }
        return (scalar, result)
    }

    private func numberValue(_ e: SyntaxExpression) throws(Failure) -> Value {
        guard case .number(let digits) = e.kind else { return .zero }
        if digits == "0" { return .zero }
        return .scalar(.number(try rational(digits, e.range)))
    }

    func rational(_ digits: String, _ range: SourceRange) throws(Failure) -> Rational {
        guard digits.utf8.count <= 100_000, let value = Rational(digits) else {
            throw Failure(.malformedNumber, "found a number with too many digits", at: range)
        }
        return value
    }

    // MARK: Names

    private mutating func nameValue(_ name: String, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        try count(1, at: range)
        if let binding = lookup(name, scope) { return try bindingValue(name, binding, range, scope) }
        switch name {
        case "π": return .scalar(.pi)
        case "∞": return .scalar(.uninterpreted("oo", []))
        case "Id":
            let dimension = freshDimension(at: range)
            return Value(.identity(dimension, &supply))
        case "dim":
            if let dimension = onlySpaceDimension(scope) { return .scalar(.dimension(dimension)) }
        default: break
        }
        if let primed = try primedName(name, range, scope) { return primed }
        throw unknownName(name, range, scope)
    }

    func unknownName(_ name: String, _ range: SourceRange, _ scope: Scope) -> Failure {
        var advice = "declare it with space, param, function, constant or let"
        if ["i", "j", "k", "l"].contains(name) {
            advice = "a sum takes one factor, so bracket what is summed: sum[\(name) in 1..3] (a[\(name)] b[\(name)]); or declare it"
        } else if let form = Self.otherForms[name] { advice = form
        } else if name.hasPrefix("Σ_") { advice = "write sum[\(name.dropFirst(2)) in 1..3] (a b)"
        } else if name == "e" { advice = "`\(name)` is no constant of the language; write exp(x), or declare it"
        }
        if let near = nearestName(name, scope) { advice = "did you mean `\(near)`? Otherwise \(advice)" }
        let failure = Failure(.unknownName, "found the name `\(name)`, which is not declared", advice: advice, at: range)
        return isConsequence(name) ? .consequence(failure.diagnostic) : failure
    }

    /// Functions that the language writes by others.
    private static let otherForms = [
        "asin": "write atan(x/sqrt(1 - x²)) for asin(x)", "arcsin": "write atan(x/sqrt(1 - x²)) for arcsin(x)",
        "acos": "write π/2 - atan(x/sqrt(1 - x²)) for acos(x)", "arccos": "write π/2 - atan(x/sqrt(1 - x²)) for arccos(x)",
        "arctan": "write atan(x)", "asinh": "write log(x + sqrt(x² + 1)) for asinh(x)", "acosh": "write log(x + sqrt(x² - 1)) for acosh(x)",
        "atanh": "write 1/2 log((1 + x)/(1 - x)) for atanh(x)", "sec": "write 1/cos(x) for sec(x)", "csc": "write 1/sin(x) for csc(x)",
        "cot": "write cos(x)/sin(x) for cot(x)", "coth": "write cosh(x)/sinh(x) for coth(x)", "rot": "write curl(X)", "prod": "products are written factor by factor",
    ]

    private func nearestName(_ name: String, _ scope: Scope) -> String? {
        guard name.count > 2 else { return nil }
        let lowered = name.lowercased()
        return tables[scope.table].names.first { $0.lowercased() == lowered || ($0.count > 3 && ($0 + "s" == name || $0 == name + "s")) }
    }

    mutating func bindingValue(
        _ name: String, _ binding: Binding, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        switch binding {
        case .point(let point): return Value(.position(point, &supply), size: 1, depth: 1)
        case .parameter(let parameter): return .scalar(parameterExpression(parameter.name), size: 1, depth: 1)
        case .function(let declaration):
            let arguments = declaration.points.map { pointArgument($0) }
            return try application(declaration, arguments, [], range)
        case .value(let value, _):
            try count(value.size, at: range)
            return value.mapTensors { $0.renewed(&supply) }
        case .integer(let n): return n == 0 ? .zero : .scalar(.number(Rational(n)))
        case .density(let density):
            try count(density.value.size, at: range)
            let value = density.value.mapTensors { $0.renewed(&supply) }
            guard density.isAnyPoint, let own = density.point, let point = scope.densityPoint, point != own,
                own.isScalar ? point.manifold == own.manifold : point.manifold.vectorDimension == own.manifold.vectorDimension
            else { return value }
            let substitution = PointSubstitution([own: own.isScalar ? .scalar(.coordinate(point, nil)) : .point(point, &supply)])
            return value.mapTensors { substitution.apply($0, &supply) }
        case .time(let time): return .scalar(.parameter(time))
        case .index:
            throw Failure(
                .badIndexRange, "found the index `\(name)` of a sum over components where a number is expected",
                advice: "use it in brackets: v[\(name)], A[\(name),j], basis(\(name))", at: range)
        case .definition(let definition):
            if definition.fieldPoints != nil, definition.syntax.subscripts.isEmpty {
                return try expand(definition, name, subscripts: [], arguments: nil, range, scope)
            }
            let arguments = definition.syntax.arguments?.map(\.text).joined(separator: ", ")
            throw Failure(
                .unusableInExpression, "found the operator `\(name)` without its argument",
                advice: "write \(name)(\(arguments ?? "…"))", at: range)
        }
    }

    func parameterExpression(_ name: String) -> Expression {
        declarations.isDimension(name) ? .dimension(.symbol(name)) : .parameter(name)
    }

    /// The one dimension of all declared vector points, when there is one.
    func onlySpaceDimension(_ scope: Scope) -> Dimension? {
        let dimensions = Set(vectorPoints(scope).compactMap(\.manifold.vectorDimension))
        return dimensions.count == 1 ? dimensions.first : nil
    }

    func vectorPoints(_ scope: Scope) -> [Point] {
        tables[scope.table].names.compactMap { name in
            guard case .point(let point)? = lookup(name, scope), !point.isScalar else { return nil }
            return point
        }
    }

    // MARK: Sums

    func negated(_ value: Value, _ range: SourceRange) throws(Failure) -> Value {
        var result = value.mapTensors { -$0 }
        result.size += 1
        result.depth += 1
        return result
    }

    private mutating func sumValue(_ terms: [SyntaxTerm], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        var values: [Value] = []
        for term in terms {
            let one = try value(term.expression, scope)
            values.append(term.isNegative ? try negated(one, term.expression.range) : one)
        }
        return try added(values, places: terms.map(\.expression.range), range)
    }

    /// The sum of values of one shape; the literal 0 takes the shape of the others.
    mutating func added(_ values: [Value], places: [SourceRange], _ range: SourceRange) throws(Failure) -> Value {
        guard let first = values.firstIndex(where: { if case .zero = $0.kind { return false } else { return true } }) else {
            return .zero
        }
        var columns = values[first].tensors.map { [$0.body] }
        let models = values[first].tensors
        for (position, value) in values.enumerated() where position > first {
            if case .zero = value.kind { continue }
            let tensors = value.tensors
            guard try agree(values[first], value) else {
                throw Failure(
                    .shapeMismatch, "found \(shapeName(value)) in a sum whose other terms are \(shapeName(values[first]))",
                    advice: "all terms of a sum have the same shape", at: places[position])
            }
            for (block, tensor) in tensors.enumerated() {
                columns[block].append(tensor.relabelled(models[block].indices, &supply))
            }
        }
        let sums = zip(models, columns).map { Tensor(indices: $0.indices, body: .sum($1)) }
        let isBlock = if case .block = values[first].kind { true } else { false }
        return try make(isBlock ? .block(sums) : .tensor(sums[0]), from: values, at: range)
    }

    /// Whether two values have the same shape once undetermined dimensions are found.
    mutating func agree(_ a: Value, _ b: Value) throws(Failure) -> Bool {
        switch (a.kind, b.kind) {
        case (.zero, _), (_, .zero): return true
        case (.block(let x), .block(let y)):
            guard x.count == y.count else { return false }
            for (s, t) in zip(x, y) where !agree(s, t) { return false }
            return true
        case (.tensor(let s), .tensor(let t)): return agree(s, t)
        default: return false
        }
    }

    mutating func agree(_ a: Tensor, _ b: Tensor) -> Bool {
        guard a.rank == b.rank else { return false }
        for (s, t) in zip(a.shape, b.shape) where !unify(s, t) { return false }
        return true
    }

    // MARK: Brackets

    private mutating func componentsValue(
        _ parts: [SyntaxExpression], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        var values: [Value] = []
        for part in parts { values.append(try value(part, scope)) }
        let model = values.first { if case .zero = $0.kind { return false } else { return true } } ?? .zero
        guard case let rank = model.asTensor?.rank, let rank, rank <= 1 else {
            throw Failure(.raggedComponents, "found \(shapeName(model)) as a component, expected scalars or rows", at: parts[0].range)
        }
        let slot = supply.fresh(.number(parts.count))
        let row = rank == 1 ? model.asTensor?.indices ?? [] : []
        var terms: [Expression] = []
        for (position, part) in values.enumerated() {
            guard try agree(model, part), let tensor = part.asTensor else {
                throw Failure(
                    .raggedComponents, "found \(shapeName(part)) among components that are \(shapeName(model))",
                    advice: "the entries of a vector are scalars, the rows of a matrix have one length", at: parts[position].range)
            }
            if case .zero = part.kind { continue }
            let body = tensor.rank == 0 ? tensor.body : tensor.relabelled(row, &supply)
            terms.append(body * .delta(slot, .fixed(position + 1, .number(parts.count))))
        }
        return try make(.tensor(Tensor(indices: [slot] + row, body: .sum(terms))), from: values, adding: 2 * parts.count, levels: 2, at: range)
    }

    private mutating func blockValue(_ parts: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        var values: [Value] = []
        for part in parts { values.append(try value(part, scope)) }
        var tensors: [Tensor] = []
        let model = values.compactMap { value -> Tensor? in
            if case .tensor(let tensor) = value.kind { return tensor }
            return nil
        }.first
        guard let model, model.rank > 0 else {
            throw Failure(
                .wrongRank, "found a block of scalars, expected vectors", advice: "write (a, b) for a vector with these components", at: range)
        }
        for (position, part) in values.enumerated() {
            if case .zero = part.kind {
                tensors.append(Tensor(indices: model.indices.map { supply.fresh($0.dimension) }, body: .zero))
                continue
            }
            guard case .tensor(let tensor) = part.kind, agree(tensor, model) else {
                throw Failure(
                    .shapeMismatch, "found \(shapeName(part)) in a block whose other part is \(ShapeName.of(shape(model)))",
                    at: parts[position].range)
            }
            tensors.append(tensor)
        }
        return try make(.block(tensors), from: values, at: range)
    }
}
