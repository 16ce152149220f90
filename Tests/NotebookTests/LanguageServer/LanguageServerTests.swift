import Kernel
import Language
import Proving
import Testing

@testable import Notebook

private typealias Members = [(String, JSON?)]

@Suite(.enabled(if: Engine.isBuilt)) struct LanguageServerTests {
    private let folder: TemporaryFolder
    private let client: EditorClient
    private let address: String

    init() throws {
        folder = try TemporaryFolder()
        client = try EditorClient(in: folder)
        address = FileAddress.address(of: Path.join(folder.path, "a.lnb"))
    }

    private func initialize() -> JSON? {
        let hints: Members = [("refreshSupport", .bool(true))]
        let workspace: Members = [("inlayHint", .object(hints))]
        let capabilities: Members = [("workspace", .object(workspace))]
        let answer = client.ask("initialize", [("processId", .null), ("rootUri", .null), ("capabilities", .object(capabilities))])
        client.notify("initialized", [])
        return answer
    }

    private func open(_ text: String) {
        let document: Members = [("uri", .string(address)), ("languageId", .string("lnb")), ("version", .number(1)), ("text", .string(text))]
        client.notify("textDocument/didOpen", [("textDocument", .object(document))])
    }

    private func change(_ text: String) {
        let document: Members = [("uri", .string(address)), ("version", .number(2))]
        let change: Members = [("text", .string(text))]
        client.notify("textDocument/didChange", [("textDocument", .object(document)), ("contentChanges", .array([.object(change)]))])
    }

    private func diagnostics() -> [JSON]? {
        let message = client.wait { $0["method"] == .string("textDocument/publishDiagnostics") }
        guard case .array(let found)? = message?["params"]?["diagnostics"] else { return nil }
        return found
    }

    private func ask(_ method: String, _ line: Int, _ character: Int) -> JSON? {
        let document: Members = [("uri", .string(address))]
        let position: Members = [("line", .number(line)), ("character", .number(character))]
        return client.ask(method, [("textDocument", .object(document)), ("position", .object(position))])?["result"]
    }

    private func text(_ value: JSON?) -> String { if case .string(let text)? = value { text } else { "" } }

    @Test func diagnosticsAndVerdicts() throws {
        #expect(initialize()?["result"]?["capabilities"]?["hoverProvider"] == .bool(true))
        open("# T\n\n```lnb\nspace z in R^3\nclaim c: y = 1\n```\n")
        let first = try #require(diagnostics())
        #expect(first.count == 1)
        #expect(first[0]["range"]?["start"] == JSONReader.read("{\"line\":4,\"character\":9}"))
        #expect(first[0]["code"] == .string("L030"))
        change("# T\n\n```lnb\nspace z in R^3\nclaim c: |z| = |z|²\nclaim d: z = z\n```\n")
        #expect(try #require(diagnostics()).isEmpty)
        let second = try #require(diagnostics())
        #expect(second.count == 1)
        #expect(text(second[0]["message"]).hasPrefix("c is refuted, expected proved"))
        #expect(text(second[0]["message"]).contains("witness: "))
        #expect(second[0]["range"]?["start"] == JSONReader.read("{\"line\":4,\"character\":0}"))
        #expect(client.wait { $0["method"] == .string("workspace/inlayHint/refresh") } != nil)

        let document: Members = [("uri", .string(address))]
        let range = try #require(JSONReader.read("{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":9,\"character\":0}}"))
        let hints = client.ask("textDocument/inlayHint", [("textDocument", .object(document)), ("range", range)])?["result"]
        #expect(hints?[0]?["label"] == .string("✗ refuted"))
        #expect(hints?[1]?["label"] == .string("✓ proved"))
        #expect(hints?[1]?["position"] == JSONReader.read("{\"line\":5,\"character\":14}"))
        #expect(client.ask("shutdown", [])?["result"] == .null)
        client.notify("exit", [])
        #expect(client.status() == 0)
    }

    @Test func hoverCompletionDefinitionAndFormatting() throws {
        try folder.file("other.lnb", "```lnb\nspace x in R\nlet imported(q) = q^2\n```\n")
        _ = initialize()
        let source = "```lnb\nimport \"other.lnb\"\nspace z in R^3\nlet 𝑟length = |z|\nlet Π=Id - z⊗z/|z|²\nclaim first: tr Π = 2\nclaim second: imported(2) = 4\n\\gam\ncl\n```\n"
            .replacing("𝑟length", with: "length")
        open(source.replacing("\\gam\ncl\n", with: ""))
        _ = diagnostics()
        #expect(diagnostics()?.isEmpty == true)
        let hover = text(ask("textDocument/hover", 5, 16)?["contents"]?["value"])
        #expect(hover.contains("Π: a matrix on R^3"), "\(hover)")
        #expect(hover.contains("first is proved"), "\(hover)")
        #expect(hover.contains("Σ_i"), "\(hover)")
        #expect(ask("textDocument/hover", 0, 0) == .null)

        let own = ask("textDocument/definition", 5, 16)
        #expect(own?["uri"] == .string(address))
        #expect(own?["range"]?["start"]?["line"] == .number(4))
        let other = ask("textDocument/definition", 6, 16)
        #expect(other?["uri"] == .string(FileAddress.address(of: Path.join(folder.path, "other.lnb"))))
        #expect(other?["range"]?["start"]?["line"] == .number(2))
        #expect(ask("textDocument/definition", 0, 1) == .null)

        let document: Members = [("uri", .string(address))]
        let edits = client.ask("textDocument/formatting", [("textDocument", .object(document))])?["result"]
        #expect(text(edits?[0]?["newText"]) == source.replacing("\\gam\ncl\n", with: "").replacing("Π=Id", with: "Π = Id"))

        change(source)
        func labels(_ line: Int, _ character: Int) -> [JSON] {
            guard case .array(let items)? = ask("textDocument/completion", line, character) else { return [] }
            return items.compactMap { $0["label"] }
        }
        #expect(labels(7, 4) == [.string("\\gamma γ")])
        #expect(labels(8, 2) == [.string("claim")])
        #expect(labels(6, 16) == [.string("imported")])
        #expect(labels(0, 2).isEmpty)
    }

    /// While a text has errors nothing is decided; a verdict that the old text had is shown only where it still holds.
    @Test func noVerdictOutlivesItsStatement() throws {
        _ = initialize()
        func hints() throws -> [JSON] {
            let document: Members = [("uri", .string(address))]
            let range = try #require(JSONReader.read("{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":9,\"character\":0}}"))
            let answer = client.ask("textDocument/inlayHint", [("textDocument", .object(document)), ("range", range)])
            guard case .array(let hints)? = answer?["result"] else { return [] }
            return hints.compactMap { $0["label"] }
        }
        try folder.file("b.lnb", "```lnb\nlet two = 2\n```\n")
        let text = "```lnb\nimport \"b.lnb\"\nlet one = 1\nclaim a: one = 1\nclaim b: 1 + 1 = 2\nclaim c: one = 1 given a\nclaim d: two = 2\n```\n"
        open(text)
        _ = diagnostics()
        _ = diagnostics()
        #expect(try hints() == Array(repeating: .string("✓ proved"), count: 4))
        change(text.replacing("let one = 1", with: "let one = 2").replacing("```\n", with: "claim e: y = 1\n```\n"))
        #expect(try #require(diagnostics()).count == 1)
        #expect(try hints() == [.string("✓ proved"), .string("✓ proved")])
        change(text)
        _ = diagnostics()
        _ = diagnostics()
        try folder.file("b.lnb", "```lnb\nlet two = 3\n```\n")
        client.notify("textDocument/didSave", [("textDocument", .object([("uri", .string(address))]))])
        _ = diagnostics()
        let verdicts = try #require(diagnostics())
        #expect(verdicts.count == 1 && verdicts[0]["code"] == .string("refuted"))
    }

    /// A change during a long computation is answered at once.
    @Test func aNewTextStopsTheComputation() throws {
        _ = initialize()
        let head = "```lnb\nparam a, b, c, d, e1, f1, g1, h1\n"
        open(head + "claim slow: (a+b+c+d+e1+f1+g1+h1)^40 = (h1+g1+f1+e1+d+c+b+a)^40\n```\n")
        #expect(diagnostics()?.isEmpty == true)
        _ = client.wait(within: 1) { _ in false }
        change(head + "claim quick: a + b = b + c\n```\n")
        #expect(client.wait(within: 5) { $0["method"] == .string("textDocument/publishDiagnostics") } != nil)
        let verdicts = try #require(diagnostics())
        let message = text(verdicts.first?["message"])
        #expect(message.hasPrefix("quick is refuted"))
    }

    /// The answer to a request for another name: the texts with the edits made, by file name, or the error.
    private func rename(_ line: Int, _ character: Int, to name: String, _ texts: [String: String]) throws -> (texts: [String: String], error: String?) {
        let document: Members = [("uri", .string(address))]
        let position: Members = [("line", .number(line)), ("character", .number(character))]
        let answer = client.ask(
            "textDocument/rename", [("textDocument", .object(document)), ("position", .object(position)), ("newName", .string(name))])
        if let error = answer?["error"] { return (texts, text(error["message"])) }
        var texts = texts
        for name in texts.keys {
            guard case .array(let edits)? = answer?["result"]?["changes"]?[FileAddress.address(of: Path.join(folder.path, name))] else { continue }
            var lines = (texts[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false).map { Array($0.utf16) }
            func number(_ value: JSON?) throws -> Int { if case .number(let number)? = value { number } else { try #require(nil) } }
            for edit in edits.reversed() {
                let start = edit["range"]?["start"], end = edit["range"]?["end"]
                let line = try number(start?["line"])
                #expect(start?["line"] == end?["line"])
                lines[line].replaceSubrange(try number(start?["character"])..<(try number(end?["character"])), with: Array(text(edit["newText"]).utf16))
            }
            texts[name] = lines.map { String(decoding: $0, as: UTF16.self) }.joined(separator: "\n")
        }
        return (texts, nil)
    }

    @Test func aNameIsChangedWhereverItIsMeant() throws {
        let texts = [
            "a.lnb": """
                # g in prose stays
                ```lnb
                import "b.lnb"
                space x in R
                function 𝔤(x)
                let 𝔥 = 𝔤 + square(𝔤)
                claim "two words": 𝔤' + 𝔥 = 𝔥 + 𝔤'   # 𝔤
                claim c: 𝔥 - 𝔤 = square(𝔤) given "two words"
                function 𝔤(x) > 0
                claim d: 𝔤/𝔤 = 1
                calc k: 𝔥 = 𝔥
                  = 𝔥 + 0
                claim e: 𝔥 = 𝔥 given k.2
                ```

                """,
            "b.lnb": "```lnb\nlet square(q) = q^2\nclaim of_b: square(3) = 9\n```\n",
            "c.lnb": "```lnb\nimport \"a.lnb\"\nclaim in_c: square(2) = 4 and 𝔥 = 𝔥\n```\n",
        ]
        for (name, text) in texts { try folder.file(name, text) }
        _ = initialize()
        open(texts["a.lnb"] ?? "")
        let found = try #require(diagnostics())
        #expect(found.isEmpty, "\(found)")

        // Up to the next declaration of the same name; 𝔤 takes two units of the editor.
        let (first, firstError) = try rename(4, 9, to: "u", texts)
        #expect(firstError == nil)
        let expected = (texts["a.lnb"] ?? "").split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { number, line in
            (4...7).contains(number) ? String(line).replacing("𝔤", with: "u").replacing("# u", with: "# 𝔤") : String(line)
        }.joined(separator: "\n")
        #expect(first["a.lnb"] == expected)
        #expect(first["c.lnb"] == texts["c.lnb"])

        // From a use to the declaration in another notebook, and to the others that import it.
        let (second, secondError) = try rename(7, 22, to: "sq", texts)
        #expect(secondError == nil)
        for name in texts.keys { #expect(second[name] == texts[name]?.replacing("square", with: "sq"), "\(name)") }

        // A claim with its citations.
        let (third, _) = try rename(6, 8, to: "one", texts)
        #expect(third["a.lnb"] == texts["a.lnb"]?.replacing("\"two words\"", with: "one"))
        let (fourth, _) = try rename(10, 5, to: "a chain", texts)
        #expect(fourth["a.lnb"]?.contains("calc \"a chain\": ") == true && fourth["a.lnb"]?.contains("given \"a chain.2\"") == true)
    }

    /// A name that is taken, that is none, or that comes with the engine is refused, and nothing changes.
    @Test func aNameThatWouldMeanSomethingElseIsRefused() throws {
        let source = "```lnb\nimport \"std/sphere\"\nspace z in R^3\nfunction u(z), w(z)\nlet k(q) = q + w\nclaim c: k(u) = u + w\nclaim s: Δ_S u = Δ_S u\n```\n"
        try folder.file("a.lnb", source)
        _ = initialize()
        open(source)
        _ = diagnostics()
        for name in ["w", "z", "2u", "u v", "where", "", "∇_u", "k"] {
            #expect(try rename(3, 9, to: name, ["a.lnb": source]).error != nil, "\(name)")
        }
        // The argument of k would capture the w in its body.
        #expect(try rename(4, 6, to: "w", ["a.lnb": source]).error?.contains("another meaning") == true)
        #expect(try rename(6, 9, to: "∇_x", ["a.lnb": source]).error?.contains("std/sphere") == true)
        #expect(try rename(0, 0, to: "v", ["a.lnb": source]).error == "there is no name here")
        #expect(try rename(4, 6, to: "p", ["a.lnb": source]).texts["a.lnb"]?.contains("let k(p) = p + w") == true)
        #expect(ask("textDocument/prepareRename", 3, 9)?["placeholder"] == .string("u"))
        #expect(ask("textDocument/prepareRename", 0, 0) == .null)
    }

    @Test func nonsenseIsAnsweredWithAnError() throws {
        func code(_ body: String) -> JSON? {
            client.send(body: body)
            return client.wait { $0["error"] != nil }?["error"]?["code"]
        }
        #expect(code("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"textDocument/hover\"}") == .number(-32002))
        _ = initialize()
        #expect(code("{") == .number(-32700))
        #expect(code("[]") == .number(-32600))
        #expect(code(String(repeating: "[", count: 100_000)) == .number(-32700))
        #expect(code("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"frobnicate\"}") == .number(-32601))
        #expect(code("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\"file:///none\"}}}") == .number(-32602))
        client.notify("frobnicate", [])
        open("```lnb\nclaim c: 1 = 1\n")
        let found = try #require(diagnostics())
        #expect(found.first?["code"] == .string("N003"))
        #expect(ask("textDocument/hover", 1, 7) == .null)
        #expect(ask("textDocument/hover", 500, 500) == .null)
        client.hangUp()
        #expect(client.status() == 1)
    }

    @Test func aHeaderWithoutLengthEndsTheServer() throws {
        client.send(raw: "Content-Size: 3\r\n\r\n{}")
        #expect(client.status() == 1)
    }
}

/// What is decided again when a text changes.
@Suite struct OpenNotebookTests {
    private static func open(_ text: String, keeping older: OpenNotebook? = nil) -> OpenNotebook {
        var notebook = OpenNotebook(NotebookFile(path: "a.lnb", root: "."), text: text)
        if let older { notebook.keepVerdicts(of: older) }
        return notebook
    }

    /// The notebook after all of it was decided.
    private static func decided(_ notebook: OpenNotebook) throws -> OpenNotebook {
        var notebook = notebook
        let loaded = try #require(notebook.decidable)
        for item in loaded.items {
            notebook.claims[item.name] = ClaimReport(
                name: item.name, kind: item.kind, range: item.range, display: item.display, statement: item.statement, cell: 0,
                outcome: Outcome(verdict: .proved), expectation: Expectation(of: item))
        }
        return notebook
    }

    @Test func onlyWhatDependsOnAChangeIsOpen() throws {
        let text = """
            ```lnb
            param a
            let one = 1
            let two = 2
            claim A: a + one = one + a
            claim B: a two = two a
            claim C: a two = two a given A
            evaluate V: one digits 20
            plot P: two x for x in [0, 1]
            claim D: 1 = 1
            ```

            """
        let old = try Self.decided(Self.open(text))
        #expect(old.undecidedNames.isEmpty)
        func open(_ from: String, _ to: String) -> Set<String> { Self.open(text.replacing(from, with: to), keeping: old).undecidedNames }
        // What cites others is always open: their verdicts may have changed.
        #expect(open("claim D", "\n\n# moved\nclaim D") == ["C"])
        #expect(open("let one = 1", "let one = 3") == ["A", "C", "V"])
        #expect(open("let two = 2", "let two = 3") == ["B", "C", "P"])
        #expect(open("digits 20", "digits 21") == ["C", "V"])
        #expect(open("[0, 1]", "[0, 2]") == ["C", "P"])
        #expect(open("claim D: 1 = 1", "claim D: 1 = 1 expect refuted") == ["C", "D"])
        #expect(open("claim D", "claim E") == ["C", "E"])
    }
}
