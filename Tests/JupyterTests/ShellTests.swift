import Glibc
import Notebook
import Testing

@testable import Jupyter

/// A kernel without sockets, and what it has said.
private final class Conversation {
    private var kernel: Kernel
    var isInterrupted = false
    /// What was told since the last question, by kind.
    private(set) var told: [(kind: String, content: JSON)] = []

    static let engine = Path.join(Path.folder(of: Path.resolved("/proc/self/exe") ?? ""), "notebook")
    static var isPossible: Bool { access(engine, X_OK) == 0 }

    init() {
        var options = RunOptions()
        options.workerExecutable = Conversation.engine
        options.limits.seconds = 60
        var interrupted: () -> Bool = { false }
        kernel = Kernel(
            options: options, writer: MessageWriter(signature: Frames.signature),
            interrupts: Kernel.Interrupts(forget: {}, areRequested: { interrupted() }))
        interrupted = { [unowned self] in isInterrupted }
    }

    @discardableResult
    func ask(_ kind: String, _ content: JSON, cell: String? = nil, isAborted: Bool = false) throws -> (end: Kernel.End, reply: JSON) {
        told = []
        var replies: [JSON] = []
        let metadata = JSON.object([("cellId", cell.map(JSON.string))]).text
        let message = try Message(Frames.signed(Frames.parts(kind, content.text, metadata: metadata)), signature: Frames.signature)
        let end = kernel.answer(message, isAborted: isAborted) { channel, frames in
            guard let sent = try? Message(frames, signature: Frames.signature) else { return }
            if case .broadcast = channel { self.told.append((sent.kind, sent.content)) } else { replies.append(sent.content) }
        }
        #expect(replies.count == 1)
        #expect(told.first?.content["execution_state"] == .string("busy"))
        #expect(told.last?.content["execution_state"] == .string("idle"))
        return (end, replies.first ?? .null)
    }

    @discardableResult
    func run(_ code: String, cell: String? = nil) throws -> JSON {
        try ask("execute_request", .object([("code", .string(code))]), cell: cell).reply
    }

    var text: String {
        told.compactMap { kind, content -> String? in
            let value = kind == "stream" ? content["text"] : content["data"]?["text/plain"]
            guard case .string(let text)? = value else { return nil }
            return text
        }.joined(separator: "\n")
    }
}

