import Testing

@testable import Notebook

@Suite struct TextPositionsTests {
    /// A character of one, of two and of several UTF-16 units, and a line that ends with CR LF.
    private let positions = TextPositions("aβ𝒟e\u{301}∇x\r\nsecond\n")

    @Test func placesAreCountedInUTF16() {
        #expect(positions.position(line: 1, column: 1)["character"] == .number(0))
        #expect(positions.position(line: 1, column: 4)["character"] == .number(4))
        #expect(positions.position(line: 1, column: 5)["character"] == .number(6))
        #expect(positions.position(line: 1, column: 99)["character"] == .number(8))
        #expect(positions.position(line: 2, column: 3) == .object([("line", .number(1)), ("character", .number(2))] as [(String, JSON?)]))
    }

    @Test func placesComeBack() throws {
        for line in 1...2 {
            for column in 1...6 {
                let place = try #require(positions.place(positions.position(line: line, column: column)))
                #expect(place == (line, column))
            }
        }
        // Inside a character that takes two units.
        #expect(try #require(positions.place(JSONReader.read("{\"line\":0,\"character\":3}"))) == (1, 3))
        for nonsense in ["{}", "{\"line\":-1,\"character\":0}", "{\"line\":\"x\",\"character\":0}", "null"] {
            #expect(positions.place(JSONReader.read(nonsense)) == nil)
        }
    }

    @Test func addressesArePathsAndBack() {
        #expect(FileAddress.path(of: "file:///a%20b/%C3%BC.lnb") == "/a b/ü.lnb")
        #expect(FileAddress.address(of: "/nowhere/a b/ü%.lnb") == "file:///nowhere/a%20b/%C3%BC%25.lnb")
        #expect(FileAddress.path(of: FileAddress.address(of: "/nowhere/a b/ü%.lnb")) == "/nowhere/a b/ü%.lnb")
        #expect(FileAddress.path(of: "file:///100%") == "/100%")
        #expect(FileAddress.path(of: "untitled:1") == "untitled:1")
    }
}
