import Arithmetic
import Expressions

extension Expression {
    /// Whether the expression has a value for all values of points, functions and parameters but for zeros of norms, and of
    /// denominators in parameters, which are conditions of their own.
    ///
    /// Normal forms do not see where an expression is undefined: `(x^(1/2))²` is a square, and equals x only for x ≥ 0.
    public func isDefinedAlmostEverywhere(positiveParameters: Set<String>) -> Bool {
        func holds(_ e: Expression) -> Bool { e.isDefinedAlmostEverywhere(positiveParameters: positiveParameters) }
        switch kind {
        case .number, .pi, .parameter, .dimension, .coordinate, .delta, .epsilon: return true
        case .application(let application): return application.arguments.allSatisfy { holds($0.body) }
        case .sum, .product, .contraction, .partial: return operands.allSatisfy(holds)
        case .power(let base, let exponent):
            guard holds(base), exponent.mentionsOnlyParameters else { return false }
            if case .number(let value) = exponent.kind, value.isInteger, value.sign > 0 { return true }
            return base.isNorm || base.isPositive(positiveParameters) || base.mentionsOnlyParameters
        case .elementary(let function, let argument):
            switch function {
            case .exp, .sin, .cos, .atan, .sinh, .cosh, .tanh, .abs, .erf: return holds(argument)
            case .log, .tan, .sign, .gamma: return false
            }
        case .parameterDerivative, .integral, .uninterpreted: return false
        }
    }

    /// `|X|²`, or `|X|`.
    private var isNorm: Bool {
        if squaredNorm != nil { return true }
        if case .power(let base, _) = kind { return base.squaredNorm != nil }
        return false
    }

    /// Positive by its form.
    private func isPositive(_ parameters: Set<String>) -> Bool {
        switch kind {
        case .number(let value): return value.sign > 0
        case .pi, .dimension: return true
        case .parameter(let name): return parameters.contains(name)
        // Intervals are open.
        case .coordinate(let point, nil):
            if case .line(let lower?, _) = point.manifold { return lower.sign >= 0 }
            return false
        case .elementary(let function, _): return function == .exp || function == .cosh
        case .sum(let terms):
            return terms.contains { $0.isPositive(parameters) } && terms.allSatisfy { $0.isManifestlyNonnegative(positiveParameters: parameters) }
        case .product(let factors): return factors.allSatisfy { $0.isPositive(parameters) }
        case .power(let base, _): return base.isPositive(parameters)
        default: return false
        }
    }
}
