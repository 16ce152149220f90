import Arithmetic
import Testing

@Suite struct BallTests {
    typealias Function = @Sendable (Ball, Int) -> Ball

    static let functions: [(name: String, function: Function)] = [
        ("exp", { $0.exp(precision: $1) }), ("log", { $0.log(precision: $1) }), ("sqrt", { $0.sqrt(precision: $1) }),
        ("sin", { $0.sin(precision: $1) }), ("cos", { $0.cos(precision: $1) }), ("tan", { $0.tan(precision: $1) }),
        ("atan", { $0.atan(precision: $1) }), ("sinh", { $0.sinh(precision: $1) }),
        ("cosh", { $0.cosh(precision: $1) }), ("tanh", { $0.tanh(precision: $1) }),
        ("erf", { $0.erf(precision: $1) }),
        ("erfc", { $0.erfc(precision: $1) }), ("gamma", { $0.gamma(precision: $1) }),
        ("logGamma", { $0.logGamma(precision: $1) }), ("inverse", { $0.inverse(precision: $1) }),
        ("power 3/7", { $0.power(Rational(3, 7), precision: $1) }), ("power -2", { $0.power(-2, precision: $1) }),
        ("power x", { $0.power($0, precision: $1) }), ("root 5", { $0.root(5, precision: $1) }),
    ]

    /// The value at 200 bits is in the value at 53 bits up to its own radius, and in the image of a wider ball.
    @Test(arguments: 0..<functions.count)
    func enclosesAtTwoPrecisions(_ position: Int) {
        let (name, function) = Self.functions[position]
        var instances = RandomInstances(seed: 31 + UInt64(position))
        for _ in 0..<60 {
            let x = instances.smallRational(1...40)
            let fine = function(Ball(x, precision: 200), 200)
            let coarse = function(Ball(x, precision: 53), 53)
            let wide = function(Ball(midpoint: x, radius: Rational(1, 50), precision: 53), 53)
            #expect(fine.isFinite && coarse.isFinite, "\(name) \(x)")
            #expect(coarse.overlaps(fine), "\(name) \(x)")
            #expect(wide.overlaps(fine) || !wide.isFinite, "\(name) \(x)")
            #expect(fine.relativeAccuracyBits > 150, "\(name) \(x)")
            let elsewhere = fine.multiplied(by: Ball(Rational(1001, 1000), precision: 200), precision: 200)
            #expect(fine.containsZero || !coarse.overlaps(elsewhere), "\(name) \(x)")
        }
    }

