import Testing

@testable import Notebook

@Suite struct ShardAssignmentTests {
    private func collection(_ sizes: [Int]) -> NotebookCollection {
        NotebookCollection(sizes.enumerated().map { place, size in
            NotebookCollection.Member(file: NotebookFile(path: "n\(place).lnb", root: "/"), digest: "", bytes: size)
        })
    }

    @Test func everyNotebookHasExactlyOneShardAndNoneIsOverloaded() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let sizes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in Int.random(in: 0...1000, using: &generator) }
            let count = Int.random(in: 1...9, using: &generator)
            let assignment = ShardAssignment(collection(sizes), shardCount: count)
            let places = (1...count).flatMap { assignment.places(of: Shard($0, of: count)!) }
            #expect(places.sorted() == Array(sizes.indices))
            // Graham's bound, with the trivial bounds from below for the least possible.
            let least = max(Double(sizes.reduce(0, +)) / Double(count), Double(sizes.max() ?? 0))
            let sorted = sizes.sorted(by: >)
            let pairs = sorted.count > count ? Double(sorted[count - 1] + sorted[count]) : 0
            #expect((assignment.loads.max() ?? 0) <= 4.0 / 3 * max(least, pairs) + 1e-9)
        }
    }

    @Test func emptyNotebooksAreSharedOutToo() {
        let assignment = ShardAssignment(collection(Array(repeating: 0, count: 12)), shardCount: 4)
        for number in 1...4 { #expect(assignment.places(of: Shard(number, of: 4)!).count == 3) }
    }

    @Test(arguments: ["0/2", "3/2", "1/0", "1", "1/2/3", "a/b", "-1/2", "", "1/1000000", "99999999999999999999/1"])
    func whatIsNoShardIsRefused(_ text: String) { #expect(Shard(text) == nil) }

    @Test func aShardReadsBack() { #expect(Shard("2/8").map(String.init(describing:)) == "2/8") }

    @Test(arguments: [
        (["a b", "c'd", "$x"], "'a b' 'c'\\''d' '$x'"), (["/usr/bin/notebook", "--jobs", "2"], "/usr/bin/notebook --jobs 2"), ([""], "''"),
        (["`id`; rm"], "'`id`; rm'"),
    ])
    func wordsForAShellAreQuoted(_ words: [String], _ quoted: String) { #expect(ShardScript.quoted(words) == quoted) }
}
