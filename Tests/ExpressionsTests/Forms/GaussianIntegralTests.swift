import Arithmetic
import Expressions
import Testing

@Suite struct GaussianIntegralTests {
    static let space = Dimension.number(2)
    static let v = Point(name: "v", manifold: .euclidean(space)), w = Point(name: "w", manifold: .euclidean(space))
    static let f = FunctionSymbol(name: "f", arguments: [.vector(space)], isLogarithm: true, attributes: [.decaying, .unitMass])
    static let density = DiagonalGaussian(mean: [Rational(1, 2), -2], variances: [3, Rational(2, 5)])

    static func f(_ point: Point) -> Expression { .elementary(.exp, Occurrence(function: f, points: [point]).expression) }

    static func component(_ point: Point, _ k: Int) -> Expression { .coordinate(point, .fixed(k, space)) }

    static func integral(_ e: Expression, over points: [Point]) throws -> Rational? {
        let form = ComponentForm(FormContext())
        guard let result = try form.gaussianIntegral(of: form.normalForm(e, [:]), over: points, [f: density]) else { return nil }
        return try form.value(of: result, at: [v: [5, 7], w: [Rational(1, 3), -4]])
    }

    /// Isserlis: the mean of a product of centred components is the sum over all pairings.
    static func isserlis(_ factors: [Int]) -> Rational {
        guard let first = factors.first else { return 1 }
        var result: Rational = 0
        // The first factor is its mean, or is paired with another.
        result = density.mean[first - 1] * isserlis(Array(factors.dropFirst()))
        for other in factors.indices.dropFirst() where factors[other] == first {
            var rest = factors
            rest.remove(at: other)
            result = result + density.variances[first - 1] * isserlis(Array(rest.dropFirst()))
        }
        return result
    }

    @Test func momentsArePairings() throws {
        var generator = SplitMix64(seed: 11)
        for count in 0...7 {
            for _ in 0..<6 {
                let factors = (0..<count).map { _ in 1 + Int(generator.next() % 2) }
                let product = Expression.product(factors.map { Self.component(Self.v, $0) })
                #expect(try Self.integral(Self.f(Self.v) * product, over: [Self.v]) == Self.isserlis(factors), "\(factors)")
            }
        }
    }

    @Test func productsOverTwoPoints() throws {
        for (a, b) in [([1, 1], [2]), ([1, 2, 2], [1, 1, 2, 2]), ([], [1])] {
            let e = Self.f(Self.v) * .product(a.map { Self.component(Self.v, $0) }) * Self.f(Self.w) * .product(b.map { Self.component(Self.w, $0) })
            #expect(try Self.integral(e, over: [Self.v, Self.w]) == Self.isserlis(a) * Self.isserlis(b))
            // Over w alone, at v as given.
            let plain = Expression.product(a.map { Self.component(Self.v, $0) } + b.map { Self.component(Self.w, $0) }) * Self.f(Self.w)
            let at: Rational = a.reduce(1) { $0 * [5, 7][$1 - 1] }
            #expect(try Self.integral(plain, over: [Self.w]) == at * Self.isserlis(b))
        }
    }

    /// `∫ div(P f) = 0`, `∫ log-derivatives`: the slope is that of the Gaussian.
    @Test func derivativesIntegrateToZero() throws {
        var generator = SplitMix64(seed: 2)
        let index = { (k: Int) in Index.fixed(k, Self.space) }
        for _ in 0..<12 {
            let polynomial = Expression.sum((0..<3).map { _ in
                .number(Rational(Int(generator.next() % 9) - 4)) * .product((0..<Int(generator.next() % 4)).map { _ in Self.component(Self.v, 1 + Int(generator.next() % 2)) })
            })
            let k = 1 + Int(generator.next() % 2), j = 1 + Int(generator.next() % 2)
            let first = Expression.partial(Self.v, index(k), polynomial * Self.f(Self.v))
            #expect(try Self.integral(first, over: [Self.v]) == 0)
            #expect(try Self.integral(.partial(Self.v, index(j), first), over: [Self.v]) == 0)
        }
        // The Fisher information is the trace of the inverse covariance.
        let log = Occurrence(function: Self.f, points: [Self.v]).expression
        let fisher = Expression.sum([1, 2].map { .power(.partial(Self.v, index($0), log), .number(2)) }) * Self.f(Self.v)
        #expect(try Self.integral(fisher, over: [Self.v]) == Rational(1, 3) + Rational(5, 2))
    }

    @Test func otherIntegrandsHaveNoExactValue() throws {
        let i = Index.variable(1, Self.space)
        let norm = Expression.squareRoot(.contraction(i, .coordinate(Self.v, i) * .coordinate(Self.v, i)))
        for e in [
            Self.f(Self.v) * norm, Self.f(Self.v) * Self.f(Self.v), Self.component(Self.v, 1), Self.f(Self.w),
            .power(Self.f(Self.v), .number(2)), Self.f(Self.v) * Self.f(Self.w),
        ] {
            #expect(try Self.integral(e, over: [Self.v]) == nil, "\(e.plainText)")
        }
        // The constant in the logarithm of a Gaussian is no rational number; it must drop out.
        let log = Occurrence(function: Self.f, points: [Self.v]).expression
        #expect(try Self.integral(Self.f(Self.v) * log, over: [Self.v]) == nil)
    }
}
