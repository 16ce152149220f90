import Arithmetic
import Expressions

/// Nodes of a graph as a list of instructions over numbered registers, whatever the numbers are.
///
/// Registers hold the variables first, then one value each. What depends on no variable stands in `preamble`, which
/// is run once for a precision; `body` is run for every point.
public struct ScalarProgram: Sendable {
    public enum Operation: UInt8, Sendable {
        case copy, negate, add, subtract, multiply, divide, invert, squareRoot
        /// `target += left · right`
        case addProduct
        /// `target = left · integer`, `target += left · integer`
        case scale, addScaled
        case pi
        /// A literal, or a power with a literal exponent; `right` is the number of the literal.
        case literal, power
        case exp, expMinusOne, log, logOnePlus, sin, cos
        /// `target = sin left`, `right = cos left`
        case sinCos
        case tan, atan, sinh, cosh, tanh, erf, abs, sign, step, gamma
        /// `right` is the register of the order.
        case besselI, besselK
    }

    public struct Instruction: Sendable {
        public let operation: Operation
        public let target: Int
        public let left: Int
        public let right: Int
    }

    public private(set) var preamble: [Instruction] = []
    public private(set) var body: [Instruction] = []
    public private(set) var literals: [Rational] = []
    public private(set) var registerCount: Int
    /// Registers of the nodes asked for.
    public private(set) var results: [Int] = []
    /// Whether an absolute value, sign or step depends on the variables.
    public private(set) var hasKinks = false

    private let graph: ScalarGraph
    /// Whether `exp(a(x) + b(y))` is computed as `exp a(x) · exp b(y)`, for grids on which the factors are shared.
    private let separates: Bool
    private var registers: [ScalarGraph.Node: Int] = [:]
    private var powers: [PowerKey: Int] = [:]
    private var literalRegisters: [Rational: Int] = [:]

    private struct PowerKey: Hashable {
        let register: Int
        /// -1 for the square root.
        let exponent: Int
    }

    public init(
        _ graph: ScalarGraph, _ nodes: [ScalarGraph.Node], variables: [ScalarGraph.Variable], separatingExponentials: Bool = false
    ) {
        self.graph = graph
        separates = separatingExponentials
        registerCount = variables.count
        var present = graph
        for (place, variable) in variables.enumerated() { registers[present.node(variable)] = place }
        pairSinesAndCosines(nodes)
        results = nodes.map { register($0) }
    }

    // MARK: Emission

    private mutating func fresh() -> Int {
        registerCount += 1
        return registerCount - 1
    }

    private mutating func emit(_ operation: Operation, _ left: Int = 0, _ right: Int = 0, constant: Bool) -> Int {
        let target = fresh()
        append(Instruction(operation: operation, target: target, left: left, right: right), constant)
        return target
    }

    private mutating func append(_ instruction: Instruction, _ constant: Bool) {
        if constant { preamble.append(instruction) } else { body.append(instruction) }
    }

    private mutating func literal(_ value: Rational) -> Int {
        if let known = literalRegisters[value] { return known }
        literals.append(value)
        let result = emit(.literal, 0, literals.count - 1, constant: true)
        literalRegisters[value] = result
        return result
    }

    private mutating func register(_ node: ScalarGraph.Node) -> Int {
        if let known = registers[node] { return known }
        let constant = graph.isConstant(node)
        let result: Int
        switch graph[node] {
        case .number(let value): result = literal(value)
        case .pi: result = emit(.pi, constant: true)
        case .variable(let variable): preconditionFailure("variable \(variable.number) is not an argument")
        case .sum(let first, let terms): result = sum(first, terms, constant)
        case .product(let factors): result = product(factors, constant)
        case .function(let function, let argument): result = apply(function, argument, constant)
        }
        registers[node] = result
        return result
    }

    // MARK: Sums

    private mutating func sum(_ first: Rational, _ terms: [ScalarGraph.Term], _ constant: Bool) -> Int {
        // exp(x) - 1 keeps its digits near 0.
        if first == -1, let place = terms.firstIndex(where: { $0.coefficient == 1 && isExponential($0.node) }),
            case .function(_, let argument) = graph[terms[place].node] {
            let inner = register(argument)
            let difference = emit(.expMinusOne, inner, constant: constant)
            var others = terms
            others.remove(at: place)
            if others.isEmpty { return difference }
            return emit(.add, difference, combination(others, constant), constant: constant)
        }
        let body = combination(terms, constant)
        if first.isZero { return body }
        return emit(.add, body, literal(first), constant: constant)
    }

