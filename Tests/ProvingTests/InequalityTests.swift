import Arithmetic
import Expressions
import Kernel
import Language
import Proving
import Testing

/// Inequalities with explicit constants: true ones are proved, those with constants slightly too large never.
@Suite struct InequalityTests {
    struct Claim: Sendable, CustomStringConvertible {
        let name: String
        let declarations: String
        /// With `C` for the constant.
        let claim: String
        /// A constant that is proved, and one with which the inequality is false.
        let constant: String
        let tooStrong: String
        /// The false one is refuted.
        var isRefuted = true
        var clauses = ""

        var description: String { name }

        func statement(_ constant: String) throws -> Statement {
            let cell = "import \"std/sphere\"\n\(declarations)\nclaim a: \(claim.replacing("C", with: constant)) \(clauses)"
            guard let found = try IntegralIdentity.statements(cell).last?.statement else { throw IntegralIdentity.Failure(text: cell) }
            return found
        }
    }

    private static let sphere = "space ω in S^2\nfunction f(ω) > 0"
    private static let evenSphere = "space ω in S^2\nfunction f(ω) > 0, even"
    private static let line = "space x in R\nfunction u(x) > 0, decaying"

    static let claims: [Claim] = [
        .init(
            name: "log-Sobolev on the sphere", declarations: sphere, claim: "∫[ω] Γ2(log f) f >= C ∫[ω] |∇_S log f|² f",
            constant: "2", tooStrong: "2001/1000"),
        .init(
            name: "log-Sobolev on the sphere, not sharp", declarations: sphere, claim: "∫[ω] Γ2(log f) f >= C ∫[ω] |∇_S log f|² f",
            constant: "9/5", tooStrong: "3"),
        .init(
            name: "log-Sobolev for even functions", declarations: evenSphere, claim: "∫[ω] Γ2(log f) f >= C ∫[ω] |∇_S log f|² f",
            constant: "11/2", tooStrong: "23/4", clauses: "using even_poincare(sqrt f)"),
        .init(
            name: "even functions without their Poincaré inequality", declarations: evenSphere,
            claim: "∫[ω] Γ2(log f) f >= C ∫[ω] |∇_S log f|² f", constant: "2", tooStrong: "6"),
        .init(
            name: "in every dimension", declarations: "param d integer >= 3\nspace ω in S^(d-1)\nfunction f(ω) > 0",
            claim: "∫[ω] Γ2(log f) f >= (C) ∫[ω] |∇_S log f|² f", constant: "d - 1", tooStrong: "d - 9/10"),
        .init(
            name: "even, in every dimension", declarations: "param d integer >= 3\nspace ω in S^(d-1)\nfunction f(ω) > 0, even",
            claim: "∫[ω] Γ2(log f) f >= (C) ∫[ω] |∇_S log f|² f", constant: "d + 3 - 1/(d-1)", tooStrong: "2 d + 1/10",
            clauses: "using even_poincare(sqrt f)"),
        .init(
            name: "Poincaré's inequality", declarations: "space ω in S^2\nfunction h(ω)",
            claim: "∫[ω] (Δ_S h)² >= C ∫[ω] |∇_S h|²", constant: "2", tooStrong: "21/10"),
        .init(
            name: "the fourth power of the gradient", declarations: sphere,
            claim: "∫[ω] |∇_S log f|^4 f <= C ∫[ω] ‖∇²_S log f‖² f", constant: "9", tooStrong: "5"),
        .init(
            name: "a parameter under a condition", declarations: "param γ\n" + sphere,
            claim: "∫[ω] Γ2(log f) f >= γ²/4 ∫[ω] |∇_S log f|² f provided γ² <= C", constant: "8", tooStrong: "9"),
        .init(
            name: "quantum drift diffusion on the line", declarations: line,
            claim: "∫[x] u² ∂[x](∂[x](log u))^2 >= C ∫[x] u² ∂[x](log u)^4", constant: "4/9", tooStrong: "1/2"),
        .init(
            name: "quantum drift diffusion in space", declarations: "space y in R^3\nfunction w(y) > 0, decaying",
            claim: "∫[y] w ‖∇² (log w)‖² >= C ∫[y] w |∇(log w)|^4", constant: "11/100", tooStrong: "1/5"),
        .init(
            name: "the thin film equation, lower end", declarations: line,
            claim: "∫[x] u^(C-2) ∂[x] u ∂[x](∂[x](∂[x] u)) <= 0", constant: "3/2", tooStrong: "149/100", isRefuted: false),
        .init(
            name: "the thin film equation, upper end", declarations: line,
            claim: "∫[x] u^(C-2) ∂[x] u ∂[x](∂[x](∂[x] u)) <= 0", constant: "3", tooStrong: "301/100", isRefuted: false),
        .init(
            name: "Hardy", declarations: "space y in R^3\nfunction w(y) decaying", claim: "∫[y] |∇w|² >= C ∫[y] w²/|y|²", constant: "1/4",
            tooStrong: "3/10"),
        .init(
            name: "Hardy, with a weight", declarations: "space y in R^3\nfunction w(y) decaying", claim: "∫[y] |y|^4 |∇w|² >= C ∫[y] |y|² w²",
            constant: "25/4", tooStrong: "7"),
        .init(
            name: "the harmonic oscillator", declarations: "space y in R^3\nfunction w(y) decaying",
            claim: "∫[y] |∇w|² + ∫[y] |y|² w² >= C ∫[y] w²", constant: "3", tooStrong: "31/10"),
        .init(
            name: "the Γ2 inequality of the Gaussian", declarations: "space x in R\nfunction w(x) decaying",
            claim: "∫[x] (∂[x](∂[x] w) - x ∂[x] w)^2 exp(-x²/2) >= C ∫[x] (∂[x] w)^2 exp(-x²/2)", constant: "1", tooStrong: "11/10"),
        .init(
            name: "second moments against the Gaussian, in every dimension",
            declarations: "param d integer\nspace v in R^d\nconstant e : vector where |e| = 1\nfunction w(v) decaying",
            claim: "∫[v] (e·v)² w² exp(-|v|²/2) <= C ∫[v] (e·∇w)² exp(-|v|²/2) + 2 ∫[v] w² exp(-|v|²/2)", constant: "4", tooStrong: "2",
            isRefuted: false),
        .init(
            name: "second moments against the Gaussian", declarations: "space x in R\nfunction w(x) decaying",
            claim: "∫[x] x² w² exp(-x²/2) <= C ∫[x] (∂[x] w)^2 exp(-x²/2) + 2 ∫[x] w² exp(-x²/2)", constant: "4", tooStrong: "2"),
        .init(
            name: "Fisher information and energy", declarations: "space v in R^3\ndensity ρ(v)",
            claim: "∫[v] ρ |∇ log ρ|² + ∫[v] |v|² ρ >= C", constant: "6", tooStrong: "7"),
        .init(
            name: "third derivatives", declarations: "space x in R\nfunction w(x) decaying",
            claim: "∫[x] ∂[x](∂[x](∂[x] w))^2 + 2 ∫[x] w² >= C ∫[x] (∂[x] w)^2", constant: "3", tooStrong: "6"),
        .init(
            name: "an equation read as an inequality", declarations: line, claim: "∫[x] ∂[x](u²) ∂[x](∂[x](u²)) + (C) ∫[x] u² <= 0", constant: "0",
            tooStrong: "1"),
        .init(
            name: "Cauchy and Schwarz", declarations: "param d integer\nspace v in R^d\nconstant a : vector\nconstant b : vector",
            claim: "C (a·b)² <= |a|² |b|² + 0 v·v", constant: "1", tooStrong: "101/100"),
        .init(
            name: "the trace", declarations: "param d integer\nspace v in R^d\nfunction u(v)", claim: "C (Δ u)² <= d ‖∇² u‖²",
            constant: "1", tooStrong: "101/100"),
        .init(
            name: "a matrix and a vector",
            declarations: "param d integer\nspace v in R^d\nconstant a : vector\nconstant A : symmetric matrix",
            claim: "C |A a|² <= ‖A‖² |a|² + 0 v·v", constant: "1", tooStrong: "101/100"),
        .init(
            name: "products of matrices", declarations: "param d integer\nconstant A : symmetric matrix of R^d\nconstant B : symmetric matrix of R^d",
            claim: "C ‖A B‖² <= ‖A‖² ‖B‖²", constant: "1", tooStrong: "101/100"),
        .init(
            name: "a semidefinite matrix", declarations: "param d integer\nconstant P : symmetric matrix of R^d where P >= 0\nconstant a : vector of R^d",
            claim: "C a·(P a) <= tr P |a|²", constant: "1", tooStrong: "101/100"),
        .init(
            name: "the trace of a semidefinite matrix", declarations: "constant A : symmetric matrix of R^3", claim: "tr A >= C provided A >= Id",
            constant: "3", tooStrong: "4"),
        .init(
            name: "a condition on the coefficient", declarations: "param x\nparam y\nparam t", claim: "x² + t x y + C y² >= 0 provided t² <= 4",
            constant: "1", tooStrong: "-1"),
        .init(
            name: "Young, with a parameter",
            declarations: "param δ > 0\nparam d integer\nspace v in R^d\nconstant a : vector\nconstant b : vector",
            claim: "C a·b <= δ/2 |a|² + 1/(2 δ) |b|² + 0 v·v", constant: "1", tooStrong: "3/2"),
        .init(
            name: "a polynomial of two parameters", declarations: "param x\nparam y", claim: "C x² y² <= x^4 + y^4", constant: "2", tooStrong: "3"),
    ]

