import Testing

@testable import Notebook

@Suite struct JupyterExportTests {
    /// The text as a Jupyter notebook, and back. Nothing is decided for it.
    private func exported(_ text: String) throws -> String {
        let document = try Document(Array(text.utf8))
        let notebook = LoadedNotebook(NotebookFile(path: "a.lnb", root: "/"), document)
        return JupyterExport().text(of: NotebookReport(notebook: notebook, claims: []))
    }

    private func roundTrip(_ text: String) throws -> [UInt8] { try JupyterImport(Array(exported(text).utf8)).bytes }

    @Test(arguments: [
        "", "\n", "text", "text\n", "\n\n text \n\n\n", "```lnb\n```\n", "```lnb\n```", "```lnb\nclaim a: 1 = 1\n```",
        "a\n```lnb\nclaim a: 1 = 1\n```\nb\n", "```lnb\n\n\n```\n\n\n```lnb\nclaim a: 1 = 1\n```\n\n\n\n",
        "a\r\n\r\n```lnb\r\nclaim a: 1 = 1\r\n```\r\n```lnb-result\r\na  proved\r\n```\r\n", "a\r\r```lnb\rclaim a: 1 = 1\r```\rb\r",
        "\u{FEFF}# A\n\n```lnb\nclaim a: 1 = 1\n```\n", "\u{FEFF}```lnb\n```\n", "  ```lnb   with words\n  claim a: 1\n   = 1\n\n  ```   \nb",
        "~~~~lnb\nclaim a: 1 = 1\n~~~~\n\n   \n````lnb-result\n```\n````\n", "````lnb\n# ```\nclaim a: 1 = 1\n````\n",
        "```lnb-result\nstray\n```\n\n```lnb\nclaim a: 1 = 1\n```\n", "<!--\n```lnb\nclaim a: 1 = 1\n```\n-->\n\n```lnb\nclaim b: 1 = 1\n```\n",
        "```swift\n```lnb\n```\n```lnb\n```\n", "```lnb\nclaim a: 1 = 1\n```\n\n```swift\nnever closed", "e\u{301} é ∇φ 😀\n\n\u{2028}\n```lnb\n# é e\u{301}\n```\n",
        "```lnb\n```\n```lnb\n```\n```lnb\n```\n", "a\n\n```lnb\nclaim a: 1 = 1\n```\n```lnb-result\n```\n",
    ]) func everyByteComesBack(_ text: String) throws {
        #expect(try roundTrip(text) == Array(text.utf8), "\(text.debugDescription)")
    }

    /// Texts put together at random from what means something in a notebook.
    @Test func everyByteOfRandomTextsComesBack() throws {
        var generator = SeededGenerator(seed: 41)
        let pieces = [
            "```lnb\n", "```\n", "~~~lnb\n", "~~~\n", "  ```lnb\n", "```lnb-result\n", "\n", "\r\n", "text\n", "  indented\n", "claim a: 1 = 1\n", "<!--\n",
            "-->\n", "````\n", "text without end", "\r", " \n", "```lnb\nclaim a: 1 = 1\n```\n", "```lnb\n```\n```lnb-result\n\n```\n",
        ]
        var notebooks = 0
        for _ in 0..<800 {
            let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in generator.pick(pieces) }.joined()
            guard let document = try? Document(Array(text.utf8)) else { continue }
            if document.cells.count > 1 { notebooks += 1 }
            #expect(try roundTrip(text) == Array(text.utf8), "\(text.debugDescription)")
        }
        #expect(notebooks > 40)
    }

    @Test func identifiersAreFixedAndDifferent() throws {
        let text = "a\n\n```lnb\nclaim a: 1 = 1\n```\n\na\n\n```lnb\nclaim b: 1 = 1\n```\n\na\n"
        let cells = JSONReader.read(try exported(text))?["cells"]
        let identifiers = (0..<5).compactMap { place -> String? in
            guard case .string(let identifier)? = cells?[place]?["id"] else { return nil }
            return identifier
        }
        #expect(Set(identifiers).count == 5)
        #expect(identifiers.allSatisfy { $0.count == 12 && $0.allSatisfy(\.isHexDigit) })
        #expect(try exported(text) == exported(text))
        // A cell put in somewhere leaves the others theirs.
        let longer = JSONReader.read(try exported("new\n\n```lnb\n```\n\n" + text))?["cells"]
        #expect(longer?[3]?["id"] == .string(identifiers[1]))
    }
}
