import Glibc
@preconcurrency import SwiftShims

/// What every process of the engine does first.
public enum ProcessSetup {
    /// Room for the recursion over deeply nested expressions; workers inherit it.
    private static let stackBytes: rlim_t = 64 << 20

    /// Writing to a closed pipe becomes an error instead of a signal, and the main stack may grow. Hash tables are
    /// not seeded, so that an answer is the same in every run; there must be none yet.
    public static func run() {
        _swift_stdlib_Hashing_parameters = _SwiftHashingParameters(seed0: 0, seed1: 0, deterministic: true)
        signal(SIGPIPE, SIG_IGN)
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0, limit.rlim_cur < stackBytes else { return }
        limit.rlim_cur = min(stackBytes, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit)
    }

    public static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The path of the running executable.
    public static var executable: String { Path.resolved("/proc/self/exe") ?? "/proc/self/exe" }
}
