import Kernel
import Testing

@testable import Proving

/// Distances and optimal maps between Gaussians, with non-commuting covariances and different means.
@Suite struct GaussianTransportTests {
    private static let plane = """
        space v in R^2
        param s, r > 0
        let S = ((2,1),(1,2))
        let P = ((3,-1),(-1,1))
        density N(v) = gaussian(mean = (1,0), cov = S)
        density M(v) = gaussian(mean = (0,0), cov = P)
        density G(v) = gaussian(cov = s Id)
        density H(v) = gaussian(cov = ((r,0),(0,r)))

        """
    private static let space = """
        space z in R^3
        let A = ((2,1,0),(1,2,0),(0,0,4))
        density F(z) = gaussian(mean = (0,0,0), cov = A)
        density E(z) = gaussian(mean = (0,0,0), cov = diag(1,1,1))
        density D(z) = gaussian(mean = (3,0,0), cov = diag(4,9,16))

        """

    static let claims: [(cell: String, isTrue: Bool)] = [
        (plane + "claim c: sqrtm(S) sqrtm(S) = S", true),
        (plane + "claim c: sqrtm(S) sqrtm(S) = P", false),
        // T carries one covariance to the other, and is symmetric.
        (plane + "let T = optimalmap(N, M)\nclaim c: T S T = P", true),
        (plane + "let T = optimalmap(N, M)\nclaim c: T P T = S", false),
        (plane + "let T = optimalmap(N, M)\nclaim c: T = transpose(T)", true),
        // The cost of the map is the distance.
        (plane + "let T = optimalmap(N, M)\nclaim c: wasserstein2(N, M)^2 = 1 + tr((Id - T) S (Id - T))", true),
        (plane + "let T = optimalmap(N, M)\nclaim c: wasserstein2(N, M)^2 = tr((Id - T) S (Id - T))", false),
        (plane + "claim c: wasserstein2(N, N) = 0", true),
        (plane + "claim c: wasserstein2(G, H)^2 = 2 (sqrt s - sqrt r)^2", true),
        (plane + "claim c: wasserstein2(G, H)^2 = 2 (s - r)^2", false),
        (space + "claim c: wasserstein2(E, D)^2 = 9 + 1 + 4 + 9", true),
        (space + "claim c: wasserstein2(E, D)^2 = 1 + 4 + 9", false),
        (space + "claim c: wasserstein2(F, E)^2 = 11 - 2 (3 + sqrt 3)", true),
        (space + "claim c: wasserstein2(F, E)^2 = 11 - 2 (2 + sqrt 3)", false),
    ]

    @Test(arguments: claims) func formulas(cell: String, isTrue: Bool) throws {
        let outcome = try IntegralTrapTests.outcome(cell)
        #expect(outcome.verdict == (isTrue ? .proved : .refuted), "\(cell)\n\(outcome.reason ?? outcome.evidence)")
        #expect(outcome.internalError == nil)
    }
}
