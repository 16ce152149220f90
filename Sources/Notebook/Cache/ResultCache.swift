import Glibc
import Kernel
import Proving

/// Results of earlier runs.
///
/// A result is kept under the hash of all that it depends on: the question with its whole statement, and the
/// engine. So nothing is ever out of date; what is no longer asked for is dropped in time. An entry is a file:
/// a checksum of name and contents, a line end, and the message in which a worker gave the result. Entries
/// appear whole, whoever else writes; a damaged one counts as missing. The cache is a convenience: what goes wrong
/// with it is passed over.
public struct ResultCache: Sendable {
    /// To be raised when the meaning of an entry changes, for one engine.
    private static let format = "1"

    private let folder: String
    private let engine: String
    /// What the cache may hold; beyond this the entries that were not used for longest go.
    var limits = Limits()

    struct Limits {
        var entries = 200_000
        var bytes = 1 << 30
    }

    /// `nil` when results cannot be kept in the folder, or the engine cannot be told from others.
    public init?(in folder: String, engine: String? = EngineIdentity.text) {
        guard let engine, let results = CacheFolder.prepared(folder) else { return nil }
        self.folder = results
        self.engine = SHA256.hexDigest(of: engine.utf8)
    }

    /// The worker's message that answered the question.
    func message(answering question: Question) -> [UInt8]? {
        let key = key(of: question)
        let path = Path.join(folder, key)
        guard let entry = try? FileContents.read(path), let end = entry.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let message = Array(entry[(end + 1)...])
        guard entry[..<end].elementsEqual(checksum(key, message).utf8) else { return nil }
        // The time of last use.
        utimensat(AT_FDCWD, path, nil, 0)
        return message
    }

    /// Keeps a worker's message.
    func keep(_ message: [UInt8], answering question: Question) {
        let key = key(of: question)
        let entry = Array((checksum(key, message) + "\n").utf8) + message
        try? FileContents.replace(Path.join(folder, key), with: entry, durably: false)
    }

    private func key(of question: Question) -> String {
        SHA256.hexDigest(of: Array("\(ResultCache.format)\n\(engine)\n".utf8) + question.wire)
    }

    private func checksum(_ key: String, _ message: [UInt8]) -> String { SHA256.hexDigest(of: Array(key.utf8) + message) }
}

extension ResultCache {
    /// Drops what exceeds the limits.
    func trim() {
        FileReplacement.clearRemains(in: folder)
        var files: [(path: String, used: Int, bytes: Int)] = []
        for path in (try? FileTree.files(in: folder, ending: "")) ?? [] {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            files.append((path, status.st_mtim.tv_sec, Int(status.st_size)))
        }
        var entries = 0
        var bytes = 0
        for file in files.sorted(by: { ($0.used, $0.path) > ($1.used, $1.path) }) {
            entries += 1
            bytes += file.bytes
            if entries > limits.entries || bytes > limits.bytes { unlink(file.path) }
        }
    }
}
