import Arithmetic
import CFLINT
import Enclosures
import Synchronization

/// The trapezoid rule in a variable in which the integrand decays doubly exponentially (Takahasi and Mori, 1974).
///
/// The step is halved until two sums agree. Where the terms do not decay towards an end, the integral diverges.
struct DoubleExponentialRule {
    let piece: IntegrationPiece
    let map: DoubleExponentialMap
    private let below: ScalarProgram
    private let above: ScalarProgram?
    private let width: ScalarGraph.Node?

    init(_ piece: IntegrationPiece, _ map: DoubleExponentialMap) {
        self.piece = piece
        self.map = map
        below = ScalarProgram(piece.graph, [piece.integrand], variables: [piece.variable])
        if case .interval(let width, let fromAbove) = piece.extent {
            above = ScalarProgram(piece.graph, [fromAbove], variables: [piece.variable])
            self.width = width
        } else {
            above = nil
            width = nil
        }
    }

    /// `exp` of numbers of this size is within MPFR's range.
    private static let furthest = 19.5
    private static let firstLevel = 3
    /// Terms at one step beyond which a rule that has not converged is not going to.
    private static let mostTerms = 300_000

    /// - Parameter accuracy: bits aimed at: relative to the value, or below `2^floor` if that is larger.
    func estimate(accuracy: Int, floor: Int?, budget: Int) throws -> Estimate {
        var precision = accuracy + 48
        var spent = 0
        while true {
            var result = try estimate(accuracy: accuracy, floor: floor, precision: precision, budget: budget - spent)
            spent += result.evaluations
            result.evaluations = spent
            let reached = result.accuracy >= accuracy || floor.map { result.errorExponent <= $0 } ?? false
            if reached || result.sizeExponent == nil { return result }
            // What twice the digits do not tell from zero is small, and more of them are for the caller to ask.
            if result.accuracy == 0, precision > 2 * accuracy { return result }
            // Digits were lost to cancellation: as many more are needed, of which a first computation may show a part only.
            let lost = max(64, accuracy - result.accuracy)
            precision += lost + 32
            if precision > 8 * accuracy + 4096 { return result }
        }
    }

    private func estimate(accuracy: Int, floor: Int?, precision: Int, budget: Int) throws -> Estimate {
        let sampler = try Sampler(self, precision: precision)
        var sum = Sum(precision: precision)
        var level = Self.firstLevel
        let range = try scan(sampler, &sum, level)
        var evaluations = range.count
        var previous = sum.value.scaled(byPowerOfTwo: -level)
        var lastDifference: Int?
        let workers = [sampler, try Sampler(self, precision: precision)]
        while true {
            let count = range.count << (level + 1 - Self.firstLevel)
            guard evaluations + count / 2 <= budget, count <= Self.mostTerms else {
                try requireRegular(sampler, range)
                throw NumericError.budget(digits: 0)
            }
            level += 1
            let shift = level - Self.firstLevel
            let (first, last) = (range.lowerBound << shift, range.upperBound << shift)
            do {
                sum.add(try Self.odd(first, last, level, workers, precision))
            } catch let undefined as Sampler.Undefined {
                throw try failure(undefined, sampler, level)
            }
            evaluations += count / 2
            let value = sum.value.scaled(byPowerOfTwo: -level)
            let size = sum.size.scaled(byPowerOfTwo: -level)
            guard let sizeExponent = size.exponent else {
                // Zero at every point.
                if level < 7 { continue }
                return Estimate(value: value, errorExponent: -4 * precision, sizeExponent: nil, evaluations: evaluations)
            }
            let difference = (value - previous).exponent ?? sizeExponent - precision - 64
            previous = value
            let noise = sizeExponent - precision + 6
            // The difference is the error of the sum before. Halving the step doubles the digits: where it did so just now, half of the next
            // doubling is counted on.
            var expected = difference
            if let lastDifference, 10 * (sizeExponent - difference) >= 17 * (sizeExponent - lastDifference), sizeExponent - lastDifference >= 12 {
                expected -= (sizeExponent - difference) / 2
            }
            // No digits gained from many points: something is wrong inside.
            if let lastDifference, level >= 9, lastDifference - difference < 4, difference > noise + 12 { try requireRegular(sampler, range) }
            lastDifference = difference
            let error = max(expected, noise)
            let goal = max((value.exponent ?? sizeExponent) - accuracy, floor ?? Int.min) - 3
            let isNoise = difference <= noise + 12
            if level >= 5, error <= goal || isNoise {
                let systematic = try sampler.noise(range, level: Self.firstLevel, precision: precision)
                let bound = max(error, systematic.map { $0 + 2 } ?? error)
                let result = Estimate(value: value, errorExponent: bound + 1, sizeExponent: sizeExponent, evaluations: evaluations)
                return sampler.width.map { result * $0 } ?? result
            }
            if level >= DoubleExponentialNodes.finest - 1 { throw NumericError.budget(digits: 0) }
        }
    }

