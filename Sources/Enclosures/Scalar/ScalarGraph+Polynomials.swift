import Arithmetic

/// Polynomials in one variable within a graph.
extension ScalarGraph {
    /// The coefficients of a node as a polynomial in the variable, the constant one first; they are free of it.
    public mutating func coefficients(of node: Node, by variable: Variable, degreeLimit: Int = 16) -> [Node]? {
        guard support(node).contains(variable.number) else { return [node] }
        switch self[node] {
        case .number, .pi, .function: return nil
        case .variable: return [number(0), number(1)]
        case .sum(let constant, let terms):
            var columns: [[Term]] = [[]]
            for term in terms {
                guard let part = coefficients(of: term.node, by: variable, degreeLimit: degreeLimit) else { return nil }
                while columns.count < part.count { columns.append([]) }
                for (degree, value) in part.enumerated() { columns[degree].append(Term(node: value, coefficient: term.coefficient)) }
            }
            var result: [Node] = []
            for (degree, column) in columns.enumerated() { result.append(combination(degree == 0 ? constant : 0, column)) }
            return trimmed(result)
        case .product(let factors):
            var result = [number(1)]
            for factor in factors {
                if isConstant(factor.base) || !support(factor.base).contains(variable.number) {
                    let scale = power(factor.base, factor.exponent)
                    result = result.map { product($0, scale) }
                    continue
                }
                guard let exponent = factor.exponent.asInt, exponent > 0, exponent <= degreeLimit,
                    let base = coefficients(of: factor.base, by: variable, degreeLimit: degreeLimit),
                    (base.count - 1) * exponent + result.count - 1 <= degreeLimit
                else { return nil }
                for _ in 0..<exponent { result = multiplied(result, base) }
            }
            return trimmed(result)
        }
    }

    private mutating func multiplied(_ a: [Node], _ b: [Node]) -> [Node] {
        var columns = [[Term]](repeating: [], count: a.count + b.count - 1)
        for (i, x) in a.enumerated() {
            for (j, y) in b.enumerated() { columns[i + j].append(Term(node: product(x, y), coefficient: 1)) }
        }
        return columns.map { combination(0, $0) }
    }

    private func trimmed(_ coefficients: [Node]) -> [Node] {
        var result = coefficients
        while result.count > 1, let last = result.last, rational(last)?.isZero == true { result.removeLast() }
        return result
    }

    /// The node with polynomials in a positive variable, which is meant to be small, expanded where they vanish at 0, and the lowest power
    /// taken out: `1 - (1 - δ)²` becomes `δ (2 - δ)`, which keeps its digits.
    public mutating func expanded(_ node: Node, near variable: Variable) -> Node {
        var known: [Node: Node] = [:]
        return expanded(node, variable, &known)
    }

    private mutating func expanded(_ node: Node, _ variable: Variable, _ known: inout [Node: Node]) -> Node {
        guard support(node).contains(variable.number) else { return node }
        if let result = known[node] { return result }
        let result: Node
        switch self[node] {
        case .number, .pi, .variable: result = node
        case .function(let name, let argument): result = function(name, expanded(argument, variable, &known))
        case .product(let factors):
            var parts: [Factor] = []
            for factor in factors { parts.append(Factor(base: expanded(factor.base, variable, &known), exponent: factor.exponent)) }
            result = product(parts)
        case .sum(let constant, let terms):
            // Without a zero there the form is kept: (x - 1)² has better enclosures than x² - 2x + 1.
            if let polynomial = coefficients(of: node, by: variable), let lowest = polynomial.firstIndex(where: { rational($0)?.isZero != true }),
                lowest > 0 {
                let x = self.node(variable)
                var parts: [Node] = []
                for (degree, value) in polynomial.enumerated().dropFirst(lowest) {
                    parts.append(product(value, power(x, Rational(degree - lowest))))
                }
                result = product([Factor(base: x, exponent: Rational(lowest)), Factor(base: sum(parts), exponent: 1)])
            } else {
                var parts: [Term] = []
                for term in terms { parts.append(Term(node: expanded(term.node, variable, &known), coefficient: term.coefficient)) }
                result = combination(constant, parts)
            }
        }
        known[node] = result
        return result
    }
}
