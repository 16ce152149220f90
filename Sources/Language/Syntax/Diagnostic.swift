/// Something the author must mend in the source, or (a warning) should look at.
///
/// The message says what was found and what was expected; `advice` says what to try. The code is stable
/// and explained in the `DiagnosticCatalogue`.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable { case error, warning }

    public var code: DiagnosticCode
    public var severity: Severity
    public var message: String
    public var advice: String?
    public var range: SourceRange
    /// The file, when it is not the one being read (errors inside an import).
    public var path: String?

    public init(
        _ code: DiagnosticCode, _ message: String, advice: String? = nil, at range: SourceRange,
        severity: Severity = .error, path: String? = nil
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.range = range
        self.severity = severity
        self.path = path
    }

    public var location: SourceLocation { range.start }

    /// Header, source line and caret, advice: several lines, without a final newline.
    public func rendered(in source: SourceText) -> String {
        rendered(path: path ?? source.path, sourceLine: path == nil ? source.line(location.line) : nil)
    }

    /// The same when only the offending line is at hand.
    public func rendered(path: String, sourceLine: String?) -> String {
        var text = ""
        if !path.isEmpty { text += "\(path):" }
        text += "\(location.line):\(location.column): \(severity.rawValue) \(code.rawValue): \(message)"
        if let sourceLine {
            let number = String(location.line)
            let margin = String(repeating: " ", count: number.count)
            let before = sourceLine.prefix(location.column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
            let lineLength = sourceLine.count
            let lastColumn = range.end.line == location.line ? range.end.column : lineLength + 1
            let width = max(1, min(lastColumn, lineLength + 1) - location.column)
            text += "\n  \(number) | \(sourceLine)\n  \(margin) | \(before)\(String(repeating: "^", count: width))"
        }
        if let advice { text += "\n  try: \(advice)" }
        return text
    }
}
