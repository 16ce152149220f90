import Arithmetic
import Expressions

extension ScalarValue {
    /// Whether all that stands in denominators is shown to be nonzero, almost everywhere where it varies. Divisors made of integrals are
    /// left to those who have their values, `integralDivisors`.
    ///
    /// A divisor that is left in what is evaluated has a finite quotient only where it is not zero; of `a/a` nothing is left.
    public func hasNonzeroDivisors() -> Bool {
        let own = Set(integralDivisors)
        let others = definedness.divisors.filter { !own.contains($0) }
        if others.isEmpty { return true }
        let standing = standingDivisors()
        return others.allSatisfy { standing.contains($0) || isNonzeroAlmostEverywhere($0) }
    }

    /// Denominators that depend on no variable but closed integrals.
    public var integralDivisors: [ScalarGraph.Node] { definedness.divisors.filter(dependsOnIntegralsOnly) }

    /// What stands under roots and logarithms, and depends on no variable but closed integrals.
    public var integralRadicands: [ScalarGraph.Node] { definedness.radicands.filter(dependsOnIntegralsOnly) }

    private func dependsOnIntegralsOnly(_ node: ScalarGraph.Node) -> Bool {
        let support = graph.support(node)
        let closed = integrals.keys.filter { support.contains($0.number) && graph.isClosed($0, among: integrals) }
        return !support.isEmpty && support == Set(closed.map(\.number))
    }

    private func standingDivisors() -> Set<ScalarGraph.Node> {
        var result: Set<ScalarGraph.Node> = []
        for node in graph.reachable(from: [root] + stated.compactMap { integrals[$0]?.integrand }) {
            guard case .product(let factors) = graph[node] else { continue }
            for factor in factors where factor.exponent.sign < 0 { result.insert(factor.base) }
        }
        return result
    }

    private func isNonzeroAlmostEverywhere(_ node: ScalarGraph.Node) -> Bool {
        if graph.isNonzero(node) { return true }
        if graph.isConstant(node) { return ((try? graph.sign(node)) ?? 0) != 0 }
        if isNonzeroSomewhere(node) { return true }
        switch graph[node] {
        case .product(let factors): return factors.allSatisfy { isNonzeroAlmostEverywhere($0.base) }
        case .sum(_, let terms): return graph.isNonnegative(node) && terms.contains { isNonzeroAlmostEverywhere($0.node) }
        case .function(.elementary(.abs), let argument): return isNonzeroAlmostEverywhere(argument)
        default: return false
        }
    }

    /// A meromorphic function that is not zero at one place is zero almost nowhere: what is left of C^n, or of a sphere in it, without the
    /// poles is connected.
    private func isNonzeroSomewhere(_ divisor: ScalarGraph.Node) -> Bool {
        guard isMeromorphic(divisor) else { return false }
        var axes: [IteratedIntegral.Axis] = []
        for number in graph.support(divisor).sorted() where !axes.contains(where: { $0.variables.contains { $0.number == number } }) {
            guard let axis = integrals.values.flatMap(\.axes).first(where: { $0.variables.contains { $0.number == number } }) else { return false }
            axes.append(axis)
        }
        let machine = RealBallMachine(ScalarProgram(graph, [divisor], variables: axes.flatMap(\.variables)), precision: 128)
        return (1...4).contains { attempt in
            var place = 0
            for (number, axis) in axes.enumerated() {
                let size = Rational(7 * number + 5 * attempt + 3, 37 + 7 * number)
                let point: [Rational]
                switch axis.domain {
                case .circle: point = [2 * size, size * size - 1].map { $0 / (size * size + 1) }
                // Stereographic projection of (s, 1/3).
                case .sphere: point = [2 * size, Rational(2, 3), size * size - Rational(8, 9)].map { $0 / (size * size + Rational(10, 9)) }
                case .interval, .halfLine, .negativeHalfLine, .line: point = [size]
                }
                for value in point {
                    machine.setArgument(place, to: Ball(value, precision: 128))
                    place += 1
                }
            }
            machine.run()
            return machine.result(0).isFinite && !machine.result(0).containsZero
        }
    }

    private func isMeromorphic(_ node: ScalarGraph.Node) -> Bool {
        if graph.isConstant(node) { return true }
        switch graph[node] {
        case .number, .pi, .variable: return true
        case .sum(_, let terms): return terms.allSatisfy { isMeromorphic($0.node) }
        case .product(let factors): return factors.allSatisfy { $0.exponent.isInteger && isMeromorphic($0.base) }
        case .function(.elementary(let name), let argument):
            switch name {
            case .exp, .sin, .cos, .tan, .sinh, .cosh, .tanh, .erf: return isMeromorphic(argument)
            case .log, .atan, .abs, .sign, .gamma: return false
            }
        case .function: return false
        }
    }
}

extension ScalarGraph {
    /// Whether the form of the node shows that it is nowhere zero.
    public func isNonzero(_ node: Node) -> Bool {
        switch self[node] {
        case .number(let value): return !value.isZero
        case .pi: return true
        case .variable: return false
        case .sum(let constant, let terms):
            return isNonnegative(node) && (constant.sign > 0 || terms.contains { isNonzero($0.node) }) || constant.isZero && terms.count == 1 && isNonzero(terms[0].node)
        case .product(let factors): return factors.allSatisfy { isNonzero($0.base) }
        case .function(let function, _):
            switch function {
            case .elementary(.exp), .elementary(.cosh), .besselK: return true
            default: return false
            }
        }
    }
}
