import Arithmetic
import Expressions

/// `s^power · L^logarithms` with `L = log(1/s)`, as s decreases to 0.
struct Magnitude: Hashable, Comparable {
    var power: Rational
    var logarithms: Int

    static let one = Magnitude(power: 0, logarithms: 0)
    /// `L`.
    static let logarithm = Magnitude(power: 0, logarithms: 1)

    var isInfinite: Bool { self > .one }
    var isInfinitesimal: Bool { self < .one }
    /// An exponential of it is larger, or smaller, than every power of s.
    var exceedsLogarithm: Bool { self > .logarithm }

    /// Of smaller order.
    static func < (a: Magnitude, b: Magnitude) -> Bool {
        a.power == b.power ? a.logarithms < b.logarithms : a.power > b.power
    }

    static func * (a: Magnitude, b: Magnitude) -> Magnitude {
        Magnitude(power: a.power + b.power, logarithms: a.logarithms + b.logarithms)
    }
}

/// A function of s as s decreases to 0:
///
///     Σ_j exp(Σ_g c_g M_g) (Σ_m c_m M_m + O(error_j))
///
/// with infinite magnitudes `M_g` and coefficients that do not depend on s. In the exponents a rational multiple of L is
/// a power of s and stands with the terms.
struct AsymptoticExpansion {
    typealias Terms = [Magnitude: Expression]

    struct Part {
        /// In the exponent; empty for the factor 1.
        var growth: Terms = [:]
        var terms: Terms
        /// `nil` where the terms are all.
        var error: Magnitude?

        /// The largest of its magnitudes.
        var magnitude: Magnitude? { ([error].compactMap { $0 } + terms.keys).max() }
    }

    var parts: [Part]

    static let zero = AsymptoticExpansion(parts: [])

    init(parts: [Part]) { self.parts = parts }

    init(_ coefficient: Expression, _ magnitude: Magnitude = .one) {
        parts = [Part(terms: [magnitude: coefficient])]
    }

    /// No larger than the expansion, and nothing else is known of it.
    var asError: AsymptoticExpansion {
        AsymptoticExpansion(parts: parts.compactMap { part in
            part.magnitude.map { Part(growth: part.growth, terms: [:], error: $0) }
        })
    }
}

/// Why a limit is not computed.
enum LimitFailure: Error {
    /// All known terms cancel, or the sign of a coefficient is not known: more terms may help.
    case undetermined(String)
    case unsupported(String)
    /// The expression is not defined on this side.
    case undefined
}
