/// Which shard runs which notebook.
///
/// The longest notebook first, each to the shard that has least to do so far, of several such to the first: so the busiest
/// shard has at most 4/3 of the least possible (Graham, Bounds on multiprocessing timing anomalies, 1969). The same
/// collection and durations give the same assignment on every machine.
public struct ShardAssignment: Hashable, Sendable {
    /// The number of the shard of each notebook, in the order of the collection.
    public let shards: [Int]
    /// What each shard is expected to take.
    public let loads: [Double]

    public init(_ collection: NotebookCollection, durations: Durations = Durations(), shardCount: Int) {
        let weights = durations.weights(of: collection)
        let order = weights.indices.sorted { a, b in
            let (first, second) = (collection.members[a].file.path, collection.members[b].file.path)
            return (weights[b], first) < (weights[a], second)
        }
        var shards = Array(repeating: 1, count: weights.count)
        var loads = Array(repeating: 0.0, count: shardCount)
        for place in order {
            let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            shards[place] = least + 1
            // A notebook without weight is not without work.
            loads[least] += max(weights[place], .leastNonzeroMagnitude)
        }
        self.shards = shards
        self.loads = loads
    }

    /// The places of the notebooks that a shard runs, in the order of the collection.
    public func places(of shard: Shard) -> [Int] { shards.indices.filter { shards[$0] == shard.number } }
}
