import Testing

@testable import Language

@Suite struct Catalogue {
    /// Notebooks for the examples about imports.
    private func resolve(_ path: String, _ importer: String?) throws -> ImportedSource {
        switch path {
        case "self.lnb": return ImportedSource(identity: path, statements: Parser.parse("import \"self.lnb\"").statements)
        case "a.lnb", "b.lnb": return ImportedSource(identity: path, statements: Parser.parse("let q = \(path == "a.lnb" ? 1 : 2)").statements)
        default: throw ImportFailure("no such file")
        }
    }

    @Test(arguments: DiagnosticCode.allCases)
    func everyCodeIsExplainedByAnExample(_ code: DiagnosticCode) {
        let entry = DiagnosticCatalogue.explanation(of: code)
        #expect(!entry.title.isEmpty && !entry.explanation.isEmpty)
        guard !entry.wrong.isEmpty else { return }
        let wrong = Session(entry.wrong, importing: resolve), right = Session(entry.right, importing: resolve)
        #expect(wrong.codes.contains(code), "\(wrong.errors)")
        #expect(right.diagnostics.isEmpty, "\(right.errors)")
    }

    @Test func codesAreFoundByName() {
        #expect(DiagnosticCatalogue.explanation(of: "l040")?.code == .shapeMismatch)
        #expect(DiagnosticCatalogue.explanation(of: "L999") == nil)
    }
}
