import Arithmetic
import Enclosures
import Expressions
import Testing

@Suite struct BallFieldTests {
    static let x = Point(name: "x", manifold: .line(lower: nil, upper: nil))

    /// `f(x) = exp(x²) sin(x) / (1 + x²)^(1/2)` and its first two derivatives.
    static var examples: [Expression] {
        let x = Expression.coordinate(x, nil)
        let square = Expression.power(x, .number(2))
        let f = .elementary(.exp, square) * .elementary(.sin, x) / .squareRoot(.one + square)
        return [f, .partial(Self.x, nil, f), .partial(Self.x, nil, .partial(Self.x, nil, f))]
    }

    static func value(_ expression: Expression, at x0: Rational, precision: Int) throws -> Ball {
        try BallField(precision: precision).value(expression, at: Assignment(points: [x: [x0]]))
    }

    @Test func morePrecisionStaysInside() throws {
        var generator = SplitMix64(seed: 5)
        for _ in 0..<20 {
            let x0 = Rational(Int(generator.next() % 41) - 20, 7)
            for expression in Self.examples {
                let coarse = try Self.value(expression, at: x0, precision: 53)
                let fine = try Self.value(expression, at: x0, precision: 240)
                #expect(coarse.overlaps(fine))
                #expect(fine.relativeAccuracyBits > 100 || fine.containsZero)
            }
        }
    }

    /// The mean value of the derivative over a short interval encloses the difference quotient.
    @Test func derivativesAgreeWithDifferences() throws {
        let h = Rational(1, 1 << 30)
        for expression in Self.examples.dropLast() {
            let x0 = Rational(3, 7)
            let quotient = try Self.value(expression, at: x0 + h, precision: 200)
                .subtracting(Self.value(expression, at: x0 - h, precision: 200), precision: 200)
                .divided(by: Ball(h + h, precision: 200), precision: 200)
            let slope = try Self.value(.partial(Self.x, nil, expression), at: x0, precision: 200)
            let gap = quotient.subtracting(slope, precision: 200).absoluteValue
            #expect(gap.isLess(than: Ball(Rational(1, 1 << 40), precision: 200)) == .yes)
        }
    }

    /// Derivatives of every elementary function, by their series, against the rules of calculus.
    @Test func seriesOfElementaryFunctions() throws {
        let argument = Expression.sum([.product([.coordinate(Self.x, nil), .coordinate(Self.x, nil)]), .number(Rational(1, 3))])
        var supply = IndexSupply()
        // The derivatives of the Gamma function are no elementary functions.
        for function in ElementaryFunction.allCases where function != .gamma {
            let f = Expression.elementary(function, argument)
            var bySeries = f, byRules = f
            for _ in 0..<3 {
                bySeries = .partial(Self.x, nil, bySeries)
                byRules = byRules.differentiated(by: Self.x, nil, &supply)
                let a = try Self.value(bySeries, at: Rational(2, 5), precision: 160)
                let b = try Self.value(byRules, at: Rational(2, 5), precision: 160)
                #expect(a.overlaps(b), "\(function)")
                #expect(a.containsZero || a.relativeAccuracyBits > 100)
            }
        }
        for exponent in [Rational(3), -2, Rational(1, 2), Rational(-5, 3)] {
            let f = Expression.power(argument, .number(exponent))
            let a = try Self.value(.partial(Self.x, nil, .partial(Self.x, nil, f)), at: 2, precision: 160)
            let rules = f.differentiated(by: Self.x, nil, &supply).differentiated(by: Self.x, nil, &supply)
            #expect(try a.overlaps(Self.value(rules, at: 2, precision: 160)) && a.relativeAccuracyBits > 100)
        }
    }

    /// `Γ(x+1) = x Γ(x)` in balls, and the factorials exactly.
    @Test func gammaFunction() throws {
        let x = Expression.coordinate(Self.x, nil)
        for value in [Rational(1, 3), Rational(7, 2), Rational(-5, 2), 4] {
            let a = try Self.value(.elementary(.gamma, x + .one), at: value, precision: 128)
            let b = try Self.value(x * .elementary(.gamma, x), at: value, precision: 128)
            #expect(a.overlaps(b) && a.relativeAccuracyBits > 100)
        }
        #expect(try RationalField().elementary(.gamma, 6) == 120)
        #expect(throws: EvaluationError.undefined) { try Self.value(.elementary(.gamma, x), at: -2, precision: 64) }
    }

    @Test func undefinedOperationsThrow() {
        let x = Expression.coordinate(Self.x, nil)
        for expression in [Expression.one / x, .elementary(.log, x), .squareRoot(x), .elementary(.sign, x), .power(x, .zero)] {
            #expect(throws: EvaluationError.undefined) { try Self.value(expression, at: 0, precision: 64) }
        }
        #expect(throws: EvaluationError.undefined) { try Self.value(.squareRoot(x), at: -1, precision: 64) }
    }
}
