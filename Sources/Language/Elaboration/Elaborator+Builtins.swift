import Arithmetic
import Expressions

/// The functions the language brings along.
extension Elaborator {
    /// Typed, printed, and evaluated by later layers or not at all.
    private static let scalarFunctions: [String: Int] = ["besselK": 2, "besselI": 2]

    mutating func builtinCall(
        _ name: String, _ arguments: [SyntaxArgument], _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        let values = arguments.map(\.value)
        func arity(_ count: Int) throws(Failure) {
            guard values.count == count, arguments.allSatisfy({ $0.label == nil }) else {
                throw Failure(.argumentCount, "found \(values.count) arguments for `\(name)`, expected \(count)", at: range)
            }
        }
        switch name {
        case "basis":
            try arity(1)
            return try basisVector(values[0], range, scope)
        case "dim":
            try arity(1)
            guard let dimension = try point(values[0], scope).manifold.vectorDimension else { return .scalar(.one) }
            return .scalar(.dimension(dimension))
        case "abs", "sign", "erf", "gammafn", "Γ":
            try arity(1)
            let (e, part) = try scalarValue(values[0], "as the argument of \(name)", scope)
            let image = name == "abs" ? absolute(e) : .elementary(ElementaryFunction(rawValue: name) ?? .gamma, e)
            return try scalar(image, from: [part], at: range)
        case "max", "min": return try extremum(name, values, range, scope)
        case "det", "inverse":
            try arity(1)
            return try matrixFunction(name, value(values[0], scope), values[0].range, range)
        case "curl":
            try arity(1)
            return try curl(values[0], range, scope)
        case "diag": return try diagonal(values, range, scope)
        case "variation":
            try arity(3)
            return try variation(values[0], values[1], values[2], range, scope)
        case "conv":
            try arity(2)
            return try convolution(values[0], values[1], range, scope)
        case "sqrtm":
            try arity(1)
            return try matrixRoot(value(values[0], scope), values[0].range, range)
        case "optimalmap":
            try arity(2)
            return try optimalMap(values, range, scope)
        case "wasserstein2":
            try arity(2)
            return try wassersteinDistance(values, range, scope)
        case "normL":
            try arity(2)
            return try lebesgueNorm(values[0], values[1], range, scope)
        case "gradient", "pushforward":
            return try opaqueCall(name, values, range, scope)
        case "gaussian", "maxwellian", "mixture", "bkw", "exp_poly", "bump", "normalised", "normalized":
            return try testDensity(name, arguments, range, scope)
        default: break
        }
        if let count = Elaborator.scalarFunctions[name] {
            try arity(count)
            var operands: [Expression] = []
            var parts: [Value] = []
            for argument in values {
                let (e, part) = try scalarValue(argument, "as an argument of \(name)", scope)
                operands.append(e)
                parts.append(part)
            }
            return try scalar(.uninterpreted(name, operands), from: parts, at: range)
        }
        throw unknownName(name, range, scope)
    }

    /// `curl(X)_i = ε_ijk ∂_j X_k` in R^3; in R^2 the scalar `∂_1 X_2 - ∂_2 X_1`.
    private mutating func curl(_ operand: SyntaxExpression, _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        let field = try value(operand, scope)
        if case .zero = field.kind { return .zero }
        let jacobian = try operatorValue(.gradient, [], operand, range, scope)
        guard case .tensor(let matrix) = jacobian.kind, matrix.rank == 2 else {
            throw Failure(.wrongRank, "found \(shapeName(field)) under curl, expected a vector field of R^3 or R^2", at: operand.range)
        }
        let j = matrix.indices[0], k = matrix.indices[1]
        switch (resolved(j.dimension), resolved(k.dimension)) {
        case (.number(3), .number(3)):
            let i = supply.fresh(.number(3))
            let body = Expression.contraction(j, .contraction(k, .epsilon(i, j, k) * matrix.body))
            return try make(.tensor(Tensor(indices: [i], body: body)), from: [jacobian], adding: 3, levels: 3, at: range)
        case (.number(2), .number(2)):
            func entry(_ a: Int, _ b: Int) -> Expression {
                matrix.relabelled([.fixed(a, .number(2)), .fixed(b, .number(2))], &supply)
            }
            return try scalar(entry(1, 2) - entry(2, 1), from: [jacobian, jacobian], at: range)
        default:
            throw Failure(
                .wrongRank, "found \(shapeName(field)) under curl, expected a vector field of R^3 or R^2",
                advice: "in other dimensions write ∇u - transpose(∇u)", at: operand.range)
        }
    }

    /// `max(a, b) = (a + b + |a - b|)/2`.
    private mutating func extremum(_ name: String, _ values: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        guard let first = values.first else { return .zero }
        var (result, part) = try scalarValue(first, "as an argument of \(name)", scope)
        for argument in values.dropFirst() {
            let (e, next) = try scalarValue(argument, "as an argument of \(name)", scope)
            let distance = absolute(result - e)
            result = .number(Rational(1, 2)) * (result + e + (name == "max" ? distance : -distance))
            part = try scalar(result, from: [part, part, next, next], at: range)
        }
        return part
    }

