import Arithmetic
import CFLINT

/// Proved integrals over bounded intervals: adaptive Gauss where the integrand is analytic up to the ends; singular ends are made regular
/// by `δ = σ^k`, or are moved to infinity by `δ = exp(-u)` with a bound of what is cut off.
struct IntervalEnclosure {
    private var graph: ScalarGraph
    private let variable: ScalarGraph.Variable
    private let fromBelow: ScalarGraph.Node
    private let fromAbove: ScalarGraph.Node
    private let width: ScalarGraph.Node

    init?(_ piece: IntegrationPiece) {
        guard case .interval(let width, let fromAbove) = piece.extent else { return nil }
        graph = piece.graph
        variable = piece.variable
        fromBelow = piece.integrand
        self.fromAbove = fromAbove
        self.width = width
    }

    /// - Parameters:
    ///   - fromBelow: the integrand by the distance from the lower end.
    ///   - fromAbove: by that from the upper end.
    init(
        _ graph: ScalarGraph, _ variable: ScalarGraph.Variable, fromBelow: ScalarGraph.Node, fromAbove: ScalarGraph.Node, width: ScalarGraph.Node
    ) {
        self.graph = graph
        self.variable = variable
        self.fromBelow = fromBelow
        self.fromAbove = fromAbove
        self.width = width
    }

    private static let refusal = EnclosureError.notApplicable("an interval on which the integrand is not understood")

    /// - Parameter allowsLogarithms: whether an end may be moved to infinity, which takes many more evaluations.
    mutating func enclosure(accuracy: Int, limit: Int, allowsLogarithms: Bool) throws -> IntegralEnclosure {
        let isRegularBelow = isRegular(fromBelow), isRegularAbove = isRegular(fromAbove)
        if isRegularBelow && isRegularAbove {
            return try gauss(fromBelow, to: width, accuracy, limit)
        }
        let half = graph.scaled(width, by: Rational(1, 2))
        var total: IntegralEnclosure?
        for (node, isRegular) in [(fromBelow, isRegularBelow), (fromAbove, isRegularAbove)] {
            let part = isRegular
                ? try gauss(node, to: half, accuracy + 2, limit) : try singular(node, half, accuracy + 2, limit, allowsLogarithms)
            total = total.map {
                IntegralEnclosure(
                    value: $0.value.adding(part.value, precision: accuracy + 64), evaluations: $0.evaluations + part.evaluations,
                    method: $0.method == part.method ? part.method : Self.singularMethod)
            } ?? part
        }
        guard let total else { throw Self.refusal }
        return total
    }

    private static let method = "adaptive Gauss-Legendre rule of Petras, proved"
    private static let singularMethod = "adaptive Gauss-Legendre rule of Petras, proved, after a change of variable at the singular end"

    /// Whether the node is analytic around 0.
    private func isRegular(_ node: ScalarGraph.Node) -> Bool {
        let machine = ComplexBallMachine(ScalarProgram(graph, [node], variables: [variable]), precision: 53)
        guard let size = try? graph.enclosure(of: width, precision: 53).upperBound(precision: 20) else { return false }
        for scale in [10, 30] {
            let radius = size / Rational(1 << scale)
            let part = Ball(midpoint: 0, radius: radius, precision: 53)
            machine.setArgument(0, to: ComplexBall(part, part))
            machine.run(analytic: true)
            if machine.result(0).isFinite { return true }
        }
        return false
    }

    private func gauss(_ node: ScalarGraph.Node, to end: ScalarGraph.Node, _ accuracy: Int, _ limit: Int) throws -> IntegralEnclosure {
        let precision = accuracy + 48
        let top = try graph.enclosure(of: end, precision: precision)
        return try gauss(node, Ball(0), top, accuracy, limit)
    }

    private func gauss(_ node: ScalarGraph.Node, _ low: Ball, _ high: Ball, _ accuracy: Int, _ limit: Int) throws -> IntegralEnclosure {
        let precision = accuracy + 48
        let program = ScalarProgram(graph, [node], variables: [variable])
        // The size of the integral, for the tolerance: a guess.
        let probe = RealBallMachine(program, precision: 64)
        let width = high.subtracting(low, precision: 64)
        var scale = Int.min
        for number in 1..<16 {
            let share = Ball(Rational(number, 16), precision: 64)
            probe.setArgument(0, to: low.adding(width.multiplied(by: share, precision: 64), precision: 64))
            probe.run()
            let value = probe.resultPointer(0)
            if arb_is_finite(value) != 0, arf_is_zero(&value.pointee.mid) == 0 {
                scale = max(scale, arf_abs_bound_lt_2exp_si(&value.pointee.mid))
            }
        }
        if scale == Int.min { scale = 0 }
        scale += Int(max(abs(width.midpointEstimate), 1e-300).exponent) - 2
        let machine = ComplexBallMachine(program, precision: precision)
        var result = AdaptiveGauss.integral(
            machine, from: low, to: high, accuracy: accuracy, scale: scale, precision: precision, limit: limit)
        if !result.value.real.isFinite || result.value.real.relativeAccuracyBits < accuracy - 2, let peak = Self.peak(probe, low, high),
            peak.height + peak.width > scale + 8 {
            // The guess missed a narrow peak, and asked for far too many digits elsewhere.
            result = AdaptiveGauss.integral(
                machine, from: low, to: high, accuracy: accuracy, scale: peak.height + peak.width, precision: precision, limit: limit)
        }
        let value = result.value.real
        guard value.isFinite else { throw Self.refusal }
        guard result.evaluations <= limit else { throw EnclosureError.tooMuchWork }
        return IntegralEnclosure(value: value, evaluations: result.evaluations, method: Self.method)
    }

