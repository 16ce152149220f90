import Arithmetic
import Testing

@Suite struct RealTests {
    /// A correctly rounded result lies within half a unit in the last place of the exact one.
    @Test func resultsAreWithinHalfAUnit() {
        var instances = RandomInstances(seed: 61)
        typealias Pair = (name: String, real: (Real) -> Real, ball: (Ball) -> Ball)
        let pairs: [Pair] = [
            ("exp", { $0.exp() }, { $0.exp(precision: 300) }), ("log", { $0.log() }, { $0.log(precision: 300) }),
            ("sqrt", { $0.squareRoot() }, { $0.sqrt(precision: 300) }),
            ("sin", { $0.sin() }, { $0.sin(precision: 300) }), ("cos", { $0.cos() }, { $0.cos(precision: 300) }),
            ("tan", { $0.tan() }, { $0.tan(precision: 300) }), ("atan", { $0.atan() }, { $0.atan(precision: 300) }),
            ("sinh", { $0.sinh() }, { $0.sinh(precision: 300) }), ("cosh", { $0.cosh() }, { $0.cosh(precision: 300) }),
            ("tanh", { $0.tanh() }, { $0.tanh(precision: 300) }), ("erf", { $0.erf() }, { $0.erf(precision: 300) }),
            ("gamma", { $0.gamma() }, { $0.gamma(precision: 300) }),
        ]
        for (name, real, ball) in pairs {
            for _ in 0..<30 {
                let x = Real(instances.smallRational(1...9), precision: 100)
                guard let exact = x.rationalValue else { continue }
                let value = real(x)
                if value.isZero {
                    #expect(ball(Ball(exact, precision: 300)).containsZero, "\(name) \(exact)")
                    continue
                }
                guard let rational = value.rationalValue, let exponent = value.exponent,
                    let half = try? Rational(2).power(exponent - 101)
                else {
                    Issue.record("\(name) \(exact)")
                    continue
                }
                let allowed = Ball(midpoint: rational, radius: half, precision: 300)
                #expect(allowed.overlaps(ball(Ball(exact, precision: 300))), "\(name) \(exact)")
                let tight = Ball(midpoint: rational + 2 * half, radius: half / 2, precision: 300)
                #expect(!tight.overlaps(ball(Ball(exact, precision: 300))), "\(name) \(exact)")
            }
        }
    }

    @Test func exactWhenRepresentable() throws {
        var instances = RandomInstances(seed: 62)
        for _ in 0..<300 {
            let (a, b) = (Rational(instances.word()), Rational(instances.word()))
            let (x, y) = (Real(a, precision: 200), Real(b, precision: 200))
            #expect((x + y).rationalValue == a + b)
            #expect((x - y).rationalValue == a - b)
            #expect((x * y).rationalValue == a * b)
            #expect((x < y) == (a < b))
            #expect((x * y / x).rationalValue == (a.isZero ? nil : b))
            #expect(x.sign == a.sign)
        }
    }

    @Test func specialValues() {
        let zero = Real(0, precision: 53)
        let one = Real(1, precision: 53)
        #expect((zero / zero).isNaN)
        #expect(zero / zero != zero / zero)
        #expect(!(one / zero).isFinite && !(one / zero).isNaN)
        #expect(Real(-1, precision: 53).squareRoot().isNaN)
        #expect((one / zero).rationalValue == nil)
        #expect(one.scaled(byPowerOfTwo: 1 << 40).sin().isNaN)
        #expect((one + Real(1, precision: 100)).precision == 100)
    }

    @Test func text() {
        let pi = Real.pi(precision: 100)
        #expect(pi.description(digits: 6) == "3.14159")
        #expect((-pi).description(digits: 3) == "-3.14")
        #expect(Real(Rational(1, 1024), precision: 53).description(digits: 4) == "0.0009766")
        #expect(Real(1_500_000, precision: 53).description(digits: 2) == "1.5e6")
        #expect(Real(Rational("1.5e-12") ?? 0, precision: 53).description(digits: 3) == "1.50e-12")
        #expect(Real(12, precision: 53).description(digits: 2) == "12")
    }

    @Test func copiesAreIndependent() {
        let original = Real(3, precision: 53)
        var changed = original
        changed += Real(4, precision: 53)
        changed *= changed
        #expect(original.rationalValue == 3)
        #expect(changed.rationalValue == 49)
    }
}
