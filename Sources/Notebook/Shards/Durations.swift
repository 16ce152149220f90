/// How long notebooks took in an earlier run, in milliseconds, by path.
public struct Durations: Hashable, Sendable {
    private var milliseconds: [String: Double] = [:]

    public init() {}

    /// The durations that the parts of an earlier run recorded.
    public init(of parts: [Part]) {
        for entry in parts.flatMap(\.entries) { milliseconds[entry.path] = entry.milliseconds }
    }

    /// What each notebook of a collection is expected to take: what it took, else as much for each byte as the others did,
    /// else its size.
    func weights(of collection: NotebookCollection) -> [Double] {
        let known = collection.members.filter { milliseconds[$0.file.path] != nil }
        let bytes = known.reduce(0) { $0 + $1.bytes }
        let rate = bytes > 0 ? known.reduce(0) { $0 + (milliseconds[$1.file.path] ?? 0) } / Double(bytes) : 1
        return collection.members.map { milliseconds[$0.file.path] ?? Double($0.bytes) * rate }
    }

    /// Whether a weight is a time.
    var areKnown: Bool { !milliseconds.isEmpty }
}
