import Testing

@testable import Arithmetic

/// Intervals contain the values that balls of a higher precision enclose, at every precision.
@Suite struct RationalIntervalTests {
    static let bits = [16, 53, 200]

    private static func agrees(_ interval: RationalInterval?, _ ball: Ball) -> Bool {
        guard let interval else { return false }
        let low = Ball(interval.lower, precision: 600), high = Ball(interval.upper, precision: 600)
        return high.isLess(than: ball) != .yes && ball.isLess(than: low) != .yes
    }

    @Test(arguments: bits) func elementaryFunctions(bits: Int) {
        var random = RandomInstances(seed: 20 + UInt64(bits))
        for _ in 0..<60 {
            let x = random.smallRational(-40...40), y = x.magnitude + Rational(1, 97)
            let fine = Ball(x, precision: 500), positive = Ball(y, precision: 500)
            #expect(Self.agrees(RationalInterval(x).exp(bits: bits), fine.exp(precision: 500)), "exp \(x)")
            #expect(Self.agrees(RationalInterval(y).log(bits: bits), positive.log(precision: 500)), "log \(y)")
            for degree in [2, 3, 7] {
                #expect(Self.agrees(RationalInterval(y).root(degree, bits: bits), positive.root(degree, precision: 500)), "root \(degree) of \(y)")
            }
        }
        #expect(Self.agrees(RationalInterval.pi(bits: bits), Ball.pi(precision: 500)))
    }

    /// Relative widths shrink with the precision.
    @Test func enclosuresAreNarrow() throws {
        for bits in [32, 128, 512] {
            let bound = Rational.powerOfTwo(8 - bits)
            let three = RationalInterval(3)
            for value in [three.exp(bits: bits), three.log(bits: bits), three.root(2, bits: bits), RationalInterval.pi(bits: bits)] {
                #expect(try #require(value).width < bound)
            }
        }
    }

    /// Also where the number under the root has millions of bits.
    @Test func rootsToManyBits() throws {
        let root = try #require(RationalInterval(2).root(20, bits: 65_536))
        #expect(try root.lower.power(20, bitLimit: .max) <= 2)
        #expect(try root.upper.power(20, bitLimit: .max) >= 2)
        #expect(root.width < Rational.powerOfTwo(-65_000))
        #expect(Rational.powerOfTwo(3_000_000).numerator.bitSize == 3_000_001)
        #expect(RationalInterval(2).root(60, bits: 1 << 24) == nil)
        #expect(RationalInterval(Rational.powerOfTwo(1 << 20)).power(1 << 15, bits: 64) == nil)
    }

    /// What holds for members holds for intervals.
    @Test func operationsContainThoseOfMembers() throws {
        var random = RandomInstances(seed: 31)
        for _ in 0..<300 {
            let ends = (0..<4).map { _ in random.smallRational() }
            let a = RationalInterval(min(ends[0], ends[1]), max(ends[0], ends[1])), b = RationalInterval(min(ends[2], ends[3]), max(ends[2], ends[3]))
            let (x, y) = (a.midpoint, b.midpoint)
            #expect((a + b).contains(x + y))
            #expect((a - b).contains(x - y))
            #expect((a * b).rounded(bits: 8).contains(x * y))
            for exponent in [2, 3, 4] { #expect(try #require(a.power(exponent, bits: 12)).contains(try x.power(exponent))) }
            if let inverse = b.inverse { #expect(inverse.contains(y.inverse)) }
            #expect(a.magnitude.contains(x.magnitude))
        }
    }

    @Test func outsideTheDomainThereIsNothing() {
        #expect(RationalInterval(-1, 1).inverse == nil)
        #expect(RationalInterval(0, 1).log(bits: 64) == nil)
        #expect(RationalInterval(Rational(-1, 100), 1).root(2, bits: 64) == nil)
        #expect(RationalInterval(-1, 1).power(-1, bits: 64) == nil)
    }

    @Test func shortRootsAreFound() {
        // (x - 2/3) (x - 5) (x² - 2)
        let p = UnivariatePolynomial([Rational(-20, 3), Rational(34, 3), Rational(4, 3), Rational(-17, 3), 1])
        #expect(p.positiveRationalRoots() == [5, Rational(2, 3)])
        #expect(UnivariatePolynomial([-2, 0, 1]).positiveRationalRoots().isEmpty)
    }
}
