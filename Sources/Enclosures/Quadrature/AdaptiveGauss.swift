import Arithmetic
import CFLINT

/// Arb's adaptive Gauss-Legendre integrator (Petras' algorithm) on programs.
enum AdaptiveGauss {
    private final class State {
        let machine: ComplexBallMachine
        var evaluations = 0

        init(_ machine: ComplexBallMachine) { self.machine = machine }
    }

    /// Encloses the integral of the machine's first result over its first argument along a segment.
    ///
    /// - Parameters:
    ///   - accuracy: bits aimed at, relative to the value or to `2^scale`.
    ///   - limit: evaluations allowed; beyond, the enclosure is wide or not finite.
    static func integral(
        _ machine: ComplexBallMachine, from start: Ball, to end: Ball, accuracy: Int, scale: Int, precision: Int, limit: Int
    ) -> (value: ComplexBall, evaluations: Int) {
        let state = State(machine)
        let value = ComplexBall.make { result in
            var tolerance = mag_struct()
            mag_init(&tolerance)
            mag_set_ui_2exp_si(&tolerance, 1, scale - accuracy)
            var options = acb_calc_integrate_opt_struct()
            acb_calc_integrate_opt_init(&options)
            options.eval_limit = limit
            options.depth_limit = 4 * precision
            ComplexBall(start).withArb { a in
                ComplexBall(end).withArb { b in
                    _ = acb_calc_integrate(
                        result,
                        { output, point, parameter, order, precision in
                            guard let output, let point, let parameter else { return 0 }
                            let state = Unmanaged<State>.fromOpaque(parameter).takeUnretainedValue()
                            state.evaluations += 1
                            acb_set(state.machine.registers, point)
                            state.machine.run(precision: precision, analytic: order != 0)
                            acb_set(output, state.machine.resultPointer(0))
                            return 0
                        },
                        Unmanaged.passUnretained(state).toOpaque(), a, b, accuracy, &tolerance, &options, precision)
                }
            }
            mag_clear(&tolerance)
        }
        return (value, withExtendedLifetime(state) { $0.evaluations })
    }

    private final class NestedState {
        let machine: ComplexBallMachine
        let start: Ball
        let end: Ball
        let accuracy: Int
        let scale: Int
        let limit: Int
        var evaluations = 0

        init(_ machine: ComplexBallMachine, _ start: Ball, _ end: Ball, _ accuracy: Int, _ scale: Int, _ limit: Int) {
            (self.machine, self.start, self.end) = (machine, start, end)
            (self.accuracy, self.scale, self.limit) = (accuracy, scale, limit)
        }

        func inner(_ output: UnsafeMutablePointer<acb_struct>, _ outer: UnsafePointer<acb_struct>, _ analytic: Bool, _ precision: Int) {
            acb_set(machine.registers + 1, outer)
            guard evaluations < limit else { return acb_indeterminate(output) }
            if !analytic {
                let part = AdaptiveGauss.integral(
                    machine, from: start, to: end, accuracy: accuracy, scale: scale, precision: precision, limit: max(16, limit - evaluations))
                evaluations += part.evaluations
                part.value.withArb { acb_set(output, $0) }
                return
            }
            // An enclosure on a wide box of the outer variable: the inner range in parts.
            let parts = 12
            let width = end.subtracting(start, precision: 64).divided(by: Ball(parts), precision: 64)
            let sum = _acb_vec_init(1)!
            defer { _acb_vec_clear(sum, 1) }
            for number in 0..<parts {
                let low = start.adding(width.multiplied(by: Ball(number), precision: 64), precision: 64)
                let piece = low.union(low.adding(width, precision: 64), precision: 64)
                machine.setArgument(0, to: ComplexBall(piece))
                machine.run(precision: 64, analytic: true)
                evaluations += 1
                acb_add(sum, sum, machine.resultPointer(0), 64)
            }
            width.withArb { acb_mul_arb(output, sum, $0, 64) }
        }
    }

    /// Encloses the integral over a rectangle; the machine's arguments are the inner and the outer variable.
    static func integral(
        _ machine: ComplexBallMachine, inner: (Ball, Ball), outer: (Ball, Ball), accuracy: Int, scale: Int, precision: Int, limit: Int
    ) -> (value: ComplexBall, evaluations: Int) {
        let state = NestedState(machine, inner.0, inner.1, accuracy + 4, scale, limit)
        let value = ComplexBall.make { result in
            var tolerance = mag_struct()
            mag_init(&tolerance)
            mag_set_ui_2exp_si(&tolerance, 1, scale - accuracy)
            var options = acb_calc_integrate_opt_struct()
            acb_calc_integrate_opt_init(&options)
            options.eval_limit = limit
            ComplexBall(outer.0).withArb { a in
                ComplexBall(outer.1).withArb { b in
                    _ = acb_calc_integrate(
                        result,
                        { output, point, parameter, order, precision in
                            guard let output, let point, let parameter else { return 0 }
                            Unmanaged<NestedState>.fromOpaque(parameter).takeUnretainedValue().inner(output, point, order != 0, precision)
                            return 0
                        },
                        Unmanaged.passUnretained(state).toOpaque(), a, b, accuracy, &tolerance, &options, precision)
                }
            }
            mag_clear(&tolerance)
        }
        return (value, withExtendedLifetime(state) { $0.evaluations })
    }
}
