import Kernel
import Testing

@testable import Proving

/// Signs of polynomials in parameters by the ranges of these: integrals converge, and roots of products come apart.
@Suite struct ParameterRangeTests {
    private static let declarations = """
        param d integer
        param ρ in (-1, 1)
        param κ in (0, 1)
        param a, b, s, r > 0
        param m > 0
        param p > 1
        space x, z in R^d
        space y in R
        let G(s, x) = (4 pi s)^(-d/2) exp(-|x|²/(4 s))
        density u(x)
        flow u: ∂[t] u = Δ(u^m)

        """

    private static func outcome(_ claim: String) throws -> Outcome { try Outcome.checked(declarations + "claim c: " + claim) }

    @Test(arguments: [
        ("∫[y] exp(-y²/(2 (1-ρ²))) = sqrt(2 pi (1-ρ²))", "∫[y] exp(-y²/(2 (1-ρ²))) = sqrt(2 pi (1+ρ²))"),
        ("∫[y] exp(-y² (1-κ)) = sqrt(pi/(1-κ))", "∫[y] exp(-y² (1-κ)) = sqrt(pi/(1+κ))"),
        ("sqrt((1-κ)² (2-κ)) = (1-κ) sqrt(2-κ)", "sqrt((1-κ)² (2-κ)) = (κ-1) sqrt(2-κ)"),
        // Exponents are compared as rational functions.
        ("exp(-|x|²/a) exp(|x|²/(a² (1/a + 1/b))) = exp(-|x|²/(a+b))", "exp(-|x|²/a) exp(|x|²/(a² (1/a + 1/b))) = exp(-|x|²/(a+2 b))"),
        ("∫[z] G(s, x-z) G(r, z) = G(s+r, x)", "∫[z] G(s, x-z) G(r, z) = G(s r, x)"),
        ("∂[t] (∫[x] u^p) = -4 p (p-1) m/(p+m-1)² ∫[x] |∇(u^((p+m-1)/2))|²", "∂[t] (∫[x] u^p) = -4 p (p-1) m/(p+m-1) ∫[x] |∇(u^((p+m-1)/2))|²"),
    ]) func byRanges(claim: String, twin: String) throws {
        try Self.outcome(claim).requireChecked(.proved, claim)
        try Self.outcome(twin).requireChecked(.refuted, twin)
    }

    /// At an end that belongs to the range, and beyond the ranges.
    @Test(arguments: [
        ("param κ in [0, 1]", "∫[y] exp(-y² (1-κ)) = sqrt(pi/(1-κ))"), ("param ρ in (-2, 1)", "∫[y] exp(-y²/(2 (1-ρ²))) = sqrt(2 pi (1-ρ²))"),
        ("param κ in (0, 3)", "sqrt((1-κ)²) = 1-κ"), ("param κ in (0, 3)\nparam ρ in (0, 2)", "sqrt((2-κ-ρ)²) = 2-κ-ρ"),
    ]) func notBeyondThem(declaration: String, claim: String) throws {
        #expect(try Outcome.checked(declaration + "\nspace y in R\nclaim c: " + claim).verdict != .proved, "\(claim)")
    }

    /// What is assumed of parameters without a range must imply what the claim needs.
    @Test(arguments: [
        ("∫[s] ∂[s](s^a g) = 0 provided a = 2", "∫[s] ∂[s](s^a g) = 0 provided a = 0"), ("∫[s] ∂[s](s^a g) = 0 if a >= 1", "∫[s] ∂[s](s^a g) = 0 if a <= -3"),
        ("∫[x] div(x |x|^a u) = 0 provided a = -2", "∫[x] div(x |x|^a u) = 0 provided a = -3"),
        ("∫[x] |x|^a Δu = a (a+1) ∫[x] |x|^(a-2) u provided a > 0", "∫[x] |x|^a Δu = a (a+1) ∫[x] |x|^(a-2) u provided a = -1"),
        ("∫[s] s^(a+b) g'(s) = -(a+b) ∫[s] s^(a+b-1) g provided b = 1 - a", "∫[s] s^(a+b) g'(s) = -(a+b) ∫[s] s^(a+b-1) g provided b = -a"),
        ("1/(a-1) = (a+1)/(a²-1) provided a > 1", "1/(a-1) = (a+1)/(a²-1) provided a = 1"), ("1/(a-b) = (a+b)/(a²-b²)", "1/(a-b) = (a+b)/(a²-b²) provided a = b"),
        ("∫[s] s^a g'(s) = -a ∫[s] s^(a-1) g provided a >= 1", "∫[s] s^a g'(s) = -a ∫[s] s^(a-1) g provided |a| <= 1"),
        ("∫[s] s^a g'(s) = -a ∫[s] s^(a-1) g provided a >= 1, b >= 0", "∫[s] s^a g'(s) = -a ∫[s] s^(a-1) g provided a² <= 1"),
    ]) func assumptionsImplyWhatIsNeeded(claim: String, uncovered: String) throws {
        let declarations = "param a, b\nspace s in (0,oo)\nspace x in R^3\ndensity g(s)\ndensity u(x)\nclaim c: "
        try Outcome.checked(declarations + claim).requireChecked(.proved, claim)
        #expect(try Outcome.checked(declarations + uncovered).verdict == .unknown, "\(uncovered)")
    }

    /// Linear forms that hypotheses call positive: roots of them come apart.
    @Test(arguments: [
        ("sqrt(1/(a-b)) = 1/sqrt(a-b) provided a > b", "sqrt(1/(a-b)) = 1/sqrt(a+b) provided a > b"),
        ("sqrt((a-b+1) (a-b)) = sqrt(a-b+1) sqrt(a-b) provided a > b", "sqrt((a-b+1) (a-b)) = sqrt(a-b+2) sqrt(a-b) provided a > b"),
    ]) func byHypotheses(claim: String, twin: String) throws {
        try Outcome.checked("param a, b > 0\nclaim c: " + claim).requireChecked(.proved, claim)
        try Outcome.checked("param a, b > 0\nclaim c: " + twin).requireChecked(.refuted, twin)
    }

    /// `a - 2` may be negative where `a > 1`, and `b - a` is where `a > b`.
    @Test(arguments: ["sqrt((a-2)²) = a-2 provided a > 1", "sqrt((b-a)²) = b-a provided a > b", "sqrt((a-b-1)²) = a-b-1 provided a > b", "sqrt((a-2b)²) = a-2b provided a > b"])
    func notByOthers(claim: String) throws { #expect(try Outcome.checked("param a, b > 0\nclaim c: " + claim).verdict != .proved, "\(claim)") }
}
