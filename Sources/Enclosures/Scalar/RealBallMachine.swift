import Arithmetic
import CFLINT

/// Runs a program over real balls, in registers that are allocated once.
///
/// The result contains the value for all points of the arguments. Where a function is undefined on them the result
/// is not finite; at a jump it contains both sides.
public final class RealBallMachine {
    public let program: ScalarProgram
    package let registers: UnsafeMutablePointer<arb_struct>
    private let precision: Int

    /// - Parameter precision: in bits; of the constants, and of a run that asks for no less.
    public init(_ program: ScalarProgram, precision: Int) {
        self.program = program
        self.precision = precision
        registers = _arb_vec_init(program.registerCount)
        execute(program.preamble, precision)
    }

    deinit { _arb_vec_clear(registers, program.registerCount) }

    public func setArgument(_ number: Int, to value: Ball) { value.withArb { arb_set(registers + number, $0) } }

    public func run() { execute(program.body, precision) }
    public func run(precision: Int) { execute(program.body, precision) }

    public func result(_ number: Int) -> Ball { Ball.make { arb_set($0, registers + program.results[number]) } }

    package func resultPointer(_ number: Int) -> UnsafeMutablePointer<arb_struct> { registers + program.results[number] }

    private func execute(_ instructions: [ScalarProgram.Instruction], _ bits: Int) {
        let r = registers
        instructions.withUnsafeBufferPointer { instructions in
            for step in instructions {
                let target = r + step.target
                let left = r + step.left
                switch step.operation {
                case .copy: arb_set(target, left)
                case .negate: arb_neg(target, left)
                case .add: arb_add(target, left, r + step.right, bits)
                case .subtract: arb_sub(target, left, r + step.right, bits)
                case .multiply: arb_mul(target, left, r + step.right, bits)
                case .divide: arb_div(target, left, r + step.right, bits)
                case .invert: arb_inv(target, left, bits)
                case .squareRoot: arb_sqrt(target, left, bits)
                case .addProduct: arb_addmul(target, left, r + step.right, bits)
                case .scale: arb_mul_si(target, left, step.right, bits)
                case .addScaled: arb_addmul_si(target, left, step.right, bits)
                case .pi: arb_const_pi(target, bits)
                case .literal: program.literals[step.right].withFLINT { arb_set_fmpq(target, $0, bits) }
                case .power: program.literals[step.right].withFLINT { arb_pow_fmpq(target, left, $0, bits) }
                case .exp: arb_exp(target, left, bits)
                case .expMinusOne: arb_expm1(target, left, bits)
                case .log: arb_log(target, left, bits)
                case .logOnePlus: arb_log1p(target, left, bits)
                case .sin: arb_sin(target, left, bits)
                case .cos: arb_cos(target, left, bits)
                case .sinCos: arb_sin_cos(target, r + step.right, left, bits)
                case .tan: arb_tan(target, left, bits)
                case .atan: arb_atan(target, left, bits)
                case .sinh: arb_sinh(target, left, bits)
                case .cosh: arb_cosh(target, left, bits)
                case .tanh: arb_tanh(target, left, bits)
                case .erf: arb_hypgeom_erf(target, left, bits)
                case .abs: arb_abs(target, left)
                case .sign: arb_sgn(target, left)
                case .step: heaviside(target, left)
                case .gamma: arb_gamma(target, left, bits)
                case .besselI: arb_hypgeom_bessel_i(target, r + step.right, left, bits)
                case .besselK: arb_hypgeom_bessel_k(target, r + step.right, left, bits)
                }
            }
        }
    }

    private func heaviside(_ target: UnsafeMutablePointer<arb_struct>, _ x: UnsafeMutablePointer<arb_struct>) {
        if arb_is_positive(x) != 0 {
            arb_one(target)
        } else if arb_is_nonpositive(x) != 0 {
            arb_zero(target)
        } else {
            // [0, 1], whatever the argument was.
            arb_one(target)
            arb_mul_2exp_si(target, target, -1)
            mag_set_ui_2exp_si(&target.pointee.rad, 1, -1)
        }
    }
}

extension ScalarGraph {
    /// An enclosure of a node without variables, as tight as `precision` bits where that can be had.
    public func enclosure(of constant: Node, precision: Int) throws -> Ball {
        guard isConstant(constant) else { throw EnclosureError.notApplicable("the value of what is no constant") }
        let program = ScalarProgram(self, [constant], variables: [])
        var best: Ball?
        for bits in [precision + 16, 2 * precision + 64, 4 * precision + 256] {
            let value = RealBallMachine(program, precision: bits).result(0)
            if value.isFinite { best = value }
            if value.isFinite, value.isExact || value.relativeAccuracyBits >= precision { break }
        }
        guard let best else { throw EnclosureError.undefined }
        return best
    }
}
