import Arithmetic
import Expressions

/// Solutions of what hypotheses ask of a function of a time, where they are linear, `y' = k y + s`, or powers, `y' = c y^q`. Of a time and
/// other points those that are the same at all of these.
struct TimeSolutions {
    private let function: FunctionSymbol
    private let constraints: [Relation]
    private var context: FormContext

    init(_ function: FunctionSymbol, _ constraints: [Relation], _ context: FormContext) {
        (self.function, self.constraints, self.context) = (function, constraints.filter { $0.functionSymbols.contains(function) }, context)
    }

    /// - Parameter place: of the time among the arguments.
    func values(at point: Point, place: Int = 0) -> [Expression] {
        guard function.arguments[place] == .scalar, function.valueDimensions.isEmpty || function.valueSymmetry != .antisymmetric else { return [] }
        let time = Expression.coordinate(point, nil)
        var result: [Expression] = []
        for constraint in constraints where constraint.indices.isEmpty {
            guard let (rate, source) = linear(constraint, point, place), let exponent = antiderivative(rate, point, place) else { continue }
            let solution = Expression.elementary(.exp, exponent)
            result.append(solution)
            var rest = Expression.zero
            if !rate.mentions(point), !source.mentions(point), source != .zero {
                rest = rate == .zero ? source * time : -(source / rate)
                result += [rest, solution + rest]
            } else if rate == .zero, source.mentions(point), let sum = antiderivative(source, point, place) {
                rest = sum
                result.append(rest)
            }
            guard function.arguments.count == 1 else { continue }
            for (start, value) in initialValues {
                let own = value - rest.substitutingPoint(point, start)
                let factor = (rest == .zero ? value : own) / .elementary(.exp, exponent.substitutingPoint(point, start))
                result.append(rest == .zero ? factor * solution : rest + factor * solution)
            }
        }
        return result
    }

    /// `y = (A + (1-q) c t)^(1/(1-q))` solves `y' = c y^q`. Bases and exponents, where the base is positive from 0 on.
    func powers(at point: Point, positive: Set<String>) -> [(base: Expression, exponent: Expression)] {
        guard function.arguments == [.scalar], function.valueDimensions.isEmpty, isForward else { return [] }
        let height = Expression.parameter("y°"), time = Expression.coordinate(point, nil)
        var own = self
        own.context.positiveParameters.insert("y°")
        var result: [(base: Expression, exponent: Expression)] = []
        for constraint in constraints where constraint.indices.isEmpty {
            guard let rest = own.value(constraint.excess, slope: .zero, height: height, point, 0), let all = own.value(constraint.excess, slope: .one, height: height, point, 0),
                let rate = own.simplified(-rest / (all - rest)), rate != .zero, !rate.mentions(point),
                let order = own.simplified(height * rate.differentiated(byParameter: "y°") / rate), !order.parameterSymbols.contains("y°"), order != .one,
                let factor = own.simplified(rate / .power(height, order)), !factor.parameterSymbols.contains("y°"),
                let slope = simplified((.one - order) * factor), slope.isManifestlyNonnegative(positiveParameters: positive),
                let exponent = simplified(.power(.one - order, .number(-1))) else { continue }
            var starts = [Expression.one]
            for (start, value) in initialValues where start.isZero && value.isManifestlyPositive(positiveParameters: positive) { starts.append(.power(value, .one - order)) }
            result += starts.map { ($0 + slope * time, exponent) }
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
    var isForward: Bool { isForward(at: 0) }

    private func isForward(at place: Int) -> Bool {
        func isForward(_ e: Expression) -> Bool {
            if case .application(let application) = e.kind, application.function == function {
                guard case .scalar(let argument) = application.arguments[place] else { return false }
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
    private func linear(_ relation: Relation, _ point: Point, _ place: Int) -> (rate: Expression, source: Expression)? {
        func at(_ slope: Rational, _ height: Rational) -> Expression? { value(relation.excess, slope: .number(slope), height: .number(height), point, place) }
        guard let rest = at(0, 1), let steeper = at(1, 1), let higher = at(0, 2) else { return nil }
        let bySlope = steeper - rest, byHeight = higher - rest
        guard let rate = simplified(-(byHeight / bySlope)), let source = simplified((byHeight - rest) / bySlope) else { return nil }
        return (rate, source)
    }

    /// With numbers for y and y', 0 for other derivatives, and the model's time; `nil` where anything else stands there.
    private func value(_ e: Expression, slope: Expression, height: Expression, _ point: Point, _ place: Int) -> Expression? {
        var isKnown = true
        let isAlone = function.arguments.count == 1
        var time: Point?
        var supply = IndexSupply(startingAt: 1 << 22)
        func visit(_ e: Expression) -> Expression {
            switch e.kind {
            case .partial(let other, let index, let body): return visit(body.differentiated(by: other, index, &supply))
            case .elementary(.exp, let argument):
                if function.isLogarithm, case .application(let own) = argument.kind, own.function == function, own.derivatives.isEmpty { return height }
            case .application(let own) where own.function == function:
                guard case .scalar(let argument) = own.arguments[place], case .coordinate(let other, nil) = argument.kind, own.valueIndices.isEmpty, isAlone || time.map({ $0 == other }) ?? true
                else { break }
                time = other
                if own.derivatives.contains(where: { $0.argument != place }) { return .zero }
                switch (own.derivatives.count, function.isLogarithm) {
                case (0, false): return height
                case (0, true): return .elementary(.log, height)
                case (1, false): return slope
                case (1, true): return slope / height
                default: break
                }
                isKnown = false
                return e
            case .application(let own) where !own.arguments.isEmpty: isKnown = false
            case .coordinate(let other, nil) where other.isScalar:
                if isAlone || time.map({ $0 == other }) ?? true {
                    time = other
                    return .coordinate(point, nil)
                }
                isKnown = false
            case .coordinate: if !isAlone { isKnown = false }
            default: break
            }
            return e.mapOperands(visit)
        }
        let result = visit(e)
        return isKnown ? result : nil
    }

    private func simplified(_ e: Expression) -> Expression? {
        let form = ContractionForm(context, for: [e])
        var supply = IndexSupply(startingAt: 1 << 22)
        return (try? form.normalForm(e)).flatMap { try? form.expression($0, &supply) }
    }

    /// Of sums of powers and exponentials.
    private func antiderivative(_ e: Expression, _ point: Point, _ place: Int) -> Expression? {
        let time = Expression.coordinate(point, nil)
        guard e.mentions(point) else { return simplified(e * time) }
        switch e.kind {
        case .coordinate: return .number(Rational(1, 2)) * .power(time, .number(2))
        case .power(let base, let exponent):
            guard base == time, case .number(let n) = exponent.kind, n.sign > 0 || isForward(at: place) else { return nil }
            return n == -1 ? .elementary(.log, time) : .number((n + 1).inverse) * .power(time, .number(n + 1))
        case .elementary(.exp, let argument):
            var supply = IndexSupply(startingAt: 1 << 22)
            guard let slope = simplified(argument.differentiated(by: point, nil, &supply)), !slope.mentions(point) else { return nil }
            return e / slope
        case .sum(let terms):
            let parts = terms.compactMap { antiderivative($0, point, place) }
            return parts.count == terms.count ? .sum(parts) : nil
        case .product(let factors):
            let moving = factors.filter { $0.mentions(point) }
            guard moving.count == 1, let part = antiderivative(moving[0], point, place) else { return nil }
            return .product(factors.filter { !$0.mentions(point) } + [part])
        default: return nil
        }
    }
}
