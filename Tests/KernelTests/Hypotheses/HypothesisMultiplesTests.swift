import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Every part of the multiples of hypotheses changed: refused.
@Suite struct HypothesisMultiplesTests {
    static let harmonic = "param d integer >= 1\nspace y in R^d\nfunction u(y) where Δu = 0\nclaim a: 1/2 Δ(|∇u|²) = ‖∇²u‖²"
    static let rotational = "space x in R^3\nfunction B(x) : vector where curl(B) = 0\nclaim a: ∇B = transpose(∇B)"
    static let solenoidal = """
        space x in R^3
        function A(x) : vector, decaying where div(A) = 0
        function p(x) decaying
        claim a: ∫[x] A·∇p = 0
        """

    private func evidence(_ cell: String) throws -> (certificate: Certificate, multiples: HypothesisMultiples) {
        let certificate = try Claims.certificate(cell)
        guard case .modulo(let multiples) = certificate.evidence else { throw Claims.Failure(text: cell) }
        return (certificate, multiples)
    }

    private func isRejected(_ certificate: Certificate, _ multiples: HypothesisMultiples) -> Bool {
        var changed = certificate
        changed.evidence = .modulo(multiples)
        return (try? Kernel.check(changed)) == nil
    }

    @Test(arguments: [harmonic, rotational, solenoidal]) func whatIsFoundIsAcceptedAndReadsBack(cell: String) throws {
        let (certificate, multiples) = try evidence(cell)
        #expect(try Kernel.check(certificate).verdict == .proved)
        let again = try Certificate(text: certificate.text)
        #expect(try Kernel.check(again).verdict == .proved)
        #expect(again.text == certificate.text)
        #expect(!multiples.multiples.isEmpty)
    }

    @Test(arguments: [harmonic, rotational, solenoidal]) func everyPartCounts(cell: String) throws {
        let (certificate, multiples) = try evidence(cell)
        func changed(_ change: (inout HypothesisMultiples.Multiple) -> Void) -> HypothesisMultiples {
            var own = multiples
            change(&own.multiples[0])
            return own
        }
        #expect(isRejected(certificate, changed { $0.factor = .number(2) * $0.factor }))
        #expect(isRejected(certificate, changed { $0.citation = 1 }))
        #expect(isRejected(certificate, changed { $0.citation = -1 }))
        let point = certificate.statement.points[0]
        #expect(isRejected(certificate, changed { $0.derivatives.append(.init(point: point, index: nil)) }))
        #expect(isRejected(certificate, changed { $0.indices.append(.variable(1 << 20, .number(3))) }))
        #expect(isRejected(certificate, changed { $0.summed.append(.variable(1 << 20, .number(3))) }))
        #expect(isRejected(certificate, changed { $0.points.append(point) }))
        #expect(isRejected(certificate, HypothesisMultiples(multiples: [], rest: multiples.rest)))
    }

    @Test func noNameIsCaptured() throws {
        // Σ_k ε_ijk (curl B)_k with the name of k that the sum inside the curl would take next.
        let (certificate, multiples) = try evidence(Self.rotational)
        for number in [0, 1, 2, 3, 1 << 22, (1 << 22) + 1] {
            var supply = IndexSupply(startingAt: 1 << 24)
            var own = multiples
            let name = Index.variable(number, .number(3))
            guard let old = own.multiples[0].summed.first, !certificate.statement.goal.relations![0].indices.contains(name) else { continue }
            own.multiples[0].summed = [name]
            own.multiples[0].indices = [name]
            own.multiples[0].factor = multiples.multiples[0].factor.renamingIndices([old: name], &supply)
            #expect(!isRejected(certificate, own), "\(number)")
        }
    }

