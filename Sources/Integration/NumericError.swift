/// Why a number could not be had.
public enum NumericError: Error, Hashable, Sendable {
    /// The integral does not converge, or cannot be shown to: why, as a sentence.
    case divergent(String)
    /// The work allowed did not give the digits asked for; how many are sure.
    case budget(digits: Int)
    /// What there is no method for, as a noun.
    case unsupported(String)
    /// What stands in the way of any value, as a sentence.
    case withoutValue(String)
}
