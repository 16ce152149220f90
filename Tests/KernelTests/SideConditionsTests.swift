import Arithmetic
import Expressions
import Kernel
import Testing

/// Where a statement is not defined it says nothing; where it is defined nowhere, nothing is proved.
@Suite struct SideConditionsTests {
    private static let declarations = "param a\nparam m > 0\nspace x in R\nspace v in R^3\nfunction g(x)\nfunction h(x) > 0\n"

    private static func derive(_ claim: String) throws -> SideConditions.Derivation {
        SideConditions.derive(try Claims.statement(declarations + "claim q: " + claim))
    }

    /// Each would be true of nothing.
    @Test(arguments: [
        "1/(sin(a)² + cos(a)² - 1) = 1/(sin(a)² + cos(a)² - 1)", "1/((x+1)² - x² - 2 x - 1) = 1/((x+1)² - x² - 2 x - 1)",
        "1/(g² - g g) = 1/(g² - g g)", "log(g - g) = log(g - g)", "log(-1 - x²) = log(-1 - x²)", "sqrt(-1 - x²) = sqrt(-1 - x²)",
        "log(-m) = log(-m)", "sqrt(-m) = sqrt(-m)", "(-h)^a = (-h)^a", "log(-|v|²) = log(-|v|²)",
    ])
    func conditionsThatHoldNowhere(claim: String) throws {
        #expect(!(try Self.derive(claim).uncovered.isEmpty), "\(claim)")
        for form in IdentityForm.allCases {
            let statement = try Claims.statement(Self.declarations + "claim q: " + claim)
            let conditions = SideConditions.of(statement)
            #expect(throws: Rejection.self) {
                try Kernel.check(Certificate(name: "q", statement: statement, evidence: .identity(form), conditions: conditions))
            }
        }
    }

    @Test(arguments: [
        "1/(sin(a)² + cos(a)²) = 1", "1/(sin(a)² + 2 cos(a)² - 1) = 1/(sin(a)² + 2 cos(a)² - 1)", "1/(g² - g) = 1/(g² - g)", "sqrt(x² - 1) = sqrt(x² - 1)",
        "log(1 - x²) = log(1 - x²)", "sqrt(g - g) = 0", "sqrt(-|v|²) = sqrt(-|v|²)", "1/(x - a) = 1/(x - a)",
    ])
    func conditionsThatHoldSomewhere(claim: String) throws {
        #expect(try Self.derive(claim).uncovered.isEmpty, "\(claim)")
        let statement = try Claims.statement(Self.declarations + "claim q: " + claim)
        let certificate = Certificate(name: "q", statement: statement, evidence: .identity(.contraction), conditions: SideConditions.of(statement))
        #expect(try Kernel.check(certificate).verdict == .proved, "\(claim)")
    }

    /// Integrals of what is positive almost everywhere are positive.
    @Test func conditionsOnIntegrals() throws {
        func isEmpty(_ claim: String) throws -> Bool {
            let statement = try Claims.statement("space v in R^3\nspace x in R\ndensity f(v)\nfunction g(v)\nclaim q: " + claim)
            return !SideConditions.derive(statement).uncovered.isEmpty
        }
        for claim in ["sqrt(-∫[v] |v|² f) >= 0", "log(-∫[v] |v|² f)² >= 0", "sqrt(-1 - ∫[v] |v|² f) >= 0", "log(-∫[v] g² f)² >= 0", "sqrt(-∫[x] x² exp(-x²)) >= 0"] {
            #expect(try isEmpty(claim), "\(claim)")
        }
        for claim in ["sqrt(1 - ∫[v] |v|² f) >= 0", "sqrt(-∫[v] g² f) >= 0", "sqrt(-∫[v] g f) >= 0", "sqrt(-∫[x] x³ exp(-x²)) >= 0"] {
            #expect(try !isEmpty(claim), "\(claim)")
        }
    }
}
