import Arithmetic
import CFLINT

/// Encloses the values of a function of one variable on every part of an interval.
///
/// On a part I the values lie in `f(I)`, computed in balls. If f has no jumps there, and `f'(I)` is finite, they also lie in
/// `f(m) + f'(I) (I - m)`, and between the values at the ends of I where `f'(I)` does not contain 0. (A finite `f(I)` shows that f is
/// defined and continuous on I, if no step or sign occurs in it.)
public struct CurveEnclosure {
    private let grid: CurveGrid
    private let machine: RealBallMachine
    private let radicandCount: Int
    private let hasDerivative: Bool
    private let isRigorous: Bool
    private let precision: Int
    private var values: [Int: Ball] = [:]
    private var pieces: [Curve.Piece] = []
    private var gaps: [Curve.Gap] = []
    private var tolerance = 0.0

    /// How often a column is halved where its enclosure is wide, and where it has none.
    private static let mostHalvings = (wide: 6, undefined: 18)

    /// - Parameters:
    ///   - constants: variables of the function that have a value.
    ///   - isRigorous: whether the values of the constants are proved.
    public init(
        _ value: ScalarValue, of variable: ScalarGraph.Variable, on grid: CurveGrid,
        constants: [(variable: ScalarGraph.Variable, value: Ball)] = [], isRigorous: Bool = true, precision: Int = 64
    ) {
        var graph = value.graph
        let hasJump = graph.reachable(from: [value.root]).contains { node in
            switch graph[node] {
            case .function(.step, _), .function(.elementary(.sign), _): true
            default: false
            }
        }
        let derivative = hasJump ? nil : try? graph.derivative(value.root, by: variable)
        let radicands = value.definedness.radicands.filter { $0 != value.root }
        let program = ScalarProgram(
            graph, [value.root, derivative ?? value.root] + radicands, variables: [variable] + constants.map(\.variable))
        machine = RealBallMachine(program, precision: precision)
        for (place, constant) in constants.enumerated() { machine.setArgument(place + 1, to: constant.value) }
        radicandCount = radicands.count
        hasDerivative = derivative != nil
        self.grid = grid
        self.isRigorous = isRigorous
        self.precision = precision
    }

    public mutating func curve() -> Curve {
        tolerance = height() / 300
        for (first, last) in zip(grid.nodes, grid.nodes.dropFirst()) {
            let before = pieces.count, gapsBefore = gaps.count
            enclose(first, last, halvings: 0)
            if gaps.count == gapsBefore, pieces.count > before + 1 { merge(from: before) }
        }
        return Curve(isContinuous: true, isRigorous: isRigorous, pieces: pieces, gaps: gaps)
    }

    /// What most values differ by: an estimate.
    private mutating func height() -> Double {
        var samples = grid.nodes.compactMap { value(at: $0)?.midpointEstimate }.filter(\.isFinite).sorted()
        guard samples.count > 1 else { return 0 }
        samples.removeFirst(samples.count / 20)
        samples.removeLast(samples.count / 20)
        return (samples.last ?? 0) - (samples.first ?? 0)
    }

    /// The value at a place; `nil` where there is none.
    private mutating func value(at place: Int) -> Ball? {
        if let known = values[place] { return known.isFinite ? known : nil }
        let value = run(place, place).value
        values[place] = value
        return value.isFinite ? value : nil
    }

    /// Values of the function and its derivative; not finite where something may be undefined.
    private func run(_ first: Int, _ last: Int) -> (value: Ball, derivative: Ball?, isUndefined: Bool) {
        grid.write(first, last, to: machine.registers)
        machine.run()
        var value = machine.result(0)
        for number in 0..<radicandCount {
            let radicand = machine.result(2 + number)
            if radicand.isNegative() == .yes { return (.realLine, nil, true) }
            if !radicand.isFinite || radicand.isNonnegative() != .yes { value = .realLine }
        }
        let derivative = hasDerivative ? machine.result(1) : nil
        return (value, derivative.flatMap { $0.isFinite ? $0 : nil }, false)
    }

