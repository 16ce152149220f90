import Language

/// Finds the notebooks that a notebook imports. A path is relative to the notebook that names it, and what
/// it leads to, links followed, lies inside the root; nothing else is opened.
package final class ImportResolver {
    private let file: NotebookFile
    /// The files that were read, without links.
    private(set) var files: Set<String> = []
    /// Errors inside the notebooks that were read.
    private var diagnostics: [Diagnostic] = []

    /// Texts that are read in the place of files, by path without links.
    private let overlay: [String: String]

    package init(_ file: NotebookFile, overlay: [String: String] = [:]) {
        self.file = file
        self.overlay = overlay
    }

    func takeDiagnostics() -> [Diagnostic] {
        defer { diagnostics = [] }
        return diagnostics
    }

    /// The statements of an import. `importer` is the identity of the notebook that contains it, `nil` for
    /// the one being run. An identity is a path without links, shortened where it lies below the working
    /// directory.
    package func source(_ path: String, importer: String?) throws -> ImportedSource {
        guard !path.hasPrefix("/"), !path.isEmpty, !path.utf8.contains(0) else {
            throw ImportFailure("an import is a path relative to this notebook, or std/…")
        }
        let folder = Path.folder(of: importer ?? file.path)
        let joined = Path.join(folder, path)
        guard let resolved = Path.resolved(joined) else { throw ImportFailure("there is no file \(joined)") }
        guard Path.isInside(resolved, root: file.root) else {
            throw ImportFailure("\(path) lies outside the notebook root \(file.root)")
        }
        files.insert(resolved)
        let identity = ImportResolver.shortened(resolved)
        let document: Document
        do throws(Document.Failure) {
            if let text = overlay[resolved] { document = try Document(Array(text.utf8)) } else { document = try Document.read(resolved) }
        } catch {
            let messages = error.errors.map { error in
                (error.line.map { "\(identity):\($0): " } ?? "") + error.message
            }
            throw ImportFailure(messages.joined(separator: "; "))
        }
        var statements: [SyntaxStatement] = []
        var errors: [Diagnostic] = []
        for cell in document.cells {
            let parsed = Parser.parse(cell.source, firstLine: cell.firstLine, path: identity)
            statements += parsed.statements
            errors += parsed.diagnostics.filter { $0.severity == .error }
        }
        guard errors.isEmpty else {
            diagnostics += errors.map { error in
                var error = error
                error.path = identity
                return error
            }
            throw ImportFailure("\(identity) has errors", diagnostics: errors)
        }
        return ImportedSource(identity: identity, statements: statements)
    }

    private static func shortened(_ path: String) -> String {
        guard let here = Path.resolved("."), Path.isInside(path, root: here), path != here else { return path }
        return String(path.dropFirst(here.hasSuffix("/") ? here.count : here.count + 1))
    }
}
