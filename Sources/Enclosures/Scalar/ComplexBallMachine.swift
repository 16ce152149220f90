import Arithmetic
import CFLINT

/// Runs a program over complex rectangles, in registers that are allocated once.
///
/// The result contains the analytic continuation from the real line, with principal branches, on all of the arguments.
/// With `analytic` set it is not finite unless every operation is analytic there: rectangles on a branch cut, and
/// absolute values, signs and steps across the imaginary axis, are refused.
public final class ComplexBallMachine {
    public let program: ScalarProgram
    package let registers: UnsafeMutablePointer<acb_struct>
    private let precision: Int

    public init(_ program: ScalarProgram, precision: Int) {
        self.program = program
        self.precision = precision
        registers = _acb_vec_init(program.registerCount)
        execute(program.preamble, precision, false)
    }

    deinit { _acb_vec_clear(registers, program.registerCount) }

    public func setArgument(_ number: Int, to value: ComplexBall) { value.withArb { acb_set(registers + number, $0) } }
    public func run(analytic: Bool) { execute(program.body, precision, analytic) }
    package func run(precision: Int, analytic: Bool) { execute(program.body, precision, analytic) }
    public func result(_ number: Int) -> ComplexBall { ComplexBall.make { acb_set($0, registers + program.results[number]) } }
    package func resultPointer(_ number: Int) -> UnsafeMutablePointer<acb_struct> { registers + program.results[number] }

    private func execute(_ instructions: [ScalarProgram.Instruction], _ bits: Int, _ analytic: Bool) {
        let r = registers
        let flag: CInt = analytic ? 1 : 0
        instructions.withUnsafeBufferPointer { instructions in
            for step in instructions {
                let target = r + step.target
                let left = r + step.left
                switch step.operation {
                case .copy: acb_set(target, left)
                case .negate: acb_neg(target, left)
                case .add: acb_add(target, left, r + step.right, bits)
                case .subtract: acb_sub(target, left, r + step.right, bits)
                case .multiply: acb_mul(target, left, r + step.right, bits)
                case .divide: acb_div(target, left, r + step.right, bits)
                case .invert: acb_inv(target, left, bits)
                case .squareRoot: acb_sqrt_analytic(target, left, flag, bits)
                case .addProduct: acb_addmul(target, left, r + step.right, bits)
                case .scale: acb_mul_si(target, left, step.right, bits)
                case .addScaled: acb_addmul_si(target, left, step.right, bits)
                case .pi: acb_const_pi(target, bits)
                case .literal: program.literals[step.right].withFLINT { acb_set_fmpq(target, $0, bits) }
                case .power: power(target, left, program.literals[step.right], analytic, bits)
                case .exp: acb_exp(target, left, bits)
                case .expMinusOne: acb_expm1(target, left, bits)
                case .log: acb_log_analytic(target, left, flag, bits)
                case .logOnePlus: logOnePlus(target, left, analytic, bits)
                case .sin: acb_sin(target, left, bits)
                case .cos: acb_cos(target, left, bits)
                case .sinCos: acb_sin_cos(target, r + step.right, left, bits)
                case .tan: acb_tan(target, left, bits)
                case .atan: arcTangent(target, left, analytic, bits)
                case .sinh: acb_sinh(target, left, bits)
                case .cosh: acb_cosh(target, left, bits)
                case .tanh: acb_tanh(target, left, bits)
                case .erf: acb_hypgeom_erf(target, left, bits)
                case .abs: acb_real_abs(target, left, flag, bits)
                case .sign: acb_real_sgn(target, left, flag, bits)
                case .step: acb_real_heaviside(target, left, flag, bits)
                case .gamma: acb_gamma(target, left, bits)
                case .besselI: bessel(target, r + step.right, left, analytic, bits, acb_hypgeom_bessel_i)
                case .besselK: bessel(target, r + step.right, left, analytic, bits, acb_hypgeom_bessel_k)
                }
            }
        }
    }

    private typealias Pointer = UnsafeMutablePointer<acb_struct>

    private static func isOffCut(_ z: Pointer) -> Bool {
        arb_is_positive(&z.pointee.real) != 0 || arb_contains_zero(&z.pointee.imag) == 0
    }

    private func power(_ target: Pointer, _ base: Pointer, _ exponent: Rational, _ analytic: Bool, _ bits: Int) {
        if analytic && !exponent.isInteger && !Self.isOffCut(base) { return acb_indeterminate(target) }
        // exp(exponent · log base); a base that contains 0 has powers with positive exponents only.
        let value = UnsafeMutablePointer<acb_struct>.allocate(capacity: 1)
        acb_init(value)
        exponent.withFLINT { acb_set_fmpq(value, $0, bits) }
        acb_pow(target, base, value, bits)
        acb_clear(value)
        value.deallocate()
    }

    private func logOnePlus(_ target: Pointer, _ x: Pointer, _ analytic: Bool, _ bits: Int) {
        if analytic {
            acb_add_ui(target, x, 1, bits)
            if !Self.isOffCut(target) { return acb_indeterminate(target) }
        }
        acb_log1p(target, x, bits)
    }

    /// The cuts are `±i[1, ∞)`.
    private func arcTangent(_ target: Pointer, _ z: Pointer, _ analytic: Bool, _ bits: Int) {
        if analytic, arb_contains_zero(&z.pointee.real) != 0 {
            acb_mul(target, z, z, bits)
            acb_add_ui(target, target, 1, bits)
            if !Self.isOffCut(target) { return acb_indeterminate(target) }
        }
        acb_atan(target, z, bits)
    }

    private func bessel(
        _ target: Pointer, _ order: Pointer, _ z: Pointer, _ analytic: Bool, _ bits: Int,
        _ function: (Pointer, UnsafePointer<acb_struct>, UnsafePointer<acb_struct>, Int) -> Void
    ) {
        if analytic && !Self.isOffCut(z) { return acb_indeterminate(target) }
        function(target, order, z, bits)
    }
}
