import CFLINT

extension Polynomial {
    /// The quotient if `divisor` divides `self`; a zero divisor is a precondition failure.
    public func exactQuotient(dividingBy divisor: Polynomial) -> Polynomial? {
        precondition(ring.isSame(as: divisor.ring), "polynomials of different rings")
        precondition(!divisor.isZero, "division by zero")
        var divides = false
        let quotient = withFLINT { a in
            divisor.withFLINT { b in
                Polynomial.make(in: ring) { divides = fmpq_mpoly_divides($0, a, b, ring.context) != 0 }
            }
        }
        return divides ? quotient : nil
    }

    /// The monic greatest common divisor; 0 for two zeros. Throws `tooLarge` when the exponents are beyond
    /// what the algorithm can hold.
    public static func gcd(_ left: Polynomial, _ right: Polynomial) throws(ArithmeticError) -> Polynomial {
        precondition(left.ring.isSame(as: right.ring), "polynomials of different rings")
        var succeeded = false
        let result = left.withFLINT { a in
            right.withFLINT { b in
                make(in: left.ring) { succeeded = fmpq_mpoly_gcd($0, a, b, left.ring.context) != 0 }
            }
        }
        guard succeeded else { throw .tooLarge(bits: .max) }
        return result
    }

    /// The square root if `self` is a square, with positive leading coefficient.
    public func exactSquareRoot() -> Polynomial? {
        var isSquare = false
        let root = withFLINT { value in
            Polynomial.make(in: ring) { isSquare = fmpq_mpoly_sqrt($0, value, ring.context) != 0 }
        }
        return isSquare ? root : nil
    }
}
