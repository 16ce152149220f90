import Glibc
import Testing

@testable import Notebook

/// Workers that are small shell scripts: how the parent deals with those that answer, die and hang.
@Suite struct WorkerPoolTests {
    private func ends(
        _ script: String, messages: [String] = ["a"], jobs: Int = 1, seconds: Double = 20
    ) throws -> [WorkerPool.End?] {
        let folder = try TemporaryFolder()
        let worker = try folder.file("worker", "#!/bin/sh\n" + script, mode: 0o755)
        let pool = WorkerPool(executable: worker, limits: WorkerLimits(seconds: seconds), jobs: jobs)
        var ends = [WorkerPool.End?](repeating: nil, count: messages.count)
        try run(pool, messages.map { Array($0.utf8) }) { completion in
            #expect(ends[completion.index] == nil)
            ends[completion.index] = completion.end
        }
        return ends
    }

    /// Runs the pool; again while another test, which has just forked, still holds the script open for writing.
    private func run(
        _ pool: WorkerPool, _ messages: [[UInt8]], shouldStop: () -> Bool = { false },
        completed: (WorkerPool.Completion) -> Void
    ) throws {
        while true {
            let attempt = Result { () throws(SystemFailure) in
                try pool.run(messages, shouldStop: shouldStop, completed: completed)
            }
            guard case .failure(let failure) = attempt, failure.code == ETXTBSY else { return try attempt.get() }
            usleep(1000)
        }
    }

    @Test(arguments: [1, 2, 7]) func everyTaskGetsItsOwnAnswer(jobs: Int) throws {
        let messages = (0..<50).map { "message \($0) " + String(repeating: "x", count: $0 * 997) }
        let ends = try ends("exec cat", messages: messages, jobs: jobs)
        #expect(ends == messages.map { .answer(Array($0.utf8)) })
    }

    @Test func noTasksNoWorkers() throws {
        #expect(try ends("exit 1", messages: []) == [])
    }

    @Test func aWorkerThatHangsIsStopped() throws {
        let start = WorkerPool.now()
        #expect(try ends("exec sleep 60", messages: ["a", "b"], jobs: 2, seconds: 0.3) == [.death(.time), .death(.time)])
        #expect(WorkerPool.now() - start < 10)
    }

    @Test func aLackOfMemoryIsRecognised() throws {
        #expect(try ends("exit 70") == [.death(.memory)])
        for words in [
            "GNU MP: Cannot allocate memory (size=8)", "Exception (Unable to allocate memory).",
            "Fatal error: failed to allocate 80 bytes of memory with alignment 8", "terminate called: std::bad_alloc",
        ] {
            #expect(try ends("echo '\(words)' >&2; kill -ABRT $$") == [.death(.memory)])
        }
        #expect(try ends("exit 71") == [.death(.stack)])
    }

    @Test func aCrashIsACrash() throws {
        for script in ["kill -SEGV $$", "exit 3", "echo 'Fatal error: index out of range' >&2; kill -ILL $$", "echo nonsense without a length"] {
            guard case .death(.crash(let detail))? = try ends(script).first else {
                Issue.record("no crash: \(script)")
                continue
            }
            if script.contains("Fatal") { #expect(detail.contains("index out of range")) }
        }
    }

    /// The first worker answers one task and dies of memory at the second, which succeeds in a fresh one.
    @Test func memoryIsTriedAgainInAFreshWorker() throws {
        let script = """
            marker="$0.used"
            if [ -e "$marker" ]; then exec cat; fi
            : > "$marker"
            head -c 3
            read line
            exit 70
            """
        #expect(try ends(script, messages: ["a", "b"]) == [.answer([97]), .answer([98])])
    }

    /// A task that is tried again gets its fresh worker also while a used one has nothing to do.
    @Test func aUsedWorkerMakesRoomForAFreshOne() throws {
        let script = """
            mkdir "$0.first" 2>/dev/null || exec cat
            head -c 3
            read line
            sleep 0.5
            exit 70
            """
        let messages = ["a", "b", "c", "d"]
        #expect(try ends(script, messages: messages, jobs: 2) == messages.map { .answer(Array($0.utf8)) })
    }

    @Test func aDeadWorkerIsReplaced() throws {
        let ends = try ends("exit 3", messages: ["a", "b", "c"], jobs: 2)
        #expect(ends.count == 3)
        #expect(ends.allSatisfy { if case .death(.crash)? = $0 { true } else { false } })
    }

    @Test func stoppingEndsWhatIsUnfinished() throws {
        let folder = try TemporaryFolder()
        let worker = try folder.file("worker", "#!/bin/sh\nexec sleep 60\n", mode: 0o755)
        let pool = WorkerPool(executable: worker, jobs: 1)
        var asked = 0  // The first time is before any worker has started.
        var ends: [WorkerPool.End] = []
        try run(pool, [[1], [2]], shouldStop: { asked += 1; return asked > 1 }) { ends.append($0.end) }
        #expect(ends == [.death(.interrupted), .death(.interrupted)])
    }

    @Test func aWorkerThatCannotStartIsAFailure() {
        let pool = WorkerPool(executable: "/nonexistent/worker", jobs: 1)
        #expect(throws: SystemFailure("start a worker (/nonexistent/worker)", code: ENOENT)) { try pool.run([[1]]) { _ in } }
    }
}
