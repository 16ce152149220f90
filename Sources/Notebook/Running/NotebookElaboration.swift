import Language

/// A document's cells, parsed and elaborated in order, with its imports.
struct NotebookElaboration {
    private(set) var items: [ElaboratedItem] = []
    private(set) var imported: [String: ElaboratedItem] = [:]
    private(set) var diagnostics: [Diagnostic] = []

    init(of document: Document, at file: NotebookFile) {
        for cell in document.cells {
            diagnostics += Parser.parse(cell.source, firstLine: cell.firstLine, path: file.path).diagnostics
        }
    }
}
