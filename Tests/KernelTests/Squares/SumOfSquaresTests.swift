import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Every part of a sum of squares changed: refused.
@Suite struct SumOfSquaresTests {
    static let line = "space x in R\nfunction u(x) > 0, decaying\nclaim a: ∫[x] u² ∂[x](∂[x](log u))^2 >= 4/9 ∫[x] u² ∂[x](log u)^4"
    static let sphere = """
        import "std/sphere"
        space ω in S^2
        function f(ω) > 0
        claim a: ∫[ω] Γ2(log f) f >= 2 ∫[ω] |∇_S log f|² f
        """
    static let even = """
        import "std/sphere"
        space ω in S^2
        function f(ω) > 0, even
        claim a: ∫[ω] Γ2(log f) f >= 11/2 ∫[ω] |∇_S log f|² f using even_poincare(sqrt f)
        """
    static let dimension = """
        import "std/sphere"
        param d integer >= 3
        space ω in S^(d-1)
        function f(ω) > 0
        claim a: ∫[ω] Γ2(log f) f >= (d-1) ∫[ω] |∇_S log f|² f
        """
    static let range = """
        space x in R
        param p in [3/2, 3]
        function u(x) > 0, decaying
        claim a: ∫[x] u^(p-2) ∂[x] u ∂[x](∂[x](∂[x] u)) <= 0
        """
    static let pointwise = "space z in R^3\nconstant a : vector\nconstant b : vector\nclaim a: (a·b)² <= |a|² |b|²"

    static func evidence(_ cell: String) throws -> (certificate: Certificate, squares: SumOfSquares) {
        let certificate = try Claims.certificate(cell)
        guard case .squares(let squares) = certificate.evidence else { throw Claims.Failure(text: cell) }
        return (certificate, squares)
    }

