import Testing

@testable import Notebook

@Suite(.enabled(if: Engine.isBuilt)) struct OtherCommandTests {
    @Test func newMakesANotebookThatRunsAndIsFormatted() throws {
        let folder = try TemporaryFolder()
        #expect(try Engine.run(["new", "first"], in: folder).status == 0)
        let run = try Engine.run(["run", "first.lnb"], in: folder)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(try Engine.run(["fmt", "--check", "first.lnb"], in: folder).status == 0)
        #expect(try Engine.run(["new", "first.lnb"], in: folder).status == 2)
    }

    @Test func formattingRewritesCellsOnly() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "x   y\r\n\r\n```lnb\r\nclaim   c:1=1\r\n```\r\n")
        #expect(try Engine.run(["fmt", "--check", "a.lnb"], in: folder).status == 1)
        #expect(try Engine.run(["fmt", "a.lnb"], in: folder).status == 0)
        #expect(try folder.text("a.lnb") == "x   y\r\n\r\n```lnb\r\nclaim c: 1 = 1\r\n```\r\n")
        let broken = try folder.file("b.lnb", "```lnb\nclaim c: (\n```\n")
        #expect(try Engine.run(["fmt", "b.lnb"], in: folder).status == 2)
        #expect(try FileContents.read(broken) == Array("```lnb\nclaim c: (\n```\n".utf8))
    }

    @Test func theReplAnswersFromAPipe() throws {
        let folder = try TemporaryFolder()
        let input = "space x in R\nclaim a: (x + 1)^2\n  = x^2 + 2x + 1\nclaim b: y = 1\nclaim c: x = 2\n"
        let run = try Engine.run(["repl"], in: folder, input: input)
        #expect(run.output.contains("a  proved"))
        #expect(run.output.contains("c  refuted"))
        #expect(run.errors.contains("4:10"))
        #expect(run.status == 2)
    }

    @Test func theReplReadsANotebookFirst() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "text\n\n```lnb\nspace x in R\nlet f(y) = y^2\n```\nmore\n```lnb\nclaim a: f(x) = x x\n```\n")
        let run = try Engine.run(["repl", "a.lnb"], in: folder, input: "claim b: f(2) = 4\nclaim c: f(q) = 4\n")
        #expect(run.output.contains("a  proved"))
        #expect(run.output.contains("b  proved"))
        #expect(run.errors.contains("a.lnb:11:12"))
        #expect(try Engine.run(["repl", "missing.lnb"], in: folder).status == 2)
    }

    @Test func explanations() throws {
        let folder = try TemporaryFolder()
        #expect(try Engine.run(["explain", "refuted"], in: folder).output.contains("counterexample"))
        for topic in Explanation.topics {
            #expect(Explanation.text(for: topic) != nil, "\(topic)")
        }
        #expect(try Engine.run(["explain", "Z999"], in: folder).status == 2)
    }

    @Test func theVersionNamesTheLibraries() throws {
        let folder = try TemporaryFolder()
        let run = try Engine.run(["--version"], in: folder)
        #expect(run.status == 0)
        for library in ["GMP", "MPFR", "FLINT", "Arb"] { #expect(run.output.contains(library)) }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completions(shell: String) throws {
        let folder = try TemporaryFolder()
        #expect(try Engine.run(["--generate-completion-script", shell], in: folder).output.contains("certificates"))
    }
}
