import Arithmetic
import CFLINT
import Enclosures
import Synchronization

/// Integrals `∫ g(x) cos(ωx + α) dx` over a half-line for slowly decaying g, by the double-exponential rule of Ooura and Mori (J. Comput. Appl. Math.
/// 112, 1999): `x = M φ(t)` with points that approach the zeros of the cosine double exponentially, so that the sum may be cut off although
/// the integrand is not small.
struct OscillatoryRule {
    private let piece: IntegrationPiece
    private let program: ScalarProgram
    /// Constants of the graph.
    private let frequency: ScalarGraph.Node
    private let phase: ScalarGraph.Node
    private let graph: ScalarGraph

    /// Nil unless every sine and cosine has one argument, linear in the variable.
    init?(_ piece: IntegrationPiece) throws {
        guard case .halfLine = piece.extent else { return nil }
        self.piece = piece
        var graph = piece.graph
        var found: (frequency: ScalarGraph.Node, phase: ScalarGraph.Node, isSine: Bool)?
        for node in graph.reachable(from: [piece.integrand]) {
            guard case .function(.elementary(let name), let argument) = graph[node], name == .sin || name == .cos,
                graph.support(argument).contains(piece.variable.number)
            else { continue }
            guard let c = graph.coefficients(of: argument, by: piece.variable), c.count == 2, found == nil else { return nil }
            found = (c[1], c[0], name == .sin)
        }
        guard let found else { return nil }
        // As ωx + α in sin(ωx + α): the zeros count.
        phase = found.isSine ? found.phase : graph.sum(found.phase, graph.scaled(graph.pi(), by: Rational(1, 2)))
        frequency = found.frequency
        program = ScalarProgram(graph, [piece.integrand], variables: [piece.variable])
        self.graph = graph
    }

    func estimate(accuracy: Int, budget: Int) throws -> Estimate {
        let precision = accuracy + 64
        let ω = try graph.enclosure(of: frequency, precision: precision).midpoint(precision: precision).magnitude
        var α = try graph.enclosure(of: phase, precision: precision).midpoint(precision: precision)
        if try graph.sign(frequency) < 0 { α = Real.pi(precision: precision) - α }
        var spent = 0
        var previous: (value: Real, step: Double)?
        // The error is about 2^(-7/h); two sums must agree, and where they do not, they measure the rate from which the next step follows.
        var h = 6.4 / (Double(accuracy) + 10)
        for _ in 0..<8 {
            let (value, size, evaluations) = try sum(h, ω, α, accuracy, precision, budget - spent)
            spent += evaluations
            var next = 0.87 * h
            if let previous {
                let difference = (value - previous.value).exponent ?? (size - precision)
                let gained = Double(max(1, size - difference))
                let expected = min(gained, Double(precision - 12))
                let needed = Double(size - (value.exponent ?? size) + accuracy + 2)
                if expected >= needed {
                    return Estimate(value: value, errorExponent: size - Int(expected) + 1, sizeExponent: size, evaluations: spent)
                }
                next = max(0.5 * h, min(0.85 * h, previous.step * gained / (needed + 8) * 0.9))
            }
            previous = (value, h)
            h = next
        }
        throw NumericError.withoutValue("the sums of the oscillating integrand do not settle: the integral may not converge, or not be of a kind that is known")
    }

    /// How the integrand falls at infinity, by looking at it far out: nil unless it tends to zero, else whether it is absolutely integrable.
    func decay() -> Bool? {
        let machine = RealMachine(program, precision: 128)
        func amplitude(_ exponent: Int) -> Double {
            var result = -Double.infinity
            for k in 0..<16 {
                mpfr_set_si_2exp(machine.registers, 1000 + 37 * k, exponent - 10, MPFR_RNDN)
                machine.run()
                if mpfr_regular_p(machine.result) != 0 { result = max(result, Double(mpfr_get_exp(machine.result))) }
            }
            return result
        }
        let (near, far) = (amplitude(10), amplitude(40))
        guard far < near - 1 else { return nil }
        return far < near - 31
    }

