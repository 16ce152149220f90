import Glibc

/// What Jupyter is told about our kernel.
public struct KernelSpecification: Sendable {
    public static let name = "lnb"
    private static let displayName = "notebook (proof checker)"

    /// As a Jupyter notebook refers to it.
    static let reference = JSON.object([
        ("display_name", .string(displayName)), ("language", .string(name)), ("name", .string(name)),
    ])

    public static let language = JSON.object([
        ("name", .string(name)), ("version", .string(EngineVersion.number)), ("mimetype", .string("text/x-lnb")),
        ("file_extension", .string(".lnb")), ("pygments_lexer", .string("text")), ("codemirror_mode", .string("text/x-lnb")),
    ])

    /// The command that serves a page, without the connection file.
    private let command: [String]

    /// - Parameter command: the command that serves a page; Jupyter adds the file that tells it where.
    public init(command: [String]) { self.command = command }

    var text: String {
        JSON.object([
            ("argv", .array((command + ["--connection-file", "{connection_file}"]).map(JSON.string))),
            ("display_name", .string(KernelSpecification.displayName)), ("language", .string(KernelSpecification.name)),
            ("interrupt_mode", .string("message")), ("metadata", .object([("debugger", .bool(false))])),
        ]).text + "\n"
    }

    /// Writes the specification into one of Jupyter's data folders, and gives back the path.
    public func install(in folder: String) throws(SystemFailure) -> String {
        let own = Path.join(Path.join(folder, "kernels"), KernelSpecification.name)
        try Path.makeFolder(own)
        let path = Path.join(own, "kernel.json")
        try FileContents.replace(path, with: Array(text.utf8))
        return path
    }

    /// `$JUPYTER_DATA_DIR`, else `$XDG_DATA_HOME/jupyter`, else `~/.local/share/jupyter`; `nil` where there is no home.
    public static var folderOfUser: String? {
        func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } }
        return variable("JUPYTER_DATA_DIR") ?? variable("XDG_DATA_HOME").map { Path.join($0, "jupyter") }
            ?? variable("HOME").map { Path.join($0, ".local/share/jupyter") }
    }
}
