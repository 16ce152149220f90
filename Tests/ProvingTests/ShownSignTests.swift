import Kernel
import Language
import Proving
import Testing

/// Conditions on parameters that the search for signs shows, where the declared ranges do not tell at sight.
@Suite struct ShownSignTests {
    @Test(arguments: [
        ("param t > 0", "sqrt(1 - exp(-2 t))² = 1 - exp(-2 t)"),
        ("param t > 0", "∂[t](log(1-exp(-2 t))) = 2 exp(-2 t)/(1-exp(-2 t))"),
        ("param t > 0", "1/(1-exp(-t)) = 1+1/(exp(t)-1)"),
        ("param t > 0", "sqrt(cosh(t)-1)² = cosh(t)-1"),
        ("param t > 0", "sqrt(log(1+t))² = log(1+t)"),
        ("param t > 0", "sqrt(t - log(1+t))² = t - log(1+t)"),
        ("param t >= 0", "sqrt(1 - exp(-2 t))² = 1 - exp(-2 t)"),
        ("param α, β > 0", "sqrt(α² - β)² = α² - β provided α² >= β"),
        ("param α, β > 0", "sqrt(α - β)² = α - β provided α >= β + 1"),
        ("param α, β > 0", "sqrt(α³ - β³)² = α³ - β³ provided α >= β"),
        ("param C, k > 0\nparam d integer\nspace x in R^d", "∫[x] (C+|x|²)^(-k) = pi^(d/2) C^(d/2-k) gammafn(k-d/2)/gammafn(k) provided k > d/2"),
        ("param C, k > 0\nparam d integer\nspace x in R^d", "∫[x] (C+|x|²)^(-k) = pi^(d/2) C^(d/2-k) gammafn(k-d/2)/gammafn(k) provided 2 k >= d + 1"),
    ])
    func shown(declarations: String, claim: String) throws {
        try IntegralTrapTests.outcome("\(declarations)\nclaim c: \(claim)").requireChecked(.proved, claim)
    }

    @Test(arguments: [
        ("param t > -1", "sqrt(1 - exp(-2 t))² = 1 - exp(-2 t)"),
        ("param t > 0", "sqrt(exp(-2 t) - 1)² = exp(-2 t) - 1"),
        ("param t > 0", "sqrt(log(t))² = log(t)"),
        ("param t > -1", "1/(1-exp(-t)) = 1+1/(exp(t)-1)"),
        ("param t >= 0", "1/(1-exp(-t)) = 1+1/(exp(t)-1)"),
        ("param t >= 0", "∂[t](log(1-exp(-2 t))) = 2 exp(-2 t)/(1-exp(-2 t))"),
        ("param t > 0", "sqrt(1 - exp(-2 t))² = 1 - exp(-t)"),
        ("param α, β > 0", "sqrt(α - β)² = α - β provided α >= β - 1"),
        ("param C, k > 0\nparam d integer\nspace x in R^d", "∫[x] (C+|x|²)^(-k) = pi^(d/2) C^(d/2-k) gammafn(k-d/2)/gammafn(k) provided k > d/3"),
        ("param C, k > 0\nparam d integer\nspace x in R^d", "∫[x] (C+|x|²)^(-k) = pi^(d/2) C^(d/2-k) gammafn(k-d/2)/gammafn(k) provided 2 k >= d"),
    ])
    func notShown(declarations: String, claim: String) throws {
        #expect(try Outcome.checked("\(declarations)\nclaim c: \(claim)").verdict != .proved, "\(declarations): \(claim)")
    }

    /// Formulas of Mehler and of Ornstein and Uhlenbeck: polynomials in `exp(-t)`.
    @Test(arguments: [
        ("∫[y] exp(-(y - exp(-t) x)²/(2(1-exp(-2 t)))) = sqrt(2 pi (1-exp(-2 t)))", "∫[y] exp(-(y - exp(-t) x)²/(2(1-exp(-2 t)))) = sqrt(2 pi (1-exp(-t)))"),
        ("∫[y] y exp(-(y - exp(-t) x)²/(2(1-exp(-2 t)))) = exp(-t) x sqrt(2 pi (1-exp(-2 t)))",
            "∫[y] y exp(-(y - exp(-t) x)²/(2(1-exp(-2 t)))) = x sqrt(2 pi (1-exp(-2 t)))"),
        ("∫[y] y² exp(-(y - exp(-t) x)²/(2(1-exp(-2 t))))/sqrt(2 pi (1-exp(-2 t))) = exp(-2 t) x² + 1 - exp(-2 t)",
            "∫[y] y² exp(-(y - exp(-t) x)²/(2(1-exp(-2 t))))/sqrt(2 pi (1-exp(-2 t))) = exp(-2 t) x² + 1"),
        ("∂[t] (∫[y] exp(-(y - exp(-t) x)²/(2(1-exp(-2 t))))) = sqrt(2 pi) exp(-2 t)/sqrt(1-exp(-2 t))",
            "∂[t] (∫[y] exp(-(y - exp(-t) x)²/(2(1-exp(-2 t))))) = -sqrt(2 pi) exp(-2 t)/sqrt(1-exp(-2 t))"),
        ("∫[y] exp(-λ (y - exp(-λ t) x)²/(1-exp(-2 λ t))) = sqrt(pi (1-exp(-2 λ t))/λ)", "∫[y] exp(-λ (y - exp(-λ t) x)²/(1-exp(-2 λ t))) = sqrt(pi (1-exp(-λ t))/λ)"),
        ("∫[y] exp(-y²/sinh(t)) = sqrt(pi sinh(t))", "∫[y] exp(-y²/sinh(-t)) = sqrt(pi sinh(-t))"),
        ("∫[y] exp(-y²/(1-exp(-t/λ))) = sqrt(pi (1-exp(-t/λ)))", "∫[y] exp(-y²/(1-exp(t/λ))) = sqrt(pi (1-exp(t/λ)))"),
    ])
    func exponentials(claim: String, twin: String) throws {
        let declarations = "param λ, t > 0\nspace x, y in R\nclaim c: "
        try IntegralTrapTests.outcome(declarations + claim).requireChecked(.proved, claim)
        for claim in [declarations + twin, "param λ, t > -1\nspace x, y in R\nclaim c: " + claim, "param λ, t >= 0\nspace x, y in R\nclaim c: " + claim] {
            #expect(try Outcome.checked(claim).verdict != .proved, "\(claim)")
        }
    }

