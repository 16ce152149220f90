import Arithmetic
import Expressions

/// Derivatives and substitution; each sub-expression is treated once.
extension ScalarGraph {
    /// The partial derivative with respect to a variable.
    public mutating func derivative(_ node: Node, by variable: Variable) throws -> Node {
        var known: [Node: Node] = [:]
        return try derivative(node, variable, &known)
    }

    private mutating func derivative(_ node: Node, _ variable: Variable, _ known: inout [Node: Node]) throws -> Node {
        guard support(node).contains(variable.number) else { return number(0) }
        if let result = known[node] { return result }
        let result: Node
        switch self[node] {
        case .number, .pi: result = number(0)
        case .variable: result = number(1)
        case .sum(_, let terms):
            result = combination(0, try terms.map {
                Term(node: try derivative($0.node, variable, &known), coefficient: $0.coefficient)
            })
        case .product(let factors):
            var parts: [Node] = []
            for (place, factor) in factors.enumerated() where support(factor.base).contains(variable.number) {
                let inner = try derivative(factor.base, variable, &known)
                var others = factors
                others[place] = Factor(base: factor.base, exponent: factor.exponent - 1)
                parts.append(scaled(product(others + [Factor(base: inner, exponent: 1)]), by: factor.exponent))
            }
            result = sum(parts)
        case .function(let function, let argument):
            let inner = try derivative(argument, variable, &known)
            result = product(try derivative(of: function, at: argument, value: node), inner)
        }
        known[node] = result
        return result
    }

    private mutating func derivative(of function: ScalarFunction, at x: Node, value: Node) throws -> Node {
        switch function {
        case .elementary(let name):
            switch name {
            case .exp: return value
            case .log: return power(x, -1)
            case .sin: return self.function(.elementary(.cos), x)
            case .cos: return scaled(self.function(.elementary(.sin), x), by: -1)
            case .tan: return combination(1, [Term(node: power(value, 2), coefficient: 1)])
            case .atan: return power(combination(1, [Term(node: power(x, 2), coefficient: 1)]), -1)
            case .sinh: return self.function(.elementary(.cosh), x)
            case .cosh: return self.function(.elementary(.sinh), x)
            case .tanh: return combination(1, [Term(node: power(value, 2), coefficient: -1)])
            case .abs: return self.function(.elementary(.sign), x)
            // Off the jump.
            case .sign: return number(0)
            case .gamma: throw EvaluationError.unsupported("a derivative of the Gamma function")
            case .erf:
                let bell = self.function(.elementary(.exp), scaled(power(x, 2), by: -1))
                return scaled(product(bell, power(pi(), Rational(-1, 2))), by: 2)
            }
        case .step: return number(0)
        case .besselI, .besselK: throw EvaluationError.unsupported("a derivative of a special function")
        }
    }

    /// The node with other nodes in the place of some inside it.
    public mutating func replacing(_ images: [Node: Node], in node: Node) -> Node {
        if images.isEmpty { return node }
        var known = images
        return replacing(node, &known)
    }

    private mutating func replacing(_ node: Node, _ known: inout [Node: Node]) -> Node {
        if let result = known[node] { return result }
        let result: Node
        switch self[node] {
        case .number, .pi, .variable: result = node
        case .sum(let constant, let terms):
            var parts: [Term] = []
            for term in terms { parts.append(Term(node: replacing(term.node, &known), coefficient: term.coefficient)) }
            result = combination(constant, parts)
        case .product(let factors):
            var parts: [Factor] = []
            for factor in factors { parts.append(Factor(base: replacing(factor.base, &known), exponent: factor.exponent)) }
            result = product(parts)
        case .function(let name, let argument): result = function(name, replacing(argument, &known))
        }
        known[node] = result
        return result
    }

    /// The node with variables replaced, all at once.
    public mutating func substituting(_ values: [Variable: Node], in node: Node) -> Node {
        var known: [Node: Node] = [:]
        let variables = Set(values.keys.map(\.number))
        return substituting(values, variables, node, &known)
    }

    private mutating func substituting(
        _ values: [Variable: Node], _ variables: Set<Int>, _ node: Node, _ known: inout [Node: Node]
    ) -> Node {
        if support(node).isDisjoint(with: variables) { return node }
        if let result = known[node] { return result }
        let result: Node
        switch self[node] {
        case .number, .pi: result = node
        case .variable(let variable): result = values[variable] ?? node
        case .sum(let constant, let terms):
            var replaced: [Term] = []
            for term in terms {
                replaced.append(Term(node: substituting(values, variables, term.node, &known), coefficient: term.coefficient))
            }
            result = combination(constant, replaced)
        case .product(let factors):
            var replaced: [Factor] = []
            for factor in factors {
                replaced.append(Factor(base: substituting(values, variables, factor.base, &known), exponent: factor.exponent))
            }
            result = product(replaced)
        case .function(let name, let argument):
            result = function(name, substituting(values, variables, argument, &known))
        }
        known[node] = result
        return result
    }
}
