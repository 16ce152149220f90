import Arithmetic

/// Proved integrals over rectangles and over the unit sphere by nested adaptive Gauss rules.
public struct SurfaceEnclosure {
    private struct Part {
        let graph: ScalarGraph
        let integrand: ScalarGraph.Node
        let inner: (variable: ScalarGraph.Variable, start: ScalarGraph.Node, end: ScalarGraph.Node)
        let outer: (variable: ScalarGraph.Variable, start: ScalarGraph.Node, end: ScalarGraph.Node)
    }

    private let parts: [Part]

    /// Nil for other domains.
    public init?(_ integral: ScalarIntegral) throws {
        if integral.axes.count == 1, integral.axes[0].domain == .sphere, integral.axes[0].variables.count == 3 {
            parts = try Self.sphere(integral)
        } else if integral.axes.count == 2 {
            parts = try Self.rectangles(integral)
            if parts.isEmpty { return nil }
        } else {
            return nil
        }
    }

    /// Colatitude and longitude, in which analytic functions on the sphere are analytic; kinks may be on the equator.
    private static func sphere(_ integral: ScalarIntegral) throws -> [Part] {
        var graph = integral.graph
        let variables = integral.axes[0].variables
        for kink in try graph.kinks(of: integral.integrand, by: variables[2]) where graph.rational(kink)?.isZero != true {
            throw EnclosureError.notApplicable("a kink off the equator")
        }
        let hemispheres: [(ScalarGraph.Node?, ScalarGraph.Node?)]
        let zero = graph.number(0)
        let hasKink = try !graph.kinks(of: integral.integrand, by: variables[2]).isEmpty
        hemispheres = hasKink ? [(zero, nil), (nil, zero)] : [(nil, nil)]
        let pi = graph.pi()
        let half = graph.scaled(pi, by: Rational(1, 2))
        let turn = graph.scaled(pi, by: 2)
        let (colatitude, θ) = graph.variable()
        let (longitude, φ) = graph.variable()
        let radius = graph.function(.elementary(.sin), θ)
        let values = [
            variables[0]: graph.product(radius, graph.function(.elementary(.cos), φ)),
            variables[1]: graph.product(radius, graph.function(.elementary(.sin), φ)),
            variables[2]: graph.function(.elementary(.cos), θ),
        ]
        var parts: [Part] = []
        for (low, high) in hemispheres {
            let smooth = try graph.smooth(integral.integrand, by: variables[2], between: low, and: high)
            let integrand = graph.product(graph.substituting(values, in: smooth), radius)
            let range = !hasKink ? (zero, pi) : low != nil ? (zero, half) : (half, pi)
            parts.append(Part(
                graph: graph, integrand: integrand, inner: (longitude, zero, turn), outer: (colatitude, range.0, range.1)))
        }
        return parts
    }

    private static func rectangles(_ integral: ScalarIntegral) throws -> [Part] {
        var parts: [Part] = []
        for first in try integral.pieces(of: integral.axes[0]) {
            guard case .interval(let width, _) = first.extent else { return [] }
            let rest = ScalarIntegral(graph: first.graph, integrand: first.integrand, axes: [integral.axes[1]])
            for second in try rest.pieces(of: integral.axes[1]) {
                guard case .interval(let height, _) = second.extent else { return [] }
                var graph = second.graph
                let zero = graph.number(0)
                parts.append(Part(
                    graph: graph, integrand: second.integrand, inner: (second.variable, zero, height), outer: (first.variable, zero, width)))
            }
        }
        return parts
    }

    public func enclosure(accuracy: Int, budget: Int) throws -> IntegralEnclosure {
        var bits = accuracy + 4
        while true {
            var value = Ball(0)
            var evaluations = 0
            let precision = bits + 48
            for part in parts {
                func ball(_ node: ScalarGraph.Node) throws -> Ball { try part.graph.enclosure(of: node, precision: precision) }
                let program = ScalarProgram(part.graph, [part.integrand], variables: [part.inner.variable, part.outer.variable])
                let inner = (try ball(part.inner.start), try ball(part.inner.end))
                let outer = (try ball(part.outer.start), try ball(part.outer.end))
                let result = AdaptiveGauss.integral(
                    ComplexBallMachine(program, precision: precision), inner: inner, outer: outer, accuracy: bits,
                    scale: Self.scale(program, inner, outer), precision: precision, limit: budget - evaluations)
                evaluations += result.evaluations
                value.add(result.value.real, precision: precision)
            }
            guard value.isFinite else {
                if evaluations >= budget { throw EnclosureError.tooMuchWork }
                throw EnclosureError.notApplicable("an integrand that is not analytic on the domain")
            }
            let reached = value.relativeAccuracyBits
            if reached >= accuracy || bits > 6 * accuracy + 256 {
                return IntegralEnclosure(
                    value: value, evaluations: evaluations, method: "nested adaptive Gauss-Legendre rules of Petras, proved")
            }
            bits += max(16, accuracy - max(reached, 0) + 4)
        }
    }

    /// The size of the integral, in powers of two: a guess.
    private static func scale(_ program: ScalarProgram, _ inner: (Ball, Ball), _ outer: (Ball, Ball)) -> Int {
        let probe = RealBallMachine(program, precision: 53)
        let widths = [inner, outer].map { $0.1.subtracting($0.0, precision: 53) }
        var largest = 0.0
        for i in 1..<6 {
            for j in 1..<6 {
                for (place, (range, number)) in zip([inner, outer], [i, j]).enumerated() {
                    let share = widths[place].multiplied(by: Ball(Rational(2 * number - 1, 11), precision: 53), precision: 53)
                    probe.setArgument(place, to: range.0.adding(share, precision: 53))
                }
                probe.run()
                let value = abs(probe.result(0).midpointEstimate)
                if value.isFinite { largest = max(largest, value) }
            }
        }
        let size = largest * abs(widths[0].midpointEstimate * widths[1].midpointEstimate)
        return size > 0 && size.isFinite ? Int(size.exponent) - 2 : 0
    }
}
