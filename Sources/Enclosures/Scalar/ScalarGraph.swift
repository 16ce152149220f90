import Arithmetic
import Expressions

/// Real-valued expressions in finitely many real variables, in which equal sub-expressions are one node.
///
/// Sums collect equal terms, products equal bases; rational numbers are folded. Nodes are numbered so that operands
/// come before the nodes that use them. Rewriting keeps the value wherever the original is defined: it may extend
/// the domain (`x/x` becomes 1), which does not change an integral.
public struct ScalarGraph: Sendable {
    public struct Node: Hashable, Sendable, Comparable {
        public let number: Int
        public static func < (a: Node, b: Node) -> Bool { a.number < b.number }
    }

    public struct Variable: Hashable, Sendable {
        public let number: Int
        /// Only positive values are meant: even roots of its powers simplify.
        public let isPositive: Bool
    }

    public struct Term: Hashable, Sendable {
        public let node: Node
        public let coefficient: Rational

        public init(node: Node, coefficient: Rational) {
            self.node = node
            self.coefficient = coefficient
        }
    }

    public struct Factor: Hashable, Sendable {
        public let base: Node
        public let exponent: Rational

        public init(base: Node, exponent: Rational) {
            self.base = base
            self.exponent = exponent
        }
    }

    public enum Operation: Hashable, Sendable {
        case number(Rational)
        case pi
        case variable(Variable)
        /// A number plus a linear combination of nodes that are no sums and no numbers.
        case sum(Rational, [Term])
        /// A product of powers; a product or a number is a base only under a fractional exponent.
        case product([Factor])
        case function(ScalarFunction, Node)
    }

    public private(set) var operations: [Operation] = []
    private var table: [Operation: Node] = [:]
    private var variableCount = 0
    /// Variables on which each node depends.
    public private(set) var supports: [Set<Int>] = []

    public init() {}

    public subscript(node: Node) -> Operation { operations[node.number] }

    public func support(_ node: Node) -> Set<Int> { supports[node.number] }

    public func isConstant(_ node: Node) -> Bool { supports[node.number].isEmpty }

    /// The value of a node that is a rational number.
    public func rational(_ node: Node) -> Rational? {
        if case .number(let value) = self[node] { return value }
        return nil
    }

    mutating func intern(_ operation: Operation) -> Node {
        if let known = table[operation] { return known }
        let node = Node(number: operations.count)
        operations.append(operation)
        table[operation] = node
        switch operation {
        case .number, .pi: supports.append([])
        case .variable(let variable): supports.append([variable.number])
        case .sum(_, let terms): supports.append(terms.reduce(into: Set()) { $0.formUnion(supports[$1.node.number]) })
        case .product(let factors): supports.append(factors.reduce(into: Set()) { $0.formUnion(supports[$1.base.number]) })
        case .function(_, let argument): supports.append(supports[argument.number])
        }
        return node
    }

    // MARK: Construction

    /// A new variable.
    public mutating func variable(isPositive: Bool = false) -> (variable: Variable, node: Node) {
        let variable = Variable(number: variableCount, isPositive: isPositive)
        variableCount += 1
        return (variable, intern(.variable(variable)))
    }

    public mutating func node(_ variable: Variable) -> Node { intern(.variable(variable)) }
    public mutating func number(_ value: Rational) -> Node { intern(.number(value)) }
    public mutating func pi() -> Node { intern(.pi) }

    public mutating func sum(_ nodes: [Node]) -> Node { combination(0, nodes.map { Term(node: $0, coefficient: 1) }) }
    public mutating func sum(_ a: Node, _ b: Node) -> Node { sum([a, b]) }
    public mutating func difference(_ a: Node, _ b: Node) -> Node {
        combination(0, [Term(node: a, coefficient: 1), Term(node: b, coefficient: -1)])
    }
    public mutating func scaled(_ node: Node, by factor: Rational) -> Node {
        combination(0, [Term(node: node, coefficient: factor)])
    }