    @Test(arguments: claims) func trueConstants(claim: Claim) throws {
        let outcome = Prover.run(Task(statement: try claim.statement(claim.constant)))
        #expect(outcome.verdict == .proved, "\(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
    }

    @Test(arguments: claims) func falseConstants(claim: Claim) throws {
        let outcome = Prover.run(Task(statement: try claim.statement(claim.tooStrong)))
        #expect(outcome.verdict == (claim.isRefuted ? .refuted : .unknown), "\(outcome.evidence) \(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
    }

    // MARK: Best constants

    static func best(_ declarations: String, _ claim: String) throws -> Outcome {
        let cell = "import \"std/sphere\"\n\(declarations)\nbest Λ: \(claim)"
        let parsed = Parser.parse(cell)
        var elaborator = Elaborator(readsStandardLibrary: true)
        let item = elaborator.elaborate(parsed.statements).last
        guard let item, let statement = item.statement, let unknown = item.unknowns.first else {
            throw IntegralIdentity.Failure(text: (parsed.diagnostics + elaborator.diagnostics).map(\.message).joined(separator: "\n"))
        }
        return Prover.run(Task(statement: statement, question: item.kind == .best ? .best(unknown.name) : .forWhich(unknown.name)))
    }

    static let bests: [(declarations: String, claim: String, value: String)] = [
        // Of `A <= Λ B` the least one.
        ("space s in R\ndensity n(s)", "∫[s] n^(-3) (∂[s] n)^6 <= Λ ∫[s] n * (∂[s](∂[s](∂[s] n)))²", "Λ <= 625/4"),
        ("space s in R\ndensity n(s)", "∫[s] n^(-2) (∂[s] n)^6 <= Λ ∫[s] n² * (∂[s](∂[s](∂[s] n)))²", "Λ <= 625/9"),
        (sphere, "∫[ω] Γ2(log f) f >= Λ ∫[ω] |∇_S log f|² f", "Λ = 2"),
        (evenSphere, "∫[ω] Γ2(log f) f >= Λ ∫[ω] |∇_S log f|² f using even_poincare(sqrt f)", "Λ = 11/2"),
        ("space ω in S^2\nfunction h(ω)", "∫[ω] (Δ_S h)² >= Λ ∫[ω] |∇_S h|²", "Λ = 2"),
        (sphere, "∫[ω] (Δ_S log f)² f <= Λ ∫[ω] ‖∇²_S log f‖² f", "Λ = 2"),
        (sphere, "∫[ω] |∇_S log f|^4 f <= Λ ∫[ω] ‖∇²_S log f‖² f", "Λ <= 9"),
        (line, "∫[x] u² ∂[x](∂[x](log u))^2 >= Λ ∫[x] u² ∂[x](log u)^4", "Λ = 4/9"),
        ("space y in R^3\nfunction w(y) > 0, decaying", "∫[y] w ‖∇² (log w)‖² >= Λ ∫[y] w |∇(log w)|^4", "Λ >= 11/100"),
        ("space y in R^3\nfunction w(y) decaying", "∫[y] |∇w|² >= Λ ∫[y] w²/|y|²", "Λ = 1/4"),
        ("space y in R^3\nfunction w(y) > 0, decaying", "∫[y] w ‖∇²(log w)‖² >= Λ ∫[y] ‖∇²(sqrt w)‖²", "Λ = 44/15"),
        ("param d integer >= 3\nspace ω in S^(d-1)\nfunction f(ω) > 0", "∫[ω] Γ2(log f) f >= Λ ∫[ω] |∇_S log f|² f", "Λ = d - 1"),
        (
            "param d integer >= 3\nspace ω in S^(d-1)\nfunction f(ω) > 0, even",
            "∫[ω] Γ2(log f) f >= Λ ∫[ω] |∇_S log f|² f using even_poincare(sqrt f)", "Λ = d - 1/(d - 1) + 3"
        ),
    ]

