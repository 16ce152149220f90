import Kernel
import Proving
import Testing

/// Formulas as papers print them, of several fields, each beside a twin with a wrong coefficient, sign, exponent or term.
@Suite struct PrintedClaimTests {
    struct Pair: Sendable, CustomStringConvertible {
        let declarations: String
        let claim: String
        let twin: String
        /// A counterexample to the twin is shown, too.
        var isRefuted = true

        var description: String { claim }
    }

    private static let space = "param d integer\nspace x in R^d\nfunction u(x)\nfunction X(x) : vector\nparam p\n"
    private static let fields = "space x in R^3\nfunction u(x)\nfunction X(x) : vector\nfunction Y(x) : vector\n"
    private static let decaying = "param d integer\nspace x in R^d\nfunction u(x) decaying\nparam a\nparam ε > 0\n"
    private static let density = "param d integer\nspace v in R^d\ndensity f(v)\nfunction V(v)\n"
    private static let constants = "constant y1, y2, y3 : vector of R^3\nconstant M, N : matrix of R^3\nparam λ > 0\nparam s, t\n"
    private static let line = "space x in R\nspace r in (0,oo)\nspace t in (0,1)\nparam s > 0\n"

    static let pairs: [Pair] = [
        .init(declarations: space, claim: "∇²(|x|^p) = p |x|^(p-2) Id + p (p-2) |x|^(p-4) x⊗x", twin: "∇²(|x|^p) = p |x|^(p-2) Id + p (p-1) |x|^(p-4) x⊗x"),
        .init(declarations: space, claim: "div(∇u⊗∇u - 1/2 |∇u|² Id) = Δ(u) ∇u", twin: "div(∇u⊗∇u - |∇u|² Id) = Δ(u) ∇u"),
        .init(
            declarations: space, claim: "div((x·∇u) ∇u - |∇u|²/2 x) = (x·∇u) Δ(u) + (2-d)/2 |∇u|²",
            twin: "div((x·∇u) ∇u - |∇u|²/2 x) = (x·∇u) Δ(u) + (1-d)/2 |∇u|²"),
        .init(
            declarations: space, claim: "-Δ((1+|x|²)^(-(d-2)/2)) = d (d-2) (1+|x|²)^(-(d+2)/2)", twin: "-Δ((1+|x|²)^(-(d-2)/2)) = d (d-1) (1+|x|²)^(-(d+2)/2)"),
        .init(declarations: fields, claim: "curl(curl(X)) = ∇(div X) - ΔX", twin: "curl(curl(X)) = ∇(div X) + ΔX"),
        .init(
            declarations: fields, claim: "∇(X·Y) = X·∇Y + Y·∇X + X×curl(Y) + Y×curl(X)", twin: "∇(X·Y) = X·∇Y + Y·∇X + X×curl(Y) - Y×curl(X)"),
        .init(
            declarations: fields, claim: "|x|^5 Δ(u(x/|x|²)/|x|) = (Δu)(x := x/|x|²)", twin: "|x|^4 Δ(u(x/|x|²)/|x|) = (Δu)(x := x/|x|²)"),
        .init(declarations: decaying, claim: "∫[x] (x·∇u) Δu = (d-2)/2 ∫[x] |∇u|²", twin: "∫[x] (x·∇u) Δu = (2-d)/2 ∫[x] |∇u|²"),
        .init(
            declarations: density, claim: "∫[v] f |∇(log f + V)|² = ∫[v] |∇f|²/f - 2 ∫[v] f ΔV + ∫[v] f |∇V|²",
            twin: "∫[v] f |∇(log f + V)|² = ∫[v] |∇f|²/f + 2 ∫[v] f ΔV + ∫[v] f |∇V|²"),
        // Inequalities with several parameters, the dimension among them.
        .init(
            declarations: decaying, claim: "∫[x] |∇u|² <= ε ∫[x] (Δu)² + 1/(4 ε) ∫[x] u²", twin: "∫[x] |∇u|² <= ε ∫[x] (Δu)² + 1/(8 ε) ∫[x] u²"),
        .init(
            declarations: decaying, claim: "(∫[x] |x|² u²) (∫[x] |∇u|²) >= d²/4 (∫[x] u²)²", twin: "(∫[x] |x|² u²) (∫[x] |∇u|²) >= d² (∫[x] u²)²"),
        .init(declarations: space, claim: "|∇(|∇u|²)|² <= 4 |∇u|² ‖∇²u‖²", twin: "|∇(|∇u|²)|² <= 3 |∇u|² ‖∇²u‖²"),
        .init(declarations: space, claim: "|∇(|X|²)|² <= 4 |X|² ‖∇X‖²", twin: "|∇(|X|²)|² <= 2 |X|² ‖∇X‖²"),
        .init(declarations: constants, claim: "M:N <= λ/2 ‖M‖² + 1/(2 λ) ‖N‖²", twin: "M:N <= λ/2 ‖M‖² + 1/(4 λ) ‖N‖²"),
        .init(declarations: constants, claim: "|y1 + y2 + y3| <= |y1| + |y2| + |y3|", twin: "|y1 + y2 + y3| <= (|y1| + |y2| + |y3|)/2"),
        .init(declarations: constants, claim: "| |s| - |t| | <= |s - t|", twin: "| |s| - |t| | <= |s - t|/2"),
        // Bars inside of bars.
        .init(declarations: constants, claim: "||s| - |t|| <= |s - t|", twin: "||s| - |t|| <= |s - t|/2"),
        .init(declarations: constants, claim: "|s||t| = |s t|", twin: "|s||t| = 2 |s t|"),
        // Addition formulas, powers of powers, logarithms in integrals.
        .init(declarations: constants, claim: "cos(3 s) = 4 cos(s)³ - 3 cos(s)", twin: "cos(3 s) = 4 cos(s)³ - 2 cos(s)"),
        .init(declarations: constants, claim: "sin(s + t) = sin(s) cos(t) + cos(s) sin(t)", twin: "sin(s + t) = sin(s) cos(t) - cos(s) sin(t)"),
        .init(declarations: constants, claim: "cos(s/2)² = (1 + cos(s))/2", twin: "cos(s/2)² = (1 - cos(s))/2"),
        .init(declarations: constants, claim: "sinh(2 s) = 2 sinh(s) cosh(s)", twin: "sinh(2 s) = sinh(s) cosh(s)"),
        .init(declarations: constants, claim: "log((1 + s²)²) = 2 log(1 + s²)", twin: "log((1 + s²)²) = log(1 + s²)"),
        .init(declarations: line, claim: "∫[r] r²/(1 + r²)² = pi/4", twin: "∫[r] r²/(1 + r²)² = pi/2"),
        .init(declarations: line, claim: "∫[t] t^s log(t) = -1/(s+1)²", twin: "∫[t] t^s log(t) = -1/(s+1)"),
        .init(declarations: line, claim: "∫[t] t^s log(t)² = 2/(s+1)³", twin: "∫[t] t^s log(t)² = 1/(s+1)³"),
    ]

    @Test(arguments: pairs) func trueOnesAreProved(pair: Pair) throws {
        try IntegralTrapTests.outcome(pair.declarations + "claim a: " + pair.claim).requireChecked(.proved, pair.claim)
    }

    @Test(arguments: pairs) func twinsAreRefuted(pair: Pair) throws {
        let outcome = try IntegralTrapTests.outcome(pair.declarations + "claim a: " + pair.twin)
        if pair.isRefuted { try outcome.requireChecked(.refuted, pair.twin) } else { #expect(outcome.verdict != .proved) }
    }
}
