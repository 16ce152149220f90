import Testing

@testable import Notebook

/// The example of the page on imports is what the program makes.
@Suite struct ImportDocumentationTests {
    private static func block(_ opening: String, _ closing: String, of text: String) -> String? {
        guard let start = text.firstRange(of: opening + "\n"), let end = text[start.upperBound...].firstRange(of: "\n" + closing + "\n") else { return nil }
        return String(text[start.upperBound..<end.lowerBound]) + "\n"
    }

    @Test func theExampleIsWhatIsMade() throws {
        let page = String(decoding: try FileContents.read(Path.join(ShippedNotebookTests.root, "docs/import.md")), as: UTF8.self)
        let source = try #require(Self.block("```latex", "```", of: page))
        let expected = try #require(Self.block("````markdown", "````", of: page))
        #expect(try Imports.paper(source).text == expected)
    }

    /// Every line of the table of notations is one.
    @Test func theLinesOfNotationAreRead() throws {
        let page = String(decoding: try FileContents.read(Path.join(ShippedNotebookTests.root, "docs/import.md")), as: UTF8.self)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && ($0.contains(" := ") || $0.contains(" => ")) && $0.contains("#") || $0.hasPrefix("| `f_{ij}") }
        let lines = rows.compactMap { row -> String? in
            let parts = row.split(separator: "`")
            return parts.count > 1 ? String(parts[1]).replacing("\\|", with: "|") : nil
        }
        #expect(lines.count == 3)
        for line in lines { _ = try Notation(line) }
    }
}
