// CPU time of numerical integrals: `quadrature-benchmark [digits | name…]`. The names are those of `isAsked` below.
import Arithmetic
import Enclosures
import Expressions
import Glibc
import Integration

typealias Node = ScalarGraph.Node

struct Workload {
    let name: String
    let integral: ScalarIntegral
    var isRigorous = false
}

func elementary(_ g: inout ScalarGraph, _ name: ElementaryFunction, _ x: Node) -> Node { g.function(.elementary(name), x) }

/// One-dimensional integrals: moments, entropy and Fisher information of a mixture, cancellation, and singular ends.
func line(_ name: String) throws -> Workload {
    var g = ScalarGraph()
    let (variable, x) = g.variable()
    let square = g.power(x, 2)
    let one = g.number(1), zero = g.number(0)
    let bell = elementary(&g, .exp, g.scaled(square, by: Rational(-1, 2)))
    let circle = g.squareRoot(g.scaled(g.pi(), by: 2))
    let second = elementary(&g, .exp, g.scaled(g.power(g.sum(x, g.number(-2)), 2), by: -2))
    let f = g.quotient(g.sum(g.scaled(bell, by: Rational(3, 5)), g.scaled(second, by: Rational(4, 5))), circle)
    let half = ScalarIntegral.Domain.halfLine(from: zero)
    let unit = ScalarIntegral.Domain.interval(zero, one)
    let quarter = ScalarIntegral.Domain.interval(zero, g.scaled(g.pi(), by: Rational(1, 2)))
    let integrand: Node
    var domain = ScalarIntegral.Domain.line
    switch name {
    case "a": integrand = g.product(g.power(x, 8), bell)
    case "b": (integrand, domain) = (g.product(g.squareRoot(x), bell), half)
    case "c":
        let logarithm = elementary(&g, .log, g.sum(one, square))
        (integrand, domain) = (g.product(logarithm, elementary(&g, .exp, g.scaled(square, by: -1))), half)
    case "d": integrand = g.product(f, elementary(&g, .log, f))
    case "e": integrand = g.quotient(g.power(try g.derivative(f, by: variable), 2), f)
    case "o": integrand = g.product(elementary(&g, .cos, g.scaled(x, by: 20)), bell)
    case "p": (integrand, domain) = (g.quotient(elementary(&g, .cos, x), g.sum(one, square)), half)
    case "Q1": (integrand, domain) = (g.product(x, elementary(&g, .log, g.sum(one, x))), unit)
    case "Q2": (integrand, domain) = (g.product(square, elementary(&g, .atan, x)), unit)
    case "Q3": (integrand, domain) = (g.product(elementary(&g, .exp, x), elementary(&g, .cos, x)), quarter)
    case "Q6": (integrand, domain) = (g.squareRoot(g.difference(one, square)), unit)
    case "Q8": (integrand, domain) = (g.power(elementary(&g, .log, x), 2), unit)
    case "Q4":
        let root = g.squareRoot(g.sum(g.number(2), square))
        (integrand, domain) = (g.quotient(elementary(&g, .atan, root), g.product(g.sum(one, square), root)), unit)
    case "Q5": (integrand, domain) = (g.product(g.squareRoot(x), elementary(&g, .log, x)), unit)
    case "Q7": (integrand, domain) = (g.quotient(g.squareRoot(x), g.squareRoot(g.difference(one, square))), unit)
    case "Q9": (integrand, domain) = (elementary(&g, .log, elementary(&g, .cos, x)), quarter)
    case "Q10": (integrand, domain) = (g.squareRoot(elementary(&g, .tan, x)), quarter)
    case "Q11": (integrand, domain) = (g.power(g.sum(one, square), -1), half)
    case "Q12": (integrand, domain) = (g.quotient(elementary(&g, .exp, g.scaled(x, by: -1)), g.squareRoot(x)), half)
    case "Q13": (integrand, domain) = (bell, half)
    case "Q14": (integrand, domain) = (g.product(elementary(&g, .exp, g.scaled(x, by: -1)), elementary(&g, .cos, x)), half)
    default: (integrand, domain) = (g.quotient(elementary(&g, .sin, x), x), half)
    }
    return Workload(
        name: name,
        integral: ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: [variable], domain: domain)], isImproper: name == "Q15"))
}

/// `|∇_S φ|² = |∇φ|² - (x·∇φ)²`
func square(_ g: inout ScalarGraph, _ φ: Node, _ variables: [ScalarGraph.Variable], _ x: [Node]) throws -> Node {
    let gradient = try variables.map { try g.derivative(φ, by: $0) }
    let radial = g.sum((0..<3).map { g.product(x[$0], gradient[$0]) })
    return g.difference(g.sum(gradient.map { g.power($0, 2) }), g.power(radial, 2))
}

