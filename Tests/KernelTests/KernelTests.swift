import Arithmetic
import Expressions
import Kernel
import Testing

@Suite struct KernelTests {
    @Test func acceptsTrueIdentitiesInBothForms() throws {
        for statement in [Examples.gradientOfNorm(), Examples.laplacianOfSquare()] {
            for form in IdentityForm.allCases {
                let theorem = try Kernel.check(Examples.identity(statement, form))
                #expect(theorem.verdict == .proved)
                #expect(theorem.statement == statement)
            }
        }
    }

    @Test func rejectsFalseTwins() {
        for statement in [Examples.gradientOfNorm(2), Examples.laplacianOfSquare(3)] {
            for form in IdentityForm.allCases {
                #expect(throws: Rejection.sidesDiffer(relation: 0)) { try Kernel.check(Examples.identity(statement, form)) }
            }
        }
    }

    /// No precision that a certificate asks for makes a false comparison pass: `2^(1/20) > 1`, not `< 1/2`.
    @Test(arguments: [8, 64, 4096, 40_000, 60_000, 65_536]) func comparisonsAtAnyPrecision(bits: Int) throws {
        let root = Expression.power(.number(2), .number(Rational(1, 20)))
        func check(_ relation: Relation) throws -> Theorem {
            try Kernel.check(Certificate(name: "", statement: Statement(goal: .relation(relation)), evidence: .sign(.number(bits: bits)), conditions: []))
        }
        if bits > 8 { #expect(try check(Relation(.one, .less, root)).verdict == .proved) }
        for relation in [Relation(root, .less, .number(Rational(1, 2))), Relation(root, .equal, .zero), Relation(root, .lessOrEqual, .one)] {
            #expect(throws: Rejection.self) { try check(relation) }
        }
    }

    @Test func anExaminationProvesOnlyWhatHoldsAndOnlyWithinItsBudget() throws {
        let statement = Examples.gradientOfNorm()
        let examination = try Kernel.Examination(statement, .identity(.contraction))
        #expect(examination.conditions.conditions == ["z ≠ 0"])
        #expect(try examination.theorem() == Kernel.check(Examples.identity(statement, .contraction)))
        #expect(throws: Rejection.sidesDiffer(relation: 0)) {
            try Kernel.Examination(Examples.gradientOfNorm(2), .identity(.contraction)).theorem()
        }
        #expect(throws: Rejection.noNormalForm(.tooLarge)) {
            try Kernel.Examination(statement, .identity(.components), termBudget: 3).theorem()
        }
        let claimed = Certificate(name: "", statement: statement, evidence: .identity(.contraction), conditions: [])
        #expect(throws: Rejection.conditionsDiffer(derived: ["z ≠ 0"])) { try Kernel.check(claimed) }
    }

    @Test func aStatementReadsAsItIsWritten() throws {
        for statement in [Examples.gradientOfNorm(), Examples.laplacianOfSquare()] {
            let reading = try StatementReading(statement)
            #expect(reading.statement.text == statement.text)
            let certificate = Certificate(name: "a", statement: reading.statement, evidence: .identity(.contraction), conditions: [])
            #expect(certificate.text(reading) == certificate.text)
            // Of another statement the reading knows nothing.
            var other = certificate
            other.statement = Examples.gradientOfNorm(2)
            #expect(other.text(reading) == other.text)
        }
    }

    @Test func acceptsACounterexampleAndNothingElse() throws {
        #expect(try Kernel.check(Examples.refutation).verdict == .refuted)
        var other = Examples.refutation
        other.statement = Examples.laplacianOfSquare(2)
        #expect(throws: Rejection.sidesAgree) { try Kernel.check(other) }
    }

    @Test func aWitnessMustSatisfyTheDeclarations() throws {
        guard case .witness(let witness) = Examples.refutation.evidence else { return }
        func rejected(_ change: (inout Witness) -> Void) {
            var changed = witness
            change(&changed)
            var certificate = Examples.refutation
            certificate.evidence = .witness(changed)
            #expect(throws: Rejection.self) { try Kernel.check(certificate) }
        }
        rejected { $0.relation = 1 }
        rejected { $0.indices = [1] }
        rejected { $0.assignment.points = [:] }
        rejected { $0.assignment.points[Examples.z] = [1, 2] }
        rejected { $0.assignment.functions = [:] }
        rejected { $0.assignment.functions[Examples.u] = PolynomialFunction(components: [:]) }
        rejected { $0.assignment.functions[Examples.u] = PolynomialFunction(components: [[1]: []]) }
        rejected { $0.arithmetic = .balls(7) }
    }

    @Test func evenFunctionsNeedEvenWitnesses() {
        let even = FunctionSymbol(name: "u", arguments: [.vector(.number(3))], attributes: [.even])
        var certificate = Examples.refutation
        guard case .witness(var witness) = certificate.evidence else { return }
        certificate.statement.functions = [even]
        witness.assignment.functions = [even: PolynomialFunction(components: [[]: [.init(exponents: [1, 0, 0], coefficient: 1)]])]
        certificate.evidence = .witness(witness)
        #expect(throws: Rejection.self) { try Kernel.check(certificate) }
    }

    @Test func sideConditionsAreDerivedNotBelieved() {
        var certificate = Examples.identity(Examples.gradientOfNorm())
        #expect(certificate.conditions == ["z ≠ 0"])
        certificate.conditions = []
        #expect(throws: Rejection.conditionsDiffer(derived: ["z ≠ 0"])) { try Kernel.check(certificate) }
    }

    @Test func anEmptyRangeProvesNothing() {
        var certificate = Examples.identity(Examples.laplacianOfSquare())
        certificate.statement.parameters = [
            Parameter(name: "a", lower: .init(value: 1, isStrict: true), upper: .init(value: 1, isStrict: false))
        ]
        certificate.conditions = SideConditions.of(certificate.statement)
        #expect(throws: Rejection.emptyRange(parameter: "a")) { try Kernel.check(certificate) }
    }

    @Test func componentsNeedFinitelyManyDimensions() {
        let d = Dimension.symbol("d")
        let z = Point(name: "z", manifold: .euclidean(d))
        var supply = IndexSupply()
        let i = supply.fresh(d)
        let statement = Statement(
            parameters: [Parameter(name: "d", isInteger: true, lower: .init(value: 1, isStrict: false))], points: [z],
            goal: .relation(Relation(.contraction(i, .partial(z, i, .coordinate(z, i))), .equal, .dimension(d))))
        #expect(throws: Rejection.infinitelyManyDimensions) { try Kernel.check(Examples.identity(statement, .components)) }
        #expect(throws: Never.self) { try Kernel.check(Examples.identity(statement, .contraction)) }
    }
}
