import Arithmetic
import Expressions

/// Components, sums over components, families.
extension Elaborator {
    /// `v[i]`, `A[i,j]`; for a family, its member.
    mutating func indexValue(
        _ base: SyntaxExpression, _ indices: [SyntaxExpression], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        if case .name(let name) = base.kind, case .definition(let definition)? = lookup(name, scope),
            !definition.syntax.subscripts.isEmpty
        {
            if definition.syntax.arguments != nil, definition.fieldPoints == nil {
                throw Failure(
                    .unusableInExpression, "found the operator `\(name)` without its argument", advice: "write \(name)[…](u)", at: range)
            }
            return try expand(definition, name, subscripts: indices, arguments: nil, range, scope)
        }
        let whole = try value(base, scope)
        guard case .tensor(let tensor) = whole.kind, tensor.rank >= indices.count else {
            if case .block(let parts) = whole.kind, indices.count == 1, let n = try integer(indices[0], scope), parts.indices.contains(n - 1) {
                return Value(kind: .tensor(parts[n - 1]), size: whole.size, depth: whole.depth)
            }
            throw Failure(
                .wrongRank, "found \(indices.count) \(indices.count == 1 ? "index" : "indices") behind \(shapeName(whole))",
                advice: whole.asScalar != nil ? "a space between a name and [ makes a product" : nil, at: range)
        }
        var renaming: [Index: Index] = [:]
        for (slot, index) in zip(tensor.indices, indices) { renaming[slot] = try componentIndex(index, slot.dimension, scope) }
        let body = tensor.body.renamingIndices(renaming, &supply)
        return try make(.tensor(Tensor(indices: Array(tensor.indices.dropFirst(indices.count)), body: body)), from: [whole], at: range)
    }

    /// A component's number or index in a space of the given dimension.
    mutating func componentIndex(_ e: SyntaxExpression, _ dimension: Dimension, _ scope: Scope) throws(Failure) -> Index {
        if case .name(let name) = e.kind {
            switch lookup(name, scope) {
            case .index(let index)?:
                guard unify(index.dimension, dimension) else {
                    throw Failure(
                        .componentOutOfRange, "found the index `\(name)`, which runs to \(ShapeName.number(resolved(index.dimension))), for a space of dimension \(ShapeName.number(resolved(dimension)))",
                        at: e.range)
                }
                return index
            case nil where scope.allowsImplicitIndices:
                if let known = implicitIndices.first(where: { $0.name == name })?.index {
                    guard unify(known.dimension, dimension) else {
                        throw Failure(.componentOutOfRange, "found the index `\(name)` for spaces of different dimensions", at: e.range)
                    }
                    return known
                }
                if sumIndices.contains(name) { throw outsideSum(name, e.range) }
                let index = supply.fresh(dimension)
                implicitIndices.append((name, index))
                return index
            default: break
            }
        }
        guard let n = try integer(e, scope) else {
            throw Failure(
                .componentOutOfRange, "found `\(Printer().text(e))` as an index, expected a number or the index of a sum",
                advice: "write sum[i in 1..d] in front", at: e.range)
        }
        try require(component: n, of: resolved(dimension), e.range)
        if isUndetermined(dimension) { openComponents.append(OpenComponent(number: n, dimension: dimension, range: e.range)) }
        return .fixed(n, dimension)
    }

    func require(component: Int, of dimension: Dimension, _ range: SourceRange) throws(Failure) {
        var limit = Int.max
        if case .number(let d) = dimension { limit = d }
        if case .symbol(let name) = dimension, !isUndetermined(dimension) { limit = declarations.lowerBound(name) }
        guard component >= 1, component <= limit else {
            throw Failure(
                .componentOutOfRange, "found the component \(component) of a space of dimension \(ShapeName.number(dimension))",
                advice: "components are counted from 1", at: range)
        }
    }