    /// `constant + Σ coefficient · node`
    public mutating func combination(_ constant: Rational, _ terms: [Term]) -> Node {
        var constant = constant
        var coefficients: [Node: Rational] = [:]
        func add(_ node: Node, _ coefficient: Rational) {
            switch self[node] {
            case .number(let value): constant = constant + coefficient * value
            case .sum(let inner, let parts):
                constant = constant + coefficient * inner
                for part in parts { add(part.node, coefficient * part.coefficient) }
            default: coefficients[node] = (coefficients[node] ?? 0) + coefficient
            }
        }
        for term in terms where !term.coefficient.isZero { add(term.node, term.coefficient) }
        let kept = coefficients.filter { !$0.value.isZero }.map { Term(node: $0.key, coefficient: $0.value) }
            .sorted { $0.node < $1.node }
        if kept.isEmpty { return number(constant) }
        if constant.isZero, kept.count == 1, kept[0].coefficient == 1 { return kept[0].node }
        return intern(.sum(constant, kept))
    }

    public mutating func product(_ a: Node, _ b: Node) -> Node { product([a, b]) }
    public mutating func product(_ nodes: [Node]) -> Node { product(nodes.map { Factor(base: $0, exponent: 1) }) }
    public mutating func quotient(_ a: Node, _ b: Node) -> Node {
        product([Factor(base: a, exponent: 1), Factor(base: b, exponent: -1)])
    }
    public mutating func power(_ base: Node, _ exponent: Rational) -> Node { product([Factor(base: base, exponent: exponent)]) }
    public mutating func squareRoot(_ base: Node) -> Node { power(base, Rational(1, 2)) }

    /// A product of powers. Bases of fractional exponents are meant to be non-negative.
    public mutating func product(_ factors: [Factor]) -> Node {
        var coefficient: Rational = 1
        var exponents: [Node: Rational] = [:]
        var exponential: [Term] = []
        var roots = RootProduct()
        var waiting = factors
        while let factor = waiting.popLast() {
            if factor.exponent.isZero { continue }
            switch self[factor.base] {
            case .number(let value):
                if factor.exponent.isInteger, let power = factor.exponent.asInt, !(value.isZero && power < 0), abs(power) < 10_000,
                    let result = try? value.power(power) {
                    coefficient = coefficient * result
                } else if !roots.multiply(by: value, to: factor.exponent) {
                    // Too large to be written out.
                    exponents[factor.base] = (exponents[factor.base] ?? 0) + factor.exponent
                }
            case .product(let inner):
                // (x^a)^b is x^(ab) for integral b and for x >= 0; |x|^(ab) for even a.
                let merges = factor.exponent.isInteger
                    || inner.allSatisfy { isNonnegative($0.base) || !$0.exponent.isInteger }
                if merges {
                    waiting += inner.map { Factor(base: $0.base, exponent: $0.exponent * factor.exponent) }
                } else if inner.allSatisfy({ $0.exponent.asInt.map { $0 % 2 == 0 } ?? true }) {
                    waiting += inner.map {
                        Factor(base: function(.elementary(.abs), $0.base), exponent: $0.exponent * factor.exponent)
                    }
                } else {
                    exponents[factor.base] = (exponents[factor.base] ?? 0) + factor.exponent
                }
            case .sum(let constant, let terms) where constant.isZero && terms.count == 1:
                if factor.exponent.isInteger || terms[0].coefficient.sign > 0 {
                    waiting.append(Factor(base: number(terms[0].coefficient), exponent: factor.exponent))
                    waiting.append(Factor(base: terms[0].node, exponent: factor.exponent))
                } else {
                    exponents[factor.base] = (exponents[factor.base] ?? 0) + factor.exponent
                }
            case .function(.elementary(.exp), let argument):
                exponential.append(Term(node: argument, coefficient: factor.exponent))
            default:
                exponents[factor.base] = (exponents[factor.base] ?? 0) + factor.exponent
            }
        }
        if !exponential.isEmpty {
            let argument = combination(0, exponential)
            let result = function(.elementary(.exp), argument)
            if rational(result) == nil { exponents[result] = (exponents[result] ?? 0) + 1 }
        }
        if coefficient.isZero { return number(0) }
        let (factor, powers) = roots.reduced
        coefficient = coefficient * factor
        for (value, exponent) in powers.sorted(by: { $0.key < $1.key }) {
            let base = number(value)
            exponents[base] = (exponents[base] ?? 0) + exponent
        }
        let kept = exponents.filter { !$0.value.isZero }.map { Factor(base: $0.key, exponent: $0.value) }
            .sorted { $0.base < $1.base }
        if kept.isEmpty { return number(coefficient) }
        let body = kept.count == 1 && kept[0].exponent == 1 ? kept[0].base : intern(.product(kept))
        return coefficient == 1 ? body : combination(0, [Term(node: body, coefficient: coefficient)])
    }