    private func isExponential(_ node: ScalarGraph.Node) -> Bool {
        if case .function(.elementary(.exp), _) = graph[node] { return true }
        return false
    }

    private mutating func combination(_ terms: [ScalarGraph.Term], _ constant: Bool) -> Int {
        let ordered = terms.sorted { ($0.coefficient == 1 ? 0 : 1) < ($1.coefficient == 1 ? 0 : 1) }
        var result: Int?
        var isOwned = false
        for term in ordered {
            let part = register(term.node)
            let integer = term.coefficient.asInt
            guard let sum = result else {
                switch integer {
                case 1: result = part
                case -1: (result, isOwned) = (emit(.negate, part, constant: constant), true)
                case .some(let factor) where abs(factor) < 1 << 30:
                    (result, isOwned) = (emit(.scale, part, factor, constant: constant), true)
                default: (result, isOwned) = (emit(.multiply, part, literal(term.coefficient), constant: constant), true)
                }
                continue
            }
            switch integer {
            case 1: (result, isOwned) = (emit(.add, sum, part, constant: constant), true)
            case -1: (result, isOwned) = (emit(.subtract, sum, part, constant: constant), true)
            default:
                let target = isOwned ? sum : emit(.copy, sum, constant: constant)
                if let integer, abs(integer) < 1 << 30 {
                    append(Instruction(operation: .addScaled, target: target, left: part, right: integer), constant)
                } else {
                    append(Instruction(operation: .addProduct, target: target, left: part, right: literal(term.coefficient)), constant)
                }
                (result, isOwned) = (target, true)
            }
        }
        return result ?? literal(0)
    }

    // MARK: Products

    private mutating func product(_ factors: [ScalarGraph.Factor], _ constant: Bool) -> Int {
        var above: [Int] = []
        var below: [Int] = []
        for factor in factors {
            let base = register(factor.base)
            let still = graph.isConstant(factor.base)
            let magnitude = factor.exponent.magnitude
            if let twice = (magnitude * 2).asInt, twice < 1 << 20 {
                var parts: [Int] = []
                if twice >= 2 { parts.append(power(base, twice / 2, still)) }
                if twice % 2 == 1 { parts.append(root(base, still)) }
                if factor.exponent.sign > 0 { above += parts } else { below += parts }
            } else {
                literals.append(factor.exponent)
                above.append(emit(.power, base, literals.count - 1, constant: still))
            }
        }
        func multiplied(_ parts: [Int]) -> Int? {
            guard var result = parts.first else { return nil }
            for part in parts.dropFirst() { result = emit(.multiply, result, part, constant: constant) }
            return result
        }
        switch (multiplied(above), multiplied(below)) {
        case (let top?, let bottom?): return emit(.divide, top, bottom, constant: constant)
        case (let top?, nil): return top
        case (nil, let bottom?): return emit(.invert, bottom, constant: constant)
        case (nil, nil): return literal(1)
        }
    }

    private mutating func power(_ base: Int, _ exponent: Int, _ constant: Bool) -> Int {
        if exponent == 1 { return base }
        let key = PowerKey(register: base, exponent: exponent)
        if let known = powers[key] { return known }
        let half = power(base, exponent / 2, constant)
        var result = emit(.multiply, half, half, constant: constant)
        if exponent % 2 == 1 { result = emit(.multiply, result, base, constant: constant) }
        powers[key] = result
        return result
    }

    private mutating func root(_ base: Int, _ constant: Bool) -> Int {
        let key = PowerKey(register: base, exponent: -1)
        if let known = powers[key] { return known }
        let result = emit(.squareRoot, base, constant: constant)
        powers[key] = result
        return result
    }

    // MARK: Functions

