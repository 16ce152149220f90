/// An interactive notebook: statements come one by one, each is answered at once.
///
/// A statement with an error is not kept. What was decided before is not decided again.
public struct Session {
    private let options: RunOptions
    private let file: NotebookFile
    /// The statements so far; a rejected one leaves empty lines, so that line numbers count what was typed.
    private var source = ""
    private var known: Set<String> = []
    /// The worst that has happened, as a command's exit status.
    public private(set) var status = ExitStatus.success

    /// Errors name `file`, and imports are relative to it.
    public init(
        options: RunOptions, file: NotebookFile = NotebookFile(path: "repl", root: Path.resolved(".") ?? "/")
    ) {
        self.options = options
        self.file = file
    }

    /// Reads the statements in `text` and decides what is new in them.
    public mutating func submit(_ text: String) throws(SystemFailure) -> RunReport {
        let text = text.hasSuffix("\n") ? text : text + "\n"
        let notebook = LoadedNotebook(file, Document(statements: source + text))
        let fresh = notebook.items.map(\.name).filter { !known.contains($0) }
        guard !notebook.hasErrors else {
            source += text.filter { $0 == "\n" }
            status = ExitStatus.unreadable.orWorse(status)
            return RunReport(notebooks: [NotebookReport(notebook: notebook, claims: [])])
        }
        source += text
        known.formUnion(fresh)
        guard !fresh.isEmpty else { return RunReport(notebooks: []) }
        var options = options
        options.only = Set(fresh)
        let report = try NotebookRun(options).report(on: [notebook])
        status = ExitStatus(of: report).orWorse(status)
        return report
    }
}

extension ExitStatus {
    /// The one that the contract's order puts first.
    func orWorse(_ other: ExitStatus) -> ExitStatus {
        let order: [ExitStatus] = [.internalError, .unreadable, .limitReached, .unexpected, .success]
        return order.first { $0 == self || $0 == other } ?? self
    }
}
