import Arithmetic
import Expressions
import Glibc
import Kernel
import Proving
import Testing

@testable import Notebook

@Suite struct ResultCacheTests {
    private let folder: TemporaryFolder
    private let message = Array("verdict 6\nproved\n".utf8)

    init() throws { folder = try TemporaryFolder() }

    private func cache(engine: String = "a") throws -> ResultCache {
        try #require(ResultCache(in: Path.join(folder.path, "cache"), engine: engine))
    }

    private func question(_ number: Int, name: String = "c", precision: Int = 128, find: [String] = []) -> Question {
        let goal = Proposition.relation(Relation(.number(Rational(number)), .equal, .zero))
        let statement = Statement(parameters: [], points: [], functions: [], hypotheses: [], goal: goal)
        return Question(
            name: name,
            task: Task(statement: statement, question: find.isEmpty ? .decide : .find(find), precision: precision))
    }

    private var entries: [String] {
        (try? FileTree.files(in: Path.join(folder.path, "cache/results"), ending: "")) ?? []
    }

    @Test func anAnswerBelongsToOneQuestionAndEngine() throws {
        let cache = try cache()
        #expect(cache.message(answering: question(1)) == nil)
        cache.keep(message, answering: question(1))
        #expect(cache.message(answering: question(1)) == message)
        for other in [question(2), question(1, name: "d"), question(1, precision: 64), question(1, find: ["a"])] {
            #expect(cache.message(answering: other) == nil)
        }
        #expect(try self.cache(engine: "b").message(answering: question(1)) == nil)
        #expect(entries.count == 1)
    }

    @Test func aDamagedEntryCountsAsMissing() throws {
        let cache = try cache()
        cache.keep(message, answering: question(1))
        let entry = try #require(entries.first)
        let whole = try FileContents.read(entry)
        for place in whole.indices {
            var damaged = whole
            damaged[place] ^= 1
            try FileContents.replace(entry, with: damaged, durably: false)
            #expect(cache.message(answering: question(1)) == nil)
            try FileContents.replace(entry, with: Array(whole[..<place]), durably: false)
            #expect(cache.message(answering: question(1)) == nil)
        }
        // An entry under another's name is damaged, too.
        try FileContents.replace(entry, with: whole)
        cache.keep(message, answering: question(2))
        for path in entries where path != entry { try FileContents.replace(path, with: whole) }
        #expect(cache.message(answering: question(1)) == message)
        #expect(cache.message(answering: question(2)) == nil)
    }

    @Test func whatIsUnusedForLongestGoes() throws {
        var cache = try cache()
        cache.limits.entries = 3
        for number in 1...5 {
            cache.keep(message, answering: question(number))
            let path = try #require(entries.max { age($0) > age($1) })
            setAge(path, seconds: 100 - number)
        }
        #expect(cache.message(answering: question(1)) == message)
        cache.trim()
        #expect([1, 2, 3, 4, 5].filter { cache.message(answering: question($0)) != nil } == [1, 4, 5])
        cache.limits.bytes = 2 * (65 + message.count)
        cache.trim()
        #expect(entries.count == 2)
    }

    @Test func whatAKilledRunLeftBehindGoes() throws {
        let cache = try cache()
        cache.keep(message, answering: question(1))
        let entry = try #require(entries.first)
        try FileContents.replace(entry + ".notebook-abcdef", with: message)
        cache.trim()
        #expect(entries.count == 2)
        setAge(entry + ".notebook-abcdef", seconds: 4000)
        cache.trim()
        #expect(entries == [entry])
    }

    @Test func aPlaceThatCannotHoldResultsIsNoCache() throws {
        #expect(ResultCache(in: "/proc/no/such/place", engine: "a") == nil)
        #expect(ResultCache(in: try folder.file("file", ""), engine: "a") == nil)
        #expect(ResultCache(in: folder.path, engine: nil) == nil)
        _ = try cache()
        chmod(Path.join(folder.path, "cache/results"), 0o777)
        #expect(ResultCache(in: Path.join(folder.path, "cache"), engine: "a") == nil)
    }

    @Test func theEngineIsKnown() throws {
        let text = try #require(EngineIdentity.text)
        #expect(text.contains("\n"))
        #expect(BuildIdentifier.read("/dev/null") == nil)
        #expect(BuildIdentifier.read("/nonexistent") == nil)
        #expect(BuildIdentifier.read(try folder.file("short", "\u{7f}ELF")) == nil)
    }

    @Test(.enabled(if: Engine.isBuilt)) func theLinkerMarksTheEngine() throws {
        let mark = try #require(BuildIdentifier.read(Engine.path))
        #expect(mark.count == 40)
        #expect(mark.allSatisfy { $0.isHexDigit })
    }

    private func age(_ path: String) -> Int {
        var status = stat()
        stat(path, &status)
        return -status.st_mtim.tv_sec
    }

    private func setAge(_ path: String, seconds: Int) {
        let time = timespec(tv_sec: Int(Glibc.time(nil)) - seconds, tv_nsec: 0)
        utimensat(AT_FDCWD, path, [time, time], 0)
    }
}
