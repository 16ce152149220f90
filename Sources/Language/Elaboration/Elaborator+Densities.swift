import Arithmetic
import Expressions

/// The named test densities, written out where they have a closed form.
extension Elaborator {
    mutating func testDensity(
        _ name: String, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard let point = scope.densityPoint ?? vectorPoints(scope).first, let dimension = point.manifold.vectorDimension else {
            throw Failure(
                .ambiguousPoint, "found the density `\(name)`, but no point of a space to take it at",
                advice: "declare one, and write `density N(v) = …`", at: range)
        }
        switch name {
        case "gaussian": return try gaussian(point, dimension, arguments, range, scope)
        case "maxwellian":
            let (temperature, first) = try densityArgument("T", 0, arguments, .one, scope)
            let (mass, second) = try densityArgument("m", 1, arguments, .one, scope)
            let variance = mass.kind == Expression.one.kind ? temperature : temperature / mass
            let result = isotropic(.position(point, &supply), dimension, variance)
            return try make(.tensor(result), from: [first, second, first, second], adding: 24, levels: 7, at: range)
        case "mixture": return try mixture(arguments, range, scope)
        case "bkw":
            let (time, part) = try densityArgument("t", 0, arguments, .zero, scope)
            return try make(
                .tensor(bobylevKrookWu(.position(point, &supply), dimension, time)), from: [part, part, part, part], adding: 60, levels: 9, at: range)
        case "bump": return try bump(point, arguments, range, scope)
        default:
            guard arguments.count == 1, arguments[0].label == nil else {
                throw Failure(.argumentCount, "found \(arguments.count) arguments for `\(name)`, expected 1", at: range)
            }
            let (e, part) = try scalarValue(arguments[0].value, "as the argument of \(name)", scope)
            let density = name == "exp_poly" ? Expression.elementary(.exp, e) : e
            return try make(.tensor(Tensor(body: normalised(density, over: point))), from: [part, part], adding: 6, levels: 4, at: range)
        }
    }

    /// `e / ∫ e`
    private mutating func normalised(_ e: Expression, over point: Point) -> Expression {
        let name = uniqueName(point.name)
        declarations.add(name)
        let variable = Point(name: name, manifold: point.manifold)
        let body = ExpressionTransform(point: { $0 == point ? variable : $0 }).apply(e)
        return e / .integral([variable], body)
    }

    /// The solution of Bobylev, Krook and Wu for Maxwell molecules, of unit mass and temperature:
    /// `(2πK)^(-d/2) exp(-|v|²/(2K)) (((d+2)K - d)/(2K) + (1-K)/(2K²) |v|²)` with `K = 1 - exp(-2(d-1)t)`; it is positive from
    /// `K = d/(d+2)` on, and solves `∂_t f = div(A ∇f - div(A) f)` for `A = |z|² Π * f`.
    private mutating func bobylevKrookWu(_ x: Tensor, _ dimension: Dimension, _ time: Expression) -> Tensor {
        let d = Expression.dimension(dimension)
        let k = .one - .elementary(.exp, .number(-2) * (d - .one) * time)
        let index = x.indices[0]
        let square = Expression.contraction(index, x.body * x.renewed(&supply).relabelled([index], &supply))
        let weight = gauss(.number(2) * .pi * k, dimension, square / k)
        let factor = ((d + .number(2)) * k - d) / (.number(2) * k) + (.one - k) * square / (.number(2) * .power(k, .number(2)))
        return Tensor(body: weight * factor)
    }

    /// `exp(-1/(1 - |x-c|²/R²))` in the ball of radius R about c, 0 outside, normalised.
    private mutating func bump(_ point: Point, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        let (radius, part) = try densityArgument("radius", 1, arguments, .one, scope)
        var x = Value(.position(point, &supply))
        if let centre = arguments.first(where: { $0.label == "center" || $0.label == "centre" })?.value ?? arguments.first(where: { $0.label == nil })?.value {
            x = try added([x, negated(value(centre, scope), centre.range)], places: [range, centre.range], range)
        }
        guard case .tensor(let offset) = x.kind else { return x }
        let index = offset.indices[0]
        let square = Expression.contraction(index, offset.body * offset.renewed(&supply).relabelled([index], &supply))
        let inside = .one - square / .power(radius, .number(2))
        let body = Expression.uninterpreted("indicator <", [inside]) * .elementary(.exp, -(Expression.one / inside))
        return try make(.tensor(Tensor(body: normalised(body, over: point))), from: [x, x, x, x, part, part], adding: 40, levels: 9, at: range)
    }

    private mutating func densityArgument(
        _ label: String, _ position: Int, _ arguments: [SyntaxArgument], _ missing: Expression, _ scope: Scope
    ) throws(Failure) -> (Expression, Value) {
        let positional = arguments.filter { $0.label == nil }
        guard let argument = arguments.first(where: { $0.label == label }) ?? (positional.indices.contains(position) ? positional[position] : nil)
        else { return (missing, .scalar(missing)) }
        return try scalarValue(argument.value, "as `\(label)`", scope)
    }

    /// `(2πs)^(-d/2) exp(-|x|²/(2s))`
    private mutating func isotropic(_ x: Tensor, _ dimension: Dimension, _ variance: Expression) -> Tensor {
        let index = x.indices[0]
        let square = Expression.contraction(index, x.body * x.renewed(&supply).relabelled([index], &supply))
        return Tensor(body: gauss(
            .number(2) * .pi * variance, dimension, square / variance))
    }

