import CLineEditor
import Glibc
import Notebook

/// Lines typed on a terminal, with editing, history and completion, or read from a pipe.
final class LineInput {
    enum Line {
        case text(String)
        /// Ctrl-C: what was begun is given up.
        case cancelled
        case end
    }

    /// Asked for the names that Tab completes.
    var names: () -> [String] = { [] }
    let isInteractive: Bool
    private var editor: OpaquePointer?

    init() {
        isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        guard isInteractive else { return }
        let context = Unmanaged.passUnretained(self).toOpaque()
        editor = line_editor_open("notebook", LineInput.historyFile, { context, before, replaced, listing in
            guard let context, let before, let replaced, let listing else { return nil }
            let input = Unmanaged<LineInput>.fromOpaque(context).takeUnretainedValue()
            let completion = Completion(of: String(cString: before), names: input.names())
            replaced.pointee = Int32(completion.replaced)
            if !completion.choices.isEmpty { listing.pointee = strdup(completion.choices.joined(separator: "  ")) }
            return completion.text.flatMap { strdup($0) }
        }, context)
    }

    deinit { if let editor { line_editor_close(editor) } }

    func next(prompt: String) -> Line {
        guard let editor else { return readLine().map(Line.text) ?? .end }
        var text: UnsafeMutablePointer<CChar>?
        let end = prompt.withCString { line_editor_read(editor, $0, &text) }
        defer { free(text) }
        switch end {
        case LINE_READ: return text.map { .text(String(cString: $0)) } ?? .end
        case LINE_CANCELLED: return .cancelled
        default: return .end
        }
    }

    func remember(_ text: String) {
        guard let editor, text.contains(where: { !$0.isWhitespace }) else { return }
        line_editor_remember(editor, text)
    }

    /// `$XDG_STATE_HOME/notebook/history`, else below `~/.local/state`; `nil` where there is no such place.
    private static var historyFile: String? {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }
        let state = variable("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? variable("HOME").map { Path.join($0, ".local/state") }
        guard let folder = state.map({ Path.join($0, "notebook") }), (try? Path.makeFolder(folder, mode: 0o700)) != nil else { return nil }
        return Path.join(folder, "history")
    }
}
