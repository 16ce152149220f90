import Arithmetic
import CFLINT
import Enclosures
import Glibc

/// The estimated sum of integrals over pieces of the real line.
struct LineEstimate {
    let pieces: [IntegrationPiece]
    /// Whether integrals that converge as limits only are meant.
    let isImproper: Bool

    init(_ pieces: [IntegrationPiece], isImproper: Bool) {
        self.pieces = pieces
        self.isImproper = isImproper
    }

    func estimate(accuracy: Int, budget: Int) throws -> Estimate {
        let zero = Estimate(value: Real(0, precision: accuracy), errorExponent: -4 * accuracy, sizeExponent: nil, evaluations: 0)
        guard !pieces.isEmpty else { return zero }
        var bits = accuracy + (pieces.count > 1 ? 8 : 0)
        while true {
            var total: Estimate?
            for piece in pieces {
                // What is far below the largest part needs no digits of its own.
                let floor = total.flatMap { $0.value.exponent }.map { $0 - bits - 4 }
                let part = try estimate(piece, bits, floor, budget - (total?.evaluations ?? 0))
                total = total.map { $0 + part } ?? part
            }
            guard let total else { return zero }
            if pieces.count == 1 || total.accuracy >= accuracy || bits > 8 * accuracy + 4096 { return total }
            if total.accuracy == 0, bits > 2 * accuracy { return total }
            bits += max(64, accuracy - total.accuracy) + 16
        }
    }

    private func estimate(_ piece: IntegrationPiece, _ bits: Int, _ floor: Int?, _ budget: Int) throws -> Estimate {
        let map = try Self.map(piece)
        if map == .halfLine, let oscillatory = try OscillatoryRule(piece) {
            switch oscillatory.decay() {
            case nil: throw NumericError.divergent("the oscillating integrand does not tend to zero")
            case .some(false) where !isImproper: throw NumericError.divergent(
                    "its integrand is not absolutely integrable at infinity; where the limit over growing intervals is meant, write `improper ∫`")
            default: return try oscillatory.estimate(accuracy: bits, budget: budget)
            }
        }
        return try DoubleExponentialRule(piece, map).estimate(accuracy: bits, floor: floor, budget: budget)
    }

    /// The change of variables that suits the decay of the integrand.
    static func map(_ piece: IntegrationPiece) throws -> DoubleExponentialMap {
        switch piece.extent {
        case .interval: return .interval
        case .halfLine: return decay(piece, [1]) >= 0.9 ? .decayingHalfLine : .halfLine
        case .line:
            let order = decay(piece, [1, -1])
            return order >= 1.8 ? .gaussianLine : order >= 0.9 ? .decayingLine : .line
        }
    }

    /// An estimate of the p for which the integrand falls like `exp(-|x|^p)`; 0 for slower decay.
    private static func decay(_ piece: IntegrationPiece, _ signs: [Int]) -> Double {
        let machine = RealMachine(ScalarProgram(piece.graph, [piece.integrand], variables: [piece.variable]), precision: 64)
        func size(_ x: Int) -> Double? {
            mpfr_set_si_2exp(machine.registers, x, 0, MPFR_RNDN)
            machine.run()
            if mpfr_zero_p(machine.result) != 0 { return -.infinity }
            return mpfr_regular_p(machine.result) != 0 ? Double(mpfr_get_exp(machine.result)) : nil
        }
        var order = Double.infinity
        for sign in signs {
            // Away from zeros of the integrand: the larger of two neighbours.
            let points = [(1000, 1001), (4000, 4001)].map { pair in [pair.0, pair.1].compactMap { size(sign * $0) }.max() }
            guard let near = points[0], let far = points[1] else { return 0 }
            if near == -.infinity && far == -.infinity { continue }
            guard near < -200, far < near else { return 0 }
            order = min(order, (far / near).isFinite ? Glibc.log2(far / near) / 2 : .infinity)
        }
        return order == .infinity ? 0 : order
    }
}
