import Arithmetic
import Expressions

/// The prefix operators: derivatives, traces, elementary functions.
extension Elaborator {
    mutating func operatorValue(
        _ op: SyntaxOperator, _ points: [SyntaxExpression], _ operand: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        switch op {
        case .gradient, .hessian, .laplacian, .divergence:
            return try derivative(op, points, operand, range, scope)
        case .partial: return try partialDerivative(points[0], points.count, operand, range, scope)
        case .user(let name): return try userOperator(name, points, operand, range, scope)
        default: break
        }
        if let first = points.first {
            throw Failure(
                .unexpectedToken, "found a subscript behind `\(op.spelling)`, which takes none",
                advice: "bracket the operand: \(op.spelling)([X, Y])", at: first.range)
        }
        switch op {
        case .trace: return try trace(value(operand, scope), operand.range, range)
        case .symmetrisation: return try symmetrised(value(operand, scope), operand.range, range)
        case .transpose: return try transposed(value(operand, scope), operand.range, range)
        case .sqrt:
            let (e, part) = try scalarValue(operand, "under the root", scope)
            if case .power(let base, let two) = e.kind, case .number(2) = two.kind {
                return try scalar(absolute(base), from: [part], at: range)
            }
            return try scalar(.squareRoot(e), from: [part], at: range)
        default:
            let (e, part) = try scalarValue(operand, "as the argument of \(op.spelling)", scope)
            return try scalar(elementary(op, e, operand.range), from: [part], at: range)
        }
    }

    private func elementary(_ op: SyntaxOperator, _ e: Expression, _ place: SourceRange) throws(Failure) -> Expression {
        switch op {
        case .log: return try logarithm(e, place)
        case .exp: return .elementary(.exp, e)
        case .sin: return .elementary(.sin, e)
        case .cos: return .elementary(.cos, e)
        case .tan: return .elementary(.tan, e)
        case .atan: return .elementary(.atan, e)
        case .sinh: return .elementary(.sinh, e)
        case .cosh: return .elementary(.cosh, e)
        default: return .elementary(.tanh, e)
        }
    }

    /// `log exp x` is `x`.
    func logarithm(_ e: Expression, _ place: SourceRange) throws(Failure) -> Expression {
        if case .number(let value) = e.kind, value.sign <= 0 {
            throw Failure(.divisionByZero, "found the logarithm of \(value), which is not defined", at: place)
        }
        return logarithmOfPositive(e) ?? .elementary(.log, e)
    }

    /// The logarithm of a product of powers of exponentials and positive constants, written out; `nil` for
    /// anything else.
    func logarithmOfPositive(_ e: Expression) -> Expression? {
        switch e.kind {
        case .elementary(.exp, let inner): return inner
        case .number(let value) where value.sign > 0: return value == 1 ? .zero : .elementary(.log, e)
        case .pi, .dimension: return .elementary(.log, e)
        case .parameter(let name) where declarations.isPositive(name): return .elementary(.log, e)
        case .product(let factors):
            var terms: [Expression] = []
            for factor in factors {
                guard let term = logarithmOfPositive(factor) else { return nil }
                terms.append(term)
            }
            return .sum(terms)
        case .power(let base, let exponent): return logarithmOfPositive(base).map { exponent * $0 }
        default: return nil
        }
    }

    // MARK: Derivatives

    private mutating func derivative(
        _ op: SyntaxOperator, _ points: [SyntaxExpression], _ operand: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard points.count < 2 else {
            throw Failure(
                .unexpectedToken, "found several points behind \(op.spelling), expected one",
                advice: "write the block [∇[v] u, ∇[w] u]", at: points[1].range)
        }
        if points.isEmpty, let placed = try derivativeAtPlace(op, operand, range, scope) { return placed }
        let body = try value(operand, scope)
        let point: Point
        if let written = points.first { point = try self.point(written, scope) } else {
            point = try onlyPoint(of: body, op, operand.range, range, scope)
        }
        if case .sphere = point.manifold, !scope.isStandard {
            throw Failure(
                .derivativeOnSphere, "found \(op.spelling) at the point `\(Declared.plain(point.name))` of a sphere",
                advice: "import \"std/sphere\" and use ∇_S, ∇²_S, Δ_S", at: range)
        }
        return try derivative(op, point, body, operand.range, range)
    }

