import Arithmetic
import Expressions
import Testing

@testable import Kernel

@Suite struct ParameterSignTests {
    private let p = Expression.parameter("p"), q = Expression.parameter("q")

    private func sign(_ p: (Rational?, Rational?), integer: Bool = false, _ hypotheses: [Proposition] = []) -> ParameterSign {
        func bound(_ value: Rational?) -> Parameter.Bound? { value.map { Parameter.Bound(value: $0, isStrict: false) } }
        return ParameterSign(Statement(
            parameters: [
                Parameter(name: "p", isInteger: integer, lower: bound(p.0), upper: bound(p.1)),
                Parameter(name: "q", lower: bound(0), upper: bound(1)),
            ],
            hypotheses: hypotheses, goal: .relation(Relation(.zero, .equal, .zero))))
    }

    @Test func polynomialsOnIntervals() {
        let parabola = -(p - .number(Rational(3, 2))) * (p - .number(3))
        #expect(sign((Rational(3, 2), 3)).isNonnegative(parabola))
        #expect(!sign((Rational(3, 2), Rational(301, 100))).isNonnegative(parabola))
        #expect(!sign((nil, 3)).isNonnegative(parabola))
        #expect(sign((nil, nil)).isNonnegative(p * p - .number(2) * p + .one))
        #expect(!sign((nil, nil)).isNonnegative(p * p - .number(2) * p + .number(Rational(99, 100))))
        #expect(!sign((nil, nil)).isNonnegative(p))
    }

    @Test func quotients() {
        let quotient = (p - .one) / (p - .number(2))
        #expect(sign((3, nil)).isNonnegative(quotient))
        #expect(!sign((1, nil)).isNonnegative(quotient))
    }

    /// Between two integers a polynomial may be negative.
    @Test func integers() {
        let between = (p - .number(2)) * (p - .number(3))
        #expect(sign((0, nil), integer: true).isNonnegative(between))
        #expect(!sign((0, nil)).isNonnegative(between))
        #expect(!sign((0, nil), integer: true).isNonnegative((p - .number(2)) * (p - .number(4))))
        #expect(sign((3, nil), integer: true).isNonzero(p - .number(2)))
        #expect(sign((0, nil), integer: true).isNonzero(.number(2) * p - .number(3)))
        #expect(!sign((2, nil), integer: true).isNonzero(p - .number(2)))
    }

    @Test func severalParameters() {
        #expect(sign((0, nil)).isNonnegative(p * (.one - q) + q))
        #expect(!sign((0, nil)).isNonnegative(p * (.one - q) - q))
        #expect(!sign((0, nil)).isNonnegative(p * (.one - .number(2) * q)))
    }

    @Test func hypotheses() {
        let excess = .number(8) - p * p
        let known = Proposition.relation(Relation(p * p, .lessOrEqual, .number(8)))
        #expect(sign((nil, nil), [known]).isNonnegative(.number(Rational(1, 4)) * excess))
        #expect(!sign((nil, nil)).isNonnegative(excess))
        #expect(!sign((nil, nil), [known]).isNonnegative(.number(7) - p * p))
        #expect(!sign((nil, nil), [.relation(Relation(p * p, .equal, .number(8)))]).isNonnegative(-excess - .one))
    }

    @Test func numbers() {
        #expect(sign((nil, nil)).isNonnegative(.squareRoot(.number(2)) - .number(Rational(7, 5))))
        #expect(!sign((nil, nil)).isNonnegative(.squareRoot(.number(2)) - .number(Rational(3, 2))))
        // What is zero in truth is not seen to be so by numbers.
        #expect(!sign((nil, nil)).isNonnegative(.squareRoot(.number(2)) * .squareRoot(.number(2)) - .number(3)))
    }
}
