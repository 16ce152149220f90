import Arithmetic

/// One power of an atom in a monomial. Codes are those of `FormArena`.
struct Factor: Hashable, Sendable {
    var atom: Int32
    /// The exponent itself when small and integral, else a number of the arena's table.
    var exponent: Int32
}

/// A product of powers of atoms, sorted by atom; no exponent is zero.
struct Monomial: Hashable, Sendable {
    var factors: [Factor]
    static let one = Monomial(factors: [])

    func hash(into hasher: inout Hasher) { hasher.combine(mixed) }

    /// The factors mixed by hand: a hasher costs more than a few multiplications.
    private var mixed: UInt64 {
        var mixed: UInt64 = 0
        for factor in factors {
            let word = UInt64(UInt32(bitPattern: factor.atom)) << 32 | UInt64(UInt32(bitPattern: factor.exponent))
            mixed = (mixed ^ word) &* 0xFF51_AFD7_ED55_8CCD
            mixed ^= mixed >> 32
        }
        return mixed
    }

    // What the dictionaries of forms ask for most: one more multiplication does what the hasher's finish would.
    func _rawHashValue(seed: Int) -> Int {
        let word = (mixed ^ UInt64(truncatingIfNeeded: seed)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: word ^ (word >> 32))
    }

    static func precedes(_ a: Monomial, _ b: Monomial) -> Bool {
        for (x, y) in zip(a.factors, b.factors) {
            if x.atom != y.atom { return x.atom < y.atom }
            if x.exponent != y.exponent { return x.exponent < y.exponent }
        }
        return a.factors.count < b.factors.count
    }
}

/// A finite sum of rational multiples of monomials, over the atoms of one `FormArena`.
///
/// Equal dictionaries are equal values. The converse needs `FormArena.isZero`, which clears denominators
/// and applies the relations between atoms.
public struct Form: Equatable, Sendable {
    var terms: [Monomial: Rational]

    public static let zero = Form(terms: [:])
    static let one = Form(terms: [.one: 1])

    init(terms: [Monomial: Rational]) { self.terms = terms }
    init(_ constant: Rational) { terms = constant.isZero ? [:] : [.one: constant] }
    init(_ monomial: Monomial, _ coefficient: Rational = 1) { terms = [monomial: coefficient] }

    /// True when no term is left, which is sufficient for being zero, not necessary.
    public var hasNoTerms: Bool { terms.isEmpty }
    public var termCount: Int { terms.count }

    /// Whether a term of one is a multiple of a term of the other.
    public func sharesMonomial(with other: Form) -> Bool {
        let (few, many) = terms.count < other.terms.count ? (self, other) : (other, self)
        return few.terms.keys.contains { many.terms[$0] != nil }
    }

    var asConstant: Rational? {
        if terms.isEmpty { return 0 }
        guard terms.count == 1, let only = terms.first, only.key.factors.isEmpty else { return nil }
        return only.value
    }

    /// In a fixed order, for everything whose result may depend on order.
    var sortedTerms: [(monomial: Monomial, coefficient: Rational)] {
        if terms.count == 1, let only = terms.first { return [(only.key, only.value)] }
        return terms.map { ($0.key, $0.value) }.sorted { Monomial.precedes($0.0, $1.0) }
    }

    mutating func add(_ monomial: Monomial, _ coefficient: Rational) {
        // One look for the place, whether the monomial is new or not.
        func cancels(_ value: inout Rational) -> Bool {
            value = value + coefficient
            return value.isZero
        }
        if cancels(&terms[monomial, default: 0]) { terms[monomial] = nil }
    }

    mutating func add(_ other: Form, times factor: Rational = 1) {
        if terms.isEmpty && factor == 1 {
            terms = other.terms
            return
        }
        for (monomial, coefficient) in other.terms { add(monomial, coefficient * factor) }
    }

    func scaled(by factor: Rational) -> Form {
        if factor == 1 { return self }
        if factor.isZero { return .zero }
        return Form(terms: terms.mapValues { $0 * factor })
    }
}

/// Why a normal form could not be made.
public enum FormError: Error, Hashable, Sendable {
    /// The expression is not invariant in form (a fixed component, an index used three times): components decide.
    case notInvariant
    /// `1/0`, `0^0` or `log 0`.
    case divisionByZero
    /// An operator with no normal form; its name.
    case unsupported(String)
    /// More terms, or larger exponents, than the limit allows.
    case tooLarge
}
