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
    /// a folder for every `*.lnb` below it (see `FileTree`). A folder without notebooks is a failure; a path
    /// that does not exist stays in the list, and reading it will tell.
    public static func named(by arguments: [String]) throws(SystemFailure) -> [NotebookFile] {
        var found: [NotebookFile] = []
        var seen: Set<String> = []
        for argument in arguments {
            let resolved = Path.resolved(argument) ?? argument
            guard Path.isFolder(resolved) else {
                if seen.insert(resolved).inserted {
                    found.append(NotebookFile(path: argument, root: Path.folder(of: resolved)))
                }
                continue
            }
            let paths = try FileTree.files(in: argument, ending: ".lnb")
            guard !paths.isEmpty else { throw SystemFailure("find a notebook (*.lnb) in \(argument)", code: ENOENT) }
            for path in paths where seen.insert(Path.resolved(path) ?? path).inserted {
                found.append(NotebookFile(path: path, root: resolved))
            }
        }
        return found
    }
}
