import Kernel
import Proving
import Testing

/// From hypotheses that no functions satisfy everything follows, and nothing is proved.
@Suite struct ExampleTests {
    static let contradictory: [(declarations: String, claims: [String])] = [
        ("function u(x)", ["u² >= 100 provided u² <= -1", "u <= -1 provided |u| <= -1", "‖∇²u‖² >= 3 provided ‖∇²u‖² <= -1"]),
        ("function u(x) where u <= 1, u >= 2", ["u >= 100", "u <= -100"]),
        ("function u(x) where |∇u|² <= -1", ["|∇u|² >= 5"]),
        ("function χ(x) where 0 <= χ <= 1, χ = 1 if |x| <= 2, χ = 0 if |x| >= 1", ["χ² <= χ", "χ >= -1"]),
        ("function u(x) where u = 1, u = 2", ["u = 7", "u <= -7"]),
        ("function w(x) > 0", ["w <= 0 provided w <= -1", "w > 0 provided w <= -1"]),
        ("density f(x) where f >= 1", ["f >= 1", "f² >= f"]),
        ("function u(x) decaying where u >= 1", ["u >= 1/2"]),
        ("param a, b\nfunction u(x) where u >= a, u <= b, b <= a - 1", ["u <= 0", "u >= 0"]),
        ("space t in (0,oo)\nfunction E(t) where ∂[t] E <= -E, ∂[t] E >= E, E >= 1", ["E >= 100", "E <= 0"]),
        ("space t in (0,oo)\nfunction E(t) > 0 where ∂[t] E = -1", ["E(t) = E(0) - t", "E(t) <= E(0)"]),
        ("space t in (0,oo)\nfunction E(t) where ∂[t] E <= -1, ∂[t] E >= 1", ["E(t) <= E(0)"]),
    ]

    @Test(arguments: contradictory) func nothingFollowsFromAContradiction(declarations: String, claims: [String]) throws {
        for claim in claims {
            let outcome = try Outcome.checked("space x in R^3\n\(declarations)\nclaim a: \(claim)")
            #expect(outcome.verdict == .unknown, "\(claim)")
            #expect(outcome.reason?.contains("no example was found") == true, "\(claim): \(outcome.reason ?? "")")
        }
    }

    static let satisfiable: [(declarations: String, claims: [String])] = [
        ("function u(x)", ["u² <= 4 provided |u| <= 2", "u >= -2 provided |u| <= 2"]),
        ("function u(x) where 1 <= u, u <= 3", ["(u - 1) (3 - u) >= 0"]),
        ("param a, b\nfunction u(x) where u >= a, u <= b", ["(u - a) (b - u) >= 0"]),
        ("function u(x) where u >= 0", ["2 u + 1 >= 1"]),
        ("function χ(x) where 0 <= χ <= 1, χ = 1 if |x| <= 1, χ = 0 if |x| >= 2", ["χ² <= χ", "χ² <= 1"]),
        ("param M > 0\ndensity f(x) where f <= M", ["f² <= M f"]),
        ("density f(x) where f <= 1", ["f² <= f"]),
        ("param λ\nspace t in (0,oo)\nfunction E(t) > 0 where ∂[t] E <= -λ E", ["E(t) <= exp(-λ t) E(0)"]),
        ("space t in (0,oo)\nfunction E(t) > 0 where ∂[t] E <= -E²", ["∂[t] E <= 0"]),
        ("param k, μ > 0\nspace t in (0,oo)\nfunction E(t) >= 0 where ∂[t] E <= -k E + μ", ["E(t) <= exp(-k t) E(0) + (1 - exp(-k t)) μ/k"]),
        ("space t in (0,oo)\nfunction E(t) where ∂[t] E = E + 1", ["E(t) = exp(t) (E(0) + 1) - 1"]),
    ]

    @Test(arguments: satisfiable) func whatFunctionsExistForIsProved(declarations: String, claims: [String]) throws {
        for claim in claims { try Outcome.checked("space x in R^3\n\(declarations)\nclaim a: \(claim)").requireChecked(.proved, claim) }
    }

    /// Equations whose proof uses that a hypothesis is an inequality are looked at where it holds.
    @Test(arguments: [
        ("|a - b| = a - b provided b <= a", "|a - b| = b - a provided b <= a"),
        ("max(a, b) = a provided b <= a", "max(a, b) = a provided a <= b"),
        ("sqrt((a-b)²) = a - b provided a >= b", "sqrt((a-b)²) = a - b provided a <= b"),
        ("|a b| = a b provided a b >= 0", "|a b| = a b provided a b <= 0"),
        ("a = b provided a <= b, b <= a", "a = b provided a <= b"),
        ("a² = 1 provided a² >= 1, a² <= 1", "a = 1 provided a² >= 1, a² <= 1"),
        ("max(a, min(b, c)) = b provided b <= c, a <= b", "max(a, min(b, c)) = c provided b <= c, a <= b"),
        ("|a - b| = a - b if b <= a", "|a - b| = a - b if b >= a"),
        ("|a - b| = a - b iff b <= a", "|a - b| = a - b iff b <= 2 a"),
    ]) func equationsUnderInequalities(claim: String, twin: String) throws {
        let declarations = "param a, b, c\nclaim a: "
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        let outcome = try Outcome.checked(declarations + twin)
        #expect(outcome.verdict != .proved, "\(twin)")
    }

    /// What no sign is declared of may be negative.
    @Test(arguments: ["|a| = a", "sqrt(a²) = a", "(a²)^(1/2) = a", "|a| + |b| = |a + b|"]) func numbersMayBeNegative(claim: String) throws {
        try Outcome.checked("param a, b\nclaim a: " + claim).requireChecked(.refuted, claim)
        #expect(try Outcome.checked("param a, b >= 0\nclaim a: " + claim).verdict != .refuted, "\(claim)")
    }

    @Test(arguments: ["|a| = a", "sqrt(a²) = a"]) func numbersThatAreNot(claim: String) throws {
        try Outcome.checked("param a >= 0\nclaim a: " + claim).requireChecked(.proved, claim)
    }

    /// A declared range of a dimension must imply the conditions; without one they are part of the statement.
    @Test(arguments: [
        ("param d integer >= 1", Verdict.unknown), ("param d integer > 0", .unknown), ("param d integer in [1, 5]", .unknown),
        ("param d integer >= 2", .proved), ("param d integer > 1", .proved), ("param d integer", .proved),
    ]) func rangesOfDimensions(declaration: String, verdict: Verdict) throws {
        let cell = declaration + "\nspace v in R^d\ndensity f(v)\nclaim a: ∫[v] f Δ(|v|) = ∫[v] |v| Δf"
        let outcome = try Outcome.checked(cell)
        #expect(outcome.verdict == verdict, "\(declaration)")
        switch verdict {
        case .unknown: #expect(outcome.reason == "holds for d > 1, which the declared range does not imply", "\(declaration): \(outcome.reason ?? "")")
        default: #expect(outcome.evidence.contains("every d") == outcome.sideConditions.isEmpty, "\(declaration): \(outcome.evidence)")
        }
        let conditional = try Outcome.checked(cell + " provided d >= 1")
        #expect(conditional.verdict == (declaration == "param d integer" ? .unknown : verdict), "\(declaration)")
    }
}
