import Language

/// Something wrong with a notebook, as a report shows it.
public struct Problem: Hashable, Sendable {
    public let code: String
    public let isError: Bool
    public let path: String
    public let line: Int?
    public let column: Int?
    public let message: String
    public let advice: String?
    /// Header, source line and caret, advice: several lines, without a final line end.
    public let rendered: String

    /// A problem with the file as text.
    init(_ error: DocumentError, path: String, sourceLine: String?) {
        code = error.code
        isError = true
        self.path = path
        line = error.line
        column = error.column
        message = error.message
        advice = nil
        var text = "\(path):"
        if let line = error.line, let column = error.column { text += "\(line):\(column):" }
        text += " error \(error.code): \(error.message)"
        if let line = error.line, let column = error.column, let sourceLine {
            let shown = Problem.window(of: sourceLine, around: column)
            let margin = String(repeating: " ", count: String(line).count)
            let before = String(repeating: " ", count: max(0, shown.column - 1))
            text += "\n  \(line) | \(shown.text)\n  \(margin) | \(before)^"
        }
        rendered = text
    }

    /// A problem that the language found.
    ///
    /// - Parameter lines: lines in front of the text in whose terms the place is told.
    init(_ diagnostic: Diagnostic, path: String, sourceLine: String?, behind lines: Int = 0) {
        let diagnostic = diagnostic.moved(up: lines)
        code = diagnostic.code.rawValue
        isError = diagnostic.severity == .error
        self.path = diagnostic.path ?? path
        line = diagnostic.location.line
        column = diagnostic.location.column
        message = diagnostic.message
        advice = diagnostic.advice
        rendered = diagnostic.rendered(path: diagnostic.path ?? path, sourceLine: sourceLine)
    }

    /// A problem of the file as a whole, or of a line, with lines that show it.
    init(code: String, path: String, line: Int?, message: String, excerpt: [String] = []) {
        self.code = code
        isError = true
        self.path = path
        self.line = line
        column = nil
        self.message = message
        advice = nil
        let place = line.map { "\(path):\($0)" } ?? path
        rendered = (["\(place): error \(code): \(message)"] + excerpt.map { "  " + $0 }).joined(separator: "\n")
    }

    /// The part of a line that is worth showing, and where the column is in it.
    private static func window(of line: String, around column: Int) -> (text: String, column: Int) {
        guard line.count > 160 else { return (line, column) }
        let first = max(0, column - 80)
        return (String(line.dropFirst(first).prefix(160)), column - first)
    }
}

extension Diagnostic {
    fileprivate func moved(up lines: Int) -> Diagnostic {
        func moved(_ place: SourceLocation) -> SourceLocation {
            SourceLocation(line: place.line - lines, column: place.column, offset: place.offset)
        }
        var copy = self
        copy.range = SourceRange(moved(range.start), moved(range.end))
        return copy
    }
}
