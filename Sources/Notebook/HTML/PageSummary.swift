/// What the index of a folder of pages says of one of them.
public struct PageSummary: Hashable, Sendable {
    public let title: String
    /// The notebook.
    public let path: String
    /// The page, relative to the index.
    public let address: String
    let tally: Tally

    public init(_ notebook: NotebookReport) {
        title = HTMLReport.title(of: notebook)
        path = notebook.path
        address = HTMLFiles.page(for: notebook.path)
        tally = Tally(notebook)
    }
}
