import Arithmetic
import CFLINT
import Synchronization

/// A proved enclosure of an integral.
public struct IntegralEnclosure: Sendable {
    public let value: Ball
    public let evaluations: Int
    /// What was done, for readers.
    public let method: String

    public init(value: Ball, evaluations: Int, method: String) {
        self.value = value
        self.evaluations = evaluations
        self.method = method
    }
}

/// The trapezoid rule on the real line for functions that are analytic in a strip, with its errors enclosed.
///
/// If F is analytic on `|Im z| <= a`, tends to 0 there, and `N = ∫ |F(x+ia)| + |F(x-ia)| dx`, then
/// `|∫ F - h Σ F(kh)| <= N / (exp(2πa/h) - 1)` (Trefethen and Weideman, SIAM Review 56, 2014, Theorem 5.1). The half-line
/// is treated as the line of `t = log r`.
public final class StripTrapezoid {
    private struct Tail {
        let graph: ScalarGraph
        let variable: ScalarGraph.Variable
        let node: ScalarGraph.Node
        let shape: AsymptoticRegion.Shape

        /// Bounds the integrals of `|F(x + iy)|` over `x >= place`, `|y| <= height`.
        func bound(from place: Rational, height: Rational) -> Ball? {
            let start: Rational
            switch shape {
            case .strip:
                guard place.sign > 0 else { return nil }
                start = place
            case .sector:
                guard height < Rational(3, 2),
                    let radius = Ball(place, precision: 53).exp(precision: 53).lowerBound(precision: 40), radius.sign > 0
                else { return nil }
                start = radius
            }
            var analysis = AsymptoticAnalysis(graph, variable, AsymptoticRegion(shape, start: start, halfWidth: height))
            guard let bound = try? analysis.tail(node), bound.isFinite else { return nil }
            return bound.magnitudeBound
        }
    }

    /// A strip in which the integrand is known to be analytic.
    private struct Strip {
        let height: Rational
        /// Natural logarithm of the bound of N.
        let logBound: Double
        let bound: Ball
    }

    private let graph: ScalarGraph
    private let variable: ScalarGraph.Variable
    private let integrand: ScalarGraph.Node
    private let program: ScalarProgram
    /// Towards -∞ and +∞.
    private let tails: [Tail]
    private let isEven: Bool
    private let isOdd: Bool
    private let strips: StripBound
    private let recurrence: ExponentialRecurrence
    private let isHalfLine: Bool
    private let probe: RealBallMachine
    private var evaluations = 0
    private var known: Strip?
    /// The first place with a bound on either side, of those for the strips that were tried.
    private var firstPlace = [0, 0]

    public init(_ piece: IntegrationPiece) throws {
        var graph = piece.graph
        let (ξ, ξNode) = graph.variable(isPositive: true)
        switch piece.extent {
        case .interval: throw EnclosureError.notApplicable("a bounded interval")
        case .line:
            variable = piece.variable
            integrand = piece.integrand
            let mirrored = graph.substituting([variable: graph.scaled(graph.node(variable), by: -1)], in: integrand)
            isEven = mirrored == integrand
            isOdd = mirrored == graph.scaled(integrand, by: -1)
            let left = graph.substituting([variable: graph.scaled(ξNode, by: -1)], in: integrand)
            let right = graph.substituting([variable: ξNode], in: integrand)
            tails = [left, right].map { Tail(graph: graph, variable: ξ, node: $0, shape: .strip) }
            isHalfLine = false
        case .halfLine:
            let (logarithm, t) = graph.variable()
            variable = logarithm
            let radius = graph.function(.elementary(.exp), t)
            integrand = graph.product(graph.substituting([piece.variable: radius], in: piece.integrand), radius)
            isEven = false
            isOdd = false
            let inverse = graph.substituting([piece.variable: graph.power(ξNode, -1)], in: piece.integrand)
            let left = graph.product(inverse, graph.power(ξNode, -2))
            let right = graph.substituting([piece.variable: ξNode], in: piece.integrand)
            tails = [left, right].map { Tail(graph: graph, variable: ξ, node: $0, shape: .sector) }
            isHalfLine = true
        }
        self.graph = graph
        program = ScalarProgram(graph, [integrand], variables: [variable])
        guard !program.hasKinks else { throw EnclosureError.notApplicable("an integrand with kinks") }
        strips = StripBound(graph, variable, integrand)
        recurrence = ExponentialRecurrence(graph, integrand, variable)
        probe = RealBallMachine(program, precision: 53)
    }

