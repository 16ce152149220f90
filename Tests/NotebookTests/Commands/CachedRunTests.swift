import Glibc
import Testing

@testable import Notebook

/// `notebook run` with a cache, as its user sees it.
@Suite(.enabled(if: Engine.isBuilt)) struct CachedRunTests {
    private let folder: TemporaryFolder
    private static let text = """
        ```lnb
        space z in R^3
        param k > 0
        function u(z)
        let L(q) = Δ(q)
        claim uses: L(u²) = 2 u L(u) + 2 |∇u|²
        claim wrong: ∇(|z|²) = z
          expect refuted
        claim open: ∫[z] Δu = 0
          expect unknown
        claim cites: L(u²) - 2 u L(u) = 2 |∇u|² given uses
        find a: Δ(|z|^k) = a |z|^(k-2)
        calc chain: |z|²
          = z·z
          = z[1]² + z[2]² + z[3]²
        ```

        """

    init() throws { folder = try TemporaryFolder() }

    private var entries: [String] { (try? FileTree.files(in: Path.join(folder.path, "cache/results"), ending: "")) ?? [] }

    private func run(_ options: String...) throws -> Engine.Run {
        try Engine.run(["run", "a.lnb"] + options, in: folder, cache: Path.join(folder.path, "cache"))
    }

    /// The claims that a run took from the cache.
    private func cached() throws -> Set<String> {
        let lines = try run("--timing").output.split(separator: "\n").filter { $0.contains("[cached]") }
        return Set(lines.compactMap { $0.split(separator: " ").first { $0 != "!" } }.map(String.init))
    }

    private static let decided: Set = ["uses", "wrong", "open", "cites", "find", "chain.1", "chain.2"]

    @Test func anUnchangedNotebookIsReadFromTheCache() throws {
        try folder.file("a.lnb", Self.text)
        let first = try run("--format", "json", "--statements")
        #expect(first.status == 0, "\(first.output)")
        #expect(entries.count == Self.decided.count)
        let second = try run("--format", "json", "--statements")
        #expect(second.output == first.output)
        #expect(try cached() == Self.decided)
        #expect(try run("--format", "json", "--statements", "--no-cache").output == first.output)
        #expect(try run("--format", "json", "--timing").output.contains("\"cached\": true"))
    }

    @Test func noWorkerIsStartedForAnUnchangedNotebook() throws {
        try folder.file("a.lnb", Self.text)
        _ = try run()
        // A process that may start no other.
        let again = try Engine.start(
            "ulimit -u 0; exec \"$@\"", [Engine.path, "run", "a.lnb", "--timing"], in: folder,
            cache: Path.join(folder.path, "cache"))
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("[cached]"))
        #expect(!again.output.contains(" ms]"))
    }

    @Test func certificatesAreTheSame() throws {
        try folder.file("a.lnb", Self.text)
        _ = try run("--certificates", "one")
        _ = try run("--certificates", "two")
        let names = try FileTree.files(in: Path.join(folder.path, "one"), ending: ".cert")
        #expect(names.count >= 5)
        for name in names {
            let other = name.replacing("/one/", with: "/two/")
            #expect(try FileContents.read(name) == FileContents.read(other))
        }
        let verified = try Engine.run(["verify", "two"], in: folder)
        #expect(verified.status == 0)
    }

    @Test func proseAndExpectationsDoNotCount() throws {
        try folder.file("a.lnb", Self.text)
        _ = try run()
        try folder.file("a.lnb", "# Title\n\n" + Self.text.replacing("expect refuted", with: "expect unknown note \"x\""))
        #expect(try cached() == Self.decided)
        #expect(try run().status == 1)
    }

    @Test func aChangedDefinitionCounts() throws {
        try folder.file("a.lnb", Self.text)
        _ = try run()
        try folder.file("a.lnb", Self.text.replacing("let L(q) = Δ(q)", with: "let L(q) = 2 Δ(q)"))
        #expect(try cached() == Self.decided.subtracting(["uses", "cites"]))
        let changed = try run()
        #expect(changed.status == 1)
        #expect(changed.output.contains("uses     refuted"), "\(changed.output)")
    }

    @Test func declarationsAndOptionsCount() throws {
        try folder.file("a.lnb", Self.text)
        _ = try run()
        #expect(try run("--digits", "50", "--timing").output.contains("[cached]") == false)
        try folder.file("a.lnb", Self.text.replacing("param k > 0", with: "param k in (0, 1)"))
        #expect(!(try cached().contains("find")))
    }

    @Test func damagedEntriesAreWrittenAnew() throws {
        try folder.file("a.lnb", Self.text)
        let first = try run()
        let whole = try entries.map { try FileContents.read($0) }
        for (path, bytes) in zip(entries, whole) {
            try FileContents.replace(path, with: bytes.map { $0 == UInt8(ascii: "o") ? UInt8(ascii: "0") : $0 })
        }
        let second = try run()
        #expect((second.status, second.output, second.errors) == (first.status, first.output, ""))
        #expect(try entries.map { try FileContents.read($0) } == whole)
    }

    @Test func noCacheNeitherReadsNorWrites() throws {
        try folder.file("a.lnb", Self.text)
        #expect(try run("--no-cache").status == 0)
        #expect(!Path.isFolder(Path.join(folder.path, "cache")))
        _ = try run()
        let before = entries
        for path in before { unlink(path) }
        #expect(try run("--no-cache", "--timing").output.contains("[cached]") == false)
        #expect(entries.isEmpty && !before.isEmpty)
    }

    @Test(arguments: ["/proc/nowhere", "a.lnb"]) func aPlaceThatCannotBeUsedIsPassedOver(cache: String) throws {
        try folder.file("a.lnb", Self.text)
        let run = try Engine.run(["run", "a.lnb"], in: folder, cache: cache)
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
    }

    /// The administrator may write where nobody else may.
    @Test(.enabled(if: geteuid() != 0)) func aFolderThatCannotBeWrittenIsStillRead() throws {
        try folder.file("a.lnb", Self.text)
        _ = try run("--only", "wrong")
        chmod(Path.join(folder.path, "cache/results"), 0o555)
        defer { chmod(Path.join(folder.path, "cache/results"), 0o755) }
        #expect(try cached() == ["wrong"])
        #expect(try run().errors.isEmpty)
        #expect(entries.count == 1)
    }

    @Test func twoRunsAtOnce() throws {
        try folder.file("a.lnb", Self.text)
        let script = "\"$@\" >one 2>&1 & first=$!; \"$@\" >two 2>&1; second=$?; wait $first && exit $second"
        let both = try Engine.start(
            script, [Engine.path, "run", "a.lnb"], in: folder, cache: Path.join(folder.path, "cache"))
        #expect(both.status == 0)
        #expect(try folder.text("one") == folder.text("two"))
        #expect(entries.count == Self.decided.count)
        #expect(try cached() == Self.decided)
    }

    @Test func whatALimitStoppedIsNotKept() throws {
        try folder.file("a.lnb", RunCommandTests.long)
        #expect(try run("--timeout", "0.2").status == 3)
        #expect(entries.count == 1)
        #expect(try cached() == ["quick"])
    }

    @Test(arguments: ["-TERM $child", "-INT $child", "-TERM -$child"]) func anInterruptKeepsWhatIsFinished(signal: String) throws {
        try folder.file("a.lnb", RunCommandTests.long)
        // The run and its workers are a process group.
        let run = try Engine.start(
            "setsid \"$@\" & child=$!; sleep 1; kill \(signal); wait $child; exit $?",
            [Engine.path, "run", "a.lnb", "--jobs", "2", "--timeout", "60"], in: folder,
            cache: Path.join(folder.path, "cache"))
        #expect(run.status == 3, "\(run.output)\(run.errors)")
        #expect(run.output.contains("quick  proved"))
        #expect(run.output.contains("interrupted"))
        #expect(entries.count == 1)
    }
}
