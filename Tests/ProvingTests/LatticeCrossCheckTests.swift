import Kernel
@testable import Proving
import Testing

/// Sums over a lattice agree with true equations between integrals, and tell most of their false twins.
@Suite struct LatticeCrossCheckTests {
    static func result(_ statement: Statement) -> IntegralCrossCheck.Result? {
        guard let relations = statement.goal.relations?.filter({ $0.left.hasIntegral || $0.right.hasIntegral }) else { return nil }
        return LatticeCrossCheck.run(statement, relations, CandidateAssignments(statement), SideConditions.derive(statement))
    }

    @Test(arguments: IntegralIdentity.all) func identitiesAreNotContradicted(identity: IntegralIdentity) throws {
        if case .difference(let text)? = Self.result(try identity.statement()) { Issue.record("\(identity.name): \(text)") }
    }

    @Test func falseTwinsAreContradicted() throws {
        var agreements: [String] = [], contradicted = 0
        for identity in IntegralIdentity.all {
            for number in identity.twins.indices.prefix(2) where !identity.open.contains(number) {
                switch Self.result(try identity.twin(number)) {
                case .difference: contradicted += 1
                case .agreement: agreements.append("\(identity.name) \(number)")
                case .undetermined, nil: break
                }
            }
        }
        #expect(agreements.isEmpty, "\(agreements)")
        #expect(contradicted >= 8)
    }

    /// Scaled by a parameter, a density may reach beyond the lattice, whatever the assignment.
    @Test(arguments: 1...60) func wideDensities(seed: Int) throws {
        let cell = "param λ > 1\nspace v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|² f(v/λ) = λ^5 ∫[v] |v|² f"
        let statement = try #require(try IntegralIdentity.statements(cell).last?.statement), relations = try #require(statement.goal.relations)
        let result = LatticeCrossCheck.run(
            statement, relations, CandidateAssignments(statement), SideConditions.derive(statement), seeds: UInt64(seed)...UInt64(seed))
        if case .difference(let text) = result { Issue.record("\(text)") }
    }

    static func support(_ claim: String) throws -> String? {
        let statement = try #require(try IntegralIdentity.statements("space v in R^3\ndensity f(v)\n" + claim).last?.statement)
        let relations = try #require(statement.goal.relations)
        return IntegralCrossCheck.support(statement, relations)
    }

    /// Quadrature shows on a Gaussian, and on a mixture where that is in reach, that a refuted relation fails, in enclosures; of its true twin it
    /// has nothing to say.
    @Test(arguments: [
        ("claim a: ∫[v] v·∇f = -3 ∫[v] f", "claim a: ∫[v] v·∇f = -2 ∫[v] f", true),
        ("claim a: ∫[v] |∇log f|² f = -∫[v] f Δ(log f)", "claim a: ∫[v] |∇log f|² f = -2 ∫[v] f Δ(log f)", false),
        ("claim a: ∫[v] |v|² |∇log f|² f >= 9", "claim a: ∫[v] |v|² |∇log f|² f <= 9", true),
    ])
    func refutationsAreSupported(_ right: String, _ wrong: String, _ onMixture: Bool) throws {
        #expect(try Self.support(right) == nil)
        let text = try #require(try Self.support(wrong))
        #expect(text.contains("on a Gaussian") && text.contains("disjoint enclosures"), "\(text)")
        #expect(text.contains("on a mixture") || !onMixture, "\(text)")
    }

    private static let shifted = """
        param d integer
        param a, b > 0
        space x, z in R^d
        space y in R^2
        space s in R
        density N(y) = gaussian(mean = (20, 20), cov = 1/10 Id)

        """

    /// What lies beyond the lattice, or between its points, contradicts no proof, and its twins are refuted as before.
    @Test(arguments: [
        ("∫[y] exp(-9 |y - (5,5)|²) = pi/9", "∫[y] exp(-9 |y - (5,5)|²) = pi/8"),
        ("∫[y] |y|² N(y) = 800 + 1/5", "∫[y] |y|² N(y) = 800"),
        ("∫[y] (exp(-9 |y - (5,5)|²) + exp(-|y|²)) = pi/9 + pi", "∫[y] (exp(-9 |y - (5,5)|²) + exp(-|y|²)) = pi"),
        ("∫[y] (exp(-10000 |y - (1/10,0)|²) + exp(-|y|²)) = pi/10000 + pi", "∫[y] (exp(-10000 |y - (1/10,0)|²) + exp(-|y|²)) = pi"),
        ("∫[s] (exp(-(s-50)²) + exp(-s²)) = 2 sqrt(pi)", "∫[s] (exp(-(s-50)²) + exp(-s²)) = sqrt(pi)"),
        (
            "∫[z] exp(-a |x-z|²) exp(-b |z|²) = (pi/(a+b))^(d/2) exp(-a b |x|²/(a+b))",
            "∫[z] exp(-a |x-z|²) exp(-b |z|²) = (pi/(a+b))^(d/2) exp(-a |x|²/(a+b))"
        ),
    ]) func whatTheLatticeMissesContradictsNothing(_ right: String, _ wrong: String) throws {
        try IntegralTrapTests.outcome(Self.shifted + "claim a: " + right).requireChecked(.proved, right)
        let outcome = try IntegralTrapTests.outcome(Self.shifted + "claim a: " + wrong)
        #expect(outcome.verdict == .refuted && outcome.internalError == nil, "\(wrong)")
    }

    /// Integrals that do not converge have no values to differ.
    @Test func divergentIntegralsSayNothing() throws {
        #expect(try Self.support("claim a: ∫[v] |v|^(-3) f = 2 ∫[v] |v|^(-3) f + 1") == nil)
    }

    @Test func theReportNamesTheValues() throws {
        let outcome = try IntegralTrapTests.outcome("space v in R^3\ndensity f(v)\nclaim a: ∫[v] v·∇f = -2 ∫[v] f")
        #expect(outcome.verdict == .refuted && outcome.internalError == nil)
        #expect(outcome.witness?.contains("by quadrature the sides are") == true, "\(outcome.witness ?? "")")
    }
}
