import Expressions
import Kernel
import Testing

@testable import Proving

/// The same names and formulas at other places: on a part of the space of a density, on a torus, bound and free, at one
/// point and at all. Each false or true claim beside one that is decided.
@Suite struct PlaceTrapTests {
    private static func verdict(_ cell: String) throws -> Verdict {
        let outcome = try IntegralTrapTests.outcome(cell)
        #expect(outcome.internalError == nil, "\(cell)")
        if let text = outcome.certificate { #expect(try Kernel.check(Certificate(text: text)).verdict == outcome.verdict, "\(cell)") }
        return outcome.verdict
    }

    private static let sphere = "space v in R^3\nspace ω in S^2\ndensity f(v)\nclaim a: "
    private static let line = "space x in R\nspace r in (0,oo)\nspace p in (0,1)\ndensity f(x)\ndensity g(x) even\nclaim a: "
    private static let torus = "space x, y in T^2\nfunction u(x)\nfunction k(x) even\nfunction F(x, y) symmetric\nclaim a: "
    private static let matrices = "constant A : symmetric matrix of R^2 where A >= 0\nconstant B : symmetric matrix of R^2 where B >= 0\nclaim a: "

    static let neverProved: [String] = [
        // The point on the right is not the one that is integrated.
        "space v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|² f <= |v|²",
        // The mass of a density on a sphere, and on a half-line.
        sphere + "∫[ω] f(ω) >= 1", sphere + "∫[ω] f(ω) <= 1", sphere + "1 <= ∫[ω] f(ω) + ∫[v] |v|² f",
        // Defined nowhere.
        "claim a: sqrt(-1)² = -1", "param a\nclaim a: (-1)^a = (-1)^a", "param a\nclaim a: sqrt(-1 - a²) = sqrt(-1 - a²)",
        "claim a: sqrt(3 - π)² = 3 - π", "claim a: log(log(1/2)) = log(log(1/2))",
        line + "∫[r] f(r) + ∫[x] x² f >= 1", line + "∫[r] r² f(r) = ∫[x] x² f",
        // Zero at the origin of the point that is not integrated.
        "space v, w in R^3\ndensity f(v)\nclaim a: ∫[v] |w|² f(v) > 0", "space x, y in R\nclaim a: ∫[x] y² exp(-x²) > 0",
    ]

    @Test(arguments: neverProved) func falseClaimsAreNotProved(cell: String) throws { #expect(try Self.verdict(cell) != .proved, "\(cell)") }

    static let neverRefuted: [String] = [
        // Moments of a Gaussian are not those on a part of the space.
        sphere + "∫[ω] ω[1]² f(ω) <= ∫[ω] f(ω)", sphere + "∫[ω] ω[1]⁴ f(ω) <= ∫[ω] ω[1]² f(ω)",
        line + "∫[r] r f(r) > 0", line + "∫[p] p² f(p) <= ∫[p] p f(p)", line + "2 ∫[r] r² g(r) = ∫[x] x² g",
        // Periods.
        torus + "u(x + basis(1)) = u(x)", torus + "u(x - basis(1) + basis(2)) = u(x)", torus + "u(2 x + 3 basis(1)) = u(2 x)",
        torus + "u((1,0)) = u((0,0))", torus + "F((1,0), (0,0)) = F((0,0), (0,-1))", torus + "∇u(x + basis(1)) = ∇u(x)", torus + "k(basis(1) - x) = k(x)", torus + "F(x + basis(1), y) = F(y, x)",
        // A moment of a density is no arbitrary matrix.
        "constant P : symmetric matrix of R^3\nspace x in R^3\ndensity n(x) where ∫[x] x⊗x n = P\nclaim a: tr(P) >= 0",
        // Functions of |v|: beyond the search, but no fault.
        "space v in R^3\nfunction q(v) radial, decaying\nclaim a: ∫[v] |∇q|² >= 1/4 ∫[v] q²/|v|²",
        // Only 0 is both semidefinite and its opposite.
        matrices + "A = 0 provided A <= 0", matrices + "tr(A) >= 1 provided A <= -Id", matrices + "tr(A) <= 2 provided A <= Id",
    ]

    @Test(arguments: neverRefuted) func trueClaimsAreNotRefuted(cell: String) throws { #expect(try Self.verdict(cell) != .refuted, "\(cell)") }

    static let decided: [(String, Verdict)] = [
        ("space v in R^3\ndensity f(v)\nclaim a: 0 <= ∫[v] |v|² f", .proved),
        ("claim a: sqrt(π - 3)² = π - 3", .proved), ("param a\nclaim a: sqrt(a² + 1)² = a² + 1", .proved), ("param a\nclaim a: sqrt(a)² = a", .proved),
        (sphere + "∫[ω] f(ω) > 0", .proved), (sphere + "∫[ω] |ω|² f(ω) = ∫[ω] f(ω)", .proved),
        (line + "∫[r] r f(r) >= 0", .proved), (line + "∫[x] f + ∫[x] x² f >= 1", .proved), (line + "∫[x] x f = 0", .refuted),
        (torus + "u((1/2,0)) = u((0,0))", .refuted), ("space v, w in R^3\ndensity f(v)\nclaim a: ∫[v] |v|² f(v) > 0", .proved),
        (torus + "u(x + 1/2 basis(1)) = u(x)", .refuted), (torus + "u(2 x) = u(x)", .refuted), (torus + "u(x) = u(-x)", .refuted),
        (torus + "u(x + y) = u(x) + u(y)", .refuted), (torus + "k(1/2 basis(1) - x) = k(x)", .refuted), (torus + "k(-x) = k(x)", .proved),
        (matrices + "tr(A) <= tr(B) provided A <= B", .proved), (matrices + "tr(A) <= 1/2 tr(B) provided A <= B", .refuted),
        (matrices + "A[1,2] <= B[1,2] provided A <= B", .refuted),
        ("constant P : symmetric matrix of R^3\nspace x in R^3\ndensity n(x) where ∫[x] x⊗x n = P\nclaim a: tr(P) = 1", .refuted),
        ("constant P : symmetric matrix of R^3\nspace x in R^3\ndensity n(x) where ∫[x] x⊗x n = P\nclaim a: tr(P + Id) = tr(P) + 3", .proved),
    ]

    @Test(arguments: decided.indices) func twinsAreDecided(number: Int) throws {
        let (cell, verdict) = Self.decided[number]
        #expect(try Self.verdict(cell) == verdict, "\(cell)")
    }

    @Test(arguments: [
        ("function B(x) : vector, decaying where div(B) = 0", true), ("function B(x) : vector, decaying where curl(B) = 0", true),
        ("function B(x) : vector, decaying where div(B) = 0, curl(B) = 0", false),
    ])
    func decayingExamplesAreKnown(declaration: String, isKnown: Bool) throws {
        let statement = try #require(IntegralIdentity.statements("space x in R^3\n\(declaration)\nclaim a: ∫[x] (div B)² = 0").last?.statement)
        #expect(DecayingExample(statement).isKnown == isKnown)
        let outcome = Prover.run(Task(statement: statement))
        if outcome.verdict == .proved { #expect(outcome.evidence.contains("no decaying function but 0") == !isKnown) }
    }

    /// A counterexample lies where every hypothesis has a meaning: `u' = u/λ` says nothing at λ = 0.
    @Test func solutionsHaveTheirParameters() throws {
        let declarations = "space t in (0,oo)\nparam λ\nfunction u(t) where ∂[t] u = u/λ\n"
        for (claim, λ, isRefuted) in [("λ² + u(t)² > 0", 0, false), ("λ + u(t)² > 0", -1, true)] as [(String, Int, Bool)] {
            let statement = try #require(IntegralIdentity.statements(declarations + "claim a: " + claim).last?.statement)
            let point = try #require(statement.points.first)
            let witness = Witness(
                relation: 0, indices: [], assignment: Assignment(parameters: ["λ": .init(λ)], points: [point: [1]]), arithmetic: .exact)
            let evidence = Evidence.solution(ConcreteSolution(function: "u", point: point, value: .zero), .witness(witness))
            let verdict = try? Kernel.Examination(statement, evidence).theorem().verdict
            #expect(verdict == (isRefuted ? .refuted : nil), "\(claim)")
        }
    }
}
