/// Why a number could not be had.
public enum NumericError: Error, Hashable, Sendable {
    /// The integral does not converge, or cannot be shown to.
    case divergent(String)
    /// The work allowed did not give the digits asked for; how many are sure.
    case budget(digits: Int)
    case unsupported(String)
}
