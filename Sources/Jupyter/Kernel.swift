import Notebook

/// The shell channel: cells are run in a session, one after another, and questions about it are answered.
public struct Kernel {
    private var session: Session
    private let writer: MessageWriter
    private let interrupts: Interrupts
    /// Cells run so far.
    private var count = 0
    private var showsTimes = false

    /// How a cell that runs is stopped.
    public struct Interrupts {
        /// Forgets what was asked before.
        let forget: () -> Void
        let areRequested: () -> Bool

        public init(forget: @escaping () -> Void, areRequested: @escaping () -> Bool) {
            self.forget = forget
            self.areRequested = areRequested
        }
    }

    public init(options: RunOptions, writer: MessageWriter, interrupts: Interrupts) {
        session = Session(options: options, shouldStop: interrupts.areRequested)
        self.writer = writer
        self.interrupts = interrupts
    }

    /// What came of a message.
    public enum End: Sendable {
        case answered
        /// A cell has failed: those that wait behind it are not to be run.
        case failed
    }

    /// - Parameter isAborted: run no cell; say only that it was not run.
    public mutating func answer(_ message: Message, isAborted: Bool = false, send: @escaping (Channel, [[UInt8]]) -> Void) -> End {
        func state(_ word: String) { send(.broadcast, writer.broadcast("status", .object([("execution_state", .string(word))]), about: message)) }
        func reply(_ kind: String, _ members: [(String, JSON?)]) {
            send(.shell, writer.answer(to: message, kind, .object([("status", .string("ok"))] + members)))
        }
        state("busy")
        defer { state("idle") }
        let code = message.content.text("code") ?? ""
        let cursor = message.content.number("cursor_pos") ?? code.unicodeScalars.count
        switch message.kind {
        case "execute_request":
            if isAborted {
                send(.shell, writer.answer(to: message, "execute_reply", .object([("status", .string("aborted")), ("execution_count", .number(count))])))
                return .answered
            }
            return execute(code, message, send: send)
        case "complete_request":
            let (matches, replaced) = session.completions(in: code, at: cursor)
            reply(
                "complete_reply",
                [
                    ("matches", .array(matches.map(JSON.string))), ("cursor_start", .number(replaced.lowerBound)),
                    ("cursor_end", .number(replaced.upperBound)), ("metadata", .emptyObject),
                ])
        case "inspect_request":
            let found = session.description(in: code, at: cursor)
            let data = JSON.object([("text/plain", found.map(JSON.string))])
            reply("inspect_reply", [("found", .bool(found != nil)), ("data", data), ("metadata", .emptyObject)])
        case "is_complete_request":
            let isIncomplete = StatementReader.isIncomplete(code)
            let content: [(String, JSON?)] = [
                ("status", .string(isIncomplete ? "incomplete" : "complete")), ("indent", isIncomplete ? .string("  ") : nil),
            ]
            send(.shell, writer.answer(to: message, "is_complete_reply", .object(content)))
        case "history_request": reply("history_reply", [("history", .array([]))])
        case "comm_info_request": reply("comm_info_reply", [("comms", .emptyObject)])
        case "comm_open":
            // There is nobody here to talk to.
            send(.broadcast, writer.broadcast("comm_close", .object([("comm_id", message.content["comm_id"]), ("data", .emptyObject)]), about: message))
        default: break
        }
        return .answered
    }
}

extension Kernel {
    /// Why a cell has failed, as Jupyter shows it.
    private struct Failure: Error {
        let name: String
        let value: String
        let lines: [String]

        init(name: String, value: String, lines: [String]? = nil) {
            self.name = name
            self.value = value
            self.lines = lines ?? ["\(name): \(value)"]
        }

        var members: [(String, JSON?)] {
            [("ename", .string(name)), ("evalue", .string(value)), ("traceback", .array(lines.map(JSON.string)))]
        }
    }

    /// Tells all clients what a cell has to show.
    private struct Display {
        let tell: (String, JSON) -> Void

        func stream(_ name: String, _ text: String) {
            if !text.isEmpty { tell("stream", .object([("name", .string(name)), ("text", .string(text))])) }
        }

