import Arithmetic
import Expressions

/// Bounds on all values of an expression without symbols of functions, coarse and quick; `nil` for an infinite end.
struct ValueRange: Hashable {
    var lower: Rational?
    var upper: Rational?

    static let all = ValueRange(lower: nil, upper: nil)

    static func + (a: ValueRange, b: ValueRange) -> ValueRange {
        func sum(_ x: Rational?, _ y: Rational?) -> Rational? { x.flatMap { x in y.map { x + $0 } } }
        return ValueRange(lower: sum(a.lower, b.lower), upper: sum(a.upper, b.upper))
    }

    static prefix func - (a: ValueRange) -> ValueRange { ValueRange(lower: a.upper.map { -$0 }, upper: a.lower.map { -$0 }) }

    private var isNonnegative: Bool { (lower?.sign ?? -1) >= 0 }
    private var isNonpositive: Bool { (upper?.sign ?? 1) <= 0 }

    static func * (a: ValueRange, b: ValueRange) -> ValueRange {
        let zero = ValueRange(lower: 0, upper: 0)
        if a == zero || b == zero { return zero }
        if a.isNonpositive { return -((-a) * b) }
        if b.isNonpositive { return -(a * (-b)) }
        if let a0 = a.lower, let b0 = b.lower, a0.sign >= 0, b0.sign >= 0 {
            return ValueRange(lower: a0 * b0, upper: a.upper.flatMap { x in b.upper.map { x * $0 } })
        }
        guard let a0 = a.lower, let a1 = a.upper, let b0 = b.lower, let b1 = b.upper else { return .all }
        let ends = [a0 * b0, a0 * b1, a1 * b0, a1 * b1]
        return ValueRange(lower: ends.min(), upper: ends.max())
    }

    /// - Parameters:
    ///   - parameters: with their ranges.
    ///   - positive: parameters known to be positive, dimensions among them.
    init(_ e: Expression, _ parameters: [String: Parameter], positive: Set<String>) {
        self.init(form: e, parameters, positive)
        if (lower?.sign ?? -1) < 0, e.isManifestlyNonnegative(positiveParameters: positive) { lower = 0 }
    }

    private init(lower: Rational?, upper: Rational?) { (self.lower, self.upper) = (lower, upper) }

    private init(form e: Expression, _ parameters: [String: Parameter], _ positive: Set<String>) {
        func range(_ e: Expression) -> ValueRange { ValueRange(e, parameters, positive: positive) }
        func declared(_ name: String, atLeast least: Rational?) -> ValueRange {
            let own = parameters[name]?.lower?.value
            return ValueRange(lower: own.flatMap { a in least.map { max(a, $0) } ?? a } ?? least, upper: parameters[name]?.upper?.value)
        }
        switch e.kind {
        case .number(let value): self.init(lower: value, upper: value)
        case .pi: self.init(lower: Rational(314, 100), upper: Rational(315, 100))
        case .parameter(let name): self = declared(name, atLeast: nil)
        case .dimension(.number(let size)): self.init(lower: Rational(size), upper: Rational(size))
        case .dimension(.symbol(let name)): self = declared(name, atLeast: 1)
        case .coordinate(let point, let index):
            switch point.manifold {
            case .line(let lower, let upper): self.init(lower: lower, upper: upper)
            case .sphere where index != nil: self.init(lower: -1, upper: 1)
            default: self = .all
            }
        case .delta: self.init(lower: 0, upper: 1)
        case .sum(let terms): self = terms.map(range).reduce(ValueRange(lower: 0, upper: 0), +)
        case .product(let factors): self = factors.map(range).reduce(ValueRange(lower: 1, upper: 1), *)
        case .power(let base, let exponent): self = Self.power(range(base), range(exponent))
        case .elementary(let function, let argument): self = Self.elementary(function, range(argument))
        case .contraction(let index, let body):
            let inner = range(body)
            if case .number(let size) = index.dimension {
                self = ValueRange(lower: Rational(size), upper: Rational(size)) * inner
            } else {
                self.init(lower: inner.isNonnegative ? inner.lower : nil, upper: inner.isNonpositive ? inner.upper : nil)
            }
        default: self = .all
        }
    }

    private static func power(_ base: ValueRange, _ exponent: ValueRange) -> ValueRange {
        if let value = exponent.lower, value == exponent.upper, let n = value.asInt, n != 0, abs(n) <= 8 {
            if n > 0 {
                let powers = (0..<n).reduce(ValueRange(lower: 1, upper: 1)) { result, _ in result * base }
                return n % 2 == 0 && (powers.lower?.sign ?? -1) < 0 ? ValueRange(lower: 0, upper: powers.upper) : powers
            }
            guard let least = base.lower, least.sign > 0 else { return ValueRange(lower: n % 2 == 0 || base.isNonnegative ? 0 : nil, upper: nil) }
            let inverse = ValueRange(lower: base.upper.map(\.inverse) ?? 0, upper: least.inverse)
            return (0..<(-n)).reduce(ValueRange(lower: 1, upper: 1)) { result, _ in result * inverse }
        }
        if let value = exponent.lower, value == exponent.upper, value.isInteger { return value.isZero ? ValueRange(lower: 1, upper: 1) : .all }
        // x^a for x >= 0, where it is defined.
        let isGrowing = exponent.isNonnegative, isFalling = exponent.isNonpositive
        if let least = base.lower, least >= 1 {
            // x^a <= L^-n for x >= L >= 1 and a <= -n.
            let order = exponent.upper.flatMap { (-$0).floor.asInt }.map { min($0, 8) } ?? 0
            let decay = order > 0 ? (try? least.power(order))?.inverse ?? 1 : 1
            return ValueRange(lower: isGrowing ? 1 : 0, upper: isFalling ? decay : nil)
        }
        if let greatest = base.upper, greatest <= 1 { return ValueRange(lower: isFalling ? 1 : 0, upper: isGrowing ? 1 : nil) }
        return ValueRange(lower: 0, upper: nil)
    }

    private static func elementary(_ function: ElementaryFunction, _ x: ValueRange) -> ValueRange {
        switch function {
        case .exp:
            // 1 + x <= e^x, e < 3.
            let least = x.lower.map { max(Rational(0), 1 + $0) } ?? 0
            guard let greatest = x.upper else { return ValueRange(lower: least, upper: nil) }
            if greatest.sign <= 0 { return ValueRange(lower: least, upper: (1 - greatest).inverse) }
            let steps = -((-greatest).floor)
            return ValueRange(lower: least, upper: steps.asInt.flatMap { $0 <= 64 ? try? Rational(3).power($0) : nil })
        case .log: return ValueRange(lower: (x.lower ?? 0) >= 1 ? 0 : nil, upper: x.upper.map { $0 - 1 })
        case .cosh: return ValueRange(lower: 1, upper: nil)
        case .sin, .cos: return ValueRange(lower: -1, upper: 1)
        case .tanh, .erf: return ValueRange(lower: x.isNonnegative ? 0 : -1, upper: x.isNonpositive ? 0 : 1)
        case .atan: return ValueRange(lower: x.isNonnegative ? 0 : -2, upper: x.isNonpositive ? 0 : 2)
        case .abs: return x.isNonnegative ? x : x.isNonpositive ? -x
            : ValueRange(lower: 0, upper: x.lower.flatMap { a in x.upper.map { max(-a, $0) } })
        case .sinh, .tan, .sign, .gamma: return .all
        }
    }
}
