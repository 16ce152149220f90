import Arithmetic
import Expressions
import Kernel
import Testing

/// Evidence by values of integrals: the kernel evaluates both sides itself.
@Suite struct IntegralEvaluationTests {
    static let x = Point(name: "x", manifold: .line(lower: nil, upper: nil))
    static let a = Parameter(name: "a", lower: .init(value: 0, isStrict: true))

    /// `∫ x^power exp(-a x²) dx = factor √π a^exponent`.
    static func moment(_ power: Int, _ factor: Rational, _ exponent: Rational) -> Statement {
        let x = Expression.coordinate(x, nil), a = Expression.parameter("a")
        let integrand = Expression.power(x, .number(Rational(power))) * .elementary(.exp, -a * .power(x, .number(2)))
        let right = .number(factor) * .squareRoot(.pi) * .power(a, .number(exponent))
        return Statement(parameters: [Self.a], points: [Self.x], goal: .relation(Relation(.integral([Self.x], integrand), .equal, right)))
    }

    static func certificate(_ statement: Statement, _ evidence: Evidence) throws -> Certificate {
        Certificate(name: "m", statement: statement, evidence: evidence, conditions: try Kernel.conditions(of: statement, evidence).conditions)
    }

    static let byValues = Evidence.evaluation(.identity(.contraction))

    @Test func trueValuesAreAccepted() throws {
        for (power, factor, exponent) in [(2, Rational(1, 2), Rational(-3, 2)), (4, Rational(3, 4), Rational(-5, 2)), (0, 1, Rational(-1, 2))] {
            let theorem = try Kernel.check(Certificate(text: Self.certificate(Self.moment(power, factor, exponent), Self.byValues).text))
            #expect(theorem.verdict == .proved)
        }
    }

    @Test func falseValuesAreRejected() throws {
        for (power, factor, exponent) in [(2, Rational(1), Rational(-3, 2)), (2, Rational(1, 2), Rational(-1, 2)), (3, Rational(1), Rational(0))] {
            #expect(throws: Rejection.self) { try Kernel.check(Self.certificate(Self.moment(power, factor, exponent), Self.byValues)) }
        }
    }

    @Test func otherEvidenceDoesNotPass() throws {
        let statement = Self.moment(2, Rational(1, 2), Rational(-3, 2))
        for evidence: Evidence in [.identity(.contraction), .evaluation(Self.byValues), .evaluation(.manifestSign)] {
            #expect(throws: Rejection.self) { try Kernel.check(Self.certificate(statement, evidence)) }
        }
    }

    @Test func witnessesAreEvaluated() throws {
        func witness(_ a: Rational) -> Evidence {
            .evaluation(.witness(Witness(
                relation: 0, indices: [], assignment: Assignment(parameters: ["a": a], points: [Self.x: [1]]), arithmetic: .balls(128))))
        }
        // The sides 1/2 √π a^(-3/2) and 1/2 √π a^(-1/2) agree at a = 1 only.
        let statement = Self.moment(2, Rational(1, 2), Rational(-1, 2))
        #expect(try Kernel.check(Certificate(text: Self.certificate(statement, witness(2)).text)).verdict == .refuted)
        #expect(throws: Rejection.self) { try Kernel.check(Self.certificate(statement, witness(1))) }
        #expect(throws: Rejection.self) { try Kernel.check(Self.certificate(statement, witness(-1))) }
        #expect(throws: Rejection.self) { try Kernel.check(Self.certificate(Self.moment(2, Rational(1, 2), Rational(-3, 2)), witness(2))) }
    }

    private static let spaces = "space v, w in R^3\nspace x, y in R\nspace r in (0, 1)\nspace ω in S^2\nconstant a : vector\n"

