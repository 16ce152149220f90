import Arithmetic
import Expressions
import Kernel

/// The increasing map that carries one density on a line to another, where both have distribution functions in closed form: the quantile of the second at the
/// distribution function of the first. It is optimal, so that the quadratic distance is `∫ (T(x) - x)² f(x) dx`, which is
/// `∫ (F⁻¹ - G⁻¹)²` over (0, 1).
struct LineTransport {
    /// A density and a function A with `A' = k f`, k a number or a function of parameters.
    struct Distribution {
        let point: Point
        let density: Expression
        let primitive: Expression
        let factor: Expression
        let atLowerEnd: Expression
    }

    private let context: FormContext

    init(positiveParameters: Set<String>) { context = FormContext(positiveParameters: positiveParameters) }

    // MARK: Distribution functions

    /// Among the powers, exponentials and angles from which the density is made, one that it is the derivative of.
    func distribution(_ density: Expression, at point: Point) -> Distribution? {
        guard case .line(let lower, let upper) = point.manifold else { return nil }
        var candidates: [Expression] = [.coordinate(point, nil)]
        func visit(_ e: Expression) {
            guard e.mentions(point) else { return }
            switch e.kind {
            case .elementary(.exp, _): candidates.append(e)
            case .elementary(.cos, let x): candidates.append(.elementary(.sin, x))
            case .coordinate: candidates.append(.power(e, .number(2)))
            case .power(let base, let exponent) where !exponent.mentions(point):
                if case .number(-1) = exponent.kind {
                    candidates.append(.elementary(.log, base))
                    candidates.append(.elementary(.atan, .coordinate(point, nil)))
                } else {
                    candidates.append(.power(base, exponent + .one))
                }
            default: break
            }
            e.operands.forEach(visit)
        }
        visit(density)
        var supply = IndexSupply(startingAt: 1 << 21)
        for candidate in candidates {
            let slope = candidate.differentiated(by: point, nil, &supply)
            let form = ContractionForm(context, for: [slope, density])
            guard let quotient = try? form.quotient(form.normalForm(slope), form.normalForm(density)), let factor = try? form.expression(quotient, &supply),
                factor.mentionsOnlyParameters, factor != .zero, (try? ContractionForm.areEqual(slope, factor * density, context)) == true
            else { continue }
            // Without mass 1 on the interval there is no quantile.
            guard let first = end(candidate, point, lower, isUpper: false), let last = end(candidate, point, upper, isUpper: true),
                (try? ContractionForm.areEqual(last - first, factor, context)) == true else { continue }
            return Distribution(point: point, density: density, primitive: candidate, factor: factor, atLowerEnd: first)
        }
        return nil
    }

    /// The limit of a function at an end of the line.
    private func end(_ e: Expression, _ point: Point, _ number: Rational?, isUpper: Bool) -> Expression? {
        if let number {
            let value = e.substitutingPoint(point, number)
            return isDefined(value) ? value : nil
        }
        switch e.kind {
        case .elementary(.exp, let argument): return isLarge(argument, point, isUpper, negative: true) ? .zero : nil
        case .elementary(.atan, let argument):
            if isLarge(argument, point, isUpper, negative: true) { return -(.pi / .number(2)) }
            return isLarge(argument, point, isUpper, negative: false) ? .pi / .number(2) : nil
        case .power(let base, let exponent):
            let isNegative = (-exponent).isManifestlyPositive(positiveParameters: context.positiveParameters) || exponent.isNegativeNumber(context)
            return isNegative && isLarge(base, point, isUpper, negative: false) ? .zero : nil
        default: return nil
        }
    }

    private func isDefined(_ e: Expression) -> Bool {
        switch e.kind {
        case .power(let base, let exponent):
            let isZero = (try? ContractionForm.areEqual(base, .zero, context)) == true
            if isZero, !exponent.isManifestlyPositive(positiveParameters: context.positiveParameters), !((try? ContractionForm(context).sign(of: exponent)) == .positive) { return false }
            return isDefined(base)
        case .elementary(.log, let argument): return (try? ContractionForm.areEqual(argument, .zero, context)) != true && isDefined(argument)
        default: return e.operands.allSatisfy(isDefined)
        }
    }

