import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Inequalities between cross products: pairs of them are inner products.
@Suite struct CrossProductTests {
    private static let declarations = """
        space x in R^3
        function X(x) : vector
        function Y(x) : vector
        function u(x) decaying
        constant a, e : vector where |e| = 1
        claim c:\u{20}
        """

    @Test(arguments: [
        ("|X×Y|² <= |X|² |Y|²", "|X×Y|² <= 1/2 |X|² |Y|²"),
        ("|X×x|² <= |X|² |x|²", "|X×x|² >= |X|² |x|²"),
        ("|a×e|² <= |a|²", "2 |a×e|² <= |a|²"),
        ("(X×Y)·(X×a) <= 1/2 |X|² |Y|² + 1/2 |X|² |a|²", "(X×Y)·(X×a) <= 1/4 |X|² |Y|² + 1/2 |X|² |a|²"),
        ("|x×∇u|² <= |x|² |∇u|²", "|x×∇u|² <= 1/2 |x|² |∇u|²"),
        ("∫[x] |x×∇u|² <= ∫[x] |x|² |∇u|²", "∫[x] |x×∇u|² <= 1/3 ∫[x] |x|² |∇u|²"),
        ("|X×(Y×a)|² <= |X|² |Y|² |a|²", "|X×(Y×a)|² <= 1/2 |X|² |Y|² |a|²"),
    ])
    func decided(claim: String, twin: String) throws {
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(Self.declarations + twin).verdict != .proved, "\(twin)")
    }

    /// Both forms have the same value at random places; a product with one cross product is refused.
    @Test func valuesAgree() throws {
        for claim in ["|X×Y|² <= (X×a)·(Y×a)", "(X×Y)·(Y×a) + |a×x|² <= |X×(Y×a)|²"] {
            let statement = try #require(try IntegralIdentity.statements(Self.declarations + claim).last?.statement)
            let expanded = try IntegralRewriting.crossProducts.statement(of: statement, isRefuted: false)
            let relation = try #require(statement.goal.relations?.first), other = try #require(expanded.goal.relations?.first)
            #expect(!other.left.mentionsEpsilon && !other.right.mentionsEpsilon)
            for seed in UInt64(1)...5 {
                let assignment = try #require(CandidateAssignments(statement).random([:], seed: seed, degree: 2, span: 3))
                for (a, b) in [(relation.left, other.left), (relation.right, other.right)] {
                    #expect(try RationalField().value(a, [:], at: assignment) == RationalField().value(b, [:], at: assignment), "\(claim)")
                }
            }
        }
        let odd = try #require(try IntegralIdentity.statements(Self.declarations + "a·(X×Y) <= |X|²").last?.statement)
        #expect(throws: Rejection.self) { try IntegralRewriting.crossProducts.statement(of: odd, isRefuted: false) }
    }
}
