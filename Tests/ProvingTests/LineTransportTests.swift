import Kernel
import Testing

@testable import Proving

/// The quadratic distance in one dimension by quantiles.
@Suite struct LineTransportTests {
    private static let declarations = """
        space r in (0, oo)
        space ξ in (0, 1)
        space x in R
        param a, b > 0
        density E1(r) = exp(-r)
        density E2(r) = 2 exp(-2 r)
        density Ea(r) = a exp(-a r)
        density Eb(r) = b exp(-b r)
        density R(r) = r exp(-r²/2)
        density U(ξ) = 1
        density V(ξ) = 2 ξ
        density L1(x) = exp(-|x|)/2
        density L2(x) = exp(-2 |x|)
        density G1(x) = gaussian(mean = 0, cov = a)
        density G2(x) = gaussian(mean = 1, cov = b)

        """

    @Test(arguments: [
        ("wasserstein2(E1, E2)² = 1/2", "wasserstein2(E1, E2)² = 1/4"),
        ("wasserstein2(Ea, Eb)² = 2 (1/a - 1/b)²", "wasserstein2(Ea, Eb)² = (1/a - 1/b)²"),
        ("wasserstein2(U, V)² = 1/30", "wasserstein2(U, V)² = 1/20"),
        ("wasserstein2(E1, R)² = 4 - 3 sqrt(pi/2)", "wasserstein2(E1, R)² = 4 - 2 sqrt(pi/2)"),
        ("wasserstein2(U, E1)² = 5/6", "wasserstein2(E1, U)² = 2/3"),
        ("wasserstein2(L1, L2)² = 1/2", "wasserstein2(L1, L2)² = 1"),
        ("wasserstein2(G1, G2)² = 1 + (sqrt a - sqrt b)²", "wasserstein2(G1, G2)² = (sqrt a - sqrt b)²"),
        ("optimalmap(E1, E2) = r/2", "optimalmap(E1, E2) = r"),
        ("optimalmap(U, V) = sqrt(ξ)", "optimalmap(U, V) = ξ"),
    ]) func distances(claim: String, twin: String) throws {
        #expect(try IntegralTrapTests.outcome(Self.declarations + "claim c: " + claim).verdict == .proved, "\(claim)")
        #expect(try IntegralTrapTests.outcome(Self.declarations + "claim c: " + twin).verdict == .refuted, "\(twin)")
    }

    /// Between masses 1 and 1/2 there is no distance.
    @Test(arguments: ["wasserstein2(U, H)² = 4/3 - 4 sqrt(2)/5", "wasserstein2(H, U)² = 1/30", "wasserstein2(E1, T)² = 0"])
    func massesDiffer(claim: String) throws {
        let densities = Self.declarations + "density H(ξ) = ξ\ndensity T(r) = 2 exp(-r)\nclaim c: "
        #expect(try IntegralTrapTests.outcome(densities + claim).verdict != .proved, "\(claim)")
    }
}
