import Arithmetic
import Expressions

/// The Gateaux derivative of an expression in a function symbol `f`, in a direction that is a field of the
/// function's points.
///
/// A symbol that stands for `log f` varies by `h/f`.
struct Variation {
    let symbol: FunctionSymbol
    let points: [Point]
    /// The direction `h`, of the shape of the function's values.
    let direction: Tensor
    /// Points that the direction mentions beside those of the function.
    private let foreign: Set<Point>
    private let differentiability: Differentiability

    init(symbol: FunctionSymbol, points: [Point], direction: Tensor, positiveParameters: Set<String>) {
        self.symbol = symbol
        self.points = points
        self.direction = direction
        foreign = Set(Mentions(direction.body).freePoints).subtracting(points)
        differentiability = Differentiability(symbol: symbol, positiveParameters: positiveParameters)
    }

    /// `nil` when an operator without a derivative stands in the way.
    func apply(_ e: Expression, _ supply: inout IndexSupply) -> Expression? {
        // The direction is a function of the symbol's points; others that it mentions are not those that the functional integrates over.
        change(e.renamingIntegrals(apartFrom: foreign), [], &supply)
    }

    /// - Parameter integrated: the points of the integrals around it.
    private func change(_ e: Expression, _ integrated: Set<Point>, _ supply: inout IndexSupply) -> Expression? {
        switch e.kind {
        case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return .zero
        case .application(let application): return changed(application, integrated, &supply)
        case .sum(let terms):
            var result: [Expression] = []
            for term in terms {
                guard let part = change(term, integrated, &supply) else { return nil }
                if !isZero(part) { result.append(part) }
            }
            return .sum(result)
        case .product(let factors):
            var result: [Expression] = []
            for (position, factor) in factors.enumerated() {
                guard let part = change(factor, integrated, &supply) else { return nil }
                if isZero(part) { continue }
                var others = factors
                others[position] = part
                result.append(.product(others))
            }
            return .sum(result)
        case .power:
            guard case .power(let base, let exponent) = e.withPowersJoined.kind else { return change(e.withPowersJoined, integrated, &supply) }
            guard let a = change(base, integrated, &supply), let b = change(exponent, integrated, &supply) else { return nil }
            var result: [Expression] = []
            if !isZero(a) {
                guard differentiability.hasDerivative(ofPower: base, exponent, integrated) else { return nil }
                result.append(exponent * .power(base, exponent - .one) * a)
            }
            if !isZero(b) { result.append(e * .elementary(.log, base) * b) }
            return .sum(result)
        case .elementary(let function, let argument):
            guard let a = change(argument, integrated, &supply) else { return nil }
            if isZero(a) { return .zero }
            if function == .sign, differentiability.mayVanish(argument, integrated) { return nil }
            return function.derivative(at: argument) * a
        case .partial(let point, let index, let body):
            if foreign.contains(point), Mentions(body).functions.contains(symbol) { return nil }
            guard let part = change(body, integrated, &supply) else { return nil }
            if isZero(part) { return .zero }
            return differentiability.hasCorner(body, integrated) ? nil : .partial(point, index, part)
        case .parameterDerivative(let name, let body):
            return change(body, integrated, &supply).map { isZero($0) ? .zero : .parameterDerivative(name, $0) }
        case .contraction(let index, let body):
            return change(body, integrated, &supply).map { isZero($0) ? .zero : .contraction(index, $0) }
        case .integral(let bound, let body):
            return change(body, integrated.union(bound), &supply).map { isZero($0) ? .zero : .integral(bound, $0) }
        case .uninterpreted: return Mentions(e).functions.contains(symbol) ? nil : .zero
        }
    }

    private func isZero(_ e: Expression) -> Bool {
        if case .number(let value) = e.kind { return value.isZero }
        return false
    }

    private func changed(_ application: Expression.Application, _ integrated: Set<Point>, _ supply: inout IndexSupply) -> Expression? {
        let places = application.arguments.indices.filter { Mentions(application.arguments[$0].body).functions.contains(symbol) }
        guard application.function == symbol else { return changed(application, at: places, integrated, &supply) }
        if !places.isEmpty { return nil }
        var change = direction.relabelled(application.valueIndices, &supply)
        if symbol.isLogarithm {
            let own = Expression.application(Expression.Application(function: symbol, arguments: points.map { .standing(for: $0, &supply) }))
            change = change * .elementary(.exp, -own)
        }
        for slot in application.derivatives { change = .partial(points[slot.argument], slot.index, change) }
        return change.placed(at: application.arguments, of: points, &supply)
    }
}

