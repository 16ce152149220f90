import Expressions

/// The derivatives that stand outermost under an integral, as those of fields: `φ ∂_i Y_i = ∂_i(φ Y_i) - ∂_i φ Y_i`.
///
/// What an unknown at one point leaves of a divergence at another contains no unknown there, as in `∫∫ ∂_v(m(v) m(w) A(v-w) ∇h(w))`: it is not
/// seen to be one by its Euler-Lagrange expression, which is explicit. The divergence as it is written tells.
struct OuterDerivatives {
    let points: [Point]

    /// With the index `EulerLagrange.fieldIndex` at points with coordinates.
    func fields(of integrand: Expression) -> [(point: Point, component: Expression)] {
        contributions(integrand).reduce(into: []) { result, field in
            if let place = result.firstIndex(where: { $0.point == field.point }) {
                result[place].component = result[place].component + field.component
            } else {
                result.append(field)
            }
        }
    }

    static func divergence(_ field: (point: Point, component: Expression)) -> Expression {
        guard let index = field.point.manifold.vectorDimension.map(EulerLagrange.fieldIndex) else {
            return .partial(field.point, nil, field.component)
        }
        return .contraction(index, .partial(field.point, index, field.component))
    }

    /// Of each term the first factor with a derivative.
    private func contributions(_ e: Expression) -> [(point: Point, component: Expression)] {
        switch e.kind {
        case .partial(let point, let index, let body):
            guard points.contains(point) else { return [] }
            guard let index else { return [(point, body)] }
            return [(point, .delta(index, EulerLagrange.fieldIndex(index.dimension)) * body)]
        case .sum(let terms): return terms.flatMap(contributions)
        case .product(let factors):
            for place in factors.indices {
                let inner = contributions(factors[place])
                if inner.isEmpty { continue }
                return inner.map { field in
                    var product = factors
                    product[place] = field.component
                    return (field.point, .product(product))
                }
            }
            return []
        case .contraction(let index, let body): return contributions(body).map { ($0.point, .contraction(index, $0.component)) }
        default: return []
        }
    }
}
