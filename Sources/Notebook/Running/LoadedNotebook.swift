import Language

/// A notebook that was read and elaborated; nothing is decided yet.
public struct LoadedNotebook: Sendable {
    public let file: NotebookFile
    /// `nil` when the file is not a notebook at all.
    public let document: Document?
    public let items: [ElaboratedItem]
    /// The claims of imported notebooks, which may be cited, by the name that cites them.
    let imported: [String: ElaboratedItem]
    /// The files that it imports, directly or not.
    let importedFiles: Set<String>
    /// Errors and warnings, in the order of the file.
    public let problems: [Problem]

    public var hasErrors: Bool { problems.contains(where: \.isError) }

    /// Reads and elaborates the file. What is wrong with it is among the problems.
    public init(_ file: NotebookFile) {
        do {
            self.init(file, try Document.read(file.path))
        } catch {
            self.init(file, error)
        }
    }

    /// - Parameter typed: the name of what begins behind so many lines of the document; problems are told in its terms,
    ///   warnings in front of it not at all.
    init(_ file: NotebookFile, _ document: Document, typed: (name: String, behind: Int)? = nil) {
        self.init(file, document, NotebookElaboration(of: document, at: file), typed: typed)
    }

    init(
        _ file: NotebookFile, _ document: Document, _ elaborated: NotebookElaboration, typed: (name: String, behind: Int)? = nil
    ) {
        self.file = file
        self.document = document
        items = elaborated.items
        imported = elaborated.imported
        importedFiles = elaborated.importedFiles
        problems = elaborated.diagnostics.compactMap { diagnostic in
            let isHere = diagnostic.path == nil || diagnostic.path == file.path
            guard isHere else { return Problem(diagnostic, path: file.path, sourceLine: nil) }
            let line = document.line(diagnostic.location.line)
            guard let typed else { return Problem(diagnostic, path: file.path, sourceLine: line) }
            guard diagnostic.location.line > typed.behind else {
                return diagnostic.severity == .error ? Problem(diagnostic, path: file.path, sourceLine: line) : nil
            }
            var own = diagnostic
            own.path = nil
            return Problem(own, path: typed.name, sourceLine: line, behind: typed.behind)
        }
    }

    /// A file that is not a notebook.
    private init(_ file: NotebookFile, _ failure: Document.Failure) {
        let bytes = (try? FileContents.read(file.path)) ?? []
        let lines = SourceLines(bytes)
        self.file = file
        document = nil
        items = []
        imported = [:]
        importedFiles = []
        problems = failure.errors.map { error in
            Problem(error, path: file.path, sourceLine: error.line.flatMap { lines.text($0, of: bytes) })
        }
    }

    /// The place in the document of the cell that holds a line.
    func cell(holding line: Int) -> Int? {
        document?.cells.lastIndex { $0.firstLine <= line }
    }
}
