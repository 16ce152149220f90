/// All parts of a run, each once.
public struct MergedParts {
    /// `Part.Heading.format`
    public let format: String
    /// In the order of the collection.
    public let entries: [Part.Entry]

    /// - Parameter parts: the parts, each with its path.
    /// - Throws: `ShardError` when a part or a notebook is missing or doubled, or the parts are not all of one run.
    public init(_ parts: [(path: String, part: Part)]) throws(ShardError) {
        guard let first = parts.first else { throw ShardError("merge", "there are no parts") }
        var paths: [Int: String] = [:]
        for (path, part) in parts {
            try MergedParts.compare(part.heading, with: first.part.heading, at: path, first.path)
            if let other = paths.updateValue(path, forKey: part.heading.shard.number) {
                throw ShardError(path, "shard \(part.heading.shard) is doubled: it is in \(other), too. Name each part once")
            }
        }
        let count = first.part.heading.shard.count
        let missing = (1...count).filter { paths[$0] == nil }
        guard missing.isEmpty else {
            let named = missing.prefix(20).map { "\($0)/\(count)" }.joined(separator: ", ") + (missing.count > 20 ? ", …" : "")
            throw ShardError("merge", "\(missing.count == 1 ? "shard \(named) is" : "shards \(named) are") missing. Run what is missing, and merge again")
        }
        let total = first.part.heading.notebooks
        var found = [Part.Entry?](repeating: nil, count: min(total, parts.reduce(0) { $0 + $1.part.entries.count }))
        for (path, part) in parts {
            for entry in part.entries {
                guard found.indices.contains(entry.place), found[entry.place] == nil else {
                    throw ShardError(path, "the notebook \(entry.path) is doubled. Were the shards given the same --durations?")
                }
                found[entry.place] = entry
            }
        }
        let entries = found.compactMap { $0 }
        guard entries.count == total else {
            throw ShardError("merge", "the parts have \(entries.count) of \(total) notebooks. Were the shards given the same --durations?")
        }
        self.entries = entries
        format = first.part.heading.format
    }

    private static func compare(
        _ heading: Part.Heading, with first: Part.Heading, at path: String, _ firstPath: String
    ) throws(ShardError) {
        guard heading.engine == first.engine else {
            throw ShardError(path, "written by \(heading.engine), but \(firstPath) by \(first.engine). Run all shards with one engine")
        }
        guard heading.shard.count == first.shard.count else {
            throw ShardError(path, "shard \(heading.shard), but \(firstPath) is shard \(first.shard)")
        }
        guard heading.collection == first.collection, heading.notebooks == first.notebooks else {
            throw ShardError(path, "the notebooks were not those of \(firstPath): their names or contents differ")
        }
        guard heading.format == first.format else {
            throw ShardError(path, "has the report as \(heading.format), but \(firstPath) as \(first.format)")
        }
    }

    public var tally: Tally {
        var tally = Tally()
        for entry in entries { tally.add(entry.tally) }
        return tally
    }

    /// The report, as a single run writes it.
    public func text(as format: any ReportFormat) -> String {
        var sequence = ReportSequence(format)
        var text = ""
        for entry in entries { text += sequence.text(entry.text) }
        return text + sequence.end(tally)
    }
}
