import Language

/// The Language Server Protocol, version 3.17, as far as notebooks need it: messages in, messages out.
///
/// Verdicts are worked out between messages (`decideNext`), and given up when a new one comes.
public struct LanguageServer {
    private var notebooks: [String: OpenNotebook] = [:]
    /// Notebooks whose text has changed since they were decided, the latest last.
    private var undecided: [String] = []
    private var isInitialized = false
    private var hasShutDown = false
    private var refreshesHints = false
    private var nextRequest = 0
    /// The folders that the editor has open.
    private var folders: [String] = []
    private let options: RunOptions

    /// How the process ends, once the client has said so.
    public private(set) var exitStatus: Int32?

    public init(options: RunOptions) { self.options = options }

    public var hasUndecided: Bool { !undecided.isEmpty }

    /// JSON-RPC's numbers for what went wrong.
    private enum Fault: Int {
        case notJSON = -32700
        case invalidRequest = -32600
        case unknownMethod = -32601
        case invalidParameters = -32602
        case notInitialized = -32002
        case requestFailed = -32803
    }

    /// What is answered to a message.
    public mutating func receive(_ body: String) -> [JSON] {
        guard let message = JSONReader.read(body) else { return [failure(.notJSON, "this is not JSON", id: .null)] }
        let id = message["id"]
        guard case .string(let method)? = message["method"] else {
            // An answer to a request of ours, or nonsense.
            return id != nil && (message["result"] != nil || message["error"] != nil) ? [] : [failure(.invalidRequest, "no method", id: id ?? .null)]
        }
        let parameters = message["params"] ?? .null
        guard let id else { return notified(method, parameters) }
        guard !hasShutDown else { return [failure(.invalidRequest, "the server has shut down", id: id)] }
        guard isInitialized || method == "initialize" else { return [failure(.notInitialized, "not initialized", id: id)] }
        switch method {
        case "initialize": return [answer(initialize(parameters), id: id)]
        case "shutdown":
            hasShutDown = true
            return [answer(.null, id: id)]
        case "textDocument/hover", "textDocument/completion", "textDocument/definition", "textDocument/formatting",
            "textDocument/inlayHint":
            guard let notebook = notebook(parameters), let result = self.result(method, notebook, parameters) else {
                return [failure(.invalidParameters, "no such document or place", id: id)]
            }
            return [answer(result, id: id)]
        case "textDocument/prepareRename":
            guard let notebook = notebook(parameters), let place = notebook.positions.place(parameters["position"]) else {
                return [failure(.invalidParameters, "no such document or place", id: id)]
            }
            guard let subject = notebook.document.flatMap({ Rename.subject(at: place, in: $0) }) else { return [answer(.null, id: id)] }
            return [answer(
                .object([("range", notebook.positions.range(subject.name.range)), ("placeholder", .string(subject.name.text))]), id: id)]
        case "textDocument/rename": return [rename(parameters, id)]
        default: return [failure(.unknownMethod, "there is no method \(method)", id: id)]
        }
    }

    private func answer(_ result: JSON, id: JSON) -> JSON {
        .object([("jsonrpc", .string("2.0")), ("id", id), ("result", result)])
    }

    private func failure(_ fault: Fault, _ message: String, id: JSON) -> JSON {
        let error: [(String, JSON?)] = [("code", .number(fault.rawValue)), ("message", .string(message))]
        return .object([("jsonrpc", .string("2.0")), ("id", id), ("error", .object(error))])
    }

    private func notification(_ method: String, _ parameters: JSON) -> JSON {
        .object([("jsonrpc", .string("2.0")), ("method", .string(method)), ("params", parameters)])
    }

    private mutating func initialize(_ parameters: JSON) -> JSON {
        isInitialized = true
        if case .array(let named)? = parameters["workspaceFolders"] {
            folders = named.compactMap { folder in if case .string(let address)? = folder["uri"] { FileAddress.path(of: address) } else { nil } }
        } else if case .string(let address)? = parameters["rootUri"] {
            folders = [FileAddress.path(of: address)]
        }
        refreshesHints = parameters["capabilities"]?["workspace"]?["inlayHint"]?["refreshSupport"] == .bool(true)
        let completion: [(String, JSON?)] = [("triggerCharacters", .array([.string("\\")]))]
        let capabilities: [(String, JSON?)] = [
            ("positionEncoding", .string("utf-16")),
            // The whole text at each change.
            ("textDocumentSync", .object([("openClose", .bool(true)), ("change", .number(1)), ("save", .bool(true))])),
            ("hoverProvider", .bool(true)),
            ("completionProvider", .object(completion)),
            ("definitionProvider", .bool(true)),
            ("documentFormattingProvider", .bool(true)),
            ("renameProvider", .object([("prepareProvider", .bool(true))])),
            ("inlayHintProvider", .bool(true)),
        ]
        let server: [(String, JSON?)] = [("name", .string("notebook")), ("version", .string(EngineVersion.number))]
        return .object([("capabilities", .object(capabilities)), ("serverInfo", .object(server))])
    }

    // MARK: Notifications

    private mutating func notified(_ method: String, _ parameters: JSON) -> [JSON] {
        guard case .string(let address)? = parameters["textDocument"]?["uri"], isInitialized else {
            if method == "exit" { exitStatus = hasShutDown ? 0 : 1 }
            return []
        }
        switch method {
        case "textDocument/didOpen":
            guard case .string(let text)? = parameters["textDocument"]?["text"] else { return [] }
            return changed(address, text)
        case "textDocument/didChange":
            guard case .array(let changes)? = parameters["contentChanges"], case .string(let text)? = changes.last?["text"] else { return [] }
            return changed(address, text)
        case "textDocument/didSave":
            // Others may import it.
            return notebooks.keys.sorted().flatMap { address in notebooks[address].map { changed(address, $0.text) } ?? [] }
        case "textDocument/didClose":
            notebooks[address] = nil
            undecided.removeAll { $0 == address }
            return [published(address, [])]
        default: return []
        }
    }

