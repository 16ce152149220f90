import Arithmetic
import Expressions

extension ScalarValue {
    /// Whether all that stands under roots and logarithms is shown to be nowhere negative: by its form, by the zeros of a polynomial, or
    /// on parts of a bounded domain. Radicands made of integrals are left to those who have their values, `integralRadicands`.
    ///
    /// Values do not show that. A root can cancel, as in `sqrt(x)² = x`; and a complex rule integrates over places where it is imaginary.
    public func hasRealRadicands() -> Bool {
        var axes: [Int: IteratedIntegral.Axis] = [:]
        for axis in integrals.values.flatMap(\.axes) {
            for variable in axis.variables { axes[variable.number] = axis }
        }
        let own = Set(integralRadicands)
        return definedness.radicands.allSatisfy { own.contains($0) || isNonnegative($0, axes) }
    }

    private func isNonnegative(_ radicand: ScalarGraph.Node, _ axes: [Int: IteratedIntegral.Axis]) -> Bool {
        if graph.isNonnegative(radicand) { return true }
        if graph.isConstant(radicand) { return ((try? graph.sign(radicand)) ?? -1) >= 0 }
        var domains: [IteratedIntegral.Axis] = []
        for number in graph.support(radicand).sorted() {
            guard let axis = axes[number] else { return false }
            if !domains.contains(where: { $0.variables == axis.variables }) { domains.append(axis) }
        }
        if domains.count == 1, domains[0].variables.count == 1 {
            // Of |r| - r nothing is left where r is not negative.
            var own = graph
            let excess = own.difference(own.function(.elementary(.abs), radicand), radicand)
            let pieces = try? ScalarIntegral(graph: own, integrand: excess, axes: domains).pieces(of: domains[0])
            if let pieces { return pieces.isEmpty }
        }
        return isNonnegativeOnParts(radicand, domains)
    }

    private static let mostParts = 4000

    private func isNonnegativeOnParts(_ radicand: ScalarGraph.Node, _ domains: [IteratedIntegral.Axis]) -> Bool {
        var box: [(lower: Rational, upper: Rational)] = []
        for axis in domains {
            switch axis.domain {
            case .circle, .sphere: box += axis.variables.map { _ in (-1, 1) }
            case .interval(let lower, let upper):
                guard let a = try? graph.enclosure(of: lower, precision: 64).lowerBound(precision: 64),
                    let b = try? graph.enclosure(of: upper, precision: 64).upperBound(precision: 64) else { return false }
                box.append((a, b))
            case .halfLine, .negativeHalfLine, .line: return false
            }
        }
        let machine = RealBallMachine(ScalarProgram(graph, [radicand], variables: domains.flatMap(\.variables)), precision: 64)
        var waiting = [box]
        var parts = 0
        while let part = waiting.popLast() {
            parts += 1
            for (place, side) in part.enumerated() {
                machine.setArgument(place, to: Ball(lower: side.lower, upper: side.upper, precision: 64))
            }
            machine.run()
            let value = machine.result(0)
            if value.isFinite, value.isNegative() == .no { continue }
            guard value.isNegative() != .yes, parts + waiting.count < Self.mostParts,
                let widest = part.indices.max(by: { part[$0].upper - part[$0].lower < part[$1].upper - part[$1].lower }) else { return false }
            let middle = (part[widest].lower + part[widest].upper) / 2
            for half in [(part[widest].lower, middle), (middle, part[widest].upper)] {
                var next = part
                next[widest] = half
                waiting.append(next)
            }
        }
        return true
    }
}
