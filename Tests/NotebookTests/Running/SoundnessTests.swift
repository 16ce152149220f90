import Glibc
import Kernel
import Notebook
import Testing

/// Claims that are false, or about nothing, or true only inside their side conditions: none may be called
/// proved, and true ones may not be refuted outside the conditions that the verdict prints.
@Suite struct SoundnessTests {
    /// The verdict of every claim of a cell, by the executable.
    static func verdicts(_ cell: String) throws -> (run: Engine.Run, lines: [Substring]) {
        let folder = try TemporaryFolder()
        try folder.file("claims.lnb", "```lnb\n" + cell + "\n```\n")
        let run = try Engine.run(["run", "claims.lnb"], in: folder)
        return (run, run.output.split(separator: "\n"))
    }

    static let neverProved: [String] = [
        // Integers beyond a machine word are integers all the same.
        "space s in R\nclaim a: s^18446744073709551617 >= 0\nclaim b: |s^18446744073709551617| = s^18446744073709551617",
        "space s in R\nclaim a: (s^18446744073709551616)^(1/18446744073709551616) = s",
        // A redeclared name is another object.
        "space z in S^2\nlet r = |z|\nspace z in R^3\nconstant k : vector where |k|² = 7\nclaim a: |z|^2 + 0 (k·k) = r^2",
        "space z in R^3\nfunction u(z)\nlet a = u\nfunction u(z)\nclaim c: a = u",
        // Huge exponents stay what they are.
        "space w in (0,oo)\nspace x in (0,oo)\nclaim a: w^(1/2) + (x^4096)^4095 (x^4096)^4095 x^4096 x^4096 = w^(1/2) + x^(1/2)",
        // Nothing is admissible.
        "constant e : vector of R^3 where |e| = 1, |e| = 2\nclaim a: |e|^2 = 1",
        "space s in R\nclaim a: sqrt(-1-s^2) = sqrt(-1-s^2) 1",
        "space s in R\nclaim a: log(s)+log(-s) = 2 log(s)+log(-s)-log(s)",
        "space z in R^3\nfunction u(z)\nclaim a: u = u provided 0 = 1",
        // A pole inside the declared range.
        "param γ in [-3,1]\nclaim a: (γ+2)/(γ+2) = 1",
        // Roots and logarithms of what may be negative.
        "space s in R\nclaim a: sqrt(s^2) = s\nclaim b: log(s^2) = 2 log(s) + 1",
        // Low dimensions, index order, transposition.
        "param d integer\nspace z in R^d\nclaim a: tr(Id - z⊗z/|z|²) = d - 2\nclaim b: Δ(|z|) = 2/|z|",
        "space z in R^3\nfunction X(z) : vector\nclaim a: ∇X = transpose(∇X)\nclaim b: (∇X) X = X·∇X",
        "space v, w in R^3\nfunction f(v)\nclaim a: ∇[v] (f(v) f(w)) = f(w) ∇[w] f(w)",
        "space z in R^3\nfunction u(z) even\nclaim a: ∇(u(-z)) = -∇u\nclaim b: (∇u)(z := -z) = ∇u",
        "space z in R^3\nfunction u(z)\nclaim a: u < u",
    ]

    @Test(.enabled(if: Engine.isBuilt), arguments: neverProved) func falseOrVacuousClaimsAreNotProved(cell: String) throws {
        let (run, lines) = try Self.verdicts(cell)
        #expect(run.status == 1 || run.status == 3, "\(run.output)\(run.errors)")
        for line in lines where line.hasPrefix("  ") && !line.hasPrefix("   ") {
            #expect(!line.contains(" proved "), "\(cell)\n\(line)")
        }
    }

    /// A chain says of its ends what holds under the conditions of all its steps, also of one in the middle.
    @Test(.enabled(if: Engine.isBuilt)) func conditionsOfAStepAreThoseOfTheChain() throws {
        let cell = """
            param a, b
            calc c: a
              <= a + b provided b >= 0 expect proved
              <= a + b + 1 expect proved
            claim true: 0 <= b + 1 provided b >= 0 using c
            claim false: 0 <= b + 1 using c
            """
        let (_, lines) = try Self.verdicts(cell)
        #expect(lines.contains { $0.contains("true ") && $0.contains("proved") })
        #expect(lines.contains { $0.contains("false ") && !$0.contains("proved ") })
        #expect(!lines.contains { $0.contains("internal error") })
        let conflicting = "space z in R^3\nparam γ\ncalc c: |z|^γ\n  = |z|^2 where γ = 2 expect proved\n  = |z|^3 where γ = 3 expect proved"
        #expect(try Self.verdicts(conflicting).run.status == 2)
    }

    /// Values that cannot be told apart neither support a strict inequality nor refute it.
    @Test(.enabled(if: Engine.isBuilt)) func nearlyEqualSidesDecideNothing() throws {
        let cell = """
            space v in R^3
            density h(v)
            density N(v) = gaussian(mean = (0,0,0), cov = ((1,0,0),(0,1,0),(0,0,1)))
            claim close: ∫[v] h |v|^2 < ∫[v] h |v|^2 + 10^(-60)
            check close on N
              expect unknown
            claim apart: ∫[v] h |v|^2 < ∫[v] h |v|^2 - 1
              expect refuted
            check apart on N
              expect refuted
            """
        #expect(try Self.verdicts(cell).run.status == 0)
    }

    static let neverRefuted: [String] = [
        "space z in R^3\nfunction u(z)\nparam a\nclaim p: (u^2)^(a/2) = u^a\nclaim q: |u|^a = u^a\nclaim r: |u| u^a = u^(a+1)",
        "space s in R\nfunction q(s) where ∂[s] q = q\nclaim a: ∂[s](∂[s] q) = q",
        "space s in R\nfunction h(s) > 0 where h = 1\nclaim a: ∂[s] h = 0",
    ]

    @Test(.enabled(if: Engine.isBuilt), arguments: neverRefuted) func trueClaimsAreNotRefuted(cell: String) throws {
        let (run, _) = try Self.verdicts(cell)
        #expect(!run.output.contains("refuted"), "\(cell)\n\(run.output)")
    }

    @Test(.enabled(if: Engine.isBuilt)) func conditionsAreStatedOrImplied() throws {
        let cell = "space z in R^3\nspace s in R\nparam g > -2\nparam d integer\nclaim a: z·∇(|z|) = |z|\nclaim b: ∂[s](s |s|) = |s| + s ∂[s](|s|)\n"
            + "claim c: (g+2)/(g+2) = 1\nclaim e: (d-1)/(d-1) = 1"
        let output = try Self.verdicts(cell).run.output
        #expect(output.contains("identity, for z ≠ 0"))
        #expect(output.contains("identity, for s ≠ 0"))
        #expect(output.contains("c  proved  identity\n"))
        #expect(output.contains("identity, for d - 1 ≠ 0"))
    }

    @Test(.enabled(if: Engine.isBuilt)) func aDimensionMayNotReachBelowOne() throws {
        let run = try Self.verdicts("param k integer in [-5,5]\nclaim c: sum[i in 1..k] 1 = k").run
        #expect(run.status == 2)
        #expect(run.errors.contains("below 1"))
    }
}
