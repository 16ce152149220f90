import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Differential inequalities and linear equations, integrated along a time.
@Suite struct ComparisonTests {
    static let declarations = """
        param d integer >= 2
        param c, μ > 0
        param k in R
        space t in (0,oo)
        space s in (1,oo)
        """

    static func identity(_ function: String, _ claim: String) -> IntegralIdentity {
        IntegralIdentity(name: claim, declarations: declarations + "\n" + function, claim: claim, twins: [])
    }

    @Test(arguments: [
        ("function y(t) where ∂[t] y <= -c y", "y(t) <= exp(-c t) y(0)"),
        ("function y(t) where ∂[t] y <= k y", "y(t) <= exp(k t) y(0)"),
        ("function y(t) where ∂[t] y >= -c y", "y(t) >= exp(-c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y", "exp(c t) y(t) <= y(0)"),
        ("function y(t) where ∂[t] y <= -c y + 1", "y(t) <= exp(-c t) y(0) + (1 - exp(-c t))/c"),
        ("function y(t) where ∂[t] y + t y <= 0", "y(t) <= exp(-t²/2) y(0)"),
        ("function y(s) where ∂[s] y <= -c y", "y(s) <= exp(-c (s-1)) y(1)"),
        ("function y(t) > 0 where ∂[t] y <= -4 (1 - μ exp(-12 t)) y", "y(t) <= exp(-4 t + μ/3 (1 - exp(-12 t))) y(0)"),
        ("function y(t) where 1/2 ∂[t] y <= -(d-1-2 exp(-4 d t) μ) y", "y(t) <= y(0) exp(-2 (d-1) t + μ/d (1 - exp(-4 d t)))"),
        ("function P(t) : symmetric matrix of R^d where ∂[t] P = -4 d (P - Id)", "P(t) = Id + exp(-4 d t) (P(0) - Id)"),
        ("function X(t) : vector of R^3 where ∂[t] X = k X", "X(t) = exp(k t) X(0)"),
        ("function y(t) where ∂[t] y <= 0", "y(t) <= y(0)"),
    ]) func boundsAreProved(function: String, claim: String) throws {
        let outcome = Prover.run(Task(statement: try Self.identity(function, claim).statement()))
        #expect(outcome.verdict == .proved, "\(claim): \(outcome.reason ?? "")")
        #expect(outcome.internalError == nil)
    }

    @Test(arguments: [
        ("function y(t) where ∂[t] y <= -c y", "y(t) <= exp(-2 c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y", "y(t) >= exp(-c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y", "y(t) = exp(-c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y + 1", "y(t) <= exp(-c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y", "y(t) <= exp(-c t) y(1)"),
        ("function y(t) where ∂[t] y <= 1/t y", "y(t) <= y(0)"),
        ("function y(s) where ∂[s] y <= -c y", "y(s) <= exp(-c (s - k)) y(k)"),
        ("function y(t) where ∂[t] y <= -(d-1-2 exp(-4 d t) μ) y", "y(t) <= y(0) exp(-2 (d-1) t + μ/d (1 - exp(-4 d t)))"),
        ("function P(t) : symmetric matrix of R^d where ∂[t] P = -4 d (P - Id)", "P(t) = Id + exp(-4 t) (P(0) - Id)"),
        // The bound is singular at t = 0.
        ("function y(t) where ∂[t] y = 1/t y", "y(t) = 0"),
    ]) func falseBoundsAreNotProved(function: String, claim: String) throws {
        let outcome = Prover.run(Task(statement: try Self.identity(function, claim).statement()))
        #expect(outcome.verdict != .proved, "\(claim): \(outcome.evidence)")
        #expect(outcome.internalError == nil)
    }

    /// By an explicit solution.
    @Test(arguments: [
        ("function y(t) where ∂[t] y <= -c y", "y(t) <= exp(-2 c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y", "y(t) >= exp(-c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y", "y(t) = exp(-c t) y(0)"),
        ("function y(t) where ∂[t] y <= -c y + 1", "y(t) <= exp(-c t) y(0)"),
        ("function y(t) > 0 where ∂[t] y <= -4 (1 - μ exp(-12 t)) y", "y(t) <= exp(-4 t) y(0)"),
        ("function y(t) where ∂[t] y + t y <= 0", "y(t) <= exp(-t²) y(0)"),
        ("function y(s) where ∂[s] y <= -c y", "y(s) <= exp(-c s) y(1)"),
        ("function P(t) : symmetric matrix of R^3 where ∂[t] P = -12 (P - Id)", "P(t) = Id + exp(-4 t) (P(0) - Id)"),
    ]) func falseBoundsAreRefuted(function: String, claim: String) throws {
        let outcome = Prover.run(Task(statement: try Self.identity(function, claim).statement()))
        #expect(outcome.verdict == .refuted, "\(claim): \(outcome.reason ?? outcome.evidence)")
        #expect(outcome.internalError == nil)
        #expect(try Kernel.check(Certificate(text: #require(outcome.certificate))).verdict == .refuted)
    }

