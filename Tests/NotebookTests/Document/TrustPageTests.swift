import Testing

@testable import Notebook

/// The page on what is trusted tells the size of the trusted part as it is.
@Suite struct TrustPageTests {
    private static let root = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined()

    @Test func linesOfTheTrustedPart() throws {
        let page = String(decoding: try FileContents.read(Path.join(Self.root, "docs/trust.md")), as: UTF8.self)
        var parts = 0
        for row in page.split(separator: "\n") where row.hasPrefix("| `Sources/") {
            let cells = row.split(separator: "|").map { $0.drop { $0 == " " || $0 == "`" }.prefix { $0 != " " && $0 != "`" } }
            let told = try #require(Int(cells[1]))
            let files = try ["swift", "h", "c"].flatMap { try FileTree.files(in: Path.join(Self.root, String(cells[0])), ending: "." + $0) }
            let lines = try files.reduce(0) { try $0 + FileContents.read($1).count { $0 == UInt8(ascii: "\n") } }
            #expect(abs(told - lines) * 20 <= lines, "\(cells[0]) has \(lines) lines")
            parts += 1
        }
        #expect(parts == 5)
    }
}
