import Kernel
import Proving
import Testing

/// Values of functions at places, as on the boundary of an interval: the ends of integrals have them, and counterexamples, too.
@Suite struct BoundaryValueTests {
    private static let dirichlet = "space y in (0,1)\nfunction e(y) where e(0) = 0, e(1) = 0\nclaim a: "
    private static let neumann = "space y in (0,1)\nfunction u(y) > 0 where u'(0) = 0, u'(1) = 0, u'''(0) = 0, u'''(1) = 0\n"
    private static let thinFilm = neumann + "flow u: ∂[t] u = -∂[y](u * ∂[y](∂[y](∂[y] u)))\nclaim a: "
    private static let halfLine = "space r in (0,oo)\nfunction z(r) decaying where z(0) = 2\nclaim a: "
    private static let slope = "space r in (0,oo)\nfunction z(r) decaying where z(0) = 1, z'(0) = -1\nclaim a: "
    private static let parameter = "param b\nspace y in (-1,1)\nfunction g(y) where g(-1) = b, g(1) = 3\nclaim a: "
    private static let space = "space x in R^3\nconstant a : vector of R^3\nfunction W(x) where W(0) = 0, ∇W(0) = 0\nclaim a: "

    @Test(arguments: [
        (dirichlet, "e(0) = 0"), (dirichlet, "∫[y] e'(y) = 0"), (dirichlet, "∫[y] e(y) e''(y) = -∫[y] e'(y)²"), (dirichlet, "∫[y] e(y)² e'(y) = 0"),
        (dirichlet, "∫[y] y e'(y) = -∫[y] e"), (neumann + "claim a: ", "∫[y] u'(y)^4/u(y)² = 3 ∫[y] u'(y)² u''(y)/u(y)"),
        (neumann + "claim a: ", "∫[y] u''(y) u'''(y) = u''(1)²/2 - u''(0)²/2"),
        (thinFilm, "∂[t] (∫[y] u) = 0"), (thinFilm, "∂[t] (∫[y] u log(u)) = -∫[y] u''(y)²"),
        (halfLine, "∫[r] z'(r) = -2"), (halfLine, "∫[r] z'(r) z(r) = -2"), (slope, "∫[r] z(r) z''(r) = 1 - ∫[r] z'(r)²"),
        (parameter, "∫[y] g'(y) = 3 - b"), (parameter, "∫[y] g(y) g'(y) = (9 - b²)/2"), (space, "W(0) = 0"), (space, "|∇W(0)|² = W(0)"),
    ])
    func identities(declarations: String, claim: String) throws { try IntegralTrapTests.outcome(declarations + claim).requireChecked(.proved, claim) }

    @Test(arguments: [
        (dirichlet, "e(0) = 1"), (dirichlet, "∫[y] e'(y) = 1"), (dirichlet, "∫[y] e(y) e''(y) = -2 ∫[y] e'(y)²"), (dirichlet, "∫[y] e = 0"),
        (dirichlet, "e'(0) = 0"), (dirichlet, "∫[y] y e'(y) = ∫[y] e"), (dirichlet, "∫[y] e'(y)² >= 11 ∫[y] e²"),
        (halfLine, "∫[r] z'(r) = 2"), (halfLine, "∫[r] z'(r) z(r) = -1"), (slope, "∫[r] z(r) z''(r) = -∫[r] z'(r)²"),
        (parameter, "∫[y] g'(y) = 3 + b"), (space, "W(a) = 0"), (space, "|∇W(a)|² = 0"), (space, "ΔW(0) = 0"),
    ])
    func falseTwins(declarations: String, claim: String) throws { try IntegralTrapTests.outcome(declarations + claim).requireChecked(.refuted, claim) }

    @Test("what vanishes at the ends only, or is said of another function, settles nothing else", arguments: [
        ("space y in (0,1)\nfunction e(y) where e(0) = 0\nclaim a: ", "∫[y] e'(y) = 0"), ("space y in (0,1)\nfunction e(y)\nclaim a: ", "∫[y] e'(y) = 0"),
        ("space y in (0,1)\nfunction e(y), g(y) where g(0) = 0, g(1) = 0\nclaim a: ", "∫[y] e'(y) = 0"),
        ("space r in (0,oo)\nfunction k(r) decaying\nclaim a: ", "∫[r] ∂[r] k = 0"), ("space r in (0,oo)\nfunction k(r) decaying\nclaim a: ", "∫[r] ∂[r] k = k(0)"),
    ])
    func nothingElse(declarations: String, claim: String) throws { #expect(try Outcome.checked(declarations + claim).verdict != .proved, "\(claim)") }

    /// An initial value of a linear equation with a source.
    @Test(arguments: [("u(t) = 3 - 2 exp(-2 t)", "u(t) = 3 - exp(-2 t)"), ("u(t) <= 3", "u(t) <= 2")]) func initialValues(claim: String, twin: String) throws {
        let declarations = "space t in (0,oo)\nfunction u(t) where ∂[t] u = -2 u + 6, u(0) = 1\nclaim a: "
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + twin).verdict != .proved, "\(twin)")
    }

    /// A condition of one claim.
    @Test func behindProvided() throws {
        let declarations = "space w in (0,1)\nfunction v(w)\nclaim a: "
        try Outcome.checked(declarations + "∫[w] ∂[w] v = 0 provided v(0) = 0, v(1) = 0").requireChecked(.proved, "both ends")
        try Outcome.checked(declarations + "∫[w] ∂[w] v = 0 provided v(0) = 0").requireChecked(.refuted, "one end")
    }

    @Test("two values at one place: no function has them, and nothing is proved", arguments: [
        "e(0) = 0, e(0) = 1", "e(0) = 0, e(0) = b", "e(0) = 0, e(1) = 0, ∂[y] e = 1", "e(0) = 0, e(1) = 1, ∂[y] e = 0",
    ])
    func contradictions(values: String) throws {
        let outcome = try Outcome.checked("param b\nspace y in (0,1)\nfunction e(y) where \(values)\nclaim a: e(1/2) = 7")
        #expect(outcome.verdict != .proved)
    }
}