    /// - Throws: `InteriorSingularity`.
    private func requireRegular(_ sampler: Sampler, _ range: ClosedRange<Int>) throws {
        if let found = InteriorSingularity.search(piece, from: sampler.points(range, level: Self.firstLevel)) { throw found }
    }

    /// Why a term is no number.
    private func failure(_ undefined: Sampler.Undefined, _ sampler: Sampler, _ level: Int) throws -> Error {
        let t = Double(abs(undefined.number)) / Double(1 << level)
        let inner = -16...16
        if case .interval = piece.extent {} else if undefined.isFarOut {
            // Arguments of this size overflow, or have no phase left.
            if undefined.isInfinite { return NumericError.divergent("the integrand grows at infinity") }
            return NumericError.divergent("the integrand oscillates without decay, does not decay enough, or is not defined, far out")
        }
        if !undefined.isInfinite || !sampler.isDefined(inner, level: Self.firstLevel) {
            return NumericError.withoutValue("the integrand is not defined everywhere on the domain")
        }
        if t > 2 { return NumericError.divergent(end(undefined.number)) }
        try requireRegular(sampler, inner)
        return NumericError.divergent("the integrand is not finite at a point inside the domain")
    }

    /// The numbers `k` at the first level outside of which the terms are negligible.
    private func scan(_ sampler: Sampler, _ sum: inout Sum, _ level: Int) throws -> ClosedRange<Int> {
        do {
            return try scanned(sampler, &sum, level)
        } catch let undefined as Sampler.Undefined {
            throw try failure(undefined, sampler, level)
        }
    }

    private func scanned(_ sampler: Sampler, _ sum: inout Sum, _ level: Int) throws -> ClosedRange<Int> {
        try sampler.add(0, level: level, to: &sum)
        var ends = [0, 0]
        for (side, direction) in [-1, 1].enumerated() {
            var quiet = 0
            var k = 0
            var half: Int?
            while quiet < 4 || abs(k) < 3 << level {
                k += direction
                let t = Double(abs(k)) / Double(1 << level)
                let exponent = try sampler.add(k, level: level, to: &sum)
                let negligible = (sum.largest ?? 0) - sampler.precision - 8
                quiet = exponent == nil || exponent.map { $0 < negligible } == true ? quiet + 1 : 0
                if t <= limit(direction) / 2 { half = exponent ?? half }
                if t > limit(direction) {
                    // Terms that fall, but slowly: such as those of 1/(x log²x).
                    if let half, let exponent, exponent < half {
                        throw NumericError.withoutValue("\(end(direction)) for its sums to settle: whether the integral converges is not told")
                    }
                    throw NumericError.divergent(end(direction))
                }
            }
            ends[side] = k
        }
        return ends[0]...ends[1]
    }

    private func limit(_ direction: Int) -> Double {
        switch map {
        case .gaussianLine: return 4096
        case .decayingLine: return 24
        case .decayingHalfLine: return direction > 0 ? 1_000_000 : 20
        case .interval, .halfLine, .line: return Self.furthest
        }
    }

    private func end(_ direction: Int) -> String {
        switch piece.extent {
        case .interval: return direction < 0 ? "the integrand grows too fast at the lower end" : "the integrand grows too fast at the upper end"
        case .halfLine: return direction < 0 ? "the integrand grows too fast at the end" : "the integrand does not decay enough at infinity"
        case .line: return "the integrand does not decay enough at infinity"
        }
    }

    /// The sum over odd numbers from `first` to `last`, in parts of fixed size whatever the number of threads.
    private static func odd(_ first: Int, _ last: Int, _ level: Int, _ workers: [Sampler], _ precision: Int) throws -> Sum {
        let middle = (first + last) / 2
        let parts = [(first, middle), (middle + 1, last)]
        let results = Mutex<[Result<Sum, Error>?]>([nil, nil])
        let work: @Sendable (Int) -> Void = { [workers] number in
            let result = Result {
                var sum = Sum(precision: precision)
                var k = parts[number].0 | 1
                while k <= parts[number].1 {
                    try workers[number].add(k, level: level, to: &sum)
                    k += 2
                }
                return sum
            }
            results.withLock { $0[number] = result }
        }
        TwoHalves.perform(isLong: (last - first) * precision > 20_000, work)
        var total = Sum(precision: precision)
        for result in results.withLock({ $0 }) {
            if let result { total.add(try result.get()) }
        }
        return total
    }

    /// Sums of terms and of their absolute values.
    struct Sum: @unchecked Sendable {
        private(set) var value: Real
        private(set) var size: Real
        /// `log2` of the largest term.
        private(set) var largest: Int?

        init(precision: Int) {
            value = Real(0, precision: precision + 32)
            size = Real(0, precision: 64)
        }

        mutating func add(_ term: UnsafePointer<__mpfr_struct>) {
            if mpfr_regular_p(term) != 0 { largest = Swift.max(largest ?? Int.min, mpfr_get_exp(term)) }
            value.update { mpfr_add($0, $0, term, MPFR_RNDN) }
            size.update { mpfr_sgn(term) < 0 ? mpfr_sub($0, $0, term, MPFR_RNDN) : mpfr_add($0, $0, term, MPFR_RNDN) }
        }