    @Test(arguments: bests.indices) func bestConstants(number: Int) throws {
        let (declarations, claim, value) = Self.bests[number]
        let outcome = try Self.best(declarations, claim)
        #expect(outcome.verdict == .proved, "\(outcome.reason ?? "")")
        #expect(outcome.value == value)
    }

    /// The certified other side lies within 5%: 11/2 <= Λ <= 5.73…
    @Test func bothSides() throws {
        let outcome = try Self.best(Self.evenSphere, "∫[ω] Γ2(log f) f >= Λ ∫[ω] |∇_S log f|² f using even_poincare(sqrt f)")
        #expect(outcome.evidence.contains("11/2 <= Λ <= 5.7"), "\(outcome.evidence)")
    }

    static let withoutBest: [(declarations: String, claim: String, reason: String)] = [
        (sphere, "∫[ω] Γ2(log f) f >= Λ² ∫[ω] |∇_S log f|² f", "nonlinearly"),
        (sphere, "∫[ω] Γ2(log f) f >= Λ ∫[ω] |∇_S log f|² f²", "different powers of f"),
        (sphere, "-∫[ω] |∇_S log f|² f >= Λ ∫[ω] |∇_S log f|^4 f", "for no Λ"),
        (sphere, "∫[ω] |∇_S log f|² f >= Λ ∫[ω] Δ_S f", "for every Λ"),
        ("param d integer >= 2\nspace ω in S^(d-1)\nfunction f(ω) > 0", "∫[ω] Γ2(log f) f >= Λ ∫[ω] |∇_S log f|² f", "for d >= 3"),
        (line, "∫[x] u ∂[x](∂[x](log u))^2 >= Λ ∫[x] u ∂[x](log u)^2", "different weight"),
        ("space x in R\nfunction w(x) decaying", "∫[x] (∂[x] w)^2 >= Λ", "without an integral"),
    ]

