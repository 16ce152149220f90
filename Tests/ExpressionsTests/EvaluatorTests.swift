import Arithmetic
import Expressions
import Testing

/// Evaluation by power series against the normal forms' rules and against the symbolic derivative.
@Suite struct EvaluatorTests {
    static let assignment: Assignment = {
        let z = Point(name: "z", manifold: .euclidean(.number(3)))
        let u = FunctionSymbol(name: "u", arguments: [.vector(.number(3))])
        var generator = SplitMix64(seed: 3)
        let terms = (0..<12).map { _ in
            PolynomialFunction.Term(
                exponents: (0..<3).map { _ in Int(generator.next() % 3) },
                coefficient: Rational(Int(generator.next() % 9) - 4, 1 + Int(generator.next() % 3)))
        }
        return Assignment(points: [z: [1, 2, 2]], functions: [u: PolynomialFunction(components: [[]: terms])])
    }()

    static func isTrue(_ equation: TensorEquation) throws -> Bool {
        let evaluator = try Evaluator(RationalField(), assignment, for: [equation.left, equation.right])
        var values: [[Index: Int]] = [[:]]
        for index in equation.indices { values = values.flatMap { v in (1...3).map { v.merging([index: $0]) { $1 } } } }
        return try values.allSatisfy { try evaluator.value(equation.left, $0) == evaluator.value(equation.right, $0) }
    }

    @Test func trueIdentitiesHoldAndTwinsFail() throws {
        let d = Dimension.number(3)
        #expect(try Self.isTrue(bochner(d)))
        #expect(try !Self.isTrue(bochner(d, coefficient: 2)))
        #expect(try Self.isTrue(hessianDecomposition(d)))
        #expect(try !Self.isTrue(hessianDecomposition(d, coefficient: 2)))
        #expect(try Self.isTrue(sphericalBochner(d)))
        #expect(try !Self.isTrue(sphericalBochner(d, subtracted: 1)))
    }

    /// `∂` by power series equals `∂` by the rules of calculus, on functions of every kind.
    @Test func seriesAgreeWithRules() throws {
        var c = Calculus(.number(3))
        let u = c.function("u").body
        let r = c.norm(c.position())
        let index = c.supply.fresh(.number(3))
        let composed: [Expression] = [
            .power(r, .number(Rational(-3, 1))) * u, .power(u, .number(3)) / (.one + r), .elementary(.abs, u) * r,
            .power(.one + .power(r, .number(2)), .number(-2)) * u * u,
        ]
        for expression in composed {
            let series = Expression.partial(c.point, index, expression)
            let rules = expression.differentiated(by: c.point, index, &c.supply)
            let evaluator = try Evaluator(RationalField(), Self.assignment, for: [series, rules])
            for k in 1...3 {
                #expect(try evaluator.value(series, [index: k]) == evaluator.value(rules, [index: k]))
            }
        }
    }

    @Test func valuesOutsideTheFieldAreRefused() {
        let two = Expression.squareRoot(.number(2))
        #expect(throws: EvaluationError.notExact) { try Evaluator(RationalField(), Assignment(), for: [two]).value(two) }
        let pole = Expression.one / .zero
        #expect(throws: EvaluationError.undefined) { try Evaluator(RationalField(), Assignment(), for: [pole]).value(pole) }
    }

    @Test func theScreeningFieldIsAHomomorphismOnRoots() throws {
        let field = ScreeningField()
        var generator = SplitMix64(seed: 9)
        for _ in 0..<50 {
            let a = Residue61.random(using: &generator), b = Residue61.random(using: &generator)
            guard let x = try? field.power(a, Rational(1, 2)), let y = try? field.power(b, Rational(1, 2)) else { continue }
            #expect(try field.power(a * b, Rational(1, 2)) == x * y)
            #expect(x * x == a)
        }
    }
}
