import Testing

@testable import Notebook

private let good = """
    # Good

    ```lnb
    space x in R
    claim square: (x + 1)^2 = x^2 + 2x + 1
    claim wrong: (x + 1)^2 = x^2 + 1
        expect refuted
    ```

    """

@Suite(.enabled(if: Engine.isBuilt)) struct RunCommandTests {
    @Test func everythingAsExpectedIsZero() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        let run = try Engine.run(["run", "a.lnb"], in: folder)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains("square  proved"))
        #expect(run.output.contains("wrong   refuted"))
        #expect(run.output.contains("2 claims: 1 proved, 1 refuted; all as expected"))
        #expect(run.errors.isEmpty)
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test func anUnexpectedVerdictIsOne() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "```lnb\nspace x in R\nclaim c: x = x + 1\n```\n")
        let run = try Engine.run(["run", "a.lnb"], in: folder)
        #expect(run.status == 1)
        #expect(run.output.contains("a.lnb:3:1: claim c is refuted, expected proved"))
        #expect(run.output.contains("  3 | claim c: x = x + 1\n    | ^^^^"))
    }

    @Test func errorsOfOneFileDoNotStopTheOthers() throws {
        let folder = try TemporaryFolder()
        try folder.file("n/a.lnb", "```lnb\nclaim c: (1 = 1\nclaim d: y = 1\nclaim e: 1 = 1\n```\n")
        try folder.file("n/b.lnb", good)
        try folder.file("n/.hidden/c.lnb", "```lnb\n")
        let run = try Engine.run(["run", "n"], in: folder)
        #expect(run.status == 2)
        #expect(run.errors.contains("n/a.lnb:2:"))
        #expect(run.errors.contains("n/a.lnb:3:"))
        #expect(run.output.contains("square  proved"))
        #expect(!run.output.contains("  e  "))
    }

    @Test func theCommandLineMustBeReadable() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        for arguments in [
            ["run"], ["run", "missing.lnb"], ["run", "a.lnb", "--frobnicate"], ["frobnicate"], ["run", "a.lnb", "--timeout", "0"],
            ["run", "a.lnb", "--only", "missing"], ["run", "a.lnb", "--check", "--update"], ["run", "a.lnb", "--format", "pdf"],
        ] {
            let run = try Engine.run(arguments, in: folder)
            #expect(run.status == 2, "\(arguments): \(run.errors)")
            #expect(!run.errors.isEmpty)
            #expect(arguments == ["run", "missing.lnb"] || run.output.isEmpty, "\(arguments)")
        }
    }

    @Test func updateThenCheck() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        let before = try Engine.run(["run", "--check", "a.lnb"], in: folder)
        #expect(before.status == 1)
        #expect(before.errors.contains("a.lnb:3: error N011"))
        #expect(try folder.text("a.lnb") == good)
        #expect(try Engine.run(["run", "--update", "a.lnb"], in: folder).status == 0)
        let updated = try folder.text("a.lnb")
        #expect(updated.hasPrefix(good + "```lnb-result\nsquare  proved"))
        #expect(try Engine.run(["run", "--check", "a.lnb"], in: folder).status == 0)
        #expect(try Engine.run(["run", "--update", "--jobs", "2", "a.lnb"], in: folder).status == 0)
        #expect(try folder.text("a.lnb") == updated)
        try folder.file("a.lnb", updated.replacing("square  proved", with: "square  refuted"))
        #expect(try Engine.run(["run", "--check", "a.lnb"], in: folder).status == 1)
    }

    @Test func updateLeavesAFileWithErrorsAlone() throws {
        let folder = try TemporaryFolder()
        let text = good + "```lnb\nclaim d: y = 1\n```\n"
        try folder.file("a.lnb", text)
        #expect(try Engine.run(["run", "--update", "a.lnb"], in: folder).status == 2)
        #expect(try folder.text("a.lnb") == text)
    }

    @Test func aNotebookWithoutClaimsFailsTheCheck() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "# Nothing\n\n```lnb\nspace x in R\n```\n")
        #expect(try Engine.run(["run", "a.lnb"], in: folder).status == 0)
        let run = try Engine.run(["run", "--check", "a.lnb"], in: folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("N010"))
    }

    @Test func onlyTheNamedClaimRuns() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        let run = try Engine.run(["run", "--only", "square", "a.lnb"], in: folder)
        #expect(run.status == 0)
        #expect(run.output.contains("1 claim: 1 proved; all as expected"))
    }

    @Test func jsonHasTheSchema() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        let run = try Engine.run(["run", "--format", "json", "a.lnb"], in: folder)
        let report = try #require(JSONReader.read(run.output))
        #expect(report["schema"] == .number(1))
        let claims = try #require(report["notebooks"]?[0]?["claims"])
        #expect(claims[0]?["name"] == .string("square"))
        #expect(claims[0]?["kind"] == .string("claim"))
        #expect(claims[0]?["line"] == .number(5))
        #expect(claims[0]?["verdict"] == .string("proved"))
        #expect(claims[0]?["asExpected"] == .bool(true))
        #expect(claims[0]?["milliseconds"] == nil)
        #expect(claims[1]?["expected"] == .string("refuted"))
        #expect(claims[1]?["witness"] != nil)
        #expect(report["summary"]?["proved"] == .number(1))
        #expect(try Engine.run(["run", "--format", "json", "--jobs", "1", "a.lnb"], in: folder).output == run.output)
    }

    /// The verdict stands before a repair is looked for.
    @Test func timesAreTold() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        let run = try Engine.run(["run", "--format", "json", "--timing", "--no-cache", "a.lnb"], in: folder)
        let report = try #require(JSONReader.read(run.output))
        let claims = try #require(report["notebooks"]?[0]?["claims"])
        for number in 0..<2 {
            let whole = try #require(claims[number]?["milliseconds"]?.decimalValue), decided = try #require(claims[number]?["decidedMilliseconds"]?.decimalValue)
            #expect(0 < decided && decided <= whole, "\(run.output)")
        }
        let again = try Engine.run(["run", "--format", "json", "a.lnb"], in: folder)
        #expect(!again.output.contains("illiseconds"))
    }

    @Test(arguments: ["junit", "sarif", "github", "markdown"]) func otherFormats(format: String) throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good + "\n```lnb\nclaim bad: 1 = 2\n```\n")
        try folder.file("b.lnb", "```lnb\nclaim c: (\n```\n")
        let run = try Engine.run(["run", "--format", format, "a.lnb", "b.lnb"], in: folder)
        #expect(run.status == 2)
        #expect(run.output.contains("bad"))
        if format == "sarif" { #expect(JSONReader.read(run.output) != nil) }
    }

    @Test func certificatesAreWrittenAndVerified() throws {
        let folder = try TemporaryFolder()
        try folder.file("n/a.lnb", good)
        #expect(try Engine.run(["run", "--certificates", "out", "n/a.lnb"], in: folder).status == 0)
        let verified = try Engine.run(["verify", "out"], in: folder)
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(verified.output.contains("square  ") && verified.output.contains("  proved"))
        let text = try folder.text("out/n/a/square.cert")
        try folder.file("out/n/a/square.cert", text.replacing("proved", with: "refuted"))
        #expect(try Engine.run(["verify", "out/n/a/square.cert"], in: folder).status != 0)
        #expect(try Engine.run(["verify", "out/missing.cert"], in: folder).status == 2)
    }

    /// Normal forms of this size take longer than the limits below allow, on any machine.
    static let long = """
        ```lnb
        space x, y, w in R
        space z in R^3
        claim quick: x = x
        claim long: sqrt(x^2+1)^41 exp(x y)^30 (x+y+w+z[1]+z[2]+z[3]+|z|+1)^15
            = exp(30 x y) (x+y+w+z[1]+z[2]+z[3]+|z|+1)^15 sqrt(1+x^2)^41
        ```

        """

    @Test(arguments: [["--timeout", "0.2"], ["--memory", "64"]]) func aLimitIsThree(options: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", RunCommandTests.long)
        let run = try Engine.run(["run", "a.lnb", "--update"] + options, in: folder)
        #expect(run.status == 3, "\(run.output)\(run.errors)")
        #expect(run.output.contains("stopped by a limit: long"))
        #expect(run.output.contains("quick  proved"))
        #expect(try folder.text("a.lnb") == RunCommandTests.long)
    }

    /// What a library prints when memory fails is no answer, wherever it prints it.
    @Test(arguments: [70, 75, 80, 85, 90]) func aLibraryThatLacksMemoryIsALimit(mebibytes: Int) throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", """
            ```lnb
            param d integer >= 1
            param γ
            space p, q in R^d
            density f(p), g(p)
            function X(p) : vector
            claim a: ∫[p, q] f(p) g(q) |p-q|^(γ+2) (((Id - (p-q)⊗(p-q)/|p-q|²) X(p))·X(p))
                = ∫[p, q] f(p) g(q) |p-q|^(γ+2) |(Id - (p-q)⊗(p-q) * |p-q|²) X(p)|²
            ```

            """)
        let run = try Engine.run(["run", "a.lnb", "--memory", String(mebibytes)], in: folder)
        #expect(run.status == 3 && run.output.contains("stopped at the memory limit"), "\(run.status) \(run.output)\(run.errors)")
    }

    @Test(arguments: ["text", "json", "junit", "sarif", "github", "markdown"])
    func theReportDoesNotDependOnTheNumberOfWorkers(format: String) throws {
        let folder = try TemporaryFolder()
        let claims = (1...12).map { "claim c\($0): (x + 1)^\($0) = (x + 1)^\($0 % 5 == 0 ? 2 : $0)" }
        try folder.file("n/a.lnb", "```lnb\nspace x in R\n\(claims.joined(separator: "\n"))\n```\n")
        try folder.file("n/b.lnb", good)
        let runs = try ["1", "2", "7"].map {
            try Engine.run(["run", "n", "--statements", "--format", format, "--jobs", $0], in: folder)
        }
        #expect(runs.allSatisfy { $0.status == 1 && $0.output == runs[0].output })
    }

    @Test(arguments: ["0", "-1", "257", "two", "1.5", ""]) func theNumberOfWorkersIsChecked(jobs: String) throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        let run = try Engine.run(["run", "a.lnb", "--jobs=" + jobs], in: folder)
        #expect(run.status == 2)
        #expect(run.errors.contains("jobs"))
        #expect(run.output.isEmpty)
    }

    @Test func aClosedPipeIsNoCrash() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", good)
        let run = try Engine.start("(\"$@\"; echo $? >&2) | true", [Engine.path, "run", "a.lnb"], in: folder)
        #expect(run.errors == "0\n")
    }
}
