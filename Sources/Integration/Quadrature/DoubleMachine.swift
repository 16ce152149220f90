import Enclosures

/// Runs a program in double precision: for searches that evaluate the same expressions very often.
///
/// Undefined operations give NaN.
public struct DoubleMachine {
    private let program: ScalarProgram
    private var registers: [Double]

    public init(_ program: ScalarProgram) {
        self.program = program
        registers = [Double](repeating: 0, count: program.registerCount)
        execute(program.preamble)
    }

    /// Gives a variable a value, for all runs until it gets another.
    public mutating func set(_ variable: Int, to value: Double) { registers[variable] = value }

    public mutating func run() { execute(program.body) }

    /// Of the latest run.
    public func result(_ number: Int) -> Double { registers[program.results[number]] }

    private mutating func execute(_ instructions: [ScalarProgram.Instruction]) {
        registers.withUnsafeMutableBufferPointer { r in
            for step in instructions {
                let left = r[step.left]
                switch step.operation {
                case .copy: r[step.target] = left
                case .negate: r[step.target] = -left
                case .add: r[step.target] = left + r[step.right]
                case .subtract: r[step.target] = left - r[step.right]
                case .multiply: r[step.target] = left * r[step.right]
                case .divide: r[step.target] = left / r[step.right]
                case .invert: r[step.target] = 1 / left
                case .squareRoot: r[step.target] = left.squareRoot()
                case .addProduct: r[step.target] += left * r[step.right]
                case .scale: r[step.target] = left * Double(step.right)
                case .addScaled: r[step.target] += left * Double(step.right)
                case .pi: r[step.target] = .pi
                case .literal: r[step.target] = program.literals[step.right].doubleValue
                case .power: r[step.target] = left.power(program.literals[step.right])
                case .sinCos:
                    r[step.target] = left.applying(.sin)
                    r[step.right] = left.applying(.cos)
                case .besselI, .besselK: r[step.target] = .nan
                default: r[step.target] = left.applying(step.operation)
                }
            }
        }
    }
}
