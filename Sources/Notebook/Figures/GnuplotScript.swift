import Enclosures

/// A figure as commands and data for gnuplot.
///
/// The notebook's words appear only between single quotes, where gnuplot knows no substitution and no escapes, and in which a quote is
/// written twice; as labels they are taken literally (`noenhanced`). All the rest are numbers.
struct GnuplotScript {
    static let size = (width: 720, height: 432)
    /// Told apart by most eyes, on a light and on a dark ground.
    private static let colours = ["#2a84c6", "#d9622b", "#159a74", "#c46fa0", "#c98a00", "#6b7fd7"]

    private let figure: Figure

    init(_ figure: Figure) { self.figure = figure }

    var text: String {
        let axes = figure.axes
        let (horizontal, vertical) = (figure.horizontal, figure.vertical)
        var lines = [
            "set encoding utf8",
            "set terminal svg size \(Self.size.width),\(Self.size.height) fixed noenhanced font 'sans-serif,14'",
            "set key outside top left horizontal noenhanced",
            "set border 3",
            "set tics nomirror",
            "set grid linecolor rgb '#999999'",
            "set xlabel \(Self.quoted(axes.variable)) noenhanced",
            "set xrange [\(horizontal.lower):\(horizontal.upper)]",
            "set yrange [\(vertical.lower):\(vertical.upper)]",
        ]
        if axes.isLogarithmic { lines.append("set logscale x 10") }
        if axes.valueIsLogarithmic { lines.append("set logscale y 10") }
        var plots: [String] = []
        for (number, labelled) in figure.curves.enumerated() {
            let colour = "rgb '\(Self.colours[number % Self.colours.count])'"
            let title = "title \(Self.quoted(labelled.label))"
            lines += block("band\(number)", labelled.curve.isContinuous ? band(labelled.curve) : marks(labelled.curve))
            lines += block("line\(number)", line(labelled.curve))
            if labelled.curve.isContinuous {
                plots.append("$band\(number) using 1:2:3 with filledcurves fillcolor \(colour) fillstyle transparent solid 0.3 noborder notitle")
                plots.append("$line\(number) using 1:2 with lines linewidth 1.5 linecolor \(colour) \(title)")
            } else {
                plots.append("$band\(number) using 1:2:3:4:5:6 with boxxyerror fillcolor \(colour) fillstyle solid 1 noborder notitle")
                plots.append("$line\(number) using 1:2 with lines linewidth 0.75 dashtype 2 linecolor \(colour) \(title)")
            }
        }
        lines.append("plot " + plots.joined(separator: ", "))
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text that gnuplot takes literally.
    static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 32 && !(127..<160).contains($0.value) }
        return "'" + String(String.UnicodeScalarView(scalars)).replacing("'", with: "''") + "'"
    }

    private func block(_ name: String, _ rows: [[Double]]) -> [String] {
        ["$\(name) << END"] + rows.map { $0.map { "\($0)" }.joined(separator: " ") } + ["END"]
    }

    /// Lower and upper bound at both ends of each piece; an empty row at a gap.
    private func band(_ curve: Curve) -> [[Double]] {
        let window = figure.vertical
        var rows: [[Double]] = []
        var end: Double?
        for piece in curve.pieces {
            let lower = max(piece.lower, window.lower), upper = min(piece.upper, window.upper)
            guard lower <= upper else {
                end = nil
                continue
            }
            if end != piece.from, !rows.isEmpty { rows.append([]) }
            rows += [[piece.from, lower, upper], [piece.to, lower, upper]]
            end = piece.to
        }
        return rows.isEmpty ? outside : rows
    }

    /// A line through the values; an empty row where it breaks off.
    private func line(_ curve: Curve) -> [[Double]] {
        var rows: [[Double]] = []
        var end: Double?
        for piece in curve.pieces {
            guard let first = piece.first, let last = piece.last, !figure.axes.valueIsLogarithmic || (first > 0 && last > 0) else {
                end = nil
                continue
            }
            if curve.isContinuous {
                if end != piece.from {
                    if !rows.isEmpty { rows.append([]) }
                    rows.append([piece.from, first])
                }
                end = piece.to
            } else if let place = end, curve.gaps.contains(where: { place < $0.from && $0.from < piece.from }) {
                rows.append([])
            }
            if !curve.isContinuous { end = piece.from }
            rows.append([piece.to, last])
        }
        return rows.isEmpty ? outside.map { Array($0.prefix(2)) } : rows
    }

    /// A small box about each value, which contains its bounds.
    private func marks(_ curve: Curve) -> [[Double]] {
        let rows = curve.pieces.compactMap { piece -> [Double]? in
            guard let value = piece.first, !figure.axes.valueIsLogarithmic || value > 0 else { return nil }
            let (left, right) = Self.neighbourhood(of: piece.from, in: figure.horizontal, isLogarithmic: figure.axes.isLogarithmic, share: 0.003)
            let window = figure.vertical
            let (below, above) = Self.neighbourhood(
                of: value, in: (window.lower, window.upper), isLogarithmic: figure.axes.valueIsLogarithmic, share: 0.006)
            return [piece.from, value, left, right, min(below, piece.lower), max(above, piece.upper)]
        }
        return rows.isEmpty ? [outside[0] + [0, 0, 0]] : rows
    }

    private static func neighbourhood(
        of value: Double, in window: (lower: Double, upper: Double), isLogarithmic: Bool, share: Double
    ) -> (Double, Double) {
        guard isLogarithmic else {
            let reach = (window.upper - window.lower) * share
            return (value - reach, value + reach)
        }
        // Small shares of a ratio: (upper/lower)^share is nearly 1 + share log(upper/lower).
        let factor = 1 + share * Double(window.upper.exponent - window.lower.exponent + 1)
        return (value / factor, value * factor)
    }

    /// A row beyond the window, since gnuplot wants one.
    private var outside: [[Double]] {
        let (horizontal, vertical) = (figure.horizontal, figure.vertical)
        return [[horizontal.upper * 4 + 1, vertical.upper * 4 + 1, vertical.upper * 4 + 1]]
    }
}
