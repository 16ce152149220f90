import Arithmetic
import Expressions
import Testing

/// The same by components: both normal forms leave the same.
@Suite struct EulerLagrangeByComponentsTests {
    static let context = FormContext()

    /// Integrates by parts; holds only if the integrand is what is left plus the divergences.
    static func remainder(_ integrand: Expression, _ unknown: Occurrence, isWeighted: Bool = true) throws -> Expression {
        let form = ComponentForm(context, for: [integrand])
        let result = try EulerLagrange(form).integrate(form.normalForm(integrand, [:]), unknown)
        #expect(result.hasUnweightedPart == !isWeighted)
        var supply = IndexSupply(startingAt: 10_000)
        let remainder = try form.expression(result.remainder, &supply)
        var terms = [remainder]
        for (key, field) in result.fields {
            let index = key.component.flatMap { k in key.point.manifold.vectorDimension.map { Index.fixed(k, $0) } }
            terms.append(.partial(key.point, index, try form.expression(field, &supply)))
        }
        #expect(try areEqual(integrand, .sum(terms)), "\(integrand.plainText)")
        return remainder
    }

    static func areEqual(_ a: Expression, _ b: Expression) throws -> Bool {
        let form = ComponentForm(context, for: [a, b])
        return try form.isZero(form.difference(a, b, [:]))
    }

    @Test(arguments: 1...3, 1...2) func contractionsAndComponentsLeaveTheSame(dimension: Int, points: Int) throws {
        // Components in six variables are many.
        for seed in 0..<(dimension * points > 3 ? 4 : 10) {
            let isLogarithm = seed % 3 != 2
            var random = RandomIntegrands(seed: UInt64(seed), .number(dimension), points: points, isLogarithm: isLogarithm)
            let polynomial = random.polynomial(terms: 1, degree: 1 + seed % 2, lowest: isLogarithm ? 1 : 0)
            let integrand = isLogarithm ? random.weight(EulerLagrangeTests.powers[seed % 4]) * polynomial : polynomial
            let contracted = try EulerLagrangeTests.remainder(integrand, random.unknown)
            let written = try Self.remainder(integrand, random.unknown)
            #expect(try Self.areEqual(contracted, written), "\(integrand.plainText)")
        }
    }

    private static let plane = Dimension.number(2)
    private static let v = Point(name: "v", manifold: .euclidean(plane))

    private static func partial(_ components: [Int], _ e: Expression) -> Expression {
        components.reversed().reduce(e) { .partial(v, .fixed($1, plane), $0) }
    }

    /// `∂/∂φ_12` is taken once for the pair, not once for each order: off the diagonal no factor 2 arises.
    @Test(arguments: [[1, 2], [2, 1], [1, 1], [2, 2], [1, 1, 2], [1, 2, 1], [1, 2, 2], [1, 2, 2, 1]]) func mixedDerivativesCountOnce(components: [Int]) throws {
        let sign: Rational = components.count % 2 == 0 ? 1 : -1
        // ∫ φ_α² f: the remainder is (φ_α² + (-1)^|α| 2 ∂_α(φ_α f)/f) f.
        let log = FunctionSymbol(name: "f", arguments: [.vector(Self.plane)], isLogarithm: true)
        let positive = Occurrence(function: log, points: [Self.v])
        let f = Expression.elementary(.exp, positive.expression)
        let jet = Self.partial(components, positive.expression)
        let expected = jet * jet * f + .number(2 * sign) * Self.partial(components, jet * f)
        #expect(try Self.areEqual(Self.remainder(jet * jet * f, positive), expected))
        // ∫ u_α² = (-1)^|α| ∫ u ∂_α ∂_α u.
        let unknown = Occurrence(function: FunctionSymbol(name: "u", arguments: [.vector(Self.plane)]), points: [Self.v])
        let u = unknown.expression, slope = Self.partial(components, u)
        #expect(try Self.areEqual(Self.remainder(slope * slope, unknown), .number(sign) * u * Self.partial(components, slope)))
    }

    /// `∫ (u_11 u_22 - u_12²) = 0` in the plane; with 2 u_12² it does not vanish.
    @Test func theHessianDeterminantIsADivergence() throws {
        let unknown = Occurrence(function: FunctionSymbol(name: "u", arguments: [.vector(Self.plane)]), points: [Self.v])
        let u = unknown.expression
        func determinant(_ factor: Rational) -> Expression {
            Self.partial([1, 1], u) * Self.partial([2, 2], u) - .number(factor) * Self.partial([1, 2], u) * Self.partial([2, 1], u)
        }
        #expect(try Self.areEqual(Self.remainder(determinant(1), unknown), .zero))
        #expect(try !Self.areEqual(Self.remainder(determinant(2), unknown), .zero))
    }

    /// Bare logarithms, as for contractions; parts without weight are divergences or left alone.
    @Test func logarithmsAndParts() throws {
        for seed in 0..<6 {
            var random = RandomIntegrands(seed: UInt64(seed), .number(2))
            let integrand = random.weight(EulerLagrangeTests.powers[seed % 4]) * .power(random.symbol(), .number(Rational(1 + seed % 2))) * random.polynomial(terms: 1, degree: 1)
            let first = try Self.remainder(integrand, random.unknown)
            #expect(try Self.areEqual(first, Self.remainder(first, random.unknown)))
            let bare = random.polynomial(terms: 1)
            let form = ComponentForm(Self.context, for: [bare])
            let isLeft = try EulerLagrange(form).integrate(form.normalForm(bare, [:]), random.unknown).hasUnweightedPart
            #expect(try Self.areEqual(Self.remainder(bare, random.unknown, isWeighted: !isLeft), isLeft ? bare : .zero))
        }
        let log = FunctionSymbol(name: "f", arguments: [.vector(Self.plane)], isLogarithm: true)
        let positive = Occurrence(function: log, points: [Self.v])
        let slope = Self.partial([1], positive.expression), curvature = Self.partial([1, 1], positive.expression)
        #expect(try Self.areEqual(Self.remainder(curvature + slope * curvature, positive), .zero))
        #expect(try Self.areEqual(Self.remainder(slope * slope, positive, isWeighted: false), slope * slope))
    }
}
