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
