import Arithmetic
import CFLINT
import Enclosures

/// Runs a program in MPFR's floating-point numbers, in registers that are allocated once: estimates, no enclosures.
///
/// Undefined operations give NaN.
final class RealMachine {
    let program: ScalarProgram
    let registers: UnsafeMutablePointer<__mpfr_struct>
    let precision: Int

    /// - Parameter precision: in bits. Constants are computed with more than twice as many: their cancellations do not show
    ///   when results at different points are compared.
    init(_ program: ScalarProgram, precision: Int) {
        self.program = program
        self.precision = precision
        registers = .allocate(capacity: program.registerCount + 1)
        var isConstant = [Bool](repeating: false, count: program.registerCount)
        for step in program.preamble {
            isConstant[step.target] = true
            if step.operation == .sinCos { isConstant[step.right] = true }
        }
        for number in 0..<program.registerCount { mpfr_init2(registers + number, isConstant[number] ? 2 * precision + 64 : precision) }
        mpfr_init2(registers + program.registerCount, precision)
        execute(program.preamble)
        for number in 0..<program.registerCount where isConstant[number] { mpfr_prec_round(registers + number, precision, MPFR_RNDN) }
    }

    deinit {
        for number in 0...program.registerCount { mpfr_clear(registers + number) }
        registers.deallocate()
    }

    func run() { execute(program.body) }

    var result: UnsafeMutablePointer<__mpfr_struct> { registers + program.results[0] }

    private typealias Pointer = UnsafeMutablePointer<__mpfr_struct>

    private func execute(_ instructions: [ScalarProgram.Instruction]) {
        let r = registers
        let scratch = r + program.registerCount
        instructions.withUnsafeBufferPointer { instructions in
            for step in instructions {
                let target = r + step.target
                let left = r + step.left
                switch step.operation {
                case .copy: mpfr_set4(target, left, MPFR_RNDN, left.pointee._mpfr_sign)
                case .negate: mpfr_neg(target, left, MPFR_RNDN)
                case .add: mpfr_add(target, left, r + step.right, MPFR_RNDN)
                case .subtract: mpfr_sub(target, left, r + step.right, MPFR_RNDN)
                case .multiply: mpfr_mul(target, left, r + step.right, MPFR_RNDN)
                case .divide: mpfr_div(target, left, r + step.right, MPFR_RNDN)
                case .invert: mpfr_ui_div(target, 1, left, MPFR_RNDN)
                case .squareRoot: mpfr_sqrt(target, left, MPFR_RNDN)
                case .addProduct:
                    mpfr_mul(scratch, left, r + step.right, MPFR_RNDN)
                    mpfr_add(target, target, scratch, MPFR_RNDN)
                case .scale: mpfr_mul_si(target, left, step.right, MPFR_RNDN)
                case .addScaled:
                    mpfr_mul_si(scratch, left, step.right, MPFR_RNDN)
                    mpfr_add(target, target, scratch, MPFR_RNDN)
                case .pi: mpfr_const_pi(target, MPFR_RNDN)
                case .literal:
                    let value = Real(program.literals[step.right], precision: mpfr_get_prec(target))
                    _ = value.withMPFR { mpfr_set4(target, $0, MPFR_RNDN, $0.pointee._mpfr_sign) }
                case .power: power(target, left, program.literals[step.right])
                case .exp: CorrectRounding.evaluate(target, left, arb_exp, mpfr_exp)
                case .expMinusOne: CorrectRounding.evaluate(target, left, arb_expm1, mpfr_expm1)
                case .log: CorrectRounding.evaluate(target, left, arb_log, mpfr_log)
                case .logOnePlus: CorrectRounding.evaluate(target, left, arb_log1p, mpfr_log1p)
                case .sin: reduced(target, left, arb_sin, mpfr_sin)
                case .cos: reduced(target, left, arb_cos, mpfr_cos)
                case .sinCos:
                    if isTooLarge(left) {
                        mpfr_set_nan(target)
                        mpfr_set_nan(r + step.right)
                    } else {
                        CorrectRounding.evaluate(r + step.right, left, arb_cos, mpfr_cos)
                        CorrectRounding.evaluate(target, left, arb_sin, mpfr_sin)
                    }
                case .tan: reduced(target, left, arb_tan, mpfr_tan)
                case .atan: CorrectRounding.evaluate(target, left, arb_atan, mpfr_atan)
                case .sinh: mpfr_sinh(target, left, MPFR_RNDN)
                case .cosh: mpfr_cosh(target, left, MPFR_RNDN)
                case .tanh: mpfr_tanh(target, left, MPFR_RNDN)
                case .erf: mpfr_erf(target, left, MPFR_RNDN)
                case .abs: mpfr_set4(target, left, MPFR_RNDN, 1)
                case .sign: mpfr_set_si_2exp(target, Int(signum(left)), 0, MPFR_RNDN)
                case .step: mpfr_set_si_2exp(target, signum(left) > 0 ? 1 : 0, 0, MPFR_RNDN)
                case .gamma: mpfr_gamma(target, left, MPFR_RNDN)
                case .besselI: bessel(target, r + step.right, left, .besselI)
                case .besselK: bessel(target, r + step.right, left, .besselK)
                }
            }
        }
    }

