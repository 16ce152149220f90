import Arithmetic
import Enclosures
import Expressions

extension SignCheck {
    /// What the form of an expression and the ranges of the parameters in it say: `nil` for nothing.
    func manifestSign(_ e: Expression, _ box: ParameterBox) -> Sign? {
        switch e.kind {
        case .number(let value): return value.sign > 0 ? .positive : value.isZero ? .nonnegative : nil
        case .pi: return .positive
        case .parameter(let name), .dimension(.symbol(let name)):
            guard let end = box.ranges[name]?.lower, let lower = end.enclosure(bits: 64), lower.isNonnegative else { return nil }
            return lower.isPositive || !end.isIncluded ? .positive : .nonnegative
        case .sum(let terms):
            let signs = terms.map { manifestSign($0, box) }
            if signs.contains(nil) {
                if let known = signByBounds(zip(terms, signs)) { return known }
                guard let name = e.parameterSymbols.first, e.parameterSymbols.count == 1, let range = box.ranges[name],
                    let dependence = RationalDependence(e, of: name, isNonnegative: isNonnegative(range)) else { return nil }
                if dependence.satisfies(.positive, on: range) == true { return .positive }
                return dependence.satisfies(.nonnegative, on: range) == true ? .nonnegative : nil
            }
            return signs.contains(.positive) ? .positive : .nonnegative
        case .product(let factors):
            var isNegative = false
            var isStrict = true
            for factor in factors {
                var sign = manifestSign(factor, box)
                if sign == nil, let opposite = factor.opposite {
                    sign = manifestSign(opposite, box)
                    isNegative.toggle()
                }
                guard let sign else { return nil }
                if sign != .positive { isStrict = false }
            }
            return isNegative ? nil : isStrict ? .positive : .nonnegative
        case .power(let base, let exponent):
            let inner = manifestSign(base, box)
            if inner == .positive { return .positive }
            guard case .number(let value) = exponent.kind else { return inner }
            // Where it is defined.
            if let times = value.asInt, times % 2 == 0 { return times < 0 ? .positive : .nonnegative }
            guard value.sign > 0 else { return nil }
            return value.isInteger ? inner : .nonnegative
        case .elementary(.exp, _), .elementary(.cosh, _): return .positive
        case .elementary(.gamma, let argument): return manifestSign(argument, box) == .positive ? .positive : nil
        case .elementary(.abs, _): return .nonnegative
        case .elementary(.sin, let argument):
            // sin πx for 0 < x < 1.
            guard case .product(let factors) = argument.kind, let place = factors.firstIndex(of: .pi) else { return nil }
            var rest = factors
            rest.remove(at: place)
            let x = Expression.product(rest)
            return manifestSign(x, box) == .positive && manifestSign(.one - x, box) == .positive ? .positive : nil
        // Odd and increasing.
        case .elementary(.sinh, let argument), .elementary(.tanh, let argument), .elementary(.atan, let argument),
            .elementary(.erf, let argument): return manifestSign(argument, box)
        default:
            guard let (function, order, argument) = e.bessel else { return nil }
            if function == .second { return .positive }
            guard manifestSign(order, box) != nil || order == .zero else { return nil }
            return manifestSign(argument, box)
        }
    }
}

extension Expression {
    /// The negative of a number or a sum.
    fileprivate var opposite: Expression? {
        switch kind {
        case .number(let value): return .number(-value)
        case .sum(let terms): return .sum(terms.map { .number(-1) * $0 })
        default: return nil
        }
    }
}
