/// How the process ends; where several apply, the first of this list.
public enum ExitStatus: Int32, Sendable {
    case internalError = 4
    case unreadable = 2
    case limitReached = 3
    case unexpected = 1
    case success = 0

    public init(of report: RunReport) {
        let claims = report.claims
        if claims.contains(where: { $0.outcome.internalError != nil }) {
            self = .internalError
        } else if report.notebooks.contains(where: \.hasErrors) {
            self = .unreadable
        } else if claims.contains(where: \.outcome.limitReached) {
            self = .limitReached
        } else if !claims.allSatisfy(\.asExpected) || !report.notebooks.allSatisfy(\.discrepancies.isEmpty)
            || !report.discrepancies.isEmpty
        {
            self = .unexpected
        } else {
            self = .success
        }
    }
}
