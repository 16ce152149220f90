import Arithmetic
import CFLINT
import Expressions

/// Proves that a function of one variable is analytic on rectangles above the real line, and bounds its integral along their upper edges.
///
/// Rectangles are taken in columns. Within a column, exponentials that dominate a sum on the real line are taken out of logarithms and
/// powers: `log(e^p + e^q) = p + log(1 + e^(q-p))`. What is left is near a constant, so that the principal branch is the continuation
/// from the real line.
final class StripBound {
    private var graph: ScalarGraph
    private let variable: ScalarGraph.Variable
    private let integrand: ScalarGraph.Node
    /// Sums of exponentials under a logarithm or a power.
    private let sums: [ScalarGraph.Node]
    private let terms: RealBallMachine
    private var machines: [[Int]: ComplexBallMachine] = [:]
    private(set) var evaluations = 0
    private var allowed = 0
    /// The column in which the last height could not be shown.
    private var obstacle: (left: Rational, right: Rational)?

    private static let precision = 53

    init(_ graph: ScalarGraph, _ variable: ScalarGraph.Variable, _ integrand: ScalarGraph.Node) {
        self.graph = graph
        self.variable = variable
        self.integrand = integrand
        let sums = graph.dominatedSums(integrand, variable)
        self.sums = sums
        terms = RealBallMachine(
            ScalarProgram(graph, sums.flatMap { graph.terms(of: $0).map(\.node) }, variables: [variable]), precision: Self.precision)
    }

    /// A bound of `∫ |F(x + ia)| dx` over `[left, right]`, F being analytic on `[left, right] + [0, a]i`; nil when that is not shown with
    /// `limit` evaluations.
    func edge(from left: Rational, to right: Rational, height: Rational, limit: Int) -> Ball? {
        allowed = evaluations + limit
        // What stood in the way of another height is likely to stand in the way of this one.
        var first: [Column] = []
        if let obstacle, !prove(obstacle.left, obstacle.right, height, 0, &first) { return nil }
        let start = 16
        let width = (right - left) / Rational(start)
        var columns: [Column] = []
        for number in 0..<start {
            guard prove(left + width * Rational(number), left + width * Rational(number + 1), height, 0, &columns) else { return nil }
        }
        // Wide edges are bounded by their largest value: those that matter are split.
        var total = Self.total(columns)
        for _ in 0..<12 {
            var refined: [Column] = []
            var largest = columns[0].bound
            for column in columns.dropFirst() { largest = largest.maximum(column.bound, precision: 30) }
            let threshold = largest.multiplied(by: Ball(Rational(1, 16), precision: 30), precision: 30)
            for column in columns {
                guard threshold.isLess(than: column.bound) == .yes, evaluations < allowed else { refined.append(column); continue }
                let middle = (column.left + column.right) / 2
                for (x0, x1) in [(column.left, middle), (middle, column.right)] {
                    guard let bound = edge(column.machine, x0, x1, height) else { return nil }
                    refined.append(Column(left: x0, right: x1, machine: column.machine, bound: bound))
                }
            }
            let next = Self.total(refined)
            // A smaller bound saves a term for each of a hundred parts of its digits.
            let isEnough = total.isLess(than: next.multiplied(by: Ball(8), precision: 30)) == .yes
            columns = refined
            total = next
            if isEnough || evaluations >= allowed { break }
        }
        return total.isFinite ? total : nil
    }

    private struct Column {
        let left: Rational
        let right: Rational
        let machine: ComplexBallMachine
        let bound: Ball
    }

    private static func total(_ columns: [Column]) -> Ball {
        columns.reduce(Ball(0)) { $0.adding($1.bound, precision: 53) }
    }

    /// Adds columns that cover `[left, right]`.
    private func prove(_ left: Rational, _ right: Rational, _ height: Rational, _ depth: Int, _ columns: inout [Column]) -> Bool {
        if let machine = machine(at: (left + right) / 2), isAnalytic(machine, left, right, 0, height, 0),
            let bound = edge(machine, left, right, height) {
            columns.append(Column(left: left, right: right, machine: machine, bound: bound))
            return true
        }
        // Columns much narrower than high show that the height is too large.
        guard depth < 10, (right - left) * 16 > height, evaluations < allowed else {
            obstacle = (left, right)
            return false
        }
        let middle = (left + right) / 2
        return prove(left, middle, height, depth + 1, &columns) && prove(middle, right, height, depth + 1, &columns)
    }

    private func isAnalytic(_ machine: ComplexBallMachine, _ left: Rational, _ right: Rational, _ low: Rational, _ high: Rational, _ depth: Int) -> Bool {
        evaluations += 1
        machine.setArgument(0, to: ComplexBall(
            Ball(lower: left, upper: right, precision: Self.precision), Ball(lower: low, upper: high, precision: Self.precision)))
        machine.run(analytic: true)
        if acb_is_finite(machine.resultPointer(0)) != 0 { return true }
        // Higher rectangles than wide ones are cut here, others by the caller.
        guard depth < 3, evaluations < allowed, (high - low) * 2 > right - left else { return false }
        let middle = (low + high) / 2
        return isAnalytic(machine, left, right, low, middle, depth + 1) && isAnalytic(machine, left, right, middle, high, depth + 1)
    }

    private func edge(_ machine: ComplexBallMachine, _ left: Rational, _ right: Rational, _ height: Rational) -> Ball? {
        evaluations += 1
        let segment = Ball(lower: left, upper: right, precision: Self.precision)
        machine.setArgument(0, to: ComplexBall(segment, Ball(height, precision: Self.precision)))
        machine.run(analytic: true)
        let value = machine.result(0)
        guard value.isFinite else { return nil }
        return value.absoluteValue(precision: Self.precision).magnitudeBound.multiplied(by: Ball(right - left, precision: Self.precision), precision: Self.precision)
    }

