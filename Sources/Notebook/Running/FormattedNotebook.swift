import Language

/// A notebook with its cells in the canonical spelling.
public struct FormattedNotebook: Sendable {
    public let file: NotebookFile
    /// Why the file was not formatted.
    public let problems: [Problem]
    private let document: Document?
    private let formatted: [UInt8]

    public init(_ file: NotebookFile, style: Formatter.Style = .unicode) {
        self.file = file
        let document: Document
        do {
            document = try Document.read(file.path)
        } catch {
            let bytes = (try? FileContents.read(file.path)) ?? []
            let lines = SourceLines(bytes)
            self.document = nil
            formatted = []
            problems = error.errors.map { error in
                Problem(error, path: file.path, sourceLine: error.line.flatMap { lines.text($0, of: bytes) })
            }
            return
        }
        var problems: [Problem] = []
        var sources: [String] = []
        for cell in document.cells {
            do {
                sources.append(try Formatter.format(cell.source, firstLine: cell.firstLine, path: file.path, style: style))
            } catch {
                problems += error.diagnostics.map {
                    Problem($0, path: file.path, sourceLine: document.line($0.location.line))
                }
            }
        }
        self.document = document
        self.problems = problems
        formatted = problems.isEmpty ? document.replacingSources(with: sources) : document.bytes
    }

    public var isChanged: Bool { document.map { $0.bytes != formatted } ?? false }

    /// Replaces the file when its formatted text differs.
    public func write() throws(SystemFailure) {
        guard let document else { return }
        _ = try Recording.replace(document, at: file.path, with: formatted)
    }
}
