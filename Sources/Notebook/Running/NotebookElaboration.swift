import Language

/// A document's cells, parsed and elaborated in order, with its imports.
///
/// When a statement does not parse, the others are still elaborated, so that all errors of the file are told
/// at once.
struct NotebookElaboration {
    let items: [ElaboratedItem]
    /// Claims and axioms of imported notebooks, by the name that cites them.
    let imported: [String: ElaboratedItem]
    /// Errors and warnings in the order of the file.
    let diagnostics: [Diagnostic]
    /// The files that are imported, directly or not.
    let importedFiles: Set<String>
    /// With everything declared.
    let elaborator: Elaborator

    init(of document: Document, at file: NotebookFile, overlay: [String: String] = [:]) {
        let imports = ImportResolver(file, overlay: overlay)
        var elaborator = Elaborator(
            importing: imports.source,
            readsStandardLibrary: StandardLibrary.names.contains { name in
                StandardLibrary.source(named: name).map { document.bytes.elementsEqual($0.utf8) } ?? false
            })
        var items: [ElaboratedItem] = []
        var found: [Diagnostic] = []
        for cell in document.cells {
            let (statements, syntax) = Parser.parse(cell.source, firstLine: cell.firstLine, path: file.path)
            let cellItems = elaborator.elaborate(statements)
            let cellDiagnostics = syntax + elaborator.takeDiagnostics() + imports.takeDiagnostics()
            items += cellItems
            found += cellDiagnostics.map { cell.located($0) }.sorted { $0.location < $1.location }
        }
        self.items = items
        imported = elaborator.importedItems
        self.elaborator = elaborator
        importedFiles = imports.files
        diagnostics = found
    }
}

extension Document.Cell {
    /// The diagnostic with columns that count the fence's indentation, as an editor does.
    fileprivate func located(_ diagnostic: Diagnostic) -> Diagnostic {
        guard !removedIndentation.isEmpty, diagnostic.path == nil else { return diagnostic }
        var moved = diagnostic
        moved.range = located(diagnostic.range)
        return moved
    }
}

extension Document.Cell {
    /// A range of the source as a range of the file.
    func located(_ range: SourceRange) -> SourceRange { SourceRange(located(range.start), located(range.end)) }

    private func located(_ location: SourceLocation) -> SourceLocation {
        let place = location.line - firstLine
        guard removedIndentation.indices.contains(place) else { return location }
        return SourceLocation(
            line: location.line, column: location.column + removedIndentation[place], offset: location.offset)
    }
}
