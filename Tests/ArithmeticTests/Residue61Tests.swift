import Arithmetic
import Testing

@Suite struct Residue61Tests {
    @Test func fieldAxioms() {
        var generator = SplitMix64(seed: 21)
        for _ in 0..<2000 {
            let a = Residue61.random(using: &generator)
            let b = Residue61.random(using: &generator)
            let c = Residue61.random(using: &generator)
            #expect(a * (b + c) == a * b + a * c)
            #expect((a * b) * c == a * (b * c))
            #expect((a - b) + b == a)
            #expect(a + -a == 0)
            if !a.isZero { #expect(a * a.inverse == 1) }
            let product = UInt128(a.value) * UInt128(b.value) % UInt128(Residue61.modulus)
            #expect((a * b).value == UInt64(product))
        }
    }

    @Test func smallFractionsAreReconstructed() {
        var generator = SplitMix64(seed: 22)
        var found = 0
        for _ in 0..<2000 {
            let numerator = Int.random(in: -1_000_000...1_000_000, using: &generator)
            let value = Rational(numerator, Int.random(in: 1...1_000_000, using: &generator))
            #expect(Residue61(value)?.smallRational == value)
            let other = Residue61.random(using: &generator)
            if let fraction = other.smallRational {
                found += 1
                #expect(Residue61(fraction) == other)
            }
        }
        // There are fewer than 2^42 fractions for 2^61 classes.
        #expect(found == 0)
    }

    @Test func edgesOfTheField() {
        let last = Residue61(Residue61.modulus - 1)
        #expect(last * last == 1)
        #expect(last + 1 == 0)
        #expect(Residue61(Residue61.modulus) == 0)
        #expect(Residue61(UInt64.max) == Residue61(UInt64.max % Residue61.modulus))
        #expect(Residue61(-1) == last)
        #expect(Residue61(Int.min) == -Residue61(UInt64(1) << 63))
    }

    @Test func squareRoots() {
        var generator = SplitMix64(seed: 22)
        for _ in 0..<200 {
            let a = Residue61.random(using: &generator)
            let square = a * a
            #expect(square.squareRoot().map { $0 == a || $0 == -a } == true)
            // -1 is not a square, as p is 3 modulo 4.
            if !a.isZero { #expect((-square).squareRoot() == nil) }
        }
    }

    @Test func imageOfTheRationals() {
        var instances = RandomInstances(seed: 23)
        for _ in 0..<500 {
            let (a, b) = (instances.rational(), instances.rational())
            guard let x = Residue61(a), let y = Residue61(b) else { continue }
            #expect(Residue61(a + b) == x + y)
            #expect(Residue61(a * b) == x * y)
            #expect(a.residue(modulo: Residue61.modulus) == x.value)
        }
        #expect(Residue61(Rational(1, Int(Residue61.modulus))) == nil)
    }

    @Test func theGeneratorIsTheSameEverywhere() {
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }
}
