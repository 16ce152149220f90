import Arithmetic
import CFLINT
import Enclosures
import Glibc
import Synchronization

/// Product rules on boxes: Gauss-Legendre on intervals, the trapezoid rule on lines, angles and, in a new variable, half-lines.
///
/// All these converge geometrically in the number of points of an axis for smooth integrands. The rates are measured on coarse grids,
/// one axis at a time; the numbers of points they predict are then tested by two grids that must agree.
struct GridRule {
    private var box: GridBox
    private let program: ScalarProgram
    private var survey: Survey
    let digits: Int

    /// Where the integrand, integrated over the other axes, is not negligible.
    private struct Survey {
        /// In t, for unbounded axes.
        var ranges: [ClosedRange<Double>]
        let digits: Int
        /// For each axis the integral of the modulus over what is left out there, as a part of the whole: an estimate.
        var truncations: [Double]

        /// Of the greatest value of an integrand: less is left out.
        var negligible: Double { pow(10, -Double(min(digits, 290)) - 2.5) }
    }

    enum Lane { case double, doubleDouble, real }

    init(_ box: GridBox, digits: Int) throws {
        self.box = box
        self.digits = digits
        program = ScalarProgram(box.graph, [box.integrand], variables: box.variables, separatingExponentials: true)
        survey = try Self.survey(box, digits: digits)
        // With many axes each point less counts: as many digits take fewer points of Gauss rules, if the integrand is close to a Gaussian.
        if box.axes.count >= Self.gaussDimension {
            for (number, axis) in Self.gaussAxes(box, survey.ranges) { self.box.axes[number] = axis }
        }
    }

    private static let gaussDimension = 4

    var usesGauss: Bool {
        box.axes.contains { axis in
            switch axis {
            case .gaussian, .radial: return true
            default: return false
            }
        }
    }

    // MARK: Points

    /// Points and weights of one axis.
    private static func points(
        _ axis: GridBox.Axis, _ graph: ScalarGraph, _ count: Int, _ range: ClosedRange<Double>, precision: Int
    ) throws -> (points: [Real], weights: [Real]) {
        var points: [Real] = []
        var weights: [Real] = []
        func step() -> (first: Real, step: Real) {
            let h = (range.upperBound - range.lowerBound) / Double(count - 1)
            return (Real(range.lowerBound, precision: precision), Real(h, precision: precision))
        }
        switch axis {
        case .interval(let width):
            let half = try graph.enclosure(of: width, precision: precision).midpoint(precision: precision).scaled(byPowerOfTwo: -1)
            let rule = GaussLegendre.rule(count, precision: precision)
            for (x, w) in zip(rule.nodes, rule.weights) {
                points.append(half * (Real(1, precision: precision) + x))
                weights.append(half * w)
            }
        case .singularEnd(let width):
            let size = try graph.enclosure(of: width, precision: precision).midpoint(precision: precision)
            let (first, h) = step()
            let halfPi = Real.pi(precision: precision).scaled(byPowerOfTwo: -1)
            for k in 0..<count {
                let t = first + h * Real(k, precision: precision)
                let e = (-(halfPi * (t.exp() - (-t).exp()))).exp()
                let fraction = Real(1, precision: precision) / (Real(1, precision: precision) + e)
                points.append(size * fraction)
                weights.append(size * h * halfPi * (t.exp() + (-t).exp()) * fraction * e / (Real(1, precision: precision) + e))
            }
        case .halfLine:
            let (first, h) = step()
            for k in 0..<count {
                let t = first + h * Real(k, precision: precision)
                let e = (-t).exp()
                let x = (t - e).exp()
                points.append(x)
                weights.append(h * x * (Real(1, precision: precision) + e))
            }
        case .line:
            let (first, h) = step()
            for k in 0..<count {
                points.append(first + h * Real(k, precision: precision))
                weights.append(h)
            }
        case .gaussian(let centre, let scale):
            let rule = GaussJacobiMatrix.rule(.hermite, count, precision: precision)
            let width = Real(2, precision: precision).squareRoot() * Real(scale, precision: precision)
            for (x, w) in zip(rule.nodes, rule.weights) {
                points.append(Real(centre, precision: precision) + width * x)
                weights.append(width * w)
            }
        case .radial(let power, let scale):
            // u = δ²/(2 scale²), dδ = scale du / sqrt(2u)
            let rule = GaussJacobiMatrix.rule(.laguerre((power - 1) / 2), count, precision: precision)
            for (u, w) in zip(rule.nodes, rule.weights) {
                let root = (u + u).squareRoot()
                points.append(Real(scale, precision: precision) * root)
                weights.append(Real(scale, precision: precision) * w / root)
            }
        case .angle:
            let turn = Real.pi(precision: precision).scaled(byPowerOfTwo: 1) / Real(count, precision: precision)
            for k in 0..<count {
                points.append(turn * Real(k, precision: precision))
                weights.append(turn)
            }
        }
        return (points, weights)
    }

