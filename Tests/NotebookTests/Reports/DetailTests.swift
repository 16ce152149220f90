import Testing

@testable import Notebook

@Suite(.enabled(if: Engine.isBuilt)) struct DetailTests {
    private func run(_ arguments: [String]) throws -> Engine.Run {
        let folder = try TemporaryFolder()
        try folder.file("n/good.lnb", "```lnb\nspace z in R^3\nclaim c: tr(Id - z⊗z/|z|²) = 2\n```\n")
        try folder.file("n/bad.lnb", "```lnb\nspace v in R^3\ndensity f(v)\nclaim fine: ∫[v] Δf = 0\nclaim wrong: v = 2v\n```\n")
        return try Engine.run(["run", "n"] + arguments, in: folder)
    }

    @Test func verboseTellsHowTheKernelWasConvinced() throws {
        let run = try run(["--verbose"])
        #expect(run.status == 1)
        #expect(run.output.contains("are the same sum"))
        #expect(run.output.contains("Everything is defined, and converges, for z ≠ 0."))
        #expect(run.output.contains("the divergence of a field, whose flux vanishes or is the rest of the equation:\n          X_i[v] = f(v) ∂_i log f(v)\n"))
        #expect(run.output.contains("At one point, which satisfies every hypothesis"))
        #expect(try !self.run([]).output.contains("are the same sum"))
    }

    @Test func quietShowsOnlyFailures() throws {
        let run = try run(["--quiet"])
        #expect(run.status == 1)
        #expect(!run.output.contains("good.lnb"))
        #expect(!run.output.contains("fine  "))
        #expect(run.output.contains("wrong  refuted"))
        #expect(run.output.contains("3 claims: 2 proved, 1 refuted; 1 not as expected: wrong"))
        #expect(try self.run(["--quiet", "--verbose"]).status == 2)
    }
}
