import Arithmetic
@testable import Enclosures
import Expressions
import Testing

/// Bounds near infinity, against values of the functions there.
@Suite struct AsymptoticTests {
    typealias Node = ScalarGraph.Node

    static func functions(_ g: inout ScalarGraph, _ x: Node) -> [(node: Node, name: String)] {
        func exp(_ y: Node) -> Node { g.function(.elementary(.exp), y) }
        func log(_ y: Node) -> Node { g.function(.elementary(.log), y) }
        let square = g.power(x, 2)
        let bell = exp(g.scaled(square, by: Rational(-1, 2)))
        let shifted = exp(g.scaled(g.power(g.sum(x, g.number(-2)), 2), by: Rational(-1, 3)))
        let f = g.sum(g.scaled(bell, by: Rational(1, 3)), g.scaled(shifted, by: Rational(5, 7)))
        let one = g.number(1)
        return [
            (g.product(g.power(x, 5), bell), "x⁵ e^(-x²/2)"),
            (g.product(f, log(f)), "f log f"),
            (g.quotient(g.power(bell, 2), f), "φ²/f"),
            (g.product(f, g.power(log(g.quotient(f, bell)), 2)), "f log² (f/φ)"),
            (g.product(g.function(.elementary(.cos), g.scaled(x, by: 3)), bell), "cos 3x φ"),
            (g.product(g.squareRoot(g.sum(one, square)), bell), "sqrt(1+x²) φ"),
            (g.power(g.sum(one, g.power(x, 4)), Rational(-3, 4)), "(1+x⁴)^(-3/4)"),
            (g.quotient(g.function(.elementary(.atan), x), g.sum(one, g.power(x, 3))), "atan x/(1+x³)"),
            (g.product(g.function(.elementary(.tanh), x), exp(g.scaled(x, by: -1))), "tanh x e^(-x)"),
            (g.power(g.function(.elementary(.cosh), x), -2), "1/cosh²"),
            (g.product(log(x), g.power(x, -3)), "log x/x³"),
        ]
    }

    /// The tail bound exceeds Riemann sums of the modulus along lines in the region.
    @Test func tailsAreBounded() throws {
        var g = ScalarGraph()
        let (variable, x) = g.variable(isPositive: true)
        for (node, name) in Self.functions(&g, x) {
            let machine = ComplexBallMachine(ScalarProgram(g, [node], variables: [variable]), precision: 200)
            for (shape, widths) in [(AsymptoticRegion.Shape.strip, [0, Rational(1, 10), Rational(2, 5)]), (.sector, [0, Rational(1, 20)])] {
                for width in widths {
                    let start: Rational = 12
                    var analysis = AsymptoticAnalysis(g, variable, AsymptoticRegion(shape, start: start, halfWidth: width))
                    guard let bound = try? analysis.tail(node) else {
                        // What grows in the region has no bound; on the real line all have.
                        #expect(!width.isZero, "\(name)")
                        continue
                    }
                    // ∫ |F| over [12, 16] by midpoints, with a margin for what the rule misses.
                    let steps = 400
                    for turn in [Rational(0), 1] {
                        var sum = Ball(0)
                        for k in 0..<steps {
                            let s = Ball(start + Rational(2 * k + 1, 2) * Rational(4, steps), precision: 200)
                            let a = Ball(width * turn, precision: 200)
                            let z = shape == .strip
                                ? ComplexBall(s, a)
                                : ComplexBall(s.multiplied(by: a.cos(precision: 200), precision: 200), s.multiplied(by: a.sin(precision: 200), precision: 200))
                            machine.setArgument(0, to: z)
                            machine.run(analytic: false)
                            sum.add(machine.result(0).absoluteValue(precision: 64), precision: 64)
                        }
                        sum = sum.multiplied(by: Ball(Rational(4, steps) * Rational(99, 100), precision: 64), precision: 64)
                        #expect(sum.isLess(than: bound) == .yes, "\(name), \(shape), \(width)")
                    }
                }
            }
        }
    }

    /// No bound where there is none.
    @Test func nonIntegrableTailsAreRefused() throws {
        var g = ScalarGraph()
        let (variable, x) = g.variable(isPositive: true)
        let one = g.number(1)
        let cases = [
            g.power(x, -1), g.power(g.sum(one, x), -1), x, one, g.function(.elementary(.exp), x), g.function(.elementary(.sin), x),
            g.quotient(g.function(.elementary(.sin), x), x), g.function(.elementary(.log), x),
            g.quotient(g.function(.elementary(.exp), g.power(x, 2)), g.function(.elementary(.exp), g.sum(g.power(x, 2), g.scaled(x, by: -1)))),
        ]
        for node in cases {
            for shape in [AsymptoticRegion.Shape.strip, .sector] {
                var analysis = AsymptoticAnalysis(g, variable, AsymptoticRegion(shape, start: 20, halfWidth: 0))
                #expect(throws: EnclosureError.self) { try analysis.tail(node) }
            }
        }
    }
}