/// `Γ₂(φ) = ‖R²φ‖² + |∇_S φ|²` on S² with `R²φ = ΠHΠ - rΠ`, H the Hessian, Π the projection across x and `r = x·∇φ`:
/// `‖R²φ‖² = ‖H‖² - 2|Hx|² + (x·Hx)² - 2r (tr H - x·Hx) + 2r²`.
func curvature(_ g: inout ScalarGraph, _ φ: Node, _ variables: [ScalarGraph.Variable], _ x: [Node]) throws -> Node {
    let gradient = try variables.map { try g.derivative(φ, by: $0) }
    let hessian = try gradient.map { row in try variables.map { try g.derivative(row, by: $0) } }
    let r = g.sum((0..<3).map { g.product(x[$0], gradient[$0]) })
    let along = hessian.map { row in g.sum((0..<3).map { g.product(row[$0], x[$0]) }) }
    let twice = g.sum((0..<3).map { g.product(x[$0], along[$0]) })
    let trace = g.sum((0..<3).map { hessian[$0][$0] })
    return g.sum([
        try square(&g, φ, variables, x), g.sum(hessian.joined().map { g.power($0, 2) }), g.scaled(g.sum(along.map { g.power($0, 2) }), by: -2),
        g.power(twice, 2), g.scaled(g.product(r, g.difference(trace, twice)), by: -2), g.scaled(g.power(r, 2), by: 2),
    ])
}

func coordinates(_ count: Int, in g: inout ScalarGraph) -> (variables: [ScalarGraph.Variable], nodes: [Node]) {
    let all = (0..<count).map { _ in g.variable() }
    return (all.map { $0.0 }, all.map { $0.1 })
}

/// `∫ |∇ log f|² f` and `∫ Γ₂(log f) f` over the sphere, and `∫ |∇f|²/f` over R³ for a mixture.
func space(_ name: String) throws -> Workload {
    var g = ScalarGraph()
    let (variables, x) = coordinates(3, in: &g)
    if name.hasPrefix("sphere") {
        let log = g.sum([
            g.scaled(x[0], by: Rational(7, 10)), g.scaled(g.power(x[1], 2), by: Rational(1, 2)),
            g.scaled(g.product(x[0], x[2]), by: Rational(3, 10)),
        ])
        let integrand = g.product(
            name.hasPrefix("sphere-2") ? try curvature(&g, log, variables, x) : try square(&g, log, variables, x), elementary(&g, .exp, log))
        return Workload(
            name: name, integral: ScalarIntegral(graph: g, integrand: integrand, axes: [.init(variables: variables, domain: .sphere)]),
            isRigorous: name.hasSuffix("proved"))
    }
    func gaussian(_ mean: [Rational], _ precision: [[Rational]], _ determinant: Rational) -> Node {
        let z = (0..<3).map { g.sum(x[$0], g.number(-mean[$0])) }
        var terms: [Node] = []
        for i in 0..<3 { for j in 0..<3 { terms.append(g.scaled(g.product(z[i], z[j]), by: precision[i][j] / -2)) } }
        let norm = g.squareRoot(g.quotient(g.number(determinant), g.power(g.scaled(g.pi(), by: 2), 3)))
        return g.product(norm, elementary(&g, .exp, g.sum(terms)))
    }
    let half = Rational(1, 2), quarter = Rational(1, 4)
    let first = gaussian([0, 0, 0], [[1, 0, 0], [0, 2, 0], [0, 0, half]], 1)
    let second = gaussian([1, -1, half], [[2, half, 0], [half, 1, quarter], [0, quarter, Rational(3, 2)]], Rational(5, 2))
    let f = g.sum(g.scaled(first, by: Rational(2, 5)), g.scaled(second, by: Rational(3, 5)))
    let squares = try variables.map { g.power(try g.derivative(f, by: $0), 2) }
    let integrand = g.quotient(g.sum(squares), f)
    return Workload(name: name, integral: ScalarIntegral(graph: g, integrand: integrand, axes: variables.map { .init(variables: [$0], domain: .line) }))
}

