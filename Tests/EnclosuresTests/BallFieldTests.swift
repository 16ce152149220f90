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
        let evaluator = try Evaluator(
            BallField(precision: precision), Assignment(points: [x: [x0]]), for: [expression])
        return try evaluator.value(expression)
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

    @Test func undefinedOperationsThrow() {
        let x = Expression.coordinate(Self.x, nil)
        for expression in [Expression.one / x, .elementary(.log, x), .squareRoot(x), .elementary(.sign, x), .power(x, .zero)] {
            #expect(throws: EvaluationError.undefined) { try Self.value(expression, at: 0, precision: 64) }
        }
        #expect(throws: EvaluationError.undefined) { try Self.value(.squareRoot(x), at: -1, precision: 64) }
    }
}
