import ArgumentParser
import Notebook

extension Shard: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

/// Which share of the notebooks to run, where not all are.
struct ShardArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Run this share of the notebooks, and write a part for `merge`.", valueName: "number/count"))
    var shard: Shard?

    @Option(help: ArgumentHelp("The part that --shard writes.", valueName: "file"), completion: .file(extensions: ["jsonl"]))
    var out: String?

    @Option(
        help: ArgumentHelp("Run the shard of this plan, which also names the notebooks.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var plan: String?

    @OptionGroup
    var durations: DurationArguments

    func validate() throws {
        if shard != nil, out == nil { throw ValidationError("--shard writes a part: name it by --out.") }
        if shard == nil {
            if out != nil { throw ValidationError("--out is the part of a share: say which by --shard.") }
            if plan != nil { throw ValidationError("A plan is run a shard at a time: say which by --shard.") }
            if !durations.durations.isEmpty { throw ValidationError("--durations share out the notebooks: say which share by --shard.") }
        }
        if plan != nil, !durations.durations.isEmpty { throw ValidationError("The plan shares out the notebooks: --durations is for `plan`.") }
    }

    /// The notebooks that this run is for; `nil` where it is for all.
    struct Share {
        let heading: Part.Heading
        let output: String
        /// The places in the collection of the notebooks to run.
        let places: [Int]
        let files: [NotebookFile]
    }

    func share(of paths: [String], format: String) throws -> Share? {
        guard let shard, let out else { return nil }
        let collection: NotebookCollection
        let places: [Int]
        if let plan {
            (collection, places) = try ShardPlan(reading: plan).share(of: shard, path: plan, engine: EngineIdentity.named)
        } else {
            collection = NotebookCollection(try NotebookFile.named(by: paths))
            places = ShardAssignment(collection, durations: try durations.read(), shardCount: shard.count).places(of: shard)
        }
        let heading = Part.Heading(
            engine: EngineIdentity.named, shard: shard, format: format, collection: collection.digest, notebooks: collection.members.count)
        return Share(heading: heading, output: out, places: places, files: places.map { collection.members[$0].file })
    }
}

/// How long notebooks took before.
struct DurationArguments: ParsableArguments {
    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Parts of an earlier run, by whose times the notebooks are shared out.", valueName: "file"),
        completion: .file(extensions: ["jsonl"]))
    var durations: [String] = []

    func read() throws -> Durations { Durations(of: try durations.map { try Part(reading: $0) }) }
}
