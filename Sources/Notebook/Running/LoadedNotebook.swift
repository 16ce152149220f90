import Language

/// A notebook that was read and elaborated; nothing is decided yet.
public struct LoadedNotebook: Sendable {
    public let file: NotebookFile
    /// `nil` when the file is not a notebook at all.
    public let document: Document?
    public let items: [ElaboratedItem]
    /// The claims of imported notebooks, which may be cited, by the name that cites them.
    let imported: [String: ElaboratedItem]
    /// Errors and warnings, in the order of the file.
    public let problems: [Problem]

    public var hasErrors: Bool { problems.contains(where: \.isError) }

    public init(_ file: NotebookFile) {
        self.file = file
        do {
            let document = try Document.read(file.path)
            self.init(file, document)
        } catch {
            let bytes = (try? FileContents.read(file.path)) ?? []
            document = nil
            items = []
            imported = [:]
            problems = error.errors.map { error in
                Problem(error, path: file.path, sourceLine: error.line.flatMap { Document.line($0, of: bytes) })
            }
        }
    }

    init(_ file: NotebookFile, _ document: Document) {
        let elaborated = NotebookElaboration(of: document, at: file)
        self.file = file
        self.document = document
        self.items = elaborated.items
        self.imported = elaborated.imported
        self.problems = elaborated.diagnostics.map { diagnostic in
            let isHere = diagnostic.path == nil || diagnostic.path == file.path
            return Problem(
                diagnostic, path: file.path, sourceLine: isHere ? document.line(diagnostic.location.line) : nil)
        }
    }

    /// The place in the document of the cell that holds a line.
    func cell(holding line: Int) -> Int? {
        document?.cells.lastIndex { $0.firstLine <= line }
    }
}
