import Arithmetic

/// The modified Bessel functions of real order, of a positive number.
public enum BesselFunction: String, Hashable, Sendable, CaseIterable {
    case first = "besselI"
    case second = "besselK"
}

extension Expression {
    public static func bessel(_ function: BesselFunction, order: Expression, at x: Expression) -> Expression {
        .uninterpreted(function.rawValue, [order, x])
    }

    /// The function, its order and its argument, where the expression is its value.
    public var bessel: (function: BesselFunction, order: Expression, argument: Expression)? {
        guard case .uninterpreted(let name, let operands, _) = kind, operands.count == 2, let function = BesselFunction(rawValue: name) else { return nil }
        return (function, operands[0], operands[1])
    }

    /// `I_ν' = I_(ν+1) + ν/x I_ν`, `K_ν' = -K_(ν+1) + ν/x K_ν`; `nil` where the order varies.
    func derivativeOfBessel(_ derivative: (Expression) -> Expression) -> Expression? {
        guard let (function, order, x) = bessel, derivative(order).isZeroLiteral else { return nil }
        let inner = derivative(x)
        if inner.isZeroLiteral { return .zero }
        let next = Expression.bessel(function, order: order + .one, at: x)
        return ((function == .first ? next : -next) + order / x * self) * inner
    }
}
