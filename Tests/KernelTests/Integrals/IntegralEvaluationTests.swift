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

    @Test func arbitraryFunctionsHaveNoValue() throws {
        let u = FunctionSymbol(name: "u", arguments: [.scalar], isLogarithm: true, attributes: [.decaying, .unitMass])
        let value = Expression.elementary(.exp, .application(.init(function: u, arguments: [.scalar(.coordinate(Self.x, nil))])))
        let integral = Expression.integral([Self.x], value)
        let statement = Statement(points: [Self.x], functions: [u], goal: .relation(Relation(integral, .equal, .one)))
        #expect(throws: Rejection.self) { try Kernel.check(Self.certificate(statement, Self.byValues)) }
    }
}
