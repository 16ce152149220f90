import Testing

@testable import Notebook

@Suite(.enabled(if: Engine.isBuilt)) struct SessionCommandTests {
    private func answers(_ lines: String, in folder: TemporaryFolder? = nil) throws -> Engine.Run {
        try Engine.run(["repl"], in: try folder ?? TemporaryFolder(), input: lines)
    }

    @Test func questionsAboutExpressions() throws {
        let run = try answers("""
            space z in R^3
            let Π = Id - z⊗z/|z|²
            :type Π z
            :type Π
            :type z
            :normal Π:Π
            :latex Π z/2
            :latex Π z = 0
            :latex |∇log |z||² log |z|

            """)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "a vector of R^3\na matrix on R^3\na point of R^3\n2\n\\frac{\\Pi\\,z}{2}\n\\Pi\\,z=0\n\\lvert\\nabla\\log\\lvert z\\rvert\\rvert^{2}\\log\\lvert z\\rvert\n")
    }

    @Test func questionsAboutClaims() throws {
        let run = try answers("""
            space x in R
            axiom assumption: x >= 0
            claim c: x (x + 1) = x + x^2
            claim r: x = 1
            :show c
            :why c
            :why r
            :axioms c
            :axioms assumption

            """)
        #expect(run.status == 1)
        #expect(run.output.contains("for all x in R:\nx (x + 1) = x + x^2\n"))
        #expect(run.output.contains("left side = 2, right side = 1\n"))
        #expect(run.output.hasSuffix("none\nassumption\n"))
        #expect(run.output.contains("c is proved: identity"))
        #expect(run.output.contains("are the same sum"))
        #expect(run.output.contains("r is refuted"))
        #expect(run.output.contains("satisfies every hypothesis"))
    }

    @Test func sessionsAreLoadedSavedAndUndone() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "# A\n\n```lnb\nspace x in R\nclaim a: x = x\n```\n")
        let run = try answers("""
            :load a.lnb
            claim b: 2x = x + x
            claim c: x = 1 expect refuted
            :undo
            :save
            :save b.lnb
            :save b.lnb
            :reload
            :check
            :undo
            :undo
            :quit
            claim never: 1 = 2

            """, in: folder)
        #expect(run.output.contains("withdrawn: claim c: x = 1 expect refuted\n"))
        #expect(try folder.text("a.lnb") == "# A\n\n```lnb\nspace x in R\nclaim a: x = x\n```\n\n```lnb\nclaim b: 2x = x + x\n```\n")
        #expect(try folder.text("b.lnb").hasPrefix("# A"))
        #expect(run.errors.contains("b.lnb: File exists"))
        #expect(!run.output.contains("never"))
        #expect(run.status == 2)
    }

    @Test(arguments: [
        (":bogus", "repl:1: error: there is no command `:bogus`"), (":type", "repl:6: error: `:type` is followed by EXPRESSION"),
        (":quit now", "repl:7: error: `:quit` stands alone"), (":type y", "repl:1:1: error L030"), (":why c", "repl:6: error: there is no claim `c`"),
        (":normal (", "repl:1:2: error"), (":reload", "no notebook was read"), (":undo", "nothing to withdraw"),
        (":load missing.lnb", "missing.lnb"), (":latex (", "repl:1:2: error"),
    ]) func whatCannotBeAnswered(line: String, complaint: String) throws {
        let run = try answers(line + "\nclaim a: 1 = 1\n")
        #expect(run.errors.contains(complaint), "\(run.errors)")
        #expect(run.output.contains("a  proved"))
        #expect(run.status == 2)
    }

    @Test func everyCommandIsExplained() throws {
        let run = try answers(":help\n")
        for name in SessionCommand.Name.allCases { #expect(run.output.contains(":\(name.rawValue) ")) }
    }
}
