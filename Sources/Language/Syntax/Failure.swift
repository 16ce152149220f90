/// A diagnostic on its way out of the parser or the elaborator; one word, to keep the stack frames of deep
/// nesting small.
indirect enum Failure: Error {
    case failure(Diagnostic)
    /// Follows from an error already told, and is not told itself.
    case consequence(Diagnostic)

    init(_ code: DiagnosticCode, _ message: String, advice: String? = nil, at range: SourceRange) {
        self = .failure(Diagnostic(code, message, advice: advice, at: range))
    }

    var diagnostic: Diagnostic {
        switch self {
        case .failure(let diagnostic), .consequence(let diagnostic): return diagnostic
        }
    }
}