    private static let refusal = EnclosureError.notApplicable("no strip with a bound of the integrand was found")

    // MARK: Places

    /// `log2 |F(x)|`, roughly; nil where that is not known.
    private func size(_ x: Rational) -> Int? {
        evaluations += 1
        probe.setArgument(0, to: Ball(x, precision: 53))
        probe.run()
        let value = probe.resultPointer(0)
        if arb_is_finite(value) == 0 { return nil }
        if arf_is_zero(&value.pointee.mid) != 0 && mag_is_zero(&value.pointee.rad) != 0 { return -(1 << 40) }
        return arf_is_zero(&value.pointee.mid) != 0 ? nil : arf_abs_bound_lt_2exp_si(&value.pointee.mid)
    }

    /// The size of the integrand and of its integral, in powers of two: a guess.
    private func largest() throws -> Int {
        var result: Int?
        for exponent in -8...10 {
            for sign in [-1, 1] {
                let x = exponent < 0 ? Rational(sign, 1 << -exponent) : Rational(sign << exponent)
                if let size = size(x), size > result ?? Int.min { result = size }
            }
        }
        guard let result, result > -(1 << 40) else { throw Self.refusal }
        return result
    }

    /// A place on one side beyond which the integrand is less than `2^exponent`: a guess.
    private func reach(_ sign: Int, _ exponent: Int) throws -> Rational {
        func isSmall(_ x: Rational) -> Bool { size(x * Rational(sign)).map { $0 < exponent } ?? false }
        var x: Rational = 1
        var steps = 0
        while !(isSmall(x) && isSmall(x * Rational(9, 8)) && isSmall(x * Rational(3, 2))) {
            x = x * Rational(5, 4)
            steps += 1
            guard steps < 80 else { throw Self.refusal }
        }
        if steps == 0 {
            while steps < 40, isSmall(x * Rational(4, 5)), isSmall(x * Rational(3, 5)) {
                x = x * Rational(4, 5)
                steps += 1
            }
        }
        return (x * 64).floor / 64 + Rational(1, 64)
    }

    // MARK: The strip

    /// Where a tail may begin, as a part of the range of the sum.
    private static let places: [Rational] = [Rational(1, 4), Rational(1, 2), 1, 2]

    private func strip(_ height: Rational, _ ends: [Rational], limit: Int) -> Strip? {
        var bounds: [(Rational, Ball)] = []
        for (side, end) in ends.enumerated() {
            var found: (Rational, Ball)?
            for number in firstPlace[side]..<Self.places.count {
                let place = (end * Self.places[number] * 64).floor / 64 + Rational(1, 64)
                guard let bound = tails[side].bound(from: place, height: height) else { continue }
                found = (place, bound)
                firstPlace[side] = number
                break
            }
            guard let found else { return nil }
            bounds.append(found)
        }
        guard let middle = strips.edge(from: -bounds[0].0, to: bounds[1].0, height: height, limit: limit) else { return nil }
        let total = middle.adding(bounds[0].1, precision: 53).adding(bounds[1].1, precision: 53)
            .multiplied(by: Ball(2), precision: 53).magnitudeBound
        let logBound = total.log(precision: 53)
        guard logBound.isFinite else { return nil }
        return Strip(height: height, logBound: logBound.midpointEstimate, bound: total)
    }