@Suite(.enabled(if: Conversation.isPossible)) struct ShellTests {
    @Test func verdictsInEveryForm() throws {
        let page = Conversation()
        let reply = try page.run("space z in R^3\nclaim right: |z|² = z·z\nclaim wrong: |z|² = 2 z·z")
        #expect(reply["status"] == .string("ok"))
        #expect(reply["execution_count"] == .number(1))
        #expect(page.told.map(\.kind) == ["status", "execute_input", "execute_result", "status"])
        let data = page.told[2].content["data"]
        guard case .string(let plain)? = data?["text/plain"], case .string(let html)? = data?["text/html"],
            case .string(let latex)? = data?["text/latex"]
        else {
            Issue.record("a form is missing")
            return
        }
        #expect(plain.contains("right  proved"))
        #expect(plain.contains("! wrong  refuted"))
        #expect(html.contains(">refuted</span>") && html.contains("<math"))
        #expect(latex.contains("\\textbf{wrong}") && latex.contains("\\emph{refuted}"))
    }

    @Test func stateIsKeptAndAnErrorKeepsNothing() throws {
        let page = Conversation()
        try page.run("space x in R")
        #expect(page.text.isEmpty)
        let failed = try page.run("let f(y) = y^2\nclaim a: f(q) = 4")
        #expect(failed["status"] == .string("error"))
        #expect(failed["ename"] == .string("L030"))
        guard case .string(let trace)? = failed["traceback"]?[0] else {
            Issue.record("no traceback")
            return
        }
        #expect(trace.hasPrefix("In [2]:2:12: error L030"))
        #expect(trace.contains("2 | claim a: f(q) = 4"))
        // The definition went with the cell.
        #expect(try page.run("claim a: f(2) = 4")["ename"] == .string("L030"))
        try page.run("claim a: x x = x^2")
        #expect(page.text.contains("a  proved"))
    }

    /// A line that would go on with a statement of the cell before does not.
    @Test func aStatementEndsWithItsCell() throws {
        let page = Conversation()
        try page.run("space x in R\nclaim a: x = x")
        #expect(try page.run("  = x + 1")["status"] == .string("error"))
        try page.run(":why a")
        #expect(page.text.contains("a is proved"))
    }

    @Test func questionsAboutTheSession() throws {
        let page = Conversation()
        try page.run("space z in R^3\n:type z\nclaim a: |z|² = z·z\n:why a")
        #expect(page.text.contains("a  proved"))
        #expect(page.text.contains("a point of R^3\n"))
        #expect(page.text.contains("a is proved"))
        #expect(try page.run(":nothing")["status"] == .string("error"))
        #expect(try page.run(":quit")["payload"]?[0]?["source"] == .string("ask_exit"))
    }

    /// A cell that is run again is replaced where it stood: its claims may keep their names, and what is built on it is
    /// looked at anew.
    @Test func aCellIsRunAgain() throws {
        let page = Conversation()
        try page.run("space x in R\nlet f(y) = y^2", cell: "one")
        try page.run("claim a: f(3) = 9\nclaim b: x = x", cell: "two")
        #expect(page.text.contains("a  proved"))
        try page.run("claim a: f(3) = 9\nclaim b: x = x", cell: "two")
        #expect(page.text.contains("a  proved") && page.text.contains("b  proved"))

        try page.run("space x in R\nlet f(y) = y^3", cell: "one")
        #expect(try page.run(":why a")["status"] == .string("error"), "its verdict was about another function")
        try page.run(":why b")
        #expect(page.text.contains("b is proved"))
        try page.run("claim a: f(3) = 9\nclaim b: x = x", cell: "two")
        #expect(page.text.contains("! a  refuted"))

        try page.run("space x in R", cell: "one")
        #expect(page.text.contains("In [7]: withdrawn"))
        #expect(try page.run("claim a: f(3) = 9", cell: "two")["ename"] == .string("L030"))
        #expect(try page.run("space x in S^", cell: "one")["status"] == .string("error"))
        try page.run("claim c: x = x", cell: "three")
        #expect(page.text.contains("c  proved"), "the cell before the wrong one is still there")
    }

    /// A client that does not say which cell it runs: the cell comes last, and its claims take the place of those of their name.
    @Test func claimsOfOneNameReplaceEachOther() throws {
        let page = Conversation()
        try page.run("space x in R")
        try page.run("claim a: x\n  = 1\nclaim b: x = x")
        #expect(page.text.contains("! a  refuted"))
        try page.run("claim a: x = x + 0\nclaim c: x = x")
        #expect(page.text.contains("  a  proved") && page.text.contains("  c  proved"))
        try page.run(":why b")
        #expect(page.text.contains("b is proved"))
        // What was declared since counts, not what counted where the older claim stood.
        try page.run("space y in R^3\nclaim dimension: div(y) = 3")
        #expect(page.text.contains("dimension  proved"))
        try page.run("space y in R^2")
        try page.run("claim dimension: div(y) = 3")
        #expect(page.text.contains("! dimension  refuted"))
        // Nothing is lost by an error, and nothing that is cited.
        #expect(try page.run("claim dimension: q = 3")["ename"] == .string("L030"))
        try page.run(":why dimension")
        #expect(page.text.contains("dimension is refuted"))
        try page.run("claim e: x = x given c")
        #expect(try page.run("claim c: x = 1")["ename"] == .string("L031"))
        // Two cells with claims of one name are told apart by their identifiers, and then the second is an error.
        try page.run("claim d: x = x", cell: "one")
        #expect(try page.run("claim d: x = x", cell: "two")["ename"] == .string("L031"))
    }

    @Test func anInterruptedCellSaysSo() throws {
        let page = Conversation()
        try page.run("space z in R^3")
        page.isInterrupted = true
        let (end, reply) = try page.ask("execute_request", .object([("code", .string("claim a: |z×z| = 0"))]))
        #expect(end == .failed)
        #expect(reply["ename"] == .string("Interrupted"))
        page.isInterrupted = false
        #expect(try page.ask("execute_request", .object([("code", .string("claim b: z = z"))]), isAborted: true).reply["status"] == .string("aborted"))
        #expect(try page.run("claim b: z = z")["status"] == .string("ok"))
    }

    @Test func completionAndInspection() throws {
        let page = Conversation()
        try page.run("space zedd in R^3\nclaim first: |zedd|² = zedd·zedd")
        let completed = try page.ask("complete_request", .object([("code", .string("let 𝑎 = 1\nclaim b: zed")), ("cursor_pos", .number(22))])).reply
        #expect(completed["matches"] == .array([.string("zedd")]))
        #expect(completed["cursor_start"] == .number(19))
        #expect(completed["cursor_end"] == .number(22))
        let symbol = try page.ask("complete_request", .object([("code", .string("\\gam")), ("cursor_pos", .number(4))])).reply
        #expect(symbol["matches"] == .array([.string("γ")]))
        #expect(symbol["cursor_start"] == .number(0))

        let inspected = try page.ask("inspect_request", .object([("code", .string("|zedd|")), ("cursor_pos", .number(3))])).reply
        #expect(inspected["data"]?["text/plain"] == .string("zedd: a point of R^3\n"))
        let claim = try page.ask("inspect_request", .object([("code", .string("given first")), ("cursor_pos", .number(11))])).reply
        #expect(claim["found"] == .bool(true))
        for place in [-5, 0, 99, Int.max] {
            let nothing = try page.ask("inspect_request", .object([("code", .string(" ? ")), ("cursor_pos", .number(place))])).reply
            #expect(nothing["found"] == .bool(false))
            try page.ask("complete_request", .object([("code", .string("∇")), ("cursor_pos", .number(place))]))
        }
    }

    @Test func whatIsIncomplete() throws {
        let page = Conversation()
        for (code, status) in [
            ("claim a: 1 = 1", "complete"), ("claim a: (1", "incomplete"), ("claim a: 1 =", "incomplete"), ("calc a: 1", "incomplete"),
            ("calc a: 1\n  = 1\n", "complete"), ("", "complete"),
        ] {
            let reply = try page.ask("is_complete_request", .object([("code", .string(code))])).reply
            #expect(reply["status"] == .string(status), "\(code)")
        }
        #expect(try page.ask("history_request", .emptyObject).reply["history"] == .array([]))
        #expect(try page.ask("comm_info_request", .emptyObject).reply["comms"] == .emptyObject)
    }

    @Test func contentOfTheWrongType() throws {
        let page = Conversation()
        for kind in ["execute_request", "complete_request", "inspect_request", "is_complete_request"] {
            try page.ask(kind, .object([("code", .array([])), ("cursor_pos", .string("x")), ("silent", .number(1))]))
        }
    }

    @Test func control() throws {
        var control = ControlAnswers(writer: MessageWriter(signature: Frames.signature))
        var sent: [String] = []
        func ask(_ kind: String) throws {
            sent = []
            let message = try Message(Frames.signed(Frames.parts(kind, "{\"restart\":true}")), signature: Frames.signature)
            control.answer(message) { _, frames in if let told = try? Message(frames, signature: Frames.signature) { sent.append(told.kind) } }
        }
        try ask("kernel_info_request")
        #expect(sent == ["status", "kernel_info_reply", "status"])
        #expect(!control.isInterrupted && !control.isOver)
        try ask("interrupt_request")
        #expect(control.isInterrupted && !control.isOver)
        try ask("shutdown_request")
        #expect(sent.contains("shutdown_reply") && control.isOver)
        try ask("nothing_known")
        #expect(sent == ["status", "status"])
    }
}
