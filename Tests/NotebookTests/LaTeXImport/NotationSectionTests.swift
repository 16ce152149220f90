import Testing

@testable import Notebook

/// Papers whose letters mean other things further on.
@Suite struct NotationSectionTests {
    private static let paper = #"""
        $$ \nabla f = f \nabla \log f $$

        On the line:

        $$ f' = (\log f)' f $$

        In space again:

        $$ \Delta f = \nabla \cdot (f \nabla \log f) $$
        """#

    private static let notation = #"""
        ```notation
        v : point in R^3
        f : density(v)
        ```

        ```lnb
        space v in R^3
        density f(v)
        ```

        ```notation from line 5
        x : point in R
        f : density(x)
        ```

        ```lnb
        space x in R
        density f(x)
        ```

        ```notation from line 9
        ```

        ## A later heading

        ```lnb
        claim "no cell of the table": 1 = 1
        ```
        """#

    @Test func aTableHoldsFromItsLineOn() throws {
        let paper = try Imports.paper(Self.paper, name: "paper.md", notation: Self.notation)
        #expect(paper.entries.map(\.statements) == [
            [#"claim "display 1": ∇(f) = f ∇(log(f))"#], [#"claim "display 2": f' = ∂[x]((log(f))) f"#], [#"claim "display 3": Δ(f) = div(f ∇(log(f)))"#],
        ], "\(paper.entries.flatMap(\.reasons))")
        let folder = try TemporaryFolder()
        let notebook = LoadedNotebook(NotebookFile(path: try folder.file("a.lnb", paper.text), root: folder.path))
        #expect(!notebook.hasErrors, "\(notebook.problems.map(\.rendered))")
        // The tables stand in what is made, so that it can be edited and used again.
        let again = try Imports.paper(Self.paper, name: "paper.md", notation: paper.text)
        #expect(again.text == paper.text)
    }

    @Test(arguments: [
        ("```notation from line x\n```\n", "expected the line of the paper"), ("```notation from line 3\na : time\n", "has no end"),
        ("```notation from line 3\n```\n```notation from line 3\n```\n", "two tables hold from line 3"), ("```notation from line 3\nnonsense\n```\n", "expected a line of the notation"),
    ])
    func brokenSections(_ section: String, _ message: String) {
        let failure = #expect(throws: PaperImport.Failure.self) {
            try Imports.paper("$$ a = b $$", notation: "```notation\nv : point in R^3\n```\n\n" + section)
        }
        #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
    }

    @Test func anErrorInACellOfASectionNamesIt() {
        let failure = #expect(throws: PaperImport.Failure.self) {
            try Imports.paper("$$ a = b $$", notation: "```notation\nv : point in R^3\n```\n\n```notation from line 1\n```\n\n```lnb\nlet a = undeclared\n```\n")
        }
        #expect(failure?.description.contains("cell of line 1") == true, "\(failure?.description ?? "")")
    }
}
