import Arithmetic
import CFLINT

/// Proved integrals over half-lines and the line by an adaptive rule up to a place beyond which the rest is negligible.
///
/// The rest is bounded by `AsymptoticAnalysis`. Narrow peaks and nearby singularities, which leave no strip for a trapezoid rule, cost
/// bisections only.
struct TruncatedEnclosure {
    private var graph: ScalarGraph
    private let variable: ScalarGraph.Variable
    /// The integrands over `(0, ∞)`.
    private let sides: [ScalarGraph.Node]
    /// No place further out is tried, as a power of two.
    private let furthest: Int

    init?(_ piece: IntegrationPiece, furthest: Int) {
        self.furthest = furthest
        graph = piece.graph
        switch piece.extent {
        case .interval: return nil
        case .halfLine:
            variable = piece.variable
            sides = [piece.integrand]
        case .line:
            let (distance, δ) = graph.variable(isPositive: true)
            variable = distance
            let right = graph.substituting([piece.variable: δ], in: piece.integrand)
            let left = graph.substituting([piece.variable: graph.scaled(δ, by: -1)], in: piece.integrand)
            sides = left == right ? [right, right] : [left, right]
        }
    }

    private static let refusal = EnclosureError.notApplicable("no place was found beyond which the integral is negligible")

    func enclosure(accuracy: Int, limit: Int, allowsLogarithms: Bool) throws -> IntegralEnclosure {
        let program = ScalarProgram(graph, sides, variables: [variable])
        guard !program.hasKinks else { throw EnclosureError.notApplicable("an integrand with kinks") }
        var scale = largest(program)
        var evaluations = 0
        while true {
            var value = Ball(0)
            var method = ""
            var known: IntegralEnclosure?
            for (number, side) in sides.enumerated() {
                let isRepeated = number > 0 && side == sides[0]
                let part = try isRepeated ? known ?? half(side, scale, accuracy + 2, limit, allowsLogarithms)
                    : half(side, scale, accuracy + 2, limit, allowsLogarithms)
                known = part
                value.add(part.value, precision: accuracy + 64)
                if !isRepeated { evaluations += part.evaluations }
                method = part.method
            }
            // A smaller value than was guessed needs a later end; sides that cancel need more digits, too.
            guard value.relativeAccuracyBits < accuracy, let size = Self.exponent(value), size < scale - 8, evaluations < limit else {
                return IntegralEnclosure(value: value, evaluations: evaluations, method: method)
            }
            scale = size
        }
    }

    /// `log2` of the largest of some values, times the distance of its place: a guess of the size of the integral.
    private func largest(_ program: ScalarProgram) -> Int {
        let probe = RealBallMachine(program, precision: 64)
        var result: Int?
        for exponent in -6...6 {
            probe.setArgument(0, to: Ball(Rational(2), precision: 64).power(Rational(exponent), precision: 64))
            probe.run()
            for number in sides.indices {
                let value = probe.resultPointer(number)
                guard arb_is_finite(value) != 0, arf_is_zero(&value.pointee.mid) == 0 else { continue }
                result = max(result ?? Int.min, arf_abs_bound_lt_2exp_si(&value.pointee.mid) + exponent)
            }
        }
        return result ?? 0
    }

    /// `log2` of the midpoint where the ball shows it.
    private static func exponent(_ value: Ball) -> Int? {
        value.containsZero ? nil : value.withArb { ball in
            var midpoint = ball.pointee.mid
            return arf_abs_bound_lt_2exp_si(&midpoint)
        }
    }

    private func half(
        _ node: ScalarGraph.Node, _ scale: Int, _ accuracy: Int, _ limit: Int, _ allowsLogarithms: Bool
    ) throws -> IntegralEnclosure {
        let goal = Ball(2).power(Rational(scale - accuracy - 4), precision: 53)
        // Four places to each power of two; bounds decrease from the first that there is.
        func place(_ number: Int) -> Rational { Rational(4 + number % 4) * Rational.powerOfTwo(number / 4 - 2) }
        func rest(_ number: Int) -> Ball? {
            var analysis = AsymptoticAnalysis(graph, variable, AsymptoticRegion(.sector, start: place(number), halfWidth: 0))
            guard let bound = try? analysis.tail(node), bound.isLess(than: goal) == .yes else { return nil }
            return bound
        }
        var (near, number) = (3, 4 * furthest)
        guard var bound = rest(number) else { throw Self.refusal }
        while number - near > 1 {
            let middle = (near + number) / 2
            if let found = rest(middle) { (number, bound) = (middle, found) } else { near = middle }
        }
        let far = place(number)
        var extended = graph
        let end = extended.number(far)
        let δ = extended.node(variable)
        let fromAbove = extended.substituting([variable: extended.difference(end, δ)], in: node)
        var interval = IntervalEnclosure(extended, variable, fromBelow: node, fromAbove: fromAbove, width: end)
        let inside = try interval.enclosure(accuracy: accuracy, limit: limit, allowsLogarithms: allowsLogarithms)
        var value = inside.value
        value.widen(by: bound)
        return IntegralEnclosure(
            value: value, evaluations: inside.evaluations, method: inside.method + ", with a bound of the rest beyond \(far)")
    }
}
