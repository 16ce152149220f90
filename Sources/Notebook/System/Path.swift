import Glibc

/// Paths as text. Nothing here opens a file.
public enum Path {
    /// The folder that holds `path`: `a/b.lnb` → `a`, `b.lnb` → `.`.
    public static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last component: `a/b.lnb` → `b.lnb`.
    public static func name(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// `name` inside `folder`; an absolute `name` stays as it is.
    public static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") || folder.isEmpty || folder == "." { return name }
        return folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The absolute path without links and without `.` and `..`; `nil` where there is no such file.
    public static func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// True when the resolved `path` is `root` or lies in it.
    public static func isInside(_ path: String, root: String) -> Bool {
        path == root || path.hasPrefix(root.hasSuffix("/") ? root : root + "/")
    }

    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes a folder and those above it that are missing.
    public static func makeFolder(_ path: String, mode: mode_t = 0o755) throws(SystemFailure) {
        if isFolder(path) { return }
        let above = folder(of: path)
        if above != path, above != ".", !isFolder(above) { try makeFolder(above, mode: mode) }
        if mkdir(path, mode) != 0, errno != EEXIST || !isFolder(path) {
            throw SystemFailure("make the folder \(path)")
        }
    }
}
