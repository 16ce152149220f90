import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Potentials with `∇²V >= λ Id`, where the Hessian comes to light by integration by parts only (Bakry and Émery).
@Suite struct ConvexPotentialTests {
    private static let space = "param d integer >= 1\nparam λ > 0\nspace x in R^d\nfunction V(x) where ∇²V >= λ Id\n"
    private static let operators = """
        function f(x) decaying
        let m = exp(-V)
        let L(u) = Δu - ∇V·∇u
        let Γ2(u) = 1/2 L(|∇u|²) - ∇u·∇(L(u))
        claim c:\u{20}
        """
    private static let flow = """
        density f(x)
        let I(f) = ∫[x] |∇log(f) + ∇V|² f
        let F(f) = ∫[x] f (log f + V)
        flow f: ∂[t] f = div(∇f + f ∇V)
        claim c:\u{20}
        """

    @Test(arguments: [
        (operators, "Γ2(f) >= λ |∇f|²", "Γ2(f) >= 3/2 λ |∇f|²"),
        (operators, "∫[x] L(f)² m >= λ ∫[x] |∇f|² m", "∫[x] L(f)² m >= 2 λ ∫[x] |∇f|² m"),
        (flow, "∂[t] I(f) <= -2 λ I(f)", "∂[t] I(f) <= -3 λ I(f)"),
        (flow, "∂[t] (I(f) + 2 λ F(f)) <= -4 λ I(f)", "∂[t] (I(f) + 2 λ F(f)) <= -5 λ I(f)"),
    ])
    func rates(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(Self.space + declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(Self.space + declarations + twin).requireChecked(.refuted, twin)
    }

    /// A bound by a matrix, from above, and by nothing.
    @Test(arguments: [
        ("constant P : symmetric matrix of R^d\nfunction V(x) where ∇²V >= P", "∫[x] L(f)² m >= ∫[x] ∇f·(P ∇f) m", Verdict.proved),
        ("function V(x) where ∇²V <= λ Id", "∫[x] (L(f)² - ‖∇²f‖²) m <= λ ∫[x] |∇f|² m", .proved),
        ("function V(x) where ∇²V <= λ Id", "∫[x] (L(f)² - ‖∇²f‖²) m <= 1/2 λ ∫[x] |∇f|² m", .refuted),
        ("function V(x) where ∇²V <= λ Id", "∫[x] L(f)² m >= λ ∫[x] |∇f|² m", .unknown),
        ("function V(x)", "∫[x] L(f)² m >= ∫[x] ∇f·(∇²V ∇f) m", .proved),
        ("function V(x)", "∫[x] L(f)² m >= 2 ∫[x] ∇f·(∇²V ∇f) m", .unknown),
    ])
    func otherBounds(potential: String, claim: String, verdict: Verdict) throws {
        let outcome = try Outcome.checked("param d integer >= 1\nparam λ > 0\nspace x in R^d\n" + potential + "\n" + Self.operators + claim)
        if verdict == .unknown { #expect(outcome.verdict == .unknown) } else { try outcome.requireChecked(verdict, claim) }
    }

    /// A function of a point in place of a declared one must be one of those that were declared.
    @Test func examplesAreDeclared() throws {
        let statement = try IntegralIdentity(
            name: "c", declarations: Self.space, claim: "ΔV <= λ d", twins: []).statement()
        let x = try #require(statement.points.first), root = try #require(statement.functions.first { $0.name == "√V" })
        var supply = IndexSupply(startingAt: 0)
        let i = supply.fresh(.symbol("d")), square = Expression.contraction(i, .coordinate(x, i) * .coordinate(x, i))
        let flat = try ConcreteSolution(function: root.name, point: x, value: .zero).statement(of: statement)
        #expect(throws: Rejection.self) { try ConcreteSolution(function: "V", point: x, value: square).statement(of: flat) }
        #expect(throws: Rejection.self) { try ConcreteSolution(function: "V", point: x, value: .zero).statement(of: flat) }
        let half = Expression.number(Rational(1, 2)) * .parameter("λ") * square
        #expect(try ConcreteSolution(function: "V", point: x, value: half).statement(of: flat).hypotheses.isEmpty)
        // While the root is there, what is said of it is left.
        #expect(try ConcreteSolution(function: "V", point: x, value: half).statement(of: statement).hypotheses.count == 1)
    }
}
