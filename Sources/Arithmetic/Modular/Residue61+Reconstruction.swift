extension Residue61 {
    /// The fraction `a/b` in this class with `|a|` and `b` at most 2^20, of which there is at most one: the first
    /// remainder that is small in Euclid's algorithm (Wang 1981). Few of all classes have one.
    public var smallRational: Rational? {
        let bound: Int64 = 1 << 20
        var (old, new) = (Int64(Residue61.modulus), Int64(value))
        var (oldFactor, newFactor): (Int64, Int64) = (0, 1)
        while new > bound {
            let quotient = old / new
            (old, new) = (new, old - quotient * new)
            (oldFactor, newFactor) = (newFactor, oldFactor - quotient * newFactor)
        }
        guard newFactor.magnitude <= UInt64(bound) else { return nil }
        return newFactor < 0 ? Rational(Int(-new), Int(-newFactor)) : Rational(Int(new), Int(newFactor))
    }
}
