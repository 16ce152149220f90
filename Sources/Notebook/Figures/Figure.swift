import Enclosures
import Glibc
import Language

/// The curves of a `plot` with their names, on common axes.
public struct Figure: Hashable, Sendable {
    public struct LabelledCurve: Hashable, Sendable {
        public let label: String
        public let curve: Curve
    }

    public let axes: PlotAxes
    public let curves: [LabelledCurve]

    /// `nil` without curves: nothing is to be seen.
    init?(_ axes: PlotAxes, _ curves: [(label: String, curve: Curve)]) {
        guard !curves.isEmpty else { return nil }
        self.axes = axes
        self.curves = curves.map { LabelledCurve(label: $0.label, curve: $0.curve) }
    }

    /// The window of the horizontal axis.
    var horizontal: (lower: Double, upper: Double) {
        let ends = curves.flatMap { $0.curve.pieces.flatMap { [$0.from, $0.to] } + $0.curve.gaps.flatMap { [$0.from, $0.to] } }
        return (ends.min() ?? 0, ends.max() ?? 1)
    }

    /// Decades of a logarithmic axis, at most.
    private static let mostDecades = 16.0

    /// The window of the vertical axis, and whether a curve leaves it: near a pole, a few values that are much larger than all others
    /// would leave nothing to be seen of these.
    var vertical: (lower: Double, upper: Double, isCropped: Bool) {
        let isLogarithmic = axes.valueIsLogarithmic
        func scaled(_ value: Double) -> Double { isLogarithmic ? log10(value) : value }
        var values: [(value: Double, width: Double)] = []
        var isCropped = false
        for piece in curves.flatMap(\.curve.pieces) {
            let width = axes.isLogarithmic ? log10(piece.to) - log10(piece.from) : piece.to - piece.from
            for value in [piece.lower, piece.upper] {
                if isLogarithmic, value <= 0 { isCropped = true } else { values.append((scaled(value), width)) }
            }
        }
        values.sort { $0.value < $1.value }
        guard let least = values.first?.value, let greatest = values.last?.value else { return (isLogarithmic ? 0.1 : 0, 1, true) }
        let (low, high) = (Figure.quantile(values), -Figure.quantile(values.reversed().map { (-$0.value, $0.width) }))
        var (lower, upper) = (least, greatest)
        if greatest - least > 8 * (high - low), high > low {
            lower = max(least, low - (high - low) / 2)
            upper = min(greatest, high + (high - low) / 2)
        }
        if isLogarithmic { lower = max(lower, upper - Figure.mostDecades) }
        isCropped = isCropped || lower > least || upper < greatest
        var margin = (upper - lower) / 25
        if !(margin > 0) { margin = isLogarithmic ? 0.5 : max(abs(upper) / 10, 1e-300) }
        (lower, upper) = (lower - margin, upper + margin)
        return isLogarithmic ? (pow(10, lower), pow(10, upper), isCropped) : (lower, upper, isCropped)
    }

    /// The value below which a small share of the widths lies.
    private static func quantile(_ values: [(value: Double, width: Double)]) -> Double {
        let share = values.reduce(0) { $0 + $1.width } / 33
        var sum = 0.0
        for (value, width) in values {
            sum += width
            if sum >= share { return value }
        }
        return values.last?.value ?? 0
    }

    /// The drawing, by gnuplot.
    func drawing() throws(FigureFailure) -> SVGDrawing {
        try SVGDrawing(reading: Gnuplot.output(of: GnuplotScript(self).text))
    }
}

/// Why there is no drawing.
public enum FigureFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case gnuplotIsMissing
    case gnuplotFailed(String)

    public var description: String {
        switch self {
        case .gnuplotIsMissing: return "figures are drawn by gnuplot, which is not installed (on Debian: apt-get install gnuplot-nox)"
        case .gnuplotFailed(let what): return "gnuplot has drawn no figure: \(what)"
        }
    }
}
