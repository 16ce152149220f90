import Testing

@testable import Language

/// An instance of an axiom says what the axiom says: of its space, of its points, of nothing more.
@Suite struct CitationTests {
    private static let declarations = """
        import "std/inequalities"
        import "std/sphere"
        param d integer >= 1
        param n integer >= 2
        space x, y in R^3
        space s in (0, 1)
        space t in R
        space v, w in R^d
        space ω, σ in S^2
        space θ in S^(n-1)
        space κ in T^3
        function u(x) decaying
        function U(y) decaying
        function K(x, y) decaying
        function q(s)
        function g(v) decaying
        function h(ω) even
        function k(θ) even
        function P(ω, x) even
        function c(κ)
        let weight = |x|²
        let count = d²
        axiom hardy(a): ∫[x] a² <= ∫[x] |x-y|² |∇[x] a|²
        axiom left_behind(a): ∫[x] a² <= ∫[x] weight |∇[x] a|²
        axiom of_two(a): ∫[x, y] a² <= 2 ∫[x, y] a^4
        axiom named(a): ∫[v] a² <= d ∫[v] |∇[v] a|²
        axiom counted(a): ∫[v] a² <= count ∫[v] |∇[v] a|²
        axiom from_three(a) given d >= 3: ∫[v] a² <= ∫[v] |∇[v] a|²
        axiom every_dimension(a): ∫[v] a² <= dim(v) ∫[v] |∇[v] a|²

        """

    private static func codes(_ claim: String) -> [DiagnosticCode] {
        let session = Session(declarations + claim)
        return session.diagnostics.filter { $0.severity == .error }.map(\.code)
    }

    @Test(arguments: [
        "claim a: 1 = 1 using sobolev(u)", "claim a: 1 = 1 using sobolev(U)", "claim a: 1 = 1 using holder(2, 2, u, u)", "claim a: 1 = 1 using holder(2, 2, q, q)",
        "claim a: 1 = 1 using cauchy_schwarz(c, c)", "claim a: 1 = 1 using cauchy_schwarz(K, u)", "claim a: 1 = 1 using hardy(u)", "claim a: 1 = 1 using hardy(K)",
        "claim a: 1 = 1 using even_poincare(h)", "claim a: 1 = 1 using even_poincare(k)", "claim a: 1 = 1 using of_two(K)", "claim a: 1 = 1 using named(g)", "claim a: 1 = 1 using counted(g)",
        "claim a: 1 = 1 using every_dimension(g)", "claim a: 1 = 1 using every_dimension(u)",
    ])
    func applies(_ claim: String) { #expect(Self.codes(claim) == [], "\(claim)") }

    /// Another space, a point that is caught or left behind, norms and symmetries in more points than are integrated over.
    @Test(arguments: [
        "claim a: 1 = 1 using sobolev(q)", "claim a: 1 = 1 using sobolev(1 + t)", "claim a: 1 = 1 using sobolev(g)", "claim a: 1 = 1 using sobolev(c)",
        "claim a: 1 = 1 using hardy(U)", "claim a: 1 = 1 using left_behind(U)", "claim a: 1 = 1 using of_two(U)", "claim a: 1 = 1 using holder(2, 2, K, u)",
        "claim a: 1 = 1 using even_poincare(P)", "claim a: 1 = 1 using even_poincare(ω·x)", "claim a: 1 = 1 using even_poincare(t²)", "claim a: 1 = 1 using named(u)",
        "claim a: 1 = 1 using counted(u)", "claim a: 1 = 1 using from_three(u)", "claim a: 1 = 1 using every_dimension(q)",
    ])
    func doesNotApply(_ claim: String) { #expect(Self.codes(claim) == [.citationNotApplicable], "\(claim)") }

    /// A claim is about its own points.
    @Test(arguments: ["claim a: ∫[v] g² >= 0 for every space", "axiom b: ∫[v] g² >= 0 for every space"])
    func onlyAxiomsWithArguments(_ statement: String) { #expect(Self.codes(statement) == [.malformedClause], "\(statement)") }
}
