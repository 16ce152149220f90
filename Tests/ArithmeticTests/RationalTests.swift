import Arithmetic
import Testing

@Suite struct RationalTests {
    @Test func fieldAxioms() {
        var instances = RandomInstances(seed: 11)
        for _ in 0..<2000 {
            let (a, b, c) = (instances.rational(), instances.rational(), instances.rational())
            #expect(a + b == b + a)
            #expect((a + b) + c == a + (b + c))
            #expect((a * b) * c == a * (b * c))
            #expect(a * (b + c) == a * b + a * c)
            #expect(a - a == 0)
            #expect((a - b) + b == a)
            if !b.isZero {
                #expect(a / b * b == a)
                #expect(b * b.inverse == 1)
                #expect(b.inverse.inverse == b)
            }
        }
    }

    /// The small path against fractions of integers, and the canonical form.
    @Test func agreesWithFractionsOfIntegers() {
        var instances = RandomInstances(seed: 12)
        for _ in 0..<2000 {
            let (a, b) = (instances.rational(), instances.rational())
            let sum = Rational(
                a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
            let product = Rational(a.numerator * b.numerator, a.denominator * b.denominator)
            #expect(a + b == sum)
            #expect(a * b == product)
            #expect((a + b).hashValue == sum.hashValue)
            for value in [a, b, sum, product] {
                #expect(value.denominator > 0)
                #expect(Integer.gcd(value.numerator, value.denominator) == 1)
                #expect(Rational(value.description) == value)
            }
            #expect((a < b) == ((a - b).sign < 0))
            #expect(a.sign == a.numerator.sign)
            #expect(a.floor <= a && a < a.floor + 1 && a.floor.isInteger)
        }
    }

    @Test func canonicalAcrossTheWordBoundary() {
        let large = Rational(Int.max)
        #expect((large + 1) - 1 == large)
        #expect(((large + 1) - 1).hashValue == large.hashValue)
        #expect((large * large) / large == large)
        #expect(Rational(Int.min, Int.min) == 1)
        #expect(Rational(1, Int.min) == Rational(Integer(1), Integer(Int.min)))
        #expect(Rational(Int.min, 2) == Rational(Int.min / 2))
        #expect(-Rational(Int.min) - 1 == large)
        #expect(Rational(Int.min).asInt == Int.min)
    }

    @Test(arguments: [
        ("3/7", Rational(3, 7)), ("-2", -2), ("0.25", Rational(1, 4)), ("1e-3", Rational(1, 1000)),
        ("-1.5e2", -150), (".5", Rational(1, 2)), ("-.5", Rational(-1, 2)), ("6/4", Rational(3, 2)), ("2E3", 2000),
        ("-4/6", Rational(-2, 3)), ("0.1", Rational(1, 10)),
    ])
    func reads(_ text: String, _ value: Rational) {
        #expect(Rational(text) == value)
    }

    @Test(arguments: [
        "", "/", "1/", "/2", "1/0", "1/-2", "1.2.3", "e5", "1e", "1e999999999", "0.1/2", " 1", "1 /2", "nan", ".",
        "1.-5", "1e99999999999999999999",
    ])
    func refuses(_ text: String) {
        #expect(Rational(text) == nil)
    }

    @Test func rootsInvertPowers() throws {
        var instances = RandomInstances(seed: 13)
        for _ in 0..<300 {
            let base = instances.rational()
            let exponent = Int.random(in: 1...5, using: &instances.generator)
            let power = try base.power(exponent)
            #expect(power.exactRoot(exponent) == (exponent % 2 == 0 ? base.magnitude : base))
            if !base.isZero { #expect(try base.power(-exponent) * power == 1) }
        }
        #expect(Rational(2).exactRoot(2) == nil)
        #expect(Rational(-9, 4).exactRoot(2) == nil)
        #expect(Rational(-8, 27).exactRoot(3) == Rational(-2, 3))
    }

    @Test func refusesWhatWouldFillTheMemory() {
        #expect(throws: ArithmeticError.self) { try Rational(3, 2).power(1 << 50) }
        #expect(throws: ArithmeticError.self) { try Rational(1, 3).power(.min) }
        #expect(throws: ArithmeticError.divisionByZero) { try Rational(0).power(-1) }
        #expect((try? Rational(0).power(0)) == 1)
    }

    @Test func residueIsARingHomomorphism() {
        var instances = RandomInstances(seed: 14)
        for p in [UInt64(7), 1_000_003, Residue61.modulus, 18_446_744_073_709_551_557] {
            for _ in 0..<300 {
                let (a, b) = (instances.rational(), instances.rational())
                guard let x = a.residue(modulo: p), let y = b.residue(modulo: p) else { continue }
                let sum = UInt64((UInt128(x) + UInt128(y)) % UInt128(p))
                let product = UInt64((UInt128(x) * UInt128(y)) % UInt128(p))
                #expect((a + b).residue(modulo: p) == sum)
                #expect((a * b).residue(modulo: p) == product)
            }
            #expect(Rational(Integer(1), Integer(p.description) ?? 1).residue(modulo: p) == nil)
        }
    }

    @Test func doubles() {
        #expect(Rational(1, 4).doubleValue == 0.25)
        #expect(Rational(-3).doubleValue == -3)
        var instances = RandomInstances(seed: 15)
        for _ in 0..<300 {
            let value = instances.rational()
            let quotient = value.numerator.doubleValue / value.denominator.doubleValue
            #expect(abs(value.doubleValue - quotient) <= 1e-14 * abs(quotient))
        }
        #expect(Rational("1e400")?.doubleValue == .infinity)
        #expect(Rational("-1e-400")?.doubleValue == 0)
    }
}
