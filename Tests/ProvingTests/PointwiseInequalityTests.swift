import Expressions
import Kernel
import Testing

@testable import Proving

/// Inequalities under hypotheses, with denominators, absolute values, symbolic powers, lengths: each true claim beside a false twin.
@Suite struct PointwiseInequalityTests {
    private static let declarations = """
        param x, y, z, c, X > 0
        param a, b, C
        param g in (-3, 0)
        param h in (0, 3)
        param θ, δ in (0, 1)
        param γ in [-3, -2]
        param k, l1, l2, l3, gap >= 0
        param q, r >= 1
        space ξ in (-1, 1)
        space v, w in R^3
        space ω in S^2
        constant n, m : vector where |n| = 1, |m| = 1

        """

    private static func outcome(_ claim: String) throws -> Outcome {
        try IntegralTrapTests.outcome(declarations + "claim c: " + claim)
    }

    static let pairs: [(true: String, false: String)] = [
        // Denominators of known sign.
        ("1/x + 1/y >= 4/(x + y)", "1/x + 1/y >= 5/(x + y)"),
        ("1/(1 + ξ) + 1/(1 - ξ) >= 2", "1/(1 + ξ) + 1/(1 - ξ) >= 21/10"),
        ("(3 - h)/(3 + g - h) >= 1 provided h < g + 3", "(3 - h)/(3 + g - h) >= 2 provided h < g + 3"),
        ("(3 - θ δ)/((1 - θ) δ) >= 3/δ", "(3 - θ δ)/((1 - θ) δ) >= 4/δ"),
        ("x/(1 + x) + y/(1 + y) >= (x + y)/(1 + x + y)", "x/(1 + x) + y/(1 + y) <= (x + y)/(1 + x + y)"),
        ("1/log(2 + x) > 0", "1/log(2 + x) > 1"),
        // Irrational numbers.
        ("c/(12 sqrt 6) + X/864 - c/(6 sqrt 6) <= 0 provided X/(9 sqrt 6) <= c", "c/(12 sqrt 6) + X/800 - c/(9 sqrt 6) <= 0 provided X/(9 sqrt 6) <= c"),
        ("2 - γ²/4 >= 0 provided γ >= -sqrt 8", "2 - γ²/4 >= 1/10 provided γ >= -sqrt 8"),
        ("-8 π/6 (8 - a²) > 0 provided a² > 8", "-8 π/6 (8 - a²) > 0 provided a² > 7"),
        ("2 - γ²/4 >= 0 iff γ >= -sqrt 8", "2 - γ²/4 >= 0 iff γ >= -sqrt 7"),
        // Several hypotheses.
        ("x - y - z > 0 provided y <= x/4, z <= x/4", "x - 2 y - 2 z > 0 provided y <= x/4, z <= x/4"),
        ("l1 - 1 <= 2 provided l1 + l2 + l3 = 3", "l1 - 1 <= 1 provided l1 + l2 + l3 = 3"),
        ("θ a + (1 - θ) b <= θ (a + gap) + (1 - θ) b", "θ a + (1 - θ) b <= θ (a - gap) + (1 - θ) b"),
        ("x z <= y c provided x <= y, z <= c", "x z <= y c provided x <= y, z <= 2 c"),
        ("x y <= 1/4 provided x + y = 1", "x y <= 24/100 provided x + y = 1"),
        ("a + b <= 2 provided a² + b² <= 2", "a + b <= 19/10 provided a² + b² <= 2"),
        ("2 a <= 2 b if a <= b", "2 a <= 2 b - 1 if a <= b"),
        // Absolute values.
        ("max(a, b) <= C provided a <= C, b <= C", "max(a, b) <= C provided a <= C"),
        ("max(1/12 log(x), 0) = 0 provided x <= 1", "max(1/12 log(x), 0) = 0 provided x <= 2"),
        ("|a + b| <= |a| + |b|", "|a + b| <= |a| + b"),
        ("a² <= b² if |a| <= |b|", "a² <= b² if |a| <= 2 |b|"),
        // Where ends of ranges are left out, and homogeneous sums.
        ("((x + y)/2)^q <= (x^q + y^q)/2", "((x + y)/2)^q <= (x^q + y^q)/3"),
        // Counted from a bound.
        ("log x - log y <= (x - y)/sqrt(x y) provided x >= y", "log x - log y <= (x - y)/(2 sqrt(x y)) provided x >= y"),
        // Logarithms and powers of products under a hypothesis.
        ("(1 + k²)^c <= 2^c (1 + l1²)^c (1 + l2²)^c provided k <= l1 + l2", "(1 + k²)^c <= (1 + l1²)^c (1 + l2²)^c provided k <= l1 + l2"),
        // Powers.
        ("θ <= θ^δ", "θ^δ <= θ"),
        ("q^(1/r) <= q^r", "q^r <= q^(1/r)"),
        ("(x^k - y^k) (x - y) >= 0", "(x^k - y^k) (x - y) <= 0"),
        ("1 <= 2^(-g) x^(-g) provided x >= 1/2", "2 <= 2^(-g) x^(-g) provided x >= 1/2"),
        ("x log(x/y) - x + y >= 0", "x log(x/y) - x + 9/10 y >= 0"),
        // Lengths.
        ("|v - w|² >= (|v| - |w|)²", "|v - w|² >= (|v| + |w|)²/2"),
        ("|v + w| <= |v| + |w|", "|v + w| <= (|v| + |w|)/2"),
        ("|v·w| <= |v| |w|", "|v·w| <= |v| |w|/2"),
        ("|v - w| >= |v| - |w|", "|v - w| >= |v| - |w|/2"),
        ("|v·ω| <= |v|", "|v·ω| <= |v|/2"),
        ("⟨v + w⟩ <= ⟨v⟩ + |w|", "⟨v + w⟩ <= ⟨v⟩ + |w|/2"),
        // False at large v, and at antipodal vectors.
        ("|v|² (1 + |w|²) >= 0", "(v - w)·(∇[v](⟨v⟩^(1/2)) - ∇[w](⟨w⟩^(1/2))) >= 0"),
        ("|v|² |n - m|² <= 4 |v|²", "|v|² |n - m|² <= 2^(4 + γ) |v|² provided γ < -5/2"),
        // Powers with one exponent: Peetre's inequality, on both sides of 0.
        ("(1 + |v|²)^k <= 2^k (1 + |w|²)^k (1 + |v-w|²)^k", "(1 + |v|²)^k <= (1 + |w|²)^k (1 + |v-w|²)^k"),
        ("(1 + |v|²)^a <= 2^|a| (1 + |w|²)^a (1 + |v-w|²)^|a|", "(1 + |v|²)^a <= 2^a (1 + |w|²)^a (1 + |v-w|²)^a"),
        ("(x + y)^g <= x^g", "(x + y)^g <= 2^g x^g"),
        ("(x + y)^(2 h) <= 2^h (x² + y²)^h", "(x + y)^(2 h) <= (x² + y²)^h"),
    ]

