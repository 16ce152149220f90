import Arithmetic
import Enclosures
import Expressions
import Testing

@testable import Integration

/// Gauss rules of the line and the half-line, and the coordinates of two points that meet.
@Suite struct GaussRuleTests {
    typealias Node = ScalarGraph.Node

    private static func isSmall(_ x: Real, _ exponent: Int) -> Bool { x.exponent.map { $0 < exponent } ?? true }

    /// A rule with n points is exact for polynomials of degree 2n - 1, and not for those of degree 2n.
    @Test(arguments: [1, 2, 5, 12]) func exactness(_ count: Int) {
        let bits = 200
        let hermite = GaussJacobiMatrix.rule(.hermite, count, precision: bits)
        let laguerre = GaussJacobiMatrix.rule(.laguerre(1.5), count, precision: bits)
        for degree in 0...2 * count {
            var sums = [Real(0, precision: bits), Real(0, precision: bits)]
            for (x, w) in zip(hermite.nodes, hermite.weights) { sums[0] += w * (-(x * x)).exp() * x.power(Rational(degree)) }
            for (x, w) in zip(laguerre.nodes, laguerre.weights) { sums[1] += w * (-x).exp() * x.power(Rational(2 * degree + 3, 2)) }
            // Γ((k+1)/2) for even k; Γ(k + 5/2).
            let even = degree % 2 == 0 ? Real(Rational(degree + 1, 2), precision: bits).gamma() : Real(0, precision: bits)
            let other = Real(Rational(2 * degree + 5, 2), precision: bits).gamma()
            for (sum, exact) in zip(sums, [even, other]) {
                let size = max(other.exponent ?? 0, 0)
                #expect(Self.isSmall(sum - exact, size - 150) == (degree < 2 * count), "\(count) points, degree \(degree)")
            }
        }
    }

    private static func pair(_ exponent: Rational) -> (integral: ScalarIntegral, variables: [ScalarGraph.Variable]) {
        var g = ScalarGraph()
        var variables: [ScalarGraph.Variable] = []
        var x: [Node] = []
        for _ in 0..<6 {
            let (variable, node) = g.variable()
            variables.append(variable)
            x.append(node)
        }
        let distance = g.scaled(g.sum((0..<3).map { g.power(g.difference(x[$0], x[$0 + 3]), 2) }), by: 3)
        let bell = g.function(.elementary(.exp), g.scaled(g.sum(x.map { g.power($0, 2) }), by: -1))
        let integrand = g.product([g.power(distance, exponent), bell, g.sum(x[0], x[4])])
        return (ScalarIntegral(graph: g, integrand: integrand, axes: variables.map { .init(variables: [$0], domain: .line) }), variables)
    }

    /// The integrand at v = c + rσ/2, w = c - rσ/2, times r².
    @Test func relativeCoordinates() throws {
        #expect(RelativeCoordinates.apply(Self.pair(2).integral) == nil)
        let (integral, variables) = Self.pair(Rational(-1, 2))
        let relative = try #require(RelativeCoordinates.apply(integral))
        let (σ, c, r): ([Rational], [Rational], Rational) = ([Rational(2, 3), Rational(-1, 3), Rational(2, 3)], [1, Rational(1, 5), -2], Rational(3, 7))
        let old = RealBallMachine(ScalarProgram(integral.graph, [integral.integrand], variables: variables), precision: 100)
        let new = RealBallMachine(ScalarProgram(relative.graph, [relative.integrand], variables: relative.axes.flatMap(\.variables)), precision: 100)
        for place in 0..<3 {
            old.setArgument(place, to: Ball(c[place] + r * σ[place] / 2, precision: 100))
            old.setArgument(place + 3, to: Ball(c[place] - r * σ[place] / 2, precision: 100))
            new.setArgument(place, to: Ball(σ[place], precision: 100))
            new.setArgument(place + 4, to: Ball(c[place], precision: 100))
        }
        new.setArgument(3, to: Ball(r, precision: 100))
        old.run()
        new.run()
        let expected = old.result(0).multiplied(by: Ball(r * r, precision: 100), precision: 100)
        #expect(new.result(0).overlaps(expected) && new.result(0).relativeAccuracyBits > 60)
    }

    /// `∫ (1 + (x·a)²/10) exp(-|x-m|²/2) = (2π)² (1 + ((m·a)² + |a|²)/10)` in R⁴.
    @Test func fourDimensions() throws {
        var g = ScalarGraph()
        var variables: [ScalarGraph.Variable] = []
        var linear: [Node] = [], squares: [Node] = []
        for place in 0..<4 {
            let (variable, x) = g.variable()
            variables.append(variable)
            linear.append(g.scaled(x, by: Rational(place + 1)))
            squares.append(g.power(g.sum(x, g.number(Rational(-place, 3))), 2))
        }
        let polynomial = g.combination(1, [.init(node: g.power(g.sum(linear), 2), coefficient: Rational(1, 10))])
        let integrand = g.product(polynomial, g.function(.elementary(.exp), g.scaled(g.sum(squares), by: Rational(-1, 2))))
        let box = try GridBox.boxes(
            of: ScalarIntegral(graph: g, integrand: integrand, axes: variables.map { .init(variables: [$0], domain: .line) }), singularEnds: false)[0]
        let rule = try GridRule(box, digits: 6)
        #expect(rule.usesGauss)
        let estimate = try rule.estimate(scale: nil, budget: 10_000_000)
        // m·a = (0 + 2 + 6 + 12)/3, |a|² = 30
        let exact = g.scaled(g.power(g.pi(), 2), by: 4 * (1 + (Rational(400, 9) + 30) / 10))
        let gap = estimate.ball.subtracting(try g.enclosure(of: exact, precision: 80), precision: 80).absoluteValue
        #expect(gap.isLess(than: Ball(Rational(1, 1000), precision: 53)) == .yes, "\(estimate.ball)")
    }
}
