import Glibc

/// The files below a folder.
public enum FileTree {
    /// The files whose names end with `ending`, folder by folder in the order of their names. Hidden files
    /// and folders, and links to folders, are passed over.
    public static func files(in folder: String, ending: String) throws(SystemFailure) -> [String] {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        var paths: [String] = []
        try collect(folder, ending, into: &paths)
        return paths
    }

    private static func collect(_ folder: String, _ ending: String, into paths: inout [String]) throws(SystemFailure) {
        guard let stream = opendir(folder) else { throw SystemFailure("read the folder \(folder)") }
        var entries: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard !name.hasPrefix("."), lstat(Path.join(folder, name), &status) == 0 else { continue }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            if isFolder || name.hasSuffix(ending) && !Path.isFolder(Path.join(folder, name)) {
                entries.append((name, isFolder))
            }
        }
        closedir(stream)
        for (name, isFolder) in entries.sorted(by: { $0.name < $1.name }) {
            let path = Path.join(folder, name)
            if isFolder { try collect(path, ending, into: &paths) } else { paths.append(path) }
        }
    }
}
