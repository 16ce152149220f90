/// A form of report that is written while the notebooks come: what stands before the first, an entry for each, and what
/// stands after the last. So a report is as long as it likes and only one notebook of it is in memory.
public protocol ReportFormat: Sendable {
    var opening: String { get }
    /// What stands between two entries.
    var separator: String { get }
    /// The notebook's own part; empty where the form has nothing to say of it.
    func entry(_ notebook: NotebookReport) -> String
    func closing(_ tally: Tally) -> String
}

extension ReportFormat {
    public var opening: String { "" }
    public var separator: String { "" }

    /// A whole report at once.
    public func text(of report: RunReport) -> String {
        let entries = report.notebooks.map(entry).filter { !$0.isEmpty }
        return opening + entries.joined(separator: separator) + closing(report.tally)
    }
}

/// Puts the entries of a report behind each other.
public struct ReportSequence {
    private let format: any ReportFormat
    private var isFirst = true

    public init(_ format: any ReportFormat) { self.format = format }

    /// What is written for the next entry.
    public mutating func text(_ entry: String) -> String {
        guard !entry.isEmpty else { return "" }
        defer { isFirst = false }
        return isFirst ? format.opening + entry : format.separator + entry
    }

    /// What is written at the end.
    public func end(_ tally: Tally) -> String { (isFirst ? format.opening : "") + format.closing(tally) }
}