    private func rejected(
        _ own: (certificate: Certificate, squares: SumOfSquares), _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout SumOfSquares) throws -> Void
    ) throws {
        let (certificate, squares) = own
        var changed = squares
        try change(&changed)
        #expect(changed != squares, what, sourceLocation: sourceLocation)
        let other = certificate.with(.squares(changed))
        #expect((try? Kernel.check(other)) == nil, what, sourceLocation: sourceLocation)
    }

    static let all = [line, sphere, even, dimension, range, pointwise]

    @Test(arguments: all) func acceptedAndReadBack(cell: String) throws {
        let (certificate, squares) = try Self.evidence(cell)
        #expect(try Kernel.check(certificate).verdict == .proved)
        let read = try Certificate(text: certificate.text)
        #expect(read.text == certificate.text)
        guard case .squares(let again) = read.evidence else { throw Claims.Failure(text: certificate.text) }
        #expect(again.terms.count == squares.terms.count && again.multiples.count == squares.multiples.count)
        #expect(try Kernel.check(read).verdict == .proved)
    }

    @Test(arguments: all) func terms(cell: String) throws {
        let own = try Self.evidence(cell)
        for k in own.squares.terms.indices {
            try rejected(own, "a term missing") { $0.terms.remove(at: k) }
            try rejected(own, "a term twice") { $0.terms.append($0.terms[k]) }
            try rejected(own, "a coefficient doubled") { $0.terms[k].coefficient = .number(2) * $0.terms[k].coefficient }
            try rejected(own, "a negative coefficient") { $0.terms[k].coefficient = -$0.terms[k].coefficient }
            try rejected(own, "a negative square") {
                $0.terms[k].coefficient = -$0.terms[k].coefficient
                $0.terms[k].body = -$0.terms[k].body
            }
            try rejected(own, "another body") { $0.terms[k].body = $0.terms[k].body * .number(2) }
        }
        try rejected(own, "a term that takes away") { squares in
            let term = try #require(squares.terms.first)
            squares.terms += [term, SumOfSquares.Term(coefficient: -term.coefficient, points: term.points, body: term.body)]
        }
        try rejected(own, "something that is no square") { squares in
            let term = try #require(squares.terms.first)
            let sum = squares.terms.map { $0.coefficient * $0.body }
            squares.terms = [SumOfSquares.Term(coefficient: .one, points: term.points, body: .sum(sum + [-term.body, term.body]))]
        }
        if own.squares.terms.first?.points.isEmpty == false {
            try rejected(own, "without its integral") { $0.terms[0].points = [] }
            try rejected(own, "a point twice") { $0.terms[0].points += $0.terms[0].points }
            try rejected(own, "an unknown point") { $0.terms[0].points = [Point(name: "y", manifold: .euclidean(.number(2)))] }
        }
        try rejected(own, "an undeclared parameter") { $0.terms[0].coefficient = .parameter("nowhere") }
    }

    @Test(arguments: [line, sphere, even, range]) func equation(cell: String) throws {
        let own = try Self.evidence(cell)
        try rejected(own, "no equation") { $0.equation = .manifestSign }
        try rejected(own, "an identity in place of a divergence") { $0.equation = .identity(.contraction) }
        try rejected(own, "the whole evidence again") { $0.equation = .squares($0) }
        try rejected(own, "a field scaled") { squares in
            guard case .divergence(var divergence) = squares.equation else { throw Claims.Failure(text: cell) }
            for group in divergence.groups.indices {
                for field in divergence.groups[group].fields.indices {
                    divergence.groups[group].fields[field].component = .number(2) * divergence.groups[group].fields[field].component
                }
            }
            squares.equation = .divergence(divergence)
        }
    }

    @Test func citations() throws {
        let own = try Self.evidence(Self.even)
        try rejected(own, "the multiple missing") { $0.multiples = [] }
        try rejected(own, "a negative multiple") { $0.multiples[0].factor = -$0.multiples[0].factor }
        try rejected(own, "another multiple") { $0.multiples[0].factor = .number(3) }
        try rejected(own, "no such hypothesis") { $0.multiples[0].citation = 7 }
        try rejected(own, "a multiple that is no number") { $0.multiples[0].factor = $0.terms[0].body }
        // The cited inequality is about even functions, and f must be declared so.
        let (certificate, squares) = own
        var statement = certificate.statement
        func without(_ e: Expression) -> Expression {
            if case .application(let application) = e.kind {
                let f = application.function
                return .application(Expression.Application(
                    function: FunctionSymbol(name: f.name, arguments: f.arguments, isLogarithm: f.isLogarithm),
                    valueIndices: application.valueIndices, derivatives: application.derivatives,
                    arguments: application.arguments.map { $0.mapBody(without) }))
            }
            return e.mapOperands(without)
        }
        func without(_ p: Proposition) -> Proposition {
            switch p {
            case .relation(let r): return .relation(Relation(without(r.left), r.op, without(r.right), indices: r.indices))
            case .implication(let a, let b): return .implication(hypothesis: without(a), conclusion: without(b))
            default: return p
            }
        }
        statement.functions = statement.functions.map { FunctionSymbol(name: $0.name, arguments: $0.arguments, isLogarithm: $0.isLogarithm) }
        statement.hypotheses = statement.hypotheses.map(without)
        statement.goal = without(statement.goal)
        #expect(statement != certificate.statement)
        var bare = squares
        bare.terms = bare.terms.map { SumOfSquares.Term(coefficient: $0.coefficient, points: $0.points, body: without($0.body)) }
        #expect(throws: Rejection.self) {
            try SumOfSquaresCheck(
                statement: statement, context: FormContext(statement), relation: try #require(statement.goal.relations?.first)
            ).equality(bare)
        }
    }

    /// `(x^(1/2))²` has the normal form x, and is a square; but x is negative somewhere.
    @Test func squaresOfWhatIsNotDefinedAreRejected() throws {
        let x = Point(name: "x", manifold: .line(lower: nil, upper: nil))
        let root = Expression.squareRoot(.coordinate(x, nil))
        let statement = Statement(points: [x], goal: .relation(Relation(.zero, .lessOrEqual, .coordinate(x, nil))))
        for body in [.power(root, .number(2)), root * root, .power(.coordinate(x, nil), .number(Rational(3, 2))) / root] {
            let evidence = Evidence.squares(SumOfSquares(
                multiples: [], terms: [SumOfSquares.Term(coefficient: .one, points: [], body: body)], equation: .identity(.contraction)))
            let conditions = (try? Kernel.conditions(of: statement, evidence).conditions) ?? []
            #expect(throws: Rejection.self) {
                try Kernel.check(Certificate(name: "root", statement: statement, evidence: evidence, conditions: conditions))
            }
        }
    }

    @Test func strictInequalitiesAreNotProved() throws {
        let (certificate, _) = try Self.evidence(Self.sphere)
        var statement = certificate.statement
        let relation = try #require(statement.goal.relations?.first)
        statement.goal = .relation(Relation(relation.left, .less, relation.right))
        let strict = Certificate(name: "strict", statement: statement, evidence: certificate.evidence, conditions: certificate.conditions)
        #expect(throws: Rejection.self) { try Kernel.check(strict) }
    }

    /// A certificate for a range says nothing outside of it.
    @Test func widerRangesAreRejected() throws {
        let (certificate, _) = try Self.evidence(Self.range)
        for (lower, upper) in [(Rational(3, 2), Rational(301, 100)), (Rational(149, 100), Rational(3))] {
            var statement = certificate.statement
            statement.parameters = [Parameter(
                name: "p", lower: Parameter.Bound(value: lower, isStrict: false), upper: Parameter.Bound(value: upper, isStrict: false))]
            let wider = Certificate(name: "wider", statement: statement, evidence: certificate.evidence, conditions: certificate.conditions)
            #expect(throws: Rejection.self) { try Kernel.check(wider) }
        }
        let (inAllDimensions, _) = try Self.evidence(Self.dimension)
        var statement = inAllDimensions.statement
        statement.parameters = [Parameter(name: "d", isInteger: true, lower: Parameter.Bound(value: 2, isStrict: false))]
        let wider = Certificate(name: "wider", statement: statement, evidence: inAllDimensions.evidence, conditions: inAllDimensions.conditions)
        #expect(throws: Rejection.self) { try Kernel.check(wider) }
    }

    /// Everything but the equation, which would tell of some of these too.
    @Test func termsAreAboutTheStatement() throws {
        let (certificate, squares) = try Self.evidence(Self.even)
        let relation = try #require(certificate.statement.goal.relations?.first)
        func equality(_ change: (inout SumOfSquares) -> Void, _ relation: Relation? = nil) throws -> Relation {
            var changed = squares
            change(&changed)
            return try SumOfSquaresCheck(statement: certificate.statement, context: FormContext(certificate.statement), relation: relation ?? relationOfGoal).equality(changed)
        }
        let relationOfGoal = relation
        #expect(throws: Never.self) { try equality { _ in } }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try equality { $0.multiples[0].citation = 7 } }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try equality { $0.multiples[0].factor = $0.terms[0].body } }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try equality { $0.terms[0].coefficient = $0.terms[0].body } }
        #expect(throws: Rejection.illFormed("the points of a square")) { try equality { $0.terms[0].points += $0.terms[0].points } }
        #expect(throws: Rejection.illFormed("the points of a square")) { try equality { $0.terms[0].points = [Point(name: "y", manifold: .line(lower: nil, upper: nil))] } }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try equality({ _ in }, Relation(relation.left, .less, relation.right)) }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try equality({ _ in }, Relation(relation.left, .equal, relation.right)) }
    }
}
