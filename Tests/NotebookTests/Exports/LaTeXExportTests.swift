import Glibc
import Testing

@testable import Notebook

private let notebook = """
    # Odd {names} & 100% of_them \\ ^ ~ $5

    ```lnb
    space z in R^3
    function g(z) > 0
    let ẑ = z/|z|
    let Π = Id - ẑ⊗ẑ
    claim "A_1 & #{x}": Π ẑ = 0 and tr Π = 2
      note "100 % \\\\input{x} ‖ℵ日"
    claim wrong: ∇(log g) = ∇g expect refuted
    calc chain: |z|²
      = z·z
      = ‖z‖²
    find a: ∇|z| = a ẑ
    ```

    """

@Suite(.enabled(if: Engine.isBuilt)) struct LaTeXExportTests {
    @Test func statementsAndVerdicts() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", notebook)
        let run = try Engine.run(["export", "--to", "latex", "a.lnb"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let tex = run.output
        #expect(tex.hasPrefix("% notebook"))
        #expect(tex.hasSuffix("\\end{document}\n"))
        for words in ["\\textbf{A\\_1 \\& \\#\\{x\\}} (\\emph{proved}", "\\textbf{wrong} (\\emph{refuted}", "\\textbf{chain.1}", "\\Pi\\,\\hat{z} & =0", "\\nabla\\log"] {
            #expect(tex.contains(words), "\(words)")
        }
        // Nothing of the author's text is a command.
        #expect(!tex.contains("\\input{x}"))
        var depth = 0
        var isEscaped = false
        for character in tex {
            if !isEscaped, character == "{" { depth += 1 }
            if !isEscaped, character == "}" { depth -= 1 }
            isEscaped = character == "\\" && !isEscaped
            #expect(depth >= 0)
        }
        #expect(depth == 0)
    }

    @Test(.enabled(if: access("/usr/bin/pdflatex", X_OK) == 0)) func itCompiles() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", notebook)
        for source in ["a.lnb", Path.join(ShippedNotebookTests.root, "notebooks/tour.lnb")] {
            let export = try Engine.run(["export", "--to", "latex", source], in: folder)
            try folder.file("a.tex", export.output)
            let run = try Engine.start("pdflatex -halt-on-error -interaction=batchmode a.tex", [], in: folder)
            #expect(run.status == 0, "\((try? folder.text("a.log")) ?? "")")
            #expect(access(Path.join(folder.path, "a.pdf"), R_OK) == 0)
        }
    }

    @Test func whatCannotBeExported() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "```lnb\nclaim c: y = 1\n```\n")
        let broken = try Engine.run(["export", "--to", "latex", "a.lnb"], in: folder)
        #expect(broken.status == 2)
        #expect(broken.errors.contains("a.lnb:2:10"))
        #expect(broken.output.isEmpty)
        #expect(try Engine.run(["export", "--to", "pdf", "a.lnb"], in: folder).status == 2)
        #expect(try Engine.run(["export", "--to", "latex", "missing.lnb"], in: folder).status == 2)
    }
}
