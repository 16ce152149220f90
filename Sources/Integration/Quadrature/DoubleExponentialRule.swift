import Arithmetic
import CFLINT
import Dispatch
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

    /// - Parameter accuracy: bits aimed at: relative to the value, or below `2^floor` if that is larger.
    func estimate(accuracy: Int, floor: Int?, budget: Int) throws -> Estimate {
        var precision = accuracy + 48
        var spent = 0
        while true {
            var result = try estimate(accuracy: accuracy, floor: floor, precision: precision, budget: budget - spent)
            spent += result.evaluations
            result.evaluations = spent
            let reached = result.accuracy >= accuracy || floor.map { result.errorExponent <= $0 } ?? false
            if reached { return result }
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
        let workers = [sampler, try Sampler(self, precision: precision)]
        while true {
            let count = range.count << (level + 1 - Self.firstLevel)
            guard evaluations + count / 2 <= budget else { throw NumericError.budget(digits: 0) }
            level += 1
            let shift = level - Self.firstLevel
            let (first, last) = (range.lowerBound << shift, range.upperBound << shift)
            sum.add(try Self.odd(first, last, level, workers, precision))
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
            let error = max(difference, noise)
            let goal = max((value.exponent ?? sizeExponent) - accuracy, floor ?? Int.min)
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

    /// The numbers `k` at the first level outside of which the terms are negligible.
    private func scan(_ sampler: Sampler, _ sum: inout Sum, _ level: Int) throws -> ClosedRange<Int> {
        try sampler.add(0, level: level, to: &sum)
        var ends = [0, 0]
        for (side, direction) in [-1, 1].enumerated() {
            var quiet = 0
            var k = 0
            var largestAt = 0
            var largest = Int.min
            while quiet < 4 || abs(k) < 3 << level {
                k += direction
                let t = Double(abs(k)) / Double(1 << level)
                let exponent = try sampler.add(k, level: level, to: &sum)
                if let exponent, exponent > largest { (largest, largestAt) = (exponent, abs(k)) }
                let negligible = (sum.largest ?? 0) - sampler.precision - 8
                quiet = exponent == nil || exponent.map { $0 < negligible } == true ? quiet + 1 : 0
                if t > limit(direction) {
                    _ = largestAt
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
        if (last - first) * precision > 20_000 {
            DispatchQueue.concurrentPerform(iterations: 2, execute: work)
        } else {
            work(0)
            work(1)
        }
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

        /// Adds the term at `t = k · 2^-level` and returns `log2` of it; nil for zero.
        @discardableResult
        func add(_ k: Int, level: Int, to sum: inout Sum) throws -> Int? {
            try evaluate(k, level, nodes, below, above)
            guard mpfr_number_p(term) != 0 else {
                if mpfr_inf_p(term) != 0 { throw NumericError.divergent("the integrand is not bounded inside the domain") }
                throw NumericError.unsupported("the integrand is not defined everywhere on the domain")
            }
            sum.add(term)
            return mpfr_zero_p(term) != 0 ? nil : mpfr_get_exp(term)
        }

        private func evaluate(_ k: Int, _ level: Int, _ nodes: DoubleExponentialNodes, _ below: RealMachine, _ above: RealMachine?) throws {
            let machine = k > 0 ? above ?? below : below
            let isMirrored: Bool
            switch rule.map {
            case .interval, .line, .decayingLine, .gaussianLine: isMirrored = true
            case .halfLine, .decayingHalfLine: isMirrored = false
            }
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
