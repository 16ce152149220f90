import Glibc

/// A notebook to run, and the folder that its imports may not leave.
public struct NotebookFile: Hashable, Sendable {
    public let path: String
    /// The resolved folder given on the command line, or the notebook's own.
    public let root: String

    public init(path: String, root: String) {
        self.path = path
        self.root = root
    }

    /// The notebooks that the arguments of a command name, in order, each once: a file stands for itself,
    /// a folder for every `*.lnb` below it in the order of their names. Hidden folders and links to folders
    /// are passed over. A folder without notebooks is a failure, as is a path that does not exist.
    public static func named(by arguments: [String]) throws(SystemFailure) -> [NotebookFile] {
        var found: [NotebookFile] = []
        var seen: Set<String> = []
        for argument in arguments {
            guard let resolved = Path.resolved(argument) else { throw SystemFailure("read \(argument)") }
            guard Path.isFolder(resolved) else {
                if seen.insert(resolved).inserted {
                    found.append(NotebookFile(path: argument, root: Path.folder(of: resolved)))
                }
                continue
            }
            var trimmed = argument
            while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
            var paths: [String] = []
            try collect(trimmed, into: &paths)
            guard !paths.isEmpty else { throw SystemFailure("find a notebook (*.lnb) in \(argument)", code: ENOENT) }
            for path in paths where seen.insert(Path.resolved(path) ?? path).inserted {
                found.append(NotebookFile(path: path, root: resolved))
            }
        }
        return found
    }

    private static func collect(_ folder: String, into paths: inout [String]) throws(SystemFailure) {
        guard let stream = opendir(folder) else { throw SystemFailure("read the folder \(folder)") }
        var names: [(name: String, isFolder: Bool)] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            var status = stat()
            guard lstat(Path.join(folder, name), &status) == 0 else { continue }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            if isFolder || name.hasSuffix(".lnb") && !Path.isFolder(Path.join(folder, name)) {
                names.append((name, isFolder))
            }
        }
        closedir(stream)
        for (name, isFolder) in names.sorted(by: { $0.name < $1.name }) {
            let path = Path.join(folder, name)
            if isFolder { try collect(path, into: &paths) } else { paths.append(path) }
        }
    }
}
