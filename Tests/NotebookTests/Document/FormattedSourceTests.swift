import Language
import Testing

@testable import Notebook

@Suite struct FormattedSourceTests {
    @Test func onlyTheCellsThatChangeAreRewritten() throws {
        let text = "a\r\n```lnb\r\nx\r\n```\r\n ~~~lnb\n y\n ~~~\nend"
        let document = try Document(Array(text.utf8))
        #expect(document.replacingSources(with: ["x\n", "y\n"]) == document.bytes)
        let changed = String(decoding: document.replacingSources(with: ["p\nq\n", "z\n"]), as: UTF8.self)
        #expect(changed == "a\r\n```lnb\r\np\r\nq\r\n```\r\n ~~~lnb\n z\n ~~~\nend")
    }
}

/// The two styles of all shipped notebooks.
@Suite struct FormattingStyleTests {
    private static let paths = ((try? FileTree.files(in: Path.join(ShippedNotebookTests.root, "notebooks"), ending: ".lnb")) ?? []).sorted()

    @Test func theNotebooksAreFound() { #expect(Self.paths.count > 20) }

    @Test(arguments: paths) func theStylesSayTheSame(_ path: String) throws {
        for cell in try Document.read(path).cells {
            let unicode = try Formatter.format(cell.source), ascii = try Formatter.format(cell.source, style: .ascii)
            #expect(try Formatter.format(ascii) == unicode, "\(path):\(cell.firstLine)")
            #expect(try Formatter.format(ascii, style: .ascii) == ascii, "\(path):\(cell.firstLine)")
            let read = (Parser.parse(ascii).statements, Parser.parse(unicode).statements)
            #expect(read.0 == read.1, "\(path):\(cell.firstLine)")
        }
    }
}
