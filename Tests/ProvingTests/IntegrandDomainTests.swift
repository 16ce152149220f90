import Kernel
import Testing

@testable import Proving

/// Normal forms do not see where an integrand is undefined: `sqrt(s)² = s`.
@Suite struct IntegrandDomainTests {
    private static let declarations = """
        space v in R^3
        density f(v)
        function u(v)
        function g(v) > 0, decaying
        space s in R
        space r in (0,1)
        param a > 0
        param b
        param c in [-1, 1]
        constant e : vector in R^3

        """

    private static func outcome(_ claim: String) throws -> Outcome { try IntegralTrapTests.outcome(declarations + "claim c: " + claim) }

    @Test(arguments: [
        "∫[s] sqrt(s)² exp(-(s+1)²) = -sqrt(pi)", "∫[s] sqrt(s)² exp(-(s+1)²) >= 0", "∫[s] sqrt(s) sqrt(s) exp(-s²) = 0",
        "∫[v] exp(log(-f)) = -1", "∫[v] exp(log(-f)) >= 0", "∫[v] sqrt(v[1])² f = ∫[v] v[1] f", "∫[v] sqrt(v[1])² f >= 0",
        "∫[v] (log(-f))² f >= 0", "∫[v] sqrt(-|v|²-1) f >= 0", "∫[r] log(-r)² >= 0", "∫[v] (v[1]^(1/3))³ f = ∫[v] v[1] f",
        "∫[r] log(r - 1/2)² >= 0", "∫[v] sqrt(v[1] f)² = ∫[v] v[1] f",
    ])
    func whatIsUndefinedOnASetIsNotProved(_ claim: String) throws {
        #expect(try Self.outcome(claim).verdict != .proved)
    }

    /// What is asked of a function is said.
    @Test(arguments: [
        ("∫[v] u/u f = 1", "u(v) ≠ 0 almost everywhere"), ("∫[v] sqrt(u)² f = ∫[v] u f", "u(v) ≥ 0 almost everywhere"),
        ("∫[v] exp(log(g-1)) f = ∫[v] g f - 1", "g(v) - 1 > 0 almost everywhere"), ("∫[v] exp(log u) f = ∫[v] u f", "u(v) > 0 almost everywhere"),
    ])
    func whatIsAskedOfAFunctionIsACondition(_ claim: String, _ condition: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict != .proved || outcome.sideConditions.contains(condition), "\(outcome.sideConditions)")
        #expect(outcome.internalError == nil)
    }

    @Test(arguments: [
        "∫[r] sqrt(1-r²) = pi/4", "∫[r] log(r) = -1", "∫[r] sqrt(r)³ = 2/5", "∫[r] sqrt(r (1-r)) = pi/8", "∫[v] |∇log f|² f = 4 ∫[v] |∇sqrt(f)|²",
        "∫[v] |v|^(-1) div(v f) = ∫[v] f/|v|", "∫[v] |∇u|² (1+|v|²)^(-a) >= 0", "∫[v] |∇log(g)|² g² = ∫[v] |∇g|²",
    ])
    func whatIsDefinedAlmostEverywhereIs(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved)
        #expect(!outcome.sideConditions.contains { $0.contains("almost everywhere") })
    }

    /// What parameters and constants must not be, where normal forms cancel them.
    @Test(arguments: [
        ("b ∫[v] (b |v|)^(-1) f = ∫[v] |v|^(-1) f", "b ≠ 0"), ("∫[v] sqrt(b |v|²)² f = b ∫[v] |v|² f", "b ≥ 0"),
        ("∫[v] log(exp(1) b |v|²) f - ∫[v] log(b |v|²) f = 1", "b > 0"),
        ("∫[v] (e·v)²/(e·v)² f = 1", "Σ_i e_i v_i ≠ 0 almost everywhere"),
    ])
    func whatIsAskedOfConstantsIsACondition(_ claim: String, _ condition: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved)
        #expect(outcome.sideConditions == [condition])
    }

    /// A declared range must imply it.
    @Test(arguments: ["c ∫[v] (c |v|)^(-1) f = ∫[v] |v|^(-1) f", "∫[v] sqrt(c |v|²)² f = c ∫[v] |v|² f", "∫[v] sqrt(-a |v|²)² f = -a ∫[v] |v|² f"])
    func whatADeclaredRangeDoesNotImplyIsNotProved(_ claim: String) throws {
        #expect(try Self.outcome(claim).verdict != .proved)
    }

    @Test(arguments: ["a ∫[v] (a |v|)^(-1) f = ∫[v] |v|^(-1) f", "∫[v] sqrt(a |v|²)² f = a ∫[v] |v|² f", "∫[v] |v - b e|/|v - b e| f = 1"])
    func constantsThatDoNotMatter(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved)
        #expect(outcome.sideConditions.isEmpty)
    }
}
