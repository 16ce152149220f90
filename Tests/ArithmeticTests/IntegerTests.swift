import Arithmetic
import Testing

@Suite struct IntegerTests {
    @Test func ringAxioms() {
        var instances = RandomInstances(seed: 1)
        for _ in 0..<2000 {
            let (a, b, c) = (instances.integer(), instances.integer(), instances.integer())
            #expect(a + b == b + a)
            #expect((a + b) + c == a + (b + c))
            #expect(a * (b + c) == a * b + a * c)
            #expect(a - a == 0)
            #expect(a + -a == 0)
            #expect((a + b) - b == a)
            #expect((a + b).hashValue == (b + a).hashValue)
        }
    }

    @Test func divisionInvariants() {
        var instances = RandomInstances(seed: 2)
        for _ in 0..<2000 {
            let (a, b) = (instances.integer(), instances.integer())
            guard !b.isZero else { continue }
            let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
            #expect(quotient * b + remainder == a)
            #expect(remainder.magnitude < b.magnitude)
            #expect(remainder.isZero || remainder.sign == a.sign)
            let floored = a.flooredQuotient(dividingBy: b)
            #expect(((a - floored * b).sign * b.sign) >= 0)
            let divisor = Integer.gcd(a, b)
            #expect(a.isMultiple(of: divisor) && b.isMultiple(of: divisor))
            #expect(divisor * Integer.lcm(a, b) == (a * b).magnitude)
        }
    }

    @Test func agreesWithMachineIntegers() {
        var instances = RandomInstances(seed: 3)
        for _ in 0..<2000 {
            let (a, b) = (instances.word(), instances.word())
            #expect((Integer(a) < Integer(b)) == (a < b))
            #expect((Integer(a) == Integer(b)) == (a == b))
            #expect(Integer(a).description == a.description)
            #expect((Integer(a) + Integer(b)).description == (Int128(a) + Int128(b)).description)
            #expect((Integer(a) * Integer(b)).description == (Int128(a) * Int128(b)).description)
            #expect((Integer(a) - Integer(b)).description == (Int128(a) - Int128(b)).description)
        }
    }

    @Test func canonicalAtTheWordBoundary() {
        for offset in -2...2 {
            for edge in [Integer(Int.max), Integer(Int.min)] {
                let there = edge + Integer(offset)
                let andBack = (there + 1_000_000) - 1_000_000
                #expect(there == andBack)
                #expect(there.hashValue == andBack.hashValue)
                #expect(Integer(there.description) == there)
            }
        }
        #expect(Integer(Int.min).asInt == Int.min)
        #expect((Integer(Int.max) + 1).asInt == nil)
        #expect(-Integer(Int.min) == Integer(Int.max) + 1)
        #expect(-(Integer(Int.max) + 1) == Integer(Int.min))
    }

    @Test func text() {
        #expect(Integer("-12345678901234567890123")?.description == "-12345678901234567890123")
        #expect(Integer("+7") == 7)
        for wrong in ["", "-", "1 2", " 1", "1_000", "0x1f", "--1", "+-12345678901234567890", "١٢"] {
            #expect(Integer(wrong) == nil, "\(wrong)")
        }
    }

    @Test func rootsInvertPowers() throws {
        var instances = RandomInstances(seed: 4)
        for _ in 0..<300 {
            let base = instances.integer()
            let exponent = Int.random(in: 1...7, using: &instances.generator)
            let power = try base.power(exponent)
            #expect(power.exactRoot(exponent) == (exponent % 2 == 0 ? base.magnitude : base))
            if base.magnitude > 1 && exponent > 1 {
                #expect((power.magnitude + 1).exactRoot(exponent) == nil)
            }
            let root = power.magnitude.squareRootFloor
            #expect(root * root <= power.magnitude)
            #expect((root + 1) * (root + 1) > power.magnitude)
        }
        #expect(Integer(-4).exactRoot(2) == nil)
    }

    @Test func combinatorics() throws {
        #expect(try Integer.factorial(25).description == "15511210043330985984000000")
        #expect(try Integer.factorial(0) == 1)
        for n in 0..<40 {
            for k in -1...n + 1 {
                #expect(
                    try Integer.binomial(n + 1, k) == Integer.binomial(n, k) + Integer.binomial(n, k - 1))
            }
        }
    }

    @Test func factorsMultiplyBack() throws {
        var instances = RandomInstances(seed: 5)
        for _ in 0..<50 {
            let value = instances.integer()
            let factorization = value.trialFactorization(limit: 1000)
            var product = Integer(factorization.sign) * factorization.cofactor
            for factor in factorization.factors {
                product *= try Integer(factor.prime).power(factor.exponent)
            }
            #expect(product == value)
        }
        let small = Integer(2 * 2 * 3 * 999_983).trialFactorization(limit: 1000)
        #expect(small.isComplete)
        #expect(small.factors.map(\.prime) == [2, 3, 999_983])
        #expect(small.factors.map(\.exponent) == [2, 1, 1])
        let hard = Integer(1_000_003 * 1_000_033).trialFactorization(limit: 1000)
        #expect(!hard.isComplete)
    }

    @Test func refusesWhatWouldFillTheMemory() {
        #expect(throws: ArithmeticError.self) { try Integer(3).power(1 << 40) }
        #expect(throws: ArithmeticError.self) { try Integer(3).power(.max) }
        #expect(throws: ArithmeticError.self) { try Integer.factorial(.max) }
        #expect(throws: ArithmeticError.self) { try Integer.binomial(1 << 40, 1 << 39) }
        #expect(throws: Never.self) { try Integer(-1).power(.max) }
        #expect((try? Integer.binomial(1 << 40, 1)) == Integer(1 << 40))
    }
}
