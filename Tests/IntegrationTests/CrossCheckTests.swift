import Arithmetic
import Enclosures
import Expressions
@testable import Integration
import Testing

/// The proved and the estimated path share no arithmetic: on random integrands they must agree.
@Suite struct CrossCheckTests {
    typealias Node = ScalarGraph.Node

    static func mixture(_ g: inout ScalarGraph, _ x: Node, _ generator: inout SplitMix64) -> Node {
        var parts: [Node] = []
        for _ in 0..<Int(generator.next() % 2) + 2 {
            let mean = Rational(Int(generator.next() % 9) - 4, 2)
            let width = Rational(Int(generator.next() % 5) + 1, 2)
            let square = g.power(g.sum(x, g.number(-mean)), 2)
            parts.append(g.scaled(
                g.function(.elementary(.exp), g.scaled(square, by: -width)), by: Rational(Int(generator.next() % 5) + 1, 3)))
        }
        return g.sum(parts)
    }

    static func integral(_ kind: Int, _ generator: inout SplitMix64) throws -> ScalarIntegral {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        let f = mixture(&g, x, &generator)
        let log = g.function(.elementary(.log), f)
        var domain = ScalarIntegral.Domain.line
        let integrand: Node
        switch kind {
        case 0: integrand = g.product(f, log)
        case 1: integrand = g.quotient(g.power(try g.derivative(f, by: variable), 2), f)
        case 2: integrand = g.product([g.power(x, 3), g.function(.elementary(.cos), x), f])
        case 3:
            let other = mixture(&g, x, &generator)
            integrand = g.product(f, g.difference(log, g.function(.elementary(.log), other)))
        case 4:
            domain = .halfLine(from: g.number(0))
            let s = Rational(Int(generator.next() % 9) - 3, 4)
            integrand = g.product(g.power(x, s), g.function(.elementary(.exp), g.scaled(x, by: -1)))
        case 5:
            domain = .halfLine(from: g.number(1))
            integrand = g.product(g.function(.elementary(.log), g.sum(g.number(1), g.power(x, 2))), f)
        case 6: integrand = g.product(g.function(.elementary(.abs), g.sum(x, g.number(Rational(-1, 3)))), f)
        default: integrand = g.product(g.squareRoot(f), g.function(.elementary(.tanh), x))
        }
        return ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: [variable], domain: domain)])
    }

    @Test(arguments: 0..<8) func provedAndEstimatedValuesAgree(_ kind: Int) throws {
        var generator = SplitMix64(seed: UInt64(kind) + 100)
        for _ in 0..<6 {
            let integral = try Self.integral(kind, &generator)
            let pieces = try integral.pieces(of: integral.axes[0])
            let estimate = try LineEstimate(pieces, isImproper: false).estimate(accuracy: 100, budget: 1_000_000)
            let proved = try #require(try LineEnclosure(pieces).enclosure(accuracy: 80, budget: 1_000_000, rigorous: true))
            #expect(proved.value.overlaps(estimate.ball), "\(kind): \(proved.value) and \(estimate.ball)")
            #expect(proved.value.relativeAccuracyBits >= 60)
            // More digits stay inside.
            let finer = try #require(try LineEnclosure(pieces).enclosure(accuracy: 160, budget: 1_000_000, rigorous: true))
            #expect(proved.value.overlaps(finer.value))
            // Another number does not.
            let other = finer.value.multiplied(by: Ball(Rational(1_000_001, 1_000_000), precision: 200), precision: 200)
            #expect(!proved.value.overlaps(other))
        }
    }
}