    @Test func arithmeticContainsTheExactResult() {
        var instances = RandomInstances(seed: 51)
        for _ in 0..<500 {
            let (a, b) = (instances.rational(), instances.rational())
            let (x, y) = (Ball(a, precision: 53), Ball(b, precision: 53))
            #expect(x.contains(a))
            #expect(x.adding(y, precision: 53).contains(a + b))
            #expect(x.subtracting(y, precision: 53).contains(a - b))
            #expect(x.multiplied(by: y, precision: 53).contains(a * b))
            if !b.isZero { #expect(x.divided(by: y, precision: 53).contains(a / b)) }
            #expect((-x).contains(-a))
            #expect(x.absoluteValue.contains(a.magnitude))
            #expect(x.minimum(y, precision: 53).contains(min(a, b)))
            #expect(x.maximum(y, precision: 53).contains(max(a, b)))
            #expect(x.union(y, precision: 53).contains(a) && x.union(y, precision: 53).contains(b))
            if let lower = x.lowerBound(precision: 53), let upper = x.upperBound(precision: 53) {
                #expect(lower <= a && a <= upper)
            } else {
                Issue.record("no bounds for \(a)")
            }
        }
    }

    @Test func predicatesDoNotGuess() {
        let around = Ball(midpoint: 0, radius: Rational(1, 10), precision: 53)
        #expect(around.isPositive() == .unknown && around.isNegative() == .unknown)
        #expect(around.isNonzero() == .unknown)
        #expect(Ball(0).isNonzero() == .no)
        #expect(Ball(2).isPositive() == .yes && Ball(-2).isPositive() == .no)
        #expect(Ball(1).isLess(than: Ball(2)) == .yes)
        #expect(Ball(2).isLess(than: Ball(1)) == .no)
        #expect(around.isLess(than: Ball(0)) == .unknown)
        let third = Ball(Rational(1, 3), precision: 53)
        #expect(third.contains(Rational(1, 3)))
        #expect(!third.contains(Rational(33333, 100000)))
        #expect(!Ball.pi(precision: 100).contains(Rational(355, 113)))
    }

    @Test func undefinedIsNotFinite() {
        #expect(!Ball(-1).log(precision: 53).isFinite)
        #expect(!Ball(0).log(precision: 53).isFinite)
        #expect(!Ball(-1).sqrt(precision: 53).isFinite)
        #expect(!Ball(1).divided(by: Ball(0), precision: 53).isFinite)
        #expect(!Ball(0).gamma(precision: 53).isFinite)
        let undefined = Ball(-1).sqrt(precision: 53)
        #expect(undefined.isPositive() == .unknown && undefined.isNonzero() == .unknown)
        #expect(undefined.lowerBound(precision: 53) == nil)
        #expect(Ball(-100).exp(precision: 53).power(Ball(Int.max), precision: 53).lowerBound(precision: 53) == nil)
    }

    @Test func copiesAreIndependent() {
        let original = Ball(3)
        var changed = original
        changed.add(Ball(4), precision: 53)
        changed.add(product: changed, changed, precision: 53)
        #expect(original.contains(3) && !original.contains(7))
        #expect(changed.contains(56))
        changed.widen(by: Ball(1))
        #expect(changed.contains(57) && changed.contains(55) && !original.contains(4))
    }

    @Test func text() {
        #expect(Ball.pi(precision: 64).description(digits: 10).hasPrefix("[3.14159265"))
        #expect(Ball.pi(precision: 64).midpointDescription(digits: 5) == "3.1416")
        #expect(Ball(2).description(digits: 10).hasPrefix("2.000"))
    }

    @Test func complexFunctionsAgreeWithRealOnes() {
        var instances = RandomInstances(seed: 52)
        for _ in 0..<100 {
            let (a, b) = (instances.smallRational(1...9), instances.smallRational())
            let z = ComplexBall(a, b, precision: 100)
            let x = Ball(a, precision: 100)
            #expect(ComplexBall(x).exp(precision: 100).real.overlaps(x.exp(precision: 100)))
            #expect(z.exp(precision: 53).contains(z.exp(precision: 100)))
            #expect(z.log(precision: 100).exp(precision: 100).overlaps(z))
            #expect(z.multiplied(by: z.conjugate, precision: 100).imaginary.containsZero)
            #expect(z.multiplied(by: z.inverse(precision: 100), precision: 100).overlaps(ComplexBall(Ball(1))))
            #expect(z.power(3, precision: 100).overlaps(
                z.multiplied(by: z, precision: 100).multiplied(by: z, precision: 100)))
        }
        let i = ComplexBall.imaginaryUnit
        #expect(i.multiplied(by: i, precision: 53).real.contains(-1))
    }

    @Test func integralsOfKnownValue() {
        let goal = 100
        let gauss = ComplexBall.integral(
            from: ComplexBall(-20, precision: 128), to: ComplexBall(20, precision: 128), accuracy: goal, precision: 128
        ) { z, _ in (-z.multiplied(by: z, precision: 128)).exp(precision: 128) }
        let rootPi = Ball.pi(precision: 200).sqrt(precision: 200)
        #expect(gauss.real.overlaps(rootPi.multiplied(by: Ball(20).erf(precision: 200), precision: 200)))
        #expect(gauss.real.relativeAccuracyBits > 90)
        // A branch point at the end: two thirds, and nothing else.
        let root = ComplexBall.integral(
            from: ComplexBall(0, precision: 64), to: ComplexBall(1, precision: 64), accuracy: 40, precision: 64
        ) { z, analytic in z.sqrt(analytic: analytic, precision: 64) }
        #expect(root.real.contains(Rational(2, 3)))
        #expect(!root.real.contains(Rational(667, 1000)))
    }
}