    /// The strip with the largest step for an error of `exp(-goal)`.
    private func bestStrip(_ goal: Double, _ ends: [Rational]) throws -> Strip {
        func cost(_ strip: Strip) -> Double { (strip.logBound + goal) / strip.height.doubleValue }
        let limit = 600
        let ceiling = isHalfLine ? Rational(45, 32) : Rational(1 << 20)
        var height: Rational = isHalfLine ? Rational(9, 8) : ((ends[0] + ends[1]) / 24 * 64).floor / 64 + Rational(1, 64)
        var best: Strip?
        var failed: Rational?
        for _ in 0..<12 {
            let before = strips.evaluations
            if let found = strip(height, ends, limit: limit) {
                if let known = best, cost(known) <= cost(found) { break }
                best = found
                if let failed, failed / height < Rational(5, 4) { break }
                if height >= ceiling { break }
                let next = failed.map { ($0 + height) / 2 } ?? min(height * 2, ceiling)
                // A wider strip saves terms, which cost more the more digits they have; finding it costs about as much as this one.
                let terms = (ends[0] + ends[1]).doubleValue * cost(found) / 6.3
                let saved = terms * (1 - (height / next).doubleValue) * max(1, goal / 150)
                if saved < Double(strips.evaluations - before) { break }
                height = next
            } else {
                failed = height
                height = best.map { ($0.height + height) / 2 } ?? height / 2
                if let best, height / best.height < Rational(9, 8) { break }
            }
        }
        guard let best else { throw Self.refusal }
        return best
    }

    // MARK: The value

    /// - Parameter accuracy: significant bits aimed at. An enclosure with fewer is returned where cancellation would take more than
    ///   about `limit` bits of precision.
    public func enclosure(accuracy: Int, budget: Int) throws -> IntegralEnclosure {
        let peak = try largest()
        var goal = accuracy + 8
        var result: (value: Ball, strip: Strip)
        while true {
            result = try enclosure(peak, goal, budget)
            let reached = result.value.relativeAccuracyBits
            if reached >= accuracy || isOdd { break }
            let containsZero = result.value.containsZero
            guard goal < 12 * accuracy + 1024 else { break }
            goal += containsZero ? max(accuracy, goal / 2) : accuracy - reached + 4
            // A strip for half as many digits is not the best for these.
            if containsZero { known = nil }
        }
        let place = isHalfLine ? "of the logarithm of the variable" : "about the real line"
        let width = Double(Int(result.strip.height.doubleValue * 1000)) / 1000
        return IntegralEnclosure(
            value: isOdd ? Ball(0) : result.value, evaluations: evaluations + strips.evaluations,
            method: "trapezoid rule, its error proved in the strip \(place) of half width \(width)")
    }

    private func enclosure(_ peak: Int, _ goal: Int, _ budget: Int) throws -> (value: Ball, strip: Strip) {
        var ends = [try reach(-1, peak - goal - 4), try reach(1, peak - goal - 4)]
        // The size of the integral of the modulus.
        var sizes: [Int] = []
        for number in 1..<48 {
            if let size = size(-ends[0] + (ends[0] + ends[1]) * Rational(number, 48)) { sizes.append(size) }
        }
        let highest = sizes.max() ?? peak
        let share = sizes.reduce(0.0) { $0 + Double(sign: .plus, exponent: max($1 - highest, -60), significand: 1) } / 48
        let scale = highest + Int((share * (ends[0] + ends[1]).doubleValue).exponent)
        let error = scale - goal
        // Tails of the sum.
        let small = Ball(Rational(2), precision: 53).power(Rational(error - 3), precision: 53)
        var tailBound = Ball(0)
        for side in 0..<2 {
            var bound: Ball?
            for _ in 0..<40 {
                bound = tails[side].bound(from: ends[side], height: 0)
                if let bound, bound.isLess(than: small) == .yes { break }
                ends[side] = (ends[side] * Rational(17, 16) * 64).floor / 64 + Rational(1, 64)
            }
            guard let bound, bound.isLess(than: small) == .yes else { throw Self.refusal }
            tailBound.add(bound, precision: 53)
        }
        let logError = Double(error - 3) * 0.6931471805599453
        let strip = try known ?? bestStrip(-logError, ends)
        known = strip
        // A step with few bits: its multiples are exact.
        let h = 6.283185307179586 * strip.height.doubleValue / max(strip.logBound - logError + 1, 1)
        let unit = Int(h.exponent) - 16
        let mantissa = Int((h / Double(sign: .plus, exponent: unit, significand: 1)).rounded(.down))
        let step = unit < 0 ? Rational(mantissa) / Rational(1 << min(-unit, 60)) : Rational(mantissa << unit)
        guard -unit <= 60, unit < 30, mantissa > 0 else { throw Self.refusal }
        let (first, last) = (((-ends[0]) / step).floor, (ends[1] / step).floor + 1)
        guard let low = first.asInt, let high = last.asInt, high - low <= budget else { throw EnclosureError.tooMuchWork }
        var value = try sum(isEven ? 0 : low, isEven ? max(high, -low) : high, step, goal, exponent: scale)
        value = value.multiplied(by: Ball(step, precision: 128), precision: goal + 64)
        // N / (exp(2πa/h) - 1)
        let turns = Ball.pi(precision: 64).multiplied(by: Ball(strip.height * 2 / step, precision: 64), precision: 64)
        let growth = turns.exp(precision: 64).subtracting(Ball(1), precision: 64)
        value.widen(by: strip.bound.divided(by: growth, precision: 53))
        value.widen(by: tailBound)
        guard value.isFinite else { throw Self.refusal }
        return (value, strip)
    }

