import Arithmetic
import Expressions
import Testing

@testable import Kernel

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

    // MARK: Evidence of another kind

    private static func witness(_ statement: Statement, parameters: [String: Rational] = [:], points: [Rational] = [], arithmetic: Witness.Arithmetic = .exact) -> Evidence {
        let assignment = Assignment(
            parameters: parameters, points: Dictionary(zip(statement.points, points.map { [$0] })) { first, _ in first },
            functions: Dictionary(statement.functions.map { ($0, PolynomialFunction(components: [[]: [.init(exponents: [1], coefficient: -1)]])) }) { first, _ in first })
        return .witness(Witness(relation: 0, indices: [], assignment: assignment, arithmetic: arithmetic))
    }

    private static func expectMisfit(_ statement: Statement, _ evidence: Evidence, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(throws: Rejection.evidenceDoesNotFitGoal, sourceLocation: sourceLocation) { try Kernel.Examination(statement, evidence).theorem() }
    }

    /// For Gaussians the product is 1, for other densities more; what a proof for some functions shows, holds for these.
    @Test func someFunctionsProveNothing() throws {
        let statement = try Claims.statement("space x in R\ndensity f(x)\nclaim a: (∫[x] x² f) (∫[x] (∂[x](log f))² f) = 1")
        let family = GaussianFamily(variances: ["σ"])
        #expect(try Kernel.Examination(family.statement(of: statement), .identity(.contraction)).theorem().verdict == .proved)
        Self.expectMisfit(statement, .gaussians(family, .identity(.contraction)))
        let line = try Claims.statement("param c > 0\nspace t in (0,oo)\nfunction y(t) where ∂[t] y <= -c y\nclaim a: y(t) = exp(-c t) y(0)")
        let t = Expression.coordinate(line.points[0], nil)
        let solution = ConcreteSolution(function: "y", point: line.points[0], value: .elementary(.exp, .number(-1) * .parameter("c") * t))
        #expect(try Kernel.Examination(solution.statement(of: line), .identity(.contraction)).theorem().verdict == .proved)
        Self.expectMisfit(line, .solution(solution, .identity(.contraction)))
    }

    /// `sin² <= 1`, but not `q² <= 1`; `∫ ∂f >= 0`, but not `∂f >= 0`.
    @Test func strongerStatementsRefuteNothing() throws {
        let sine = try Claims.statement("space x in R\nclaim a: sin(x)² <= 1")
        let abstraction = Abstraction(quantities: [.init(name: "q", value: .elementary(.sin, .coordinate(sine.points[0], nil)))])
        let above = Self.witness(sine, parameters: ["q": 2])
        #expect(try Kernel.Examination(abstraction.statement(of: sine), above).theorem().verdict == .refuted)
        Self.expectMisfit(sine, .abstraction(abstraction, above))
        let flux = try Claims.statement("space x in R\ndensity f(x)\nclaim a: 0 <= ∫[x] ∂[x] f")
        let below = Self.witness(flux, points: [1], arithmetic: .balls(64)), comparison = IntegrandComparison(multiples: [])
        #expect(try Kernel.Examination(#require(comparison.statements(of: flux).first), below).theorem().verdict == .refuted)
        Self.expectMisfit(flux, .integrands(comparison, [below]))
        let squares = try Claims.certificate("space x in R\nfunction g(x) decaying\nclaim a: 1/4 (∫[x] g²)² <= (∫[x] x² g²) (∫[x] (∂[x] g)²)")
        guard case .discriminant(let discriminant, _) = squares.evidence else { throw Claims.Failure(text: squares.text) }
        Self.expectMisfit(squares.statement, .discriminant(discriminant, below))
    }

    @Test func implicationsAreOfTheirKind() throws {
        let statement = try Claims.statement("param m\nclaim a: m = 2 if m + 1 = 3")
        let wrong = try Claims.statement("param m\nclaim a: m = 3 if m + 1 = 3")
        let found = try Claims.certificate("param m\nclaim a: m = 2 if m + 1 = 3")
        guard case .implications(let pieces) = found.evidence else { throw Claims.Failure(text: found.text) }
        #expect(try Kernel.Examination(statement, .implications(pieces)).theorem().verdict == .proved)
        let at = Self.witness(wrong, parameters: ["m": 2])
        #expect(try Kernel.Examination(wrong, .implication(0, at)).theorem().verdict == .refuted)
        for evidence: Evidence in [.implications([]), .implications(pieces + pieces), .implications([at]), .implication(0, pieces[0]), .implication(1, at), pieces[0]] {
            #expect(throws: Rejection.self) { try Kernel.Examination(statement, evidence).theorem() }
            #expect(throws: Rejection.self) { try Kernel.Examination(wrong, evidence).theorem() }
        }
        #expect(throws: Rejection.self) { try Kernel.Examination(wrong, .implications(pieces)).theorem() }
    }

    @Test func conjunctionsHaveEvidenceForEachPart() throws {
        let statement = try Claims.statement("param m\nclaim a: m = m and m + 1 = m + 1"), one = Evidence.identity(.contraction)
        #expect(try Kernel.Examination(statement, .conjunction([one, one])).theorem().verdict == .proved)
        for pieces in [[], [one], [one, one, one]] { Self.expectMisfit(statement, .conjunction(pieces)) }
        Self.expectMisfit(statement, one)
        let modulo = HypothesisMultiples(multiples: [], rest: Self.witness(statement, parameters: ["m": 1]))
        Self.expectMisfit(statement, .conjunction([one, .modulo(modulo)]))
    }

    @Test func equalSidesAreNotInOrder() throws {
        for form in IdentityForm.allCases {
            let strict = Statement(parameters: [Parameter(name: "m")], goal: .relation(Relation(.parameter("m"), .less, .parameter("m"))))
            Self.expectMisfit(strict, .identity(form))
            let weak = Statement(parameters: [Parameter(name: "m")], goal: .relation(Relation(.parameter("m"), .lessOrEqual, .parameter("m"))))
            #expect(try Kernel.Examination(weak, .identity(form)).theorem().verdict == .proved)
        }
    }

    /// In [-1, 1] there is 0, at which neither says anything.
    @Test func conditionsMustHoldInTheDeclaredRange() throws {
        let range = "param m in [-1, 1]\nspace x in R\n"
        let plain = try Claims.statement(range + "claim a: 1/m = 1/m"), square = try Claims.statement(range + "claim a: 0 <= (x/m)²")
        let quantity = Abstraction(quantities: [.init(name: "q", value: .coordinate(square.points[0], nil) / .parameter("m"))])
        let implied = try Claims.statement(range + "claim a: 1/m = 1/m if x = 1")
        for (statement, evidence): (Statement, Evidence) in [
            (plain, .identity(.contraction)), (square, .abstraction(quantity, .sign(.form))), (implied, .implications([.identity(.contraction)])),
        ] {
            #expect(throws: Rejection.rangeNotCovered(["m ≠ 0"])) { try Kernel.Examination(statement, evidence).theorem() }
            var positive = statement
            positive.parameters = [Parameter(name: "m", lower: .init(value: 0, isStrict: true), upper: .init(value: 1, isStrict: false))]
            #expect(try Kernel.Examination(positive, evidence).theorem().verdict == .proved)
        }
    }

    @Test func finitelyManyDimensions() throws {
        func statement(_ ranges: [(Rational, Rational)]) -> Statement {
            let names = ranges.indices.map { "d\($0)" }
            return Statement(
                parameters: zip(names, ranges).map { Parameter(name: $0, isInteger: true, lower: .init(value: $1.0, isStrict: false), upper: .init(value: $1.1, isStrict: false)) },
                points: names.map { Point(name: "x" + $0, manifold: .euclidean(.symbol($0))) }, goal: .relation(Relation(.one, .equal, .one)))
        }
        #expect(try statement([(2, 5), (1, 3)]).finiteDimensions().count == 12)
        #expect(throws: Rejection.emptyRange(parameter: "d0")) { try statement([(-2, 0)]).finiteDimensions() }
        #expect(throws: Rejection.infinitelyManyDimensions) { try statement([(1, 10), (1, 10)]).finiteDimensions() }
        #expect(throws: Rejection.infinitelyManyDimensions) { try statement([(1, 100)]).finiteDimensions() }
    }

    // MARK: Counterexamples

    private static func isRefuted(_ statement: Statement, _ assignment: Assignment, indices: [Int] = [], arithmetic: Witness.Arithmetic = .exact) -> Bool {
        let witness = Witness(relation: 0, indices: indices, assignment: assignment, arithmetic: arithmetic)
        return (try? Kernel.Examination(statement, .witness(witness)).theorem().verdict) == .refuted
    }

    @Test func dimensionsOfAWitness() throws {
        let statement = try Claims.statement("param d integer in [2, 5]\nspace x in R^d\nclaim a: ∇x = 2 Id")
        func assignment(_ dimension: Int?, _ parameter: Rational?, _ count: Int) -> Assignment {
            Assignment(
                dimensions: dimension.map { ["d": $0] } ?? [:], parameters: parameter.map { ["d": $0] } ?? [:],
                points: [statement.points[0]: [Rational](repeating: 1, count: count)])
        }
        #expect(Self.isRefuted(statement, assignment(3, nil, 3), indices: [1, 1]))
        #expect(Self.isRefuted(statement, assignment(3, 3, 3), indices: [3, 3]))
        for (dimension, parameter, count) in [(6, nil, 6), (1, nil, 1), (3, 4, 3), (3, nil, 2), (nil, 3, 3), (65, nil, 65), (0, nil, 0)] as [(Int?, Rational?, Int)] {
            #expect(!Self.isRefuted(statement, assignment(dimension, parameter, count), indices: [1, 1]))
        }
        for indices in [[1, 4], [0, 0], [1], [1, 1, 1], []] { #expect(!Self.isRefuted(statement, assignment(3, nil, 3), indices: indices)) }
        var loose = statement
        loose.parameters = [Parameter(name: "d", isInteger: true)]
        #expect(!Self.isRefuted(loose, assignment(0, nil, 0), indices: [1, 1]) && !Self.isRefuted(loose, assignment(65, nil, 65), indices: [1, 1]))
    }

    @Test func placesOfAWitness() throws {
        let line = try Claims.statement("space r in (0, 2)\nclaim a: r = 1"), sphere = try Claims.statement("space ω in S^1\nclaim a: 5 ω[1] = 3")
        for (place, isInside) in [(Rational(1, 2), true), (0, false), (2, false), (3, false), (-1, false)] {
            #expect(Self.isRefuted(line, Assignment(points: [line.points[0]: [place]])) == isInside)
        }
        #expect(!Self.isRefuted(line, Assignment(points: [line.points[0]: [Rational(1, 2), 1]])))
        for (place, isOn) in [([0, 1], true), ([1, 1], false), ([1], false), ([Rational(4, 5), Rational(3, 5)], true)] as [([Rational], Bool)] {
            #expect(Self.isRefuted(sphere, Assignment(points: [sphere.points[0]: place])) == isOn)
        }
    }

    /// What a function is declared to be its polynomial must be, too.
    @Test func functionsOfAWitness() throws {
        func isRefuted(_ declaration: String, _ claim: String, _ components: [[Int]: [PolynomialFunction.Term]]) throws -> Bool {
            let statement = try Claims.statement("space x, y in R^2\n\(declaration)\nclaim a: \(claim)")
            return Self.isRefuted(statement, Assignment(
                points: Dictionary(statement.points.map { ($0, [2, 3]) }) { a, _ in a }, functions: [statement.functions[0]: PolynomialFunction(components: components)]))
        }
        func term(_ exponents: [Int], _ coefficient: Rational = 1) -> PolynomialFunction.Term { .init(exponents: exponents, coefficient: coefficient) }
        let one = [term([0, 0])]
        #expect(try isRefuted("function A(x) : symmetric matrix", "A[1,2] = 0", [[1, 2]: one]))
        #expect(try !isRefuted("function A(x) : symmetric matrix", "A[1,2] = 0", [[2, 1]: one]))
        #expect(try isRefuted("function A(x) : antisymmetric matrix", "A[1,2] = 0", [[1, 2]: one]))
        #expect(try !isRefuted("function A(x) : antisymmetric matrix", "A[1,1] = 0", [[1, 1]: one]))
        #expect(try !isRefuted("function A(x) : antisymmetric matrix", "A[1,2] = 0", [[2, 1]: one]))
        #expect(try !isRefuted("function A(x) : matrix", "A[1,2] = 0", [[1, 3]: one]))
        #expect(try !isRefuted("function A(x) : matrix", "A[1,2] = 0", [[1]: one]))
        #expect(try isRefuted("function u(x)", "u = 0", [[]: one]))
        #expect(try !isRefuted("function u(x)", "u = 0", [[]: [term([0])]]))
        #expect(try !isRefuted("function u(x)", "u = 0", [[]: [term([0, -1])]]))
        #expect(try !isRefuted("function u(x)", "u = 0", [[]: [term([0, 65])]]))
        #expect(try isRefuted("function F(x, y) symmetric", "F(x, y) = 0", [[]: [term([1, 0, 2, 0]), term([2, 0, 1, 0])]]))
        #expect(try !isRefuted("function F(x, y) symmetric", "F(x, y) = 0", [[]: [term([1, 0, 2, 0])]]))
        #expect(try !isRefuted("function F(x, y) symmetric", "F(x, y) = 0", [[]: [term([1, 0, 2, 0]), term([2, 0, 1, 0], 2)]]))
        #expect(try isRefuted("function u(x) even", "u = 0", [[]: [term([1, 1])]]))
        #expect(try !isRefuted("function u(x) even", "u = 0", [[]: [term([0, 1])]]))
    }

    /// Nothing is known where a side has no value, or where a hypothesis is none that is evaluated.
    @Test func valuesOfAWitness() throws {
        func isRefuted(_ cell: String, _ value: Rational, _ arithmetic: Witness.Arithmetic) throws -> Bool {
            let statement = try Claims.statement(cell)
            return Self.isRefuted(statement, Assignment(parameters: ["m": value]), arithmetic: arithmetic)
        }
        #expect(try isRefuted("param m\nclaim a: 1/m = 2", 1, .exact) && isRefuted("param m\nclaim a: log m = 2", 1, .balls(64)))
        for arithmetic: Witness.Arithmetic in [.exact, .balls(64)] {
            #expect(try !isRefuted("param m\nclaim a: 1/m = 2", 0, arithmetic))
            #expect(try !isRefuted("param m\nclaim a: log m = 2", -1, arithmetic))
            #expect(try !isRefuted("param m\nclaim a: log m = 2", 0, arithmetic))
        }
        #expect(try !isRefuted("param m\nclaim a: exp(exp(exp(exp(exp(m))))) = 2", 40, .balls(64)))
        var statement = try Claims.statement("param m\nclaim a: m = 2")
        let goal = statement.goal
        statement.hypotheses = [.equivalence(goal, goal)]
        #expect(!Self.isRefuted(statement, Assignment(parameters: ["m": 1])))
        statement.hypotheses = [.relation(Relation(.parameter("m"), .less, .number(2)))]
        #expect(Self.isRefuted(statement, Assignment(parameters: ["m": 1])) && !Self.isRefuted(statement, Assignment(parameters: ["m": 3])))
        statement.hypotheses = [.relation(Relation(.elementary(.log, .parameter("m")), .less, .one))]
        #expect(Self.isRefuted(statement, Assignment(parameters: ["m": 1])) && !Self.isRefuted(statement, Assignment(parameters: ["m": 3])))
        #expect(!Self.isRefuted(statement, Assignment(parameters: ["m": -1])))
    }

    /// On a torus 1/4 and 5/4 are one place: no function has two values there.
    @Test func placesOnATorus() throws {
        let statement = try Claims.statement("space x, y in T^1\nfunction u(x), F(x, y)\nclaim a: u(x) = u(y)")
        func isRefuted(_ x: Rational, _ y: Rational) -> Bool {
            Self.isRefuted(statement, Assignment(
                points: Dictionary(zip(statement.points, [[x], [y]])) { a, _ in a },
                functions: Dictionary(statement.functions.map { ($0, PolynomialFunction(components: [[]: [.init(exponents: $0.arguments.map { _ in 1 }, coefficient: 1)]])) }) { a, _ in a }))
        }
        #expect(isRefuted(Rational(1, 4), Rational(1, 2)))
        #expect(!isRefuted(Rational(1, 4), Rational(5, 4)))
        #expect(!isRefuted(0, -3))
    }
}
