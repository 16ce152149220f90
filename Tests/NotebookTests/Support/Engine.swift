import Glibc
import Notebook

/// The built executable, run as a user runs it.
enum Engine {
    /// The executable beside the test bundle.
    static let path = Path.join(Path.folder(of: Path.resolved("/proc/self/exe") ?? ""), "notebook")

    static var isBuilt: Bool { access(path, X_OK) == 0 }

    struct Run {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs `notebook ARGUMENTS` in `folder`, with `input` on standard input. Without a cache of its own the run
    /// has a new one.
    static func run(
        _ arguments: [String], in folder: TemporaryFolder, input: String = "", cache: String? = nil
    ) throws -> Run {
        try start("exec \"$@\"", [path] + arguments, in: folder, input: input, cache: cache)
    }

    /// Runs a shell script with the words as its arguments.
    static func start(
        _ script: String, _ words: [String], in folder: TemporaryFolder, input: String = "", cache: String? = nil
    ) throws -> Run {
        let streams = try TemporaryFolder()
        try streams.file("in", input)
        let prefix = "cd \"$1\" || exit 99; here=\"$2\"; export NOTEBOOK_CACHE=\"$3\"; shift 3; "
        let redirected = prefix + "(\(script)) <\"$here/in\" >\"$here/out\" 2>\"$here/err\""
        let command = ["/bin/sh", "-c", redirected, "sh", folder.path, streams.path, cache ?? Path.join(streams.path, "cache")] + words
        let pointers: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var child = pid_t()
        let code = posix_spawn(&child, "/bin/sh", nil, &attributes, pointers, environ)
        guard code == 0 else { throw SystemFailure("start a shell", code: code) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let ended = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
        return Run(status: ended, output: try streams.text("out"), errors: try streams.text("err"))
    }
}
