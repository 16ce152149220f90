/// How the process ends; where several apply, the first of this list.
public enum ExitStatus: Int32, Sendable {
    case internalError = 4
    case unreadable = 2
    case limitReached = 3
    case unexpected = 1
    case success = 0

    /// - Parameter isCollectionAsRecorded: whether `--check` found the collection as a whole as it is recorded.
    public init(of tally: Tally, isCollectionAsRecorded: Bool = true) {
        if tally.internalErrors > 0 {
            self = .internalError
        } else if tally.broken > 0 {
            self = .unreadable
        } else if tally.stopped.count > 0 {
            self = .limitReached
        } else if tally.unexpected.count > 0 || tally.discrepancies > 0 || !isCollectionAsRecorded {
            self = .unexpected
        } else {
            self = .success
        }
    }
}
