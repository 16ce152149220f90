import Arithmetic
import Expressions
import Testing

/// What a form is written back as has that normal form.
@Suite struct ReificationTests {
    private static func integrand(_ seed: Int, _ dimension: Dimension, free: [Index] = []) -> Expression {
        var random = RandomIntegrands(seed: UInt64(seed), dimension, points: 1 + seed % 2, isLogarithm: seed % 3 != 0)
        var factors = [random.polynomial(terms: 2, lowest: 0, free: free)]
        switch seed % 5 {
        case 0: factors.append(.elementary(.exp, .number(Rational(-1, 2)) * random.monomial([], positions: 2)))
        case 1: factors.append(.power(.one + random.monomial([], positions: 2), .parameter("γ") - .number(Rational(1, 2))))
        case 2: factors.append(.elementary(.log, .one + random.monomial([], positions: 2)))
        case 3: factors.append(.power(.number(12), .number(Rational(1, 2)) + .parameter("p")) * .pi)
        default: factors.append(.elementary(.sin, random.monomial([1, 1], positions: 0)))
        }
        if random.function.isLogarithm { factors.append(random.weight(.parameter("p"))) }
        return .product(factors)
    }

    @Test(arguments: [Dimension.symbol("d"), .number(3)]) func contractions(dimension: Dimension) throws {
        let i = Index.variable(900, dimension), j = Index.variable(901, dimension)
        for seed in 0..<20 {
            for free in [[], [i], [i, j]] {
                let e = Self.integrand(seed, dimension, free: free)
                let form = ContractionForm(FormContext(), for: [e])
                let first = try form.normalForm(e)
                var supply = IndexSupply(startingAt: 10_000)
                let back = try form.expression(first, &supply)
                #expect(try form.normalForm(back) == first, "\(e.plainText)")
                #expect(Set(back.freeIndices).isSubset(of: free))
                #expect(try ContractionForm.areEqual(e, back, FormContext()))
            }
        }
    }

    @Test(arguments: 1...3) func components(dimension: Int) throws {
        for seed in 0..<(dimension == 3 ? 6 : 15) {
            let e = Self.integrand(seed, .number(dimension))
            let form = ComponentForm(FormContext(), for: [e])
            let first = try form.normalForm(e, [:])
            var supply = IndexSupply(startingAt: 10_000)
            let back = try form.expression(first, &supply)
            // A base to the power 1 is written out.
            #expect(try form.isZero(form.difference(e, back, [:])), "\(e.plainText)")
            #expect(try form.normalForm(back, [:]).termCount >= first.termCount)
        }
    }

    /// Functions at linear combinations of points, and on the line.
    @Test func composedArguments() throws {
        let d = Dimension.symbol("d")
        let v = Point(name: "v", manifold: .euclidean(d)), w = Point(name: "w", manifold: .euclidean(d)), t = Point(name: "t", manifold: .line(lower: nil, upper: nil))
        let symbol = FunctionSymbol(name: "h", arguments: [.scalar, .vector(d)], valueDimensions: [d])
        let i = Index.variable(1, d), j = Index.variable(2, d), k = Index.variable(3, d)
        let argument = Expression.Argument.vector(j, .coordinate(v, j) - .number(2) * .coordinate(w, j))
        let h = Expression.application(.init(function: symbol, valueIndices: [i], arguments: [.scalar(.power(.coordinate(t, nil), .number(2))), argument]))
        for e in [h, .partial(t, nil, h), .partial(v, k, h), .partial(w, k, .partial(t, nil, .partial(v, i, h)))] {
            let form = ContractionForm(FormContext())
            let first = try form.normalForm(e)
            var supply = IndexSupply(startingAt: 10_000)
            #expect(try form.normalForm(form.expression(first, &supply)) == first)
        }
    }

    /// `(x²)^(γ/2)` is `|x|^γ`, defined for x < 0, which `x^γ` is not.
    @Test func evenPowersKeepTheirSign() throws {
        let x = Expression.coordinate(Point(name: "x", manifold: .line(lower: nil, upper: nil)), nil)
        for (base, exponent) in [(2, Expression.parameter("γ")), (2, .number(Rational(1, 2))), (4, .number(Rational(-1, 4))), (3, .number(Rational(1, 2)))] {
            let e = Expression.power(.power(x, .number(Rational(base))), exponent)
            let contraction = ContractionForm(FormContext())
            let first = try contraction.normalForm(e)
            var supply = IndexSupply(startingAt: 100)
            #expect(try contraction.normalForm(contraction.expression(first, &supply)) == first, "\(e.plainText)")
            let components = ComponentForm(FormContext())
            let other = try components.normalForm(e, [:])
            #expect(try components.normalForm(components.expression(other, &supply), [:]) == other, "\(e.plainText)")
        }
    }
}