    /// What is odd in one variable has the integral 0 only where the modulus is integrable over all.
    @Test(arguments: [
        ("(a·v) (1+|v|²+|w|²)^(-4)", true), ("(a·v) (1+|v|²+|w|²)^(-7/2)", false), ("(a·v) (1+|v|²+|w|²)^(-3)", false),
        ("(a·v) exp(-|v|²) (1+|w|²)^(-2)", true), ("(a·v) exp(-|v|²) (1+|w|²)^(-1)", false), ("(a·v) exp(-|v|²) (a·w) (1+|w|²)^(-2)", false),
        ("(a·v) exp(-|v|²-|w|²) |w|^(-2)", true), ("(a·v) exp(-|v|²-|w|²) |w|^(-3)", false), ("(a·v) exp(-|v|²) |w|^(-4)", false),
        ("v[1] exp(-|v|²-|w|²)", true), ("v[1] |v|^(-5) exp(-|v|²-|w|²)", false), ("v[1] exp(-|v|²) (1+|w|²)^(-1)", false),
    ])
    func oddIntegrandsMustConvergeInSpace(integrand: String, converges: Bool) throws {
        try Self.check("∫[v,w] \(integrand) = 0", converges)
    }

    @Test(arguments: [
        ("∫[x,y] x (1+x²+y²)^(-2) = 0", true), ("∫[x,y] x (1+x²+y²)^(-5/4) = 0", false), ("∫[x,y] y (1+x²+y²)^(-5/4) = 0", false),
        ("∫[x,y] x y (1+x²+y²)^(-3/2) = 0", false), ("∫[x,y] x exp(-x²) (1+y²)^(-1) = 0", true), ("∫[x,y] x exp(-x²) (1+y²)^(-1/4) = 0", false),
        ("∫[x,r] x exp(-x²) (1-r)^(-1/2) = 0", true), ("∫[x,r] x exp(-x²) (1-r)^(-2) = 0", false), ("∫[x,r] x exp(-x²) r^(-1) = 0", false),
        ("∫[x,ω] x exp(-x²) (a·ω)² = 0", true), ("∫[x] x exp(-x²) (x²)^(-1/2) = 0", true), ("∫[x] x exp(-x²) (x²)^(-3/2) = 0", false),
    ])
    func oddIntegrandsMustConvergeOnTheLine(claim: String, converges: Bool) throws { try Self.check(claim, converges) }

    private static func check(_ claim: String, _ converges: Bool) throws {
        let statement = try Claims.statement(spaces + "claim q: " + claim)
        if converges {
            #expect(try Kernel.check(certificate(statement, byValues)).verdict == .proved, "\(claim)")
        } else {
            #expect(throws: Rejection.self, "\(claim)") { try Kernel.check(certificate(statement, byValues)) }
        }
    }

    @Test func arbitraryFunctionsHaveNoValue() throws {
        let u = FunctionSymbol(name: "u", arguments: [.scalar], isLogarithm: true, attributes: [.decaying, .unitMass])
        let value = Expression.elementary(.exp, .application(.init(function: u, arguments: [.scalar(.coordinate(Self.x, nil))])))
        let integral = Expression.integral([Self.x], value)
        let statement = Statement(points: [Self.x], functions: [u], goal: .relation(Relation(integral, .equal, .one)))
        #expect(throws: Rejection.self) { try Kernel.check(Self.certificate(statement, Self.byValues)) }
    }

    /// At parameters for which an integral does not exist there is no counterexample.
    @Test func counterexamplesNeedTheIntegrals() throws {
        let statement = try Claims.statement("param p\nspace r in (0, 1)\nclaim a: ∫[r] r^p = 1")
        func isRefuted(_ p: Rational, relation: Int = 0) -> Bool {
            let witness = Witness(
                relation: relation, indices: [], assignment: Assignment(parameters: ["p": p], points: [statement.points[0]: [Rational(1, 2)]]), arithmetic: .balls(64))
            return (try? Kernel.Examination(statement, .evaluation(.witness(witness))).theorem().verdict) == .refuted
        }
        #expect(isRefuted(1) && isRefuted(Rational(-1, 2)) && !isRefuted(0))
        #expect(!isRefuted(-2) && !isRefuted(-1) && !isRefuted(1, relation: 1))
    }
}
