import Arithmetic
import Expressions

/// What becomes of an expression when some parameters are multiplied by the same λ > 0:
///
///     e(λx) = λ^degree (e(x) + drift log λ) .
struct Homogeneity {
    /// Without the parameters that are multiplied.
    let degree: Expression
    let drift: Expression

    private static let constant = Homogeneity(degree: .zero, drift: .zero)

    private init(degree: Expression, drift: Expression) {
        self.degree = degree
        self.drift = drift
    }

    /// `nil` for what is not of this form, or not seen to be.
    init?(_ e: Expression, in names: Set<String>, isZero: (Expression) -> Bool) {
        guard let found = Self.of(e, names, isZero) else { return nil }
        self = found
    }

    private static func of(_ e: Expression, _ names: Set<String>, _ isZero: (Expression) -> Bool) -> Homogeneity? {
        guard !names.isDisjoint(with: e.parameterSymbols) else { return constant }
        func inner(_ e: Expression) -> Homogeneity? { of(e, names, isZero) }
        switch e.kind {
        case .parameter: return Homogeneity(degree: .one, drift: .zero)
        case .sum(let terms):
            var parts: [Homogeneity] = []
            for term in terms {
                guard let part = inner(term), parts.first.map({ isZero($0.degree - part.degree) }) ?? true else { return nil }
                parts.append(part)
            }
            return parts.first.map { Homogeneity(degree: $0.degree, drift: .sum(parts.map(\.drift))) }
        case .product(let factors):
            var degrees: [Expression] = [], drift = Expression.zero
            for (place, factor) in factors.enumerated() {
                guard let part = inner(factor) else { return nil }
                degrees.append(part.degree)
                if isZero(part.drift) { continue }
                // The square of a logarithm is not of this form.
                guard drift == .zero else { return nil }
                drift = .product([part.drift] + factors[..<place] + factors[(place + 1)...])
            }
            return Homogeneity(degree: .sum(degrees), drift: drift)
        case .power(let base, let exponent):
            guard names.isDisjoint(with: exponent.parameterSymbols), let part = inner(base), isZero(part.drift) else { return nil }
            return Homogeneity(degree: part.degree * exponent, drift: .zero)
        case .elementary(let function, let argument):
            guard let part = inner(argument) else { return nil }
            switch function {
            case .abs: return isZero(part.drift) ? part : nil
            case .log: return isZero(part.drift) ? Homogeneity(degree: .zero, drift: part.degree) : nil
            case .exp:
                guard isZero(part.degree), names.isDisjoint(with: part.drift.parameterSymbols) else { return nil }
                return Homogeneity(degree: part.drift, drift: .zero)
            case .sign: return isZero(part.drift) ? constant : nil
            case .sin, .cos, .tan, .atan, .sinh, .cosh, .tanh, .erf, .gamma: return isZero(part.degree) && isZero(part.drift) ? constant : nil
            }
        default: return nil
        }
    }
}