    private mutating func enclose(_ first: Int, _ last: Int, halvings: Int) {
        let whole = run(first, last)
        let middle = first + (last - first) / 2
        let canBeHalved = !whole.isUndefined && middle > first
        guard whole.value.isFinite else {
            if canBeHalved, halvings < Self.mostHalvings.undefined, hasDefinedQuarter(first, last) {
                enclose(first, middle, halvings: halvings + 1)
                enclose(middle, last, halvings: halvings + 1)
            } else {
                addGap(first, last)
            }
            return
        }
        let start = value(at: first), end = value(at: last)
        var enclosure = whole.value
        var ends: (lower: Double, upper: Double)?
        if let derivative = whole.derivative, let start, let end {
            if derivative.containsZero {
                if let centre = value(at: middle) {
                    let reach = Rational(max(middle - first, last - middle))
                    let offset = Ball(midpoint: 0, radius: reach, precision: precision).multiplied(by: unit, precision: precision)
                    let mean = centre.adding(derivative.multiplied(by: offset, precision: precision), precision: precision)
                    enclosure = enclosure.intersection(mean, precision: precision) ?? enclosure
                }
            } else if let a = Self.bounds(start), let b = Self.bounds(end) {
                ends = (min(a.lower, b.lower), max(a.upper, b.upper))
            }
        }
        guard let bounds = ends ?? Self.bounds(enclosure) else { return addGap(first, last) }
        let rise = abs((start?.midpointEstimate ?? 0) - (end?.midpointEstimate ?? 0))
        if bounds.upper - bounds.lower - rise > tolerance, halvings < Self.mostHalvings.wide, canBeHalved {
            enclose(first, middle, halvings: halvings + 1)
            enclose(middle, last, halvings: halvings + 1)
            return
        }
        pieces.append(Curve.Piece(
            from: grid.coordinate(first), to: grid.coordinate(last), lower: bounds.lower, upper: bounds.upper,
            first: start?.midpointEstimate, last: end?.midpointEstimate))
    }

    /// Around a pole some quarter has values; where none has, halving would go on in vain.
    private func hasDefinedQuarter(_ first: Int, _ last: Int) -> Bool {
        let places = (0...4).map { first + (last - first) / 4 * $0 + (last - first) % 4 * $0 / 4 }
        return zip(places, places.dropFirst()).contains { $0 < $1 && run($0, $1).value.isFinite }
    }

    private var unit: Ball { (try? Ball(grid.number(1), precision: precision)) ?? .realLine }

    private mutating func addGap(_ first: Int, _ last: Int) {
        let (from, to) = (grid.coordinate(first), grid.coordinate(last))
        if let previous = gaps.last, previous.to == from { gaps[gaps.count - 1].to = to } else { gaps.append(Curve.Gap(from: from, to: to)) }
    }

    /// One piece in place of those of a column.
    private mutating func merge(from place: Int) {
        let parts = pieces[place...]
        guard let first = parts.first, let last = parts.last else { return }
        let merged = Curve.Piece(
            from: first.from, to: last.to, lower: parts.reduce(first.lower) { min($0, $1.lower) },
            upper: parts.reduce(first.upper) { max($0, $1.upper) }, first: first.first, last: last.last)
        pieces.replaceSubrange(place..., with: [merged])
    }

    /// Doubles below and above a ball; `nil` beyond their range.
    public static func bounds(_ ball: Ball) -> (lower: Double, upper: Double)? {
        guard ball.isFinite else { return nil }
        if let lower = ball.lowerBound(precision: 53), let upper = ball.upperBound(precision: 53) {
            // Rounded towards zero.
            let below = Rational(lower.doubleValue) == lower ? lower.doubleValue : lower.doubleValue.nextDown
            let above = Rational(upper.doubleValue) == upper ? upper.doubleValue : upper.doubleValue.nextUp
            return below.isFinite && above.isFinite ? (below, above) : nil
        }
        // So close to 0 that not even a rational number says how close.
        let tiny = Double.leastNormalMagnitude
        guard let bound = Rational(tiny), ball.magnitudeBound.isLess(than: Ball(bound, precision: 64)) == .yes else { return nil }
        return (-tiny, tiny)
    }
}
