import Arithmetic
import Enclosures
import Expressions
import Foundation
import Integration
import Testing

/// The fifteen integrals of Bailey, Jeyabalan and Li, "A comparison of three high-precision quadrature schemes" (2005).
@Suite struct BaileyTests {
    struct Example: Sendable {
        let number: Int
        let integral: ScalarIntegral
        /// The exact value, a constant of the same graph.
        let exact: ScalarGraph.Node
    }

    static func example(_ number: Int) -> Example {
        var g = ScalarGraph()
        let (variable, t) = g.variable()
        let one = g.number(1)
        func n(_ p: Int, _ q: Int = 1) -> ScalarGraph.Node { g.number(Rational(p, q)) }
        func f(_ name: ElementaryFunction, _ x: ScalarGraph.Node) -> ScalarGraph.Node { g.function(.elementary(name), x) }
        func square(_ x: ScalarGraph.Node) -> ScalarGraph.Node { g.power(x, 2) }
        let pi = g.pi()
        let quarterTurn = g.scaled(pi, by: Rational(1, 2))
        let unit = ScalarIntegral.Domain.interval(g.number(0), one)
        let quarter = ScalarIntegral.Domain.interval(g.number(0), quarterTurn)
        let half = ScalarIntegral.Domain.halfLine(from: g.number(0))
        let integrand, exact: ScalarGraph.Node
        var domain = unit
        switch number {
        case 1: (integrand, exact) = (g.product(t, f(.log, g.sum(one, t))), n(1, 4))
        case 2:
            integrand = g.product(square(t), f(.atan, t))
            exact = g.scaled(g.sum([pi, n(-2), g.scaled(f(.log, n(2)), by: 2)]), by: Rational(1, 12))
        case 3:
            domain = quarter
            integrand = g.product(f(.exp, t), f(.cos, t))
            exact = g.scaled(g.difference(f(.exp, quarterTurn), one), by: Rational(1, 2))
        case 4:
            let root = g.squareRoot(g.sum(n(2), square(t)))
            integrand = g.quotient(f(.atan, root), g.product(g.sum(one, square(t)), root))
            exact = g.scaled(square(pi), by: Rational(5, 96))
        case 5: (integrand, exact) = (g.product(g.squareRoot(t), f(.log, t)), n(-4, 9))
        case 6: (integrand, exact) = (g.squareRoot(g.difference(one, square(t))), g.scaled(pi, by: Rational(1, 4)))
        case 7:
            integrand = g.quotient(g.squareRoot(t), g.squareRoot(g.difference(one, square(t))))
            exact = g.scaled(
                g.quotient(g.product(g.squareRoot(pi), g.function(.elementary(.gamma), n(3, 4))), g.function(.elementary(.gamma), n(1, 4))), by: 2)
        case 8: (integrand, exact) = (square(f(.log, t)), n(2))
        case 9:
            domain = quarter
            (integrand, exact) = (f(.log, f(.cos, t)), g.scaled(g.product(pi, f(.log, n(2))), by: Rational(-1, 2)))
        case 10:
            domain = quarter
            (integrand, exact) = (g.squareRoot(f(.tan, t)), g.scaled(g.product(pi, g.squareRoot(n(2))), by: Rational(1, 2)))
        case 11:
            domain = half
            (integrand, exact) = (g.power(g.sum(one, square(t)), -1), quarterTurn)
        case 12:
            domain = half
            integrand = g.quotient(f(.exp, g.scaled(t, by: -1)), g.squareRoot(t))
            exact = g.squareRoot(pi)
        case 13:
            domain = half
            integrand = f(.exp, g.scaled(square(t), by: Rational(-1, 2)))
            exact = g.squareRoot(quarterTurn)
        case 14:
            domain = half
            (integrand, exact) = (g.product(f(.exp, g.scaled(t, by: -1)), f(.cos, t)), n(1, 2))
        default:
            domain = half
            (integrand, exact) = (g.quotient(f(.sin, t), t), quarterTurn)
        }
        let integral = ScalarIntegral(
            graph: g, integrand: integrand, axes: [.init(variables: [variable], domain: domain)], isImproper: number == 15)
        return Example(number: number, integral: integral, exact: exact)
    }

    static func check(_ number: Int, digits: Int) throws {
        let example = example(number)
        let start = clock()
        let result = try example.integral.evaluate(digits: digits)
        let time = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        if ProcessInfo.processInfo.environment["NOTEBOOK_TIMES"] != nil {
            print("Q\(number) \(digits): \(time) s, \(result.evaluations) evaluations, \(result.method), \(result.isRigorous)")
        }
        let exact = try example.integral.graph.enclosure(of: example.exact, precision: digits * 4 + 64)
        #expect(result.value.overlaps(exact), "Q\(number): the claimed error is too small")
        #expect(result.digits >= digits, "Q\(number)")
        let error = result.value.subtracting(exact, precision: digits * 4 + 64).absoluteValue
        let bound = exact.absoluteValue.multiplied(by: Ball(Rational(1, 10), precision: 64).power(Rational(digits), precision: 64), precision: 64)
        #expect(error.isLess(than: bound) == .yes, "Q\(number): \(digits) digits are not right")
    }

    @Test(arguments: 1...15) func fiftyDigits(_ number: Int) throws { try Self.check(number, digits: 50) }

    /// All but the last, which does not converge absolutely, with proved bounds.
    @Test(arguments: 1...14) func rigorously(_ number: Int) throws {
        let example = Self.example(number)
        let start = clock()
        let result = try example.integral.evaluate(digits: 30, rigorous: true)
        let time = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        if ProcessInfo.processInfo.environment["NOTEBOOK_TIMES"] != nil {
            print("Q\(number) 30: \(time) s, \(result.evaluations) evaluations, \(result.method)")
        }
        #expect(result.isRigorous && result.digits >= 30)
        #expect(result.value.overlaps(try example.integral.graph.enclosure(of: example.exact, precision: 200)))
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["NOTEBOOK_EXHAUSTIVE"] != nil), arguments: 1...15)
    func hundredsOfDigits(_ number: Int) throws {
        try Self.check(number, digits: 400)
        try Self.check(number, digits: 1000)
    }
}
