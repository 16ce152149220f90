import Expressions
import Kernel
import Testing

@testable import Proving

/// Inequalities between integrals, norms and values of functions: each true claim beside a false twin.
@Suite struct QuantityTests {
    private static let declarations = """
        import "std/inequalities"
        param a, b, ε, κ > 0
        param p, q > 1
        param θ in (0, 1)
        param X, Y, Z, W >= 0
        param n <= 1
        space v in R^3
        density f(v)
        density g(v)
        function h(v) decaying
        function k(v) decaying

        """

    private static func outcome(_ claim: String) throws -> Outcome {
        try IntegralTrapTests.outcome(declarations + "claim c: " + claim)
    }

    static let pairs: [(true: String, false: String)] = [
        // Young, for all exponents.
        ("a b <= a^p/p + b^q/q provided 1/p + 1/q = 1", "a b <= a^p/p + b^q/(2 q) provided 1/p + 1/q = 1"),
        ("a b <= a^p/p + (p - 1)/p b^(p/(p - 1))", "a b <= a^p/p + b^p/p"),
        ("a b <= ε a^p + (ε p)^(-q/p)/q b^q provided 1/p + 1/q = 1", "a b <= a^3/3 + 1/3 b^(3/2)"),
        ("a^θ b^(1 - θ) <= θ a + (1 - θ) b", "a^θ b^(1 - θ) <= (1 - θ) a + θ b"),
        // Bounds put in.
        ("X <= sqrt(2 W Z) provided X <= sqrt(Y Z), Y <= 2 W", "X <= sqrt(W Z) provided X <= sqrt(Y Z), Y <= 2 W"),
        ("X <= κ/2 Z + 1/κ W provided X <= sqrt(Y Z), Y <= 2 W", "X <= κ/2 Z + 1/(2 κ) W provided X <= sqrt(Y Z), Y <= 2 W"),
        ("X <= W^θ Z^(1 - θ) provided X <= Y^θ Z^(1 - θ), Y <= W", "X <= W^θ Z^(1 - θ)/2 provided X <= Y^θ Z^(1 - θ), Y <= W"),
        // A parameter that an equation determines keeps its range.
        ("X - 1 <= 2 and -1 <= X - 1 provided X + Y + Z = 3", "X <= 1/2 and -1 <= X provided X + Y + Z = 3"),
        ("X + Y <= 3 provided X + Y + Z = 3", "X Y <= 9/16 provided X + Y + Z = 3"),
        // Values of functions.
        ("f g <= f^p/p + g^q/q provided 1/p + 1/q = 1", "f g <= 1/8 f² + 1/8 g²"),
        ("|v|/(1 + |v|²) <= 1/2", "|v|/(1 + |v|²) <= 1/4"),
        ("f log f <= f² - f", "f log f <= f² - f - 1"),
        // What is cited.
        ("∫[v] h k <= normL(h, 2) normL(k, 2) using cauchy_schwarz(h, k)", "∫[v] h k <= 1/2 normL(h, 2) normL(k, 2)"),
        ("∫[v] h k <= normL(h, 3) normL(k, 3/2) using holder(3, 3/2, h, k)", "∫[v] h k <= 1/4 normL(h, 3) normL(k, 3/2)"),
        ("∫[v] h k <= κ/2 ∫[v] h² + 1/(2 κ) ∫[v] k² using cauchy_schwarz(h, k)", "∫[v] h k <= κ/2 ∫[v] h² + 1/(3 κ) ∫[v] k²"),
        ("normL(f, 2) <= normL(f, 3)^(3/4) using norm_interpolation(1, 3, 2, 3/4, f)", "normL(f, 2) <= normL(f, 3)^(1/2)"),
        ("normL(f, 3) <= (2/π)^(4/3)/12 ∫[v] |∇f|²/f using sobolev(sqrt f)", "normL(f, 3) <= (2/π)^(4/3)/120 ∫[v] |∇f|²/f"),
        ("(∫[v] |v| f)² <= ∫[v] |v|² f using cauchy_schwarz(sqrt f, |v| sqrt f)", "(∫[v] |v| f)² <= 1/2 ∫[v] |v|² f"),
        ("∫[v] f³ <= normL(f, oo)² using holder_sup(f, f²), holder_sup(f, f)", "∫[v] f³ <= 1/100 ∫[v] f²"),
        // Integrands.
        ("∫[v] |v| f <= 1/2 + 1/2 ∫[v] |v|² f", "∫[v] |v| f <= 1/4 + 1/4 ∫[v] |v|² f"),
        ("∫[v] f g <= 1/2 ∫[v] f² + 1/2 ∫[v] g²", "∫[v] f g <= 1/3 ∫[v] f² + 1/3 ∫[v] g²"),
    ]

    @Test(arguments: pairs.map(\.true)) func trueOnesAreProved(claim: String) throws {
        try Self.outcome(claim).requireChecked(.proved, claim)
    }

    @Test(arguments: pairs.map(\.false)) func falseOnesAreRefuted(claim: String) throws {
        try Self.outcome(claim).requireChecked(.refuted, claim)
    }

    /// Nothing follows from what cannot be, nor from what is about other functions or without its conditions.
    @Test(arguments: [
        "∫[v] h² <= 0 provided ∫[v] k² < 0", "n <= 0 provided n³ <= a", "X <= Y provided X + 1 <= X", "∫[v] h k <= normL(h, 4) normL(k, 4) using cauchy_schwarz(h, h)",
        "∫[v] h k <= normL(h, p) normL(k, q) using holder(p, q, h, k)", "∫[v] h² <= ∫[v] |h|",
    ]) func othersAreNotProved(claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict != .proved, "\(claim): \(outcome.evidence)")
        #expect(outcome.internalError == nil)
    }

    @Test func alteredCertificatesAreRejected() throws {
        let outcome = try Self.outcome("∫[v] h k <= normL(h, 2) normL(k, 2) using cauchy_schwarz(h, k)")
        let certificate = try Certificate(text: #require(outcome.certificate))
        guard case .abstraction(let abstraction, let inner) = certificate.evidence else {
            Issue.record("another kind of evidence")
            return
        }
        var altered = certificate
        altered.statement.hypotheses = []
        #expect(throws: (any Error).self) { try Kernel.check(altered) }
        // Two different integrals under one name.
        altered = certificate
        let first = abstraction.quantities[0]
        altered.evidence = .abstraction(Abstraction(quantities: abstraction.quantities.map { .init(name: first.name, value: $0.value) }), inner)
        #expect(throws: (any Error).self) { try Kernel.check(altered) }
        // A name that is taken.
        altered.statement.parameters.append(Parameter(name: first.name, isInteger: false, lower: nil, upper: nil))
        altered.evidence = certificate.evidence
        #expect(throws: (any Error).self) { try Kernel.check(altered) }
    }

    /// Young's inequality takes a share of each summand: with none of one nothing is left of the bound.
    @Test func sharesOfNothingDominateNothing() throws {
        let certificate = try Certificate(text: #require(Self.outcome("a^θ b^(1 - θ) <= θ a + (1 - θ) b").certificate))
        guard case .sign(.weightedMeans(let shares)) = certificate.evidence else {
            Issue.record("another kind of evidence")
            return
        }
        for place in shares[0].parts.indices {
            var altered = certificate, own = shares
            own[0].parts[place] = 0
            altered.evidence = .sign(.weightedMeans(own))
            #expect(throws: Rejection.self) { try Kernel.check(altered) }
        }
    }
}
