import Arithmetic

/// Exact random instances whose sizes straddle the boundary between inline and GMP storage.
struct RandomInstances {
    var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// From a few bits to the full width of a word, so that sums and products overflow often.
    mutating func word() -> Int {
        let shift = Int.random(in: 0..<64, using: &generator)
        return Int(bitPattern: UInt(generator.next())) >> shift
    }

    mutating func integer() -> Integer {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: Integer(word()) * Integer(word())
        case 1: Integer(Int.max) + Integer(Int.random(in: -3...3, using: &generator))
        case 2: Integer(Int.min) + Integer(Int.random(in: -3...3, using: &generator))
        default: Integer(word())
        }
    }

    mutating func rational() -> Rational {
        let denominator = integer()
        return Rational(integer(), denominator.isZero ? 1 : denominator)
    }

    mutating func smallRational(_ range: ClosedRange<Int> = -9...9) -> Rational {
        Rational(Int.random(in: range, using: &generator), Int.random(in: 1...7, using: &generator))
    }

    mutating func polynomial(in ring: PolynomialRing, terms: Int = 4, degree: Int = 3) -> Polynomial {
        var list: [Polynomial.Term] = []
        for _ in 0..<terms {
            let exponents = ring.variables.map { _ in Int.random(in: 0...degree, using: &generator) }
            list.append(.init(exponents: exponents, coefficient: smallRational()))
        }
        return ring.polynomial(list)
    }
}
