import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Counterexamples at values of parameters, where a parameter stands in exponents.
@Suite struct SpecialisationTests {
    private static let declarations = """
        param a in (0, 1)
        space v in R^3
        density f(v)
        density g(v)
        claim c:\u{20}
        """

    @Test(arguments: [
        ("∫[v] f^a g^(1-a) <= 1", "∫[v] f^a g^(1-a) >= 1"),
        ("∫[v] f^a g^(1-a) <= 1", "∫[v] f^a g^(1-a) <= 1/2"),
    ])
    func twins(claim: String, twin: String) throws {
        #expect(try Outcome.checked(Self.declarations + claim).verdict != .refuted, "\(claim)")
        try Outcome.checked(Self.declarations + twin).requireChecked(.refuted, twin)
    }

    /// Values are in the declared range, of parameters that are no dimensions; what holds at a value is not said to hold at all.
    @Test func theKernelChecksValues() throws {
        let statement = try #require(try IntegralIdentity.statements("param d integer >= 1\nparam a in (0, 1)\nspace x in R^d\nclaim c: a |x|² = |x|²/2").last?.statement)
        for wrong: [String: Rational] in [["a": 0], ["a": 1], ["a": 2], ["d": 2], ["b": 1], [:]] {
            #expect(throws: Rejection.self) { try Specialisation(wrong).statement(of: statement) }
        }
        let half = Specialisation(["a": Rational(1, 2)])
        #expect(try !half.statement(of: statement).parameters.contains { $0.name == "a" })
        #expect(throws: Rejection.self) { try Kernel.Examination(statement, .specialisation(half, .identity(.contraction))).theorem() }
    }
}