    /// The equation of Ornstein and Uhlenbeck for its kernel.
    @Test func kernel() throws {
        let start = "param t > 0\nspace x, y in R\nlet K(x, y) = exp(-(y - exp(-t) x)²/(2(1-exp(-2 t))))/sqrt(2 pi (1-exp(-2 t)))\nclaim c: ∂[t] K(x,y) = ∂[x](∂[x] K(x,y))"
        try IntegralTrapTests.outcome(start + " - x ∂[x] K(x,y)").requireChecked(.proved, start)
        #expect(try Outcome.checked(start + " + x ∂[x] K(x,y)").verdict != .proved)
    }

    /// What holds of all symmetric matrices holds of those that are not negative.
    @Test(arguments: [
        ("param d integer\nconstant S : symmetric matrix of R^d where S >= 0", "(tr S)² <= d ‖S‖²", "(tr S)² <= (d-1) ‖S‖²"),
        ("constant S : symmetric matrix of R^3 where S >= 0", "(tr S)² <= 3 ‖S‖²", "(tr S)² <= 2 ‖S‖²"),
        ("param d integer\nconstant S : symmetric matrix of R^d where S >= 0", "(tr S)² <= d ‖S‖² provided tr S >= 1", "(tr S)² <= 1/2 ‖S‖² provided tr S >= 1"),
    ])
    func squares(declarations: String, claim: String, twin: String) throws {
        try IntegralTrapTests.outcome("\(declarations)\nclaim c: \(claim)").requireChecked(.proved, claim)
        #expect(try Outcome.checked("\(declarations)\nclaim c: \(twin)").verdict != .proved, "\(twin)")
    }

    /// Times after which an exponential has fallen.
    @Test(arguments: [
        ("exp(-2 λ t) <= 1/2", "t >= log(2)/(2 λ)", "t >= log(2)/(3 λ)"), ("exp(-2 λ t) <= 1/2", "2 λ t >= log(2)", "3 λ t >= log(2)"),
        ("exp(-2 λ t) < 1/2", "2 λ t > log(2)", "2 λ t >= log(2)"), ("exp(-λ t) <= 1/3", "t >= log(3)/λ", "t >= log(2)/λ"),
        ("exp(λ t) >= 5", "λ t >= log(5)", "λ t >= log(4)"), ("exp(-λ t) <= ε", "t >= log(1/ε)/λ", "t >= log(1/ε)/(2 λ)"),
        ("exp(-λ t) <= ε", "λ t >= -log(ε)", "λ t >= log(ε)"), ("A exp(-λ t) <= ε", "t >= log(A/ε)/λ", "t >= log(1/ε)/λ"),
    ])
    func times(claim: String, condition: String, weaker: String) throws {
        let start = "param λ, t, ε, A > 0\nclaim c: \(claim) provided "
        try IntegralTrapTests.outcome(start + condition).requireChecked(.proved, claim)
        #expect(try Outcome.checked(start + weaker).verdict != .proved, "\(claim) provided \(weaker)")
    }

    @Test func timesOfFunctions() throws {
        let start = "param λ > 0\nspace t in R\nfunction H(t)\nclaim c: H(t) <= H(0)/2 provided H(t) <= exp(-2 λ t) H(0), H(0) >= 0, t >= "
        try IntegralTrapTests.outcome(start + "log(2)/(2 λ)").requireChecked(.proved, start)
        #expect(try Outcome.checked(start + "log(2)/(3 λ)").verdict != .proved)
    }

    /// Sides as the reader wrote them.
    @Test(arguments: [("a >= 2", "left side = 1, right side = 2"), ("2 <= a", "left side = 2, right side = 1"), ("a > 1", "left side = 1, right side = 1")])
    func sidesAsWritten(claim: String, text: String) throws {
        var elaborator = Elaborator(readsStandardLibrary: true)
        let item = try #require(elaborator.elaborate(Parser.parse("param a in [0, 1]\nclaim c: " + claim).statements).last)
        var task = Task(statement: try #require(item.statement))
        task.isWrittenBackwards = item.isWrittenBackwards
        #expect(item.isWrittenBackwards == claim.contains(">"))
        #expect(Prover.run(task).witness?.contains(text) == true, "\(claim)")
    }
}
