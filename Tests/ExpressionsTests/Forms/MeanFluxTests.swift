import Arithmetic
import Expressions
import Testing

/// Fluxes through small spheres, in the limit.
@Suite struct MeanFluxTests {
    /// A point, constant vectors, a function and its value at the origin in R^d.
    struct Setting {
        let d: Int
        var dimension: Dimension { .number(d) }
        var z: Point { Point(name: "z", manifold: .euclidean(dimension)) }
        var u: FunctionSymbol { FunctionSymbol(name: "u", arguments: [.vector(dimension)]) }
        var g: FunctionSymbol { FunctionSymbol(name: "g", arguments: [.vector(dimension)], isLogarithm: true, attributes: [.decaying]) }
        func vector(_ name: String) -> FunctionSymbol { FunctionSymbol(name: name, arguments: [], valueDimensions: [dimension]) }

        func constant(_ name: String, _ i: Index) -> Expression { .application(.init(function: vector(name), valueIndices: [i], arguments: [])) }

        /// `(a·z)(b·z)…`
        func product(_ names: [String]) -> Expression {
            .product(names.enumerated().map { number, name in
                let i = Index.variable(number, dimension)
                return .contraction(i, constant(name, i) * .coordinate(z, i))
            })
        }

        func norm(_ power: Int) -> Expression {
            let i = Index.variable(70, dimension)
            return .power(.squareRoot(.contraction(i, .coordinate(z, i) * .coordinate(z, i))), .number(Rational(power)))
        }

        func value(_ symbol: FunctionSymbol, atOrigin: Bool, _ derivatives: [Index] = []) -> Expression {
            let i = Index.variable(80, dimension)
            return .application(.init(
                function: symbol, derivatives: derivatives.map { .init(argument: 0, index: $0) },
                arguments: [.vector(i, atOrigin ? .zero : .coordinate(z, i))]))
        }

        var laplacianAtOrigin: Expression {
            let i = Index.variable(90, dimension)
            return .contraction(i, value(u, atOrigin: true, [i, i]))
        }

        func flux(_ normal: Expression) throws -> Expression {
            let frame = TaylorFrame(point: z, base: nil)
            let form = ContractionForm(FormContext(), frame)
            var supply = IndexSupply(startingAt: 1_000)
            return try form.expression(form.meanFlux(form.normalForm(normal), frame, dimension: d), &supply)
        }

        func isFlux(_ normal: Expression, _ expected: Expression) throws -> Bool {
            try ContractionForm.areEqual(flux(normal), expected, FormContext(), dimensions: [:])
        }
    }

    /// The mean of a homogeneous polynomial of degree k over directions is its Gaussian mean divided by that of
    /// `|z|^k`, which is d (d+2) … (d+k-2).
    @Test(arguments: 1...4) func meansOverDirectionsAreGaussianMeans(d: Int) throws {
        let setting = Setting(d: d)
        let f = FunctionSymbol(name: "f", arguments: [.vector(.number(d))], isLogarithm: true, attributes: [.decaying, .unitMass])
        let gauss = DiagonalGaussian(mean: [Rational](repeating: 0, count: d), variances: [Rational](repeating: 1, count: d))
        var generator = SplitMix64(seed: UInt64(d))
        for names in [["a", "b"], ["a", "a"], ["a"], ["a", "b", "c"], ["a", "b", "c", "e"], ["a", "a", "b", "b"], ["a", "a", "a", "b", "b", "c"]] {
            let product = setting.product(names)
            let flux = try setting.flux(product * setting.norm(2 - d - names.count))
            #expect(!flux.mentions(setting.z))
            var constants: [FunctionSymbol: PolynomialFunction] = [:]
            for name in ["a", "b", "c", "e"] {
                var components: [[Int]: [PolynomialFunction.Term]] = [:]
                for k in 1...d { components[[k]] = [.init(exponents: [], coefficient: Rational(Int(generator.next() % 9) - 4, 1 + Int(generator.next() % 2)))] }
                constants[setting.vector(name)] = PolynomialFunction(components: components)
            }
            let form = ComponentForm(FormContext())
            let density = Expression.elementary(.exp, Occurrence(function: f, points: [setting.z]).expression)
            let mean = try #require(try form.gaussianIntegral(of: form.normalForm(product * density, [:]), over: [setting.z], [f: gauss], constants))
            let scale = stride(from: 0, to: names.count - 1, by: 2).reduce(Rational(1)) { $0 * Rational(d + $1) }
            #expect(try form.value(of: mean, at: [:])! == scale * NodeByNode(Assignment(functions: constants)).value(flux), "\(names)")
        }
    }

