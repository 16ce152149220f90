import Arithmetic

/// The degree of homogeneity of an expression under `x -> λx` of all vector points, functions being carried
/// along: coordinates have degree 1, every derivative -1, values of functions 0.
public enum ScalingDegree {
    /// `nil` where the expression is not homogeneous or its degree is not linear in parameters.
    public static func of(_ expression: Expression) -> Exponent? {
        switch expression.kind {
        case .number, .pi, .parameter, .dimension, .delta, .epsilon: return .zero
        case .coordinate: return .one
        case .application(let application):
            var degree = Exponent.zero
            for slot in application.derivatives {
                guard let argument = argumentDegree(application.arguments[slot.argument]) else { return nil }
                degree = degree - argument
            }
            for argument in application.arguments where argumentDegree(argument) == nil { return nil }
            return degree
        case .sum(let terms):
            var common: Exponent?
            for term in terms {
                guard let degree = of(term) else { return nil }
                if let common, common != degree { return nil }
                common = degree
            }
            return common
        case .product(let factors):
            var total = Exponent.zero
            for factor in factors {
                guard let degree = of(factor) else { return nil }
                total = total + degree
            }
            return total
        case .power(let base, let exponent):
            guard let degree = of(base) else { return nil }
            if degree.isZero { return .zero }
            guard let power = linear(exponent) else { return nil }
            return degree.multiplied(by: power)
        case .elementary(let function, let argument):
            guard let degree = of(argument) else { return nil }
            switch function {
            case .abs: return degree
            case .sign: return .zero
            default: return degree.isZero ? .zero : nil
            }
        case .partial(_, _, let body): return of(body).map { $0 - .one }
        case .contraction(_, let body): return of(body)
        case .parameterDerivative(let name, let body): return of(body.differentiated(byParameter: name))
        case .integral, .uninterpreted: return nil
        }
    }

    private static func argumentDegree(_ argument: Expression.Argument) -> Exponent? { of(argument.body) }

    /// An exponent as a linear form in parameters.
    static func linear(_ expression: Expression) -> Exponent? {
        switch expression.kind {
        case .number(let value): return Exponent(value)
        case .parameter(let name), .dimension(.symbol(let name)):
            return Exponent(0, linear: [Exponent.Term(symbol: name, coefficient: 1)])
        case .dimension(.number(let value)): return Exponent(Rational(value))
        case .sum(let terms):
            var total = Exponent.zero
            for term in terms {
                guard let part = linear(term) else { return nil }
                total = total + part
            }
            return total
        case .product(let factors):
            var total = Exponent.one
            for factor in factors {
                guard let part = linear(factor), let product = total.multiplied(by: part) else { return nil }
                total = product
            }
            return total
        case .power(let base, let exponent):
            guard let base = linear(base), base.linear.isEmpty, let power = linear(exponent)?.asInt, abs(power) < 100,
                !base.constant.isZero else { return nil }
            return (try? base.constant.power(power)).map { Exponent($0) }
        default: return nil
        }
    }
}
