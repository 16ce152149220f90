import Arithmetic
import Expressions
import Testing

/// `D = E + div X`, and `E` is the normal form of the functional `∫ D`.
@Suite struct EulerLagrangeTests {
    static let context = FormContext(positiveParameters: ["d"])

    /// Integrates by parts; holds only if the integrand is what is left plus the divergences.
    @discardableResult
    static func remainder(_ integrand: Expression, _ unknown: Occurrence, isWeighted: Bool = true) throws -> Expression {
        let form = ContractionForm(context, for: [integrand])
        let result = try EulerLagrange(form).integrate(form.normalForm(integrand), unknown)
        #expect(result.hasUnweightedPart == !isWeighted)
        var supply = IndexSupply(startingAt: 10_000)
        let remainder = try form.expression(result.remainder, &supply)
        var terms = [remainder]
        for (key, field) in result.fields {
            #expect(unknown.variables.contains(key.point) && key.component == nil)
            let component = try form.expression(field, &supply)
            guard let dimension = key.point.manifold.vectorDimension else {
                terms.append(.partial(key.point, nil, component))
                continue
            }
            let index = EulerLagrange.fieldIndex(dimension)
            terms.append(.contraction(index, .partial(key.point, index, component)))
        }
        #expect(try ContractionForm.areEqual(integrand, .sum(terms), context), "\(integrand.plainText)")
        return remainder
    }

    static func isZero(_ e: Expression) throws -> Bool { try ContractionForm.areEqual(e, .zero, context) }

    /// A divergence leaves nothing, what is left stays.
    static func check(_ integrand: Expression, _ unknown: Occurrence) throws {
        let first = try remainder(integrand, unknown)
        let second = try remainder(first, unknown)
        #expect(try ContractionForm.areEqual(first, second, context), "\(integrand.plainText)")
    }

    static let powers: [Expression] = [.one, .number(2), .number(Rational(-1, 3)), .parameter("p"), .one + .parameter("p")]

    @Test(arguments: [Dimension.symbol("d"), .number(3)], 1...2) func positiveFunctions(dimension: Dimension, points: Int) throws {
        for seed in 0..<12 {
            var random = RandomIntegrands(seed: UInt64(seed), dimension, points: points)
            let power = Self.powers[seed % Self.powers.count]
            try Self.check(random.weight(power) * random.polynomial(terms: 2), random.unknown)
        }
    }

    @Test(arguments: [Dimension.symbol("d"), .number(2)], 1...2) func divergencesOfPositiveFunctionsLeaveNothing(dimension: Dimension, points: Int) throws {
        for seed in 0..<12 {
            var random = RandomIntegrands(seed: UInt64(seed), dimension, points: points)
            let power = Self.powers[seed % Self.powers.count]
            let divergence = random.divergence { random, i in
                random.weight(power) * random.polynomial(terms: 1, degree: random.below(3), free: [i])
            }
            #expect(try Self.isZero(Self.remainder(divergence, random.unknown)), "\(divergence.plainText)")
        }
    }

    /// `f^p φ^n D`, powers of the bare logarithm.
    @Test func logarithms() throws {
        for seed in 0..<10 {
            var random = RandomIntegrands(seed: UInt64(seed), .symbol("d"), points: 1 + seed % 2)
            let logarithm = Expression.power(random.symbol(), .number(Rational(1 + seed % 3)))
            let factor = random.weight(Self.powers[seed % Self.powers.count]) * logarithm
            try Self.check(factor * random.polynomial(terms: 1), random.unknown)
            let divergence = random.divergence { random, i in factor * random.polynomial(terms: 1, degree: 1, free: [i]) }
            #expect(try Self.isZero(Self.remainder(divergence, random.unknown)), "\(divergence.plainText)")
        }
    }

    /// `∫ log f Δf = -∫ |∇φ|² f`.
    @Test func entropyAlongTheHeatFlow() throws {
        var calculus = Calculus(.symbol("d"))
        let symbol = FunctionSymbol(name: "f", arguments: [.vector(.symbol("d"))], isLogarithm: true)
        let unknown = Occurrence(function: symbol, points: [calculus.point])
        let logarithm = Tensor.scalar(unknown.expression), f = Tensor.scalar(.elementary(.exp, unknown.expression))
        let slope = calculus.grad(logarithm)
        func left(_ factor: Rational) -> Expression {
            logarithm.body * calculus.laplacian(f).body + .number(factor) * calculus.dot(slope, slope).body * f.body
        }
        #expect(try Self.isZero(Self.remainder(left(1), unknown)))
        #expect(try !Self.isZero(Self.remainder(left(2), unknown)))
    }

