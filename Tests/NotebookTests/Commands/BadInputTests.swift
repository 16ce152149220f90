import Glibc
import Testing

@testable import Notebook

/// Notebooks that are wrong in every way: each gets an error with a place, quickly, and nothing is run.
@Suite struct BadInputTests {
    private func problems(_ text: String, folder: TemporaryFolder? = nil) throws -> [Problem] {
        let folder = try folder ?? TemporaryFolder()
        let path = try folder.file("main.lnb", text)
        let notebook = LoadedNotebook(NotebookFile(path: path, root: Path.resolved(folder.path) ?? folder.path))
        if notebook.hasErrors {
            let report = try NotebookRun(RunOptions()).report(on: [notebook])
            #expect(report.claims.isEmpty)
            #expect(ExitStatus(of: report.tally) == .unreadable)
            #expect(report.notebooks[0].recordings.isEmpty)
        }
        return notebook.problems.filter(\.isError)
    }

    private func cell(_ statements: String) -> String { "```lnb\n\(statements)\n```\n" }

    @Test(arguments: [
        "claim a: 1 +", "claim a: = 1", "claim : 1 = 1", "cliam a: 1 = 1", "claim a: 1 = 1 expect maybe", "claim a: x = x",
        "claim a: f(1) = 1", "claim a: 0/0 = 1", "space z in R^3\nclaim a: z = 1", "space z in R^3\nclaim a: |z| = z",
        "space z in R^(1/2)\nclaim a: z = z", "space z in R^-1\nclaim a: z = z", "space z in R^z\nclaim a: z = z",
        "space x in R\nfunction u(x)\nclaim a: u(x, x) = 1", "space x in R\nlet f(a) = a\nclaim a: f(x, x) = x",
        "claim a: 1 = 1 given b", "claim a: \"unclosed = 1", "claim a: 1 ? 2 = 3", "claim a: 1..2 = 3",
        "import \"missing.lnb\"", "import \"/etc/passwd\"", "import \"../../etc/passwd\"", "import \"std/nothing\"",
    ]) func wrongStatements(_ statements: String) throws {
        let found = try problems(cell(statements + "\nclaim z9: 1 = 1"))
        #expect(!found.isEmpty, "\(statements)")
        #expect(found.allSatisfy { $0.line != nil && $0.column != nil })
        #expect(found.allSatisfy { $0.rendered.contains("^") }, "\(found.map(\.rendered))")
    }

    @Test func allErrorsOfAFileAreShown() throws {
        let found = try problems(cell("claim a: (1 = 1\nclaim b: y = 1") + "text\n" + cell("claim c: 1 +"))
        #expect(Set(found.compactMap(\.line)) == [2, 3, 7])
    }

    @Test func importsStayInsideTheRoot() throws {
        let outside = try TemporaryFolder()
        try outside.file("secret.lnb", cell("let s = 1"))
        let folder = try TemporaryFolder()
        let link = Path.join(folder.path, "link.lnb")
        #expect(symlink(Path.join(outside.path, "secret.lnb"), link) == 0)
        #expect(try !problems(cell("import \"link.lnb\"\nclaim a: s = 1"), folder: folder).isEmpty)
        try folder.file("sub/inside.lnb", cell("let s = 1"))
        #expect(try problems(cell("import \"sub/inside.lnb\"\nclaim a: s = 1"), folder: folder).isEmpty)
        #expect(try problems(cell("import \"sub/../sub/inside.lnb\"\nclaim a: s = 1"), folder: folder).isEmpty)
    }

    @Test func importsDoNotRunInCircles() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", cell("import \"b.lnb\""))
        try folder.file("b.lnb", cell("import \"a.lnb\""))
        let found = try problems(cell("import \"a.lnb\"\nclaim c: 1 = 1"), folder: folder)
        #expect(found.contains { $0.code == "L034" }, "\(found.map(\.rendered))")
        let own = try problems(cell("import \"main.lnb\"\nclaim c: 1 = 1"), folder: folder)
        #expect(!own.isEmpty)
    }

    @Test func errorsInsideAnImportAreShown() throws {
        let folder = try TemporaryFolder()
        try folder.file("other.lnb", cell("let s = (1"))
        let found = try problems(cell("import \"other.lnb\"\nclaim a: 1 = 1"), folder: folder)
        #expect(found.contains { $0.path.hasSuffix("other.lnb") || $0.message.contains("other.lnb") })
    }

    @Test(.timeLimit(.minutes(1))) func hugeInputsAreRefusedQuickly() throws {
        for statements in [
            "claim a: " + String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000) + " = 1",
            "claim a: " + String(repeating: "|", count: 10_001) + " = 1",
            "claim a: " + String(repeating: "-", count: 10_000) + "1 = 1",
            "claim a: " + String(repeating: "2^", count: 10_000) + "2 = 1",
            "space z in R^1000000\nclaim a: z = (1, 2)",
        ] {
            #expect(try !problems(cell(statements)).isEmpty, "\(statements.prefix(60))")
        }
    }

    @Test(.timeLimit(.minutes(1))) func tenMegabytesAreRead() throws {
        let prose = String(repeating: "Prose, prose and $x$.\n\n", count: 400_000)
        #expect(try problems(prose + cell("claim a: 1 = 1") + prose).isEmpty)
    }
}
