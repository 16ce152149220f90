import Arithmetic
@testable import Enclosures
import Expressions
import Testing

/// What double precision encloses is compared with balls of many digits.
@Suite struct DoubleBallTests {
    static let x = Point(name: "x", manifold: .line(lower: nil, upper: nil))

    static func random(_ depth: Int, _ generator: inout SplitMix64) -> Expression {
        let choice = depth == 0 ? generator.next() % 2 : generator.next() % 11
        switch choice {
        case 0: return .coordinate(x, nil)
        case 1: return .number(Rational(Int(generator.next() % 19) - 9, Int(generator.next() % 7) + 1))
        case 2, 3: return random(depth - 1, &generator) + random(depth - 1, &generator)
        case 4, 5: return random(depth - 1, &generator) * random(depth - 1, &generator)
        case 6: return .power(random(depth - 1, &generator), .number(-1))
        case 7: return .power(.power(random(depth - 1, &generator), .number(2)) + .number(Rational(1, 3)), .number(Rational(Int(generator.next() % 7) - 3, 2)))
        case 8: return .elementary(.exp, .elementary(.sin, random(depth - 1, &generator)))
        case 9: return .elementary(.log, .power(random(depth - 1, &generator), .number(2)) + .one)
        default: return .partial(x, nil, random(depth - 1, &generator))
        }
    }

    @Test func ballsContainTheValue() throws {
        var generator = SplitMix64(seed: 61)
        var compared = 0, sharp = 0
        for _ in 0..<300 {
            let e = Self.random(4, &generator)
            let assignment = Assignment(points: [Self.x: [Rational(Int(generator.next() % 41) - 20, 7)]])
            guard let ball = try? DoubleBallField().value(e, at: assignment), ball.isFinite,
                let exact = try? BallField(precision: 400).value(e, at: assignment), exact.isFinite else { continue }
            compared += 1
            let midpoint = Ball(Rational(ball.midpoint.significandInteger), precision: 400)
            let scaled = midpoint.multiplied(by: Ball(try Rational(2).power(ball.midpoint.binaryExponent), precision: 400), precision: 400)
            let gap = exact.subtracting(scaled, precision: 400).absoluteValue
            let radius = Ball(Rational(ball.radius.significandInteger), precision: 400)
                .multiplied(by: Ball(try Rational(2).power(ball.radius.binaryExponent), precision: 400), precision: 400)
            #expect(radius.isLess(than: gap) != .yes, "\(e.plainText) \(ball) \(exact)")
            if ball.agreesSharply(with: ball) { sharp += 1 }
        }
        #expect(compared > 150)
        #expect(sharp > compared / 2)
    }

    @Test func differentNumbersAreToldApart() {
        let field = DoubleBallField()
        let a = field.number(Rational(1, 3)), b = field.number(Rational(1, 3) + Rational(1, 1 << 40))
        #expect(a.isDisjoint(from: b) && !a.agreesSharply(with: b))
        #expect(!a.isDisjoint(from: a) && a.agreesSharply(with: a))
        // 1/3 + 1/3 - 2/3 is small, not zero, and not sharp.
        let rest = a + a + field.number(Rational(-2, 3))
        #expect(!rest.isDisjoint(from: .zero) && !rest.agreesSharply(with: .zero))
    }
}

extension Double {
    fileprivate var significandInteger: Int { self == 0 ? 0 : Int(significand * 0x1p52) * (self < 0 ? -1 : 1) }
    fileprivate var binaryExponent: Int { self == 0 ? 0 : Int(exponent) - 52 }
}
