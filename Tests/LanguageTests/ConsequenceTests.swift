import Language
import Testing

/// One cause is one error.
@Suite struct ConsequenceTests {
    private static let uses = """
        let r = |z|
        let u(z) = |z|²
        let A(z) = |z|² Id - z⊗z
        claim a: u = 3
        claim c: div A = 0
        let L(q) = div(A ∇q)
        density f(z)
        flow f: ∂[t] f = L(f)
        claim e: ∂[t] ∫[z] f = 0
        density N(z) = exp_poly(-|z|²)
        claim k: u(2 z) = 4 u(z)
        claim h: f = 0 given e
        """

    @Test func whatFollowsFromAFailedDeclarationIsNotTold() {
        #expect(Session("space z in R^q\n" + Self.uses).codes == [.unknownName])
        #expect(Session("space z in R^(3\n" + Self.uses).codes.count == 1)
        #expect(Session("import \"nowhere.lnb\"\nclaim a: ∇_X u = 0\nclaim b: y = 2").codes.count == 1)
    }

    /// With the declaration mended, the errors of their own are told.
    @Test func ownErrorsAreTold() {
        #expect(Session("space z in R^3\nlet u(z) = |z|²\nclaim a: div u = 0\nflow y: ∂[t] y = u").codes.contains(.notAFunction))
        #expect(Session("claim a: y = 2\nclaim b: y = 3").codes == [.unknownName, .unknownName])
        #expect(Session("space z in R^q\nclaim a: y = 2").codes == [.unknownName, .unknownName])
    }

    /// The body of a template fails at every use in the same way.
    @Test func aBodyIsToldOnce() {
        let template = "space z in R^3\nlet L(q) = div q\nfunction g(z)\n"
        #expect(Session(template + "claim a: L(g) = 0\nclaim b: L(g) = 1").codes.count == 1)
        #expect(Session(template + "let M(q) = tr q\nclaim a: L(g) = 0\nclaim b: M(g) = 1").codes.count == 2)
    }

    @Test func anIntegerParameterIsSaidHow() {
        let advice = Parser.parse("param d, n : integer").diagnostics.first?.advice
        #expect(advice == "write `param d, n integer`")
        #expect(Parser.parse("param d : real").diagnostics.first?.advice?.hasPrefix("write `param d`") == true)
        #expect(Parser.parse("param d, n integer").diagnostics.isEmpty)
    }
}
