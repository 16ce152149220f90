import Testing

@testable import Notebook

/// Parts of a run, run by the commands, against the run as a whole.
@Suite(.enabled(if: Engine.isBuilt)) struct ShardCommandTests {
    /// Notebooks with every kind of entry: as expected, not as expected, with errors, empty.
    private func collection() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for number in 1...5 {
            try folder.file(
                "n/\(number).lnb",
                "# \(number)\n\n```lnb\nspace x in R\nclaim square: (x + \(number))^2 = x^2 + \(2 * number) x + \(number * number)\n```\n")
        }
        try folder.file("n/false.lnb", "```lnb\nspace x in R\nclaim cube: (x + 1)^3 = x^3 + 1\n```\n")
        try folder.file("n/broken.lnb", "```lnb\nclaim\n```\n")
        try folder.file("n/empty.lnb", "Only words.\n")
        return folder
    }

    private func parts(_ count: Int, _ arguments: [String], in folder: TemporaryFolder) throws -> [String] {
        try (1...count).map { number in
            _ = try Engine.run(["run"] + arguments + ["--shard", "\(number)/\(count)", "--out", "part-\(number)"], in: folder)
            return "part-\(number)"
        }
    }

    @Test(arguments: ["text", "json", "junit", "sarif", "github", "markdown"])
    func partsJoinToTheReportOfASingleRun(_ format: String) throws {
        let folder = try collection()
        let whole = try Engine.run(["run", "n", "--format", format], in: folder)
        #expect(whole.status == 2)
        let parts = try parts(3, ["n", "--format", format], in: folder)
        let merged = try Engine.run(["merge"] + parts.reversed(), in: folder)
        #expect(merged.output == whole.output)
        #expect(merged.errors == whole.errors)
        #expect(merged.status == whole.status)
    }

    @Test func moreShardsThanNotebooks() throws {
        let folder = try collection()
        let parts = try parts(10, ["n/1.lnb"], in: folder)
        let merged = try Engine.run(["merge"] + parts, in: folder)
        #expect(merged.status == 0)
        #expect(merged.output.hasSuffix("1 claim: 1 proved; all as expected\n"))
    }

    @Test func partsThatDoNotMakeAWholeRunAreNamed() throws {
        let folder = try collection()
        let parts = try parts(3, ["n"], in: folder)
        func complaint(_ files: [String]) throws -> String {
            let run = try Engine.run(["merge"] + files, in: folder)
            #expect(run.status == 2)
            #expect(run.output.isEmpty)
            return run.errors
        }
        #expect(try complaint([parts[0], parts[2]]).contains("shard 2/3 is missing"))
        #expect(try complaint(parts + [parts[1]]).contains("shard 2/3 is doubled"))

        let text = try folder.text(parts[1])
        try folder.file("cut", String(text.dropLast(20)))
        #expect(try complaint([parts[0], "cut", parts[2]]).contains("cut:"))
        let lines = text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
        try folder.file("headless", lines)
        #expect(try complaint([parts[0], "headless", parts[2]]).contains("the part is truncated"))
        try folder.file("changed", text.replacing("proved", with: "assumed"))
        #expect(try complaint([parts[0], "changed", parts[2]]).contains("the part is damaged"))
        try folder.file("engine", text.replacing("\"engine\":\"", with: "\"engine\":\"other "))
        #expect(try complaint([parts[0], "engine", parts[2]]).contains("damaged"))
        #expect(try complaint([parts[0], "n/1.lnb", parts[2]]).contains("this is no part of a run"))

        _ = try Engine.run(["run", "n", "--format", "json", "--shard", "2/3", "--out", "json"], in: folder)
        #expect(try complaint([parts[0], "json", parts[2]]).contains("has the report as json, but part-1 as text"))
        try folder.file("n/6.lnb", "# New\n")
        _ = try Engine.run(["run", "n", "--shard", "2/3", "--out", "later"], in: folder)
        #expect(try complaint([parts[0], "later", parts[2]]).contains("names or contents differ"))
    }

    @Test func aPlanHoldsShardsToTheNotebooksItWasMadeFor() throws {
        let folder = try collection()
        let whole = try Engine.run(["run", "n"], in: folder)
        let plan = try Engine.run(["plan", "n", "--shards", "2"], in: folder)
        #expect(plan.status == 0)
        #expect(plan.output.hasPrefix("shard 1/2: "))
        let parts = try parts(2, ["--plan", "plan.json"], in: folder)
        #expect(try Engine.run(["merge"] + parts, in: folder).output == whole.output)

        func complaint(_ arguments: [String]) throws -> String {
            let run = try Engine.run(["run"] + arguments + ["--out", "part"], in: folder)
            #expect(run.status == 2)
            return run.errors
        }
        #expect(try complaint(["--plan", "plan.json", "--shard", "1/3"]).contains("the plan is for 2 shards"))
        let text = try folder.text("plan.json")
        try folder.file("old.json", text.replacing("\"engine\": \"", with: "\"engine\": \"an old "))
        #expect(try complaint(["--plan", "old.json", "--shard", "1/2"]).contains("the plan is for an old "))
        try folder.file("cut.json", String(text.dropLast(30)))
        #expect(try complaint(["--plan", "cut.json", "--shard", "1/2"]).contains("this is no plan"))
        try folder.file("future.json", text.replacing("\"plan\": 1", with: "\"plan\": 9"))
        #expect(try complaint(["--plan", "future.json", "--shard", "1/2"]).contains("a plan of version 9"))
        try folder.file("n/1.lnb", "# Changed\n")
        #expect(try complaint(["--plan", "plan.json", "--shard", "1/2"]).contains("n/1.lnb has changed since the plan was made"))
    }

    @Test func durationsOfAnEarlierRunShareOutTheNotebooks() throws {
        let folder = try collection()
        let parts = try parts(2, ["n", "--no-cache"], in: folder)
        let plan = try Engine.run(["plan", "n", "--shards", "2", "--durations"] + parts, in: folder)
        #expect(plan.status == 0)
        #expect(plan.output.contains(" s\n") && !plan.output.contains("bytes"))
        #expect(try folder.text("plan.json").contains("\"unit\": \"milliseconds\""))
    }

    @Test func theShellScriptsAreOnesThatAShellReads() throws {
        let folder = try collection()
        let script = try Engine.run(["plan", "n", "--shards", "3", "--emit", "slurm", "--out", "my plan.json", "--jobs", "2"], in: folder)
        #expect(script.output.contains("#SBATCH --array=0-2\n"))
        #expect(script.output.contains("--plan 'my plan.json' --jobs 2 --shard"))
        try folder.file("job.sh", script.output)
        // A shard as Slurm runs it.
        let job = try Engine.start("export SLURM_ARRAY_TASK_ID=1; mkdir parts; sh job.sh", [], in: folder)
        #expect(job.status == 0, "\(job.errors)")
        #expect(try Part(reading: Path.join(folder.path, "parts/part-2.jsonl")).heading.shard == Shard(2, of: 3))

        let matrix = try Engine.run(["plan", "n", "--shards", "3", "--emit", "github"], in: folder)
        #expect(JSONReader.read(matrix.output)?["include"]?.elements?.count == 3)
        #expect(matrix.output.split(separator: "\n").count == 1)
    }
}
