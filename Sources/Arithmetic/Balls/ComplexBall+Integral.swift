import CFLINT

extension ComplexBall {
    /// Encloses the integral of `integrand` along the segment from `start` to `end` by Arb's adaptive
    /// Gauss-Legendre rule (Petras' algorithm).
    ///
    /// `integrand(z, analytic)` must enclose the function on the rectangle `z`; when `analytic` is true it must
    /// return a value that is not finite unless the function is analytic on all of `z` (use the `analytic:`
    /// variants of functions with branch cuts and return `notFinite` at kinks). The work stops at `evaluationLimit`
    /// evaluations: the result is then still an enclosure, only wide or not finite.
    /// - Parameter accuracy: the relative and absolute accuracy aimed at, in bits.
    public static func integral(
        from start: ComplexBall, to end: ComplexBall, accuracy: Int, precision: Int,
        evaluationLimit: Int = 100_000, _ integrand: (ComplexBall, _ analytic: Bool) -> ComplexBall
    ) -> ComplexBall {
        withoutActuallyEscaping(integrand) { integrand in
            let box = Integrand(function: integrand)
            let result = make { result in
                var tolerance = mag_struct()
                var options = acb_calc_integrate_opt_struct()
                acb_calc_integrate_opt_init(&options)
                options.eval_limit = evaluationLimit
                mag_init(&tolerance)
                mag_set_ui_2exp_si(&tolerance, 1, -accuracy)
                start.withArb { a in
                    end.withArb { b in
                        _ = acb_calc_integrate(
                            result,
                            { output, point, parameter, order, precision in
                                guard let output, let point, let parameter else { return 0 }
                                let box = Unmanaged<Integrand>.fromOpaque(parameter).takeUnretainedValue()
                                let value = box.function(ComplexBall.make { acb_set($0, point) }, order != 0)
                                value.withArb { acb_set_round(output, $0, precision) }
                                return 0
                            },
                            Unmanaged.passUnretained(box).toOpaque(), a, b, accuracy, &tolerance, &options, precision)
                    }
                }
                mag_clear(&tolerance)
            }
            return withExtendedLifetime(box) { result }
        }
    }

    /// The answer of an integrand that is not analytic on the rectangle asked about.
    public static let notFinite = make { acb_indeterminate($0) }

    private final class Integrand {
        let function: (ComplexBall, Bool) -> ComplexBall

        init(function: @escaping (ComplexBall, Bool) -> ComplexBall) { self.function = function }
    }
}
