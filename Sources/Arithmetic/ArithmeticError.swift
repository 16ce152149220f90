/// What exact arithmetic refuses to do.
///
/// The C libraries underneath abort the process when memory runs out, so every operation whose result can be
/// much larger than its operands checks the size first and throws instead.
public enum ArithmeticError: Error, Hashable, Sendable {
    /// The result would need about this many bits, more than the caller allows.
    case tooLarge(bits: Int)
    /// A negative power of zero.
    case divisionByZero
}
