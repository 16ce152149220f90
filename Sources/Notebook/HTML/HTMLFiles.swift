/// Where `--html` writes: one notebook to a file, several to a folder with an index.
public struct HTMLFiles {
    private let path: String

    public init(_ path: String) { self.path = path }

    /// Writes the pages. Each appears whole or not at all.
    public func write(_ report: RunReport) throws(SystemFailure) {
        let isFolder = Path.isFolder(path) || path.hasSuffix("/")
        if report.notebooks.count == 1, !isFolder {
            try put(HTMLReport().page(of: report.notebooks[0]), at: path)
            return
        }
        let pages = report.notebooks.map { HTMLFiles.page(for: $0.path) }
        for (notebook, page) in zip(report.notebooks, pages) {
            try put(HTMLReport().page(of: notebook), at: Path.join(path, page))
        }
        try put(HTMLReport().index(of: report, links: pages.map(HTMLFiles.link)), at: Path.join(path, "index.html"))
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

    /// The address of a page, which may have any letter in its name.
    static func link(_ page: String) -> String { URIReference.text(page) }
}
