import Arithmetic
import Expressions

/// Calls: functions, fields, families, substitutions.
extension Elaborator {
    mutating func callValue(
        _ callee: SyntaxExpression, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        if case .index(let base, let indices) = callee.kind, case .name(let name) = base.kind,
            case .definition(let definition)? = lookup(name, scope), !definition.syntax.subscripts.isEmpty
        {
            return try expand(definition, name, subscripts: indices, arguments: arguments, range, scope)
        }
        guard case .name(let name) = callee.kind else {
            return try substituted(value(callee, scope), nil, arguments, range, scope)
        }
        guard let binding = lookup(name, scope) else {
            if let primed = try primedCall(name, arguments, range, scope) { return primed }
            return try builtinCall(name, arguments, range, scope)
        }
        switch binding {
        case .function(let declaration):
            if arguments.contains(where: { $0.label != nil }) {
                return try substituted(bindingValue(name, binding, range, scope), declaration.points, arguments, range, scope)
            }
            return try functionCall(declaration, arguments.map(\.value), [], range, scope)
        case .definition(let definition):
            return try expand(definition, name, subscripts: [], arguments: arguments, range, scope)
        case .value(let inner, let points):
            return try substituted(
                bindingValue(name, .value(inner, points: points), range, scope), points.isEmpty ? nil : points, arguments, range, scope)
        case .density(let density):
            return try substituted(
                bindingValue(name, binding, range, scope), density.point.map { [$0] }, arguments, range, scope)
        case .point, .parameter, .index, .integer, .time:
            throw Failure(
                .notAFunction, "found ( directly behind `\(name)`, which is no function",
                advice: "put a space or * between the factors of a product: \(name) (…)", at: range)
        }
    }

    // MARK: Functions

    func pointArgument(_ point: Point) -> FunctionArgument { .point(point) }

    enum FunctionArgument {
        case point(Point)
        case vector(Tensor)
        case scalar(Expression)
    }

    private mutating func functionCall(
        _ declaration: FunctionDeclaration, _ written: [SyntaxExpression], _ derivatives: [Int], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        let name = Declared.plain(declaration.symbol.name)
        guard !declaration.points.isEmpty else {
            throw Failure(.notAFunction, "found ( directly behind the constant `\(name)`", advice: "put a space or * between factors", at: range)
        }
        guard written.count == declaration.points.count else {
            throw Failure(
                .argumentCount, "found \(written.count) arguments for `\(name)`, expected \(declaration.points.count): "
                    + declaration.points.map { Declared.plain($0.name) }.joined(separator: ", "), at: range)
        }
        var arguments: [FunctionArgument] = []
        var parts: [Value] = []
        for (expression, point) in zip(written, declaration.points) {
            let (argument, part) = try functionArgument(expression, for: point, name, scope)
            arguments.append(argument)
            parts.append(part)
        }
        let result = try application(declaration, arguments, derivatives, range)
        return try make(result.kind, from: [result] + parts, at: range)
    }

    private mutating func functionArgument(
        _ e: SyntaxExpression, for point: Point, _ function: String, _ scope: Scope
    ) throws(Failure) -> (FunctionArgument, Value) {
        if case .name(let name) = e.kind, case .point(let given)? = lookup(name, scope), given.manifold.vectorDimension.map(resolved) == point.manifold.vectorDimension.map(resolved) {
            guard given.manifold.pointsLie(in: point.manifold) else {
                throw Failure(
                    .argumentShape, "found the point `\(name)` as the argument of `\(function)`, which is declared on another space", at: e.range)
            }
            return (.point(given), .zero)
        }
        let part = try value(e, scope)
        if point.isOnTorus {
            // Elsewhere it would be any function, and a density one of the whole space.
            var mentions = Mentions()
            part.tensors.forEach { mentions.add($0.body) }
            if let other = mentions.freePoints.first(where: { !$0.isOnTorus }) {
                throw Failure(
                    .argumentShape, "found the point `\(Declared.plain(other.name))` in the argument of `\(function)`, which is declared on a torus",
                    advice: "take a point of the torus, or a parameter or constant for a translation", at: e.range)
            }
        }
        guard let dimension = point.manifold.vectorDimension else {
            guard let scalar = part.asScalar else {
                throw Failure(.argumentShape, "found \(shapeName(part)) as the argument of `\(function)`, expected a scalar", at: e.range)
            }
            if case .line(let lower, let upper) = point.manifold, let number = constant(scalar), lower.map({ number < $0 }) == true || upper.map({ number > $0 }) == true {
                throw Failure(
                    .outsideRange, "found the value of `\(function)` at \(number), outside of the interval where it is declared",
                    advice: "declare it as a function of a point of another space", at: e.range)
            }
            return (.scalar(scalar), part)
        }
        if case .zero = part.kind { return (.vector(Tensor(indices: [supply.fresh(dimension)], body: .zero)), part) }
        guard let tensor = part.asTensor, tensor.rank == 1, unify(tensor.indices[0].dimension, dimension) else {
            throw Failure(
                .argumentShape, "found \(shapeName(part)) as the argument of `\(function)`, expected \(ShapeName.of([dimension]))",
                at: e.range)
        }
        return (.vector(tensor), part)
    }