        mutating func add(_ other: Sum) {
            value += other.value
            size += other.size
            largest = [largest, other.largest].compactMap { $0 }.max()
        }
    }

    /// Terms of the sum, by machines of its own.
    final class Sampler: @unchecked Sendable {
        let precision: Int
        private let rule: DoubleExponentialRule
        private let nodes: DoubleExponentialNodes
        private let below: RealMachine
        private let above: RealMachine?
        private let term: UnsafeMutablePointer<__mpfr_struct>
        let width: Real?

        init(_ rule: DoubleExponentialRule, precision: Int) throws {
            self.rule = rule
            self.precision = precision
            nodes = DoubleExponentialNodes.table(rule.map, precision: precision)
            below = RealMachine(rule.below, precision: precision)
            above = rule.above.map { RealMachine($0, precision: precision) }
            width = try rule.width.map { width in
                let ball = try rule.piece.graph.enclosure(of: width, precision: precision)
                return ball.midpoint(precision: precision)
            }
            term = .allocate(capacity: 1)
            mpfr_init2(term, precision)
        }

        deinit {
            mpfr_clear(term)
            term.deallocate()
        }

        /// Whether nodes at -t are those at t, for the other end or with the other sign.
        private var isMirrored: Bool {
            switch rule.map {
            case .interval, .line, .decayingLine, .gaussianLine: return true
            case .halfLine, .decayingHalfLine: return false
            }
        }

        /// Adds the term at `t = k · 2^-level` and returns `log2` of it; nil for zero.
        @discardableResult
        func add(_ k: Int, level: Int, to sum: inout Sum) throws -> Int? {
            try evaluate(k, level, nodes, below, above)
            guard mpfr_number_p(term) != 0 else {
                let argument = below.registers
                let isFarOut = mpfr_regular_p(argument) != 0 && mpfr_get_exp(argument) > 12
                throw Undefined(number: k, isInfinite: mpfr_inf_p(term) != 0, isFarOut: isFarOut)
            }
            sum.add(term)
            return mpfr_zero_p(term) != 0 ? nil : mpfr_get_exp(term)
        }

        /// A term that is no number.
        struct Undefined: Error {
            let number: Int
            let isInfinite: Bool
            /// The argument is large.
            let isFarOut: Bool
        }

        /// Whether the integrand is a number, or infinite, at these places.
        func isDefined(_ range: ClosedRange<Int>, level: Int) -> Bool {
            range.allSatisfy { k in
                (try? evaluate(k, level, nodes, below, above)) != nil && mpfr_nan_p(term) == 0
            }
        }

        /// Values of the piece's variable.
        func points(_ range: ClosedRange<Int>, level: Int) -> [Real] {
            range.compactMap { k in
                let node = nodes.node(isMirrored ? abs(k) : k, level: level)
                let point = Real.make(precision: precision) { mpfr_set4($0, node.point, MPFR_RNDN, node.point.pointee._mpfr_sign) }
                guard let width else { return isMirrored && k < 0 ? -point : point }
                return k > 0 ? width - width * point : width * point
            }
        }

        private func evaluate(_ k: Int, _ level: Int, _ nodes: DoubleExponentialNodes, _ below: RealMachine, _ above: RealMachine?) throws {
            let machine = k > 0 ? above ?? below : below
            let node = nodes.node(isMirrored ? abs(k) : k, level: level)
            let argument = machine.registers
            if let width {
                _ = width.withMPFR { mpfr_mul(argument, node.point, $0, MPFR_RNDN) }
            } else {
                mpfr_set4(argument, node.point, MPFR_RNDN, node.point.pointee._mpfr_sign)
                if isMirrored && k < 0 { mpfr_neg(argument, argument, MPFR_RNDN) }
            }
            machine.run()
            mpfr_mul(term, machine.result, node.weight, MPFR_RNDN)
        }

        /// `log2` of what some terms change by with twice the precision: cancellation within the integrand.
        func noise(_ range: ClosedRange<Int>, level: Int, precision: Int) throws -> Int? {
            let finer = try Sampler(rule, precision: 2 * precision + 64)
            var worst: Int?
            for part in 1..<8 {
                let k = range.lowerBound + (range.upperBound - range.lowerBound) * part / 8
                try evaluate(k, level, nodes, below, above)
                let coarse = Real.make(precision: 2 * precision) { mpfr_set4($0, term, MPFR_RNDN, term.pointee._mpfr_sign) }
                try finer.evaluate(k, level, finer.nodes, finer.below, finer.above)
                let fine = Real.make(precision: 2 * precision) { mpfr_set4($0, finer.term, MPFR_RNDN, finer.term.pointee._mpfr_sign) }
                if let exponent = (coarse - fine).exponent { worst = max(worst ?? exponent, exponent) }
            }
            return worst
        }
    }
}
