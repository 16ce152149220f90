/// What is wrong with a part, a plan, or parts taken together.
public struct ShardError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file, with the line where one line is to blame.
    public let place: String
    public let message: String

    public init(_ path: String, line: Int? = nil, _ message: String) {
        place = line.map { "\(path):\($0)" } ?? path
        self.message = message
    }

    public var description: String { "\(place): \(message)" }
}

extension Part {
    private static func notOne(_ path: String) -> ShardError {
        ShardError(path, "this is no part of a run: such a file is written by `notebook run FOLDER --shard I/N --out FILE`")
    }

    /// - Throws: `SystemFailure` when the file cannot be read, `ShardError` when it is no whole part.
    public init(reading path: String) throws {
        let bytes = try FileContents.read(path)
        var lines: [JSON] = []
        var chain = Chain()
        var digestBefore = ""
        var start = 0
        while start < bytes.count {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
                throw ShardError(path, line: lines.count + 1, "the part is truncated: its last line has no end. Run this shard again")
            }
            guard let json = JSONReader.read(bytes[start..<end]) else { 
                throw lines.isEmpty ? Part.notOne(path) : ShardError(path, line: lines.count + 1, "the part is damaged: this line is not JSON")
            }
            lines.append(json)
            digestBefore = chain.digest
            chain.add(bytes[start...end])
            start = end + 1
        }
        guard let first = lines.first, let version = first["part"]?.integerValue else {
            throw Part.notOne(path)
        }
        guard version == Heading.version else {
            throw ShardError(path, line: 1, "a part of version \(version); this engine reads version \(Heading.version)")
        }
        guard let heading = Heading(first) else { throw ShardError(path, line: 1, "the heading of the part is damaged") }
        guard let last = lines.last, let count = last["end"]?.integerValue, let digest = last["sha256"]?.stringValue else {
            throw ShardError(path, line: lines.count, "the part is truncated: it has no end. Run this shard again")
        }
        guard count == lines.count - 2, digest == digestBefore else {
            throw ShardError(path, "the part is damaged: its contents are not those that were written. Run this shard again")
        }
        var entries: [Entry] = []
        for (number, line) in lines.dropFirst().dropLast().enumerated() {
            guard let entry = Entry(line) else { throw ShardError(path, line: number + 2, "this line is no notebook's result") }
            entries.append(entry)
        }
        self.init(heading: heading, entries: entries)
    }
}
