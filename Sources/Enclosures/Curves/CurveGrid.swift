import Arithmetic
import CFLINT
import Glibc

/// An interval in whole multiples of a power of two, so that a part of it is a ball exactly: `sqrt(x)` is defined on a ball about
/// `[0, h]` only when nothing is rounded.
public struct CurveGrid: Sendable {
    /// The unit is `2^-scale`.
    public let scale: Int
    /// The ends of the columns, in units.
    public let nodes: [Int]

    /// Columns of equal width, or of equal ratio on a logarithmic axis.
    /// - Throws: `EnclosureError.notApplicable` for ends that are no finite numbers in order, too far apart or too close.
    public init(from lower: Ball, to upper: Ball, columns: Int, isLogarithmic: Bool) throws {
        let a = lower.midpointEstimate, b = upper.midpointEstimate
        guard lower.isFinite, upper.isFinite, a.isFinite, b.isFinite, lower.isLess(than: upper) == .yes, b - a > 1e-200, abs(a) < 1e200, abs(b) < 1e200
        else { throw EnclosureError.notApplicable("a range whose ends are no numbers in order") }
        if isLogarithmic {
            guard lower.isPositive() == .yes else { throw EnclosureError.notApplicable("a logarithmic axis on a range that is not positive") }
        }
        // About 2^31 units in a range, or 2^20 in its lower end.
        let scale = isLogarithmic ? 20 - Int(a.exponent) : 31 - Int((b - a).exponent)
        guard max(abs(a), abs(b)).exponent + Double.Exponent(scale) < 60, abs(scale) < 900 else {
            throw EnclosureError.notApplicable(isLogarithmic ? "a range over more than 12 orders of magnitude" : "so short a range so far from 0")
        }
        func units(_ ball: Ball, _ bound: (Rational) -> Rational, _ isLower: Bool) throws -> Int {
            let unit = try Rational(2).power(scale)
            guard let end = isLower ? ball.lowerBound(precision: 128) : ball.upperBound(precision: 128), let n = bound(end * unit).asInt else {
                throw EnclosureError.notApplicable("a range whose ends are no numbers in order")
            }
            return n
        }
        let first = try units(lower, { $0.floor }, true), last = try units(upper, { -((-$0).floor) }, false)
        var nodes = [first]
        for number in 1..<columns {
            let share = Double(number) / Double(columns)
            let place = isLogarithmic
                ? Int(Double(first) * pow(Double(last) / Double(first), share)) : first + Int((Double(last) - Double(first)) * share)
            if place > nodes[nodes.count - 1], place < last { nodes.append(place) }
        }
        self.scale = scale
        self.nodes = nodes + [last]
    }

    public func coordinate(_ place: Int) -> Double { Double(sign: .plus, exponent: -scale, significand: 1) * Double(place) }

    public func number(_ place: Int) throws -> Rational { try Rational(place) * Rational(2).power(-scale) }

    /// The ball about the places from `first` to `last`.
    func write(_ first: Int, _ last: Int, to target: UnsafeMutablePointer<arb_struct>) {
        arf_set_si_2exp_si(&target.pointee.mid, first + last, -scale - 1)
        mag_set_ui_2exp_si(&target.pointee.rad, UInt(last - first), -scale - 1)
    }
}
