import Arithmetic
import Expressions

/// The named test densities, written out where they have a closed form.
extension Elaborator {
    mutating func testDensity(
        _ name: String, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        guard let point = scope.densityPoint ?? densityPoints(scope).first else {
            throw Failure(
                .ambiguousPoint, "found the density `\(name)`, but no point of a space to take it at",
                advice: "declare `space v in R^3`, or `space x in R`, and write `density N(v) = …`", at: range)
        }
        // On the line a vector has one component, which is the point itself.
        let dimension = point.manifold.vectorDimension ?? .number(1)
        if point.isScalar, !Self.isLine(point), ["gaussian", "maxwellian", "bkw"].contains(name) {
            throw Failure(
                .ambiguousPoint, "found the density `\(name)` on an interval, where its integral is not 1",
                advice: "write normalised(exp(…))", at: range)
        }
        switch name {
        case "gaussian": return try gaussian(point, dimension, arguments, range, scope)
        case "maxwellian":
            let (temperature, first) = try densityArgument("T", 0, arguments, .one, scope)
            let (mass, second) = try densityArgument("m", 1, arguments, .one, scope)
            try requirePositive(temperature, "the temperature", range)
            try requirePositive(mass, "the mass", range)
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
            try requireOneSign(density, arguments[0].value.range)
            return try make(.tensor(Tensor(body: normalised(density, over: point))), from: [part, part], adding: 6, levels: 4, at: range)
        }
    }

    private static func isLine(_ point: Point) -> Bool { point.manifold == .line(lower: nil, upper: nil) }

    /// Where a density may be that is written without a point: points of spaces, then of lines.
    func densityPoints(_ scope: Scope) -> [Point] {
        vectorPoints(scope) + tables[scope.table].names.compactMap { name in
            guard case .point(let point)? = lookup(name, scope), Self.isLine(point) else { return nil }
            return point
        }
    }

    /// `|x|²`, for a number its square.
    private mutating func squaredNorm(_ x: Tensor) -> Expression {
        guard let index = x.indices.first else { return .power(x.body, .number(2)) }
        return .contraction(index, x.body * x.renewed(&supply).relabelled([index], &supply))
    }

    /// Refuses what takes values of both signs, or only negative ones where `isNormalised` does not divide the sign out.
    /// Values are looked at in some points, in balls; what has parameters or integrals is let through.
    func requireOneSign(_ e: Expression, isNormalised: Bool = true, _ range: SourceRange) throws(Failure) {
        let points = Mentions(e).freePoints
        guard points.count == 1, !e.isManifestlyNonnegative(positiveParameters: []), let sample = SignSample(e, at: points[0]),
            let place = sample.negative, sample.positive != nil || !isNormalised
        else { return }
        let text = place.map(\.description).joined(separator: ", ")
        let found = isNormalised ? "an expression of both signs under a density; it is negative" : "a density that is negative"
        throw Failure(
            .notADensity, "found \(found) at \(Declared.plain(points[0].name)) = \(place.count == 1 ? text : "(\(text))")",
            advice: "a density is positive: use a square or an exponential", at: range)
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
        let square = squaredNorm(x)
        let weight = gauss(.number(2) * .pi * k, dimension, square / k)
        let factor = ((d + .number(2)) * k - d) / (.number(2) * k) + (.one - k) * square / (.number(2) * .power(k, .number(2)))
        return Tensor(body: weight * factor)
    }

    /// `exp(-1/(1 - |x-c|²/R²))` in the ball of radius R about c, 0 outside, normalised.
    private mutating func bump(_ point: Point, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        let (radius, part) = try densityArgument("radius", 1, arguments, .one, scope)
        try requirePositive(radius, "the radius", range)
        var x = Value(.position(point, &supply))
        if let centre = arguments.first(where: { $0.label == "center" || $0.label == "centre" })?.value ?? arguments.first(where: { $0.label == nil })?.value {
            x = try added([x, negated(value(centre, scope), centre.range)], places: [range, centre.range], range)
        }
        guard case .tensor(let offset) = x.kind else { return x }
        let square = squaredNorm(offset)
        let inside = .one - square / .power(radius, .number(2))
        let body = Expression.uninterpreted("indicator <", [inside]) * .elementary(.exp, -(Expression.one / inside))
        return try make(.tensor(Tensor(body: normalised(body, over: point))), from: [x, x, x, x, part, part], adding: 40, levels: 9, at: range)
    }

    /// Refuses numbers; what has parameters is let through.
    private func requirePositive(_ e: Expression, _ name: String, _ range: SourceRange) throws(Failure) {
        guard case .number(let value) = e.kind, value.sign <= 0 else { return }
        throw Failure(.notADensity, "found \(name) \(value) of a density", advice: "give a positive number", at: range)
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
        let square = squaredNorm(x)
        return Tensor(body: gauss(.number(2) * .pi * variance, dimension, square / variance))
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
            if let value = constant(variance), value.sign <= 0 {
                throw Failure(
                    .notPositiveDefinite, "found the variance \(value)", advice: "a variance is positive", at: written.range)
            }
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
        var factors = tensor.body.factors
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
            let component = offset.indices.first.map { offset.body.renamingIndices([$0: .fixed(position + 1, dimension)], &supply) } ?? offset.body
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
        var weights: [Rational?] = []
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
            let (written, weight) = try scalarValue(expression(Array(factors[..<colon])), "as a weight", scope)
            let (_, density) = try scalarValue(expression(Array(factors[colon...])), "in a mixture", scope)
            let number = constant(written)
            if let number, number.sign <= 0 {
                throw Failure(.notADensity, "found the weight \(number) in a mixture", advice: "weights are positive", at: argument.value.range)
            }
            weights.append(number)
            parts.append(try scaled(weight, density, argument.value.range))
        }
        let known = weights.compactMap { $0 }
        if known.count == weights.count, !known.isEmpty, known.reduce(0, +) != 1 {
            throw Failure(
                .notADensity, "found weights with the sum \(known.reduce(0, +)) in a mixture", advice: "the weights of a mixture have the sum 1", at: range)
        }
        return parts.count == 1 ? parts[0] : try added(parts, places: arguments.map(\.value.range), range)
    }
}