    /// The program with the exponentials taken out that dominate at a real point.
    private func machine(at point: Rational) -> ComplexBallMachine? {
        if sums.isEmpty { return machine(for: []) }
        evaluations += 1
        terms.setArgument(0, to: Ball(point, precision: Self.precision))
        terms.run()
        var choice: [Int] = []
        var place = 0
        for sum in sums {
            let parts = graph.terms(of: sum)
            var best = -1
            var largest: Ball?
            for (number, part) in parts.enumerated() {
                let value = terms.result(place + number).multiplied(by: Ball(part.coefficient, precision: 53), precision: 53).absoluteValue
                guard value.isFinite else { return nil }
                if largest.map({ $0.isLess(than: value) == .yes }) ?? true {
                    largest = value
                    best = graph.exponent(of: part.node) == nil ? -1 : number
                }
            }
            choice.append(best)
            place += parts.count
        }
        return machine(for: choice)
    }

    private func machine(for choice: [Int]) -> ComplexBallMachine {
        if let known = machines[choice] { return known }
        var exponents: [ScalarGraph.Node: ScalarGraph.Node] = [:]
        for (sum, number) in zip(sums, choice) where number >= 0 {
            exponents[sum] = graph.exponent(of: graph.terms(of: sum)[number].node)
        }
        let node = graph.takingOut(exponents, of: integrand)
        let machine = ComplexBallMachine(ScalarProgram(graph, [node], variables: [variable]), precision: Self.precision)
        machines[choice] = machine
        return machine
    }
}

extension ScalarGraph {
    /// Sums with exponentials, of which a logarithm or a power that is not natural is taken.
    fileprivate func dominatedSums(_ node: Node, _ variable: Variable) -> [Node] {
        var result: [Node] = []
        func consider(_ base: Node) {
            guard case .sum = self[base], support(base).contains(variable.number), !result.contains(base),
                terms(of: base).contains(where: { exponent(of: $0.node) != nil })
            else { return }
            result.append(base)
        }
        for inner in reachable(from: [node]) {
            switch self[inner] {
            case .function(.elementary(.log), let argument): consider(argument)
            case .product(let factors):
                for factor in factors where !(factor.exponent.isInteger && factor.exponent.sign > 0) { consider(factor.base) }
            default: break
            }
        }
        return result
    }

    /// The terms of a sum, the constant one included.
    fileprivate func terms(of node: Node) -> [Term] {
        guard case .sum(let constant, let terms) = self[node] else { return [Term(node: node, coefficient: 1)] }
        if constant.isZero { return terms }
        var copy = self
        return terms + [Term(node: copy.number(constant), coefficient: 1)].filter { $0.node.number < operations.count }
    }

    /// `p` where the node is `exp(p)` or a product with it.
    fileprivate func exponent(of node: Node) -> Node? {
        switch self[node] {
        case .function(.elementary(.exp), let argument): return argument
        case .product(let factors):
            for factor in factors where factor.exponent == 1 {
                if case .function(.elementary(.exp), let argument) = self[factor.base] { return argument }
            }
            return nil
        default: return nil
        }
    }

    /// The node with `S = exp(p) (S exp(-p))` for the given p of sums S, under logarithms and powers.
    fileprivate mutating func takingOut(_ exponents: [Node: Node], of node: Node) -> Node {
        if exponents.isEmpty { return node }
        var known: [Node: Node] = [:]
        return takingOut(exponents, node, &known)
    }

    private mutating func takingOut(_ exponents: [Node: Node], _ node: Node, _ known: inout [Node: Node]) -> Node {
        if isConstant(node) { return node }
        if let result = known[node] { return result }
        func reduced(_ sum: Node, _ exponent: Node) -> (Node, Node) {
            let p = takingOut(exponents, exponent, &known)
            let inverse = function(.elementary(.exp), scaled(p, by: -1))
            guard case .sum(let constant, let terms) = self[sum] else { return (p, sum) }
            var parts = [Term(node: inverse, coefficient: constant)]
            for term in terms {
                parts.append(Term(node: product(takingOut(exponents, term.node, &known), inverse), coefficient: term.coefficient))
            }
            return (p, combination(0, parts))
        }
        let result: Node
        switch self[node] {
        case .number, .pi, .variable: result = node
        case .sum(let constant, let terms):
            var parts: [Term] = []
            for term in terms { parts.append(Term(node: takingOut(exponents, term.node, &known), coefficient: term.coefficient)) }
            result = combination(constant, parts)
        case .product(let factors):
            var parts: [Factor] = []
            for factor in factors {
                if let exponent = exponents[factor.base] {
                    let (p, rest) = reduced(factor.base, exponent)
                    parts.append(Factor(base: function(.elementary(.exp), p), exponent: factor.exponent))
                    parts.append(Factor(base: rest, exponent: factor.exponent))
                } else {
                    parts.append(Factor(base: takingOut(exponents, factor.base, &known), exponent: factor.exponent))
                }
            }
            result = product(parts)
        case .function(.elementary(.log), let argument):
            if let exponent = exponents[argument] {
                let (p, rest) = reduced(argument, exponent)
                result = sum(p, function(.elementary(.log), rest))
            } else {
                result = function(.elementary(.log), takingOut(exponents, argument, &known))
            }
        case .function(let name, let argument): result = function(name, takingOut(exponents, argument, &known))
        }
        known[node] = result
        return result
    }
}