    /// The sum of `F(kh)`; of an even function over both signs of k. Parts are of fixed size, whatever the number of threads.
    private func sum(_ first: Int, _ last: Int, _ step: Rational, _ accuracy: Int, exponent: Int) throws -> Ball {
        evaluations += last - first + 1
        let bits = accuracy + 8
        let countBits = Int.bitWidth - (last - first).leadingZeroBitCount
        // Terms below the error need no digits: absolute accuracy counts, in units of the largest terms.
        let floor = exponent - accuracy - Int(step.doubleValue.exponent) - countBits - 4
        let middle = (first + last) / 2
        let parts = [(first, middle), (middle + 1, last)]
        let results = Mutex<[Result<Ball, Error>]>([.success(Ball(0)), .success(Ball(0))])
        let isEven = isEven, recurrence = recurrence
        @Sendable func partial(_ number: Int) throws -> Ball {
            let machine = RealBallMachine(recurrence.program, precision: bits)
            let h: UnsafeMutablePointer<arb_struct> = _arb_vec_init(2)
            defer { _arb_vec_clear(h, 2) }
            step.withFLINT { arb_set_fmpq(h, $0, 64) }
            let exponentials = try ExponentialRecurrence.Run(recurrence, step: h, precision: bits)
            var precision = bits
            for k in parts[number].0...max(parts[number].0, parts[number].1) where k <= parts[number].1 {
                arb_mul_si(machine.registers, h, k, 128)
                exponentials.write(to: machine.registers)
                var term = machine.resultPointer(0)
                while true {
                    machine.run(precision: precision)
                    term = machine.resultPointer(0)
                    let size = max(-1 << 40, min(1 << 40, arf_abs_bound_lt_2exp_si(&term.pointee.mid)))
                    let needed = min(bits, max(32, size - floor))
                    // Sizes change slowly; where one jumped up, the term is computed again.
                    let isEnough = precision + 8 >= needed
                    precision = min(bits, needed + 24)
                    if isEnough { break }
                }
                if isEven && k == 0 {
                    arb_mul_2exp_si(term, term, -1)
                }
                arb_add(h + 1, h + 1, term, bits + countBits + 8)
            }
            return Ball.make { arb_set($0, h + 1) }
        }
        @Sendable func work(_ number: Int) {
            let part = Result { try partial(number) }
            results.withLock { $0[number] = part }
        }
        TwoHalves.perform(isLong: (last - first) * bits > 400_000, work)
        let total = try results.withLock { try $0[0].get().adding($0[1].get(), precision: bits + countBits + 8) }
        return isEven ? total.multiplied(by: Ball(2), precision: bits + countBits + 8) : total
    }
}
