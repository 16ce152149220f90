import Arithmetic
import Expressions
import Kernel
import Proving
import Testing

/// Fields that satisfy equations between their values, as `|m|² = 1`: the equations and their derivatives prove identities, and jets that satisfy them
/// to the order of the claim refute others.
@Suite struct UnitFieldTests {
    private static let unit = "space x in R^3\nfunction m(x) : vector where |m| = 1\nclaim a: "
    private static let frame = "space x in R^3\nfunction p(x) : vector where |p|² = 1\nfunction q(x) : vector where |q|² = 1, p·q = 0\nclaim a: "
    private static let rotation = "space x in R^3\nfunction R(x) : matrix where Rᵀ R = Id\nclaim a: "
    private static let harmonic = "space x in T^3\nfunction n(x) : vector where |n|² = 1\nflow n: ∂[t] n = Δ(n) + ‖∇n‖² n\nclaim a: "
    private static let magnetic = """
        param α > 0
        space x in T^3
        function m(x) : vector where |m|² = 1
        flow m: ∂[t] m = -m×Δ(m) - α m×(m×Δ(m))
        claim a:\u{20}
        """
    private static let sign = "space x, y in R^3\nfunction s(x) where s² = 1\nclaim a: "

    @Test(arguments: [
        (unit, "m·Δ(m) = -‖∇m‖²"), (unit, "(∇m) m = 0"), (unit, "m×(m×Δ(m)) = -Δ(m) - ‖∇m‖² m"), (unit, "|m×Δ(m)|² = |Δ(m)|² - ‖∇m‖^4"),
        (unit, "m×curl(m) = -(m·∇m)"),
        (unit, "‖∇m‖² - (div m)² = (m·curl(m))² + |m×curl(m)|² + div(m·∇m - m div m)"),
        (unit, "|Δ(m) + ‖∇m‖² m|² = Δ(m)·(Δ(m) + ‖∇m‖² m)"),
        (frame, "|p×q|² = 1"), (frame, "p·Δ(q) = -q·Δ(p) - 2⟨∇p, ∇q⟩"), (rotation, "‖R‖² = 3"), (rotation, "tr(Rᵀ Δ(R)) = -‖∇R‖²"),
        (harmonic, "∂[t] (|n|²) = 0"), (harmonic, "∂[t] (∫[x] ‖∇n‖²) = -2 ∫[x] |Δ(n) + ‖∇n‖² n|²"),
        (harmonic, "1/2 ∂[t] (‖∇n‖²) = 1/2 Δ(‖∇n‖²) - ‖∇∇n‖² + ‖∇n‖^4"),
        (magnetic, "∂[t] m = -m×Δ(m) + α (Δ(m) + ‖∇m‖² m)"), (magnetic, "∂[t] (∫[x] ‖∇m‖²) = -2 α ∫[x] |m×Δ(m)|²"),
        (magnetic, "∂[t] (∫[x] ‖∇m‖²) = -2 α ∫[x] |Δ(m)|² + 2 α ∫[x] ‖∇m‖^4"),
    ])
    func identities(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.proved, claim)
    }

    @Test(arguments: [
        (unit, "m·Δ(m) = -2‖∇m‖²"), (unit, "(∇m)ᵀ m = 0"), (unit, "m×(m×Δ(m)) = -Δ(m) + ‖∇m‖² m"), (unit, "|m×Δ(m)|² = |Δ(m)|² + ‖∇m‖^4"),
        (unit, "m×curl(m) = m·∇m"), (unit, "m·curl(m) = 0"), (unit, "div m = 0"), (frame, "|p×q|² = 2"), (frame, "p·Δ(q) = -q·Δ(p) - ⟨∇p, ∇q⟩"),
        (rotation, "‖R‖² = 2"), (rotation, "tr(Rᵀ Δ(R)) = ‖∇R‖²"), (magnetic, "∂[t] m = -m×Δ(m) + α (Δ(m) - ‖∇m‖² m)"), (sign, "s = 1"),
    ])
    func falseTwins(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.refuted, claim)
    }

    /// True, though jets at one place, or to a low order, would refute them.
    @Test(arguments: [
        // Continuous signs do not change.
        (sign, "s(x) = s(y)"),
        // Zero is a degenerate solution, the only one.
        ("space x in R^3\nfunction u(x) where u² = 0\nclaim a: ", "∇u = 0"),
        ("space x in R^3\nfunction u(x), w(x) where u² + w² = 0\nclaim a: ", "∂[x[1]] u = ∂[x[2]] w"),
        // At the origin u vanishes.
        ("space x in R^3\nfunction u(x) : vector where |u|² = |x|²\nclaim a: ", "|u|² = |x|²"),
        // Odd derivatives of an even field vanish at 0, others do not elsewhere.
        ("space x in R\nfunction u(x), w(x) even where u² + w² = 1\nclaim a: ", "u(x) = u(-x)"),
        ("space x in R\nfunction u(x), w(x) where u w = 0\nclaim a: ", "u ∂[x] w = 0"),
    ])
    func nothingTrueIsRefuted(declarations: String, claim: String) throws {
        let outcome = try IntegralTrapTests.outcome(declarations + claim)
        #expect(outcome.verdict != .refuted && outcome.internalError == nil, "\(claim): \(outcome.verdict)")
    }

    @Test("the kernel refuses jets that satisfy an equation where it is degenerate, or not to the order of the claim")
    func kernelRefusals() throws {
        func polynomial(_ terms: [[Int]: Rational]) -> PolynomialFunction {
            PolynomialFunction(components: [[]: terms.map { .init(exponents: $0.key, coefficient: $0.value) }])
        }
        func isAccepted(_ condition: String, _ claim: String, _ terms: [[Int]: Rational]) throws -> Bool {
            let cell = "space x in R^2\nfunction u(x), w(x) where \(condition)\nclaim a: \(claim)"
            let statement = try #require(IntegralIdentity.statements(cell).last).statement
            var assignment = Assignment()
            for point in statement.points { assignment.points[point] = [0, 0] }
            for function in statement.functions { assignment.functions[function] = function.name == "u" ? polynomial(terms) : polynomial([:]) }
            let witness = Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .exact)
            return (try? Kernel.Examination(statement, .witness(witness)).theorem()) != nil
        }
        // (u, w) = (1 - x_1²/2, 0) + …: of u² + w² = 1 the second derivative fails, which matters for claims of the second order.
        #expect(try isAccepted("u² + w² = 1", "u + w = 2", [[0, 0]: 1]))
        #expect(try isAccepted("u² + w² = 1", "u + w = 2", [[0, 0]: 1, [1, 0]: 1]))
        #expect(try !isAccepted("u² + w² = 1", "Δu = 0", [[0, 0]: 1, [2, 0]: 1]))
        #expect(try !isAccepted("u² + w² = 1", "∂[x[1]] u = 0", [[0, 0]: 1, [1, 0]: 1]))
        #expect(try !isAccepted("u² + w² = 0", "∂[x[1]] u = 0", [[1, 0]: 1]))
        #expect(try !isAccepted("u² + w² = 1", "u + w = 3", [[0, 0]: 2]))
    }
}