        func data(_ data: JSON, count: Int?) {
            let members: [(String, JSON?)] = [("execution_count", count.map(JSON.number)), ("data", data), ("metadata", .emptyObject)]
            tell(count == nil ? "display_data" : "execute_result", .object(members))
        }
    }

    private mutating func execute(_ code: String, _ message: Message, send: @escaping (Channel, [[UInt8]]) -> Void) -> End {
        let isSilent = message.content.flag("silent", else: false)
        if message.content.flag("store_history", else: !isSilent) { count += 1 }
        let writer = writer
        let display = Display { kind, content in
            if !isSilent { send(.broadcast, writer.broadcast(kind, content, about: message)) }
        }
        display.tell("execute_input", .object([("code", .string(code)), ("execution_count", .number(count))]))
        interrupts.forget()
        var members: [(String, JSON?)]
        var end = End.answered
        do throws(Failure) {
            let payload = try run(code, cell: message.metadata.text("cellId"), display)
            if interrupts.areRequested() {
                throw Failure(name: "Interrupted", value: "what has no verdict yet was not decided; run the cell again")
            }
            members = [("status", .string("ok")), ("user_expressions", .emptyObject), ("payload", .array(payload))]
        } catch {
            display.tell("error", .object(error.members))
            members = [("status", .string("error"))] + error.members
            if message.content.flag("stop_on_error", else: true) { end = .failed }
        }
        send(.shell, writer.answer(to: message, "execute_reply", .object(members + [("execution_count", .number(count))])))
        return end
    }

    /// First decides the statements of a cell together, then answers its questions about the session. Gives back what the
    /// client is to do.
    private mutating func run(_ code: String, cell: String?, _ display: Display) throws(Failure) -> [JSON] {
        let lines = code.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
        // Where a question stood stays an empty line, so that errors tell the lines of the cell.
        let statements = lines.map { SessionCommand.read($0) == nil ? $0 : "" }
        if statements.contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
            let cell = Session.Cell(identifier: cell, name: "In [\(count)]")
            let report = try Kernel.system { () throws(SystemFailure) in try session.submit(statements.joined(separator: "\n"), from: cell) }
            try show(report, count: count, display)
            if !session.withdrawn.isEmpty {
                let cells = session.withdrawn.joined(separator: ", ")
                display.stream("stderr", "\(cells): withdrawn, since this makes no sense any more with the cell as it is now; run it again\n")
            }
        }
        for command in lines.compactMap(SessionCommand.read) {
            if try obey(command, display) { return [.object([("source", .string("ask_exit")), ("keepkernel", .bool(false))])] }
        }
        return []
    }

    private static func system<Value>(_ action: () throws(SystemFailure) -> Value) throws(Failure) -> Value {
        do { return try action() } catch { throw Failure(name: "SystemFailure", value: "\(error)") }
    }

    /// True when the session is over.
    private mutating func obey(_ command: Result<SessionCommand, SessionCommand.Misread>, _ display: Display) throws(Failure) -> Bool {
        let wanted: SessionCommand
        switch command {
        case .failure(let misread): throw Failure(name: "Misread", value: misread.rendered, lines: [misread.rendered])
        case .success(let command): wanted = command
        }
        switch try Kernel.system({ () throws(SystemFailure) in try session.obey(wanted) }) {
        case .text(let text): display.stream("stdout", text)
        case .misread(let text): throw Failure(name: "Misread", value: text, lines: [text])
        case .report(let report, let isWhole):
            try show(report, count: nil, display)
            if isWhole { display.stream("stdout", report.tally.summary() + "\n") }
        case .times: showsTimes.toggle()
        case .end: return true
        }
        return false
    }

    /// Verdicts and warnings; errors are a failure of the cell.
    private func show(_ report: RunReport, count: Int?, _ display: Display) throws(Failure) {
        for notebook in report.notebooks {
            let errors = notebook.problems.filter(\.isError)
            if let first = errors.first {
                throw Failure(name: first.code, value: first.message, lines: errors.map(\.rendered))
            }
            display.stream("stderr", notebook.problems.map { $0.rendered + "\n" }.joined())
            for cell in Set(notebook.claims.compactMap(\.cell)).sorted() {
                guard let output = JupyterOutput(notebook, cell: cell, showsTimes: showsTimes) else { continue }
                display.data(output.data(JSON.string), count: count)
            }
        }
    }
}
