import CFLINT

extension Polynomial {
    /// `constant · Π base^exponent` with irreducible bases; `nil` for zero, and where FLINT gives up.
    public func factorisation() -> (constant: Rational, factors: [(base: Polynomial, exponent: Int)])? {
        if isZero { return nil }
        var factors = fmpq_mpoly_factor_struct()
        fmpq_mpoly_factor_init(&factors, ring.context)
        defer { fmpq_mpoly_factor_clear(&factors, ring.context) }
        guard withFLINT({ fmpq_mpoly_factor(&factors, $0, ring.context) }) != 0 else { return nil }
        var constant = leadingCoefficient
        var result: [(base: Polynomial, exponent: Int)] = []
        for number in 0..<fmpq_mpoly_factor_length(&factors, ring.context) {
            let base = Polynomial.make(in: ring) { fmpq_mpoly_factor_get_base($0, &factors, number, ring.context) }
            let exponent = Int(fmpq_mpoly_factor_get_exp_si(&factors, number, ring.context))
            for _ in 0..<exponent { constant /= base.leadingCoefficient }
            result.append((base, exponent))
        }
        return (constant, result)
    }
}
