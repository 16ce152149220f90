import Arithmetic
import CFLINT
import Enclosures
import Glibc

/// Numbers in which integrands are evaluated on grids.
protocol LaneNumber: Sendable {
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    static prefix func - (a: Self) -> Self
    init(_ value: Real)
    var real: Real { get }
    /// Rounded, for comparisons of size.
    var estimate: Double { get }
    /// The same in place, in memory that is there.
    mutating func setSum(_ a: Self, _ b: Self)
    mutating func setDifference(_ a: Self, _ b: Self)
    mutating func setProduct(_ a: Self, _ b: Self)
    mutating func setQuotient(_ a: Self, _ b: Self)
    mutating func add(_ a: Self)
    func squareRoot() -> Self
    func power(_ exponent: Rational) -> Self
    /// A function of one argument; NaN where it is undefined or not known here.
    func applying(_ operation: ScalarProgram.Operation) -> Self
    func bessel(_ operation: ScalarProgram.Operation, order: Self) -> Self
}

extension LaneNumber {
    @inline(__always) mutating func setSum(_ a: Self, _ b: Self) { self = a + b }
    @inline(__always) mutating func setDifference(_ a: Self, _ b: Self) { self = a - b }
    @inline(__always) mutating func setProduct(_ a: Self, _ b: Self) { self = a * b }
    @inline(__always) mutating func setQuotient(_ a: Self, _ b: Self) { self = a / b }
    @inline(__always) mutating func add(_ a: Self) { self = self + a }

    func bessel(_ operation: ScalarProgram.Operation, order: Self) -> Self {
        let precision = max(real.precision, 64)
        let value = RealMachine.bessel(operation, order: order.real, real, precision: precision)
        return Self(value)
    }
}

extension Double: LaneNumber {
    init(_ value: Real) { self = value.doubleValue }
    var real: Real { Real(self, precision: 53) }
    var estimate: Double { self }

    func power(_ exponent: Rational) -> Double { pow(self, exponent.doubleValue) }

    func applying(_ operation: ScalarProgram.Operation) -> Double {
        switch operation {
        case .exp: return exp(self)
        case .expMinusOne: return expm1(self)
        case .log: return log(self)
        case .logOnePlus: return log1p(self)
        case .sin: return sin(self)
        case .cos: return cos(self)
        case .tan: return tan(self)
        case .atan: return atan(self)
        case .sinh: return sinh(self)
        case .cosh: return cosh(self)
        case .tanh: return tanh(self)
        case .erf: return erf(self)
        case .abs: return magnitude
        case .sign: return self > 0 ? 1 : self < 0 ? -1 : self
        case .step: return self > 0 ? 1 : 0
        case .gamma: return tgamma(self)
        default: return .nan
        }
    }
}

extension Real: LaneNumber {
    init(_ value: Real) { self = value }
    var real: Real { self }
    var estimate: Double { doubleValue }

    mutating func setSum(_ a: Real, _ b: Real) { set(a, b, mpfr_add) }
    mutating func setDifference(_ a: Real, _ b: Real) { set(a, b, mpfr_sub) }
    mutating func setProduct(_ a: Real, _ b: Real) { set(a, b, mpfr_mul) }
    mutating func setQuotient(_ a: Real, _ b: Real) { set(a, b, mpfr_div) }
    mutating func add(_ a: Real) { a.withMPFR { a in update { mpfr_add($0, $0, a, MPFR_RNDN) } } }

    private typealias Operation = (
        UnsafeMutablePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, UnsafePointer<__mpfr_struct>, mpfr_rnd_t
    ) -> CInt

    @inline(__always) private mutating func set(_ a: Real, _ b: Real, _ operation: Operation) {
        a.withMPFR { a in b.withMPFR { b in update { operation($0, a, b, MPFR_RNDN) } } }
    }

    func applying(_ operation: ScalarProgram.Operation) -> Real {
        switch operation {
        case .exp: return exp()
        case .expMinusOne: return expMinusOne()
        case .log: return log()
        case .logOnePlus: return logOnePlus()
        case .sin: return sin()
        case .cos: return cos()
        case .tan: return tan()
        case .atan: return atan()
        case .sinh: return sinh()
        case .cosh: return cosh()
        case .tanh: return tanh()
        case .erf: return erf()
        case .abs: return magnitude
        case .sign: return isNaN ? self : Real(sign, precision: precision)
        case .step: return Real(sign > 0 ? 1 : 0, precision: precision)
        case .gamma: return gamma()
        default: return Real(Double.nan, precision: precision)
        }
    }
}

/// An unevaluated sum of two doubles, about 31 digits (Dekker, 1971). Range and exceptions are those of doubles.
struct DoubleDouble: LaneNumber {
    var high: Double
    var low: Double

    @inline(__always) init(_ high: Double, _ low: Double) { (self.high, self.low) = (high, low) }

    init(_ value: Real) {
        high = value.doubleValue
        low = high.isFinite ? (value - Real(high, precision: value.precision + 64)).doubleValue : 0
    }

    static let precision = 120
    var real: Real { Real(high, precision: Self.precision) + Real(low, precision: Self.precision) }
    var estimate: Double { high }

    @inline(__always) private static func quickSum(_ a: Double, _ b: Double) -> DoubleDouble {
        let s = a + b
        return DoubleDouble(s, b - (s - a))
    }

    @inline(__always) private static func exactSum(_ a: Double, _ b: Double) -> (Double, Double) {
        let s = a + b
        let t = s - a
        return (s, (a - (s - t)) + (b - t))
    }

    @inline(__always) private static func exactProduct(_ a: Double, _ b: Double) -> (Double, Double) {
        let p = a * b
        let ta = 134217729 * a
        let tb = 134217729 * b
        let ah = ta - (ta - a)
        let bh = tb - (tb - b)
        let al = a - ah
        let bl = b - bh
        return (p, ((ah * bh - p) + ah * bl + al * bh) + al * bl)
    }

    @inline(__always) static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let (s, e) = exactSum(a.high, b.high)
        let (t, f) = exactSum(a.low, b.low)
        let first = quickSum(s, e + t)
        return quickSum(first.high, first.low + f)
    }

    @inline(__always) static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }
    @inline(__always) static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

    @inline(__always) static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let (p, e) = exactProduct(a.high, b.high)
        return quickSum(p, e + (a.high * b.low + a.low * b.high))
    }

    @inline(__always) static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let q1 = a.high / b.high
        let r1 = a - b * DoubleDouble(q1, 0)
        let q2 = r1.high / b.high
        let r2 = r1 - b * DoubleDouble(q2, 0)
        let q = quickSum(q1, q2)
        return q + DoubleDouble(r2.high / b.high, 0)
    }

    func squareRoot() -> DoubleDouble {
        guard high > 0 else { return DoubleDouble(high.squareRoot(), 0) }
        // One step of Newton's method.
        let root = high.squareRoot()
        let rest = self - DoubleDouble(root, 0) * DoubleDouble(root, 0)
        return Self.quickSum(root, rest.high / (2 * root))
    }

    func power(_ exponent: Rational) -> DoubleDouble { DoubleDouble(real.power(exponent)) }
    func applying(_ operation: ScalarProgram.Operation) -> DoubleDouble { DoubleDouble(real.applying(operation)) }
}
