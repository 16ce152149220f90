/// Renaming of indices, and substitution of points, without capture.
extension Expression {
    /// Replaces free indices; every bound index is renewed from the supply.
    public func renamingIndices(_ renaming: [Index: Index], _ supply: inout IndexSupply) -> Expression {
        func rename(_ index: Index) -> Index { renaming[index] ?? index }
        switch kind {
        case .number, .pi, .parameter, .dimension: return self
        case .coordinate(let point, let index): return .coordinate(point, index.map(rename))
        case .delta(let i, let j): return .delta(rename(i), rename(j))
        case .epsilon(let i, let j, let k): return .epsilon(rename(i), rename(j), rename(k))
        case .application(let application):
            return .application(Application(
                function: application.function,
                valueIndices: application.valueIndices.map(rename),
                derivatives: application.derivatives.map {
                    DerivativeSlot(argument: $0.argument, index: $0.index.map(rename))
                },
                arguments: application.arguments.map { $0.renamingIndices(renaming, &supply) }))
        case .sum(let terms): return Expression(.sum(terms.map { $0.renamingIndices(renaming, &supply) }))
        case .product(let factors): return Expression(.product(factors.map { $0.renamingIndices(renaming, &supply) }))
        case .power(let base, let exponent):
            return Expression(.power(
                base.renamingIndices(renaming, &supply), exponent.renamingIndices(renaming, &supply)))
        case .elementary(let function, let argument):
            return .elementary(function, argument.renamingIndices(renaming, &supply))
        case .partial(let point, let index, let body):
            return .partial(point, index.map(rename), body.renamingIndices(renaming, &supply))
        case .parameterDerivative(let parameter, let body):
            return .parameterDerivative(parameter, body.renamingIndices(renaming, &supply))
        case .contraction(let index, let body):
            let fresh = supply.fresh(index.dimension)
            var inner = renaming
            inner[index] = fresh
            return .contraction(fresh, body.renamingIndices(inner, &supply))
        case .integral(let points, let body):
            return .integral(points, body.renamingIndices(renaming, &supply))
        case .uninterpreted(let name, let operands, let indices):
            return .uninterpreted(name, operands.map { $0.renamingIndices(renaming, &supply) }, indices.map(rename))
        }
    }

    /// The same expression with its immediate operands replaced.
    public func mapOperands(_ transform: (Expression) throws -> Expression) rethrows -> Expression {
        switch kind {
        case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return self
        case .application(let application):
            return .application(Application(
                function: application.function, valueIndices: application.valueIndices,
                derivatives: application.derivatives,
                arguments: try application.arguments.map { try $0.mapBody(transform) }))
        case .sum(let terms): return .sum(try terms.map(transform))
        case .product(let factors): return .product(try factors.map(transform))
        case .power(let base, let exponent): return .power(try transform(base), try transform(exponent))
        case .elementary(let function, let argument): return .elementary(function, try transform(argument))
        case .partial(let point, let index, let body): return .partial(point, index, try transform(body))
        case .parameterDerivative(let parameter, let body): return .parameterDerivative(parameter, try transform(body))
        case .contraction(let index, let body): return .contraction(index, try transform(body))
        case .integral(let points, let body): return .integral(points, try transform(body))
        case .uninterpreted(let name, let operands, let indices):
            return .uninterpreted(name, try operands.map(transform), indices)
        }
    }

    /// The immediate operands, argument bodies included.
    public var operands: [Expression] {
        switch kind {
        case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return []
        case .application(let application): return application.arguments.map(\.body)
        case .sum(let terms): return terms
        case .product(let factors): return factors
        case .power(let base, let exponent): return [base, exponent]
        case .elementary(_, let body), .partial(_, _, let body), .parameterDerivative(_, let body),
            .contraction(_, let body), .integral(_, let body):
            return [body]
        case .uninterpreted(_, let operands, _): return operands
        }
    }

    /// The terms of a sum; what is no sum is one term.
    public var summands: [Expression] {
        if case .sum(let terms) = kind { return terms }
        return [self]
    }

    /// Of a product; of anything else itself.
    public var factors: [Expression] {
        if case .product(let factors) = kind { return factors }
        return [self]
    }