    /// The mean value property: `|z|^(-2) (u(z) - u(0))` has the mean `Δu(0)/(2d)`.
    @Test(arguments: 1...4) func meanValues(d: Int) throws {
        let setting = Setting(d: d)
        let difference = setting.value(setting.u, atOrigin: false) - setting.value(setting.u, atOrigin: true)
        #expect(try setting.isFlux(difference * setting.norm(-d), .number(Rational(1, 2 * d)) * setting.laplacianAtOrigin))
        #expect(try setting.isFlux(difference * setting.norm(2 - d), .zero))
        #expect(try setting.isFlux(setting.value(setting.u, atOrigin: false) * setting.norm(2 - d), setting.value(setting.u, atOrigin: true)))
        // Positive functions as weights.
        let g = Expression.elementary(.exp, setting.value(setting.g, atOrigin: false))
        #expect(try setting.isFlux(g * setting.norm(2 - d), .elementary(.exp, setting.value(setting.g, atOrigin: true))))
        #expect(try setting.isFlux(g * setting.product(["a"]) * setting.norm(1 - d), .zero))
    }

    /// A limit that is not finite is refused and never read as zero; each term is expanded as far as it must be.
    @Test func whatIsNotTheLimitIsRefused() throws {
        let setting = Setting(d: 3)
        let u = setting.value(setting.u, atOrigin: false), value = setting.value(setting.u, atOrigin: true)
        for normal in [
            u * setting.norm(-2), (u - value) * setting.norm(-4), u * setting.norm(-1) * .elementary(.log, setting.norm(1)),
            .elementary(.exp, setting.value(setting.g, atOrigin: false)) * setting.norm(-3),
            // Poles beyond what an expansion reaches.
            u * setting.norm(-8), u * setting.norm(-12), setting.product(["a"]) * u * setting.norm(-13),
        ] {
            #expect(throws: FormError.self, "\(normal.plainText)") { try setting.flux(normal) }
        }
        #expect(try setting.isFlux((u - value) * setting.norm(-3), .number(Rational(1, 6)) * setting.laplacianAtOrigin))
    }

    /// `|z|^(d-2) |z|^(3/2-d) ((1 + |z|^(1/2))^(1/3) - 1)` tends to 1/3: a root that is not smooth at the origin has no
    /// expansion there. One that is Lipschitz has a value.
    @Test(arguments: 1...4) func rootsAreExpandedAsFarAsTheyAreSmooth(d: Int) throws {
        let setting = Setting(d: d)
        func norm(_ power: Rational) -> Expression {
            let i = Index.variable(70, setting.dimension)
            return .power(.squareRoot(.contraction(i, .coordinate(setting.z, i) * .coordinate(setting.z, i))), .number(power))
        }
        func root(_ power: Rational) -> Expression { .power(.one + norm(power), .number(Rational(1, 3))) }
        #expect(throws: FormError.self) { try setting.flux((root(Rational(1, 2)) - .one) * norm(Rational(3, 2) - Rational(d))) }
        #expect(throws: FormError.self) { try setting.flux((root(1) - .one) * setting.norm(1 - d)) }
        #expect(throws: FormError.self) { try setting.flux((root(Rational(5, 2)) - .one) * norm(-Rational(1, 2) - Rational(d))) }
        #expect(try setting.isFlux(root(1) * setting.norm(2 - d), .one))
        #expect(try setting.isFlux((root(2) - .one) * setting.norm(-d), .number(Rational(1, 3))))
        #expect(try setting.isFlux((root(Rational(5, 2)) - .one) * norm(Rational(1, 2) - Rational(d)), .zero))
    }
}
