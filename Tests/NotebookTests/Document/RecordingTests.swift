import Testing

@testable import Notebook

private func document(_ text: String) throws -> Document { try Document(Array(text.utf8)) }
private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite struct RecordingTests {
    @Test func aResultIsInsertedDirectlyBelowItsCell() throws {
        let document = try document("a\n\n```lnb\nx\n```\n\nb")
        #expect(document.mismatches(with: [.result("X\n")]) == [.missing])
        #expect(text(document.replacingResults(with: [.result("X\n")])) == "a\n\n```lnb\nx\n```\n```lnb-result\nX\n```\n\nb")
    }

    @Test func aResultIsReplaced() throws {
        let document = try document("```lnb\nx\n```\n\n~~~~lnb-result\nold\n~~~~\nrest\n")
        #expect(document.cells[0].recordedResult == "old\n")
        #expect(document.mismatches(with: [.result("X\n")]) == [.different])
        #expect(text(document.replacingResults(with: [.result("X\n")])) == "```lnb\nx\n```\n\n```lnb-result\nX\n```\nrest\n")
    }

    @Test func aResultThatIsRightKeepsItsBytes() throws {
        let source = "```lnb\nx\n```\n  \n~~~~lnb-result  extra\nX\n~~~~~\nrest"
        #expect(try text(document(source).replacingResults(with: [.result("X\n")])) == source)
    }

    @Test func aResultWithoutVerdictsIsTakenOut() throws {
        let document = try document("```lnb\nx\n```\n```lnb-result\nX\n```\nrest\n")
        #expect(document.mismatches(with: [.none]) == [.superfluous])
        #expect(text(document.replacingResults(with: [.none])) == "```lnb\nx\n```\nrest\n")
        #expect(document.replacingResults(with: [.unchanged]) == document.bytes)
    }

    @Test func indentationAndLineEndingsAreTheCells() throws {
        let document = try document("  ```lnb\r\n  x\r\n  ```\r\n")
        let updated = document.replacingResults(with: [.result("X\n\nY\n")])
        #expect(text(updated) == "  ```lnb\r\n  x\r\n  ```\r\n  ```lnb-result\r\n  X\r\n\r\n  Y\r\n  ```\r\n")
        #expect(try Document(updated).cells[0].recordedResult == "X\n\nY\n")
    }

    @Test func aFileWithoutALastLineEndingGetsOneBeforeTheResult() throws {
        #expect(try text(document("```lnb\nx\n```").replacingResults(with: [.result("X\n")])) == "```lnb\nx\n```\n```lnb-result\nX\n```\n")
    }

    @Test func theFenceIsLongerThanWhatItHolds() throws {
        let updated = try document("```lnb\nx\n```\n").replacingResults(with: [.result("````\n")])
        #expect(try Document(updated).cells.map(\.recordedResult) == ["````\n"])
    }

    @Test func aResultThatFollowsNoCellIsLeftAlone() throws {
        let document = try document("```lnb-result\nX\n```\n```lnb\nx\n```\ntext\n```lnb-result\nX\n```\n")
        #expect(document.strayResults == [1, 8])
        #expect(document.cells[0].recordedResult == nil)
    }

    /// On seeded random documents: what is not a result fence stays byte for byte, updating is idempotent,
    /// and taking the results out again gives back the document without them.
    @Test(arguments: 0..<200) func randomDocuments(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "prose\n", "\n", "```lnb\nx\n```\n", "~~~ lnb\n```\n~~~~\n", "   ````lnb\n   a\r\n ````\n", "```\ncode\n```\n",
            "```swift\n```lnb\n```\n", "<!-- c -->\n", "    ```lnb\n", "π ∇ ẑ\r\n", "```lnb\r\ny\r\n```\r\n", "`a` ``b``\r", "> ```lnb\n",
        ]
        let bare = (0..<Int.random(in: 0...30, using: &random)).map { _ in random.pick(pieces) }.joined()
        let first = try document(bare)
        #expect(first.replacingResults(with: first.cells.map { _ in .unchanged }) == Array(bare.utf8))
        let results = first.cells.map { _ in Document.Recording.result(random.pick(["A  proved\n", "B\n  `c`\n", "```\n\nz\n"])) }

        let updated = try Document(first.replacingResults(with: results))
        #expect(updated.cells.map(\.source) == first.cells.map(\.source))
        #expect(updated.mismatches(with: results).allSatisfy { $0 == nil })
        #expect(updated.replacingResults(with: results) == updated.bytes)
        let stripped = updated.replacingResults(with: updated.cells.map { _ in .none })
        let expected = bare.isEmpty || bare.utf8.last == 10 || bare.utf8.last == 13 ? bare : bare + "\n"
        #expect(stripped == Array(bare.utf8) || stripped == Array(expected.utf8))
    }

    @Test func tenMegabytesTakeLinearTime() throws {
        let block = "Some prose with `code` and $z$.\n\n```lnb\nclaim c: 1 = 1\n```\n\n"
        let bytes = Array(String(repeating: block, count: 10_000_000 / block.utf8.count).utf8)
        let document = try Document(bytes)
        #expect(document.cells.count == 10_000_000 / block.utf8.count)
        #expect(document.replacingResults(with: document.cells.map { _ in .unchanged }) == bytes)
    }
}
