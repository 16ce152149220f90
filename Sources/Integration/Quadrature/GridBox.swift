import Arithmetic
import Enclosures

/// A part of a many-dimensional integral: a function of one variable for each axis, smooth inside.
struct GridBox {
    enum Axis {
        /// `0 < δ < width`, by Gauss-Legendre.
        case interval(width: ScalarGraph.Node)
        /// `0 < δ < width` with a singular end at 0, by the double-exponential rule.
        case singularEnd(width: ScalarGraph.Node)
        /// `0 < δ < ∞`, by the trapezoid rule in t, where `δ = exp(t - exp(-t))`.
        case halfLine
        case line
        /// The line, by Gauss-Hermite for `exp(-(x - centre)²/(2 scale²))`.
        case gaussian(centre: Double, scale: Double)
        /// `0 < δ < ∞`, by generalised Gauss-Laguerre in δ² for `δ^power exp(-δ²/(2 scale²))`.
        case radial(power: Double, scale: Double)
        /// An angle from 0 to 2π.
        case angle

        /// Whether the range of the variable of summation is to be found.
        var isUnbounded: Bool {
            switch self {
            case .halfLine, .line, .singularEnd: return true
            case .interval, .angle, .gaussian, .radial: return false
            }
        }
    }

    let graph: ScalarGraph
    let integrand: ScalarGraph.Node
    let variables: [ScalarGraph.Variable]
    var axes: [Axis]

    /// The boxes of an integral; with `singularEnds`, intervals are halved, each half by the distance from its outer end.
    static func boxes(of integral: ScalarIntegral, singularEnds: Bool) throws -> [GridBox] {
        var boxes = [GridBox(graph: integral.graph, integrand: integral.integrand, variables: [], axes: [])]
        for axis in integral.axes { boxes = try boxes.flatMap { try $0.extended(by: axis, singularEnds) } }
        return boxes.filter { $0.graph.rational($0.integrand)?.isZero != true }
    }

    private func extended(by axis: ScalarIntegral.Axis, _ singularEnds: Bool) throws -> [GridBox] {
        switch axis.domain {
        case .interval, .halfLine, .negativeHalfLine, .line:
            let integral = ScalarIntegral(graph: graph, integrand: integrand, axes: [axis])
            return try integral.pieces(of: axis).flatMap { piece -> [GridBox] in
                switch piece.extent {
                case .line: return [adding(piece.graph, piece.integrand, piece.variable, .line)]
                case .halfLine: return [adding(piece.graph, piece.integrand, piece.variable, .halfLine)]
                case .interval(let width, let fromAbove):
                    if !singularEnds { return [adding(piece.graph, piece.integrand, piece.variable, .interval(width: width))] }
                    var graph = piece.graph
                    let half = graph.scaled(width, by: Rational(1, 2))
                    return [piece.integrand, fromAbove].map { adding(graph, $0, piece.variable, .singularEnd(width: half)) }
                }
            }
        case .sphere:
            guard axis.variables.count == 3 else { throw EnclosureError.notApplicable("a sphere has three coordinates") }
            // Height and longitude: the area element is dz dφ.
            var graph = graph
            let (height, z) = graph.variable()
            let (longitude, φ) = graph.variable()
            let one = graph.number(1)
            let radius = graph.squareRoot(graph.product(graph.sum(one, z), graph.difference(one, z)))
            let integrand = graph.substituting([
                axis.variables[0]: graph.product(radius, graph.function(.elementary(.cos), φ)),
                axis.variables[1]: graph.product(radius, graph.function(.elementary(.sin), φ)),
                axis.variables[2]: z,
            ], in: integrand)
            let interval = ScalarIntegral.Axis(variables: [height], domain: .interval(graph.number(-1), one))
            return try GridBox(graph: graph, integrand: integrand, variables: variables, axes: axes)
                .extended(by: interval, singularEnds).map { $0.adding($0.graph, $0.integrand, longitude, .angle) }
        case .circle:
            guard axis.variables.count == 2 else { throw EnclosureError.notApplicable("a circle has two coordinates") }
            var graph = graph
            let (angle, φ) = graph.variable()
            let integrand = graph.substituting([
                axis.variables[0]: graph.function(.elementary(.cos), φ), axis.variables[1]: graph.function(.elementary(.sin), φ),
            ], in: integrand)
            return [adding(graph, integrand, angle, .angle)]
        }
    }

    private func adding(_ graph: ScalarGraph, _ integrand: ScalarGraph.Node, _ variable: ScalarGraph.Variable, _ axis: Axis) -> GridBox {
        GridBox(graph: graph, integrand: integrand, variables: variables + [variable], axes: axes + [axis])
    }
}
