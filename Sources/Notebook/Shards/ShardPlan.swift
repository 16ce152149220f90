/// An assignment written down: the notebooks with their contents' hashes, the engine, and the shard of each notebook.
public struct ShardPlan: Hashable, Sendable {
    static let version = 1

    public struct Entry: Hashable, Sendable {
        public let path: String
        /// SHA-256 in hexadecimal digits.
        public let digest: String
        /// The number of its shard.
        public let shard: Int
    }

    /// The engine with the hash of its program.
    public let engine: String
    /// The notebooks and folders that the plan is for, as they were named.
    public let arguments: [String]
    public let shardCount: Int
    public let entries: [Entry]
    /// What each shard is expected to take: in milliseconds where durations were known, else bytes of notebooks.
    public let loads: [Double]
    public let areLoadsTimes: Bool

    public init(_ arguments: [String], durations: Durations, shardCount: Int, engine: String) throws(SystemFailure) {
        let collection = NotebookCollection(try NotebookFile.named(by: arguments))
        let assignment = ShardAssignment(collection, durations: durations, shardCount: shardCount)
        self.engine = engine
        self.arguments = arguments
        self.shardCount = shardCount
        entries = zip(collection.members, assignment.shards).map { Entry(path: $0.file.path, digest: $0.digest, shard: $1) }
        loads = assignment.loads
        areLoadsTimes = durations.areKnown
    }

    /// `shard 1/4: 12 notebooks, 3.4 s`, a line a shard.
    public var overview: String {
        (1...shardCount).map { number in
            let count = entries.count { $0.shard == number }
            let load = areLoadsTimes ? "\((loads[number - 1] / 100).rounded() / 10) s" : "\(Int(loads[number - 1].rounded())) bytes"
            return "shard \(number)/\(shardCount): \(count) notebook\(count == 1 ? "" : "s"), \(load)\n"
        }.joined()
    }

    public var text: String {
        JSON.object([
            ("plan", .number(ShardPlan.version)), ("engine", .string(engine)), ("arguments", .array(arguments.map(JSON.string))),
            ("shards", .number(shardCount)), ("unit", .string(areLoadsTimes ? "milliseconds" : "bytes")),
            ("loads", .array(loads.map { .number(Int($0.rounded())) })),
            ("notebooks", .array(entries.map { entry in
                .object([("path", .string(entry.path)), ("sha256", .string(entry.digest)), ("shard", .number(entry.shard))])
            })),
        ]).text + "\n"
    }

    /// - Throws: `SystemFailure` when the file cannot be read, `ShardError` when it is no plan.
    public init(reading path: String) throws {
        guard let json = JSONReader.read(try FileContents.read(path)), let version = json["plan"]?.integerValue else {
            throw ShardError(path, "this is no plan: such a file is written by `notebook plan`")
        }
        guard version == ShardPlan.version else {
            throw ShardError(path, "a plan of version \(version); this engine reads version \(ShardPlan.version)")
        }
        guard let engine = json["engine"]?.stringValue, let arguments = json["arguments"]?.elements?.compactMap(\.stringValue), !arguments.isEmpty,
            let count = json["shards"]?.integerValue, Shard(1, of: count) != nil, let unit = json["unit"]?.stringValue,
            let loads = json["loads"]?.elements?.compactMap(\.decimalValue), loads.count == count, let notebooks = json["notebooks"]?.elements
        else { throw ShardError(path, "the plan is damaged") }
        entries = try notebooks.map { notebook in
            guard let file = notebook["path"]?.stringValue, let digest = notebook["sha256"]?.stringValue, let shard = notebook["shard"]?.integerValue,
                Shard(shard, of: count) != nil
            else { throw ShardError(path, "the plan is damaged: a notebook of it cannot be read") }
            return Entry(path: file, digest: digest, shard: shard)
        }
        self.engine = engine
        self.arguments = arguments
        self.loads = loads
        shardCount = count
        areLoadsTimes = unit == "milliseconds"
    }

    /// The collection as it is now, which must be the one planned, and the places of the notebooks that `shard` runs.
    ///
    /// - Throws: `ShardError` when the engine, the number of shards or a notebook is another.
    public func share(of shard: Shard, path: String, engine: String) throws -> (collection: NotebookCollection, places: [Int]) {
        guard engine == self.engine else {
            throw ShardError(path, "the plan is for \(self.engine), but this is \(engine). Plan again, or run the engine of the plan")
        }
        guard shard.count == shardCount else { throw ShardError(path, "the plan is for \(shardCount) shards, not for \(shard.count)") }
        let collection = NotebookCollection(try NotebookFile.named(by: arguments))
        for (planned, found) in zip(entries, collection.members) where planned.path != found.file.path || planned.digest != found.digest {
            throw ShardError(path, planned.path == found.file.path
                ? "\(planned.path) has changed since the plan was made. Plan again"
                : "the plan has \(planned.path) where \(found.file.path) is found. Plan again")
        }
        guard entries.count == collection.members.count else {
            throw ShardError(path, "the plan is for \(entries.count) notebooks, but \(collection.members.count) are found. Plan again")
        }
        return (collection, entries.indices.filter { entries[$0].shard == shard.number })
    }
}