    // MARK: Survey

    private static func survey(_ box: GridBox, digits: Int) throws -> Survey {
        let start = box.axes.map { axis -> ClosedRange<Double> in
            switch axis {
            case .interval, .angle: return 0...1
            case .singularEnd: return -4...4
            case .halfLine: return -4...4
            case .line: return -4.5...4.5
            case .gaussian, .radial: return 0...1
            }
        }
        var survey = Survey(ranges: start, digits: digits, truncations: start.map { _ in 0 })
        guard box.axes.contains(where: { $0.isUnbounded }) else { return survey }
        let count = max(7, min(27, Int(pow(60_000, 1 / Double(box.axes.count)))))
        var isStretched = true
        for round in 0..<6 {
            var changed = false
            // Lines are surveyed in x = sinh t first, then evenly.
            let grids = try box.axes.indices.map { number -> (points: [Double], weights: [Double], places: [Double]) in
                switch box.axes[number] {
                case .interval, .angle:
                    let rule = try points(box.axes[number], box.graph, 9, 0...1, precision: 64)
                    return (rule.points.map(\.doubleValue), rule.weights.map(\.doubleValue), [])
                default:
                    let h = (survey.ranges[number].upperBound - survey.ranges[number].lowerBound) / Double(count - 1)
                    let t = (0..<count).map { survey.ranges[number].lowerBound + h * Double($0) }
                    if case .line = box.axes[number], isStretched { return (t.map { sinh($0) }, t.map { cosh($0) * h }, t) }
                    let rule = try points(box.axes[number], box.graph, count, survey.ranges[number], precision: 64)
                    return (rule.points.map(\.doubleValue), rule.weights.map(\.doubleValue), t)
                }
            }
            var next = survey.ranges
            for number in box.axes.indices where box.axes[number].isUnbounded {
                var order = Array(box.axes.indices)
                order.remove(at: number)
                order.insert(number, at: 0)
                let program = ScalarProgram(
                    box.graph, [box.integrand], variables: order.map { box.variables[$0] }, separatingExponentials: true)
                let machine = GridMachine<Double>(
                    program, axes: order.map { .init(points: grids[$0].points, weights: grids[$0].weights) }, precision: 53,
                    ignoresUndefined: true)
                let profile = (0..<count).map { machine.total($0..<$0 + 1).size }
                guard let peak = profile.max(), peak > 0, peak.isFinite else {
                    throw NumericError.unsupported("an integrand that is zero wherever it was looked at")
                }
                let large = profile.indices.filter { profile[$0] > survey.negligible * peak }
                // An integrand that decays like 1/x² or faster has at most its value at the end times the distance behind it.
                survey.truncations[number] = 2 * survey.negligible * peak * Double(count) / profile.reduce(0, +)
                guard let first = large.first, let last = large.last else { continue }
                let t = grids[number].places
                let (low, high) = (survey.ranges[number].lowerBound, survey.ranges[number].upperBound)
                var (newLow, newHigh) = (first > 0 ? t[first - 1] : low, last < count - 1 ? t[last + 1] : high)
                if first == 0 { newLow = low - (high - low) / 3; changed = true }
                if last == count - 1 { newHigh = high + (high - low) / 3; changed = true }
                if newHigh > 700 || newLow < -700 { throw NumericError.divergent("the integrand does not decay enough") }
                if case .line = box.axes[number], isStretched {
                    if newHigh > 60 || newLow < -60 { throw NumericError.divergent("the integrand does not decay enough at infinity") }
                }
                next[number] = newLow...newHigh
            }
            survey.ranges = next
            if changed && round < 5 { continue }
            if isStretched {
                isStretched = false
                for number in box.axes.indices {
                    if case .line = box.axes[number] { survey.ranges[number] = sinh(survey.ranges[number].lowerBound)...sinh(survey.ranges[number].upperBound) }
                }
                continue
            }
            break
        }
        return survey
    }

