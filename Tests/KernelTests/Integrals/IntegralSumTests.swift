import Arithmetic
import Expressions
import Testing

@testable import Kernel

/// Fubini's rules, against the exact values of integrals of polynomials.
@Suite struct IntegralSumTests {
    static let d = Dimension.number(2)
    static let v = Point(name: "v", manifold: .euclidean(d)), w = Point(name: "w", manifold: .euclidean(d))
    static let f = FunctionSymbol(name: "f", arguments: [.vector(d)], isLogarithm: true, attributes: [.decaying, .unitMass])
    static let density = DiagonalGaussian(mean: [2, -1], variances: [Rational(1, 2), 3])

    static func f(_ point: Point) -> Expression { .elementary(.exp, Occurrence(function: f, points: [point]).expression) }
    static func x(_ point: Point, _ k: Int) -> Expression { .coordinate(point, .fixed(k, d)) }
    static func square(_ point: Point, _ number: Int = 1) -> Expression {
        let i = Index.variable(number, d)
        return .contraction(i, .coordinate(point, i) * .coordinate(point, i))
    }

    static func value(_ e: Expression) throws -> Rational? {
        let statement = Statement(points: [v, w], functions: [f], goal: .relation(Relation(e, .equal, .zero)))
        let assignment = Assignment(points: [v: [7, 5], w: [Rational(1, 3), -2]], functions: [f: density.logarithm])
        return try DensityCheck(statement, Witness(relation: 0, indices: [], assignment: assignment, arithmetic: .exact)).value(of: e, [], [])
    }

    static let mean: Rational = 2, second = Rational(9, 2), squares = Rational(17, 2)

    @Test func nestedIntegralsKeepTheirVariables() throws {
        let inner = Expression.integral([Self.v], Self.f(Self.v) * Self.x(Self.v, 1))
        // ∫[v] v_1² (∫[v] v_1 f) f: the inner v is another.
        let nested = Expression.integral([Self.v], Self.x(Self.v, 1) * inner * Self.f(Self.v) * Self.x(Self.v, 1))
        #expect(try Self.value(nested) == Self.second * Self.mean)
        // Free v beside bound v.
        #expect(try Self.value(Self.x(Self.v, 1) * inner) == 7 * Self.mean)
        let sum = try IntegralSum(nested)
        #expect(sum.terms.count == 1 && sum.terms[0].points.count == 2 && Set(sum.terms[0].points).count == 2)
        #expect(sum.terms[0].points.allSatisfy { $0.name.hasPrefix("∫") } && !sum.terms[0].integrand.mentions(Self.v))
    }

    @Test func productsAndPowers() throws {
        let a = Expression.integral([Self.v], Self.f(Self.v) * Self.square(Self.v))
        let b = Expression.integral([Self.w], Self.f(Self.w) * Self.x(Self.w, 1))
        #expect(try Self.value(a) == Self.squares)
        #expect(try Self.value(a * b - .number(3) * b * b + .one) == Self.squares * Self.mean - 3 * Self.mean * Self.mean + 1)
        for power in 1...4 {
            #expect(try Self.value(.power(a, .number(Rational(power)))) == Self.squares.power(power))
        }
        // (|v|²-integrals)² squared again: bound indices stay apart.
        #expect(try Self.value(.power(.power(a, .number(2)), .number(2))) == Self.squares.power(4))
        let i = Index.variable(4, Self.d)
        let vector = Expression.integral([Self.v], Self.f(Self.v) * .coordinate(Self.v, i))
        #expect(try Self.value(.power(.contraction(i, .power(vector, .number(2))), .number(2))) == 25)
        #expect(try Self.value(.contraction(i, vector * vector)) == 5)
        // A sum keeps its terms without integral together.
        #expect(try IntegralSum(a + .one + b + Self.x(Self.w, 1)).terms.map(\.points.count) == [0, 1, 1])
    }

    @Test func integralsOverSeveralPoints() throws {
        let e = Expression.integral([Self.v, Self.w], Self.f(Self.v) * Self.f(Self.w) * Self.x(Self.v, 1) * Self.x(Self.w, 2))
        #expect(try Self.value(e) == -2)
        let difference = (0...1).map { Expression.coordinate([Self.v, Self.w][$0], .fixed(1, Self.d)) }
        let variance = Expression.integral([Self.v], Self.f(Self.v) * .integral([Self.w], Self.f(Self.w) * .power(difference[0] - difference[1], .number(2))))
        #expect(try Self.value(variance) == 1)
    }

    @Test func derivativesAreDrawnInAndKept() throws {
        let i = Index.variable(1, Self.d)
        let kernel = Expression.contraction(i, .coordinate(Self.v, i) * .coordinate(Self.w, i))
        let integral = Expression.integral([Self.v], kernel * kernel * Self.f(Self.v))
        let sum = try IntegralSum(.partial(Self.w, .fixed(1, Self.d), .partial(Self.w, .fixed(2, Self.d), integral)))
        #expect(sum.drawn.map(\.point) == [Self.w, Self.w])
        #expect(sum.drawn[0].integrand.mentions(Self.w) && sum.terms.count == 1)
        // ∂_1 ∂_2 E (v·w)² = 2 E v_1 v_2.
        #expect(try Self.value(.partial(Self.w, .fixed(1, Self.d), .partial(Self.w, .fixed(2, Self.d), integral))) == -4)
        let byParameter = try IntegralSum(.parameterDerivative("s", .integral([Self.v], .parameter("s") * Self.f(Self.v))))
        #expect(byParameter.drawn.map(\.point) == [nil])
        #expect(try IntegralSum(.partial(Self.w, .fixed(1, Self.d), kernel)).drawn.isEmpty)
    }

    @Test func integralsEnterLinearly() {
        let a = Expression.integral([Self.v], Self.f(Self.v))
        for e in [
            .elementary(.exp, a), .power(a, .number(-1)), .power(a, .number(5)), .power(a, .number(Rational(1, 2))), .power(.number(2), a),
            .power(a, .parameter("p")), Expression.uninterpreted("max", [a]),
        ] {
            #expect(throws: Rejection.nonlinearIntegral) { try IntegralSum(e) }
        }
        #expect(throws: Rejection.nonlinearIntegral) { try IntegralSum(.product((0..<4).map { _ in a + .integral([Self.w], Self.f(Self.w) * Self.x(Self.w, 1)) + .one })) }
    }
}