    /// `base ^ exponent` for an exponent that is no rational number: `exp(exponent · log base)`.
    public mutating func power(_ base: Node, _ exponent: Node) -> Node {
        if let value = rational(exponent) { return power(base, value) }
        return function(.elementary(.exp), product(exponent, function(.elementary(.log), base)))
    }

    public mutating func function(_ function: ScalarFunction, _ argument: Node) -> Node {
        if let simplified = simplified(function, argument) { return simplified }
        return intern(.function(function, argument))
    }

    private mutating func simplified(_ function: ScalarFunction, _ argument: Node) -> Node? {
        let value = rational(argument)
        switch function {
        case .elementary(.exp):
            if value?.isZero == true { return number(1) }
            if case .function(.elementary(.log), let inner) = self[argument] { return inner }
            // exp(a + k log b) is b^k exp(a).
            if case .sum(let constant, let terms) = self[argument] {
                let logarithms = terms.compactMap { term -> Factor? in
                    if case .function(.elementary(.log), let inner) = self[term.node] { return Factor(base: inner, exponent: term.coefficient) }
                    return nil
                }
                if logarithms.isEmpty { return nil }
                let rest = combination(constant, terms.filter {
                    if case .function(.elementary(.log), _) = self[$0.node] { return false }
                    return true
                })
                return product(logarithms + [Factor(base: self.function(.elementary(.exp), rest), exponent: 1)])
            }
        case .elementary(.log):
            if value == 1 { return number(0) }
            return logarithm(argument)
        case .elementary(.abs):
            if let value { return number(value.magnitude) }
            if isNonnegative(argument) { return argument }
            switch self[argument] {
            case .product(let factors): return product(factors.map { Factor(base: self.function(.elementary(.abs), $0.base), exponent: $0.exponent) })
            case .sum(let constant, let terms) where constant.isZero && terms.count == 1:
                return scaled(self.function(.elementary(.abs), terms[0].node), by: terms[0].coefficient.magnitude)
            default: break
            }
        case .elementary(.sign):
            if let value, !value.isZero { return number(Rational(value.sign)) }
        case .elementary(.sin), .elementary(.cos), .elementary(.tan):
            if case .elementary(let name) = function { return shifted(name, argument) }
        case .elementary(.atan), .elementary(.sinh), .elementary(.tanh), .elementary(.erf):
            if value?.isZero == true { return number(0) }
        case .elementary(.cosh):
            if value?.isZero == true { return number(1) }
        case .elementary(.gamma):
            // Γ(x + n) = x (x+1) … (x+n-1) Γ(x), so that the argument lies in (0, 1].
            guard let value, value.magnitude < 1000, !(value.isInteger && value.sign <= 0) else { break }
            if value == 1 { return number(1) }
            if value == Rational(1, 2) { return squareRoot(pi()) }
            var rest = value
            var factor: Rational = 1
            while rest > 1 {
                rest = rest - 1
                factor = factor * rest
            }
            while rest.sign <= 0 {
                factor = factor / rest
                rest = rest + 1
            }
            if rest != value { return scaled(self.function(.elementary(.gamma), number(rest)), by: factor) }
        case .step:
            if let value { return number(value.sign > 0 ? 1 : 0) }
        case .besselI, .besselK: break
        }
        return nil
    }