/// The dissipation `½∬ |z|^(γ+2) |Π_z (∇log f(v) - ∇log f(w))|² f f` of the Landau operator in R⁶ for the density of Bobylev, Krook and Wu
/// at t = 1/2, without use of its symmetries.
func dissipation(_ name: String, _ γ: Rational) throws -> Workload {
    var g = ScalarGraph()
    let (variables, x) = coordinates(6, in: &g)
    let k = g.difference(g.number(1), elementary(&g, .exp, g.number(-2)))
    func density(_ v: ArraySlice<Node>) -> Node {
        let square = g.sum(v.map { g.power($0, 2) })
        let bell = elementary(&g, .exp, g.scaled(g.quotient(square, k), by: Rational(-1, 2)))
        let norm = g.power(g.scaled(g.product(g.pi(), k), by: 2), Rational(-3, 2))
        let first = g.scaled(g.quotient(g.difference(g.scaled(k, by: 5), g.number(3)), k), by: Rational(1, 2))
        let second = g.scaled(g.product(square, g.quotient(g.difference(g.number(1), k), g.power(k, 2))), by: Rational(1, 2))
        return g.product([norm, bell, g.sum(first, second)])
    }
    let f = [density(x[..<3]), density(x[3...])]
    let slope = try (0..<3).map { i in
        g.difference(
            g.quotient(try g.derivative(f[0], by: variables[i]), f[0]), g.quotient(try g.derivative(f[1], by: variables[i + 3]), f[1]))
    }
    let z = (0..<3).map { g.difference(x[$0], x[$0 + 3]) }
    let square = g.sum(z.map { g.power($0, 2) })
    let along = g.sum((0..<3).map { g.product(z[$0], slope[$0]) })
    // |z|² |Π s|² = |z|² |s|² - (z·s)²
    let transversal = g.difference(g.product(square, g.sum(slope.map { g.power($0, 2) })), g.power(along, 2))
    let integrand = g.product([g.scaled(g.power(square, γ / 2), by: Rational(1, 2)), transversal, f[0], f[1]])
    return Workload(name: name, integral: ScalarIntegral(graph: g, integrand: integrand, axes: variables.map { .init(variables: [$0], domain: .line) }))
}

/// The dissipation of the entropy, `½∬ |z|^(γ+2) |Π_z (∇log f(v) - ∇log f(w))|² f f`, for a Gaussian of variances 1, 1/2, 2 and γ = -3,
/// as it is written, in six dimensions: the reduction is part of what is measured.
func gaussianDissipation(_ digits: Int) throws -> NumericResult {
    var g = ScalarGraph()
    let (variables, x) = coordinates(6, in: &g)
    let variances: [Rational] = [1, Rational(1, 2), 2]
    let volume = g.power(g.scaled(g.pi(), by: 2), Rational(-3, 2))
    let f = [0, 3].map { first in
        g.product(volume, elementary(&g, .exp, g.sum((0..<3).map { g.scaled(g.power(x[first + $0], 2), by: Rational(-1, 2) / variances[$0]) })))
    }
    let slope = try (0..<3).map { i in
        g.difference(
            g.quotient(try g.derivative(f[0], by: variables[i]), f[0]), g.quotient(try g.derivative(f[1], by: variables[i + 3]), f[1]))
    }
    let z = (0..<3).map { g.difference(x[$0], x[$0 + 3]) }
    let square = g.sum(z.map { g.power($0, 2) })
    let along = g.sum((0..<3).map { g.product(z[$0], slope[$0]) })
    let transversal = g.difference(g.sum(slope.map { g.power($0, 2) }), g.quotient(g.power(along, 2), square))
    let integrand = g.product([g.scaled(g.power(square, Rational(-1, 2)), by: Rational(1, 2)), transversal, f[0], f[1]])
    let (value, root) = g.variable()
    let integral = IteratedIntegral(integrand, over: variables.map { .init(variables: [$0], domain: .line) })
    return try NumericEvaluation.value(of: ScalarValue(graph: g, root: root, integrals: [value: integral]), digits: digits)
}

func report(_ name: String, _ digits: Int, _ evaluate: () throws -> NumericValue) {
    let start = clock()
    let text: String
    do {
        let result = try evaluate()
        text = "\(result.digits) digits, \(result.isRigorous ? "proved" : "estimated"), \(result.evaluations) evaluations, "
            + result.value.description(digits: digits)
    } catch {
        text = "\(error)"
    }
    print(name, digits, Double(clock() - start) / Double(CLOCKS_PER_SEC), "s", text)
}

func report(_ workload: Workload, _ digits: Int) {
    report(workload.name, digits) {
        try workload.integral.evaluate(digits: digits, rigorous: workload.isRigorous, budget: 1_000_000_000)
    }
}

let asked = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let names = Set(CommandLine.arguments.dropFirst().filter { Int($0) == nil })
func isAsked(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
for digits in asked.isEmpty ? [50] : asked {
    for name in ["a", "b", "c", "d", "e", "o", "p"] + (1...15).map({ "Q\($0)" }) where isAsked(name) { report(try line(name), digits) }
    if digits <= 100 {
        for name in ["sphere", "sphere-2", "sphere-proved", "sphere-2-proved"] where isAsked(name) { report(try space(name), digits) }
    }
    if isAsked("landau") { report("landau", digits) { try gaussianDissipation(digits).number } }
    if digits <= 30, isAsked("R³") { report(try space("R³"), digits) }
    if digits <= 10, isAsked("R⁶") { report(try dissipation("R⁶", -1), digits) }
}
