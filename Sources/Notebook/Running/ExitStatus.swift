/// How the process ends; where several apply, the first of this list.
public enum ExitStatus: Int32, Sendable {
    case internalError = 4
    case unreadable = 2
    case limitReached = 3
    case unexpected = 1
    case success = 0

    /// `isUnmet` says that a comparison the user asked for has failed.
    public init(of report: RunReport, isUnmet: Bool = false) {
        let claims = report.claims
        if claims.contains(where: { $0.outcome.internalError != nil }) {
            self = .internalError
        } else if report.notebooks.contains(where: \.hasErrors) {
            self = .unreadable
        } else if claims.contains(where: \.outcome.limitReached) {
            self = .limitReached
        } else if isUnmet || !claims.allSatisfy(\.asExpected) {
            self = .unexpected
        } else {
            self = .success
        }
    }
}
