import Kernel
import Proving

/// What one shard leaves: JSON lines, the heading, an entry for each of its notebooks, and the end, which has the number of
/// entries and a hash of all lines before it.
public struct Part: Hashable, Sendable {
    /// What a part belongs to. Parts of one run differ in the shard only.
    public struct Heading: Hashable, Sendable {
        /// The engine with the hash of its program.
        public var engine: String
        public var shard: Shard
        /// The name of the report's form, with what changes it.
        public var format: String
        /// `Collection.digest`, and the number of its notebooks.
        public var collection: String
        public var notebooks: Int

        public init(engine: String, shard: Shard, format: String, collection: String, notebooks: Int) {
            self.engine = engine
            self.shard = shard
            self.format = format
            self.collection = collection
            self.notebooks = notebooks
        }
    }

    /// What there is to say of one notebook.
    public struct Entry: Hashable, Sendable {
        /// Its place in the collection.
        public let place: Int
        public let path: String
        /// The time that its claims took; `nil` where one of them was known from an earlier run.
        public let milliseconds: Double?
        public let tally: Tally
        /// Its entry of the report.
        public let text: String
        /// What goes to standard error.
        public let diagnostics: String

        public init(_ notebook: NotebookReport, at place: Int, as text: String) {
            self.place = place
            path = notebook.path
            let times = notebook.claims.filter { !$0.isCached }.compactMap(\.milliseconds)
            milliseconds = notebook.claims.contains(where: \.isCached) ? nil : times.reduce(0, +)
            tally = Tally(notebook)
            self.text = text
            diagnostics = notebook.diagnostics
        }
    }

    public let heading: Heading
    public let entries: [Entry]
}

extension Part {
    /// What the last line has of the lines before it: each is hashed with the hash of those before.
    struct Chain {
        private(set) var digest = ""

        mutating func add(_ line: some Collection<UInt8>) { digest = SHA256.hexDigest(of: Array(digest.utf8) + line) }
    }

    /// Writes a part while its notebooks come; the file appears when it is whole.
    public struct Writer {
        private let file: FileReplacement
        private var chain = Chain()
        private var count = 0

        public init(_ path: String, _ heading: Heading) throws(SystemFailure) {
            file = try FileReplacement(of: path)
            try append(heading.json)
        }

        public mutating func add(_ entry: Entry) throws(SystemFailure) {
            try append(entry.json)
            count += 1
        }

        public mutating func finish() throws(SystemFailure) {
            try append(.object([("end", .number(count)), ("sha256", .string(chain.digest))]))
            try file.finish()
        }

        private mutating func append(_ json: JSON) throws(SystemFailure) {
            let line = Array((json.line + "\n").utf8)
            chain.add(line)
            try file.write(line)
        }
    }
}

extension Part.Heading {
    static let version = 1

    var json: JSON {
        .object([
            ("part", .number(Part.Heading.version)), ("engine", .string(engine)), ("shard", .number(shard.number)), ("of", .number(shard.count)),
            ("format", .string(format)), ("collection", .string(collection)), ("notebooks", .number(notebooks)),
        ])
    }

    init?(_ json: JSON) {
        guard let engine = json["engine"]?.stringValue, let number = json["shard"]?.integerValue, let count = json["of"]?.integerValue,
            let shard = Shard(number, of: count), let format = json["format"]?.stringValue,
            let collection = json["collection"]?.stringValue, let notebooks = json["notebooks"]?.integerValue
        else { return nil }
        self.init(engine: engine, shard: shard, format: format, collection: collection, notebooks: notebooks)
    }
}

extension Part.Entry {
    var json: JSON {
        .object([
            ("notebook", .number(place)), ("path", .string(path)), ("milliseconds", milliseconds.map(JSON.decimal)), ("tally", tally.json),
            ("text", .string(text)), ("diagnostics", diagnostics.isEmpty ? nil : .string(diagnostics)),
        ])
    }

    init?(_ json: JSON) {
        guard let place = json["notebook"]?.integerValue, let path = json["path"]?.stringValue, let tally = json["tally"].flatMap(Tally.init),
            let text = json["text"]?.stringValue
        else { return nil }
        self.place = place
        self.path = path
        milliseconds = json["milliseconds"]?.decimalValue
        self.tally = tally
        self.text = text
        diagnostics = json["diagnostics"]?.stringValue ?? ""
    }
}

extension Tally {
    /// Keys whose value is nothing are left out.
    fileprivate var json: JSON {
        func number(_ number: Int) -> JSON? { number == 0 ? nil : .number(number) }
        func names(_ names: Names) -> JSON? {
            names.count == 0 ? nil : .object([("count", .number(names.count)), ("first", .array(names.first.map(JSON.string)))])
        }
        let found: [(String, JSON?)] = Verdict.allCases.map { ($0.rawValue, number(verdicts[$0] ?? 0)) }
        return .object([
            ("claims", number(claims)), ("verdicts", .object(found)), ("byDefinition", number(byDefinition)),
            ("unexpected", names(unexpected)), ("stopped", names(stopped)), ("internalErrors", number(internalErrors)),
            ("broken", number(broken)), ("discrepancies", number(discrepancies)),
            ("rules", rules.isEmpty ? nil : .array(rules.sorted().map(JSON.string))),
        ])
    }

    fileprivate init?(_ json: JSON) {
        self.init()
        /// `nil` where the value is there and is no count.
        func number(_ name: String) -> Int? {
            guard let value = json[name] else { return 0 }
            return value.integerValue.flatMap { (0...1 << 40).contains($0) ? $0 : nil }
        }
        func names(_ name: String) -> Names? {
            guard let value = json[name] else { return Names() }
            guard let count = value["count"]?.integerValue, let first = value["first"]?.elements?.compactMap(\.stringValue),
                first.count == min(count, Tally.namesKept)
            else { return nil }
            return Names(count: count, first: first)
        }
        guard let claims = number("claims"), let byDefinition = number("byDefinition"), let unexpected = names("unexpected"),
            let stopped = names("stopped"), let internalErrors = number("internalErrors"), let broken = number("broken"),
            let discrepancies = number("discrepancies"), case .object(let found)? = json["verdicts"]
        else { return nil }
        for member in found {
            guard let verdict = Verdict(rawValue: member.name), let count = member.value.integerValue, (0...1 << 40).contains(count) else { return nil }
            verdicts[verdict] = count
        }
        self.claims = claims
        self.byDefinition = byDefinition
        self.unexpected = unexpected
        self.stopped = stopped
        self.internalErrors = internalErrors
        self.broken = broken
        self.discrepancies = discrepancies
        rules = Set(json["rules"]?.elements?.compactMap(\.stringValue) ?? [])
    }
}
