import Testing

@testable import Notebook

@Suite struct JSONTests {
    private func random(_ generator: inout SeededGenerator, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 5 : 3), using: &generator) {
        case 0: return .string(generator.pick(["", "a\"b\\c", "\u{0}\u{1F}\u{7F}", "∇φ\n\t\r", "\u{2028}e\u{301}😀", "</script>"]))
        case 1: return .number(Int.random(in: Int.min...Int.max, using: &generator))
        case 2: return .bool(Bool.random(using: &generator))
        case 3: return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in random(&generator, depth: depth - 1) })
        default:
            return .object(
                (0..<Int.random(in: 0...3, using: &generator)).map { .init("k\"\($0)\n", random(&generator, depth: depth - 1)) })
        }
    }

    @Test func whatIsWrittenIsRead() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<500 {
            let value = random(&generator, depth: 4)
            #expect(JSONReader.read(value.text) == value)
        }
    }

    @Test func membersWithoutValueAreLeftOut() {
        #expect(JSON.object([("a", nil), ("b", .number(1))]).text == "{\n  \"b\": 1\n}")
    }

    /// What others may write and this writer does not.
    @Test func allEscapesAreRead() {
        #expect(JSONReader.read("\"file:\\/\\/\\/a\\u00e9\\b\"") == .string("file:///aé\u{8}"))
    }

    @Test func theReaderOfTheseTestsIsStrict() {
        for text in ["", "{", "[1,]", "{\"a\":1,}", "\"\n\"", "1 2", "{'a':1}", "-1e999"] { #expect(JSONReader.read(text) == nil, "\(text)") }
    }
}