extension Variation {
    /// The chain rule: the symbol stands in arguments of another function.
    private func changed(_ application: Expression.Application, at places: [Int], _ integrated: Set<Point>, _ supply: inout IndexSupply) -> Expression? {
        var terms: [Expression] = []
        for place in places {
            func slope(_ index: Index?) -> Expression {
                .application(Expression.Application(
                    function: application.function, valueIndices: application.valueIndices,
                    derivatives: application.derivatives + [.init(argument: place, index: index)], arguments: application.arguments))
            }
            switch application.arguments[place] {
            case .scalar(let body):
                guard let part = change(body, integrated, &supply) else { return nil }
                terms.append(slope(nil) * part)
            case .vector(let index, let body):
                let own = supply.fresh(index.dimension)
                guard let part = change(body.renamingIndices([index: own], &supply), integrated, &supply) else { return nil }
                terms.append(.contraction(own, slope(own) * part))
            }
        }
        return .sum(terms)
    }
}

/// Puts an expression in the place of a function symbol; derivatives of the symbol become derivatives of the
/// expression, taken at the arguments.
struct SymbolReplacement {
    let symbol: FunctionSymbol
    let points: [Point]
    /// What the symbol stands for, as a field of the points.
    let expression: Expression

    func apply(_ e: Expression, _ supply: inout IndexSupply) -> Expression {
        guard case .application(let application) = e.kind, application.function == symbol else {
            return e.mapOperands { apply($0, &supply) }
        }
        var body = expression.renamingIndices([:], &supply)
        for slot in application.derivatives { body = .partial(points[slot.argument], slot.index, body) }
        return body.placed(at: application.arguments.map { argument in argument.mapBody { apply($0, &supply) } }, of: points, &supply)
    }
}

extension Elaborator {
    /// `variation(F, f, h)`: the functional is taken at a symbol of its own, varied in it, and `f` put in its
    /// place; so nothing but the functional's argument varies.
    mutating func variation(
        _ functional: SyntaxExpression, _ function: SyntaxExpression, _ direction: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard case .name(let name) = functional.kind, case .definition(let definition)? = lookup(name, scope),
            definition.syntax.arguments?.count == 1, definition.fieldPoints == nil
        else {
            throw Failure(
                .notAFunctional, "found `\(Printer().text(functional))`, expected a functional",
                advice: "define it: let F(f) = ∫[v] …", at: functional.range)
        }
        let (h, part) = try scalarValue(direction, "as the direction of a variation", scope)
        let (argument, argumentPart) = try scalarValue(function, "as the argument of a functional", scope)
        let points = Mentions(argument).freePoints
        guard !points.isEmpty, !Mentions(argument).hasUninterpreted else {
            return try opaque("variation of \(name)", [argumentPart, part], indices: [], range)
        }
        let logarithm = logarithmOfPositive(argument)
        let symbol = FunctionSymbol(
            name: uniqueName(name + "~"), arguments: points.map { $0.manifold.vectorDimension.map(ArgumentSlot.vector) ?? .scalar },
            isLogarithm: logarithm != nil)
        var inner = definition.scope
        inner.expansionDepth = scope.expansionDepth + 1
        inner.locals[definition.syntax.arguments?[0].text ?? ""] = .function(FunctionDeclaration(symbol: symbol, points: points))
        let functionalValue = try value(definition.syntax.value, inner)
        guard let body = functionalValue.asScalar else {
            throw Failure(.notAFunctional, "found `\(name)`, whose value is \(shapeName(functionalValue)), expected a scalar", at: functional.range)
        }
        guard let change = Variation(
            symbol: symbol, points: points, direction: .scalar(h), positiveParameters: declarations.positiveParameters
        ).apply(body, &supply) else {
            return try opaque("variation of \(name)", [argumentPart, part], indices: [], range)
        }
        let replacement = SymbolReplacement(symbol: symbol, points: points, expression: logarithm ?? argument)
        try count(change.nodeCount(upTo: Elaborator.nodeLimit) * max(1, argumentPart.size), at: range)
        let result = replacement.apply(change, &supply)
        let size = result.nodeCount(upTo: Elaborator.nodeLimit)
        return try make(
            .tensor(Tensor(body: result)), from: [Value(Tensor(body: result), size: size, depth: functionalValue.depth + part.depth + argumentPart.depth + 6)],
            at: range)
    }

    /// `⟨F'(f), h⟩`; `nil` when the left side is nothing of the kind.
    mutating func functionalPairing(
        _ first: SyntaxExpression, _ second: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value? {
        guard case .call(let callee, let arguments) = first.kind, case .name(let name) = callee.kind, name.hasSuffix("'"),
            lookup(name, scope) == nil, arguments.count == 1
        else { return nil }
        let base = SyntaxExpression(.name(String(name.dropLast())), callee.range)
        return try variation(base, arguments[0].value, second, range, scope)
    }
}

extension Expression {
    /// The number of nodes as a tree, or `limit` when there are at least as many.
    func nodeCount(upTo limit: Int) -> Int {
        var count = 1
        for operand in operands {
            if count >= limit { return limit }
            count += operand.nodeCount(upTo: limit - count)
        }
        return min(count, limit)
    }
}
