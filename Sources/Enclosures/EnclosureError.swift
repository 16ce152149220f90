/// Why there is no enclosure.
public enum EnclosureError: Error, Hashable, Sendable {
    /// Undefined, or not shown to be defined.
    case undefined
    /// The method does not apply; what stands in its way.
    case notApplicable(String)
    /// The work allowed was used up.
    case tooMuchWork
}
