import Expressions
import Kernel
import Testing

/// Where there is no limit the kernel names none, whatever the claim says.
@Suite struct LimitEvaluationTests {
    private static let declarations = """
        param γ, x
        param a, t > 0
        param p > 1
        param δ in [-3, 0)
        param n integer >= 1
        space v in R^3
        function f(v) decaying

        """

    private static func values(_ claim: String) throws -> Statement {
        try LimitEvaluation(Claims.statement(declarations + "claim c: " + claim)).statementOfValues()
    }

    @Test(arguments: [
        // Both sides of 0; nothing that is come near; oscillation; no closed form.
        "lim[x -> 0] |x|/x = 1", "lim[x -> 0] sign(x) = 0", "lim[x -> 0] 1/x = oo", "lim[x -> 0] exp(1/x) = 0", "lim[x -> 0] atan(1/x) = pi/2",
        "lim[δ -> 1] δ = 1", "lim[p -> 1/2] p = 1/2", "lim[n -> 2] n = 2", "lim[t -> -1] t = -1", "lim[δ -> oo] δ = oo", "lim[t -> -oo] t = -oo",
        "lim[n -> -oo] n = -oo", "lim[t -> oo] sin(t) = 0", "lim[t -> oo] t cos(t) = oo", "lim[t -> oo] ∫[v] f exp(-t |v|²) = 0",
        // Whether a lies in the range of p; an infinite number in a sum; where nothing is defined.
        "lim[p -> a] p = a", "1 + lim[t -> oo] t = lim[t -> oo] t", "lim[t -> oo] sqrt(-t) = 0", "lim[t -> 0] log(-t) = -oo",
        "lim[δ -> -3] log(δ) = 0",
    ]) func refusals(_ claim: String) throws {
        #expect(throws: Rejection.self, "\(claim)") { try Self.values(claim) }
    }

    @Test(arguments: [
        "lim[x -> 0] |x| = 0", "lim[x -> 0] x sign(x) = 0", "lim[t -> 0] exp(-1/t) = 0", "lim[p -> 1] p = 1", "lim[n -> oo] 1/n = 0",
        "lim[x -> -oo] exp(x) = 0", "lim[t -> oo] sin(t)/t = 0", "lim[x -> 0] 1/x² = oo", "-lim[t -> oo] t = -oo",
    ]) func limits(_ claim: String) throws {
        let evidence = Evidence.limits(.identity(.contraction))
        let statement = try Claims.statement(Self.declarations + "claim c: " + claim)
        #expect(try Kernel.Examination(statement, evidence).theorem().verdict == .proved, "\(claim)")
        // The same with 1 for the limit.
        guard case .relation(var relation) = statement.goal else { return }
        relation.right = relation.right + .number(1)
        var wrong = statement
        wrong.goal = .relation(relation)
        #expect((try? Kernel.Examination(wrong, evidence).theorem()) == nil, "\(claim)")
    }
}
