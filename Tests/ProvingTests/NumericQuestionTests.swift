import Kernel
import Language
import Proving
import Testing

/// `evaluate`, `check` and `certify` as in a notebook.
@Suite struct NumericQuestionTests {
    private static func outcomes(_ cell: String) -> [Outcome] {
        let parsed = Parser.parse(cell)
        var elaborator = Elaborator(importing: nil)
        let items = elaborator.elaborate(parsed.statements)
        return items.flatMap { item -> [Outcome] in
            switch item.kind {
            case .evaluate: return item.cases.map { Prover.run(Task(statement: $0.statement, question: .evaluate(digits: item.digits ?? 15))) }
            case .check: return item.cases.map { Prover.run(Task(statement: $0.statement, question: .check(digits: item.digits ?? 15))) }
            case .certify: return item.statement.map { [Prover.run(Task(statement: $0, question: .certify(digits: 15)))] } ?? []
            default: return []
            }
        }
    }

    private static let claims = """
        space v, w in R^3
        space x in R
        density f(v)
        density q(x)
        function u(v) even
        function h(v,w) symmetric
        density N(v) = gaussian(0, 1)
        density m(x) = mixture(1/3: gaussian(0, 1), 2/3: gaussian(1, 2))
        claim mass: ∫[v] f = 1
        claim ev: u(v) = u(-v)
        claim sym: h(v,w) = h(w,v)
        claim positive: ∫[x] (∂[x] log q)² q >= 0
        claim large: ∫[x] (∂[x] log q)² q >= 3
        claim both: f(v) f(w) = f(w) f(v)

        """

    /// A claim says nothing about functions of another kind: it is not refuted on them.
    @Test(arguments: [
        ("check mass on N", "check mass on f = 2 N", "density"), ("check ev on u = |v|²", "check ev on u = v[1]", "even"),
        ("check sym on h = v·w", "check sym on h = v[1]² + 2 w[1]", "symmetric"),
    ]) func functionsAreOfTheirKind(_ good: String, _ bad: String, _ kind: String) throws {
        #expect(Self.outcomes(Self.claims + good).map(\.verdict) == [.supported])
        let outcome = try #require(Self.outcomes(Self.claims + bad).first)
        #expect(outcome.verdict == .unknown && outcome.reason?.contains(kind) == true, "\(outcome)")
    }

    /// Absolute values of products: E|z₁z₂| = 2/π for independent standard Gaussians, and ∫|z₁z₂| exp(-|z|²) = 1.
    @Test(arguments: [
        ("evaluate a: ∫[z] |z[1] z[2]| G", "0.63661977236"), ("evaluate a: ∫[z] |z[1] z[2]| exp(-|z|²)", "1.0"), ("evaluate a: ∫[z] |-2 z[1] z[2]| G", "1.2732395447"),
    ]) func absoluteValuesOfProducts(_ question: String, _ digits: String) throws {
        let outcome = try #require(Self.outcomes("space z in R^2\ndensity G(z) = gaussian((0,0), 1)\n" + question).first)
        #expect(outcome.verdict == .certified || outcome.verdict == .supported, "\(outcome)")
        #expect(outcome.value?.hasPrefix(digits) == true || (digits == "1.0" && outcome.value?.hasPrefix("1") == true), "\(outcome.value ?? "")")
    }

    /// What is certified or refuted by enclosures has a certificate that the kernel accepts.
    @Test(arguments: [
        ("check positive on m", Verdict.certified), ("check large on m", .refuted), ("evaluate a: ∫[x] x² exp(-x^4)", .certified),
        ("certify ∫[s in (0,1)] exp(-s²) > 7/10", .certified), ("evaluate a: 1/3 + sqrt(2)", .certified),
    ]) func certificates(_ question: String, _ verdict: Verdict) throws {
        let outcome = try #require(Self.outcomes(Self.claims + question).first)
        #expect(outcome.verdict == verdict, "\(outcome)")
        let certificate = try Certificate(text: try #require(outcome.certificate, "\(outcome)"))
        #expect(try Kernel.check(certificate).verdict == .certified)
    }

    @Test(arguments: [
        ("certify 2 > 1", Verdict.certified), ("certify 1 > 1", .refuted), ("certify 1 > 2", .refuted), ("certify 1/2 + 1/2 = 1", .certified),
        ("certify sqrt(2) sqrt(3) = sqrt(6)", .unknown), ("certify exp(pi sqrt(163)) < 262537412640768744", .certified),
        ("certify exp(pi sqrt(163)) > 262537412640768744", .refuted), ("certify ∫[s in (0,1)] 1/s > 3", .unknown),
        ("certify gammafn(0) - gammafn(0) = 0", .unknown), ("certify 0 * tan(pi/2) <= 0", .unknown), ("evaluate a: gammafn(-2) * 0", .unknown),
        ("certify gammafn(1/2) > 1", .certified), ("certify tan(pi/3) > 1", .certified), ("certify gammafn(-1/2) < -3", .certified),
        ("evaluate a: sqrt(∫[s in (0,1)] (s - 1))²", .unknown), ("evaluate a: sqrt(∫[s in (0,1)] (1 - s))²", .certified),
        ("evaluate a: (∫[s in (-1,1)] s)/(∫[s in (-1,1)] s)", .unknown), ("evaluate a: (∫[s in (0,1)] s)/(∫[s in (0,1)] s)", .certified),
        ("evaluate a: ∫[s in (-1,1)] max(s - 2, 0)^0", .unknown), ("evaluate a: ∫[s in (-1,1)] max(s - 1/2, -2)^0", .supported), ("evaluate a: sqrt(∫[s in (-1,1)] s)²", .supported),
    ]) func comparisons(_ question: String, _ verdict: Verdict) throws {
        #expect(Self.outcomes(question).map(\.verdict) == [verdict])
    }

    /// Several points give a row each.
    @Test func pointsHaveRows() throws {
        let outcome = try #require(Self.outcomes(Self.claims + "check both on N").first)
        #expect(outcome.table.count == 3 && outcome.table.allSatisfy { $0.label.contains("v = (") && $0.value?.contains(" = ") == true })
    }
}
