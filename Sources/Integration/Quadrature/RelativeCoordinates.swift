import Arithmetic
import Enclosures

/// Two points v, w of R³ in an integrand that is not smooth where they meet: `v = c + rσ/2`, `w = c - rσ/2` with the distance r and the
/// direction σ, in which a power of `|v - w|` is a power of r.
enum RelativeCoordinates {
    /// Nil where nothing of the kind stands in the integrand.
    static func apply(_ integral: ScalarIntegral) -> ScalarIntegral? {
        guard integral.axes.count == 6, integral.axes.allSatisfy({ $0.domain == .line }) else { return nil }
        let variables = integral.axes.map { $0.variables[0] }
        guard isSingular(integral.integrand, variables, integral.graph) else { return nil }
        var graph = integral.graph
        var centre: [ScalarGraph.Variable] = [], direction: [ScalarGraph.Variable] = []
        let (distance, r) = graph.variable(isPositive: true)
        var images: [ScalarGraph.Variable: ScalarGraph.Node] = [:]
        for place in 0..<3 {
            let (c, cNode) = graph.variable()
            let (σ, σNode) = graph.variable()
            centre.append(c)
            direction.append(σ)
            let half = graph.scaled(graph.product(r, σNode), by: Rational(1, 2))
            images[variables[place]] = graph.sum(cNode, half)
            images[variables[place + 3]] = graph.difference(cNode, half)
        }
        let integrand = graph.product(graph.substituting(images, in: integral.integrand), graph.power(r, 2))
        let zero = graph.number(0)
        let axes = [ScalarIntegral.Axis(variables: direction, domain: .sphere), .init(variables: [distance], domain: .halfLine(from: zero))]
            + centre.map { .init(variables: [$0], domain: .line) }
        return ScalarIntegral(graph: graph, integrand: integrand, axes: axes)
    }

    /// Whether `|v - w|²` has a power that is not natural.
    private static func isSingular(_ integrand: ScalarGraph.Node, _ variables: [ScalarGraph.Variable], _ graph: ScalarGraph) -> Bool {
        var expansion = GaussianExpansion(graph, variables)
        let relative = (0..<6).map { i in (0..<6).map { j in Rational(i == j ? 1 : abs(i - j) == 3 ? -1 : 0) } }
        for node in graph.reachable(from: [integrand]) {
            guard case .product(let factors) = graph[node] else { continue }
            for factor in factors where !(factor.exponent.isInteger && factor.exponent.sign > 0) {
                guard let terms = expansion.terms(of: factor.base), terms.count == 1, let (weight, polynomial) = terms.first,
                    weight.powers.isEmpty, weight.exponent.isZero, let form = QuadraticPolynomial(polynomial),
                    form.constant.isZero, form.linear.allSatisfy(\.isZero)
                else { continue }
                let scale = form.matrix[0][0]
                if !scale.isZero, form.matrix == relative.map({ $0.map { $0 * scale } }) { return true }
            }
        }
        return false
    }
}