    /// Gauss rules for the unbounded axes along which the integrand decays like a Gaussian.
    private static func gaussAxes(_ box: GridBox, _ ranges: [ClosedRange<Double>]) -> [(Int, GridBox.Axis)] {
        let count = max(7, min(27, Int(pow(60_000, 1 / Double(box.axes.count)))))
        func grid(_ number: Int, _ count: Int) -> (points: [Double], weights: [Double]) {
            let isBounded = !box.axes[number].isUnbounded
            guard let rule = try? points(box.axes[number], box.graph, isBounded ? 7 : count, ranges[number], precision: 64) else { return ([], []) }
            return (rule.points.map(\.doubleValue), rule.weights.map(\.doubleValue))
        }
        /// The integral of the modulus over the other axes, at points of one.
        func profile(_ number: Int, at places: [Double]) -> [Double] {
            var order = Array(box.axes.indices)
            order.remove(at: number)
            order.insert(number, at: 0)
            let program = ScalarProgram(box.graph, [box.integrand], variables: order.map { box.variables[$0] }, separatingExponentials: true)
            let axes = order.map { axis -> GridMachine<Double>.Axis in
                if axis == number { return .init(points: places, weights: places.map { _ in 1 }) }
                let (points, weights) = grid(axis, count)
                return .init(points: points, weights: weights)
            }
            let machine = GridMachine<Double>(program, axes: axes, precision: 53, ignoresUndefined: true)
            return places.indices.map { machine.total($0..<$0 + 1).size }
        }
        /// Σ of `p ∝ exp(-x²/(2Σ))` between the levels of two points; nil where they are not there.
        func variance(_ x: [Double], _ p: [Double], _ high: Double, _ low: Double) -> Double? {
            guard let first = p.indices.last(where: { p[$0] > high }), let last = p.indices.last(where: { p[$0] > low }), last > first else { return nil }
            return (x[last] * x[last] - x[first] * x[first]) / (2 * log(p[first] / p[last]))
        }
        func scale(_ x: [Double], _ p: [Double]) -> Double? {
            guard let peak = p.max(), peak > 0, peak.isFinite, let near = variance(x, p, 0.1 * peak, 1e-3 * peak),
                let far = variance(x, p, 1e-3 * peak, 1e-7 * peak), near > 0, far > 0.4 * near, far < 2.5 * near
            else { return nil }
            return (near * far).squareRoot()
        }
        return box.axes.indices.compactMap { number in
            switch box.axes[number] {
            case .line:
                let (x, _) = grid(number, 61)
                let p = profile(number, at: x)
                let mass = p.reduce(0, +)
                guard mass > 0, mass.isFinite else { return nil }
                let centre = zip(x, p).reduce(0) { $0 + $1.0 * $1.1 } / mass
                let right = x.indices.filter { x[$0] > centre }, left = x.indices.filter { x[$0] < centre }.reversed()
                guard let a = scale(right.map { x[$0] - centre }, right.map { p[$0] }), let b = scale(left.map { centre - x[$0] }, left.map { p[$0] }),
                    a < 2 * b, b < 2 * a
                else { return nil }
                return (number, .gaussian(centre: abs(centre) < 1e-9 ? 0 : centre, scale: ((a + b) / 2).squareRoot()))
            case .halfLine:
                let (x, _) = grid(number, 61)
                guard let variance = scale(x, profile(number, at: x)) else { return nil }
                let ends = profile(number, at: [1e-6, 1e-5])
                let power = log10(ends[1] / ends[0])
                guard power > -0.99, power < 100 else { return nil }
                // Exponents are simple numbers.
                return (number, .radial(power: abs(power * 12 - (power * 12).rounded()) < 1e-3 ? (power * 12).rounded() / 12 : power, scale: variance.squareRoot()))
            default: return nil
            }
        }
    }

    /// Of the modulus, beside its integral, over what all ranges leave out; `log2`.
    private var truncationExponent: Int? {
        let sum = box.axes.indices.filter { box.axes[$0].isUnbounded }.reduce(0) { $0 + survey.truncations[$1] }
        return sum > 0 ? Int(log2(sum).rounded(.up)) : nil
    }

    // MARK: Sums

    private static func bits(_ digits: Int) -> Int { Int(Double(digits) * 3.3219281) + 1 }

    private func count(_ counts: [Int]) -> Int { counts.reduce(1) { $0.multipliedReportingOverflow(by: $1).overflow ? Int.max / 4 : min(Int.max / 4, $0 * $1) } }