    /// The parameters and symbolic dimensions in it, in order of first appearance.
    public var parameterSymbols: [String] {
        var names: [String] = []
        func visit(_ e: Expression) {
            switch e.kind {
            case .parameter(let name), .dimension(.symbol(let name)): if !names.contains(name) { names.append(name) }
            default: e.operands.forEach(visit)
            }
        }
        visit(self)
        return names
    }

    /// Replaces parameters by expressions without free indices. A derivative with respect to one of them is taken first.
    public func substitutingParameters(_ values: [String: Expression]) -> Expression {
        if case .parameterDerivative(let name, let body) = kind, values[name] != nil {
            return body.derivative(byParameter: name, values: { values[$0] }) { $0.substitutingParameters(values) }
        }
        if case .parameter(let name) = kind, let value = values[name] { return value }
        if case .dimension(.symbol(let name)) = kind, let value = values[name] { return value }
        return mapOperands { $0.substitutingParameters(values) }
    }
}

extension Expression.Argument {
    public var body: Expression {
        switch self {
        case .vector(_, let body), .scalar(let body): return body
        }
    }

    public func mapBody(_ transform: (Expression) throws -> Expression) rethrows -> Expression.Argument {
        switch self {
        case .vector(let index, let body): return .vector(index, try transform(body))
        case .scalar(let body): return .scalar(try transform(body))
        }
    }

    func renamingIndices(_ renaming: [Index: Index], _ supply: inout IndexSupply) -> Expression.Argument {
        switch self {
        case .scalar(let body): return .scalar(body.renamingIndices(renaming, &supply))
        case .vector(let index, let body):
            let fresh = supply.fresh(index.dimension)
            var inner = renaming
            inner[index] = fresh
            return .vector(fresh, body.renamingIndices(inner, &supply))
        }
    }

    /// The argument that is the point itself.
    public static func point(_ point: Point, _ supply: inout IndexSupply) -> Expression.Argument {
        guard let dimension = point.manifold.vectorDimension else { return .scalar(.coordinate(point, nil)) }
        let index = supply.fresh(dimension)
        return .vector(index, .coordinate(point, index))
    }

    /// The point, when the argument is a plain point.
    public var plainPoint: Point? {
        switch self {
        case .vector(let index, let body):
            if case .coordinate(let point, index) = body.kind { return point }
        case .scalar(let body):
            if case .coordinate(let point, nil) = body.kind { return point }
        }
        return nil
    }
}

extension Expression {
    /// Other names for points, free and integrated ones. The new names must not occur in the expression.
    public func renamingPoints(_ names: [Point: Point]) -> Expression {
        if names.allSatisfy({ $0.key == $0.value }) { return self }
        // Parts that are shared stay shared.
        var known: [Expression: Expression] = [:]
        func renamed(_ e: Expression) -> Expression {
            switch e.kind {
            case .number, .pi, .parameter, .dimension, .delta, .epsilon: return e
            default: break
            }
            if let result = known[e] { return result }
            let result: Expression
            switch e.kind {
            case .coordinate(let point, let index): result = .coordinate(names[point] ?? point, index)
            case .partial(let point, let index, let body): result = .partial(names[point] ?? point, index, renamed(body))
            case .integral(let points, let body): result = .integral(points.map { names[$0] ?? $0 }, renamed(body))
            default: result = e.mapOperands(renamed)
            }
            known[e] = result
            return result
        }
        return renamed(self)
    }

    /// New names for points, all at once; a new name may be an old one.
    public func exchangingPoints(_ points: [Point], _ names: [Point]) -> Expression {
        let between = points.enumerated().map { Point(name: "⇄\($0)", manifold: $1.manifold) }
        return renamingPoints(Dictionary(zip(points, between)) { first, _ in first })
            .renamingPoints(Dictionary(zip(between, names)) { first, _ in first })
    }

    /// Whether an integral stands inside.
    public var hasIntegral: Bool { node.hasIntegral }
}

extension Expression.Kind {
    /// From what the operands know.
    var hasIntegral: Bool {
        switch self {
        case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return false
        case .integral: return true
        case .application(let application): return application.arguments.contains { $0.body.hasIntegral }
        case .sum(let operands), .product(let operands), .uninterpreted(_, let operands, _): return operands.contains(where: \.hasIntegral)
        case .power(let base, let exponent): return base.hasIntegral || exponent.hasIntegral
        case .elementary(_, let body), .partial(_, _, let body), .parameterDerivative(_, let body), .contraction(_, let body):
            return body.hasIntegral
        }
    }
}
