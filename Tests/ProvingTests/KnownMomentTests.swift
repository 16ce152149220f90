import Kernel
import Proving
import Testing

/// What is declared of moments, and values in closed form, in inequalities.
@Suite struct KnownMomentTests {
    private static let density = """
        param d integer >= 1
        param T > 0
        space v in R^d
        density k(v) where ∫[v] |v|² k = d
        density h(v) where ∫[v] |v|² h = d T
        claim c:\u{20}
        """
    private static let gaussians = """
        param m1, m2
        param s1, s2 > 0
        space x in R
        let N1(x) = exp(-(x-m1)²/(2 s1²))/(sqrt(2 pi) s1)
        let N2(x) = exp(-(x-m2)²/(2 s2²))/(sqrt(2 pi) s2)
        claim c:\u{20}
        """

    @Test(arguments: [
        (density, "∫[v] |∇log h|² h >= d/T", "∫[v] |∇log h|² h >= 2 d/T"),
        (density, "∫[v] k log k >= -d/2 log(2 pi) - d/2", "∫[v] k log k >= -d/2 log(2 pi) + d/2"),
        (density, "∫[v] h log h >= -d/2 log(2 pi T) - d/2", "∫[v] h log h >= -d/2 log(2 pi T)"),
        (gaussians, "(m1-m2)² + (s1-s2)² <= 2 s2² ∫[x] N1 log(N1/N2)", "(m1-m2)² + (s1-s2)² <= s2² ∫[x] N1 log(N1/N2)"),
        (gaussians, "∫[x] N1 N2 <= 1/sqrt(2 pi (s1²+s2²))", "∫[x] N1 N2 <= 1/sqrt(4 pi (s1²+s2²))"),
        (gaussians, "∫[x] N1 log(N1/N2) <= s2²/2 ∫[x] N1 (∂[x] log(N1/N2))²", "∫[x] N1 log(N1/N2) <= s2²/4 ∫[x] N1 (∂[x] log(N1/N2))²"),
    ])
    func decided(declarations: String, claim: String, twin: String) throws {
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        try Outcome.checked(declarations + twin).requireChecked(.refuted, twin)
    }

    /// Inequalities between numbers, in balls.
    @Test(arguments: [
        ("∫[r in (0,1)] exp(-r²) < 3/4", Verdict.certified), ("7/10 < ∫[r in (0,1)] exp(-r²) < 3/4", .certified),
        ("∫[r in (0,1)] exp(-r²) < 7/10", .refuted), ("∫[r in (0,1)] exp(-r²) = 3/4", .unknown),
    ])
    func numbers(claim: String, verdict: Verdict) throws {
        #expect(try Outcome.checked("claim c: " + claim).verdict == verdict, "\(claim)")
    }
}
