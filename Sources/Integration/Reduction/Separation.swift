import Arithmetic
import Enclosures

/// Products of functions of different variables: the integral is the product of the integrals (Fubini).
enum Separation {
    static func reduce(
        _ integral: IteratedIntegral, in graph: inout ScalarGraph, _ rest: inout [ScalarGraph.Variable: IteratedIntegral]
    ) throws -> ScalarGraph.Node? {
        guard !integral.isImproper else { return nil }
        var coefficient: Rational = 1
        var body = integral.integrand
        if case .sum(let constant, let terms) = graph[body], constant.isZero, terms.count == 1 {
            coefficient = terms[0].coefficient
            body = terms[0].node
        }
        var factors: [ScalarGraph.Node] = []
        if case .product(let parts) = graph[body] {
            for part in parts { factors += split(part, &graph) }
        } else {
            factors = split(ScalarGraph.Factor(base: body, exponent: 1), &graph)
        }
        // Groups of axes that factors tie together.
        var groups: [(axes: [IteratedIntegral.Axis], factors: [ScalarGraph.Node])] = integral.axes.map { ([$0], []) }
        var constants: [ScalarGraph.Node] = []
        for factor in factors {
            if let value = graph.rational(factor) {
                coefficient = coefficient * value
                continue
            }
            let support = graph.support(factor)
            let touched = groups.indices.filter { groups[$0].axes.contains { $0.variables.contains { support.contains($0.number) } } }
            guard let first = touched.first else {
                constants.append(factor)
                continue
            }
            groups[first].factors.append(factor)
            for other in touched.dropFirst().reversed() {
                let moved = groups.remove(at: other)
                groups[first].axes += moved.axes
                groups[first].factors += moved.factors
            }
        }
        guard groups.count > 1 || !constants.isEmpty || coefficient != 1 else { return nil }
        var parts = constants
        for group in groups {
            let (variable, node) = graph.variable()
            rest[variable] = IteratedIntegral(graph.product(group.factors), over: group.axes)
            parts.append(node)
        }
        return graph.scaled(graph.product(parts), by: coefficient)
    }

    /// `exp(a + b)` as factors, where that separates something.
    private static func split(_ factor: ScalarGraph.Factor, _ graph: inout ScalarGraph) -> [ScalarGraph.Node] {
        if case .function(.elementary(.exp), let argument) = graph[factor.base], case .sum(let constant, let terms) = graph[argument] {
            var parts = terms.map { graph.function(.elementary(.exp), graph.scaled($0.node, by: $0.coefficient * factor.exponent)) }
            if !constant.isZero { parts.append(graph.function(.elementary(.exp), graph.number(constant * factor.exponent))) }
            return parts
        }
        return [graph.power(factor.base, factor.exponent)]
    }
}