    /// From u w = 0 nothing follows for ∫ w g: u may be 0. With a positive u it does.
    @Test func nothingIsDividedByAFunction() throws {
        for isPositive in [false, true] {
            let cell = "space x in R\nfunction u(x)\(isPositive ? " > 0" : "")\nfunction g(x) decaying\nfunction w(x) where u w = 0\n"
            let proved = try Claims.certificate(cell + "claim a: ∫[x] u w g = 0")
            guard case .modulo(var multiples) = proved.evidence else { throw Claims.Failure(text: cell) }
            let statement = try Claims.statement(cell + "claim a: ∫[x] w g = 0")
            let u = try #require(statement.functions.first { $0.name == "u" })
            let own = Expression.value(of: u, at: try #require(multiples.multiples[0].points.first))
            multiples.multiples[0].factor = multiples.multiples[0].factor / (isPositive ? .elementary(.exp, own) : own)
            let conditions = try Kernel.conditions(of: statement, .modulo(multiples)).conditions
            let certificate = Certificate(name: "a", statement: statement, evidence: .modulo(multiples), conditions: conditions)
            #expect(((try? Kernel.check(certificate)) != nil) == isPositive)
        }
    }

    /// `p((x_i, x_i, x_i))` is not p(x), although its argument has only x_i in it.
    @Test func componentsOfPointsAreNoPoints() throws {
        let (certificate, _) = try evidence(Self.solenoidal)
        let statement = certificate.statement
        func changed(_ e: Expression, _ outer: Index) -> Expression {
            if case .application(let a) = e.kind, a.function.name == "A", a.derivatives.isEmpty {
                let arguments = a.arguments.map { argument -> Expression.Argument in
                    guard case .vector(let own, let body) = argument, case .coordinate(let x, _) = body.kind else { return argument }
                    return .vector(own, .coordinate(x, outer))
                }
                return .application(.init(function: a.function, valueIndices: a.valueIndices, arguments: arguments))
            }
            if case .contraction(let index, let body) = e.kind { return .contraction(index, changed(body, index)) }
            return (try? e.mapOperands { changed($0, outer) }) ?? e
        }
        guard case .relation(var relation) = statement.goal else { return }
        relation.left = changed(relation.left, .variable(0, .number(3)))
        var altered = certificate
        altered.statement.goal = .relation(relation)
        #expect(altered.statement != certificate.statement)
        #expect((try? Kernel.check(altered)) == nil)
    }

    @Test func anEquationAboutPointsIsNotDifferentiated() throws {
        // |x|² = 1 restricts x; its gradient 2x does not vanish.
        let certificate = try Claims.certificate("space x in R^3\nclaim a: 0 x = 0")
        let x = certificate.statement.points[0]
        let i = Index.variable(7, .number(3)), k = Index.variable(8, .number(3))
        let square = Expression.contraction(i, .coordinate(x, i) * .coordinate(x, i))
        var statement = certificate.statement
        statement.hypotheses = [.relation(Relation(square, .equal, .one))]
        statement.goal = .relation(Relation(.coordinate(x, k), .equal, .zero, indices: [k]))
        let multiples = HypothesisMultiples(
            multiples: [
                .init(
                    citation: 0, indices: [], derivatives: [.init(point: x, index: k)], summed: [], factor: .number(Rational(1, 2)), points: [])
            ], rest: .identity(.contraction))
        #expect(throws: Rejection.evidenceDoesNotFitGoal) {
            try Kernel.check(Certificate(name: "a", statement: statement, evidence: .modulo(multiples), conditions: []))
        }
    }

