import Kernel
import Proving
import Testing

/// Decay like a power of the time, and what does not change in time.
@Suite struct AlgebraicDecayTests {
    private static let declarations = """
        space t in (0,oo)
        param k, α, c > 0
        param p > 1
        function E(t) > 0 where ∂[t] E <= -k E^(3/2)
        function G(t) > 0 where ∂[t] G <= -k G^p
        function y(t) > 0 where ∂[t] y <= -c y^(1+1/α)
        function z(t) > 0 where ∂[t] z >= -k z^(3/2)
        claim a:\u{20}
        """

    @Test(arguments: [
        ("E(t) <= (E(0)^(-1/2) + k t/2)^(-2)", "E(t) <= (E(0)^(-1/2) + k t)^(-2)"),
        ("G(t) <= (G(0)^(1-p) + (p-1) k t)^(-1/(p-1))", "G(t) <= (G(0)^(1-p) + p k t)^(-1/(p-1))"),
        ("y(t) <= (y(0)^(-1/α) + c t/α)^(-α)", "y(t) >= (y(0)^(-1/α) + c t/α)^(-α)"),
        ("z(t) >= (z(0)^(-1/2) + k t/2)^(-2)", "z(t) >= (z(0)^(-1/2) + k t/4)^(-2)"),
    ])
    func decided(claim: String, twin: String) throws {
        try Outcome.checked(Self.declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(Self.declarations + twin).verdict != .proved, "\(twin)")
    }

    /// Roots of what may be negative are none, and the power must be the inverse of the exponent, of known sign.
    @Test(arguments: [
        ("function q(t) where ∂[t] q <= -k q²", "q(t) <= (1/q(0) + k t)^(-1)"), ("function q(t) > 0 where ∂[t] q <= -k q^(3/2)", "q(t) <= (q(0)^(-1/2) - k t/2)^(-2)"),
        // At p = 1 there is no such exponent.
        ("param p >= 1\nfunction q(t) > 0 where ∂[t] q <= -k q^p", "q(t) <= (q(0)^(1-p) + (p-1) k t)^(-1/(p-1))"),
    ])
    func powersOfAnySign(function: String, claim: String) throws {
        #expect(try Outcome.checked("space t in (0,oo)\nparam k > 0\n\(function)\nclaim a: " + claim).verdict != .proved)
    }

    private static let systems = """
        space t in (0,oo)
        function H(t)
        function K(t) where ∂[t] H = K, ∂[t] K = -H
        function Q(t) : symmetric matrix of R^3 where ∂[t] Q = -4 (3 Q - tr(Q) Id)
        claim a:\u{20}
        """

    @Test(arguments: [
        ("H(t)² + K(t)² = H(0)² + K(0)²", "H(t)² + K(t)² = 2 H(0)² + K(0)²"), ("tr(Q(t)) = tr(Q(0))", "Q[1,1](t) = Q[1,1](0)"),
        ("H(t)² + K(t)² = H(0)² + K(0)²", "H(t)² + 2 K(t)² = H(0)² + 2 K(0)²"),
    ])
    func invariants(claim: String, twin: String) throws {
        try Outcome.checked(Self.systems + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(Self.systems + twin).verdict != .proved, "\(twin)")
    }

    /// What decreases need not be constant; what starts elsewhere is not what it is at the start; a line without an end has no start.
    @Test(arguments: [
        ("space t in (0,oo)", "where ∂[t] u <= 0", "u(t) = u(0)"), ("space t in (0,oo)", "where ∂[t] u = 0", "u(t) = 2 u(0)"), ("space t in R", "where ∂[t] u <= 0", "u(t) = u(0)"),
        ("space t in (1,oo)", "where ∂[t] u = u", "u(t) = u(1)"),
    ])
    func noConstants(space: String, condition: String, claim: String) throws {
        #expect(try Outcome.checked("\(space)\nfunction u(t) \(condition)\nclaim a: \(claim)").verdict != .proved)
    }

    /// Positive solutions of nonlinear equations are known: a declaration beside the claim hides no counterexample.
    @Test func otherDeclarationsHaveExamples() throws {
        let declarations = "space t in (0,oo)\nparam k > 0\nfunction e(t) where ∂[t] e <= -k e\nfunction n(t) > 0 where ∂[t] n = -k n^2\nclaim a: "
        #expect(try Outcome.checked(declarations + "e(t) <= exp(-2 k t) e(0)").verdict == .refuted)
    }
}
