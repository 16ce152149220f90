import Arithmetic
import Expressions
import Kernel

/// Where a functional of f need not have the derivative that its integrand has almost everywhere.
///
/// `∫|f|` has the derivative `∫ sign(f) h` where f vanishes on a null set only. Of this the integrand has derivative 0, and it is
/// itself not differentiable: on the line it jumps, along a path of functions, by `2 h/|f'|` at each zero of f. The same is so
/// of roots and other powers that are not whole numbers, of what touches 0, in their second derivative: `|∇f| = sqrt(|∇f|²)`.
///
/// A power of an expression that is affine in f has no value for all directions h unless that is positive.
struct Differentiability {
    let symbol: FunctionSymbol
    let positiveParameters: Set<String>

    func depends(_ e: Expression) -> Bool { Mentions(e).functions.contains(symbol) }

    /// Whether it varies with f at points of integration, and is not seen to vanish nowhere.
    func mayVanish(_ e: Expression, _ integrated: Set<Point>) -> Bool {
        integrated.contains(where: e.mentions) && depends(e)
            && !e.isManifestlyPositive(positiveParameters: positiveParameters) && !(-e).isManifestlyPositive(positiveParameters: positiveParameters)
    }

    /// Whether the power has a derivative in f under the integral over these points.
    func hasDerivative(ofPower base: Expression, _ exponent: Expression, _ integrated: Set<Point>) -> Bool {
        !touchesZero(base, exponent, integrated) || isNonnegative(exponent)
    }

    /// Whether it has derivatives by points at which another derivative in f is no function.
    func hasCorner(_ expression: Expression, _ integrated: Set<Point>) -> Bool {
        let e = expression.withPowersJoined
        switch e.kind {
        case .elementary(.abs, let argument), .elementary(.sign, let argument): if mayVanish(argument, integrated) { return true }
        case .power(let base, let exponent): if touchesZero(base, exponent, integrated) { return true }
        default: break
        }
        return e.operands.contains { hasCorner($0, integrated) }
    }

    private func touchesZero(_ base: Expression, _ exponent: Expression, _ integrated: Set<Point>) -> Bool {
        if case .number(let value) = exponent.kind, value.isInteger, value.sign >= 0 { return false }
        return mayVanish(base, integrated) && !isAffine(base)
    }

    private func isAffine(_ e: Expression) -> Bool {
        guard depends(e) else { return true }
        switch e.kind {
        case .application(let application): return application.function == symbol && !symbol.isLogarithm
        case .sum(let terms): return terms.allSatisfy(isAffine)
        case .product(let factors):
            let dependent = factors.filter(depends)
            return dependent.count == 1 && isAffine(dependent[0])
        case .contraction(_, let body), .partial(_, _, let body): return isAffine(body)
        default: return false
        }
    }

    /// By its form, where parameters in exponents are read as positive.
    private func isNonnegative(_ exponent: Expression) -> Bool {
        switch exponent.kind {
        case .number(let value): return value.sign >= 0
        case .parameter, .dimension: return true
        case .sum(let terms): return terms.allSatisfy(isNonnegative)
        case .product(let factors): return factors.allSatisfy(isNonnegative)
        case .power(let base, _): return isNonnegative(base)
        default: return false
        }
    }
}

extension Expression {
    /// `(e^a)^b` as `e^(a b)` and `|e|^(2k)` as `e^(2k)`, where that holds for every e for which there is a value.
    var withPowersJoined: Expression {
        guard case .power(let base, let exponent) = kind else { return self }
        func integer(_ e: Expression) -> Int? { if case .number(let value) = e.kind { value.asInt } else { nil } }
        switch base.kind {
        case .elementary(.abs, let argument): return integer(exponent).map { $0 % 2 == 0 } ?? false ? Expression.power(argument, exponent).withPowersJoined : self
        case .power(let inner, let own):
            guard case .number(let first) = own.kind, integer(exponent) != nil || !first.isInteger else { return self }
            if case .number(let second) = exponent.kind { return Expression.power(inner, .number(first * second)).withPowersJoined }
            return Expression.power(inner, own * exponent).withPowersJoined
        default: return self
        }
    }
}