    @Test func contradictoryHypothesesProveNothing() throws {
        // 1 = 0 is a multiple of u + 1 = u.
        let certificate = try Claims.certificate("space x in R^3\nfunction u(x)\nclaim a: u = u")
        var supply = IndexSupply(startingAt: 50)
        let u = Expression.application(.init(
            function: certificate.statement.functions[0], arguments: [.point(certificate.statement.points[0], &supply)]))
        var statement = certificate.statement
        statement.hypotheses = [.relation(Relation(u + .one, .equal, u))]
        statement.goal = .relation(Relation(.one, .equal, .zero))
        let multiples = HypothesisMultiples(
            multiples: [.init(citation: 0, indices: [], derivatives: [], summed: [], factor: .one, points: [])], rest: .identity(.contraction))
        #expect(throws: Rejection.self) {
            try Kernel.check(Certificate(name: "a", statement: statement, evidence: .modulo(multiples), conditions: []))
        }
    }

    /// What a multiple may be, without what it is good for.
    @Test func multiplesAreOfHypotheses() throws {
        var own = try Claims.statement("space x in R^3\nfunction u(x) where Δu = 0\nclaim a: Δu = 0")
        let ω = Point(name: "ω", manifold: .sphere(ambient: .number(3))), q = FunctionSymbol(name: "q", arguments: [.vector(.number(3))])
        let value = Expression.value(of: q, at: ω)
        own.points.append(ω)
        own.functions.append(q)
        own.hypotheses.append(.relation(Relation(value * value, .equal, value)))
        let statement = own
        let relation = try #require(statement.goal.relations?.first)
        let x = statement.points[0], i = Index.variable(40, .number(3))
        func remainder(
            citation: Int = 0, indices: [Index] = [], derivatives: [HypothesisMultiples.Derivative] = [], summed: [Index] = [], factor: Expression = .one,
            points: [Point] = []
        ) throws -> Relation {
            let multiple = HypothesisMultiples.Multiple(citation: citation, indices: indices, derivatives: derivatives, summed: summed, factor: factor, points: points)
            return try HypothesisCheck(statement: statement, relation: relation).remainder(HypothesisMultiples(multiples: [multiple], rest: .identity(.contraction)))
        }
        #expect(throws: Never.self) { try remainder() }
        #expect(throws: Never.self) { try remainder(derivatives: [.init(point: x, index: i)], summed: [i], factor: .coordinate(x, i)) }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try remainder(citation: 2) }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try remainder(indices: [i]) }
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try remainder(factor: .integral([x], .one)) }
        // Off the sphere q² = q is not known.
        #expect(throws: Rejection.evidenceDoesNotFitGoal) { try remainder(citation: 1, derivatives: [.init(point: ω, index: i)], summed: [i], factor: .coordinate(ω, i)) }
        #expect(throws: Rejection.illFormed("a multiple of a hypothesis")) { try remainder(summed: [i, i]) }
        #expect(throws: Rejection.illFormed("a multiple of a hypothesis")) { try remainder(summed: [.fixed(1, .number(3))]) }
        #expect(throws: Rejection.illFormed("a multiple of a hypothesis")) { try remainder(points: [x, x]) }
        #expect(throws: Rejection.illFormed("a multiple of a hypothesis")) { try remainder(points: [Point(name: "y", manifold: .line(lower: nil, upper: nil))]) }
        #expect(throws: Rejection.illFormed("a multiple of a hypothesis")) { try remainder(derivatives: [.init(point: x, index: nil)]) }
        #expect(throws: Rejection.self) { try remainder(derivatives: [.init(point: x, index: i)]) }
    }

    /// A hypothesis about a polynomial is tried on a grid; what is no polynomial, no plain space or too large is not tried.
    @Test func hypothesesAreTriedOnPolynomials() throws {
        func holds(_ cell: String, _ terms: [PolynomialFunction.Term], size: Int, dimensions: [String: Int] = [:]) throws -> Bool {
            let statement = try Claims.statement(cell)
            let relation = try #require(statement.hypotheses.first?.relations?.first)
            let assignment = Assignment(
                dimensions: dimensions, points: Dictionary(statement.points.map { ($0, [Rational](repeating: 0, count: size)) }) { a, _ in a },
                functions: [statement.functions[0]: PolynomialFunction(components: [[]: terms])])
            return try PolynomialHypothesis(relation: relation, assignment: assignment).holdsEverywhere()
        }
        func term(_ exponents: [Int], _ coefficient: Rational) -> PolynomialFunction.Term { .init(exponents: exponents, coefficient: coefficient) }
        let harmonic = "space x in R^2\nfunction u(x) where Δu = 0\nclaim a: u = u"
        #expect(try holds(harmonic, [term([2, 0], 1), term([0, 2], -1)], size: 2))
        #expect(try !holds(harmonic, [term([2, 0], 1), term([0, 2], 1)], size: 2))
        #expect(try !holds(harmonic, [term([3, 0], 1)], size: 2))
        #expect(try holds("space x in R\nfunction u(x) where ∂[x] u = 2 x\nclaim a: u = u", [term([2], 1)], size: 1))
        #expect(try holds("space x in R^2\nfunction u(x) where ∇∇u = Id\nclaim a: u = u", [term([2, 0], Rational(1, 2)), term([0, 2], Rational(1, 2))], size: 2))
        for (cell, exponents) in [
            ("space x in R^2\nfunction u(x) where exp(u) = 1\nclaim a: u = u", [0, 0]), ("space x in S^1\nfunction u(x) where u² = 1\nclaim a: u = u", [0, 0]),
            ("space x in R^8\nfunction u(x) where Δu = 0\nclaim a: u = u", [40, 0, 0, 0, 0, 0, 0, 0]), ("space x in R^2\nfunction u(x) where Δu <= 1\nclaim a: u = u", [0, 0]),
        ] {
            #expect(throws: Rejection.self) { try holds(cell, [term(exponents, 1)], size: exponents.count) }
        }
    }
}
