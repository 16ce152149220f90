import Glibc
import Testing

@testable import Notebook

/// Runs that are killed, starved or lied to: `Tests/faults.sh` does the same at length.
@Suite(.enabled(if: Engine.isBuilt)) struct FaultTests {
    private static let text = "```lnb\nspace z in R^3\nfunction u(z)\nclaim a: Δ(u²) = 2 u Δu + 2 |∇u|²\nclaim b: ∇(|z|²) = 2 z\n```\n"

    /// The notebook is as it was or as it will be, wherever the run is killed.
    @Test func aKilledRunLeavesAWholeFile() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", Self.text)
        #expect(try Engine.run(["run", "--update", "a.lnb"], in: folder).status == 0)
        let after = try folder.text("a.lnb")
        #expect(after.contains("```lnb-result"))
        for milliseconds in [2, 20, 60, 120] {
            try folder.file("a.lnb", Self.text)
            _ = try Engine.start(
                "\"$@\" & sleep 0.\(milliseconds < 10 ? "00" : milliseconds < 100 ? "0" : "")\(milliseconds); kill -9 $!", [Engine.path, "run", "--update", "a.lnb"],
                in: folder, cache: Path.join(folder.path, "cache"))
            let found = try folder.text("a.lnb")
            #expect(found == Self.text || found == after, "after \(milliseconds) ms")
        }
        let last = try Engine.run(["run", "--update", "a.lnb"], in: folder, cache: Path.join(folder.path, "cache"))
        #expect(last.status == 0)
        #expect(try folder.text("a.lnb") == after)
    }

    @Test func whatKilledRunsLeftBehindIsCleared() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", Self.text)
        let old = try folder.file("a.lnb.notebook-x7Yz9q", "half"), fresh = try folder.file("b.lnb.notebook-AAAAAA", "half")
        let others = try ["a.lnb.backup", "a.lnb.notebook-", "a.lnb.notebook-longer7", "notebook-123456"].map { try folder.file($0, "mine") }
        for path in [old] + others {
            var times = [timespec(tv_sec: 1_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000, tv_nsec: 0)]
            #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
        }
        #expect(try Engine.run(["run", "--update", "a.lnb"], in: folder).status == 0)
        #expect(access(old, F_OK) != 0)
        // Another run may be writing this one.
        #expect(access(fresh, F_OK) == 0)
        for path in others { #expect(access(path, F_OK) == 0, "\(path)") }
    }

    @Test func aReportThatCannotBeWrittenIsAFailure() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", Self.text)
        let run = try Engine.start("exec \"$@\" >/dev/full", [Engine.path, "run", "a.lnb"], in: folder)
        #expect(run.status == 2)
        #expect(run.errors.contains("cannot write the report: No space left on device"))
        // A reader that has seen enough is no failure.
        #expect(try Engine.start("\"$@\" | true", [Engine.path, "run", "a.lnb"], in: folder).errors.isEmpty)
    }

    /// Workers, language and time zone make no difference to a byte.
    @Test func reportsAreTheSame() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", Self.text + "```lnb\nclaim c: Δ(|z|²) = 5\n  expect refuted\nfind k: z·∇(|z|²) = k |z|²\n```\n")
        func bytes(_ environment: String, jobs: Int, _ cache: String) throws -> String {
            let script = "\(environment) \"$@\" --jobs \(jobs) --certificates out && cat out/a/*.cert"
            let run = try Engine.start(script, [Engine.path, "run", "--format", "json", "--statements", "a.lnb"], in: folder, cache: Path.join(folder.path, cache))
            #expect(run.status == 0, "\(run.errors)")
            return run.output
        }
        let first = try bytes("LC_ALL=C TZ=UTC", jobs: 1, "one")
        #expect(first.contains("certificate"))
        #expect(try bytes("LC_ALL=de_DE.UTF-8 TZ=Asia/Tokyo", jobs: 2, "two") == first)
        #expect(try bytes("LC_ALL=tr_TR.UTF-8 TZ=Pacific/Kiritimati", jobs: 2, "one") == first)
    }
}
