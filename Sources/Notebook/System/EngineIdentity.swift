import Glibc
import Kernel

/// What tells this engine from every other: the code that is loaded, of the program and of its libraries.
///
/// Code is known by its build identifier; where a linker has left none, by size, time and place of the file.
public enum EngineIdentity {
    /// `nil` when some of the code cannot be told, as when a library's file was replaced while it is in use.
    public static let text: String? = {
        guard let map = try? FileContents.read("/proc/self/maps") else { return nil }
        var marks: Set<String> = []
        var seen: Set<Substring> = []
        let program = ProcessSetup.executable
        for line in String(decoding: map, as: UTF8.self).split(separator: "\n") {
            // addresses, permissions, offset, device, inode, path
            let fields = line.split(separator: " ", maxSplits: 5)
            guard fields.count == 6, fields[1].contains("x") else { continue }
            let path = fields[5].drop { $0 == " " }
            guard path.hasPrefix("/"), seen.insert(path).inserted else { continue }
            guard let mark = mark(of: path == program ? "/proc/self/exe" : String(path)) else { return nil }
            marks.insert(mark)
        }
        return marks.isEmpty ? nil : marks.sorted().joined(separator: "\n")
    }()

    /// The engine with the hash of its program, which tells it from other builds wherever it runs.
    public static let named: String = {
        let mark = BuildIdentifier.read("/proc/self/exe") ?? ""
        return [Certificate.engine, String(mark.prefix(16))].filter { !$0.isEmpty }.joined(separator: " ")
    }()

    private static func mark(of path: String) -> String? {
        if let identifier = BuildIdentifier.read(path) { return identifier }
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let time = status.st_mtim
        return "\(path) \(status.st_dev) \(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
    }
}
