import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Refutations by a first variation and by concrete densities: what each must say, and what refutes nothing.
@Suite struct FirstVariationTests {
    static func evidence(_ cell: String) throws -> (certificate: Certificate, variation: FirstVariation) {
        let certificate = try Claims.certificate(cell)
        guard case .firstVariation(let variation) = certificate.evidence else { throw Claims.Failure(text: cell) }
        return (certificate, variation)
    }

    static func isAccepted(_ statement: Statement, _ variation: FirstVariation) -> Bool {
        let certificate = Certificate(name: "a", statement: statement, evidence: .firstVariation(variation), conditions: []).with(.firstVariation(variation))
        return (try? Kernel.check(certificate)) != nil
    }

    private func rejected(_ cell: String, _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ change: (inout FirstVariation) -> Void) throws {
        let (certificate, variation) = try Self.evidence(cell)
        var changed = variation
        change(&changed)
        #expect(changed != variation && !Self.isAccepted(certificate.statement, changed), what, sourceLocation: sourceLocation)
    }

    @Test(arguments: [Claims.byVariation, Claims.byVariationOnTheSphere]) func everyPartIsChecked(cell: String) throws {
        let (certificate, variation) = try Self.evidence(cell)
        #expect(Self.isAccepted(certificate.statement, variation))
        try rejected(cell, "no unknown") { $0.unknowns = [] }
        try rejected(cell, "an unknown twice") { $0.unknowns.append($0.unknowns[0]) }
        try rejected(cell, "an unknown that does not vary") {
            $0.unknowns[0] = Occurrence(function: $0.unknowns[0].function, points: $0.unknowns[0].points, fixed: Set($0.unknowns[0].points))
        }
        try rejected(cell, "an undeclared function") {
            $0.unknowns[0] = Occurrence(function: FunctionSymbol(name: "y", arguments: $0.unknowns[0].function.arguments), points: $0.unknowns[0].points)
        }
        try rejected(cell, "no points") { $0.points = [] }
        try rejected(cell, "another relation") { $0.witness.relation = 1 }
        try rejected(cell, "an index") { $0.witness.indices = [1] }
        try rejected(cell, "no values") { $0.witness.assignment.functions = [:] }
        try rejected(cell, "a constant, for which the gradient vanishes") {
            for (function, polynomial) in $0.witness.assignment.functions where function.isLogarithm {
                $0.witness.assignment.functions[function] = PolynomialFunction(components: polynomial.components.mapValues { _ in [] })
            }
        }
        try rejected(cell, "no placements") { $0.placements = [] }
        try rejected(cell, "a mass more") { $0.placements[0][0].masses = [.init(function: $0.unknowns[0].function, points: [Point(name: "y", manifold: .euclidean(.number(3)))])] }
    }

    /// In f⊗f only what is symmetric counts: refuting on one order of the points would refute true claims.
    static let trueOfSymmetricProducts = [
        "space v, w in R^3\ndensity f(v)\nclaim a: ∫[v,w] (|v|² - |w|²) f(v) f(w) = 0",
        "space v, w in R^3\ndensity f(v)\nclaim a: ∫[v,w] |v-w|² |v|² f(v) f(w) = ∫[v,w] |v-w|² |w|² f(v) f(w)",
        "space v, w in R^3\ndensity f(v)\nclaim a: ∫[v,w] |v|^4 (v·∇[w](log f(w))) f(v) f(w) = 0",
    ]

