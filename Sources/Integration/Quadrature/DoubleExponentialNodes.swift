import Arithmetic
import CFLINT
import Synchronization

/// The changes of variables that make an integrand decay doubly exponentially in `t`; then the trapezoid rule converges as
/// fast as digits are computed.
enum DoubleExponentialMap: Hashable, Sendable {
    /// One half, `t > 0`, of `δ/w = 1/(1 + exp(π sinh t))`: the distance from the nearer end of an interval of width w.
    case interval
    /// `δ = exp(π/2 sinh t)`
    case halfLine
    /// `δ = exp(t - exp(-t))`, for integrands that decay exponentially.
    case decayingHalfLine
    /// `x = sinh(π/2 sinh t)`, odd in t.
    case line
    /// `x = sinh t`, for integrands that decay exponentially.
    case decayingLine
    /// `x = t`, for integrands that decay like a Gaussian.
    case gaussianLine
}

/// Points and weights `dx/dt` of the double-exponential rules at `t = k · 2^-level`, kept for each precision.
final class DoubleExponentialNodes: Sendable {
    struct Key: Hashable {
        let map: DoubleExponentialMap
        let precision: Int
    }

    /// Two numbers that are written once.
    final class Node: @unchecked Sendable {
        let point: UnsafeMutablePointer<__mpfr_struct>
        let weight: UnsafeMutablePointer<__mpfr_struct>

        init(precision: Int) {
            point = .allocate(capacity: 1)
            weight = .allocate(capacity: 1)
            mpfr_init2(point, precision)
            mpfr_init2(weight, precision)
        }

        deinit {
            mpfr_clear(point)
            mpfr_clear(weight)
            point.deallocate()
            weight.deallocate()
        }
    }

    private static let tables = Mutex<[Key: DoubleExponentialNodes]>([:])

    static func table(_ map: DoubleExponentialMap, precision: Int) -> DoubleExponentialNodes {
        tables.withLock { tables in
            let key = Key(map: map, precision: precision)
            if let known = tables[key] { return known }
            // A table of a thousand digits has some megabytes: only a few are kept.
            if tables.count >= 12 { tables.removeAll() }
            let table = DoubleExponentialNodes(map, precision)
            tables[key] = table
            return table
        }
    }

    let map: DoubleExponentialMap
    let precision: Int
    /// By `k` at the finest level, `t = k · 2^-finest`.
    private let nodes = Mutex<[Int: Node]>([:])
    static let finest = 20

    private init(_ map: DoubleExponentialMap, _ precision: Int) {
        self.map = map
        self.precision = precision
    }

    /// The node at `t = k · 2^-level`.
    func node(_ k: Int, level: Int) -> Node {
        let place = k << (Self.finest - level)
        if let known = nodes.withLock({ $0[place] }) { return known }
        let node = computed(k, level)
        nodes.withLock { $0[place] = node }
        return node
    }

    private func computed(_ k: Int, _ level: Int) -> Node {
        let result = Node(precision: precision)
        // The exponent π/2 sinh t may have many bits before the point, all of which count.
        let t0 = Double(k) / Double(1 << level)
        let bits = precision + 16 + Int(Swift.max(0, abs(t0) * 1.45))
        var t = Real(k, precision: bits).scaled(byPowerOfTwo: -level)
        var point: Real
        var weight: Real
        let halfPi = Real.pi(precision: bits).scaled(byPowerOfTwo: -1)
        switch map {
        case .interval:
            let grown = t.exp()
            let shrunk = Real(1, precision: bits) / grown
            let u = halfPi * (grown - shrunk)
            let slope = halfPi * (grown + shrunk)
            let e = (-u).exp()
            let below = Real(1, precision: bits) / (Real(1, precision: bits) + e)
            point = e * below
            weight = slope * point * below
        case .halfLine:
            let grown = t.exp()
            let shrunk = Real(1, precision: bits) / grown
            let quarter = halfPi.scaled(byPowerOfTwo: -1)
            point = (quarter * (grown - shrunk)).exp()
            weight = quarter * (grown + shrunk) * point
        case .decayingHalfLine:
            let e = (-t).exp()
            point = (t - e).exp()
            weight = (Real(1, precision: bits) + e) * point
        case .line:
            let grown = t.exp()
            let shrunk = Real(1, precision: bits) / grown
            let quarter = halfPi.scaled(byPowerOfTwo: -1)
            let u = quarter * (grown - shrunk)
            point = u.sinh()
            weight = quarter * (grown + shrunk) * u.cosh()
        case .decayingLine:
            point = t.sinh()
            weight = t.cosh()
        case .gaussianLine:
            t = t.rounded(precision: precision)
            point = t
            weight = Real(1, precision: precision)
        }
        point.withMPFR { _ = mpfr_set4(result.point, $0, MPFR_RNDN, $0.pointee._mpfr_sign) }
        weight.withMPFR { _ = mpfr_set4(result.weight, $0, MPFR_RNDN, $0.pointee._mpfr_sign) }
        return result
    }
}