    /// A function's value at arguments; for a positive function the exponential of its logarithm.
    mutating func application(
        _ declaration: FunctionDeclaration, _ arguments: [FunctionArgument], _ derivatives: [Int], _ range: SourceRange
    ) throws(Failure) -> Value {
        let symbol = declaration.symbol
        var slots: [Expression.Argument] = []
        for (argument, point) in zip(arguments, declaration.points) { slots.append(slot(argument, for: point, declaration)) }
        let indices = symbol.valueDimensions.map { supply.fresh($0) }
        let body = Expression.application(Expression.Application(function: symbol, valueIndices: indices, arguments: slots))
        try count(4, at: range)
        let full = symbol.isLogarithm ? Expression.elementary(.exp, body) : body
        return Value(Tensor(indices: indices, body: full), size: 3 + 2 * slots.count, depth: 3)
    }

    private mutating func slot(_ argument: FunctionArgument, for point: Point, _ declaration: FunctionDeclaration) -> Expression.Argument {
        let vector: Tensor
        switch argument {
        case .scalar(let e): return .scalar(e)
        case .point(let given):
            guard given.manifold.vectorDimension != nil else { return .scalar(.coordinate(given, nil)) }
            vector = .position(given, &supply)
        case .vector(let tensor): vector = tensor
        }
        if declaration.isRadial { return .scalar(lengthExpression(vector)) }
        if case .sphere = point.manifold {
            // The 0-homogeneous extension.
            return .vector(vector.indices[0], vector.body / lengthExpression(vector.renewed(&supply)))
        }
        return .vector(vector.indices[0], vector.body)
    }

    private mutating func lengthExpression(_ vector: Tensor) -> Expression {
        let index = vector.indices[0]
        return .squareRoot(.contraction(index, vector.body * vector.renewed(&supply).relabelled([index], &supply)))
    }

    // MARK: Substitution

    /// `e(a, b)` or `e(z := a)` for an expression that depends on points.
    mutating func substituted(
        _ whole: Value, _ points: [Point]?, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        var mentions = Mentions()
        whole.tensors.forEach { mentions.add($0.body) }
        var replacements: [Point: Expression.Argument] = [:]
        var parts = [whole]
        let positional = arguments.filter { $0.label == nil }.count
        let own = points ?? mentions.freePoints
        if positional > 0, positional != own.count {
            throw Failure(
                own.isEmpty ? .notAFunction : .argumentCount,
                "found \(positional) \(positional == 1 ? "argument" : "arguments") for an expression that depends on \(own.isEmpty ? "no point" : own.map { Declared.plain($0.name) }.joined(separator: ", "))",
                advice: "put a space or * between the factors of a product", at: range)
        }
        for (position, argument) in arguments.enumerated() {
            let point: Point
            if let label = argument.label {
                point = try self.point(SyntaxExpression(.name(label), range), scope)
            } else {
                point = own[position]
            }
            let (replacement, part) = try functionArgument(argument.value, for: point, Declared.plain(point.name), scope)
            switch replacement {
            case .scalar(let e): replacements[point] = .scalar(e)
            case .point(let given): replacements[point] = .point(given, &supply)
            case .vector(let tensor): replacements[point] = .vector(tensor.indices[0], tensor.body)
            }
            parts.append(part)
        }
        for (point, replacement) in replacements where replacement.plainPoint == point { replacements[point] = nil }
        let substitution = PointSubstitution(replacements)
        var occurrences = 1
        for part in parts.dropFirst() { occurrences = max(occurrences, part.size) }
        try count(min(Elaborator.nodeLimit, whole.size * 2), at: range)
        if whole.size * occurrences > Elaborator.nodeLimit * 4 { throw tooLarge(range) }
        let result = whole.mapTensors { substitution.apply($0, &supply) }
        return try make(result.kind, from: parts, levels: 2, at: range)
    }

