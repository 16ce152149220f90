import Testing

@testable import Notebook

private func errors(_ bytes: [UInt8]) -> [DocumentError] {
    do {
        _ = try Document(bytes)
        return []
    } catch {
        return error.errors
    }
}

@Suite struct DocumentErrorTests {
    @Test func aCellMustBeClosed() {
        #expect(errors(Array("a\n  ~~~~ lnb\nb\n~~~\n".utf8)) == [.unclosedFence(line: 2, column: 3, opening: "~~~~")])
        #expect(
            errors(Array("```lnb\n```\n```lnb-result\nx\n".utf8)) == [.unclosedFence(line: 3, column: 1, opening: "```")])
    }

    @Test(arguments: [
        [0xFF], [0xC0, 0x80], [0xE2, 0x88], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xF0, 0x82, 0x82, 0xAC],
    ] as [[UInt8]])
    func damagedBytesHaveAPlace(_ bytes: [UInt8]) {
        #expect(errors(Array("ab\nc∇".utf8) + bytes) == [.invalidUTF8(line: 2, column: 3)])
        #expect(errors(Array("ab\r\nc∇".utf8) + bytes + Array("x\n".utf8)) == [.invalidUTF8(line: 2, column: 3)])
    }

    @Test func everyScalarIsAccepted() {
        var text = ""
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 251) {
            if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
        }
        #expect(TextEncoding.firstInvalidOffset(in: Array(text.utf8)) == nil)
    }

    /// The validator agrees with the standard library on random bytes.
    @Test func agreesWithTheStandardLibrary() {
        var random = SeededGenerator(seed: 7)
        let bytes: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xF5]
        for _ in 0..<20_000 {
            let sample = (0..<Int.random(in: 0...6, using: &random)).map { _ in random.pick(bytes) }
            let isValid = TextEncoding.firstInvalidOffset(in: sample) == nil
            #expect(isValid == (String(validating: sample, as: UTF8.self) != nil), "\(sample)")
        }
    }

    @Test func unreadableFiles() throws {
        let folder = try TemporaryFolder()
        #expect(throws: Document.Failure.self) { try Document.read(folder.path) }
        #expect(throws: Document.Failure.self) { try Document.read(folder.path + "/missing.lnb") }
        #expect(throws: Document.Failure.self) { try Document.read("/dev/zero") }
    }
}
