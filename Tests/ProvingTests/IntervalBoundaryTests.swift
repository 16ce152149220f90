import Kernel
import Proving
import Testing

/// Boundary values at the ends of intervals, and densities on intervals and of several points.
@Suite struct IntervalBoundaryTests {
    private static let declarations = """
        param α, c > 0
        param a
        space r, r2 in (0,oo)
        space s in (0,1)
        space m in (-1,2)
        space q in R
        space x, v in R^3
        function g(r) decaying
        function B(r)
        function h(s)
        function z(s)
        function k(m)
        function y(q) decaying
        density f(r)
        density l(s)
        density F(x, v)
        flow F: ∂[t] F = -v·∇[x] F + div[v](v F) + Δ[v] F

        """

    static let pairs: [(true: String, false: String)] = [
        ("∫[r] ∂[r] g = -g(0)", "∫[r] ∂[r] g = 0"),
        ("∫[s] ∂[s] h = h(1) - h(0)", "∫[s] ∂[s] h = h(1) + h(0)"),
        ("∫[m] k ∂[m] k = (k(2)² - k(-1)²)/2", "∫[m] k ∂[m] k = (k(2)² + k(-1)²)/2"),
        ("∫[r] r g ∂[r] g = -1/2 ∫[r] g²", "∫[r] r g ∂[r] g = 1/2 ∫[r] g²"),
        ("∫[s] s (1-s) ∂[s] z = -∫[s] (1 - 2s) z", "∫[s] s (2-s) ∂[s] z = -∫[s] (2 - 2s) z"),
        ("∫[r] r^α ∂[r] g = -α ∫[r] r^(α-1) g", "∫[r] r^(-α) ∂[r] g = α ∫[r] r^(-α-1) g"),
        ("∫[r] r^(1/2) ∂[r] g = -1/2 ∫[r] r^(-1/2) g", "∫[r] r^(-1/2) ∂[r] g = 1/2 ∫[r] r^(-3/2) g"),
        ("∫[r] exp(-c r) ∂[r] B = c ∫[r] exp(-c r) B - B(0)", "∫[r] exp(-c r) ∂[r] B = c ∫[r] exp(-c r) B"),
        ("∫[s] exp(a s) ∂[s] h = exp(a) h(1) - h(0) - a ∫[s] exp(a s) h", "∫[s] exp(a s) ∂[s] h = h(1) - h(0) - a ∫[s] exp(a s) h"),
        ("∫[r] r log(r) ∂[r] g = -∫[r] (1 + log r) g", "∫[r] log(r) ∂[r] g = -∫[r] g/r"),
        ("∫[s] ∂[s](log(1+s) h) = log(2) h(1)", "∫[s] ∂[s](log(s) h) = 0"),
        ("∫[q] |q| ∂[q](∂[q] y) = 2 y(0)", "∫[q] |q| ∂[q](∂[q] y) = 0"),
        ("∫[q] q/|q| ∂[q] y = -2 y(0)", "∫[q] q/|q| ∂[q] y = 0"),
        ("∫[q] |q|³ ∂[q](∂[q](∂[q](∂[q] y))) = 12 y(0)", "∫[q] |q|³ ∂[q](∂[q](∂[q](∂[q] y))) = 0"),
        ("∫[m] ∂[m](k |m|) = 2 k(2) - k(-1)", "∫[m] ∂[m](k |m|) = 2 k(2) + k(-1)"),
        ("∫[q] |q|^α ∂[q] y = -α ∫[q] |q|^(α-2) q y", "∫[q] |q|^(-α) ∂[q] y = α ∫[q] |q|^(-α-2) q y"),
        ("∫[r] f = 1", "∫[r] f = 2"),
        ("∫[r] r ∂[r] f = -1", "∫[r] r ∂[r] f = 1"),
        ("∫[r] f(2r) = 1/2", "∫[r] f(2r) = 2"),
        ("∫[s] s l(1-s) = 1 - ∫[s] s l", "∫[s] s l(1-s) = ∫[s] s l"),
        ("∫[r, r2] (r-r2)² f(r) f(r2) = 2 ∫[r] r² f - 2 (∫[r] r f)²", "∫[r, r2] (r-r2)² f(r) f(r2) = 2 ∫[r] r² f"),
        ("∫[x, v] F = 1", "∫[x, v] F = 2"),
        ("∂[t](∫[x, v] F log F) = 3 - ∫[x, v] |∇[v](log F)|² F", "∂[t](∫[x, v] F log F) = 2 - ∫[x, v] |∇[v](log F)|² F"),
    ]

    @Test(arguments: pairs) func trueOnesAreProved(pair: (true: String, false: String)) throws {
        try IntegralTrapTests.outcome(Self.declarations + "claim a: " + pair.true).requireChecked(.proved, pair.true)
    }

    @Test(arguments: pairs) func falseTwinsAreNotProved(pair: (true: String, false: String)) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + pair.false)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(pair.false)")
    }

    /// What is left is a value of the function: Gaussians tell the sides apart.
    @Test func cornersOnTheLineRefute() throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: ∫[q] |q| ∂[q](∂[q] y) = 0")
        #expect(outcome.verdict == .refuted)
    }

    /// Without a limit at an end, with a jump or a pole inside, or without decay at infinity nothing is said.
    @Test(arguments: [
        "∫[r] ∂[r](g/r) = 0", "∫[r] ∂[r] B = -B(0)", "∫[m] ∂[m](k/m) = k(2)/2 + k(-1)", "∫[m] sqrt(m) ∂[m] k = sqrt(2) k(2) - 1/2 ∫[m] k/sqrt(m)",
        "∫[s] ∂[s](h/(s - 1/2)) = 2 h(1) + 2 h(0)", "∫[m] ∂[m](sign(m) k) = k(2) + k(-1)", "∫[r] exp(c r) ∂[r] B = -c ∫[r] exp(c r) B - B(0)",
        "∫[s] tan(3s) ∂[s] h = tan(3) h(1) - 3 ∫[s] (1 + tan(3s)²) h", "∫[s] ∂[s](h(log(s))) = h(0)",
        "∫[q] 1/q ∂[q] y = ∫[q] y/q²", "∫[q] log|q| ∂[q] y = -∫[q] y/q",
    ])
    func othersAreNotProved(claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(Self.declarations + "claim a: " + claim)
        #expect(outcome.verdict != .proved && outcome.internalError == nil, "\(claim)")
    }

    /// A symmetric kernel makes equal what differs in the order of the points.
    @Test func symmetricKernels() throws {
        let own = "space v, w in R^3\ndensity f(v)\nfunction K(v, w) symmetric\n"
        try IntegralTrapTests.outcome(own + "claim a: ∫[v, w] K(v, w) (|v|² - |w|²) f(v) f(w) = 0").requireChecked(.proved, "antisymmetric")
        let twin = try IntegralTrapTests.outcome(own + "claim a: ∇[v](K(v, w)) = ∇[w](K(v, w))")
        #expect(twin.verdict == .refuted)
    }
}
