import Dispatch
import Glibc

/// Work in two halves, on two cores where it is long.
public enum TwoHalves {
    /// Calls `work(0)` and `work(1)`, at once where that is worth a thread and the process may have another one.
    public static func perform(isLong: Bool, _ work: @Sendable (Int) -> Void) {
        if isLong && hasRoomForThread {
            DispatchQueue.concurrentPerform(iterations: 2, execute: work)
        } else {
            work(0)
            work(1)
        }
    }

    /// Beside the stack, for what the thread allocates.
    private static let slack: UInt64 = 16 << 20

    /// Where the address space is limited and a thread's stack does not fit, the queue would wait for ever.
    private static var hasRoomForThread: Bool {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur != rlim_t.max else { return true }
        var attributes = pthread_attr_t(), stack = 0
        guard pthread_attr_init(&attributes) == 0 else { return false }
        defer { pthread_attr_destroy(&attributes) }
        guard pthread_attr_getstacksize(&attributes, &stack) == 0, let used = addressSpace else { return false }
        return used + UInt64(stack) + slack < UInt64(limit.rlim_cur)
    }

    /// The bytes of address space in use.
    private static var addressSpace: UInt64? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        return UInt64(strtoul(line, nil, 10)) * UInt64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
