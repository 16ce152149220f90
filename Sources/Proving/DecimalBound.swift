import Arithmetic

/// Short decimal numbers for readers, rounded away from what they bound.
enum DecimalBound {
    private static let digits = 4

    static func text(below value: Double) -> String { text(value, rounding: { $0.floor }) }
    static func text(above value: Double) -> String { text(value, rounding: { -((-$0).floor) }) }
    static func nearest(_ value: Double) -> String { text(value, rounding: { ($0 + Rational(1, 2)).floor }) }

    private static func text(_ value: Double, rounding: (Rational) -> Rational) -> String {
        guard let exact = Rational(value), !exact.isZero else { return value == 0 ? "0" : "\(value)" }
        // The place of the first digit.
        var exponent = 0
        var unit: Rational = 1
        while exact.magnitude >= unit * 10 { (unit, exponent) = (unit * 10, exponent + 1) }
        while exact.magnitude < unit { (unit, exponent) = (unit / 10, exponent - 1) }
        for _ in 1..<digits { unit = unit / 10 }
        let count = rounding(exact / unit)
        guard let integer = count.asInt else { return "\(value)" }
        return decimal(integer, exponent: exponent - digits + 1)
    }

    /// `integer · 10^exponent` without needless zeros.
    private static func decimal(_ integer: Int, exponent: Int) -> String {
        var (integer, exponent) = (integer, exponent)
        if integer == 0 { return "0" }
        while integer % 10 == 0 { (integer, exponent) = (integer / 10, exponent + 1) }
        let sign = integer < 0 ? "-" : ""
        let figures = String(abs(integer))
        let leading = exponent + figures.count - 1
        if leading < -5 || leading > 7 {
            let rest = figures.dropFirst()
            return sign + figures.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e\(leading)"
        }
        if exponent >= 0 { return sign + figures + String(repeating: "0", count: exponent) }
        if leading >= 0 { return sign + figures.prefix(leading + 1) + "." + figures.dropFirst(leading + 1) }
        return sign + "0." + String(repeating: "0", count: -leading - 1) + figures
    }
}
