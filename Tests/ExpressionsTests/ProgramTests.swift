import Arithmetic
import Expressions
import Testing

/// Evaluation by power series against the normal forms' rules and against the symbolic derivative.
@Suite struct ProgramTests {
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
        var values: [[Index: Int]] = [[:]]
        for index in equation.indices { values = values.flatMap { v in (1...3).map { v.merging([index: $0]) { $1 } } } }
        let program = try Program(values.flatMap { [Program.Output(equation.left, $0), Program.Output(equation.right, $0)] })
        var execution = try Execution(program, in: RationalField(), at: assignment)
        return try values.indices.allSatisfy { try execution.value(2 * $0) == execution.value(2 * $0 + 1) }
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
            let field = RationalField()
            for k in 1...3 {
                let bySeries = try field.value(series, [index: k], at: Self.assignment)
                #expect(try bySeries == field.value(rules, [index: k], at: Self.assignment))
            }
        }
    }

    @Test func valuesOutsideTheFieldAreRefused() {
        let two = Expression.squareRoot(.number(2))
        #expect(throws: EvaluationError.notExact) { try RationalField().value(two, at: Assignment()) }
        let pole = Expression.one / .zero
        #expect(throws: EvaluationError.undefined) { try RationalField().value(pole, at: Assignment()) }
    }

    /// Random expressions, with derivatives, contractions and functions of other arguments, against a reference
    /// that differentiates by the rules of calculus and evaluates node by node.
    @Test func programsAgreeWithNodeByNodeEvaluation() throws {
        for seed in UInt64(1)...600 {
            var source = RandomExpressions(seed: seed)
            let assignment = source.assignment()
            let expression = source.scalar(3)
            let expected = Swift.Result { try NodeByNode(assignment).value(expression) }
            let found = Swift.Result { try RationalField().value(expression, at: assignment) }
            switch (expected, found) {
            case (.success(let a), .success(let b)): #expect(a == b, "seed \(seed): \(expression.plainText)")
            case (.success, .failure(let error)): Issue.record("seed \(seed): \(error) in \(expression.plainText)")
            // The rules of calculus may divide where the series need not.
            case (.failure, _): break
            }
        }
    }

    /// The same program gives the same value in the rationals and modulo the prime.
    @Test func fieldsAgree() throws {
        for seed in UInt64(1)...60 {
            var source = RandomExpressions(seed: seed, isRational: true)
            let assignment = source.assignment()
            let program = try Program([Program.Output(source.scalar(3)), Program.Output(source.scalar(3))])
            for output in 0..<2 {
                guard var exact = try? Execution(program, in: RationalField(), at: assignment),
                    let value = try? exact.value(output), let expected = Residue61(value) else { continue }
                var modular = try Execution(program, in: ScreeningField(), at: assignment)
                #expect(try modular.value(output) == expected)
            }
        }
    }

    /// Zero times an undefined factor is undefined, and a zero derivative of one too.
    @Test func whatIsUndefinedStaysUndefined() {
        let x = Point(name: "x", manifold: .line(lower: nil, upper: nil))
        let pole = Expression.power(.coordinate(x, nil), .number(-1))
        let assignment = Assignment(points: [x: [0]])
        for expression in [.zero * pole, .partial(x, nil, .zero * pole), .power(.coordinate(x, nil), .zero), .one + .zero * pole] {
            #expect(throws: EvaluationError.undefined) { try RationalField().value(expression, at: assignment) }
        }
        let i = Index.variable(1, .number(2)), z = Point(name: "z", manifold: .euclidean(.number(2)))
        let sum = Expression.contraction(i, .delta(i, .fixed(1, .number(2))) * .power(.coordinate(z, i), .number(-1)))
        #expect(throws: EvaluationError.undefined) { try RationalField().value(sum, at: Assignment(points: [z: [1, 0]])) }
    }

    @Test func aProgramServesManyAssignmentsOfItsDimensionsOnly() throws {
        let z = Point(name: "z", manifold: .euclidean(.symbol("d")))
        let i = Index.variable(0, .symbol("d"))
        let square = Expression.contraction(i, .power(.coordinate(z, i), .number(2)))
        let program = try Program([Program.Output(square)], dimensions: ["d": 2])
        for k in 1...3 {
            var execution = try Execution(
                program, in: RationalField(), at: Assignment(dimensions: ["d": 2], points: [z: [Rational(k), 2]]))
            #expect(try execution.value(0) == Rational(k * k + 4))
        }
        #expect(throws: EvaluationError.self) {
            try Execution(program, in: RationalField(), at: Assignment(dimensions: ["d": 3], points: [z: [1, 2, 3]]))
        }
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