    // MARK: Primes

    private func splitPrimes(_ name: String) -> (base: String, order: Int)? {
        var base = name
        var order = 0
        while base.hasSuffix("'") {
            base.removeLast()
            order += 1
        }
        return order > 0 && !base.isEmpty ? (base, order) : nil
    }

    /// `α'` for a function of one scalar, at its declared point.
    mutating func primedName(_ name: String, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value? {
        guard let (base, order) = splitPrimes(name), let binding = lookup(base, scope) else { return nil }
        let points: [Point]
        switch binding {
        case .function(let declaration): points = declaration.isRadial ? [] : declaration.points
        case .value(_, let own): points = own
        case .definition:
            throw Failure(
                .notAFunctional, "found the derivative `\(name)` outside ⟨ , ⟩",
                advice: "write ⟨\(name)(f), h⟩, variation(\(base), f, h) or gradient(\(base), f)", at: range)
        default: return nil
        }
        guard points.count == 1, points[0].hasOneCoordinate else {
            throw Failure(
                .notAFunction, "found the derivative `\(name)`, but `\(base)` is no function of one scalar",
                advice: "write ∂[x] \(base) or ∇\(base), or declare `\(name)`", at: range)
        }
        let whole = try bindingValue(base, binding, range, scope)
        let kind = whole.mapTensors { tensor in
            Tensor(indices: tensor.indices, body: (0..<order).reduce(tensor.body) { body, _ in .partial(points[0], points[0].onlyIndex, body) })
        }.kind
        return try make(kind, from: [whole], adding: order, levels: order, at: range)
    }

    private mutating func primedCall(
        _ name: String, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value? {
        guard let derivative = try primedName(name, range, scope), let (base, _) = splitPrimes(name) else { return nil }
        var points: [Point] = []
        switch lookup(base, scope) {
        case .function(let declaration)?: points = declaration.points
        case .value(_, let own)?: points = own
        default: break
        }
        return try substituted(derivative, points, arguments, range, scope)
    }

    /// Whether a name stands for something whose derivative `X'` means.
    func hasPrimeDerivative(_ binding: Binding) -> Bool {
        switch binding {
        case .function(let declaration): return !declaration.isRadial && declaration.points.count == 1 && declaration.points[0].hasOneCoordinate
        case .value(_, let points): return points.count == 1 && points[0].hasOneCoordinate
        case .definition(let definition): return definition.syntax.arguments?.count == 1
        default: return false
        }
    }
}

extension Point {
    /// On a line, an interval, a circle, or in `R^1`.
    var hasOneCoordinate: Bool { isScalar || onlyIndex != nil }

    /// Of `R^1`, whose points are vectors.
    var onlyIndex: Index? {
        guard case .number(1)? = manifold.vectorDimension, !isOnSphere else { return nil }
        return .fixed(1, .number(1))
    }
}

extension Manifold {
    /// Whether a function declared on the other manifold has values at all points of this one, and no more than
    /// values: a function on `R^d` is not periodic, and one on a torus no arbitrary function of `R^d`.
    fileprivate func pointsLie(in other: Manifold) -> Bool {
        switch (self, other) {
        case (.torus, .torus): return true
        case (.torus, _), (_, .torus): return false
        case (.euclidean, _), (.sphere, _): return true
        case (.line(let lower, let upper), .line(let otherLower, let otherUpper)):
            let isAbove = otherLower.map { bound in lower.map { $0 >= bound } ?? false } ?? true
            let isBelow = otherUpper.map { bound in upper.map { $0 <= bound } ?? false } ?? true
            return isAbove && isBelow
        case (.line, _): return true
        }
    }
}
