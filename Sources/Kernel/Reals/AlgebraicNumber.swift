import Arithmetic
import Expressions

/// Decides whether a number made of rationals with the four operations, roots, and sin, cos and tan of rational multiples of π is zero: if it is not, it keeps a
/// distance from 0 that can be read off its form, and an interval narrower than that shows it.
///
/// Every such `E` is a quotient `U/L` of algebraic integers in the field K that the roots generate, whose degree is at most the
/// product D of the degrees of the different roots. Under each of the at most D embeddings of K in the complex numbers the
/// moduli of U and L are at most u and l, by induction:
///
///         E            U                        L          u                        l
///         p/q          p                        q          |p|                      q
///         a ± b        U_a L_b ± L_a U_b        L_a L_b    u_a l_b + l_a u_b        l_a l_b
///         a b          U_a U_b                  L_a L_b    u_a u_b                  l_a l_b
///         1/a          L_a                      U_a        l_a                      u_a
///         a^(1/k)      (U_a L_a^(k-1))^(1/k)    L_a        (u_a l_a^(k-1))^(1/k)    l_a
///         cos(rπ)      2 cos(rπ)                2          2                        2
///         sin(rπ)      2 sin(rπ)                2          2                        2
///         tan(rπ)      2 sin(rπ)                2 cos(rπ)  2                        2
///
/// (2 cos(pπ/q) and 2 sin(pπ/q) are sums of two roots of unity of order 4q, and so are their images; K is then enlarged by a root of unity
/// whose order is the least common multiple of all 4q, of degree at most half of that.)
/// (the root is an algebraic integer, L_a times an element of K, and an embedding maps it to some k-th root of the image). If E is not 0,
/// the norm of U is an integer other than 0, the product of at most D conjugates, of which all but one are at most u. So
/// `|U| >= u^(1-D)`, and `|E| >= 1/(l u^(D-1))`. Both bounds may be enlarged; here u and l are powers of 2, at least 1.
/// (Burnikel, Funke, Mehlhorn, Schirra, Schmitt, "A separation bound for real algebraic expressions", 2001.)
public enum AlgebraicNumber {
    /// Bits of the narrowest interval that is tried.
    private static let greatestPrecision = 1 << 17

    /// `nil` when the number is not of this form, or its distance from 0 too small to be shown.
    /// - Throws: `EvaluationError.undefined` where the expression has no value.
    public static func isZero(_ e: Expression) throws -> Bool? {
        var form = Form()
        let size = form.size(e)
        var bits = 64
        while bits <= greatestPrecision {
            var evaluation = IntervalEvaluation(bits: bits)
            let value = try evaluation.value(e)
            if !value.containsZero { return false }
            if value.isPoint { return true }
            guard let size, let distance = form.distanceBits(size) else { return nil }
            if distance > greatestPrecision { return nil }
            if value.magnitude.upper * Rational.powerOfTwo(distance) < 1 { return true }
            bits = bits < distance ? min(max(4 * bits, 256), distance + 64) : 2 * bits
        }
        return nil
    }

    /// Binary logarithms, rounded up.
    private struct Size {
        var u: Int
        var l: Int
    }

    private struct Form {
        private struct Root: Hashable {
            let base: Expression
            let degree: Int
        }

        private var roots: Set<Root> = []
        private var known: [Expression: Size] = [:]
        /// The order of a root of unity in the field.
        private var order = 1

        /// A number of bits below which no value but 0 lies.
        func distanceBits(_ size: Size) -> Int? {
            var degree = max(order / 2, 1)
            for root in roots {
                degree *= root.degree
                if degree > 4096 { return nil }
            }
            let (bits, overflow) = size.u.multipliedReportingOverflow(by: degree - 1)
            return overflow ? nil : bits + size.l
        }

        mutating func size(_ e: Expression) -> Size? {
            if let size = known[e] { return size }
            guard let size = computed(e), size.u < 1 << 24, size.l < 1 << 24 else { return nil }
            known[e] = size
            return size
        }

        private mutating func computed(_ e: Expression) -> Size? {
            switch e.kind {
            case .number(let value): return Size(u: value.numerator.bitSize, l: value.denominator.bitSize)
            case .sum(let terms):
                var sum: Size?
                for term in terms {
                    guard let next = size(term) else { return nil }
                    sum = sum.map { Size(u: max($0.u + next.l, $0.l + next.u) + 1, l: $0.l + next.l) } ?? next
                }
                return sum
            case .product(let factors):
                var product = Size(u: 0, l: 0)
                for factor in factors {
                    guard let next = size(factor) else { return nil }
                    product = Size(u: product.u + next.u, l: product.l + next.l)
                }
                return product
            case .power(let base, let exponent):
                guard case .number(let value) = exponent.kind, let degree = value.denominator.asInt, let times = value.numerator.asInt,
                    degree <= 64, abs(times) <= 1 << 12, var result = size(base) else { return nil }
                if degree > 1 {
                    roots.insert(Root(base: base, degree: degree))
                    result.u = (result.u + (degree - 1) * result.l + degree - 1) / degree
                }
                if times < 0 { (result.u, result.l) = (result.l, result.u) }
                return Size(u: result.u * abs(times), l: result.l * abs(times))
            case .elementary(let function, let argument) where [.sin, .cos, .tan].contains(function):
                guard let multiple = argument.rationalMultipleOfPi, let denominator = multiple.denominator.asInt, denominator <= 256 else { return nil }
                var (a, b) = (order, 4 * denominator)
                while b != 0 { (a, b) = (b, a % b) }
                order = order / a * 4 * denominator
                guard order <= 4096 else { return nil }
                return Size(u: 1, l: 1)
            default: return nil
            }
        }
    }
}

extension Expression {
    /// The number r of `r π`.
    var rationalMultipleOfPi: Rational? {
        switch kind {
        case .pi: return 1
        case .number(let value): return value.isZero ? 0 : nil
        case .sum(let terms):
            var sum = Rational(0)
            for term in terms {
                guard let next = term.rationalMultipleOfPi else { return nil }
                sum = sum + next
            }
            return sum
        case .product(let factors):
            guard factors.count(where: { $0 == .pi }) == 1 else { return nil }
            return Expression.product(factors.filter { $0 != .pi }).rationalValue
        default: return nil
        }
    }

    /// Of a number written with the four operations.
    var rationalValue: Rational? {
        guard let value = try? RationalFunction(self, in: PolynomialRing(variables: [])), let top = value.numerator.constantValue,
            let bottom = value.denominator.constantValue else { return nil }
        return top / bottom
    }
}
