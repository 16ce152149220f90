import Kernel
import Language

/// An interactive notebook: statements come one by one, each is answered at once.
///
/// A statement with an error is not kept. What was decided before is not decided again.
public struct Session {
    /// Where on a page something was typed.
    public struct Cell: Hashable, Sendable {
        /// What stays the same when the cell is run again; `nil` where that is not known.
        let identifier: String?
        /// What errors call it.
        let name: String

        public init(identifier: String?, name: String) {
            self.identifier = identifier
            self.name = name
        }
    }

    /// What was typed at one time.
    private struct Entry {
        var text: String
        var cell: Cell?
        /// A rejected or withdrawn one leaves empty lines, so that line numbers count what was typed.
        var isKept = true

        var inPlace: String { isKept ? text : text.filter { $0 == "\n" } }
    }

    private let options: RunOptions
    private let shouldStop: (() -> Bool)?
    private var file: NotebookFile
    /// The notebook that was read first, when there is one.
    private(set) var loaded: Document?
    private var entries: [Entry] = []
    /// The reports on all claims so far, by name.
    public private(set) var claims: [String: ClaimReport] = [:]
    /// The cells that the last text made meaningless.
    public private(set) var withdrawn: [String] = []
    /// The worst that has happened, as a command's exit status.
    public private(set) var status = ExitStatus.success

    /// Errors name `file`, and imports are relative to it.
    ///
    /// - Parameter shouldStop: asked often while claims are decided; an interrupt stops them where it is `nil`.
    public init(
        options: RunOptions, file: NotebookFile = NotebookFile(path: "repl", root: Path.resolved(".") ?? "/"),
        shouldStop: (() -> Bool)? = nil
    ) {
        self.options = options
        self.file = file
        self.shouldStop = shouldStop
    }

    /// The notebook that was read, as one cell, and each entry as a cell: every statement is on its line.
    private var document: Document { document(before: entries.count) }

    private func document(before place: Int) -> Document {
        Document(statements: [loaded?.statementsInPlace ?? ""] + entries[..<place].map(\.inPlace))
    }

    var notebook: LoadedNotebook { LoadedNotebook(file, document) }

    /// Everything declared so far.
    var elaborator: Elaborator { NotebookElaboration(of: document, at: file).elaborator }

    /// The names declared so far.
    public var declaredNames: [String] { elaborator.declaredNames }

    /// Reads the statements in `text` and decides what is new in them.
    ///
    /// A cell that is run again takes the place that it had. What was typed after it is withdrawn if it makes no sense
    /// any more; otherwise it stays, and verdicts that may have changed are forgotten. Where it is not known which cell it
    /// is, it comes last, and statements whose names it uses again are withdrawn.
    public mutating func submit(_ text: String, from cell: Cell? = nil) throws(SystemFailure) -> RunReport {
        let text = text.hasSuffix("\n") ? text : text + "\n"
        withdrawn = []
        if let identifier = cell?.identifier {
            let place = entries.firstIndex { $0.isKept && $0.cell?.identifier == identifier }
            if let place { return try resubmit(text, from: cell, at: place) }
        } else if cell != nil, var attempt = withdrawing(Session.names(in: text)) {
            attempt.entries.append(Entry(text: text, cell: cell))
            let report = try attempt.decideWhatIsNew(in: attempt.entries.indices.last)
            status = attempt.status
            if !report.notebooks.contains(where: \.hasErrors) { self = attempt }
            return report
        }
        entries.append(Entry(text: text, cell: cell))
        return try decideWhatIsNew(in: entries.indices.last)
    }

