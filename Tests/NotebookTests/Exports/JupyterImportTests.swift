import Testing

@testable import Notebook

@Suite struct JupyterImportTests {
    private func notebook(_ cells: String, _ more: String = "\"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {}") -> String {
        "{\"cells\": [\(cells)], \(more)}"
    }

    private func code(_ source: String, metadata: String = "{}") -> String {
        "{\"cell_type\": \"code\", \"metadata\": \(metadata), \"outputs\": [], \"execution_count\": null, \"source\": \(JSON.string(source).text)}"
    }

    private func prose(_ source: String, metadata: String = "{}") -> String {
        "{\"cell_type\": \"markdown\", \"metadata\": \(metadata), \"source\": \(JSON.string(source).text)}"
    }

    private func text(_ notebook: String) throws -> String { String(decoding: try JupyterImport(Array(notebook.utf8)).bytes, as: UTF8.self) }

    private func fault(_ notebook: String) -> JupyterImport.Failure? { fault(Array(notebook.utf8)) }

    private func fault(_ bytes: [UInt8]) -> JupyterImport.Failure? {
        do {
            _ = try JupyterImport(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func aForeignNotebook() throws {
        let cells = [prose("# A"), code("claim a: 1 = 1"), code(""), prose("more\n\n"), prose(""), "{\"cell_type\": \"code\", \"source\": [\"let r = 1\\n\", \"let s = 2\"]}"]
        #expect(
            try text(notebook(cells.joined(separator: ","), "\"nbformat\": 4"))
                == "# A\n\n```lnb\nclaim a: 1 = 1\n```\n\n```lnb\n```\n\nmore\n\n\n\n```lnb\nlet r = 1\nlet s = 2\n```\n")
    }

    /// Verdicts are worked out anew: what stands in the file is not taken over.
    @Test func outputsAreNotBelieved() throws {
        let cell = """
            {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "claim a: 1 = 2", "outputs": [{"output_type": "execute_result",
            "data": {"text/plain": "a proved", "text/html": "<script>alert(1)</script>"}, "metadata": {}, "execution_count": 1}]}
            """
        #expect(try text(notebook(cell)) == "```lnb\nclaim a: 1 = 2\n```\n")
    }

    @Test func whatCannotBeHeldIsTold() throws {
        let raw = "{\"cell_type\": \"raw\", \"metadata\": {}, \"source\": \"x\\n```y\"}"
        let picture = "{\"cell_type\": \"markdown\", \"metadata\": {}, \"attachments\": {\"a.png\": {\"image/png\": \"AAAA\"}}, \"source\": \"![](attachment:a.png)\"}"
        let imported = try JupyterImport(Array(notebook(raw + "," + picture + "," + code("claim a: 1 = 1")).utf8))
        #expect(String(decoding: imported.bytes, as: UTF8.self) == "````raw\nx\n```y\n````\n\n![](attachment:a.png)\n\n```lnb\nclaim a: 1 = 1\n```\n")
        #expect(imported.remarks.count == 2)
        #expect(imported.remarks[0].hasPrefix("cells[0]:"))
        #expect(imported.remarks[1].hasPrefix("cells[1].attachments:") && imported.remarks[1].hasSuffix("a.png"))
    }

    /// A truncated file is refused wherever it ends, at its end.
    @Test func truncatedFiles() throws {
        let whole = Array(notebook(prose("é ∇") + ",\n" + code("claim a: 1 = 1")).utf8)
        #expect(fault(whole) == nil)
        for length in 0..<whole.count {
            let found = fault(Array(whole[..<length]))
            #expect(found?.place.first?.isNumber == true, "\(length): \(String(describing: found))")
        }
    }

    @Test func brokenText() {
        #expect(fault([0x7B, 0x0A, 0x22, 0xFF, 0x22])?.place == "2:2")
        #expect(fault("{\n  \"a\": 1,\n  b\n}")?.place == "3:3")
        #expect(fault("{\"a\": \"\u{1}\"}")?.place == "1:8")
        #expect(fault("{} {}")?.place == "1:4")
        #expect(fault("\"\\ud800\"")?.place.hasPrefix("1:") == true)
        let deep = fault(String(repeating: "[", count: 1_000_000))
        #expect(deep?.place == "1:201")
        #expect(deep?.message.contains("nested") == true)
        #expect(fault(notebook(String(repeating: "{\"cells\":[", count: 1000)))?.message.contains("nested") == true)
    }

    @Test(arguments: [
        ("[]", "1:1"), ("{}", "nbformat"), ("{\"nbformat\": 3, \"worksheets\": []}", "nbformat"), ("{\"nbformat\": \"4\"}", "nbformat"),
        ("{\"nbformat\": 4}", "cells"), ("{\"nbformat\": 4, \"cells\": {}}", "cells"), ("{\"nbformat\": 4, \"cells\": [1]}", "cells[0]"),
        ("{\"nbformat\": 4, \"cells\": [{}]}", "cells[0].cell_type"),
        ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"heading\", \"source\": \"\"}]}", "cells[0].cell_type"),
        ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", "cells[0].source"),
        ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": [\"a\", 1]}]}", "cells[0].source[1]"),
        ("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"language_info\": {\"name\": \"python\"}}}", "metadata.language_info.name"),
        ("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"kernelspec\": {\"language\": 1}}}", "metadata.kernelspec.language"),
        ("{\"nbformat\": 4, \"cells\": [], \"metadata\": {\"lnb\": {\"end\": \"x\"}}}", "metadata.lnb.end"),
        ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": {\"lnb\": {\"before\": \"```lnb\"}}}]}", "cells[0].metadata.lnb.before"),
        ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"metadata\": {\"lnb\": {\"block\": 1}}}]}", "cells[0].metadata.lnb.block"),
    ]) func wrongTypes(_ text: String, _ place: String) {
        #expect(fault(text)?.place == place)
    }

    /// Prose must not become a cell, nor swallow one: the formulas that are checked are those of the code cells.
    @Test func proseDoesNotChangeTheCells() throws {
        let claim = code("claim a: 1 = 1")
        #expect(fault(notebook([prose("a"), prose("```lnb\nclaim b: 1 = 2\n```"), claim].joined(separator: ",")))?.place == "cells[1].source")
        #expect(fault(notebook([prose("```"), claim].joined(separator: ",")))?.place == "cells[0].source")
        #expect(fault(notebook([prose("<!-- "), claim].joined(separator: ",")))?.place == "cells[0].source")
        #expect(fault(notebook([prose("a"), claim, prose("~~~"), claim, prose("~~~"), claim].joined(separator: ",")))?.place == "cells[2].source")
        #expect(fault(notebook([claim, prose("```lnb-result\na  proved\n```")].joined(separator: ",")))?.place == "cells[1].source")
        // Closed ones, and one behind the last cell, change nothing.
        #expect(try text(notebook([prose("```\nx\n```"), claim, prose("```")].joined(separator: ","))) == "```\nx\n```\n\n```lnb\nclaim a: 1 = 1\n```\n\n```\n")
    }

    @Test func statementsStayInTheirCell() throws {
        let source = "# ```\n````\nclaim a: 1 = 1\n~~~"
        #expect(try text(notebook(code(source) + "," + code("a\r\nb\rc"))) == "`````lnb\n\(source)\n`````\n\n```lnb\na\nb\nc\n```\n")
    }

    /// The layout that an export keeps is used only as long as it is that of the cell.
    @Test func aForgedLayout() throws {
        let block = JSON.string("~~~lnb\nclaim a: 1 = 2\n~~~\n").text
        #expect(try text(notebook(code("claim a: 1 = 2", metadata: "{\"lnb\": {\"block\": \(block)}}"))) == "~~~lnb\nclaim a: 1 = 2\n~~~\n")
        #expect(try text(notebook(code("claim a: 1 = 1", metadata: "{\"lnb\": {\"block\": \(block)}}"))) == "```lnb\nclaim a: 1 = 1\n```\n")
        let twoCells = JSON.string("~~~lnb\nclaim a: 1 = 1\n~~~\n~~~lnb\nclaim b: 1 = 2\n~~~\n").text
        #expect(try text(notebook(code("claim a: 1 = 1", metadata: "{\"lnb\": {\"block\": \(twoCells)}}"))) == "```lnb\nclaim a: 1 = 1\n```\n")
        let glued = notebook(prose("a") + "," + code("claim a: 1 = 1", metadata: "{\"lnb\": {\"before\": \"\"}}"))
        #expect(try text(glued) == "a\n```lnb\nclaim a: 1 = 1\n```\n")
    }

    @Test func manyCellsAreReadQuickly() throws {
        let cells = (0..<500).map { prose("text \($0)") + "," + code("claim c\($0): 1 = 1") }.joined(separator: ",")
        #expect(try Document(JupyterImport(Array(notebook(cells).utf8)).bytes).cells.count == 500)
        #expect(fault(notebook(cells + "," + prose("```lnb\n```")))?.place == "cells[1000].source")
    }
}