    /// `c x^n + …` with a known sign at an infinite end: a number plus a positive multiple of a power of the point.
    private func isLarge(_ e: Expression, _ point: Point, _ isUpper: Bool, negative: Bool) -> Bool {
        let positive = context.positiveParameters
        switch e.kind {
        case .coordinate: return isUpper != negative
        case .sum(let terms):
            let moving = terms.filter { $0.mentions(point) }
            return moving.count == 1 && isLarge(moving[0], point, isUpper, negative: negative)
        case .product(let factors):
            let moving = factors.filter { $0.mentions(point) }, rest = factors.filter { !$0.mentions(point) }
            guard moving.count == 1 else { return false }
            var isPositive = true
            for factor in rest {
                if factor.isManifestlyPositive(positiveParameters: positive) { continue }
                guard factor.isNegativeNumber(context) else { return false }
                isPositive.toggle()
            }
            return isLarge(moving[0], point, isUpper, negative: isPositive ? negative : !negative)
        case .power(let base, let exponent):
            guard exponent.isManifestlyPositive(positiveParameters: positive), isUpper || exponent == .number(2) else { return false }
            return !negative && isLarge(base, point, isUpper, negative: !isUpper)
        default: return false
        }
    }

    // MARK: Maps

    /// `G⁻¹(F(x))`, with a derivative that the equation of Monge and Ampère confirms.
    func map(from f: Distribution, to g: Distribution) -> Expression? {
        let share = (f.primitive - f.atLowerEnd) / f.factor
        let target = g.atLowerEnd + g.factor * share
        let form = ContractionForm(context, for: [target])
        var supply = IndexSupply(startingAt: 1 << 21)
        guard let simple = try? form.expression(form.normalForm(target), &supply), let map = solved(g.primitive, for: g.point, simple) else { return nil }
        let slope = map.differentiated(by: f.point, nil, &supply)
        let image = PointSubstitution([g.point: .scalar(map)]).apply(g.density, &supply)
        guard (try? ContractionForm.areEqual(slope * image, f.density, context)) == true else { return nil }
        return map
    }

    /// Solves `e(y) = value` for y, which occurs once; roots are taken of what is not negative.
    private func solved(_ e: Expression, for y: Point, _ value: Expression) -> Expression? {
        func single(_ parts: [Expression]) -> (Expression, [Expression])? {
            let moving = parts.filter { $0.mentions(y) }
            return moving.count == 1 ? (moving[0], parts.filter { !$0.mentions(y) }) : nil
        }
        switch e.kind {
        case .coordinate(y, nil): return value
        case .sum(let terms): return single(terms).flatMap { solved($0.0, for: y, value - .sum($0.1)) }
        case .product(let factors): return single(factors).flatMap { solved($0.0, for: y, value / .product($0.1)) }
        case .power(let base, let exponent):
            guard !exponent.mentions(y), base.isManifestlyNonnegative(positiveParameters: context.positiveParameters) else { return nil }
            if case .number(let number) = exponent.kind { return solved(base, for: y, .power(value, .number(number.inverse))) }
            return solved(base, for: y, .power(value, .one / exponent))
        case .elementary(.exp, let argument): return solved(argument, for: y, .elementary(.log, value))
        case .elementary(.log, let argument): return solved(argument, for: y, .elementary(.exp, value))
        case .elementary(.atan, let argument): return solved(argument, for: y, .elementary(.tan, value))
        default: return nil
        }
    }

    /// The even density on half of the line, twice.
    func half(_ density: Expression, at point: Point, on half: Point) -> Expression? {
        var supply = IndexSupply(startingAt: 1 << 21)
        let flipped = PointSubstitution([point: .scalar(-.coordinate(point, nil))]).apply(density, &supply)
        guard (try? ContractionForm.areEqual(density, flipped, context)) == true else { return nil }
        let moved = PointSubstitution([point: .scalar(.coordinate(half, nil))]).apply(density, &supply)
        let form = ContractionForm(context, for: [moved])
        return (try? form.expression(form.normalForm(.number(2) * moved), &supply)) ?? .number(2) * moved
    }
}

extension Expression {
    fileprivate func isNegativeNumber(_ context: FormContext) -> Bool {
        let form = ContractionForm(context)
        return (try? form.sign(of: -self)) == .positive
    }
}

