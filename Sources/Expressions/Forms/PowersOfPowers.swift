import Arithmetic

/// Powers of powers that a normal form does not see once their base is expanded.
extension Expression {
    /// `b` and `mn` of each factor `b^m` of what stands under an integral power n < 0; `nil` where nothing is gained.
    func factors(underInverse exponent: Expression) -> [(base: Expression, power: Rational)]? {
        guard case .number(let n) = exponent.kind, n.isInteger, n.sign < 0 else { return nil }
        var result: [(base: Expression, power: Rational)] = []
        for part in factors {
            if case .power(let base, let inner) = part.kind, case .number(let m) = inner.kind, m.isInteger { result.append((base, m * n)) } else { result.append((part, n)) }
        }
        return result.count > 1 || result[0].base != self ? result : nil
    }
}

extension FormArena {
    /// `log b^m = m log b` for a positive b; `nil` for others.
    func logarithm(_ base: Form, toThe exponent: Form) throws -> Form? {
        sign(of: base) == .positive ? try multiply(exponent, logarithm(base)) : nil
    }
}
