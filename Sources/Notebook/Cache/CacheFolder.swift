import Glibc

/// Where results are kept between runs.
public enum CacheFolder {
    /// `$NOTEBOOK_CACHE`, else `$XDG_CACHE_HOME/notebook`, else `~/.cache/notebook`; `nil` where there is no home.
    public static var chosenByUser: String? {
        if let folder = variable("NOTEBOOK_CACHE") { return folder }
        // A relative path there is to be ignored, says the specification of that variable.
        if let folder = variable("XDG_CACHE_HOME"), folder.hasPrefix("/") { return Path.join(folder, "notebook") }
        return variable("HOME").map { Path.join($0, ".cache/notebook") }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The folder's part for results, made where it is missing; `nil` where that cannot be, and where others than
    /// this user and the administrator could have put results.
    static func prepared(_ folder: String) -> String? {
        let results = Path.join(folder, "results")
        guard (try? Path.makeFolder(results, mode: 0o700)) != nil else { return nil }
        var status = stat()
        guard stat(results, &status) == 0, status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & S_IWOTH == 0
        else { return nil }
        return results
    }
}
