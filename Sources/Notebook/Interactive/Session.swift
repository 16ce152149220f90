import Kernel
import Language

/// An interactive notebook: statements come one by one, each is answered at once.
///
/// A statement with an error is not kept. What was decided before is not decided again.
public struct Session {
    /// What was typed at one time.
    private struct Entry {
        let text: String
        /// A rejected or withdrawn one leaves empty lines, so that line numbers count what was typed.
        var isKept: Bool

        var inPlace: String { isKept ? text : text.filter { $0 == "\n" } }
    }

    private let options: RunOptions
    private var file: NotebookFile
    /// The notebook that was read first, when there is one.
    private(set) var loaded: Document?
    private var entries: [Entry] = []
    /// The reports on all claims so far, by name.
    public private(set) var claims: [String: ClaimReport] = [:]
    /// The worst that has happened, as a command's exit status.
    public private(set) var status = ExitStatus.success

    /// Errors name `file`, and imports are relative to it.
    public init(
        options: RunOptions, file: NotebookFile = NotebookFile(path: "repl", root: Path.resolved(".") ?? "/")
    ) {
        self.options = options
        self.file = file
    }

    private var source: String { (loaded?.statementsInPlace ?? "") + entries.map(\.inPlace).joined() }

    /// The session as a notebook whose one cell has every statement on its line.
    var notebook: LoadedNotebook { LoadedNotebook(file, Document(statements: source)) }

    /// Everything declared so far.
    var elaborator: Elaborator { NotebookElaboration(of: Document(statements: source), at: file).elaborator }

    /// The names declared so far.
    public var declaredNames: [String] { elaborator.declaredNames }

    /// Reads the statements in `text` and decides what is new in them.
    public mutating func submit(_ text: String) throws(SystemFailure) -> RunReport {
        let text = text.hasSuffix("\n") ? text : text + "\n"
        entries.append(Entry(text: text, isKept: true))
        return try decideWhatIsNew()
    }

    private mutating func decideWhatIsNew() throws(SystemFailure) -> RunReport {
        let notebook = notebook
        guard !notebook.hasErrors else {
            if !entries.isEmpty { entries[entries.count - 1].isKept = false }
            status = ExitStatus.unreadable.orWorse(status)
            return RunReport(notebooks: [NotebookReport(notebook: notebook, claims: [])])
        }
        let fresh = Set(notebook.items.map(\.name).filter { claims[$0] == nil })
        guard !fresh.isEmpty else { return RunReport(notebooks: []) }
        return try decide(fresh, of: notebook, with: options)
    }

    private mutating func decide(
        _ names: Set<String>, of notebook: LoadedNotebook, with options: RunOptions
    ) throws(SystemFailure) -> RunReport {
        var options = options
        options.only = names
        let report = try NotebookRun(options).report(on: [notebook])
        status = ExitStatus(of: report.tally).orWorse(status)
        for claim in report.claims { claims[claim.name] = claim }
        return report
    }

    /// Starts anew with a notebook. The report tells what is wrong with it, or decides its claims.
    public mutating func load(_ file: NotebookFile) throws(SystemFailure) -> RunReport {
        let notebook = LoadedNotebook(file)
        guard !notebook.hasErrors, let document = notebook.document else {
            status = ExitStatus.unreadable.orWorse(status)
            return RunReport(notebooks: [NotebookReport(notebook: notebook, claims: [])])
        }
        self.file = file
        loaded = document
        entries = []
        claims = [:]
        return try decideWhatIsNew()
    }

    /// Reads the notebook again, which may have changed, and then what was typed since. `nil` where none was read.
    public mutating func reload() throws(SystemFailure) -> RunReport? {
        guard loaded != nil else { return nil }
        let typed = entries.filter(\.isKept)
        var report = try load(file)
        guard !report.notebooks.contains(where: \.hasErrors) else { return report }
        for entry in typed { report.notebooks += try submit(entry.text).notebooks }
        return report
    }

    /// Decides every claim anew.
    public mutating func check() throws(SystemFailure) -> RunReport {
        let notebook = notebook
        let names = Set(notebook.items.map(\.name))
        var options = options
        options.cache = nil
        return names.isEmpty ? RunReport(notebooks: []) : try decide(names, of: notebook, with: options)
    }

    /// Withdraws the last statement that was kept, and gives it back.
    public mutating func undo() -> String? {
        guard let place = entries.lastIndex(where: \.isKept) else { return nil }
        entries[place].isKept = false
        let names = Set(notebook.items.map(\.name))
        claims = claims.filter { names.contains($0.key) }
        return entries[place].text
    }

    /// Writes the notebook, with what was typed since in a cell at its end. Gives back the path.
    ///
    /// A file that is not the notebook that was read is not replaced.
    public func save(to path: String?) throws(SystemFailure) -> String {
        let typed = entries.filter(\.isKept).map(\.text).joined()
        let cell = typed.isEmpty ? "" : "```lnb\n\(typed)```\n"
        if let loaded, path == nil || path == file.path {
            var bytes = loaded.bytes
            if let last = bytes.last, last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
            _ = try Recording.replace(loaded, at: file.path, with: bytes + Array((cell.isEmpty ? "" : "\n" + cell).utf8))
            return file.path
        }
        let path = path ?? "session.lnb"
        let title = Path.name(of: path)
        let head = loaded.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "# \(title.hasSuffix(".lnb") ? String(title.dropLast(4)) : title)\n"
        try FileContents.create(path, with: Array((head + "\n" + cell).utf8))
        return path
    }
}

extension ExitStatus {
    /// The one that the contract's order puts first.
    public func orWorse(_ other: ExitStatus) -> ExitStatus {
        let order: [ExitStatus] = [.internalError, .unreadable, .limitReached, .unexpected, .success]
        return order.first { $0 == self || $0 == other } ?? self
    }
}