    /// The logarithm of a product with exponentials or positive powers, taken apart.
    private mutating func logarithm(_ argument: Node) -> Node? {
        switch self[argument] {
        case .function(.elementary(.exp), let inner): return inner
        case .sum(let constant, let terms) where constant.isZero && terms.count == 1 && terms[0].coefficient.sign > 0:
            let inner = function(.elementary(.log), terms[0].node)
            return sum(inner, function(.elementary(.log), number(terms[0].coefficient)))
        case .product(let factors):
            // All factors but those that may be negative.
            guard factors.allSatisfy({ isNonnegative($0.base) || !$0.exponent.isInteger }) else { return nil }
            return combination(0, factors.map { Term(node: function(.elementary(.log), $0.base), coefficient: $0.exponent) })
        default: return nil
        }
    }

    /// Quarter turns are taken out exactly: `cos(π/2 - δ) = sin δ` keeps the digits near the ends of an interval.
    private mutating func shifted(_ name: ElementaryFunction, _ argument: Node) -> Node? {
        var rest = argument
        var turns = 0
        if let (quarters, other) = quarterTurns(argument) {
            turns = ((quarters % 4) + 4) % 4
            rest = other
        }
        if turns == 0 && rest == argument {
            guard rational(argument)?.isZero == true else { return nil }
            return number(name == .cos ? 1 : 0)
        }
        switch (name, turns) {
        case (.sin, 0), (.cos, 3): return function(.elementary(.sin), rest)
        case (.sin, 1), (.cos, 0): return function(.elementary(.cos), rest)
        case (.sin, 2), (.cos, 1): return scaled(function(.elementary(.sin), rest), by: -1)
        case (.sin, 3), (.cos, 2): return scaled(function(.elementary(.cos), rest), by: -1)
        case (.tan, 0), (.tan, 2): return function(.elementary(.tan), rest)
        default:
            // tan(π/2 + x) = -cos x / sin x
            return scaled(quotient(function(.elementary(.cos), rest), function(.elementary(.sin), rest)), by: -1)
        }
    }

    /// The node as `k π/2 + rest`; also where π multiplies a sum with a constant, as in `π (1 - δ)/2`.
    private mutating func quarterTurns(_ argument: Node) -> (Int, Node)? {
        var constant: Rational = 0
        var terms = [Term(node: argument, coefficient: 1)]
        if case .sum(let first, let parts) = self[argument] { (constant, terms) = (first, parts) }
        var quarters: Rational = 0
        var others: [Term] = []
        var isFound = false
        for term in terms {
            switch self[term.node] {
            case .pi:
                quarters = quarters + 2 * term.coefficient
                isFound = true
                continue
            case .product(let factors) where factors.count == 2 && factors.allSatisfy({ $0.exponent == 1 }):
                guard let turn = factors.first(where: { if case .pi = self[$0.base] { true } else { false } }),
                    let factor = factors.first(where: { $0.base != turn.base }),
                    case .sum(let shift, let parts) = self[factor.base], !shift.isZero
                else { break }
                quarters = quarters + 2 * term.coefficient * shift
                others.append(Term(node: product(turn.base, combination(0, parts)), coefficient: term.coefficient))
                isFound = true
                continue
            default: break
            }
            others.append(term)
        }
        guard isFound, let count = quarters.asInt else { return nil }
        return (count, combination(constant, others))
    }

    /// Whether the form of the node shows that it is nowhere negative.
    public func isNonnegative(_ node: Node) -> Bool {
        switch self[node] {
        case .number(let value): return value.sign >= 0
        case .pi: return true
        case .variable(let variable): return variable.isPositive
        case .sum(let constant, let terms):
            return constant.sign >= 0 && terms.allSatisfy { $0.coefficient.sign > 0 && isNonnegative($0.node) }
        case .product(let factors):
            return factors.allSatisfy { isNonnegative($0.base) || !$0.exponent.isInteger || ($0.exponent.asInt ?? 1) % 2 == 0 }
        case .function(let function, _):
            switch function {
            case .elementary(.exp), .elementary(.cosh), .elementary(.abs), .besselK, .step: return true
            default: return false
            }
        }
    }
}