    /// The value of a constant integer expression.
    mutating func integer(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Int? {
        switch e.kind {
        case .number(let digits): return Int(digits)
        case .group(let inner): return try integer(inner, scope)
        default:
            guard let scalar = try value(e, scope).asScalar else { return nil }
            return constant(scalar)?.asInt
        }
    }

    /// The exact value of an expression without parameters, points and roots.
    func constant(_ e: Expression) -> Rational? {
        switch e.kind {
        case .number(let value): return value
        case .sum(let terms):
            var total: Rational = 0
            for term in terms {
                guard let value = constant(term) else { return nil }
                total += value
            }
            return total
        case .product(let factors):
            var total: Rational = 1
            for factor in factors {
                guard let value = constant(factor) else { return nil }
                total *= value
            }
            return total
        case .power(let base, let exponent):
            guard let b = constant(base), let n = constant(exponent)?.asInt, abs(n) < 10_000, !(b.isZero && n <= 0) else { return nil }
            return try? b.power(n)
        default: return nil
        }
    }

    // MARK: Sums

    mutating func indexedSum(
        _ name: String, _ lower: SyntaxExpression, _ upper: SyntaxExpression, _ body: SyntaxExpression,
        _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        var inner = scope
        if implicitIndices.contains(where: { $0.name == name }) { throw outsideSum(name, range) }
        sumIndices.insert(name)
        if let dimension = try symbolicRange(lower, upper, scope) {
            let index = supply.fresh(dimension)
            inner.locals[name] = .index(index)
            let summand = try value(body, inner)
            if case .zero = summand.kind { return .zero }
            return try make(
                summand.mapTensors { Tensor(indices: $0.indices, body: .contraction(index, $0.body)) }.kind, from: [summand], at: range)
        }
        guard let first = try integer(lower, scope) else { throw badRange(lower) }
        guard let last = try integer(upper, scope) else { throw badRange(upper) }
        guard last >= first else { return .zero }
        guard last - first < 10_000 else {
            throw Failure(.badIndexRange, "found a sum of \(last - first + 1) terms", advice: "at most 10000 terms are written out", at: range)
        }
        var values: [Value] = []
        for n in first...last {
            inner.locals[name] = .integer(n)
            values.append(try value(body, inner))
        }
        return values.count == 1 ? values[0] : try added(values, places: values.map { _ in body.range }, range)
    }

    private func outsideSum(_ name: String, _ range: SourceRange) -> Failure {
        Failure(
            .badIndexRange, "found the index `\(name)` both inside and outside its sum",
            advice: "a sum takes one factor; bracket what belongs to it: sum[\(name) in 1..3] (a[\(name)] b[\(name)])", at: range)
    }

    private func badRange(_ e: SyntaxExpression) -> Failure {
        Failure(
            .badIndexRange, "found `\(Printer().text(e))` as an end of a sum's range, expected a whole number or the dimension of a space",
            advice: "write sum[k in 1..3] or sum[i in 1..d] with a declared dimension d", at: e.range)
    }

    /// The dimension when the range is `1..d` with a symbolic `d`.
    private mutating func symbolicRange(_ lower: SyntaxExpression, _ upper: SyntaxExpression, _ scope: Scope) throws(Failure) -> Dimension? {
        guard case .number("1") = lower.kind else { return nil }
        switch upper.kind {
        case .number: return nil
        case .name(let name):
            if case .parameter(let parameter)? = lookup(name, scope), parameter.isInteger {
                return try symbolicDimension(parameter, upper.range)
            }
        default: break
        }
        guard let e = try value(upper, scope).asScalar, case .dimension(let dimension) = e.kind else { return nil }
        return dimension
    }

    /// `basis(k)`
    mutating func basisVector(_ e: SyntaxExpression, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        let dimension = freshDimension(at: range)
        let index = try componentIndex(e, dimension, scope)
        let slot = supply.fresh(dimension)
        return Value(Tensor(indices: [slot], body: .delta(slot, index)), size: 1, depth: 1)
    }
}
