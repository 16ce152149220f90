import Arithmetic
import Enclosures
import Glibc

extension Ball {
    /// Significant decimal digits that the radius leaves right.
    var relativeDigits: Int {
        if isExact { return .max / 4 }
        if containsZero { return 0 }
        return max(0, Int(Double(relativeAccuracyBits) * 0.30102999566398120))
    }

    /// Digits behind the decimal point that the radius leaves right.
    var absoluteDigits: Int {
        if isExact { return .max / 4 }
        let radius = radiusEstimate
        if radius == 0 { return 300 }
        return radius.isFinite ? Int((-log10(2 * radius)).rounded(.down)) : -1
    }
}

extension NumericValue {
    /// The value with as many digits as are right, at most those asked for, and its bound: `3.5422464258 ± 2e-11`.
    public func text(digits: Int) -> String {
        if value.isExact, value.containsZero { return "0" }
        if value.containsZero { return "0 ± \(Self.bound(value.union(Ball(0), precision: 64).magnitudeEstimate))" }
        let shown = max(1, min(digits, value.relativeDigits))
        let text = value.midpointDescription(digits: shown)
        if value.isExact { return text }
        let radius = value.radiusEstimate
        // Beyond the range of doubles the bound is relative.
        if radius > 1e-290, radius < 1e290 { return "\(text) ± \(Self.bound(radius))" }
        return "\(text) (1 ± 1e-\(max(0, Int(Double(value.relativeAccuracyBits) * 0.301).advanced(by: -1))))"
    }

    private static func bound(_ radius: Double) -> String {
        if radius == 0 || !radius.isFinite { return "\(radius)" }
        let exponent = Int(log10(radius).rounded(.down))
        let leading = (radius / pow(10, Double(exponent))).rounded(.up)
        return leading >= 10 ? "1e\(exponent + 1)" : "\(Int(leading))e\(exponent)"
    }
}

extension Ball {
    /// A bound of the absolute value, as a double: an estimate.
    var magnitudeEstimate: Double { abs(midpointEstimate) + radiusEstimate }
}
