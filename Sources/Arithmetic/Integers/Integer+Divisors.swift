import CFLINT

/// A factorisation found by trial division: `sign * product of prime ^ exponent * cofactor`.
public struct TrialFactorization: Hashable, Sendable {
    public struct Factor: Hashable, Sendable {
        public let prime: Int
        public let exponent: Int
    }

    /// -1, 0 or 1.
    public let sign: Int
    /// In increasing order of the primes.
    public let factors: [Factor]
    /// Positive and without prime factors up to the limit; 1 when the factorisation is complete.
    public let cofactor: Integer

    public var isComplete: Bool { cofactor == 1 }
}

extension Integer {
    /// The non-negative greatest common divisor; `gcd(0, 0)` is 0.
    public static func gcd(_ left: Integer, _ right: Integer) -> Integer {
        if case .small(let a) = left.storage, case .small(let b) = right.storage {
            return Integer(small: Int(MachineWord.gcd(a.magnitude, b.magnitude)))
        }
        return combine(left, right, __gmpz_gcd)
    }

    /// The non-negative least common multiple; 0 if one of the two is.
    public static func lcm(_ left: Integer, _ right: Integer) -> Integer {
        combine(left, right, __gmpz_lcm)
    }

    /// `n!`; `n` must not be negative. Throws `tooLarge` beyond about `bitLimit` bits.
    public static func factorial(_ n: Int, bitLimit: Int = 1_000_000) throws(ArithmeticError) -> Integer {
        precondition(n >= 0, "factorial of a negative integer")
        let (bits, overflow) = n.multipliedReportingOverflow(by: Int.bitWidth - n.leadingZeroBitCount)
        guard !overflow, bits <= bitLimit else { throw .tooLarge(bits: overflow ? .max : bits) }
        return make { __gmpz_fac_ui($0, UInt(n)) }
    }

    /// The binomial coefficient: 0 unless `0 <= k <= n`; `n` must not be negative.
    public static func binomial(_ n: Int, _ k: Int, bitLimit: Int = 1_000_000) throws(ArithmeticError) -> Integer {
        precondition(n >= 0, "binomial coefficient of a negative integer")
        guard k >= 0, k <= n else { return 0 }
        let shorter = min(k, n - k)
        let (long, overflow) = shorter.multipliedReportingOverflow(by: Int.bitWidth - n.leadingZeroBitCount)
        let bits = min(overflow ? .max : long, n)
        guard bits <= bitLimit else { throw .tooLarge(bits: bits) }
        return make { __gmpz_bin_uiui($0, UInt(n), UInt(shorter)) }
    }

    /// Divides out every prime up to `limit`. When what remains is below `limit²` it is prime and is
    /// reported as a factor, so small numbers always factor completely.
    public func trialFactorization(limit: Int) -> TrialFactorization {
        guard !isZero else { return TrialFactorization(sign: 0, factors: [], cofactor: 1) }
        var rest = magnitude
        var factors: [TrialFactorization.Factor] = []
        var divisor = 2
        while divisor <= limit, rest != 1 {
            if case .small(let word) = rest.storage, divisor > word / divisor { break }
            if rest.residue(modulo: UInt64(divisor)) == 0 {
                var exponent = 0
                rest = rest.withGMP { value in
                    Integer(divisor).withGMP { prime in
                        Integer.make { exponent = Int(__gmpz_remove($0, value, prime)) }
                    }
                }
                factors.append(.init(prime: divisor, exponent: exponent))
            }
            divisor += divisor == 2 ? 1 : 2
        }
        if rest != 1, case .small(let prime) = rest.storage, divisor > prime / divisor {
            factors.append(.init(prime: prime, exponent: 1))
            rest = 1
        }
        return TrialFactorization(sign: sign, factors: factors, cofactor: rest)
    }
}
