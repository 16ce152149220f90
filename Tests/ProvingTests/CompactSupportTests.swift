import Kernel
import Language
import Testing

@testable import Proving

/// Test functions: beside a function of compact support nothing is asked at infinity, and everything as before where something is singular.
@Suite struct CompactSupportTests {
    private static let declarations = """
        param d integer >= 1
        param q
        space x, y in R^d
        space z in R^3
        space s in R
        function V(x)
        function W(z)
        function h(x) compact
        function k(x) compact
        function g(z) compact
        function χ(z) >= 0, compact
        function φ(x) decaying
        function η(s) compact
        density f(x)
        claim a:\u{20}
        """

    private static func outcome(_ claim: String) throws -> Outcome { try .checked(declarations + claim) }

    @Test(arguments: [
        "∫[x] (Δh - ∇V·∇h) k exp(-V) = -∫[x] ∇h·∇k exp(-V)", "∫[x] h ΔV = ∫[x] V Δh", "∫[x] h Δ(exp(|x|²)) = ∫[x] exp(|x|²) Δh",
        "∫[x] h (ΔV sinh(V) + |∇V|² cosh(V)) = -∫[x] ∇h·∇V sinh(V)", "∫[x] ∇h·∇f/f² = ∫[x] Δh/f", "∫[x] f^q Δh = q ∫[x] h f^q (Δ(log f) + q |∇(log f)|²)",
        "∫[x] (Δh - ∇V·∇h)² exp(-V) = ∫[x] (‖∇²h‖² + ∇h·∇²V·∇h) exp(-V)", "∫[s] ∂[s](∂[s] η) exp(s^3) = ∫[s] η (6 s + 9 s^4) exp(s^3)",
        "∫[x, y] h(x) k(y) ∇[x] (exp(V(x) + V(y)))·(x - y) = -∫[x, y] (∇[x] h(x)·(x - y) + d h(x)) k(y) exp(V(x) + V(y))",
    ])
    func proved(_ claim: String) throws {
        let outcome = try Self.outcome(claim)
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? "")")
        #expect(!outcome.sideConditions.contains { $0.contains("power") || $0.contains("decay") }, "\(outcome.sideConditions)")
    }

    /// A wrong sign or factor; a singularity in the support; a function that is not compact, or compact in another point.
    @Test(arguments: [
        "∫[x] (Δh - ∇V·∇h) k exp(-V) = ∫[x] ∇h·∇k exp(-V)", "∫[x] h Δ(exp(|x|²)) = 2 ∫[x] exp(|x|²) Δh", "∫[z] g Δ(1/|z|) = ∫[z] 1/|z| Δg",
        "∫[z] g div(z/|z|^3) = -∫[z] ∇g·z/|z|^3", "∫[x] (Δφ - ∇V·∇φ) φ exp(-V) = ∫[x] |∇φ|² exp(-V)", "∫[x] (Δφ - ∇V·∇φ) φ exp(V) = -∫[x] |∇φ|² exp(V)", "∫[x, y] h(x) Δ[y] (exp(V(y))) φ(y) = 2 ∫[x, y] h(x) exp(V(y)) Δ[y] φ(y)",
        "∫[x] h exp(-V) = 0", "∫[z] χ > 0", "∫[x] h² > 0",
    ])
    func neverProved(_ claim: String) throws { #expect(try Self.outcome(claim).verdict != .proved, "\(claim)") }

    /// The conditions of other functions stay.
    @Test func othersKeepTheirConditions() throws {
        let outcome = try Self.outcome("∫[x] φ ΔV = ∫[x] V Δφ")
        #expect(outcome.verdict == .proved && outcome.sideConditions.contains { $0.contains("V and its derivatives grow") }, "\(outcome.sideConditions)")
        for claim in ["∫[x] (Δφ - ∇V·∇φ) φ exp(-V) = -∫[x] |∇φ|² exp(-V)", "∫[x, y] h(x) Δ[y] (exp(V(y))) φ(y) = ∫[x, y] h(x) exp(V(y)) Δ[y] φ(y)"] {
            let weighted = try Self.outcome(claim)
            #expect(weighted.verdict == .proved && weighted.sideConditions.contains { $0.contains("exp(") && $0.hasSuffix("and its derivatives decay faster than every power") }, "\(weighted.sideConditions)")
        }
    }

    @Test(arguments: ["space r in (0, 1)\nfunction u(r) compact", "space x in R\nfunction u(x) > 0, compact", "space ω in S^2\nfunction u(ω) compact"])
    func notEverywhere(_ declaration: String) {
        var elaborator = Elaborator()
        _ = elaborator.elaborate(Parser.parse(declaration).statements)
        #expect(elaborator.diagnostics.contains { $0.code == .attributeNotApplicable }, "\(declaration)")
    }
}
