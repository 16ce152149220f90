import Language
import Testing

@testable import Notebook

@Suite struct EditorFilesTests {
    private func text(_ name: String) throws -> String {
        String(decoding: try FileContents.read(Path.join(ShippedNotebookTests.root, "editors/" + name)), as: UTF8.self)
    }

    /// The words that the editors colour are those of the language.
    @Test func theGrammarsKnowTheWords() throws {
        let grammar = try text("vscode/syntaxes/lnb.tmLanguage.json"), vim = try text("vim/syntax/lnb.vim")
        for word in Vocabulary.statements + Vocabulary.clauses {
            #expect(grammar.contains("|\(word)|") || grammar.contains("(\(word)|") || grammar.contains("|\(word))"), "\(word)")
            #expect(vim.contains("|\(word)\\") || vim.contains("(\(word)\\") || vim.contains(" \(word) ") || vim.contains(" \(word)\n"), "\(word)")
        }
    }

    @Test(arguments: ["vscode/package.json", "vscode/language-configuration.json", "vscode/syntaxes/lnb.tmLanguage.json"])
    func theFilesAreJSON(name: String) throws {
        #expect(JSONReader.read(try text(name)) != nil)
    }

    /// What package.json names is there.
    @Test func theExtensionIsWhole() throws {
        let package = try #require(JSONReader.read(try text("vscode/package.json")))
        for path in [package["contributes"]?["languages"]?[0]?["configuration"], package["contributes"]?["grammars"]?[0]?["path"]] {
            guard case .string(let path)? = path else {
                Issue.record("a path is missing")
                continue
            }
            #expect(try !text("vscode/" + path.dropFirst(2)).isEmpty)
        }
    }
}