    private func signum(_ x: Pointer) -> CInt { mpfr_nan_p(x) != 0 ? 0 : mpfr_sgn(x).signum() }

    private func isTooLarge(_ x: Pointer) -> Bool { mpfr_regular_p(x) != 0 && mpfr_get_exp(x) > 100_000 + 4 * precision }

    private func reduced(_ target: Pointer, _ x: Pointer, _ ball: CorrectRounding.Ball, _ function: CorrectRounding.Rounded) {
        if isTooLarge(x) { mpfr_set_nan(target) } else { CorrectRounding.evaluate(target, x, ball, function) }
    }

    private func power(_ target: Pointer, _ base: Pointer, _ exponent: Rational) {
        // Powers are homogeneous in the logarithm, which may be large: the exponent needs its bits too.
        let size = mpfr_regular_p(base) != 0 ? abs(mpfr_get_exp(base)) : 1
        let bits = mpfr_get_prec(target) + 24 + (Int.bitWidth - size.leadingZeroBitCount)
        Real(exponent, precision: bits).withMPFR { _ = mpfr_pow(target, base, $0, MPFR_RNDN) }
    }

    private func bessel(_ target: Pointer, _ order: Pointer, _ x: Pointer, _ operation: ScalarProgram.Operation) {
        func copy(_ source: Pointer) -> Real {
            Real.make(precision: mpfr_get_prec(source)) { mpfr_set4($0, source, MPFR_RNDN, source.pointee._mpfr_sign) }
        }
        let value = Self.bessel(operation, order: copy(order), copy(x), precision: mpfr_get_prec(target))
        value.withMPFR { _ = mpfr_set4(target, $0, MPFR_RNDN, $0.pointee._mpfr_sign) }
    }

    /// Bessel functions of real order are not in MPFR: the midpoint of a narrow ball.
    static func bessel(_ operation: ScalarProgram.Operation, order: Real, _ x: Real, precision: Int) -> Real {
        let balls: UnsafeMutablePointer<arb_struct> = _arb_vec_init(3)
        defer { _arb_vec_clear(balls, 3) }
        x.withMPFR { arf_set_mpfr(&balls.pointee.mid, $0) }
        order.withMPFR { arf_set_mpfr(&(balls + 1).pointee.mid, $0) }
        if operation == .besselI {
            arb_hypgeom_bessel_i(balls + 2, balls + 1, balls, precision + 32)
        } else {
            arb_hypgeom_bessel_k(balls + 2, balls + 1, balls, precision + 32)
        }
        let isNarrow = arb_is_finite(balls + 2) != 0
            && (arb_rel_accuracy_bits(balls + 2) >= precision - 8 || arb_is_zero(balls + 2) != 0)
        return Real.make(precision: precision) {
            if isNarrow { _ = arf_get_mpfr($0, &(balls + 2).pointee.mid, MPFR_RNDN) } else { mpfr_set_nan($0) }
        }
    }
}
