import Arithmetic
import CFLINT
import Enclosures
import Glibc

/// A point inside the domain near which an integrand grows without bound, looked for where a rule does not converge.
struct InteriorSingularity: Error {
    /// The coordinate, rounded.
    let place: Double
    /// The p of the growth `|x - x₀|^p`.
    let exponent: Double

    /// - Parameter samples: values of the piece's variable in increasing order, where to begin.
    static func search(_ piece: IntegrationPiece, from samples: [Real]) -> InteriorSingularity? {
        let precision = 256
        let machine = RealMachine(ScalarProgram(piece.graph, [piece.integrand], variables: [piece.variable]), precision: precision)
        /// `log2` of the modulus; nil where there is no number.
        func size(_ x: Real) -> Int? {
            x.withMPFR { _ = mpfr_set4(machine.registers, $0, MPFR_RNDN, $0.pointee._mpfr_sign) }
            machine.run()
            if mpfr_inf_p(machine.result) != 0 { return 1 << 30 }
            return mpfr_regular_p(machine.result) != 0 ? Int(mpfr_get_exp(machine.result)) : nil
        }
        let points = samples.map { $0.rounded(precision: precision) }
        let sizes = points.map(size)
        guard points.count > 8, let middle = (4..<points.count - 4).max(by: { (sizes[$0] ?? Int.min) < (sizes[$1] ?? Int.min) }),
            let start = sizes[middle]
        else { return nil }
        // The largest of nine points, again and again, each time in an eighth of the bracket.
        var (low, high) = (points[middle - 1], points[middle + 1])
        var best = points[middle]
        var sizeBefore = start
        var growth: [Int] = []
        let rounds = 48
        for _ in 0..<rounds {
            let step = (high - low) * Real(Rational(1, 16), precision: precision)
            var largest = Int.min
            for number in 1..<16 {
                let x = low + step * Real(number, precision: precision)
                if let value = size(x), value > largest { (largest, best) = (value, x) }
            }
            guard largest > Int.min else { return nil }
            growth.append(largest - sizeBefore)
            sizeBefore = max(sizeBefore, largest)
            (low, high) = (best - step, best + step)
        }
        // The bracket shrinks by 2^3 a round. A peak or a kink is reached at last, a singularity is not before the precision ends.
        let reached = (4..<rounds - 2).first { growth[$0...$0 + 2].allSatisfy { $0 <= 0 } } ?? rounds
        guard reached > rounds / 2 else { return nil }
        let late = growth[4..<min(reached, rounds - 8)]
        let exponent = sizeBefore >= 1 << 29 ? nil : -Double(late.reduce(0, +)) / Double(3 * late.count)
        guard exponent ?? -1 < -0.04 else { return nil }
        let place = ScalarProgram(piece.graph, [piece.place], variables: [piece.variable])
        let coordinate = RealMachine(place, precision: precision)
        best.withMPFR { _ = mpfr_set4(coordinate.registers, $0, MPFR_RNDN, $0.pointee._mpfr_sign) }
        coordinate.run()
        return InteriorSingularity(place: mpfr_get_d(coordinate.result, MPFR_RNDN), exponent: exponent ?? -1)
    }

    /// - Parameter isUnit: whether the coordinate runs from 0 to 1, as that of an interval with irrational ends does.
    func error(isUnit: Bool) -> NumericError {
        let text = String((place * 1e6).rounded() / 1e6)
        let where_ = isUnit ? "at about the fraction \(text) of the interval" : "at about \(text)"
        let power = String((exponent * 10).rounded() / 10)
        if exponent < -0.95 { return .divergent("the integrand grows like the power \(power) of the distance from a point inside the domain, \(where_)") }
        return .withoutValue("the integrand is singular inside the domain, \(where_): split the integral there")
    }
}
