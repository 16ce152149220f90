import Arithmetic
import Expressions

/// An argument of a function as an affine map of integrated points, `Σ_j α_j p_j + b`: the α_j in parameters alone, b without
/// the points.
struct AffineArgument: Hashable {
    let coefficients: [Expression]
    let offset: Expression
    /// The index of the components of b, `nil` for a scalar.
    let index: Index?

    /// `nil` where the argument is not visibly affine.
    init?(_ argument: Expression.Argument, _ points: [Point]) {
        let own: Index? = if case .vector(let index, _) = argument { index } else { nil }
        // An index that is bound around the function has no meaning elsewhere.
        guard let (coefficients, offset) = Self.parts(of: argument.body, own, points), offset.freeIndices.allSatisfy({ $0 == own }) else { return nil }
        index = own
        self.coefficients = coefficients
        self.offset = offset
    }

    /// The point that the argument is, but for its name and its index.
    var plain: Int? {
        let others = coefficients.indices.filter { coefficients[$0] != .zero }
        return others.count == 1 && coefficients[others[0]] == .one && offset == .zero ? others[0] : nil
    }

    /// The points on which it depends.
    var support: [Int] { coefficients.indices.filter { coefficients[$0] != .zero } }

    private static func parts(of e: Expression, _ index: Index?, _ points: [Point]) -> ([Expression], Expression)? {
        if !points.contains(where: e.mentions) { return (points.map { _ in .zero }, e) }
        switch e.kind {
        case .coordinate(let point, let own):
            guard own == index else { return nil }
            return (points.map { $0 == point ? .one : .zero }, .zero)
        case .sum(let terms):
            var coefficients = [Expression](repeating: .zero, count: points.count), offset = Expression.zero
            for term in terms {
                guard let part = parts(of: term, index, points) else { return nil }
                for (place, coefficient) in part.0.enumerated() where coefficient != .zero { coefficients[place] = coefficients[place] + coefficient }
                offset = offset + part.1
            }
            return (coefficients.map(LinearChange.simplified), offset)
        case .product(let factors):
            let moving = factors.indices.filter { place in points.contains { factors[place].mentions($0) } }
            var rest = factors
            guard moving.count == 1, case let varying = rest.remove(at: moving[0]), rest.allSatisfy(\.mentionsOnlyParameters),
                let part = parts(of: varying, index, points) else { return nil }
            let scale = Expression.product(rest)
            return (part.0.map { $0 == .zero ? .zero : LinearChange.simplified(scale * $0) }, part.1 == .zero ? .zero : scale * part.1)
        default: return nil
        }
    }
}