    /// `base^(-d/2) exp(-form/2)`
    private func gauss(_ base: Expression, _ dimension: Dimension, _ form: Expression) -> Expression {
        let exponent = Expression.number(Rational(-1, 2)) * .dimension(dimension)
        return .power(base, exponent) * .elementary(.exp, .number(Rational(-1, 2)) * form)
    }

    private mutating func gaussian(
        _ point: Point, _ dimension: Dimension, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        for (place, argument) in arguments.enumerated()
        where !(argument.label.map(["mean", "cov"].contains) ?? (place < 2)) {
            throw Failure(
                .argumentCount, "found an argument that gaussian does not take", advice: "write gaussian(mean = (0,0,0), cov = diag(1,2,3))",
                at: argument.value.range)
        }
        func argument(_ label: String, _ place: Int) -> SyntaxExpression? {
            arguments.first { $0.label == label }?.value
                ?? (arguments.indices.contains(place) && arguments[place].label == nil ? arguments[place].value : nil)
        }
        var x = Value(.position(point, &supply))
        if let mean = argument("mean", 0) {
            let shift = try value(mean, scope)
            if case .zero = shift.kind {} else { x = try added([x, negated(shift, mean.range)], places: [range, mean.range], range) }
        }
        guard case .tensor(let offset) = x.kind else { return x }
        guard let written = argument("cov", 1) else {
            return try make(.tensor(isotropic(offset, dimension, .one)), from: [x, x], adding: 16, levels: 7, at: range)
        }
        if case .call(let callee, let entries) = written.kind, case .name("diag") = callee.kind {
            return try diagonalGaussian(x, offset, dimension, entries.map(\.value), written.range, range, scope)
        }
        let covariance = try value(written, scope)
        if let variance = covariance.asScalar ?? multipleOfIdentity(covariance, dimension) {
            return try make(.tensor(isotropic(offset, dimension, variance)), from: [x, x, covariance, covariance], adding: 16, levels: 7, at: range)
        }
        let inverse = try matrixFunction("inverse", copy(covariance), written.range, range)
        let determinant = try matrixFunction("det", covariance, written.range, range)
        let form = try contracted(contracted(x, inverse, (range, written.range), range), copy(x), (range, range), range)
        guard let quadratic = form.asScalar, let volume = determinant.asScalar else { return form }
        let density = gauss(.number(2) * .pi, dimension, quadratic) * .power(volume, .number(Rational(-1, 2)))
        return try make(.tensor(Tensor(body: density)), from: [form, determinant], adding: 12, levels: 4, at: range)
    }

    /// The number s of `s Id`, whose dimension is that of the point.
    private mutating func multipleOfIdentity(_ matrix: Value, _ dimension: Dimension) -> Expression? {
        guard case .tensor(let tensor) = matrix.kind, tensor.rank == 2, tensor.indices.allSatisfy({ unify($0.dimension, dimension) })
        else { return nil }
        var factors = [tensor.body]
        if case .product(let parts) = tensor.body.kind { factors = parts }
        guard let place = factors.firstIndex(where: { factor in
            if case .delta(let i, let j) = factor.kind { return Set([i, j]) == Set(tensor.indices) }
            return false
        }) else { return nil }
        factors.remove(at: place)
        let rest = Expression.product(factors)
        return rest.freeIndices.isEmpty ? rest : nil
    }

    private mutating func diagonalGaussian(
        _ x: Value, _ offset: Tensor, _ dimension: Dimension, _ entries: [SyntaxExpression], _ place: SourceRange, _ range: SourceRange,
        _ scope: Scope
    ) throws(Failure) -> Value {
        guard unify(dimension, .number(entries.count)) else {
            throw Failure(
                .shapeMismatch, "found a covariance with \(entries.count) entries for \(ShapeName.of([dimension]))", at: place)
        }
        var volume: [Expression] = []
        var form: [Expression] = []
        var parts: [Value] = []
        for (position, entry) in entries.enumerated() {
            let (variance, part) = try scalarValue(entry, "on the diagonal", scope)
            let component = offset.body.renamingIndices([offset.indices[0]: .fixed(position + 1, dimension)], &supply)
            volume.append(variance)
            form.append(.power(component, .number(2)) / variance)
            parts += [part, part, x]
        }
        let product = volume.compactMap(constant).reduce(Rational(1), *)
        let isConstant = volume.allSatisfy { constant($0) != nil }
        let determinant = isConstant ? Expression.number(product) : .product(volume)
        let density = gauss(.number(2) * .pi, dimension, .sum(form)) * .power(determinant, .number(Rational(-1, 2)))
        return try make(.tensor(Tensor(body: density)), from: parts, adding: 16, levels: 7, at: range)
    }

    /// `mixture(1/3: D1, 2/3: D2)`: a weight is what stands before the first colon.
    private mutating func mixture(_ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        var parts: [Value] = []
        for argument in arguments {
            guard case .product(let factors) = argument.value.kind, let colon = factors.firstIndex(where: { $0.connective == .colon }) else {
                throw Failure(
                    .expectedToken, "found a part of a mixture without a weight", advice: "write mixture(1/3: D1, 2/3: D2)", at: argument.value.range)
            }
            func expression(_ part: [SyntaxFactor]) -> SyntaxExpression {
                if part.count == 1 { return part[0].expression }
                var part = part
                part[0].connective = .juxtaposed
                return SyntaxExpression(.product(part), argument.value.range)
            }
            let (_, weight) = try scalarValue(expression(Array(factors[..<colon])), "as a weight", scope)
            let (_, density) = try scalarValue(expression(Array(factors[colon...])), "in a mixture", scope)
            parts.append(try scaled(weight, density, argument.value.range))
        }
        return parts.count == 1 ? parts[0] : try added(parts, places: arguments.map(\.value.range), range)
    }
}