    private mutating func changed(_ address: String, _ text: String) -> [JSON] {
        let path = FileAddress.path(of: address)
        var notebook = OpenNotebook(NotebookFile(path: path, root: Path.folder(of: path)), text: text)
        if let older = notebooks[address] { notebook.keepVerdicts(of: older) }
        notebooks[address] = notebook
        undecided.removeAll { $0 == address }
        if notebook.decidable != nil { undecided.append(address) }
        return [published(address, notebook.diagnostics)]
    }

    private func published(_ address: String, _ diagnostics: [JSON]) -> JSON {
        notification("textDocument/publishDiagnostics", .object([("uri", .string(address)), ("diagnostics", .array(diagnostics))]))
    }

    /// Decides the notebook that was changed last, and tells what is not as expected. Given up where `shouldStop` says
    /// so; what was decided until then is in the cache.
    /// - Parameter wakingOn: the descriptors on which messages come.
    public mutating func decideNext(wakingOn: [Int32], shouldStop: @escaping () -> Bool) throws(SystemFailure) -> [JSON] {
        guard let address = undecided.last, let notebook = notebooks[address]?.decidable else { return [] }
        var wasStopped = false
        var options = options
        options.only = notebooks[address]?.undecidedNames ?? []
        if !options.only.isEmpty {
            let run = NotebookRun(options, wakingOn: wakingOn, shouldStop: {
                wasStopped = wasStopped || shouldStop()
                return wasStopped
            })
            let report = try run.report(on: [notebook])
            guard !wasStopped else { return [] }
            for claim in report.claims { notebooks[address]?.claims[claim.name] = claim }
        }
        undecided.removeLast()
        var messages = [published(address, notebooks[address]?.diagnostics ?? [])]
        if refreshesHints {
            nextRequest += 1
            messages.append(.object([
                ("jsonrpc", .string("2.0")), ("id", .string("hints-\(nextRequest)")), ("method", .string("workspace/inlayHint/refresh")),
            ]))
        }
        return messages
    }

    // MARK: Requests

    private func notebook(_ parameters: JSON) -> OpenNotebook? {
        guard case .string(let address)? = parameters["textDocument"]?["uri"] else { return nil }
        return notebooks[address]
    }

    private func rename(_ parameters: JSON, _ id: JSON) -> JSON {
        guard let notebook = notebook(parameters), let document = notebook.document, case .string(let newName)? = parameters["newName"],
            let place = notebook.positions.place(parameters["position"])
        else { return failure(.invalidParameters, "no such document or place", id: id) }
        guard let subject = Rename.subject(at: place, in: document) else { return failure(.requestFailed, "there is no name here", id: id) }
        let open = Dictionary(notebooks.values.map { ($0.file.path, $0.text) }, uniquingKeysWith: { first, _ in first })
        let path = Path.resolved(notebook.file.path) ?? notebook.file.path
        let texts = WorkspaceTexts(open: open, folders: folders.isEmpty ? [Path.folder(of: path)] : folders)
        do throws(Rename.Failure) {
            let renamed = try Rename(subject, to: newName, in: path, at: place.line, texts)
            let changes = renamed.edits.sorted { $0.key < $1.key }.map { path, edits -> (String, JSON?) in
                (FileAddress.address(of: path), .array(edits.map { .object([("range", $0.range), ("newText", .string($0.text))]) }))
            }
            return answer(.object([("changes", .object(changes))]), id: id)
        } catch {
            return failure(.requestFailed, error.message, id: id)
        }
    }

    /// `nil` where the parameters make no sense.
    private func result(_ method: String, _ notebook: OpenNotebook, _ parameters: JSON) -> JSON? {
        if method == "textDocument/formatting" {
            guard let text = notebook.formatted, text != notebook.text else { return .array([]) }
            let all = notebook.positions.range(from: (1, 1), to: (notebook.positions.lineCount + 1, 1))
            return .array([.object([("range", all), ("newText", .string(text))])])
        }
        if method == "textDocument/inlayHint" {
            guard case .number(let first)? = parameters["range"]?["start"]?["line"], case .number(let last)? = parameters["range"]?["end"]?["line"],
                first <= last
            else { return nil }
            return .array(notebook.hints(from: first, to: last))
        }
        guard let place = notebook.positions.place(parameters["position"]) else { return nil }
        switch method {
        case "textDocument/hover":
            guard let text = notebook.hover(at: place) else { return .null }
            return .object([("contents", .object([("kind", .string("plaintext")), ("value", .string(text))]))])
        case "textDocument/completion": return .array(notebook.completions(at: place))
        default:
            guard let (path, range) = notebook.definition(at: place) else { return .null }
            return .object([("uri", .string(FileAddress.address(of: path))), ("range", range)])
        }
    }
}

/// `file:` addresses (RFC 8089).
enum FileAddress {
    static func path(of address: String) -> String {
        guard address.hasPrefix("file://") else { return address }
        return URIReference.decoded(String(address.dropFirst(7)))
    }

    static func address(of path: String) -> String { "file://" + URIReference.text(Path.resolved(path) ?? path) }
}