    private mutating func diagonal(_ values: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        let dimension = Dimension.number(values.count)
        let i = supply.fresh(dimension), j = supply.fresh(dimension)
        var terms: [Expression] = []
        var parts: [Value] = []
        for (position, argument) in values.enumerated() {
            let (e, part) = try scalarValue(argument, "on the diagonal", scope)
            let k = Index.fixed(position + 1, dimension)
            terms.append(e * .delta(i, k) * .delta(j, k))
            parts.append(part)
        }
        return try make(.tensor(Tensor(indices: [i, j], body: .sum(terms))), from: parts, adding: 4 * values.count, levels: 2, at: range)
    }

    /// `det` and `inverse` in dimensions up to 3, by traces of powers (Cayley and Hamilton).
    mutating func matrixFunction(
        _ name: String, _ matrix: Value, _ place: SourceRange, _ range: SourceRange
    ) throws(Failure) -> Value {
        guard case .tensor(let a) = matrix.kind, a.rank == 2, unify(a.indices[0].dimension, a.indices[1].dimension) else {
            throw Failure(.wrongRank, "found \(shapeName(matrix)) under \(name), expected a matrix", at: place)
        }
        let dimension = resolved(a.indices[0].dimension)
        guard case .number(let d) = dimension, (1...3).contains(d) else {
            return try opaque(name, [matrix], indices: name == "det" ? [] : a.indices.map { supply.fresh($0.dimension) }, range)
        }
        func times(_ s: Tensor, _ t: Tensor) -> Tensor { dot(s.renewed(&supply), t.renewed(&supply)) ?? s }
        func trace(_ t: Tensor) -> Expression { t.traced(0, 1, &supply).body }
        let square = times(a, a)
        let t1 = trace(a)
        let half = Expression.number(Rational(1, 2))
        let second = half * (.power(t1, .number(2)) - trace(square))
        let determinant: Expression
        switch d {
        case 1: determinant = t1
        case 2: determinant = second
        default:
            determinant = .number(Rational(1, 6)) * .sum([
                .power(t1, .number(3)), .number(-3) * t1 * trace(square), .number(2) * trace(times(square, a)),
            ])
        }
        let copies = Array(repeating: matrix, count: 12)
        if name == "det" { return try make(.tensor(Tensor(body: determinant)), from: copies, adding: 20, levels: 6, at: range) }
        let names = a.indices.map { supply.fresh($0.dimension) }
        let delta = Expression.delta(names[0], names[1])
        let adjugate: Expression
        switch d {
        case 1: adjugate = delta
        case 2: adjugate = t1 * delta - a.relabelled(names, &supply)
        default:
            adjugate = .sum([square.relabelled(names, &supply), -(t1 * a.relabelled(names, &supply)), second * delta])
        }
        return try make(.tensor(Tensor(indices: names, body: adjugate / determinant)), from: copies, adding: 20, levels: 7, at: range)
    }

    /// `(∫|u|^p)^(1/p)` over the points that u depends on; the essential supremum for p = ∞ is not unfolded.
    private mutating func lebesgueNorm(
        _ function: SyntaxExpression, _ exponent: SyntaxExpression, _ range: SourceRange, _ scope: Scope
    ) throws(Failure) -> Value {
        let inner = try value(function, scope)
        guard inner.asScalar != nil || inner.asTensor?.rank == 1 else {
            throw Failure(.scalarExpected, "found \(shapeName(inner)), expected a function or a vector field for normL", at: function.range)
        }
        let size = inner.asScalar == nil ? try length(inner, function.range) : inner
        guard let e = size.asScalar else { return .zero }
        let (p, power) = try scalarValue(exponent, "as the exponent of a norm", scope)
        let points = Mentions(e).freePoints
        guard !points.isEmpty else { throw Failure(.integralOfConstant, "found the norm of something that depends on no point", at: function.range) }
        if case .uninterpreted("oo", _, _) = p.kind { return try scalar(.uninterpreted("normL∞", [e]), from: [inner], at: range) }
        if let number = constant(p), number.sign <= 0 {
            throw Failure(.outsideRange, "found the exponent \(number) of a norm, expected a positive number or oo", at: exponent.range)
        }
        let isEven = constant(p)?.asInt.map { $0 % 2 == 0 } ?? false
        let body = Expression.power(isEven || isPositive(e) ? e : absolute(e), p)
        let inverse = constant(p).map { Expression.number($0.inverse) } ?? .one / p
        return try scalar(.power(.integral(points, body), inverse), from: [inner, power], at: range)
    }

    /// A positive function, or products and powers of such.
    private func isPositive(_ e: Expression) -> Bool {
        switch e.kind {
        case .elementary(.exp, _): return true
        case .product(let factors): return factors.allSatisfy { isPositive($0) || isSumOfSquares($0) }
        case .power(let base, _): return isPositive(base) || isSumOfSquares(base)
        default: return isSumOfSquares(e)
        }
    }

    /// Operators without a meaning for the kernel of this version.
    private mutating func opaqueCall(_ name: String, _ arguments: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value {
        var parts: [Value] = []
        for argument in arguments {
            if case .name(let functional) = argument.kind, case .definition? = lookup(functional, scope) {
                parts.append(.scalar(.uninterpreted(functional, [])))
            } else {
                parts.append(try value(argument, scope))
            }
        }
        return try opaque(name, parts, indices: [], range)
    }

    mutating func opaque(_ name: String, _ parts: [Value], indices: [Index], _ range: SourceRange) throws(Failure) -> Value {
        let operands = parts.flatMap(\.tensors)
        return try make(
            .tensor(Tensor(indices: indices, body: .uninterpreted(name, operands.map(\.body), operands.flatMap(\.indices) + indices))),
            from: parts, at: range)
    }
}
