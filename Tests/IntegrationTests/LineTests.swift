import Arithmetic
import Enclosures
import Expressions
import Foundation
import Integration
import Testing

/// Integrals on the line and the half-line that matter for densities, against exact values or references computed otherwise.
@Suite struct LineTests {
    struct Example {
        var graph = ScalarGraph()
        var integral: ScalarIntegral
        var exact: ScalarGraph.Node?
        var decimals: String?
    }

    /// A: ∫ x⁸ e^(-x²/2); b: ∫ r^(1/2) e^(-r²/2); c: ∫ log(1+r²) e^(-r²); d: ∫ f log f; e: ∫ f'²/f with
    /// f = 3/5 N(0,1) + 2/5 N(2,1/4); o: ∫ cos(20x) e^(-x²/2); p: ∫ cos x/(1+x²) over the half-line.
    static func example(_ name: Character) throws -> Example {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        func exp(_ y: ScalarGraph.Node) -> ScalarGraph.Node { g.function(.elementary(.exp), y) }
        func log(_ y: ScalarGraph.Node) -> ScalarGraph.Node { g.function(.elementary(.log), y) }
        let square = g.power(x, 2)
        let bell = exp(g.scaled(square, by: Rational(-1, 2)))
        var domain = ScalarIntegral.Domain.line
        let half = ScalarIntegral.Domain.halfLine(from: g.number(0))
        var integrand = bell
        var exact: ScalarGraph.Node?
        var decimals: String?
        let circle = g.squareRoot(g.scaled(g.pi(), by: 2))
        switch name {
        case "a": (integrand, exact) = (g.product(g.power(x, 8), bell), g.scaled(circle, by: 105))
        case "b":
            domain = half
            integrand = g.product(g.squareRoot(x), bell)
            exact = g.product(g.power(g.number(2), Rational(-1, 4)), g.function(.elementary(.gamma), g.number(Rational(3, 4))))
        case "c":
            domain = half
            integrand = g.product(log(g.sum(g.number(1), square)), exp(g.scaled(square, by: -1)))
        case "d", "e":
            let shifted = g.sum(g.number(-2), x)
            let second = exp(g.scaled(g.power(shifted, 2), by: -2))
            let f = g.quotient(
                g.sum(g.scaled(bell, by: Rational(3, 5)), g.scaled(second, by: Rational(4, 5))), circle)
            if name == "d" {
                integrand = g.product(f, log(f))
            } else {
                integrand = g.quotient(g.power(try g.derivative(f, by: variable), 2), f)
            }
        case "o":
            integrand = g.product(g.function(.elementary(.cos), g.scaled(x, by: 20)), bell)
            exact = g.product(circle, exp(g.number(-200)))
        default:
            domain = half
            integrand = g.quotient(g.function(.elementary(.cos), x), g.sum(g.number(1), square))
            exact = g.quotient(g.scaled(g.pi(), by: Rational(1, 2)), exp(g.number(1)))
        }
        decimals = name == "d" ? "-1.3" : nil
        return Example(
            graph: g, integral: ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: [variable], domain: domain)]),
            exact: exact, decimals: decimals)
    }

    @Test func oscillation() throws {
        let example = try Self.example("p")
        for digits in [15, 50, 100] {
            let result = try example.integral.evaluate(digits: digits)
            #expect(result.digits >= digits)
            if let exact = example.exact {
                #expect(result.value.overlaps(try example.graph.enclosure(of: exact, precision: 4 * digits + 64)))
            }
        }
    }

    /// Integrals that do not exist, and one that does next to each: never a number for the first.
    @Test func divergence() throws {
        var g = ScalarGraph()
        let (variable, x) = g.variable()
        let zero = g.number(0), one = g.number(1)
        let half = ScalarIntegral.Domain.halfLine(from: zero)
        let unit = ScalarIntegral.Domain.interval(zero, one)
        let sine = g.function(.elementary(.sin), x)
        let cases: [(String, Node, ScalarIntegral.Domain)] = [
            ("1/x", g.power(x, -1), unit),
            ("1/(1-x)", g.power(g.difference(one, x), -1), unit),
            ("x^(-1.001)", g.power(x, Rational(-1001, 1000)), unit),
            ("1/(x-1/3)", g.power(g.sum(x, g.number(Rational(-1, 3))), -1), unit),
            ("1/(x-1/π)²", g.power(g.difference(x, g.power(g.pi(), -1)), -2), unit),
            ("sin x", sine, half),
            ("x sin x", g.product(x, sine), half),
            ("1/(1+x)", g.power(g.sum(one, x), -1), half),
            ("1", one, half),
            ("x", x, .line),
            ("x/(1+x²)", g.quotient(x, g.sum(one, g.power(x, 2))), .line),
            ("exp x", g.function(.elementary(.exp), x), half),
            ("exp(-x)/x", g.quotient(g.function(.elementary(.exp), g.scaled(x, by: -1)), x), half),
            ("sin x / x, absolutely", g.quotient(sine, x), half),
            ("tan x", g.function(.elementary(.tan), x), .interval(zero, g.number(2))),
        ]
        for (name, integrand, domain) in cases {
            let integral = ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: [variable], domain: domain)])
            let start = clock()
            defer { if ProcessInfo.processInfo.environment["NOTEBOOK_TIMES"] != nil { print(name, Double(clock() - start) / Double(CLOCKS_PER_SEC)) } }
            #expect(throws: NumericError.self, "\(name)") {
                let value = try integral.evaluate(digits: 20, budget: 300_000)
                print(name, value.value, value.method)
            }
        }
    }

    typealias Node = ScalarGraph.Node

    @Test(arguments: ["a", "b", "c", "d", "e", "o"] as [Character]) func workloads(_ name: Character) throws {
        let example = try Self.example(name)
        for digits in [15, 50, 100] {
            let start = clock()
            let result = try example.integral.evaluate(digits: digits, rigorous: true)
            let time = Double(clock() - start) / Double(CLOCKS_PER_SEC)
            if ProcessInfo.processInfo.environment["NOTEBOOK_TIMES"] != nil {
                print("\(name) \(digits): \(time) s, \(result.evaluations) evaluations, \(result.method), \(result.value.description(digits: 20)), \(result.digits)")
            }
            #expect(result.isRigorous && result.digits >= digits)
            if let exact = example.exact {
                #expect(result.value.overlaps(try example.graph.enclosure(of: exact, precision: 4 * digits + 64)))
            }
        }
    }

    /// Ends at multiples of π, as the language maps them to (0, 1): `∫ log cos = -π log(2)/2`, `∫ sqrt(tan) = π/√2`, with singular upper ends.
    @Test(arguments: [
        ("log(cos(s))", "-pi log(2)/2"), ("sqrt(tan(s))", "pi/sqrt(2)"), ("log(sin(2 s))", "-pi log(2)/2"), ("1/sqrt(sin(2 s))", "gammafn(1/4)²/(2 sqrt(2 pi))"),
    ])
    func quarterTurns(_ integrand: String, _ exact: String) throws {
        let numbers = ConcreteNumbers("evaluate a: ∫[s in (0, pi/2)] \(integrand)\nevaluate b: \(exact)")
        let value = try numbers.value("a", digits: 60)
        #expect(value.value.overlaps(try numbers.value("b", digits: 60).value))
        #expect(value.value.relativeAccuracyBits >= 199)
        #expect(!value.value.overlaps(try ConcreteNumbers("evaluate b: (1 + 1/10^50) \(exact)").value("b", digits: 60).value))
    }
}