    @Test(arguments: trueOfSymmetricProducts) func oneOrderOfThePointsRefutesNothing(cell: String) throws {
        #expect(try Claims.certificate(cell).verdict == .proved)
        let statement = try Claims.statement(cell)
        let v = Point(name: "x1", manifold: .euclidean(.number(3))), w = Point(name: "x2", manifold: .euclidean(.number(3)))
        let f = statement.functions[0]
        guard case .relation(let relation) = statement.goal else { return }
        let terms = try IntegralSum(relation.left - relation.right).terms
        let first = terms.map { [Divergence.Placement(points: $0.points.isEmpty ? [] : [v, w])] }
        let both = terms.map { term in term.points.isEmpty ? [Divergence.Placement(points: [])] : [Divergence.Placement(points: [v, w]), Divergence.Placement(points: [w, v])] }
        var generator = SplitMix64(seed: 4)
        let pair = [Occurrence(function: f, points: [v]), Occurrence(function: f, points: [w])]
        for placements in [first, both] {
            for unknowns in [pair, [pair[0]], [pair[1]]] {
                for _ in 0..<4 {
                    func number() -> Rational { Rational(Int(generator.next() % 9) - 4) }
                    let jets = (0..<8).map { _ in PolynomialFunction.Term(exponents: (0..<3).map { _ in Int(generator.next() % 3) }, coefficient: number()) }
                    let assignment = Assignment(
                        points: [v: [number(), 1, number()], w: [2, number(), number()]].merging(statement.points.map { ($0, [1, 2, 3]) }) { a, _ in a },
                        functions: [f: PolynomialFunction(components: [[]: jets])])
                    let witness = Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .balls(128))
                    #expect(!Self.isAccepted(statement, FirstVariation(placements: placements, points: [v, w], unknowns: unknowns, witness: witness)))
                }
            }
        }
    }

    /// Neither one of two functions that both stand at both points, nor what stands inside another function is a coefficient.
    @Test(arguments: [
        ("density f(v)\ndensity g(v)\nclaim a: ∫[v,w] (|v|² - |w|²) f(v) g(v) f(w) g(w) = 0", 2),
        ("function W(s)\nfunction u(v) decaying\nclaim a: ∫[v] (W'(u) Δu + W''(u) |∇u|²) = 0", 1),
        ("function W(s)\ndensity f(v)\nclaim a: ∫[v] (f W(f) Δf + (W(f) + f W'(f)) |∇f|²) = 0", 1),
    ])
    func nothingVariedIsACoefficient(claim: String, count: Int) throws {
        let statement = try Claims.statement("space v, w in R^3\nspace s in R\n" + claim)
        let points = ["x1", "x2"].prefix(count).map { Point(name: $0, manifold: .euclidean(.number(3))) }
        let varied = statement.functions.filter { $0.arguments != [.scalar] }
        guard case .relation(let relation) = statement.goal else { return }
        let placements = try IntegralSum(relation.left - relation.right).terms.map { [Divergence.Placement(points: $0.points.isEmpty ? [] : Array(points))] }
        var generator = SplitMix64(seed: 5)
        for _ in 0..<8 {
            func number() -> Rational { Rational(Int(generator.next() % 9) - 4) }
            func jets(_ variables: Int) -> PolynomialFunction {
                PolynomialFunction(components: [[]: (0..<6).map { _ in .init(exponents: (0..<variables).map { _ in Int(generator.next() % 3) }, coefficient: number()) }])
            }
            let functions = Dictionary(uniqueKeysWithValues: statement.functions.map { ($0, jets($0.arguments == [.scalar] ? 1 : 3)) })
            let places = Dictionary((points + statement.points).map { ($0, $0.isScalar ? [1] : [number(), number(), 1]) }) { a, _ in a }
            let witness = Witness(relation: 0, indices: [], assignment: Assignment(points: places, functions: functions), arithmetic: .balls(128))
            let unknowns = zip(varied, points).map { Occurrence(function: $0, points: [$1]) }
            #expect(!Self.isAccepted(statement, FirstVariation(placements: placements, points: Array(points), unknowns: unknowns, witness: witness)))
        }
    }

    /// A claim with two densities needs both: the variation in one alone is not zero.
    @Test func productsNeedEveryVariation() throws {
        let cell = "space v, w in R^3\ndensity f(v)\ndensity g(v)\nclaim a: ∫[v,w] |v|² (v·∇[w](log g(w))) f(v) g(w) = 0"
        #expect(try Claims.certificate(cell).verdict == .proved)
        let twin = "space v, w in R^3\ndensity f(v)\ndensity g(v)\nclaim a: ∫[v,w] |v|² (w·∇[w](log g(w))) f(v) g(w) = 0"
        let (certificate, variation) = try Self.evidence(twin)
        #expect(Set(variation.unknowns.map(\.function.name)) == ["f", "g"])
        let statement = try Claims.statement(cell)
        for unknowns in [variation.unknowns, [variation.unknowns[0]], [variation.unknowns[1]]] {
            var changed = variation
            changed.unknowns = unknowns
            #expect(!Self.isAccepted(statement, changed))
            if unknowns.count == 1 { #expect(!Self.isAccepted(certificate.statement, changed)) }
        }
    }

    // MARK: Concrete densities

    private static func isRefuted(_ statement: Statement, _ witness: Witness) -> Bool {
        let certificate = Certificate(name: "a", statement: statement, evidence: .density(witness), conditions: [])
        return (try? Kernel.check(certificate.with(.density(witness)))) != nil
    }

    @Test func densitiesMustBeWhatTheyAreDeclared() throws {
        let certificate = try Claims.certificate(Claims.byDensity)
        guard case .density(let witness) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        let statement = certificate.statement, f = statement.functions[0]
        #expect(Self.isRefuted(statement, witness))
        func rejected(_ what: Comment, _ change: (inout Witness) -> Void) {
            var changed = witness
            change(&changed)
            #expect(changed != witness && !Self.isRefuted(statement, changed), what)
        }
        func gaussian(_ mean: [Rational], _ variances: [Rational]) -> PolynomialFunction { DiagonalGaussian(mean: mean, variances: variances).logarithm }
        func term(_ exponents: [Int], _ coefficient: Rational) -> PolynomialFunction.Term { .init(exponents: exponents, coefficient: coefficient) }
        rejected("a Gaussian on which the sides agree") { $0.assignment.functions[f] = gaussian([0, 0, 0], [1, 1, 1]) }
        rejected("not even") { $0.assignment.functions[f] = gaussian([1, 0, 0], [2, 1, 1]) }
        rejected("a growing exponential") { $0.assignment.functions[f] = PolynomialFunction(components: [[]: [term([2, 0, 0], 1), term([0, 2, 0], -1), term([0, 0, 2], -1)]]) }
        rejected("no decay in one direction") { $0.assignment.functions[f] = PolynomialFunction(components: [[]: [term([2, 0, 0], -1), term([0, 2, 0], -1)]]) }
        rejected("not a Gaussian") { $0.assignment.functions[f] = PolynomialFunction(components: [[]: [term([4, 0, 0], -1), term([0, 2, 0], -1), term([0, 0, 2], -1)]]) }
        rejected("another dimension") { $0.assignment.functions[f] = gaussian([0, 0], [1, 2]) }
        rejected("no function") { $0.assignment.functions = [:] }
        rejected("an index that does not exist") { $0.indices = $0.indices.map { _ in 4 } }
        rejected("no index") { $0.indices = [] }
        rejected("another relation") { $0.relation = 1 }
    }

    @Test func momentsOfTheDensityAreChecked() throws {
        let cell = "space v in R^2\nconstant P : symmetric matrix\ndensity f(v) where ∫[v] v f = 0, ∫[v] v⊗v f = P\nclaim a: ∫[v] |v|² f = 2"
        let statement = try Claims.statement(cell)
        let certificate = try Claims.certificate(cell)
        guard case .density(let witness) = certificate.evidence else {
            Issue.record("\(certificate.evidence)")
            return
        }
        let f = try #require(statement.functions.first { $0.isLogarithm })
        for density in [DiagonalGaussian(mean: [1, 0], variances: [1, 1]), DiagonalGaussian(mean: [0, 0], variances: [7, 11])] {
            var changed = witness
            changed.assignment.functions[f] = density.logarithm
            #expect(!Self.isRefuted(statement, changed))
        }
    }

    /// A hypothesis about the density at a point has no exact value; it is not taken for satisfied.
    @Test func hypothesesAtPointsRefuteNothing() throws {
        let cell = "space v, w in R^2\ndensity f(v) where ∫[v] f(v) f(w) = 1\nclaim a: ∫[v] |v|² f = 2"
        let statement = try Claims.statement(cell)
        let f = try #require(statement.functions.first { $0.isLogarithm })
        let assignment = Assignment(
            points: Dictionary(uniqueKeysWithValues: statement.points.map { ($0, [1, 2]) }),
            functions: [f: DiagonalGaussian(mean: [0, 0], variances: [2, 3]).logarithm])
        #expect(!Self.isRefuted(statement, Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .exact)))
    }

    /// What varies under constraints of its own, at other than plain points or by more than jets, refutes nothing.
    @Test(arguments: [
        "space v in R^3\nfunction u(v) >= 0, decaying\nclaim a: ∫[v] |∇u|² = 0", "space v, w in R^3\nfunction F(v, w) decaying, symmetric\nclaim a: ∫[v,w] |∇[v] F(v,w)|² = 0",
        "space v, w in R^3\nfunction F(v, w) > 0, decaying\nclaim a: ∫[v,w] F(v,w) log(F(w,v)) = 0",
    ]) func constrainedFunctionsAreNotVaried(cell: String) throws {
        let statement = try Claims.statement(cell)
        let points = statement.points.indices.map { Point(name: "x\($0 + 1)", manifold: .euclidean(.number(3))) }
        guard case .relation(let relation) = statement.goal else { return }
        let placements = try IntegralSum(relation.left - relation.right).terms.map { [Divergence.Placement(points: $0.points.isEmpty ? [] : points)] }
        let function = statement.functions[0]
        let polynomial = PolynomialFunction(components: [[]: [.init(exponents: [2] + [Int](repeating: 0, count: 3 * points.count - 1), coefficient: 1)]])
        let assignment = Assignment(
            points: Dictionary((points + statement.points).map { ($0, [1, 2, 3]) }) { a, _ in a }, functions: [function: polynomial])
        let witness = Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .balls(128))
        #expect(!Self.isAccepted(statement, FirstVariation(
            placements: placements, points: points, unknowns: [Occurrence(function: function, points: points)], witness: witness)))
    }

    @Test func onlyEquationsAreRefuted() throws {
        let (certificate, variation) = try Self.evidence(Claims.byVariation)
        var statement = certificate.statement
        let relation = try #require(statement.goal.relations?.first)
        for op in [RelationOperator.less, .lessOrEqual] {
            statement.goal = .relation(Relation(relation.left, op, relation.right))
            #expect(!Self.isAccepted(statement, variation))
        }
    }

    /// At parameters for which an integral diverges nothing is said.
    @Test func theIntegralsExistAtTheWitness() throws {
        let (certificate, variation) = try Self.evidence("param γ\nspace v in R^3\ndensity f(v)\nclaim a: ∫[v] |v|^γ |∇(log f)|² f = 0")
        #expect(Self.isAccepted(certificate.statement, variation))
        var changed = variation
        changed.witness.assignment.parameters["γ"] = -4
        #expect(!Self.isAccepted(certificate.statement, changed))
    }
}
