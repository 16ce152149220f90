import Arithmetic
import Enclosures
import Expressions
import Foundation
import Integration
import Testing

/// Integrals over boxes, spheres and R³ against exact values.
@Suite struct GridTests {
    typealias Node = ScalarGraph.Node

    /// A decimal number as a rational one.
    static func decimal(_ text: String) -> Rational {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".")
        let places = parts.count > 1 ? parts[1].count : 0
        let value = parts.joined().reduce(Rational(0)) { $0 * 10 + Rational(Int(String($1)) ?? 0) }
        let scaled = (0..<places).reduce(value) { x, _ in x / 10 }
        return isNegative ? -scaled : scaled
    }

    static func expect(_ integral: ScalarIntegral, _ exact: Ball, digits: Int, _ name: String, rigorous: Bool = false) throws {
        let start = clock()
        let result = try integral.evaluate(digits: digits, rigorous: rigorous)
        if rigorous { #expect(result.isRigorous && result.value.overlaps(exact), "\(name)") }
        let time = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        if ProcessInfo.processInfo.environment["NOTEBOOK_TIMES"] != nil {
            print("\(name) \(digits): \(time) s, \(result.evaluations) evaluations, \(result.method), \(result.value.description(digits: 20)), \(result.digits)")
        }
        #expect(result.digits >= digits, "\(name)")
        let error = result.value.subtracting(exact, precision: 4 * digits + 64).absoluteValue
        let bound = exact.absoluteValue.multiplied(
            by: Ball(Rational(1, 10), precision: 64).power(Rational(digits - 1), precision: 64), precision: 64)
        #expect(error.isLess(than: bound) == .yes, "\(name): \(digits) digits are not right")
    }

    /// Genz (1984): six families on the cube, a = (1,2,3), u = (0.3, 0.5, 0.7); values to 30 digits.
    static let families = ["oscillatory", "product peak", "corner peak", "Gaussian", "continuous", "discontinuous"]
    static let values: [[String]] = [
        ["-0.697227322109025325643547691996", "-0.783070132252963583062717842495", "0.092131661640940507430484613057"],
        ["0.902182758867075708539363497923", "2.834290727452176940579408404", "15.8084737978704795263310835817"],
        ["0.5", "0.104166666666666666666666666667", "0.0108465608465608465608465608466"],
        ["0.891923550739709807638438869911", "0.666110032316164532232657481279", "0.353000117236381471907865256525"],
        ["0.762596475526872619228326127285", "0.482052910270735229383512592284", "0.236362418405007555486376102885"],
        ["0.349858807576003103983744313328", "0.300578015792097940556729065665", "1.91223093956619037777473156347"],
    ]

    static func genz(_ family: Int, _ dimension: Int) -> ScalarIntegral {
        var g = ScalarGraph()
        var variables: [ScalarGraph.Variable] = []
        var x: [Node] = []
        for _ in 0..<dimension {
            let (variable, node) = g.variable()
            variables.append(variable)
            x.append(node)
        }
        let a = [1, 2, 3].map { Rational($0) }
        let u = [Rational(3, 10), Rational(1, 2), Rational(7, 10)]
        func exp(_ y: Node) -> Node { g.function(.elementary(.exp), y) }
        let linear = g.sum(x.indices.map { g.scaled(x[$0], by: a[$0]) })
        let shifted = x.indices.map { g.sum(x[$0], g.number(-u[$0])) }
        let integrand: Node
        switch family {
        case 0: integrand = g.function(.elementary(.cos), g.sum(g.scaled(g.pi(), by: 2 * u[0]), linear))
        case 1: integrand = g.product(x.indices.map { g.power(g.sum(g.number((a[$0] * a[$0]).inverse), g.power(shifted[$0], 2)), -1) })
        case 2: integrand = g.power(g.sum(g.number(1), linear), Rational(-dimension - 1))
        case 3: integrand = exp(g.sum(x.indices.map { g.scaled(g.power(shifted[$0], 2), by: -a[$0] * a[$0]) }))
        case 4: integrand = exp(g.sum(x.indices.map { g.scaled(g.function(.elementary(.abs), shifted[$0]), by: -a[$0]) }))
        default:
            let steps = x.indices.prefix(2).map { g.function(.step, g.scaled(shifted[$0], by: -1)) }
            integrand = g.product(steps + [exp(linear)])
        }
        let unit = ScalarIntegral.Domain.interval(g.number(0), g.number(1))
        return ScalarIntegral(graph: g, integrand: integrand, axes: variables.map { .init(variables: [$0], domain: unit) })
    }

    @Test(arguments: 0..<6) func genzFamilies(_ family: Int) throws {
        for dimension in 1...3 {
            let exact = Ball(Self.decimal(Self.values[family][dimension - 1]), precision: 200)
            for digits in [15, 28] where digits == 15 || dimension < 3 {
                try Self.expect(Self.genz(family, dimension), exact, digits: digits, "\(Self.families[family]) \(dimension)")
            }
        }
    }

    @Test func spheres() throws {
        var g = ScalarGraph()
        let (vx, x) = g.variable(), (vy, y) = g.variable(), (vz, z) = g.variable()
        let pi = g.pi()
        let root = g.squareRoot(g.number(14))
        let cases: [(String, Node, Node)] = [
            ("x²y²z²", g.power(g.product([x, y, z]), 2), g.scaled(pi, by: Rational(4, 105))),
            ("x⁴", g.power(x, 4), g.scaled(pi, by: Rational(4, 5))),
            ("exp(x+2y+3z)", g.function(.elementary(.exp), g.sum([x, g.scaled(y, by: 2), g.scaled(z, by: 3)])),
                g.scaled(g.quotient(g.product(pi, g.function(.elementary(.sinh), root)), root), by: 4)),
            ("|z|^(3/2)", g.power(g.function(.elementary(.abs), z), Rational(3, 2)), g.scaled(pi, by: Rational(8, 5))),
            ("|z|^(-1/2)", g.power(g.function(.elementary(.abs), z), Rational(-1, 2)), g.scaled(pi, by: 8)),
        ]
        for (name, integrand, exact) in cases {
            let integral = ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: [vx, vy, vz], domain: .sphere)])
            let value = try g.enclosure(of: exact, precision: 300)
            for digits in [15, 40] { try Self.expect(integral, value, digits: digits, name) }
            try Self.expect(integral, value, digits: 30, name, rigorous: true)
        }
    }

    /// `∫ |∇ log f|² f` over the sphere for `f = exp(7x/10 + y²/2 + 3xz/10)`.
    static func sphericalFisher() throws -> ScalarIntegral {
        var g = ScalarGraph()
        var variables: [ScalarGraph.Variable] = []
        var x: [Node] = []
        for _ in 0..<3 {
            let (variable, node) = g.variable()
            variables.append(variable)
            x.append(node)
        }
        let log = g.sum([
            g.scaled(x[0], by: Rational(7, 10)), g.scaled(g.power(x[1], 2), by: Rational(1, 2)),
            g.scaled(g.product(x[0], x[2]), by: Rational(3, 10)),
        ])
        let gradient = try variables.map { try g.derivative(log, by: $0) }
        let radial = g.sum((0..<3).map { g.product(x[$0], gradient[$0]) })
        let square = g.difference(g.sum(gradient.map { g.power($0, 2) }), g.power(radial, 2))
        let integrand = g.product(square, g.function(.elementary(.exp), log))
        return ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: variables, domain: .sphere)])
    }

    @Test func tangentialFisherInformation() throws {
        let exact = Ball(midpoint: Self.decimal("7.02091365067004805933010640174"), radius: Self.decimal("0.00000000000000000000000000001"), precision: 200)
        try Self.expect(try Self.sphericalFisher(), exact, digits: 15, "Q2")
        try Self.expect(try Self.sphericalFisher(), exact, digits: 29, "Q2")
        try Self.expect(try Self.sphericalFisher(), exact, digits: 29, "Q2", rigorous: true)
    }

    /// Fisher information of a mixture of two Gaussians in R³.
    static func fisher() throws -> ScalarIntegral {
        var g = ScalarGraph()
        var variables: [ScalarGraph.Variable] = []
        var x: [Node] = []
        for _ in 0..<3 {
            let (variable, node) = g.variable()
            variables.append(variable)
            x.append(node)
        }
        func gaussian(_ mean: [Rational], _ precision: [[Rational]], _ determinant: Rational) -> Node {
            let z = (0..<3).map { g.sum(x[$0], g.number(-mean[$0])) }
            var terms: [Node] = []
            for i in 0..<3 { for j in 0..<3 { terms.append(g.scaled(g.product(z[i], z[j]), by: precision[i][j] / -2)) } }
            let norm = g.squareRoot(g.quotient(g.number(determinant), g.power(g.scaled(g.pi(), by: 2), 3)))
            return g.product(norm, g.function(.elementary(.exp), g.sum(terms)))
        }
        let half = Rational(1, 2)
        let first = gaussian([0, 0, 0], [[1, 0, 0], [0, 2, 0], [0, 0, half]], 1)
        let second = gaussian(
            [1, -1, half], [[2, half, 0], [half, 1, Rational(1, 4)], [0, Rational(1, 4), Rational(3, 2)]], Rational(5, 2))
        let f = g.sum(g.scaled(first, by: Rational(2, 5)), g.scaled(second, by: Rational(3, 5)))
        let squares = try variables.map { g.power(try g.derivative(f, by: $0), 2) }
        let integrand = g.quotient(g.sum(squares), f)
        return ScalarIntegral(graph: g, integrand: integrand, axes: variables.map { .init(variables: [$0], domain: .line) })
    }

    @Test func fisherInformation() throws {
        let exact = Ball(Self.decimal("3.542246425407805896473834568899"), precision: 200)
        try Self.expect(try Self.fisher(), exact, digits: 12, "Fisher")
    }
}
