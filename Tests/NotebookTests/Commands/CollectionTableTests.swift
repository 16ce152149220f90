import Testing

@testable import Notebook

@Suite(.enabled(if: Engine.isBuilt)) struct CollectionTableTests {
    private func collection() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.file(
            "n/one/a.lnb",
            """
            # Squares | cubes

            ```lnb
            space x in R
            claim square: (x + 1)^2 = x^2 + 1
                expect refuted
            claim square-corrected: (x + 1)^2 = x^2 + 2x + 1
            claim cube: (x + 1)^3 = x^3 + 1
                expect refuted
            ```

            """.replacing("claim square-corrected", with: "claim \"square-corrected\""))
        try folder.file("n/b.lnb", "# Sums\n\n```lnb\nspace x in R\nclaim c: x + x = 2x\n```\n")
        return folder
    }

    @Test func theTableCountsVerdictsAndLinksToTheNotebooks() throws {
        let folder = try collection()
        let run = try Engine.run(["run", "n", "--table", "n/README.md"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let text = try folder.text("n/README.md")
        #expect(text.contains("| folder | claims | proved | certified | supported | assumed | refuted | of these corrected |"))
        #expect(text.contains("| here | 1 | 1 |  |  |  |  |  |  |  |  |"))
        #expect(text.contains("| [Squares \\| cubes](one/a.lnb) | 3 | 1 |  |  |  | 2 | 1 |  |  |  |"))
        #expect(text.contains("| all | 4 | 2 |  |  |  | 2 | 1 |  |  |  |"))
    }

    @Test func theProseAroundTheTableStaysAndDriftFails() throws {
        let folder = try collection()
        try folder.file("n/README.md", "Before.\n\(CollectionTable.opening)\nold\n\(CollectionTable.closing)\nAfter.\n")
        var run = try Engine.run(["run", "n", "--check", "--table", "n/README.md"], in: folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("n/README.md: error N013"))
        #expect(try folder.text("n/README.md").contains("\nold\n"))
        _ = try Engine.run(["run", "n", "--update", "--table", "n/README.md"], in: folder)
        let text = try folder.text("n/README.md")
        #expect(text.hasPrefix("Before.\n<!--") && text.hasSuffix("-->\nAfter.\n") && !text.contains("\nold\n"))
        run = try Engine.run(["run", "n", "--check", "--table", "n/README.md"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func aFileWithoutAPlaceForTheTableIsLeftAlone() throws {
        let folder = try collection()
        try folder.file("n/README.md", "My own text.\n")
        let run = try Engine.run(["run", "n", "--table", "n/README.md"], in: folder)
        #expect(run.status == 2)
        #expect(run.errors.contains("has no place for the table"))
        #expect(try folder.text("n/README.md") == "My own text.\n")
    }
}