    /// The value, `log2` of its size and the number of evaluations; the two directions from the middle at once.
    private func sum(_ step: Double, _ ω: Real, _ α: Real, _ accuracy: Int, _ precision: Int, _ budget: Int) throws -> (Real, Int, Int) {
        let one = Real(1, precision: precision)
        let h = Real(step, precision: precision)
        let pi = Real.pi(precision: precision)
        // M h = π/ω: at t = kh + shift, ω M t + α runs through the multiples of π.
        let M = pi / (ω * h)
        let β = Real(Rational(1, 4), precision: precision)
        let a = β / (one + M * ω * (one + M * ω).logOnePlus() / (pi * Real(4, precision: precision))).squareRoot()
        let map = Map(step: h, shift: -(α / pi) * h, scale: M, a: a, β: β)
        let results = Mutex<[Result<Side, Error>?]>([nil, nil])
        let work: @Sendable (Int) -> Void = { number in
            let side = Result { try self.side(number == 0 ? 1 : -1, map, accuracy, precision, budget / 2) }
            results.withLock { $0[number] = side }
        }
        TwoHalves.perform(isLong: accuracy > 150, work)
        let sides = try results.withLock { try $0.compactMap { try $0?.get() } }
        let largest = sides.map(\.largest).max() ?? 0
        let value = sides.reduce(Real(0, precision: precision + 32)) { $0 + $1.total } * M * h
        return (value, largest + 4 + ((M * h).exponent ?? 0), sides.reduce(0) { $0 + $1.evaluations })
    }

    /// `x = scale · φ(kh + shift)`
    private struct Map: Sendable {
        let step: Real
        let shift: Real
        let scale: Real
        let a: Real
        let β: Real
    }

    private struct Side: Sendable {
        var total: Real
        /// `log2` of the largest term.
        var largest = -1 << 40
        var evaluations = 0
    }

    private func side(_ direction: Int, _ map: Map, _ accuracy: Int, _ precision: Int, _ budget: Int) throws -> Side {
        let one = Real(1, precision: precision), two = Real(2, precision: precision)
        let (a, β) = (map.a, map.β)
        let machine = RealMachine(program, precision: precision)
        var side = Side(total: Real(0, precision: precision + 32))
        var k = direction == 1 ? 0 : -1
        var quiet = 0
        while quiet < 6 {
            let t = map.step * Real(k, precision: precision) + map.shift
            // φ(t) = t / (1 - exp(-u)), u = 2t + a(1 - e^-t) + β(e^t - 1).
            let grown = t.expMinusOne()
            let shrunk = -(grown / (one + grown))
            let u = two * t - a * shrunk + β * grown
            let du = two + a * (shrunk + one) + β * (grown + one)
            let denominator = -(-u).expMinusOne()
            let e = one - denominator
            let x: Real
            let weight: Real
            if t.isZero {
                // The limits at t = 0: u ≈ du t + d²u t²/2.
                x = one / du
                weight = (one - (β - a) / (du * du)) / two
            } else {
                x = t / denominator
                weight = (denominator - t * du * e) / (denominator * denominator)
            }
            let point = map.scale * x
            point.withMPFR { _ = mpfr_set4(machine.registers, $0, MPFR_RNDN, $0.pointee._mpfr_sign) }
            machine.run()
            side.evaluations += 1
            guard mpfr_number_p(machine.result) != 0 else {
                throw NumericError.withoutValue("the integrand is not defined everywhere on the domain")
            }
            let value = Real.make(precision: precision) { mpfr_set4($0, machine.result, MPFR_RNDN, machine.result.pointee._mpfr_sign) }
            let term = value * weight
            side.total += term
            if let exponent = term.exponent { side.largest = max(side.largest, exponent) }
            quiet = (term.exponent ?? -1 << 41) < side.largest - accuracy - 24 ? quiet + 1 : 0
            k += direction
            guard side.evaluations <= budget else { throw NumericError.budget(digits: 0) }
            if abs(k) > 200 * accuracy + 10_000 { throw NumericError.divergent("the integrand does not decay enough") }
        }
        return side
    }
}
