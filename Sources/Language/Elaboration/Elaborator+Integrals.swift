import Arithmetic
import Expressions
import Kernel

/// Integrals, limits, indicators.
extension Elaborator {
    mutating func integralValue(
        _ points: [SyntaxExpression], _ body: SyntaxExpression, _ isImproper: Bool, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        var bound: [Point] = []
        var innerScope = scope
        var rescaled: [Point: (lower: Expression, upper: Expression)] = [:]
        for written in points {
            let point: Point
            if case .ranged(let name, let interval) = written.kind {
                let range = try integrationRange(name, interval, scope)
                point = range.point
                rescaled[point] = range.ends
                innerScope.locals[name.text] = .point(point)
            } else {
                point = try self.point(written, scope)
            }
            guard !bound.contains(point) else {
                throw Failure(.notAPoint, "found the point `\(Declared.plain(point.name))` twice in one integral", at: written.range)
            }
            bound.append(point)
        }
        if bound.count == 1 { innerScope.densityPoint = bound[0] }
        // Under the integral it is about these points, not about those of the field that is being defined.
        innerScope.fieldPoints.removeAll { field in bound.contains { $0.manifold == field.manifold } }
        let inner = try value(body, innerScope)
        guard case .tensor(let tensor) = inner.kind else {
            if case .zero = inner.kind { return .zero }
            throw Failure(.wrongRank, "found \(shapeName(inner)) under an integral, expected a scalar or a tensor", at: body.range)
        }
        for (point, written) in zip(bound, points) where Self.isUnbounded(point) && tensor.body != .zero && !tensor.body.mentions(point) {
            throw Failure(
                .integralOfConstant, "found an integral over `\(Declared.plain(point.name))` of an expression that does not depend on it",
                advice: "write the functions at that point: f(\(Declared.plain(point.name)))", at: written.range)
        }
        if hasNonlinearIntegral(tensor.body) {
            throw Failure(
                .nonlinearInnerIntegral, "found an inner integral in a place where the integrand is not linear in it",
                advice: "an integral may stand inside another one only as a factor", at: body.range)
        }
        var integrand = tensor.body
        for (point, ends) in rescaled {
            let length = ends.upper - ends.lower
            let image = ends.lower + length * .coordinate(point, nil)
            integrand = length * PointSubstitution([point: .scalar(image)]).apply(integrand, &supply)
        }
        var remaining = bound
        for point in bound where !isImproper && point.manifold.vectorDimension != nil {
            guard let mean = gaussianExpectation(of: integrand, over: point, scope) else { continue }
            integrand = mean
            remaining.removeAll { $0 == point }
        }
        if remaining.isEmpty {
            return try make(.tensor(Tensor(indices: tensor.indices, body: integrand)), from: [inner, inner, inner], adding: 20, levels: 6, at: range)
        }
        var integral = isImproper ? Expression.integral(remaining, integrand) : Self.integral(remaining, integrand)
        if isImproper { integral = .uninterpreted("improper ∫", [integral], tensor.indices) }
        return try make(.tensor(Tensor(indices: tensor.indices, body: integral)), from: [inner], at: range)
    }

    /// Factors that are integrals and do not depend on the points stand before the integral: `∫[x] A ∫[x] B` is a product.
    private static func integral(_ points: [Point], _ integrand: Expression) -> Expression {
        guard case .product(let factors) = integrand.kind else { return .integral(points, integrand) }
        func isConstant(_ factor: Expression) -> Bool { factor.hasIntegral && !points.contains(where: factor.mentions) }
        let rest = Expression.product(factors.filter { !isConstant($0) })
        guard points.allSatisfy(rest.mentions) else { return .integral(points, integrand) }
        return .product(factors.filter(isConstant) + [.integral(points, rest)])
    }

    /// The point of `r in (a, b)`. Ends that are no rational numbers give a point of (0, 1), to be mapped onto the interval.
    private mutating func integrationRange(
        _ name: SyntaxName, _ interval: SyntaxInterval, _ scope: Scope
    ) throws(Failure) -> (point: Point, ends: (lower: Expression, upper: Expression)?) {
        let unique = uniqueName(name.text)
        declarations.add(unique)
        func end(_ e: SyntaxExpression) throws(Failure) -> (value: Expression, number: Rational?) {
            let value = try scalarValue(e, "as an end of an interval", scope).0
            return (value, constant(value))
        }
        let lower = try interval.lower.map(end), upper = try interval.upper.map(end)
        if let a = lower?.number, let b = upper?.number, b <= a {
            throw Failure(.contradictoryRange, "found an empty interval", at: name.range)
        }
        if lower.map({ $0.number != nil }) ?? true, upper.map({ $0.number != nil }) ?? true {
            return (Point(name: unique, manifold: .line(lower: lower?.number, upper: upper?.number)), nil)
        }
        guard let lower, let upper else {
            throw Failure(
                .notConstant, "found a half-line whose end is no rational number", advice: "shift the variable of integration",
                at: (interval.lower ?? interval.upper)?.range ?? name.range)
        }
        return (Point(name: unique, manifold: .line(lower: 0, upper: 1)), (lower.value, upper.value))
    }