    /// The sum on a grid and that of the absolute values.
    private func total(_ counts: [Int], _ lane: Lane, precision: Int) throws -> (sum: Real, size: Double) {
        switch lane {
        case .double: return try total(Double.self, counts, 53)
        case .doubleDouble: return try total(DoubleDouble.self, counts, DoubleDouble.precision)
        case .real: return try total(Real.self, counts, precision)
        }
    }

    private func total<Number: LaneNumber>(_ type: Number.Type, _ counts: [Int], _ precision: Int) throws -> (sum: Real, size: Double) {
        let axes = try box.axes.indices.map { number -> GridMachine<Number>.Axis in
            let rule = try Self.points(box.axes[number], box.graph, counts[number], survey.ranges[number], precision: max(precision, 64))
            return .init(points: rule.points.map { Number($0) }, weights: rule.weights.map { Number($0) })
        }
        // Parts of fixed size, whatever the number of threads.
        let middle = counts[0] / 2
        let parts = [0..<middle, middle..<counts[0]]
        let results = Mutex<[(Real, Double)?]>([nil, nil])
        let work: @Sendable (Int) -> Void = { [program] number in
            let machine = GridMachine<Number>(program, axes: axes, precision: precision)
            let part = machine.total(parts[number])
            results.withLock { $0[number] = (part.sum.real, part.size) }
        }
        TwoHalves.perform(isLong: count(counts) * (precision > 53 ? 20 : 1) > 20_000, work)
        var sum = Real(0, precision: precision + 16)
        var size = 0.0
        for result in results.withLock({ $0 }) {
            if let result {
                sum += result.0
                size += result.1
            }
        }
        guard sum.isFinite else { throw NumericError.withoutValue("the integrand is singular, or not defined, at points inside the domain") }
        return (sum, size)
    }

    /// How many points make the error `exp(-goal)`, after errors at three numbers of points. For entire functions on intervals and
    /// circles the rate grows like the logarithm of the number, which two errors above rounding show.
    private static func count(for goal: Double, _ places: [Int], _ errors: [Double], isCompact: Bool) -> Int {
        let rates = zip(places, errors).map { -log(max($1, 1e-15)) / Double($0) }
        // Errors near rounding bound the rate from below only.
        var (place, rate, growth) = (Double(places[1]), rates[1], 0.0)
        if errors[2] > 1e-13 { rate = min(rate, -log(max(min(errors[2], 0.5), 1e-15)) / Double(places[2])) }
        let last = errors[2] > 1e-13 ? 2 : 1
        if isCompact, errors[last] > 1e-13, errors[last] < 1e-3, errors[last - 1] < 0.1, rates[last] > 1.12 * rates[last - 1] {
            (place, rate) = (Double(places[last]), rates[last])
            growth = (rates[last] - rates[last - 1]) / log(Double(places[last]) / Double(places[last - 1]))
        }
        rate = max(rate, 0.01)
        var count = goal / rate
        for _ in 0..<6 where growth > 0 { count = goal / min(2 * rate, rate + growth * log(max(count, place) / place)) }
        return Int(count * (growth > 0 ? 1.06 : 1))
    }

    /// - Parameter scale: the size of the whole integral, if known: what counts is the error relative to it.
    func estimate(scale: Real?, budget: Int) throws -> Estimate {
        let lanes: [Lane] = digits <= 15 ? [.double, .doubleDouble, .real] : digits <= 30 ? [.doubleDouble, .real] : [.real]
        var spent = 0
        var best: Estimate?
        var rule = self
        for lane in lanes {
            do {
                var result = try rule.estimate(lane, scale, budget - spent)
                spent += result.evaluations
                result.evaluations = spent
                best = result
                // Cancellation or a range beyond that of doubles: the next numbers have more of both.
                let aim = scale.flatMap { $0.exponent }.map { $0 - Self.bits(digits) + 1 } ?? Int.min
                if result.accuracy + 1 >= Self.bits(digits) || result.errorExponent <= aim { return result }
                // What cancels leaves less than the ranges leave out.
                if let truncation = rule.truncationExponent, let size = result.sizeExponent, let exponent = scale?.exponent ?? result.value.exponent,
                    size + truncation > exponent - Self.bits(digits) {
                    rule.survey = try Self.survey(box, digits: digits + Int(Double(size - exponent) * 0.30103) + 1)
                }
            } catch NumericError.withoutValue(let reason) {
                // The range of doubles may be too small.
                if lane == .real { throw NumericError.withoutValue(reason) }
            } catch NumericError.budget {
                guard let best else { throw NumericError.budget(digits: 0) }
                return best
            }
        }
        guard let best else { throw NumericError.budget(digits: 0) }
        return best
    }