extension Elaborator {
    /// The map between two concrete densities on lines, with what it is integrated against; twice over half of the line where both are even.
    mutating func lineTransport(_ arguments: [SyntaxExpression], _ scope: Scope) throws(Failure) -> (map: Expression, density: Expression, point: Point, isHalf: Bool)? {
        var parts: [(Point, Expression)] = []
        for argument in arguments {
            guard case .name(let name) = argument.kind, case .density(let density)? = lookup(name, scope), let point = density.point, point.isScalar,
                let body = density.value.asScalar, !body.hasIntegral else { return nil }
            parts.append((point, body))
        }
        guard parts.count == 2 else { return nil }
        let transport = LineTransport(positiveParameters: declarations.positiveParameters)
        let fresh = parts.map { part -> (Point, Expression) in
            let name = uniqueName(part.0.name)
            declarations.add(name)
            let point = Point(name: name, manifold: part.0.manifold)
            return (point, PointSubstitution([part.0: .scalar(.coordinate(point, nil))]).apply(part.1, &supply))
        }
        if let f = transport.distribution(fresh[0].1, at: fresh[0].0), let g = transport.distribution(fresh[1].1, at: fresh[1].0),
            let map = transport.map(from: f, to: g) { return (map, f.density, f.point, false) }
        guard fresh.allSatisfy({ $0.0.manifold == .line(lower: nil, upper: nil) }) else { return nil }
        let halves = fresh.map { part in Point(name: part.0.name, manifold: .line(lower: 0, upper: nil)) }
        guard let first = transport.half(fresh[0].1, at: fresh[0].0, on: halves[0]), let second = transport.half(fresh[1].1, at: fresh[1].0, on: halves[1]),
            let f = transport.distribution(first, at: halves[0]), let g = transport.distribution(second, at: halves[1]), let map = transport.map(from: f, to: g)
        else { return nil }
        return (map, f.density, f.point, true)
    }
}

extension Elaborator {
    /// Mean and variance of a Gaussian on the line.
    private mutating func gaussianOnLine(_ e: SyntaxExpression, _ scope: Scope) -> (mean: Expression, variance: Expression)? {
        guard case .name(let name) = e.kind, case .density(let density)? = lookup(name, scope) else { return nil }
        return density.gaussianOnLine
    }

    /// `∫ (T(x) - x)² f`, for Gaussians `(m - n)² + (√s - √r)²`.
    mutating func distanceOnLine(_ arguments: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value? {
        let cost: Expression
        if let first = gaussianOnLine(arguments[0], scope), let second = gaussianOnLine(arguments[1], scope) {
            cost = .power(first.mean - second.mean, .number(2)) + .power(.squareRoot(first.variance) - .squareRoot(second.variance), .number(2))
        } else {
            // From the unbounded interval: the logarithms are then those of what is integrated over.
            func isBounded(_ e: SyntaxExpression) -> Bool {
                guard case .name(let name) = e.kind, case .density(let density)? = lookup(name, scope), case .line(_?, _?)? = density.point?.manifold else { return false }
                return true
            }
            let isReversed = isBounded(arguments[0]) && !isBounded(arguments[1])
            guard let found = try lineTransport(isReversed ? arguments.reversed() : arguments, scope) else { return nil }
            cost = .integral([found.point], .power(found.map - .coordinate(found.point, nil), .number(2)) * found.density)
        }
        let part = Value.scalar(cost)
        return try make(.tensor(Tensor(body: .squareRoot(cost))), from: [part], adding: 40, levels: 9, at: range)
    }

    /// `T(x)` at the point of the first density.
    mutating func mapOnLine(_ arguments: [SyntaxExpression], _ range: SourceRange, _ scope: Scope) throws(Failure) -> Value? {
        guard case .name(let name)? = arguments.first?.kind, case .density(let density)? = lookup(name, scope), let own = density.point else { return nil }
        let x = Expression.coordinate(own, nil), map: Expression
        if let first = gaussianOnLine(arguments[0], scope), let second = gaussianOnLine(arguments[1], scope) {
            map = second.mean + .squareRoot(second.variance) / .squareRoot(first.variance) * (x - first.mean)
        } else {
            guard let found = try lineTransport(arguments, scope), !found.isHalf else { return nil }
            map = PointSubstitution([found.point: .scalar(x)]).apply(found.map, &supply)
        }
        return try make(.tensor(Tensor(body: map)), from: [.scalar(map)], adding: 10, levels: 4, at: range)
    }
}