    private static func isUnbounded(_ point: Point) -> Bool {
        switch point.manifold {
        case .euclidean, .line(nil, _), .line(_, nil): return true
        case .sphere, .torus, .line: return false
        }
    }

    /// Whether an integral stands under a power, a root or an elementary function.
    private func hasNonlinearIntegral(_ e: Expression) -> Bool {
        switch e.kind {
        case .power(let base, let exponent): return hasIntegral(base) || hasIntegral(exponent)
        case .elementary(_, let argument): return hasIntegral(argument)
        case .product(let factors):
            return factors.filter(hasIntegral).count > 1 && factors.contains(where: hasNonlinearIntegral)
                || factors.contains(where: hasNonlinearIntegral)
        case .integral: return false
        default: return e.operands.contains(where: hasNonlinearIntegral)
        }
    }

    /// A convolution counts as a function of its point, and so does the integral of what decays, such as a marginal; an integral that depends on no
    /// point as a constant.
    private func hasIntegral(_ e: Expression) -> Bool {
        if case .integral(let points, let body) = e.kind {
            let decays = body.functionSymbols.contains { $0.attributes.contains(.decaying) }
            if !hasIntegral(body), decays || Mentions(e).freePoints.isEmpty { return false }
            return !points.allSatisfy(isConvolutionVariable) || hasIntegral(body)
        }
        return e.operands.contains(where: hasIntegral)
    }

    mutating func limitValue(
        _ name: String, _ target: SyntaxExpression, _ body: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard case .parameter(let parameter)? = lookup(name, scope) else {
            throw Failure(.unknownName, "found the limit in `\(name)`, expected a declared parameter", at: range)
        }
        let goal = try scalarValue(target, "as a limit", scope).0
        let inner = try value(body, scope)
        guard case .tensor(let tensor) = inner.kind else { return inner }
        let limit = Expression.uninterpreted("lim", [.parameter(parameter.name), goal, tensor.body], tensor.indices)
        return try make(.tensor(Tensor(indices: tensor.indices, body: limit)), from: [inner], at: range)
    }

    /// A parameter that tends to a limit says nothing outside of it: such a term was meant to stand under the limit.
    func requireBoundLimits(_ goal: Proposition, _ range: SourceRange) throws(Failure) {
        for relation in goal.allRelations {
            var tending: Set<String> = [], free: Set<String> = []
            func visit(_ e: Expression, _ bound: Set<String>) {
                switch e.kind {
                case .uninterpreted("lim", let operands, _):
                    guard operands.count == 3, case .parameter(let name) = operands[0].kind else { return }
                    tending.insert(name)
                    visit(operands[1], bound)
                    visit(operands[2], bound.union([name]))
                case .parameter(let name): if !bound.contains(name) { free.insert(name) }
                default: for operand in e.operands { visit(operand, bound) }
                }
            }
            visit(relation.left, [])
            visit(relation.right, [])
            guard let name = tending.intersection(free).min() else { continue }
            throw Failure(
                .limitVariableOutside, "found `\(Declared.plain(name))` outside of the limit in it",
                advice: "put brackets around a sum: lim[\(Declared.plain(name)) -> a] (e1 + e2)", at: range)
        }
    }

    mutating func indicatorValue(
        _ points: [SyntaxExpression], _ condition: SyntaxProposition, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        for written in points { _ = try point(written, scope) }
        let proposition = try self.proposition(condition, scope)
        guard let relations = conjunctionRelations(proposition) else {
            throw Failure(.statementAsExpression, "found a condition of the indicator that is no relation", at: condition.range)
        }
        var operands: [Expression] = []
        for relation in relations { operands.append(relation.right - relation.left) }
        let name = "indicator " + relations.map(\.op.rawValue).joined(separator: " ")
        return .scalar(.uninterpreted(name, operands), size: 64, depth: 64)
    }

    func conjunctionRelations(_ proposition: Proposition) -> [Relation]? {
        switch proposition {
        case .relation(let relation): return [relation]
        case .conjunction(let parts):
            var result: [Relation] = []
            for part in parts {
                guard let relations = conjunctionRelations(part) else { return nil }
                result += relations
            }
            return result
        default: return nil
        }
    }
}