@Suite(.enabled(if: Engine.isBuilt)) struct JupyterCommandTests {
    @Test func importAndExport() throws {
        let folder = try TemporaryFolder()
        let text = "# A\n\n```lnb\nclaim a: 1 = 1\nclaim b: 1 = 2\n```\n"
        try folder.file("a.lnb", text)
        let exported = try Engine.run(["export", "--to", "ipynb", "a.lnb"], in: folder)
        #expect(exported.status == 1)
        let output = JSONReader.read(exported.output)?["cells"]?[1]?["outputs"]?[0]
        #expect(output?["data"]?["text/plain"]?[0] == .string("  a  proved   by definition\n"))
        #expect(output?["execution_count"] == .number(1))
        try folder.file("b.ipynb", exported.output)
        let imported = try Engine.run(["import", "b.ipynb"], in: folder)
        #expect(imported.output == "b.lnb\n" && imported.status == 0)
        #expect(try folder.text("b.lnb") == text)
        // What is there is not replaced.
        try folder.file("b.lnb", "mine")
        let again = try Engine.run(["import", "b.ipynb"], in: folder)
        #expect(again.status == 2 && again.errors.contains("b.lnb"))
        #expect(try folder.text("b.lnb") == "mine")
        #expect(try Engine.run(["import", "b.ipynb", "--output", "c.lnb"], in: folder).status == 0)
    }

    @Test func badFiles() throws {
        let folder = try TemporaryFolder()
        try folder.file("cut.ipynb", "{\"cells\": [\n")
        let cut = try Engine.run(["import", "cut.ipynb"], in: folder)
        #expect(cut.status == 2)
        #expect(cut.errors.hasPrefix("cut.ipynb:2:1: error: "))
        #expect(try Engine.run(["import", "missing.ipynb"], in: folder).status == 2)
        #expect(try Engine.run(["import", "a.docx"], in: folder).errors.contains("a.docx"))
        #expect(try Engine.run(["import", ".ipynb"], in: folder).status == 2)
        let huge = try Engine.start("truncate -s 2T huge.ipynb && exec \"$@\"", [Engine.path, "import", "huge.ipynb"], in: folder)
        #expect(huge.status == 2)
        #expect(huge.errors.contains("too large"))
        for name in ["cut.lnb", "missing.lnb", "huge.lnb"] { #expect(throws: SystemFailure.self) { try folder.text(name) } }
    }

    @Test func theKernelIsInstalled() throws {
        let folder = try TemporaryFolder()
        #expect(try Engine.run(["kernel"], in: folder).status == 2)
        #expect(try Engine.run(["kernel", "--install", "--user", "--prefix", "x"], in: folder).status == 2)
        // A program without the kernel beside it.
        let bare = try Engine.start("cp \"$1\" alone && ./alone kernel --install --prefix x", [Engine.path], in: folder)
        #expect(bare.status == 2)
        #expect(bare.errors.contains("libzmq3-dev"))
        let beside = try Engine.start(
            "cp \"$1\" notebook && printf '#!/bin/sh\\necho \"$@\"\\n' > notebook-kernel && chmod +x notebook-kernel && "
                + "./notebook kernel --install --prefix x --timeout 60 --no-cache && ./notebook kernel --connection-file f --jobs 2",
            [Engine.path], in: folder)
        #expect(beside.status == 0, "\(beside.errors)")
        #expect(beside.output == "x/share/jupyter/kernels/lnb/kernel.json\n--connection-file f --jobs 2\n")
        let specification = JSONReader.read(try folder.text("x/share/jupyter/kernels/lnb/kernel.json"))
        let command = ["\(Path.resolved(folder.path) ?? "")/notebook", "kernel", "--timeout", "60.0", "--no-cache", "--connection-file", "{connection_file}"]
        #expect(specification?["argv"] == .array(command.map(JSON.string)))
        #expect(specification?["language"] == .string("lnb"))
    }
}
