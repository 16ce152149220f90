import Testing

@testable import Language

/// Conditions are those of what they stand beside, all of them, and of nothing else.
@Suite struct ConditionTests {
    private static let declarations = """
        param γ in R
        param m integer
        param a in R
        param b > a
        param x, y in R
        space v in R^2
        space s in (0,oo)
        constant H : symmetric matrix of R^2
        function u(v)
        function w(v)
        function y1(s) where ∂[s] y1 = γ y1
        axiom plain(u): ∫[v] u² <= γ
        axiom order(a, b): b - a > 0
        axiom integers(m): m² >= m

        """

    private static func session(_ text: String) -> Session { Session(declarations + text) }

    /// Values of a parameter in the goal, and another one in what is assumed.
    @Test(arguments: [
        "claim c: x <= γ provided x <= γ for γ in 1, 2", "claim c: ∂[s] y1 = γ y1 for γ in 1, 2", "claim c: x² <= γ² provided -γ <= x, x <= γ for γ in 1, 2",
    ])
    func samplesBesideConditions(_ claim: String) { #expect(Self.session(claim).codes == [.malformedClause], "\(claim)") }

    @Test(arguments: ["claim c: x <= x + γ² for γ in 1, 2", "claim c: x <= γ + y provided x <= y for γ in 0, 1, 2", "claim c: ∂[s] y1 = y1 where γ = 1"])
    func samplesAlone(_ claim: String) { #expect(Self.session(claim).codes == [], "\(claim)") }

    /// Two steps of a chain say nothing together where they are about different values.
    @Test func valuesOfDifferentSteps() {
        #expect(Self.session("calc c: x\n    = γ x for γ in 1, 1\n    = 3 x for γ in 3, 3").codes.contains(.contradictoryRange))
        #expect(Self.session("claim c: x = x + 0 γ where γ = 1 for γ in 2, 3").codes.contains(.contradictoryRange))
        #expect(Self.session("calc c: x\n    = x + 0 γ for γ in 1, 2\n    = x for γ in 1, 2").codes == [])
    }

    /// A relation at the beginning of a line is a step, and no part of the condition above it.
    @Test func stepsBehindConditions() {
        let session = Self.session("calc c: x\n    <= y provided x <= y\n    <= y²")
        #expect(session.items["c"]?.steps == ["c.1", "c.2"])
        #expect(session.items["c.1"]?.statement?.hypotheses.count == 1)
        #expect(Self.session("calc c: x\n    <= y provided x\n      <= y").items["c"]?.steps == ["c.1"])
        #expect(Self.session("calc c: x\n    <= y provided 0 <= x <= y, (x\n    <= y)").items["c"]?.steps == ["c.1"])
        #expect(Self.session("claim c: x <= y provided 0\n    <= x\n    <= y").items["c"]?.statement?.hypotheses.isEmpty == false)
    }

    /// Conditions of an axiom that is cited with arguments stand in front.
    @Test(arguments: [
        "axiom B(u): ∫[v] u² <= 1 provided ∫[v] u = 0", "axiom B(u): ∫[v] u² >= γ where γ = 0", "axiom B given γ >= 1: ∫[v] u² >= 5 provided ∫[v] u = 0",
        "axiom B(u): ∫[v] u² >= γ for γ in 1, 2",
    ])
    func conditionsBehindAxioms(_ axiom: String) { #expect(Self.session(axiom).codes == [.malformedClause], "\(axiom)") }

    @Test func conditionsOfAxioms() {
        #expect(Self.session("axiom B(u) given ∫[v] u = 0: ∫[v] u² <= 1 cite \"A\"\nclaim c: ∫[v] w² <= 1 using B(w)").codes == [])
        #expect(Self.session("axiom B: ∫[v] u² <= 1 provided ∫[v] u = 0").items["B"]?.statement?.hypotheses.count == 1)
    }

    /// What is declared of a formal parameter must hold of the number in its place.
    @Test func formalParameters() {
        #expect(Self.session("claim c: x² >= x using integers(x)").codes == [.citationNotApplicable])
        #expect(Self.session("claim c: m² >= m using integers(m + 1)").codes == [])
        #expect(Self.session("claim c: x > 0 using order(1, 0)").codes == [.conditionOfCitation])
        let hypotheses = Self.session("claim c: x > 0 using order(0, x)").items["c"]?.statement?.hypotheses ?? []
        #expect(hypotheses.count == 1 && hypotheses.allSatisfy { if case .implication = $0 { true } else { false } })
    }

    /// Each matrix inequality is about all vectors; there is one vector in a statement.
    @Test func matrixInequalitiesInside() {
        #expect(Self.session("claim c: tr(H) >= 0 if H >= 0").items["c"]?.statement?.hypotheses.isEmpty == true)
        #expect(Self.session("claim c: tr(H) Id - H >= 0 if H >= 0").codes == [])
        #expect(Self.session("claim c: H >= 0 iff tr(H) Id - H >= 0").codes == [.malformedClause])
        #expect(Self.session("claim c: x = x and (tr(H) >= 0 if H >= 0)").codes == [.malformedClause])
    }

    @Test func rangesOfOptima() {
        #expect(Self.session("minimise x over x in [0, sqrt(2)]").codes == [.parameterWithoutRange])
        #expect(Self.session("minimise (x-3)² for x in [0, 1]").order.last?.unknowns.first?.upper?.value == 1)
    }
}