    private mutating func apply(_ function: ScalarFunction, _ argument: ScalarGraph.Node, _ constant: Bool) -> Int {
        if case .elementary(.log) = function, case .sum(1, let terms) = graph[argument] {
            return emit(.logOnePlus, combination(terms, constant), constant: constant)
        }
        if separates, case .elementary(.exp) = function, case .sum(let first, let terms) = graph[argument],
            let result = separatedExponential(first, terms) {
            return result
        }
        let inner = register(argument)
        switch function {
        case .elementary(let name):
            switch name {
            case .exp: return emit(.exp, inner, constant: constant)
            case .log: return emit(.log, inner, constant: constant)
            case .sin: return emit(.sin, inner, constant: constant)
            case .cos: return emit(.cos, inner, constant: constant)
            case .tan: return emit(.tan, inner, constant: constant)
            case .atan: return emit(.atan, inner, constant: constant)
            case .sinh: return emit(.sinh, inner, constant: constant)
            case .cosh: return emit(.cosh, inner, constant: constant)
            case .tanh: return emit(.tanh, inner, constant: constant)
            case .gamma: return emit(.gamma, inner, constant: constant)
            case .erf: return emit(.erf, inner, constant: constant)
            case .abs: hasKinks = hasKinks || !constant; return emit(.abs, inner, constant: constant)
            case .sign: hasKinks = hasKinks || !constant; return emit(.sign, inner, constant: constant)
            }
        case .step: hasKinks = hasKinks || !constant; return emit(.step, inner, constant: constant)
        case .besselI(let order): return emit(.besselI, inner, register(order), constant: constant)
        case .besselK(let order): return emit(.besselK, inner, register(order), constant: constant)
        }
    }

    /// One factor for every set of variables that occur together.
    private mutating func separatedExponential(_ first: Rational, _ terms: [ScalarGraph.Term]) -> Int? {
        var groups: [(support: Set<Int>, terms: [ScalarGraph.Term])] = []
        for term in terms.sorted(by: { graph.support($0.node).count > graph.support($1.node).count }) {
            let support = graph.support(term.node)
            if let place = groups.firstIndex(where: { support.isSubset(of: $0.support) }) {
                groups[place].terms.append(term)
            } else {
                groups.append((support, [term]))
            }
        }
        guard groups.count > 1 else { return nil }
        var result: Int?
        for (place, group) in groups.enumerated() {
            var inner = combination(group.terms, false)
            if place == 0 && !first.isZero { inner = emit(.add, inner, literal(first), constant: false) }
            let factor = emit(.exp, inner, constant: false)
            result = result.map { emit(.multiply, $0, factor, constant: false) } ?? factor
        }
        return result
    }

    /// One instruction gives both where a graph asks for the sine and the cosine of one argument.
    private mutating func pairSinesAndCosines(_ nodes: [ScalarGraph.Node]) {
        var sines: [ScalarGraph.Node: ScalarGraph.Node] = [:]
        var cosines: [ScalarGraph.Node: ScalarGraph.Node] = [:]
        for node in graph.reachable(from: nodes) {
            switch graph[node] {
            case .function(.elementary(.sin), let argument): sines[argument] = node
            case .function(.elementary(.cos), let argument): cosines[argument] = node
            default: break
            }
        }
        for (argument, sine) in sines.sorted(by: { $0.key < $1.key }) {
            guard let cosine = cosines[argument], registers[sine] == nil else { continue }
            let constant = graph.isConstant(argument)
            let (first, second) = (fresh(), fresh())
            // Arguments of other pairs are reached through these, in the order of nodes: operands come first.
            append(Instruction(operation: .sinCos, target: first, left: register(argument), right: second), constant)
            registers[sine] = first
            registers[cosine] = second
        }
    }
}

extension ScalarGraph {
    /// Every node on which the given ones depend, operands first.
    public func reachable(from nodes: [Node]) -> [Node] {
        var seen: Set<Node> = []
        var waiting = nodes
        while let node = waiting.popLast() {
            guard seen.insert(node).inserted else { continue }
            switch self[node] {
            case .number, .pi, .variable: break
            case .sum(_, let terms): waiting += terms.map(\.node)
            case .product(let factors): waiting += factors.map(\.base)
            case .function(let function, let argument):
                waiting.append(argument)
                switch function {
                case .besselI(let order), .besselK(let order): waiting.append(order)
                default: break
                }
            }
        }
        return seen.sorted()
    }
}
