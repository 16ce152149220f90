import Arithmetic
import Expressions
import Testing

/// Known moments put in, against exact integrals.
@Suite struct MomentsTests {
    static let space = Dimension.number(2)
    static let v = Point(name: "v", manifold: .euclidean(space)), w = Point(name: "w", manifold: .euclidean(space))
    static let f = FunctionSymbol(name: "f", arguments: [.vector(space)], isLogarithm: true, attributes: [.decaying, .unitMass])
    static let first = FunctionSymbol(name: "b", arguments: [], valueDimensions: [space])
    static let second = FunctionSymbol(name: "P", arguments: [], valueDimensions: [space, space], valueSymmetry: .symmetric)
    static let density = DiagonalGaussian(mean: [2, Rational(-1, 3)], variances: [1, Rational(3, 2)])

    static func f(_ point: Point) -> Expression { .elementary(.exp, Occurrence(function: f, points: [point]).expression) }

    static func constant(_ symbol: FunctionSymbol, _ indices: [Index]) -> Expression {
        .application(.init(function: symbol, valueIndices: indices, arguments: []))
    }

    static var moments: [Moment] {
        let i = Index.variable(1, space), j = Index.variable(2, space)
        return [
            Moment(integrand: f(v), point: v, value: .one, indices: []),
            Moment(integrand: f(v) * .coordinate(v, i), point: v, value: constant(first, [i]), indices: [i]),
            Moment(integrand: .number(2) * f(v) * .coordinate(v, i) * .coordinate(v, j), point: v, value: .number(2) * constant(second, [i, j]), indices: [i, j]),
        ]
    }

    /// The mean, and the second moments about 0.
    static var values: [FunctionSymbol: PolynomialFunction] {
        func number(_ value: Rational) -> [PolynomialFunction.Term] { [.init(exponents: [], coefficient: value)] }
        let m = density.mean, s = density.variances
        return [
            first: PolynomialFunction(components: [[1]: number(m[0]), [2]: number(m[1])]),
            second: PolynomialFunction(components: [
                [1, 1]: number(m[0] * m[0] + s[0]), [1, 2]: number(m[0] * m[1]), [2, 2]: number(m[1] * m[1] + s[1]),
            ]),
        ]
    }

    /// A scalar polynomial of degree at most two in v with coefficients that depend on w.
    static func polynomial(_ generator: inout SplitMix64) -> Expression {
        var terms: [Expression] = []
        for number in 1...3 {
            let coefficient = Rational(Int(generator.next() % 9) - 4)
            terms.append(.number(coefficient) * term(Int(generator.next() % 6), number))
        }
        return .sum(terms)
    }

    private static func term(_ kind: Int, _ number: Int) -> Expression {
        var supply = IndexSupply(startingAt: 100 * number)
        let i = supply.fresh(space), j = supply.fresh(space)
        let a = Expression.coordinate(v, i), b = Expression.coordinate(w, i), c = Expression.coordinate(v, j)
        switch kind {
        case 0: return .contraction(i, a * a)
        case 1: return .contraction(i, a * b)
        case 2: return .contraction(i, .contraction(j, .product([a, b, c, .coordinate(w, j)])))
        case 3: return .contraction(i, b * b)
        case 4: return .contraction(i, .contraction(j, .product([a, constant(second, [i, j]), c])))
        default: return .contraction(i, a * constant(first, [i]))
        }
    }

    @Test func knownMomentsAreIntegrals() throws {
        var generator = SplitMix64(seed: 21)
        for round in 0..<20 {
            // The same point twice: f(w) stays.
            let e = Self.polynomial(&generator) * Self.f(Self.v) * (round % 2 == 0 ? .one : Self.f(Self.w))
            let form = ContractionForm(FormContext())
            let (integrated, rest) = try form.integratingOut(Self.v, Self.f, Self.moments, from: form.normalForm(e))
            #expect(try form.isZero(rest))
            var supply = IndexSupply(startingAt: 10_000)
            let result = try form.expression(integrated, &supply)
            #expect(!result.mentions(Self.v))
            let components = ComponentForm(FormContext())
            let others = round % 2 == 0 ? [] : [Self.w]
            func value(_ e: Expression, _ points: [Point]) throws -> Rational? {
                let integral = try components.gaussianIntegral(of: components.normalForm(e, [:]), over: points, [Self.f: Self.density], Self.values)
                return try integral.flatMap { try components.value(of: $0, at: [Self.w: [3, Rational(1, 4)]]) }
            }
            let left = try #require(try value(e, [Self.v] + others)), right = try #require(try value(result, others))
            #expect(left == right, "\(e.plainText)")
        }
    }

    /// Unknown moments, other powers of the density and other functions of the point stay.
    @Test func whatIsNoKnownMomentStays() throws {
        let i = Index.variable(50, Self.space), j = Index.variable(51, Self.space)
        let square = Expression.contraction(i, .coordinate(Self.v, i) * .coordinate(Self.v, i))
        let other = FunctionSymbol(name: "u", arguments: [.vector(Self.space)])
        let slope = Expression.partial(Self.v, j, Occurrence(function: Self.f, points: [Self.v]).expression)
        for integrand in [
            Self.f(Self.v) * square * square, Self.f(Self.v) * .squareRoot(square), .power(Self.f(Self.v), .number(2)), square,
            Self.f(Self.v) * Occurrence(function: other, points: [Self.v]).expression, Self.f(Self.v) * slope, Self.f(Self.w) * square,
            .power(Self.f(Self.v), .parameter("p")) * square,
        ] {
            let form = ContractionForm(FormContext())
            let normal = try form.normalForm(integrand)
            let (integrated, rest) = try form.integratingOut(Self.v, Self.f, Self.moments, from: normal)
            #expect(try form.isZero(integrated) && rest == normal, "\(integrand.plainText)")
        }
    }
}
