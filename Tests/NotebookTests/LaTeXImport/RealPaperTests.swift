import Glibc
import Testing

@testable import Notebook

/// The figures of two papers, where their texts lie beside the repository; they are no part of it. They take ten
/// seconds, and are asked for in the exhaustive mode only.
@Suite struct RealPaperTests {
    private static let papers = Path.join(Path.folder(of: ShippedNotebookTests.root), "shared/papers")
    private static let notations = Path.join(Path.folder(of: #filePath), "Notations")

    @Test(
        .enabled(if: getenv("NOTEBOOK_EXHAUSTIVE") != nil && access(papers, R_OK) == 0),
        arguments: [("multi-species-landau", 216, 153), ("maxwell-molecules", 170, 120)])
    func translatedDisplays(_ name: String, _ displays: Int, _ least: Int) throws {
        let paper = try PaperImport(Path.join(Self.papers, name + ".txt"), notationFrom: Path.join(Self.notations, name + ".lnb"))
        #expect(paper.entries.count == displays)
        #expect(paper.entries.count { $0.outcome == .translated } >= least, "\(paper.summary)")
        let folder = try TemporaryFolder()
        let notebook = LoadedNotebook(NotebookFile(path: try folder.file("a.lnb", paper.text), root: folder.path))
        #expect(!notebook.hasErrors, "\(notebook.problems.map(\.rendered))")
    }
}