    /// The session without the statements that have these names; `nil` where others cite one of them.
    private func withdrawing(_ names: Set<String>) -> Session? {
        var copy = self
        var isChanged = false
        for entry in entries.indices where entries[entry].isKept && entries[entry].cell != nil {
            let named = Parser.parse(entries[entry].text).statements.filter { $0.givenName.map(names.contains) == true }
            guard !named.isEmpty else { continue }
            isChanged = true
            var lines = entries[entry].text.split(separator: "\n", omittingEmptySubsequences: false)
            for statement in named {
                for line in statement.range.start.line...statement.range.end.line where line <= lines.count { lines[line - 1] = "" }
            }
            copy.entries[entry].text = lines.joined(separator: "\n")
        }
        guard isChanged else { return copy }
        let notebook = copy.notebook
        guard !notebook.hasErrors else { return nil }
        copy.claims = claims.filter { name, claim in notebook.items.contains { $0.name == name && $0.display == claim.display } }
        return copy
    }

    /// The names that the author has given to statements; no two have the same.
    private static func names(in text: String) -> Set<String> { Set(Parser.parse(text).statements.compactMap(\.givenName)) }

    private mutating func resubmit(_ text: String, from cell: Cell?, at place: Int) throws(SystemFailure) -> RunReport {
        var attempt = self
        attempt.entries[place] = Entry(text: text, cell: cell)
        let later = entries.indices.filter { $0 > place && entries[$0].isKept }
        for entry in later { attempt.entries[entry].isKept = false }
        let earlier = LoadedNotebook(file, document(before: place)).items
        attempt.claims = claims.filter { name, _ in earlier.contains { $0.name == name } }
        let report = try attempt.decideWhatIsNew(in: place)
        status = attempt.status
        guard !report.notebooks.contains(where: \.hasErrors) else { return report }

        for entry in later { attempt.entries[entry].isKept = true }
        let whole = attempt.notebook
        if whole.hasErrors {
            for entry in later { attempt.entries[entry].isKept = false }
            attempt.withdrawn = later.compactMap { entries[$0].cell?.name }
        } else {
            for item in whole.items where attempt.claims[item.name] == nil {
                attempt.claims[item.name] = claims[item.name].flatMap { $0.holds(for: item) ? $0 : nil }
            }
        }
        self = attempt
        return report
    }

    /// Decides what has no verdict in the entry at `place`, which is not kept if it has an error; in the notebook that
    /// was read where it is `nil`.
    private mutating func decideWhatIsNew(in place: Int? = nil) throws(SystemFailure) -> RunReport {
        let behind = place.map { document(before: $0).bytes.count { $0 == UInt8(ascii: "\n") } } ?? 0
        let typed = place.flatMap { entries[$0].cell }.map { (name: $0.name, behind: behind) }
        let notebook = LoadedNotebook(file, document, typed: typed)
        guard !notebook.hasErrors else {
            if let place { entries[place].isKept = false }
            status = ExitStatus.unreadable.orWorse(status)
            return RunReport(notebooks: [NotebookReport(notebook: notebook, claims: [])])
        }
        let fresh = notebook.items.filter { claims[$0.name] == nil && $0.range.start.line > behind }
        guard !fresh.isEmpty else {
            let hasWarnings = typed != nil && !notebook.problems.isEmpty
            return RunReport(notebooks: hasWarnings ? [NotebookReport(notebook: notebook, claims: [])] : [])
        }
        return try decide(Set(fresh.map(\.name)), of: notebook, with: options)
    }

    private mutating func decide(
        _ names: Set<String>, of notebook: LoadedNotebook, with options: RunOptions
    ) throws(SystemFailure) -> RunReport {
        var options = options
        options.only = names
        let report = try NotebookRun(options, shouldStop: shouldStop ?? { Interruption.isRequested }).report(on: [notebook])
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
        for entry in typed { report.notebooks += try submit(entry.text, from: entry.cell).notebooks }
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

extension SyntaxStatement {
    /// The name by which others cite it, where its author has given one.
    fileprivate var givenName: String? {
        switch kind {
        case .claim(let name, _), .axiom(let name, _, _, _), .calculation(let name, _, _): name.text
        case .optimise(let name, _, _), .certify(let name, _), .evaluate(let name, _), .plot(let name, _): name?.text
        default: nil
        }
    }
}
