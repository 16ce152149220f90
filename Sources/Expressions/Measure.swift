import Arithmetic

extension Manifold {
    /// Of the whole, where it is finite.
    public var measure: Expression? {
        switch self {
        case .sphere(let ambient): return .sphereArea(inDimension: .dimension(ambient))
        case .torus: return .one
        case .line(let lower?, let upper?): return .number(upper - lower)
        case .euclidean, .line: return nil
        }
    }

    public var hasFiniteMeasure: Bool { measure != nil }
}

extension Expression {
    /// `|S^(n-1)| = 2 π^(n/2) / Γ(n/2)`.
    public static func sphereArea(inDimension n: Expression) -> Expression {
        let half = .number(Rational(1, 2)) * n
        return .number(2) * .power(.pi, half) / .elementary(.gamma, half)
    }
}