    @Test(arguments: pairs.map(\.true)) func trueOnesAreProved(claim: String) throws {
        try Self.outcome(claim).requireChecked(.proved, claim)
    }

    @Test(arguments: pairs.map(\.false)) func falseOnesAreRefuted(claim: String) throws {
        try Self.outcome(claim).requireChecked(.refuted, claim)
    }

    /// A proof of one implication is none of the other.
    @Test func implicationsAreBoundToTheirDirections() throws {
        let outcome = try Self.outcome("2 - γ²/4 >= 0 iff γ >= -sqrt 8")
        let certificate = try Certificate(text: #require(outcome.certificate))
        guard case .implications(let pieces) = certificate.evidence else {
            Issue.record("not by its implications")
            return
        }
        for wrong in [Evidence.implications(pieces.reversed()), .implications([pieces[0]]), .implications([pieces[0], pieces[0]]), .implication(0, pieces[0])] {
            #expect(throws: (any Error).self) {
                try Kernel.check(Certificate(name: "c", statement: certificate.statement, evidence: wrong, conditions: certificate.conditions))
            }
        }
    }

    /// A time is as good as a positive parameter.
    @Test func positiveTimes() throws {
        let space = "space x in R^3\nspace t in (0,oo)\nfunction e(x, t)\nclaim c: "
        try IntegralTrapTests.outcome(space + "2 t ‖∇²[x] e‖² >= 2/3 t (Δ[x] e)²").requireChecked(.proved, "2/3")
        let found = try IntegralTrapTests.outcome(space + "2 t ‖∇²[x] e‖² >= t (Δ[x] e)²")
        #expect(found.verdict != .proved, "\(found)")
    }
}
