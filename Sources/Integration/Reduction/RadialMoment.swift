import Arithmetic
import Enclosures

/// `∫_0^∞ r^s exp(-a r^k) dr = Γ((s+1)/k) / (k a^((s+1)/k))`, term by term.
enum RadialMoment {
    static func reduce(_ integral: IteratedIntegral, in graph: inout ScalarGraph) throws -> ScalarGraph.Node? {
        guard integral.axes.count == 1, case .halfLine(let start) = integral.axes[0].domain, graph.rational(start)?.isZero == true
        else { return nil }
        let variable = integral.axes[0].variables[0]
        var terms = [ScalarGraph.Term(node: integral.integrand, coefficient: 1)]
        if case .sum(let constant, let parts) = graph[integral.integrand] {
            guard constant.isZero else { return nil }
            terms = parts
        }
        // All terms have the form, or the sum is left as it is.
        var parts: [ScalarGraph.Node] = []
        for term in terms {
            guard let moment = moment(term.node, variable, &graph) else { return nil }
            guard (moment.power + 1).sign > 0 else {
                guard terms.count == 1 else { return nil }
                throw NumericError.divergent("the integrand grows like \(moment.power == -1 ? "1/r" : "r^(\(moment.power))") at 0")
            }
            let exponent = (moment.power + 1) / moment.degree
            parts.append(graph.scaled(graph.product([
                moment.constant, graph.function(.elementary(.gamma), graph.number(exponent)), graph.power(moment.rate, -exponent),
            ]), by: term.coefficient / moment.degree))
        }
        return graph.sum(parts)
    }

    private static func moment(_ node: ScalarGraph.Node, _ variable: ScalarGraph.Variable, _ graph: inout ScalarGraph)
        -> (constant: ScalarGraph.Node, power: Rational, rate: ScalarGraph.Node, degree: Rational)?
    {
        var factors = [ScalarGraph.Factor(base: node, exponent: 1)]
        if case .product(let parts) = graph[node] { factors = parts }
        let r = graph.node(variable)
        var constant: [ScalarGraph.Node] = []
        var power: Rational = 0
        var rate: (ScalarGraph.Node, Rational)?
        for factor in factors {
            if graph.isConstant(factor.base) {
                constant.append(graph.power(factor.base, factor.exponent))
            } else if factor.base == r {
                power = power + factor.exponent
            } else if case .function(.elementary(.exp), let argument) = graph[factor.base], rate == nil,
                let (a, k) = monomial(argument, r, &graph) {
                rate = (graph.scaled(a, by: -factor.exponent), k)
            } else {
                return nil
            }
        }
        guard let (a, k) = rate, k.sign > 0, graph.isPositiveConstant(a) else { return nil }
        return (graph.product(constant), power, a, k)
    }

    /// `a r^k`
    private static func monomial(_ node: ScalarGraph.Node, _ r: ScalarGraph.Node, _ graph: inout ScalarGraph) -> (ScalarGraph.Node, Rational)? {
        var coefficient: Rational = 1
        var body = node
        if case .sum(let constant, let terms) = graph[node] {
            guard constant.isZero, terms.count == 1 else { return nil }
            coefficient = terms[0].coefficient
            body = terms[0].node
        }
        var factors = [ScalarGraph.Factor(base: body, exponent: 1)]
        if case .product(let parts) = graph[body] { factors = parts }
        var constants: [ScalarGraph.Node] = []
        var power: Rational?
        for factor in factors {
            if factor.base == r, power == nil { power = factor.exponent } else {
                guard graph.isConstant(factor.base) else { return nil }
                constants.append(graph.power(factor.base, factor.exponent))
            }
        }
        guard let power else { return nil }
        return (graph.scaled(graph.product(constants), by: coefficient), power)
    }
}

extension ScalarGraph {
    /// A constant that balls show to be positive.
    func isPositiveConstant(_ node: Node) -> Bool {
        if let value = rational(node) { return value.sign > 0 }
        guard isConstant(node), let value = try? enclosure(of: node, precision: 64) else { return false }
        return value.isPositive() == .yes
    }
}
