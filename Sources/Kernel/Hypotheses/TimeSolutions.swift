import Arithmetic
import Expressions

/// Solutions of what hypotheses ask of a function of a time, where they are linear: `y' = k y + s`.
struct TimeSolutions {
    private let function: FunctionSymbol
    private let constraints: [Relation]
    private let context: FormContext

    init(_ function: FunctionSymbol, _ constraints: [Relation], _ context: FormContext) {
        (self.function, self.constraints, self.context) = (function, constraints.filter { $0.functionSymbols.contains(function) }, context)
    }

    func values(at point: Point) -> [Expression] {
        guard function.arguments == [.scalar], function.valueDimensions.isEmpty || function.valueSymmetry != .antisymmetric else { return [] }
        let time = Expression.coordinate(point, nil)
        var result: [Expression] = []
        for constraint in constraints where constraint.indices.isEmpty {
            guard let (rate, source) = linear(constraint, point), let exponent = antiderivative(rate, point) else { continue }
            let solution = Expression.elementary(.exp, exponent)
            result.append(solution)
            var rest = Expression.zero
            if !rate.mentions(point), !source.mentions(point), source != .zero {
                rest = rate == .zero ? source * time : -(source / rate)
                result += [rest, solution + rest]
            }
            for (start, value) in initialValues {
                let own = value - rest.substitutingPoint(point, start)
                let factor = (rest == .zero ? value : own) / .elementary(.exp, exponent.substitutingPoint(point, start))
                result.append(rest == .zero ? factor * solution : rest + factor * solution)
            }
        }
        return result
    }

    /// `y(a) = c`.
    private var initialValues: [(start: Rational, value: Expression)] {
        constraints.filter { $0.op == .equal }.flatMap { [($0.left, $0.right), ($0.right, $0.left)] }.compactMap { side, value in
            guard value.mentionsOnlyParameters else { return nil }
            var own = side
            if function.isLogarithm, case .elementary(.exp, let inner) = side.kind { own = inner }
            guard case .application(let application) = own.kind, application.function == function, application.derivatives.isEmpty,
                case .scalar(let argument)? = application.arguments.first, case .number(let start) = argument.kind else { return nil }
            return (start, value)
        }
    }

    /// Whether only times from 0 on occur, where 1 + t is positive.
    var isForward: Bool {
        func isForward(_ e: Expression) -> Bool {
            if case .application(let application) = e.kind, application.function == function {
                guard case .scalar(let argument)? = application.arguments.first else { return false }
                switch argument.kind {
                case .number(let value): return value.sign >= 0
                case .coordinate(let point, nil):
                    if case .line(let lower?, _) = point.manifold { return lower.sign >= 0 }
                    return false
                default: return false
                }
            }
            return e.operands.allSatisfy(isForward)
        }
        return constraints.allSatisfy { isForward($0.left) && isForward($0.right) }
    }

    /// k and s, with the model's time.
    private func linear(_ relation: Relation, _ point: Point) -> (rate: Expression, source: Expression)? {
        var isKnown = true
        func value(_ e: Expression, slope: Rational, height: Rational) -> Expression {
            var supply = IndexSupply(startingAt: 1 << 22)
            func visit(_ e: Expression) -> Expression {
                switch e.kind {
                case .partial(let other, let index, let body): return visit(body.differentiated(by: other, index, &supply))
                case .elementary(.exp, let argument):
                    if function.isLogarithm, case .application(let own) = argument.kind, own.function == function, own.derivatives.isEmpty { return .number(height) }
                case .application(let own) where own.function == function:
                    guard case .scalar(let argument)? = own.arguments.first, case .coordinate = argument.kind, own.valueIndices.isEmpty else { break }
                    switch (own.derivatives.count, function.isLogarithm) {
                    case (0, false): return .number(height)
                    case (0, true): return .elementary(.log, .number(height))
                    case (1, false): return .number(slope)
                    case (1, true): return .number(slope / height)
                    default: break
                    }
                    isKnown = false
                    return e
                case .application(let own) where !own.arguments.isEmpty: isKnown = false
                case .coordinate(let other, nil) where other.isScalar: return .coordinate(point, nil)
                default: break
                }
                return e.mapOperands(visit)
            }
            return visit(e)
        }
        let excess = relation.excess
        let rest = value(excess, slope: 0, height: 1)
        let bySlope = value(excess, slope: 1, height: 1) - rest, byHeight = value(excess, slope: 0, height: 2) - rest
        guard isKnown, let rate = simplified(-(byHeight / bySlope)), let source = simplified((byHeight - rest) / bySlope) else { return nil }
        return (rate, source)
    }

    private func simplified(_ e: Expression) -> Expression? {
        let form = ContractionForm(context, for: [e])
        var supply = IndexSupply(startingAt: 1 << 22)
        return (try? form.normalForm(e)).flatMap { try? form.expression($0, &supply) }
    }

    /// Of sums of powers and exponentials.
    private func antiderivative(_ e: Expression, _ point: Point) -> Expression? {
        let time = Expression.coordinate(point, nil)
        guard e.mentions(point) else { return simplified(e * time) }
        switch e.kind {
        case .coordinate: return .number(Rational(1, 2)) * .power(time, .number(2))
        case .power(let base, let exponent):
            guard base == time, case .number(let n) = exponent.kind, n.sign > 0 else { return nil }
            return .number((n + 1).inverse) * .power(time, .number(n + 1))
        case .elementary(.exp, let argument):
            var supply = IndexSupply(startingAt: 1 << 22)
            guard let slope = simplified(argument.differentiated(by: point, nil, &supply)), !slope.mentions(point) else { return nil }
            return e / slope
        case .sum(let terms):
            let parts = terms.compactMap { antiderivative($0, point) }
            return parts.count == terms.count ? .sum(parts) : nil
        case .product(let factors):
            let moving = factors.filter { $0.mentions(point) }
            guard moving.count == 1, let part = antiderivative(moving[0], point) else { return nil }
            return .product(factors.filter { !$0.mentions(point) } + [part])
        default: return nil
        }
    }
}