    @Test(arguments: withoutBest.indices) func noBestConstant(number: Int) throws {
        let (declarations, claim, reason) = Self.withoutBest[number]
        let outcome = try Self.best(declarations, claim)
        #expect(outcome.verdict == .unknown)
        #expect(outcome.reason?.contains(reason) == true, "\(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
    }

    // MARK: Ranges

    @Test(arguments: [
        ("∫[x] u^(p-2) ∂[x] u ∂[x](∂[x](∂[x] u)) <= 0", "3/2 <= p <= 3"),
        ("∫[x] u^p ∂[x](∂[x](log u)) (∂[x](∂[x](log u)) + (p - 1) ∂[x](log u)^2) >= 0", "0 < p <= 3/2"),
        // Several coordinates of the Gram matrices are free; the end is (√2 + 1)²/4 - 1.
        ("∫[y] w ∇²(log w):∇²(w^p) >= 0", "0 <= p <= 0.45711"),
        ("∫[x] u^p >= ∫[x] u", ""),
    ]) func ranges(claim: String, range: String) throws {
        let cell = "param p\n" + Self.line + "\nspace y in R^2\nfunction w(y) > 0, decaying\nfor which p: " + claim
        let parsed = Parser.parse(cell)
        var elaborator = Elaborator(readsStandardLibrary: true)
        let item = try #require(elaborator.elaborate(parsed.statements).last)
        let outcome = Prover.run(Task(statement: try #require(item.statement), question: .forWhich("p")))
        #expect(outcome.verdict == (range.isEmpty ? .unknown : .proved), "\(outcome.reason ?? "")")
        #expect(outcome.value == (range.isEmpty ? nil : range))
        #expect(outcome.internalError == nil)
    }

    // MARK: Random instances

    /// A random sum of squares plus a random divergence is proved; with a negative direction in place of a square it is not.
    @Test(arguments: UInt64(1)...8) func randomSums(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        let (a, b, c, k) = (number(1...5), number(-4...4), number(-4...4), number(1...4))
        // (φ'^3 u)' = (3 φ'² φ'' + φ'^4) u
        let divergence = "\(c) (3 ∂[x](log u)^2 ∂[x](∂[x](log u)) + ∂[x](log u)^4)"
        let squares = "\(a) (∂[x](∂[x](log u)) + (\(b)) ∂[x](log u)^2)^2"
        func verdict(_ rest: String) throws -> Verdict {
            let cell = Self.line + "\nclaim a: ∫[x] (\(squares) + \(divergence) \(rest)) u >= 0"
            let statement = try #require(try IntegralIdentity.statements(cell).last?.statement)
            return Prover.run(Task(statement: statement)).verdict
        }
        #expect(try verdict("") == .proved)
        #expect(try verdict("+ \(k) ∂[x](log u)^4") == .proved)
        // The form is 9 c² + … - 4 a (a b² + c - K) > 0 for every K large enough, whatever the divergence.
        #expect(try verdict("- \(a * b * b + 40) ∂[x](log u)^4 - \(a) ∂[x](∂[x](log u))^2") != .proved)
    }

    /// Gaussians with exact moments refute inequalities as they refute equations; the sharp constants stay open or are proved.
    @Test(arguments: [
        ("∫[v] |∇log f|² f >= C", "0", "4"), ("∫[v] |v|² f <= C", "100", "2"), ("∫[v] |∇log f|² f > C - ∫[v] |v|² f", "5", "6"),
    ]) func refutedByGaussians(_ claim: String, _ possible: String, _ wrong: String) throws {
        func outcome(_ constant: String) throws -> Outcome {
            let cell = "space v in R^3\ndensity f(v)\nclaim a: " + claim.replacing("C", with: constant)
            return Prover.run(Task(statement: try #require(try IntegralIdentity.statements(cell).last?.statement)))
        }
        let refuted = try outcome(wrong)
        #expect(refuted.verdict == .refuted && refuted.certificate != nil, "\(refuted.reason ?? "")")
        if claim.contains(">") { #expect(try outcome(possible).verdict != .refuted) }
    }
}