    @Test(arguments: 1...3) func functionsOfEitherSign(degree: Int) throws {
        for seed in 0..<8 {
            var random = RandomIntegrands(seed: UInt64(seed), seed % 2 == 0 ? .symbol("d") : .number(3), points: 1 + seed % 2, isLogarithm: false)
            try Self.check(random.polynomial(terms: 2, degree: degree, lowest: 0), random.unknown)
            let divergence = random.divergence { random, i in random.polynomial(terms: 1, degree: degree, lowest: 0, free: [i]) }
            #expect(try Self.isZero(Self.remainder(divergence, random.unknown)), "\(divergence.plainText)")
        }
    }

    /// Derivatives inside composed powers, `f (1 + |∇φ|²)^(1/2)`.
    @Test func composedPowers() throws {
        for seed in 0..<6 {
            var random = RandomIntegrands(seed: UInt64(seed), .symbol("d"))
            let slope = random.monomial([1, 1], positions: 0)
            let root = Expression.power(.one + slope * slope, .number([Rational(1, 2), -1, Rational(1, 3)][seed % 3]))
            try Self.check(random.weight(Self.powers[seed % 3]) * root * random.monomial([1 + seed % 2], positions: 1), random.unknown)
        }
    }

    /// With w fixed only divergences in v are taken off.
    @Test func fixedPoints() throws {
        for seed in 0..<8 {
            var random = RandomIntegrands(seed: UInt64(seed), .number(3), points: 2)
            let unknown = Occurrence(function: random.function, points: random.points, fixed: [random.points[1]])
            let i = Index.variable(5_000, .number(3))
            let field = random.weight() * random.polynomial(terms: 1, degree: 1, free: [i])
            let inV = Expression.contraction(i, .partial(random.points[0], i, field))
            #expect(try Self.isZero(Self.remainder(inV, unknown)), "\(inV.plainText)")
            let inW = Expression.contraction(i, .partial(random.points[1], i, field))
            let left = try Self.remainder(inW, unknown)
            #expect(try Self.isZero(Self.remainder(left, random.unknown)))
        }
        // ∫ Δ_w F dv is not 0.
        var random = RandomIntegrands(seed: 1, .number(3), points: 2)
        let unknown = Occurrence(function: random.function, points: random.points, fixed: [random.points[1]])
        let i = Index.variable(5_000, .number(3))
        let f = random.weight()
        let laplacian = Expression.contraction(i, .partial(random.points[1], i, .partial(random.points[1], i, f)))
        #expect(try !Self.isZero(Self.remainder(laplacian, unknown)))
        #expect(try Self.isZero(Self.remainder(laplacian, random.unknown)))
    }

    /// Without a factor that decays, with `f^p` at p = 0 or with a bare logarithm alone, nothing is integrated.
    @Test func partsWithoutWeightAreLeftAlone() throws {
        for seed in 0..<6 {
            var random = RandomIntegrands(seed: UInt64(seed), .number(3))
            let polynomial = random.polynomial(terms: 1)
            let cancelled = random.weight(.parameter("p")) * random.weight(-.parameter("p")) * polynomial
            for integrand in [polynomial, cancelled, random.symbol() * polynomial] {
                let rest = try Self.remainder(integrand, random.unknown, isWeighted: false)
                #expect(try ContractionForm.areEqual(rest, integrand, Self.context))
            }
            var other = RandomIntegrands(seed: UInt64(seed), .number(3), isLogarithm: false)
            let constant = other.norm(.number(-2)) * other.monomial([], positions: 2)
            let rest = try Self.remainder(constant, other.unknown, isWeighted: false)
            #expect(try ContractionForm.areEqual(rest, constant, Self.context))
        }
    }

    /// On the line, and with a time beside the space.
    @Test func pointsOfTheLine() throws {
        let x = Point(name: "x", manifold: .line(lower: nil, upper: nil)), v = Point(name: "v", manifold: .euclidean(.number(3)))
        for places in [[x], [x, v]] {
            for isLogarithm in [true, false] {
                let symbol = FunctionSymbol(
                    name: "u", arguments: places.map { $0 == x ? .scalar : .vector(.number(3)) }, isLogarithm: isLogarithm)
                let unknown = Occurrence(function: symbol, points: places)
                let u = isLogarithm ? Expression.elementary(.exp, unknown.expression) : unknown.expression
                func derivative(_ e: Expression) -> Expression { .partial(x, nil, e) }
                let total = derivative(.power(.coordinate(x, nil), .number(3)) * u * derivative(unknown.expression))
                #expect(try Self.isZero(Self.remainder(total, unknown)))
                #expect(try !Self.isZero(Self.remainder(.coordinate(x, nil) * derivative(u), unknown)))
                try Self.check(derivative(derivative(u)) * derivative(unknown.expression) * .coordinate(x, nil), unknown)
            }
        }
    }

    @Test func functionsOfTheUnknownAreRefused() {
        var random = RandomIntegrands(seed: 2, .number(3))
        let form = ContractionForm(Self.context)
        for factor in [Expression.elementary(.sin, random.symbol()), .elementary(.log, .one + random.weight())] {
            #expect(throws: FormError.self) { try EulerLagrange(form).integrate(form.normalForm(random.weight() * factor), random.unknown) }
        }
    }
}
