import Expressions
import Kernel
import Proving
import Testing

/// Inequalities between lengths, by the squares of both sides.
@Suite struct SquaringTests {
    private static let constants = """
        constant A, B : symmetric matrix of R^3
        constant M : matrix of R^3
        constant a, b : vector of R^3
        constant P : symmetric matrix of R^3 where P >= 0
        claim c:\u{20}
        """
    private static let functions = "param d integer >= 1\nspace x in R^d\nfunction u(x), v(x)\nconstant N, L : matrix of R^d\nclaim c: "

    @Test(arguments: [
        (constants, "‖A + B‖ <= ‖A‖ + ‖B‖", "‖A + B‖ <= ‖A‖ + 1/2 ‖B‖"), (constants, "|M a| <= ‖M‖ |a|", "|M a| <= 1/2 ‖M‖ |a|"),
        (constants, "tr(A B) <= sqrt(tr(A A)) sqrt(tr(B B))", "tr(A B) <= 1/2 sqrt(tr(A A)) sqrt(tr(B B))"), (constants, "‖A B‖ <= ‖A‖ ‖B‖", "‖A B‖ >= ‖A‖ ‖B‖"),
        (constants, "‖A - B‖ >= ‖A‖ - ‖B‖", "‖A - B‖ <= ‖A‖ - ‖B‖"), (constants, "|tr A| <= sqrt(3) ‖A‖", "|tr A| <= sqrt(2) ‖A‖"),
        (constants, "‖P‖ <= tr(P)", "tr(P) <= ‖P‖"), (constants, "|a·(A a)| <= ‖A‖ |a|²", "a·(A a) >= ‖A‖ |a|²"),
        (functions, "|Δu| <= sqrt(d) ‖∇²u‖", "|Δu| <= ‖∇²u‖"), (functions, "|∇(u+v)| <= |∇u| + |∇v|", "|∇(u+v)| <= |∇u|"),
        (functions, "‖N + L‖ <= ‖N‖ + ‖L‖", "‖N + L‖ >= ‖N‖ + ‖L‖"), (functions, "|∇²u ∇v| <= ‖∇²u‖ |∇v|", "|∇²u ∇v| >= ‖∇²u‖ |∇v|"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(declarations + twin).requireChecked(.refuted, twin)
    }

    /// The larger side must be seen not to be negative, and the sides must be those of the claim: `-3 <= 2` does not follow from `9 <= 4`,
    /// nor `2 <= -3` from `4 <= 9`.
    @Test func sidesOfTheClaim() throws {
        let declarations = "param p\nparam q, r > 0"
        let statement = try IntegralIdentity(name: "c", declarations: declarations, claim: "p r <= q r", twins: []).statement()
        let p = Expression.parameter("p"), q = Expression.parameter("q"), r = Expression.parameter("r")
        for (left, right) in [(p * r, q), (p * r - .number(2) * q * r, .zero - q * r), (.zero, q * r - p * r), (.parameter("z"), q * r)] {
            #expect(throws: Rejection.self) { try Squaring(left: left, right: right).statement(of: statement) }
        }
        let reduced = try Squaring(left: p * r, right: q * r).statement(of: statement)
        #expect(reduced.goal == .relation(Relation(.power(p * r, .number(2)), .lessOrEqual, .power(q * r, .number(2)))))
        let equation = try IntegralIdentity(name: "c", declarations: declarations, claim: "p r = q r", twins: []).statement()
        #expect(throws: Rejection.self) { try Squaring(left: p * r, right: q * r).statement(of: equation) }
    }

    /// Products of many factors are not put in all orders.
    @Test func highDegrees() throws {
        try Outcome.checked(Self.constants + "(a·b)^10 <= |a|^10 |b|^10").requireChecked(.proved, "degree 10")
        #expect(try Outcome.checked(Self.constants + "(a·b)^10 <= 1/2 |a|^10 |b|^10").verdict == .refuted)
    }
}
