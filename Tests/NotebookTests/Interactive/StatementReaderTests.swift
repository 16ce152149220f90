import Testing

@testable import Notebook

@Suite struct StatementReaderTests {
    private func statements(_ lines: [String], isInteractive: Bool) -> [String] {
        var reader = StatementReader(isInteractive: isInteractive)
        return lines.flatMap { reader.add($0) } + reader.finish()
    }

    @Test func fromAPipeALineMayGoOn() {
        let lines = ["space z in R^3", "claim a: z", "  = z", "", "claim b: (1", ") = 1", "= 2", "let x = 1 +", "2"]
        #expect(
            statements(lines, isInteractive: false) == [
                "space z in R^3\n", "claim a: z\n  = z\n\n", "claim b: (1\n) = 1\n= 2\n", "let x = 1 +\n2\n",
            ])
    }

    @Test func onATerminalNobodyWaits() {
        let lines = ["space z in R^3", "claim a: (1", ") = 1", "calc c: 1", "= 1", "", "claim d: 2 =", "2"]
        #expect(
            statements(lines, isInteractive: true) == [
                "space z in R^3\n", "claim a: (1\n) = 1\n", "calc c: 1\n= 1\n", "claim d: 2 =\n2\n",
            ])
    }

    @Test func quotesAndCommentsHaveNoBrackets() {
        #expect(!StatementReader.isOpen(["claim \"(\": 1 = 1 # ("]))
        #expect(!StatementReader.isOpen(["space r in (0,oo)", "param γ in [-3, 1)"]))
        #expect(StatementReader.isOpen(["let x = ⟨v"]))
    }
}
