import Expressions

extension Manifold {
    /// R^d or R, on which a density has mass 1. Its integral over a sphere or an interval that lies there is another number.
    var isWhole: Bool {
        switch self {
        case .euclidean: return true
        case .line(let lower, let upper): return lower == nil && upper == nil
        case .sphere, .torus: return false
        }
    }
}
