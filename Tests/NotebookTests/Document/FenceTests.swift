import Testing

@testable import Notebook

private func cells(_ text: String) throws -> [String] { try Document(Array(text.utf8)).cells.map(\.source) }

@Suite struct FenceTests {
    @Test func aCellIsAFenceWhoseInfoBeginsWithTheWord() throws {
        #expect(try cells("```lnb\na\n```\n") == ["a\n"])
        #expect(try cells("``` lnb hidden\na\n```\n") == ["a\n"])
        #expect(try cells("~~~lnb\na\n~~~") == ["a\n"])
        #expect(try cells("```lnbx\na\n```\n") == [])
        #expect(try cells("```lnb-results\na\n```\n") == [])
        #expect(try cells("```swift lnb\na\n```\n") == [])
        #expect(try cells("```LNB\na\n```\n") == [])
    }

    @Test func anEmptyCellIsACell() throws {
        #expect(try cells("```lnb\n```\n") == [""])
    }

    @Test func aFenceIsClosedByItsOwnMarkAtLeastAsOften() throws {
        #expect(try cells("````lnb\n```\na\n`````\n") == ["```\na\n"])
        #expect(try cells("~~~lnb\n```\n~~~\n") == ["```\n"])
        #expect(try cells("```lnb\na\n   ```  \n") == ["a\n"])
        #expect(try cells("```lnb\na\n    ```\n```\n") == ["a\n    ```\n"])
        #expect(try cells("```lnb\na\n``` no\n```\n") == ["a\n``` no\n"])
    }

    @Test func twoMarksOrFourSpacesOpenNothing() throws {
        #expect(try cells("``lnb\na\n``\n") == [])
        #expect(try cells("    ```lnb\na\n") == [])
        #expect(try cells("```lnb `x`\nprose\n") == [])
    }

    @Test func theFencesIndentationIsTakenOffItsLines() throws {
        #expect(try cells("  ```lnb\n  a\n b\n    c\n  ```\n") == ["a\nb\n  c\n"])
        let cell = try Document(Array("  ```lnb\n  a\n b\n    c\n  ```\n".utf8)).cells[0]
        #expect(cell.removedIndentation == [2, 1, 2])
    }

    @Test func otherFencesHideWhatTheyHold() throws {
        #expect(try cells("````markdown\n```lnb\na\n```\n````\n") == [])
        #expect(try cells("```swift\n```lnb\na\n```\n") == [])
        #expect(try cells("``` \nunclosed\n```lnb\na\n") == [])
    }

    @Test func commentsHideWhatTheyHold() throws {
        #expect(try cells("<!--\n```lnb\na\n```\n-->\n```lnb\nb\n```\n") == ["b\n"])
        #expect(try cells("<!-- one line -->\n```lnb\nb\n```\n") == ["b\n"])
        #expect(try cells("<pre>\n```lnb\na\n```\n</pre>\n") == [])
        #expect(try cells("<details>\n```lnb\nb\n```\n</details>\n") == ["b\n"])
        #expect(try cells("a < b\n<em>\n```lnb\nb\n```\n") == ["b\n"])
    }

    @Test func linesEndWithEveryKindOfLineEnding() throws {
        #expect(try cells("```lnb\r\na\r\nb\r\n```\r\n") == ["a\nb\n"])
        #expect(try cells("```lnb\ra\rb\r```\r") == ["a\nb\n"])
        #expect(try cells("\u{FEFF}```lnb\na\n```\n") == ["a\n"])
    }

    @Test func cellsKnowTheirLines() throws {
        let document = try Document(Array("x\n\n```lnb\na\n```\ny\n~~~ lnb\nb\n~~~\n".utf8))
        #expect(document.cells.map(\.firstLine) == [4, 8])
        #expect(document.line(4) == "a")
        #expect(document.line(99) == nil)
    }
}