    /// `∇W(0)` is the gradient of W at 0: `W(0)` depends on no point.
    private mutating func derivativeAtPlace(
        _ op: SyntaxOperator, _ operand: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value? {
        guard case .call(let callee, let arguments) = operand.kind, case .name(let name) = callee.kind, arguments.count == 1,
            let binding = lookup(name, scope) else { return nil }
        let points: [Point]
        switch binding {
        case .function(let declaration): points = declaration.isRadial ? [] : declaration.points
        case .value(_, let own): points = own
        case .density(let density): points = density.point.map { [$0] } ?? []
        default: return nil
        }
        guard points.count == 1, !points[0].isOnSphere else { return nil }
        var mentions = Mentions()
        for tensor in try value(operand, scope).tensors { mentions.add(tensor.body) }
        guard mentions.freePoints.isEmpty else { return nil }
        let whole = try bindingValue(name, binding, callee.range, scope)
        return try substituted(derivative(op, points[0], whole, operand.range, range), points, arguments, range, scope)
    }

    mutating func derivative(
        _ op: SyntaxOperator, _ point: Point, _ body: Value, _ place: SourceRange, _ range: SourceRange
    ) throws(Failure) -> Value {
        if case .zero = body.kind { return .zero }
        switch op {
        case .gradient:
            return try make(body.mapTensors { $0.gradient(point, &supply) }.kind, from: [body], at: range)
        case .hessian:
            return try make(body.mapTensors { $0.gradient(point, &supply).gradient(point, &supply) }.kind, from: [body], levels: 2, at: range)
        case .laplacian:
            return try make(body.mapTensors { laplacian($0, point) }.kind, from: [body], levels: 3, at: range)
        default:
            guard let tensors = divergence(body, point) else {
                throw Failure(
                    .wrongRank, "found \(shapeName(body)) under div, expected a vector or matrix field on the space of `\(Declared.plain(point.name))`",
                    advice: body.asScalar == nil ? nil : "the divergence of a scalar is not defined; Δ or ∇ was meant, or a factor is missing",
                    at: place)
            }
            return try make(tensors, from: [body], levels: 2, at: range)
        }
    }

    private mutating func laplacian(_ tensor: Tensor, _ point: Point) -> Tensor {
        guard let dimension = point.manifold.vectorDimension else {
            return Tensor(indices: tensor.indices, body: .partial(point, nil, .partial(point, nil, tensor.body)))
        }
        let i = supply.fresh(dimension)
        return Tensor(indices: tensor.indices, body: .contraction(i, .partial(point, i, .partial(point, i, tensor.body))))
    }

    private mutating func divergence(_ value: Value, _ point: Point) -> Value.Kind? {
        guard let dimension = point.manifold.vectorDimension else {
            // Of a field on a line there is one component.
            guard case .tensor(let tensor) = value.kind, tensor.rank == 0 else { return nil }
            return .tensor(Tensor(indices: [], body: .partial(point, nil, tensor.body)))
        }
        var results: [Tensor] = []
        let isBlock: Bool
        if case .block = value.kind { isBlock = true } else { isBlock = false }
        for tensor in value.tensors {
            guard let first = tensor.indices.first, unify(first.dimension, dimension), !isBlock || tensor.rank > 1 else { return nil }
            results.append(Tensor(
                indices: Array(tensor.indices.dropFirst()), body: .contraction(first, .partial(point, first, tensor.body))))
        }
        return isBlock ? .block(results) : .tensor(results[0])
    }

    /// The point an expression names.
    func point(_ e: SyntaxExpression, _ scope: Scope) throws(Failure) -> Point {
        if case .name(let name) = e.kind {
            if case .point(let point)? = lookup(name, scope) { return point }
            if lookup(name, scope) == nil { throw unknownName(name, e.range, scope) }
        }
        throw Failure(
            .notAPoint, "found `\(Printer().text(e))`, expected a declared point",
            advice: "declare it with `space`", at: e.range)
    }

    /// The one point an operand depends on.
    private func onlyPoint(
        of body: Value, _ op: SyntaxOperator, _ place: SourceRange, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Point {
        var mentions = Mentions()
        for tensor in body.tensors { mentions.add(tensor.body) }
        let all = mentions.freePoints
        let candidates = all.contains { !$0.isScalar } ? all.filter { !$0.isScalar } : all
        if candidates.count == 1 { return candidates[0] }
        if candidates.isEmpty {
            let declared = vectorPoints(scope)
            if declared.count == 1 { return declared[0] }
            throw Failure(
                .ambiguousPoint, "found \(op.spelling) of something that depends on no point",
                advice: "name the point: \(op.spelling)[z]", at: place)
        }
        let names = candidates.map { Declared.plain($0.name) }
        throw Failure(
            .ambiguousPoint, "found \(op.spelling) of something that depends on \(names.joined(separator: " and "))",
            advice: "name the point: " + names.map { "\(op.spelling)[\($0)]" }.joined(separator: " or "), at: range)
    }

    private mutating func partialDerivative(
        _ variable: SyntaxExpression, _ count: Int, _ operand: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard count == 1 else {
            throw Failure(.unexpectedToken, "found several variables behind ∂, expected one", at: variable.range)
        }
        let body = try value(operand, scope)
        if case .index(let base, let indices) = variable.kind, indices.count == 1 {
            let point = try point(base, scope)
            if point.isOnTorus, point.isScalar, case .number("1") = indices[0].kind {
                return try make(body.mapTensors { Tensor(indices: $0.indices, body: .partial(point, nil, $0.body)) }.kind, from: [body], at: range)
            }
            guard let dimension = point.manifold.vectorDimension else {
                throw Failure(.notAPoint, "found a component of the scalar point `\(Declared.plain(point.name))`", advice: "write ∂[\(Declared.plain(point.name))]", at: variable.range)
            }
            if case .sphere = point.manifold, !scope.isStandard {
                throw Failure(.derivativeOnSphere, "found ∂ in a component of a point of a sphere", advice: "use ∇_S of std/sphere", at: range)
            }
            let index = try componentIndex(indices[0], dimension, scope)
            return try make(body.mapTensors { Tensor(indices: $0.indices, body: .partial(point, index, $0.body)) }.kind, from: [body], at: range)
        }
        guard case .name(let name) = variable.kind else {
            throw Failure(.notAPoint, "found `\(Printer().text(variable))` behind ∂, expected a variable", advice: "write ∂[x], ∂[s] or ∂[v[i]]", at: variable.range)
        }
        switch lookup(name, scope) {
        case .point(let point)? where point.hasOneCoordinate:
            return try make(body.mapTensors { Tensor(indices: $0.indices, body: .partial(point, point.onlyIndex, $0.body)) }.kind, from: [body], at: range)
        case .point(let point)?:
            throw Failure(
                .notAPoint, "found ∂ with the point `\(Declared.plain(point.name))` of \(ShapeName.of(shape(Tensor.position(point, &supply))).dropFirst(2)) type",
                advice: "write ∇[\(name)] u for the gradient, ∂[\(name)[i]] u for a component", at: variable.range)
        case .parameter(let parameter)? where !parameter.isInteger:
            return try make(
                body.mapTensors { Tensor(indices: $0.indices, body: .parameterDerivative(parameter.name, $0.body)) }.kind,
                from: [body], at: range)
        case .time(let time)?: return try flowDerivative(time, body, range, scope)
        case nil: throw unknownName(name, variable.range, scope)
        default:
            throw Failure(.notAPoint, "found `\(name)` behind ∂, expected a real parameter, a time or a point of the line", at: variable.range)
        }
    }

    // MARK: Algebra of indices

    private mutating func trace(_ value: Value, _ place: SourceRange, _ range: SourceRange) throws(Failure) -> Value {
        guard case .tensor(let tensor) = value.kind, tensor.rank >= 2,
            unify(tensor.indices[0].dimension, tensor.indices[1].dimension)
        else {
            throw Failure(.wrongRank, "found \(shapeName(value)) under tr, expected a matrix", at: place)
        }
        let shared = tensor.indices[0]
        let body = tensor.body.renamingIndices([tensor.indices[1]: shared], &supply)
        return try make(
            .tensor(Tensor(indices: Array(tensor.indices.dropFirst(2)), body: .contraction(shared, body))), from: [value], at: range)
    }

    private mutating func symmetrised(_ value: Value, _ place: SourceRange, _ range: SourceRange) throws(Failure) -> Value {
        guard case .tensor(let tensor) = value.kind, tensor.rank >= 1, tensor.rank <= 5,
            tensor.shape.allSatisfy({ unify($0, tensor.shape[0]) })
        else {
            throw Failure(.wrongRank, "found \(shapeName(value)) under sym, expected a tensor on one space", at: place)
        }
        let orders = permutations(tensor.rank)
        var terms: [Expression] = []
        for order in orders {
            terms.append(tensor.relabelled(order.map { tensor.indices[$0] }, &supply))
        }
        let factor = Rational(1, orders.count)
        return try make(
            .tensor(Tensor(indices: tensor.indices, body: .number(factor) * .sum(terms))),
            from: orders.map { _ in value }, levels: 2, at: range)
    }

    private func permutations(_ count: Int) -> [[Int]] {
        if count == 0 { return [[]] }
        return permutations(count - 1).flatMap { shorter in
            (0..<count).map { position in
                var order = shorter
                order.insert(count - 1, at: position)
                return order
            }
        }
    }

    private mutating func transposed(_ value: Value, _ place: SourceRange, _ range: SourceRange) throws(Failure) -> Value {
        guard case .tensor(let tensor) = value.kind, tensor.rank == 2 else {
            throw Failure(.wrongRank, "found \(shapeName(value)) under transpose, expected a matrix", at: place)
        }
        return try make(.tensor(tensor.permuted([1, 0])), from: [value], at: range)
    }

    // MARK: Lengths

    mutating func absoluteValue(_ body: SyntaxExpression, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        if let area = try sphereArea(body, range, scope) { return area }
        let inner = try value(body, scope)
        if let e = inner.asScalar {
            return try scalar(absolute(e), from: [inner], at: range)
        }
        if let rank = inner.tensors.first?.rank, rank > 1 {
            throw Failure(
                .wrongRank, "found \(shapeName(inner)) between bars, expected a scalar or a vector",
                advice: "write ‖A‖ for the Hilbert-Schmidt norm", at: body.range)
        }
        return try length(inner, range)
    }

    /// `|S^(d-1)|`, where S is not declared otherwise.
    private mutating func sphereArea(_ body: SyntaxExpression, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value? {
        guard case .power(let base, let exponent) = body.kind, case .name(let name) = base.kind, ["S", "𝕊"].contains(name), lookup(name, scope) == nil
        else { return nil }
        let size = try value(exponent, scope)
        guard let dimension = size.asScalar else { return nil }
        return try scalar(.sphereArea(inDimension: dimension + .one), from: [size], at: range)
    }

    /// `|e|`, without bars where they say nothing.
    func absolute(_ e: Expression) -> Expression {
        if let value = constant(e) { return .number(value.magnitude) }
        return isSumOfSquares(e) ? e : .elementary(.abs, e)
    }

    mutating func normValue(_ body: SyntaxExpression, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        let inner = try value(body, scope)
        guard inner.asScalar == nil else {
            throw Failure(
                .wrongRank, "found a scalar between double bars, expected a vector or a matrix",
                advice: "write |a| for a number, normL(f, p) for the norm of a function", at: body.range)
        }
        return try length(inner, range)
    }

    mutating func length(_ value: Value, _ range: SourceRange) throws(Failure) -> Value {
        let square = try fullyContracted(value, copy(value), range)
        guard let e = square.asScalar else { return square }
        return try scalar(.squareRoot(e), from: [square], at: range)
    }

    mutating func angleValue(
        _ first: SyntaxExpression, _ second: SyntaxExpression?, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard let second else {
            let inner = try value(first, scope)
            let square: Value
            if inner.asScalar != nil { square = try scaled(inner, copy(inner), range) } else {
                square = try fullyContracted(inner, copy(inner), range)
            }
            guard let e = square.asScalar else { return square }
            return try scalar(.squareRoot(.one + e), from: [square], at: range)
        }
        if let pairing = try functionalPairing(first, second, range, scope) { return pairing }
        let a = try value(first, scope), b = try value(second, scope)
        if a.asScalar != nil || b.asScalar != nil {
            throw Failure(
                .notAFunctional, "found \(shapeName(a)) and \(shapeName(b)) in ⟨ , ⟩, expected the derivative of a functional, or two vectors",
                advice: "write ⟨F'(f), h⟩ with `let F(f) = ∫[v] …`", at: range)
        }
        return try fullyContracted(a, b, range)
    }
}