    @Test func alteredCertificatesAreRejected() throws {
        let statement = try Self.identity("function y(t) where ∂[t] y <= -c y", "y(t) <= exp(-c t) y(0)").statement()
        let outcome = Prover.run(Task(statement: statement))
        let certificate = try Certificate(text: #require(outcome.certificate))
        guard case .comparison(let comparison) = certificate.evidence else {
            Issue.record("another kind of evidence")
            return
        }
        var altered = certificate
        altered.evidence = .comparison(Comparison(
            point: comparison.point, rate: comparison.rate + .one, multiples: comparison.multiples, form: comparison.form))
        #expect(throws: Rejection.self) { try Kernel.check(altered) }
        // A negative multiple of an inequality.
        altered.evidence = .comparison(Comparison(
            point: comparison.point, rate: comparison.rate,
            multiples: comparison.multiples.map { .init(hypothesis: $0.hypothesis, factor: -$0.factor) }, form: comparison.form))
        #expect(throws: Rejection.self) { try Kernel.check(altered) }
        altered.evidence = .comparison(Comparison(point: comparison.point, rate: comparison.rate, multiples: [], form: comparison.form))
        #expect(throws: Rejection.self) { try Kernel.check(altered) }
        altered.evidence = .comparison(Comparison(
            point: comparison.point, rate: comparison.rate, multiples: comparison.multiples.map { .init(hypothesis: $0.hypothesis + 1, factor: $0.factor) },
            form: comparison.form))
        #expect(throws: Rejection.self) { try Kernel.check(altered) }
        altered = certificate
        altered.statement.hypotheses = []
        #expect(throws: Rejection.self) { try Kernel.check(altered) }
    }

    /// A condition that is said of one time holds at that time only, also where it has derivatives: e = 0, φ = 0.9 x at t = 1.
    @Test(arguments: [
        ("∂[x] F", "∂[x] F <= t"), ("F'(x)", "F'(x) <= t"), ("|∇φ|²", "|∇φ|² <= t"), ("Δφ", "Δφ <= t"), ("∂[x](∂[x] F)", "∂[x](∂[x] F) <= t"),
        ("∂[x] G(t, x)", "∂[x] G(t, x) <= t"),
    ], ["provided ", "if "]) func conditionsOnOneTimeHoldThen(condition: (quantity: String, bound: String), word: String) throws {
        let declarations = """
            space t in (0,oo)
            space x in R
            space v in R^3
            function F(x)
            function φ(v)
            function G(t, x)
            function e(t) where ∂[t] e <= 0

            """
        let claim = "e(t) <= e(0) + t²/2 - t \(condition.quantity) \(word)\(condition.bound)"
        let statement = try #require(IntegralIdentity.statements(declarations + "claim a: " + claim).last?.statement)
        #expect(Prover.run(Task(statement: statement)).verdict != .proved, "\(claim)")
        // What does not depend on the time may be supposed, and what is declared holds always.
        for claim in ["e(t) <= e(0) + t provided ∂[x] F <= 1", "e(t) <= e(0) + t - t \(condition.quantity) \(word)\(condition.bound.replacing("<= t", with: "<= 1"))"]
        where !claim.contains("G") {
            let statement = try #require(IntegralIdentity.statements(declarations + "claim a: " + claim).last?.statement)
            #expect(Prover.run(Task(statement: statement)).verdict == .proved, "\(claim)")
        }
    }

    /// The same as evidence: a multiple of a hypothesis about one time is none.
    @Test func multiplesAreOfRates() throws {
        let declarations = "space t in (0,oo)\nspace x in R\nfunction F(x)\nfunction e(t) where ∂[t] e <= 0\n"
        let claim = "claim a: e(t) <= e(0) + t²/2 - t ∂[x] F provided ∂[x] F <= t"
        let statement = try #require(IntegralIdentity.statements(declarations + claim).last?.statement)
        let time = try #require(statement.points.first { $0.name == "t" })
        let multiples = [Comparison.Multiple(hypothesis: 0, factor: .one), .init(hypothesis: 1, factor: .one)]
        for multiples in [multiples, multiples.reversed(), [multiples[0]], [multiples[1]]] {
            #expect(!Self.isAccepted(statement, .comparison(Comparison(point: time, rate: .zero, multiples: multiples, form: .contraction))))
            let bound = GrowthBound(point: time, start: nil, rate: .zero, multiples: multiples)
            #expect(!Self.isAccepted(statement, .growth(bound, .manifestSign)))
        }
    }

    private static func isAccepted(_ statement: Statement, _ evidence: Evidence) -> Bool { (try? Kernel.Examination(statement, evidence).theorem()) != nil }

    /// A bound that holds at the start and whose rate is known, but on a line without a start, strictly, or by hypotheses about the time.
    @Test func comparisonsAreAlongALine() throws {
        func accepts(_ declarations: String, _ claim: String, _ rate: Expression, _ multiples: [Comparison.Multiple]) throws -> Bool {
            let parsed = try IntegralIdentity(name: claim, declarations: declarations, claim: claim, twins: []).statement()
            return Self.isAccepted(parsed, .comparison(Comparison(point: parsed.points[0], rate: rate, multiples: multiples, form: .contraction)))
        }
        let one = [Comparison.Multiple(hypothesis: 0, factor: .one)]
        let falling = "function y(t) where ∂[t] y <= 0"
        #expect(try accepts("space t in (0,oo)\n" + falling, "y(t) <= y(0)", .zero, one))
        #expect(try !accepts("space t in (0,oo)\n" + falling, "y(t) < y(0)", .zero, one))
        #expect(try !accepts("space t in (0,oo)\n" + falling, "y(t) <= y(0) - 1", .zero, one))
        #expect(try !accepts("space t in R\n" + falling, "y(t) <= y(0)", .zero, one))
        #expect(try !accepts("space t in (0,oo)\n" + falling, "y(t) <= y(0)", .zero, [.init(hypothesis: 1, factor: .one)]))
        #expect(try !accepts("space t in (0,oo)\n" + falling, "y(t) <= y(0)", .parameter("z"), one))
        #expect(try !accepts("space t in (0,oo)\nfunction X(t) : vector of R^2 where ∂[t] X = 0\nfunction y(t)", "y(t) = y(0)", .zero, one))
    }

    /// An explicit solution must be one, smooth, of the sign that is declared, and of the function that is claimed about.
    @Test func solutionsSolve() throws {
        func accepts(
            _ function: String, _ claim: String, _ value: (Expression) -> Expression, name: String = "y", at: Rational = 1, change: (inout Statement) -> Void = { _ in }
        ) throws -> Bool {
            var statement = try IntegralIdentity(name: claim, declarations: "param c > 0\nspace t in (0,oo)\nspace v in R^2\n" + function, claim: claim, twins: []).statement()
            change(&statement)
            let point = statement.points[0]
            let solution = ConcreteSolution(function: name, point: point, value: value(.coordinate(point, nil)))
            guard let reduced = try? solution.statement(of: statement) else { return false }
            let assignment = Assignment(
                parameters: ["c": 1], points: Dictionary(reduced.points.map { ($0, $0.isScalar ? [at] : [1, 2]) }) { a, _ in a },
                functions: Dictionary(reduced.functions.map { ($0, PolynomialFunction(components: [:])) }) { a, _ in a })
            let indices = (reduced.goal.relations?.first?.indices ?? []).map { _ in 1 }
            return Self.isAccepted(statement, .solution(solution, .witness(Witness(relation: 0, indices: indices, assignment: assignment, arithmetic: .balls(128)))))
        }
        func decay(_ t: Expression) -> Expression { .elementary(.exp, -(.parameter("c") * t)) }
        let falling = "function y(t) where ∂[t] y <= -c y"
        #expect(try accepts(falling, "y(t) <= exp(-2 c t) y(0)", decay))
        #expect(try !accepts(falling, "y(t) <= exp(-c t) y(0)", decay))
        #expect(try !accepts(falling, "y(t) <= exp(-2 c t) y(0)", decay, name: "x"))
        #expect(try !accepts(falling, "y(t) <= exp(-2 c t) y(0)") { _ in .one })
        #expect(try !accepts(falling, "y(t) <= exp(-2 c t) y(0)") { .power($0, .number(-1)) * decay($0) })
        #expect(try !accepts(falling, "y(t) <= exp(-2 c t) y(0)") { .integral([Point(name: "t", manifold: .line(lower: 0, upper: nil))], $0) })
        #expect(try !accepts("function y(t) where ∂[t] y < 0", "y(t) <= 0") { _ in .one })
        #expect(try !accepts("function y(t) > 0 where ∂[t] y <= 0", "y(t) >= 0") { -decay($0) })
        #expect(try !accepts("function y(t) where ∂[t] y <= 0", "y(t²) <= 0", { _ in .one }))
        #expect(try !accepts(falling, "y(t) <= exp(-2 c t) y(0)", decay) { $0.hypotheses = [.equivalence($0.goal, $0.goal)] })
        #expect(try !accepts(falling, "y(t) <= exp(-2 c t) y(0) if c = 1", decay))
        #expect(try !accepts("function y(v) even", "y(v) = 0", { _ in .one }))
        #expect(try accepts("function P(t) : symmetric matrix of R^2 where ∂[t] P = 0", "P(t) = 0", { _ in .one }, name: "P"))
        #expect(try !accepts("function P(t) : antisymmetric matrix of R^2 where ∂[t] P = 0", "P(t) = 0", { _ in .one }, name: "P"))
    }
}
