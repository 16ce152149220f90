import CFLINT

extension Polynomial {
    public static func + (left: Polynomial, right: Polynomial) -> Polynomial { left.combine(right, fmpq_mpoly_add) }
    public static func - (left: Polynomial, right: Polynomial) -> Polynomial { left.combine(right, fmpq_mpoly_sub) }
    public static func * (left: Polynomial, right: Polynomial) -> Polynomial { left.combine(right, fmpq_mpoly_mul) }

    public static prefix func - (value: Polynomial) -> Polynomial {
        value.withFLINT { pointer in
            make(in: value.ring) { fmpq_mpoly_neg($0, pointer, value.ring.context) }
        }
    }

    public static func * (scalar: Rational, value: Polynomial) -> Polynomial {
        value.withFLINT { pointer in
            make(in: value.ring) { result in
                scalar.withFLINT { fmpq_mpoly_scalar_mul_fmpq(result, pointer, $0, value.ring.context) }
            }
        }
    }

    public static func + (left: Polynomial, right: Rational) -> Polynomial { left + left.ring.constant(right) }
    public static func - (left: Polynomial, right: Rational) -> Polynomial { left - left.ring.constant(right) }

    public static func += (left: inout Polynomial, right: Polynomial) {
        precondition(left.ring.isSame(as: right.ring), "polynomials of different rings")
        let context = left.ring.context
        left.withMutableFLINT { sum in right.withFLINT { fmpq_mpoly_add(sum, sum, $0, context) } }
    }

    public static func -= (left: inout Polynomial, right: Polynomial) {
        precondition(left.ring.isSame(as: right.ring), "polynomials of different rings")
        let context = left.ring.context
        left.withMutableFLINT { sum in right.withFLINT { fmpq_mpoly_sub(sum, sum, $0, context) } }
    }

    public static func *= (left: inout Polynomial, right: Polynomial) { left = left * right }

    /// The largest degree that `power` returns, far enough below the range of a machine word that products
    /// of such polynomials stay inside.
    public static let degreeLimit = 1 << 40

    /// `self ^ exponent`, which must not be negative; `0 ^ 0` is 1.
    ///
    /// Throws `tooLarge` when an upper bound of the result's size, the number of monomials it can have times the
    /// size of its coefficients, exceeds `bitLimit`, or when its degree exceeds `degreeLimit`.
    public func power(_ exponent: Int, bitLimit: Int = 8_000_000_000) throws(ArithmeticError) -> Polynomial {
        precondition(exponent >= 0, "negative power of a polynomial")
        if exponent == 0 { return ring.one }
        if exponent == 1 || isZero { return self }
        let (degree, overflow) = degree.multipliedReportingOverflow(by: exponent)
        guard !overflow, degree <= Polynomial.degreeLimit else { throw .tooLarge(bits: .max) }
        let bits = sizeBound(ofPower: exponent)
        guard bits <= Double(bitLimit) else { throw .tooLarge(bits: bits < 9e18 ? Int(bits) : .max) }
        var succeeded = false
        let result = withFLINT { value in
            Polynomial.make(in: ring) {
                succeeded = fmpq_mpoly_pow_ui($0, value, UInt(exponent), ring.context) != 0
            }
        }
        guard succeeded else { throw .tooLarge(bits: .max) }
        return result
    }

    /// An upper bound, in bits, of the coefficients and exponents of `self ^ exponent`.
    func sizeBound(ofPower exponent: Int) -> Double {
        let n = Double(exponent)
        let count = totalTermCount
        // Multinomial: at most C(n + t - 1, t - 1) monomials.
        var monomials = 1.0
        for k in 0..<min(count - 1, exponent) {
            monomials *= (n + Double(count - 1) - Double(k)) / Double(k + 1)
            if monomials > 1e30 { break }
        }
        // Dense: at most the number of exponents in a box.
        var box = 1.0
        for variable in ring.variables.indices { box *= Double(degree(in: variable)) * n + 1 }
        let growth = Double(Int.bitWidth - count.leadingZeroBitCount)
        let coefficientBits = withFLINT { value -> Double in
            let value = UnsafeMutablePointer(mutating: value)
            let content = Rational(copying: fmpq_mpoly_content_ref(value, ring.context))
            let largest = abs(fmpz_mpoly_max_bits(fmpq_mpoly_zpoly_ref(value, ring.context)))
            return Double(content.bitSize) + Double(largest) + growth
        }
        let exponentBits = Double(64 * (1 + ring.variables.count / 4))
        return min(monomials, box) * (exponentBits + n * coefficientBits)
    }

    private func combine(
        _ other: Polynomial,
        _ operation: (
            UnsafeMutablePointer<fmpq_mpoly_struct>, UnsafePointer<fmpq_mpoly_struct>,
            UnsafePointer<fmpq_mpoly_struct>, UnsafePointer<fmpq_mpoly_ctx_struct>
        ) -> Void
    ) -> Polynomial {
        precondition(ring.isSame(as: other.ring), "polynomials of different rings")
        return withFLINT { a in
            other.withFLINT { b in Polynomial.make(in: ring) { operation($0, a, b, ring.context) } }
        }
    }
}
