/// Where `--html` writes: one notebook to a file, several to a folder with an index.
public struct HTMLFiles {
    private let path: String
    private let isFolder: Bool
    private var pages: [PageSummary] = []
    /// Whether a page has a picture.
    public private(set) var hasFigures = false

    /// - Parameter count: how many notebooks there will be.
    public init(_ path: String, count: Int) {
        self.path = path
        isFolder = count != 1 || Path.isFolder(path) || path.hasSuffix("/")
    }

    /// Writes the page of a notebook, whole or not at all.
    public mutating func write(_ notebook: NotebookReport) throws(SystemFailure) {
        let page = PageSummary(notebook)
        try put(HTMLReport().page(of: notebook), at: isFolder ? Path.join(path, page.address) : path)
        pages.append(page)
        hasFigures = hasFigures || notebook.claims.contains { $0.figure != nil }
    }

    /// Writes the index of the pages.
    public func finish() throws(SystemFailure) {
        if isFolder { try put(HTMLReport().index(of: pages), at: Path.join(path, "index.html")) }
    }

    private func put(_ text: String, at path: String) throws(SystemFailure) {
        try Path.makeFolder(Path.folder(of: path))
        try FileContents.replace(path, with: Array(text.utf8), durably: false)
    }

    /// The page of a notebook, relative to the folder: `a/b.lnb` → `a/b.html`.
    static func page(for notebook: String) -> String {
        let page = CertificateFolder("").folder(of: notebook) + ".html"
        return page == "index.html" ? "index-notebook.html" : page
    }
}