    /// `log2` of the largest modulus found by repeated refinement about the largest of some values, and of the width of that peak.
    private static func peak(_ probe: RealBallMachine, _ low: Ball, _ high: Ball) -> (height: Int, width: Int)? {
        func size(_ x: Double) -> Int? {
            arb_set_d(probe.registers, x)
            probe.run()
            let value = probe.resultPointer(0)
            return arb_is_finite(value) != 0 && arf_is_zero(&value.pointee.mid) == 0 ? arf_abs_bound_lt_2exp_si(&value.pointee.mid) : nil
        }
        var (a, b) = (low.midpointEstimate, high.midpointEstimate)
        var found: (height: Int, width: Int)?
        for _ in 0..<40 {
            let step = (b - a) / 16
            guard step > 0 else { break }
            let values = (1..<16).map { size(a + step * Double($0)) ?? Int.min }
            guard let place = values.indices.max(by: { values[$0] < values[$1] }), values[place] > Int.min else { return found }
            if let found, values[place] <= found.height + 1, values[0] > found.height - 8 { break }
            found = (max(values[place], found?.height ?? Int.min), Int(step.exponent))
            let centre = a + step * Double(place + 1)
            (a, b) = (centre - step, centre + step)
        }
        return found
    }

    // MARK: Singular ends

    private mutating func singular(
        _ node: ScalarGraph.Node, _ end: ScalarGraph.Node, _ accuracy: Int, _ limit: Int, _ allowsLogarithms: Bool
    ) throws -> IntegralEnclosure {
        // δ = σ^k for the denominators k of the exponents that occur.
        var degree = 1
        for inner in graph.reachable(from: [node]) {
            guard case .product(let factors) = graph[inner] else { continue }
            for factor in factors where graph.support(factor.base).contains(variable.number) {
                if let k = factor.exponent.denominator.asInt, k > 1, k <= 12, degree % k != 0, degree * k <= 24 { degree *= k }
            }
        }
        if degree > 1 {
            let (new, σ) = graph.variable(isPositive: true)
            let power = graph.power(σ, Rational(degree))
            let slope = graph.scaled(graph.power(σ, Rational(degree - 1)), by: Rational(degree))
            let replaced = graph.product(graph.expanded(graph.substituting([variable: power], in: node), near: new), slope)
            let root = graph.power(end, Rational(1, degree))
            let other = IntervalEnclosure(graph, new, fromBelow: replaced, fromAbove: replaced, width: width)
            if other.isRegular(replaced) {
                let result = try other.gauss(replaced, to: root, accuracy, limit)
                return IntegralEnclosure(value: result.value, evaluations: result.evaluations, method: Self.singularMethod)
            }
        }
        guard allowsLogarithms else { throw Self.refusal }
        // δ = exp(-u), from the end to a place beyond which the rest is negligible.
        let (ξ, ξNode) = graph.variable(isPositive: true)
        let inverse = graph.product(graph.substituting([variable: graph.power(ξNode, -1)], in: node), graph.power(ξNode, -2))
        let (depth, u) = graph.variable()
        let δ = graph.function(.elementary(.exp), graph.scaled(u, by: -1))
        let transformed = graph.product(graph.substituting([variable: δ], in: node), δ)
        let program = ScalarProgram(graph, [transformed], variables: [depth])
        let probe = RealBallMachine(program, precision: 64)
        func size(_ place: Int) -> Int {
            probe.setArgument(0, to: Ball(place))
            probe.run()
            let value = probe.resultPointer(0)
            return arb_is_finite(value) != 0 ? max(-1 << 30, arf_abs_bound_lt_2exp_si(&value.pointee.mid)) : 1 << 30
        }
        let start = -(try graph.enclosure(of: end, precision: accuracy + 48).log(precision: accuracy + 48))
        let first = Int(start.midpointEstimate.rounded(.up)) + 1
        let reference = max(size(first), size(first + 1), size(first + 3))
        var far = first + 4
        while size(far) > reference - accuracy - 8 {
            far += max(4, far / 8)
            guard far < 1 << 24 else { throw Self.refusal }
        }
        let goal = Ball(2).power(Rational(reference - accuracy - 6), precision: 53)
        var rest: Ball?
        for _ in 0..<24 {
            let region = AsymptoticRegion(.sector, start: try Self.lowerBound(of: far), halfWidth: 0)
            var analysis = AsymptoticAnalysis(graph, ξ, region)
            rest = try analysis.tail(inverse).magnitudeBound
            if let rest, rest.isLess(than: goal) == .yes { break }
            far += max(4, far / 8)
        }
        guard let rest, rest.isFinite else { throw Self.refusal }
        let other = IntervalEnclosure(graph, depth, fromBelow: transformed, fromAbove: transformed, width: width)
        let result = try other.gauss(transformed, start, Ball(far), accuracy, limit)
        var value = result.value
        value.widen(by: rest)
        return IntegralEnclosure(value: value, evaluations: result.evaluations, method: Self.singularMethod)
    }

    /// Of `e^n`, a rational number.
    private static func lowerBound(of n: Int) throws -> Rational {
        guard n < 600_000, let bound = Ball(n).exp(precision: 64).lowerBound(precision: 40), bound.sign > 0 else { throw refusal }
        return bound
    }

}
