import Arithmetic

/// Pairs of points whose difference carries norms, as in `|v - w|^γ`: the normal forms then use `v - w` and
/// `w` as coordinates instead of `v` and `w`. A linear change of generators, so nothing is lost, and
/// `|v - w|²` stays one term.
struct RelativePoints {
    /// For each replaced point the point it is taken relative to; no such point is itself replaced.
    let base: [Point: Point]

    init(base: [Point: Point]) { self.base = base }

    /// - Parameter preferred: of a pair, one of these is replaced where there is one.
    init(in expressions: [Expression], replacing preferred: [Point]? = nil) {
        var pairs: [(Point, Point)] = []
        var seen: Set<Expression> = []
        func visit(_ expression: Expression) {
            guard seen.insert(expression).inserted else { return }
            if case .contraction = expression.kind, let root = expression.squaredNorm, let pair = root.differenceOfPoints {
                pairs.append(pair)
            }
            expression.operands.forEach(visit)
        }
        expressions.forEach(visit)
        var base: [Point: Point] = [:]
        if let preferred {
            let turned = pairs.map { preferred.contains($0.1) && !preferred.contains($0.0) ? ($0.1, $0.0) : $0 }
            pairs = turned.filter { preferred.contains($0.0) } + turned.filter { !preferred.contains($0.0) }
        }
        for (point, other) in pairs where base[point] == nil && base[other] == nil && !base.values.contains(point) {
            base[point] = other
        }
        self.base = base
    }
}

extension Expression {
    /// The points of `v_i - w_i`, or of `-w_i + v_i`.
    fileprivate var differenceOfPoints: (Point, Point)? {
        guard case .sum(let terms) = kind, terms.count == 2 else { return nil }
        for (positive, negative) in [(terms[0], terms[1]), (terms[1], terms[0])] {
            guard case .coordinate(let first, let i?) = positive.kind,
                case .product(let factors) = negative.kind, factors.count == 2, case .number(-1) = factors[0].kind,
                case .coordinate(let second, let j?) = factors[1].kind, i == j, first != second,
                first.manifold == second.manifold, case .euclidean = first.manifold
            else { continue }
            return (first, second)
        }
        return nil
    }
}
