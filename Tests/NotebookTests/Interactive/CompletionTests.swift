import Language
import Testing

@testable import Notebook

@Suite struct CompletionTests {
    private func completed(_ before: String, names: [String] = ["alpha1", "alpha2", "Πz", "∂r"]) -> String {
        let completion = Completion(of: before, names: names)
        return String(before.dropLast(completion.replaced)) + (completion.text ?? String(before.suffix(completion.replaced)))
    }

    @Test(arguments: [
        ("let \\gamma", "let γ"), ("\\gam", "γ"), ("\\nabla", "∇"), ("z\\hat", "z\u{302}"), ("x\\^12", "x¹²"), ("\\otim", "⊗"),
        ("cl", "claim"), ("claim a: al", "claim a: alpha"), ("claim a: Π", "claim a: Πz"), ("claim a: ∂", "claim a: ∂r"),
        (":hel", ":help"), ("claim a: x = 1 expe", "claim a: x = 1 expect"), ("claim a: transp", "claim a: transpose"), ("zzz", "zzz"),
        ("", ""), ("\\zzz", "\\zzz"),
    ]) func oneContinuation(before: String, expected: String) {
        #expect(completed(before) == expected)
    }

    @Test func severalContinuationsAreListed() {
        #expect(Completion(of: "claim a: alpha", names: ["alpha1", "alpha2"]).choices == ["alpha1", "alpha2"])
        #expect(Completion(of: ":l", names: []).choices == [":latex", ":load"])
        #expect(Completion(of: "\\ep", names: []).text == "ε")
        #expect(Completion(of: "\\p", names: []).choices.contains("\\phi φ"))
    }

    @Test func everyAbbreviationIsReadBack() {
        for name in Vocabulary.names(beginningWith: "") {
            #expect(completed("\\" + name) == Vocabulary.character(named: name))
        }
    }

    /// The words that completion offers are those that the parser knows.
    @Test func theVocabularyIsTheParsers() {
        for word in Vocabulary.statements {
            let codes = Parser.parse("\(word) ???\n").diagnostics.map(\.code)
            #expect(!codes.contains(.unknownStatement), "\(word)")
        }
        #expect(Parser.parse("frobnicate x\n").diagnostics.map(\.code).contains(.unknownStatement))
    }
}