    /// A relative error of a coarse grid that says nothing of finer ones.
    private static let unresolved = 0.03
    /// Points of coarse grids, which double until errors are smaller.
    private static let mostResolving = 200_000

    private func estimate(_ lane: Lane, _ scale: Real?, _ budget: Int) throws -> Estimate {
        let precision = lane == .double ? 53 : lane == .doubleDouble ? 106 : ScalarIntegral.bits(digits) + 32
        let dimension = box.axes.count
        var spent = 0
        func sum(_ counts: [Int], _ lane: Lane) throws -> (sum: Real, size: Double) {
            spent += count(counts)
            // The budget is one of evaluations in double precision.
            guard spent * (lane == .double ? 1 : lane == .doubleDouble ? 8 : 40) <= budget else { throw NumericError.budget(digits: 0) }
            return try total(counts, lane, precision: precision)
        }
        // Rates of convergence from coarse grids.
        let goal = Double(digits) * 2.302585 + 2
        var base = [Int](repeating: dimension <= 2 ? 20 : dimension == 3 ? 16 : dimension == 4 ? 10 : 8, count: dimension)
        for number in 0..<dimension { if case .interval = box.axes[number] { base[number] = base[number] / 2 } }
        // Doubles show them, where the integrand is within their range.
        let trial = lane == .double ? nil : try? sum(base, .double)
        let coarse: Lane = trial.map { $0.size > 1e-200 && $0.size < 1e200 } ?? false ? .double : lane
        var counts = base
        var isResolved = false
        while !isResolved {
            isResolved = true
            let reference = try sum(base, coarse)
            for number in 0..<dimension {
                func error(_ count: Int, _ best: (sum: Real, size: Double)) throws -> Double {
                    var changed = base
                    changed[number] = count
                    let value = count == base[number] ? reference : try sum(changed, coarse)
                    return abs((value.sum - best.sum).doubleValue) / max(abs(best.sum.doubleValue), 1e-3 * best.size, 1e-300)
                }
                var finest = base
                finest[number] = base[number] * 9 / 4 + 2
                let best = try sum(finest, coarse)
                let places = [base[number] * 2 / 3, base[number], base[number] * 3 / 2 + 1]
                let errors = try places.map { try error($0, best) }
                // Peaks that are narrower than the steps show no rate.
                if errors[1] > Self.unresolved, 2 * count(base) <= Self.mostResolving, box.axes[number].isUnbounded {
                    base[number] *= 2
                    isResolved = false
                    break
                }
                counts[number] = max(base[number], Self.count(for: goal, places, errors, isCompact: !box.axes[number].isUnbounded) + 2)
                // Slow convergence on an interval: its ends are singular.
                if case .interval = box.axes[number], counts[number] > 60 + 6 * digits { throw NumericError.budget(digits: 0) }
            }
        }
        var previous = try sum(counts.map { max(4, $0 * 17 / 20) }, lane)
        var lastDifference = Int.max
        while true {
            let value = try sum(counts, lane)
            let noiseBits = lane == .double ? 50 : lane == .doubleDouble ? 101 : precision - 8
            let sizeExponent = value.size > 0 && value.size.isFinite ? Int(value.size.exponent) + 1 : value.sum.exponent ?? 0
            let noise = sizeExponent - noiseBits
            let difference = (value.sum - previous.sum).exponent ?? noise
            let aim = (scale.flatMap { $0.exponent } ?? value.sum.exponent ?? sizeExponent) - Self.bits(digits)
            // The difference is the error of the coarser grid. The number of right digits is proportional to that of points: the finer grid,
            // with 1.17 times as many, has more; an eighth is counted on.
            let aliasing = max(difference - max(0, sizeExponent - difference) / 8, noise)
            let bound = max(aliasing, truncationExponent.map { sizeExponent + $0 } ?? aliasing)
            // Rounding does not get smaller.
            let isNoise = difference <= noise + 10 && difference >= lastDifference - 1
            if aliasing <= aim || difference <= noise + 1 || isNoise {
                return Estimate(value: value.sum, errorExponent: bound + 1, sizeExponent: sizeExponent, evaluations: spent)
            }
            // Slow convergence would not come to an end.
            if lastDifference != Int.max, 8 * (lastDifference - difference) < difference - aim { throw NumericError.budget(digits: 0) }
            previous = value
            lastDifference = difference
            counts = counts.map { $0 * 5 / 4 + 1 }
        }
    }
}
