import Glibc

/// Notices when a notebook, or one that it imports, has changed.
public struct FileWatch {
    private struct Stamp: Hashable {
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    private var paths: Set<String>
    private var stamps: [String: Stamp]

    public init(_ files: [NotebookFile]) {
        paths = Set(files.map(\.path))
        stamps = FileWatch.stamps(of: paths)
    }

    /// From here on also looks at what the notebooks import.
    public mutating func add(importsOf notebooks: [LoadedNotebook]) {
        let more = notebooks.reduce(into: Set<String>()) { $0.formUnion($1.importedFiles) }.subtracting(paths)
        paths.formUnion(more)
        stamps.merge(FileWatch.stamps(of: more)) { old, _ in old }
    }

    /// Whether something has changed since this was asked last.
    public mutating func hasChanged() -> Bool {
        let now = FileWatch.stamps(of: paths)
        defer { stamps = now }
        return now != stamps
    }

    private static func stamps(of paths: Set<String>) -> [String: Stamp] {
        var stamps: [String: Stamp] = [:]
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            stamps[path] = Stamp(
                inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        }
        return stamps
    }
}
