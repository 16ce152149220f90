import Glibc

/// How a worker ended before it answered.
public enum WorkerDeath: Hashable, Sendable {
    /// The parent, or the worker's own alarm, stopped it at the time limit.
    case time
    case memory
    /// Recursion used up the stack.
    case stack
    /// It fell to a signal, or left with a status of its own: a fault of the engine.
    case crash(detail: String)
    /// The user stopped the run.
    case interrupted
}

extension WorkerDeath {
    private static let memoryStatus: Int32 = 70
    private static let stackStatus: Int32 = 71

    /// Has this process leave with a status that tells a lack of memory or stack from a crash.
    ///
    /// C libraries abort when memory fails. The handler compares the size of the address space with the limit;
    /// a single huge request leaves the size small, but then the library's own words on standard error tell.
    static func explain(addressSpace: Int) {
        WorkerDeath.limit = addressSpace
        var stack = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &stack)
        var here = 0
        withUnsafePointer(to: &here) { WorkerDeath.stackTop = UInt(bitPattern: $0) }
        WorkerDeath.stackSize = UInt(min(stack.rlim_cur, 1 << 32))

        let size = 1 << 16
        var alternative = stack_t()
        alternative.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        alternative.ss_size = size
        sigaltstack(&alternative, nil)

        var action = sigaction()
        action.sa_flags = SA_SIGINFO | Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
        action.__sigaction_handler.sa_sigaction = { signal, information, _ in
            WorkerDeath.leave(signal, information)
        }
        for signal in [SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGTRAP] { sigaction(signal, &action, nil) }
    }

    // Written once before any task is read, afterwards read by the handler only.
    nonisolated(unsafe) private static var limit = 0
    nonisolated(unsafe) private static var stackTop: UInt = 0
    nonisolated(unsafe) private static var stackSize: UInt = 0

    private static func leave(_ signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>?) {
        if signal == SIGSEGV || signal == SIGBUS, let information {
            let address = UInt(bitPattern: information.pointee._sifields._sigfault.si_addr)
            let slack: UInt = 1 << 20
            if address < stackTop &- stackSize &+ slack, address > stackTop &- stackSize &- 4 * slack { _exit(stackStatus) }
        }
        let file = open("/proc/self/statm", O_RDONLY)
        var pages = 0
        var text: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &text) { buffer in
            let count = read(file, buffer.baseAddress, buffer.count)
            var position = 0
            while position < count, buffer[position] >= 48, buffer[position] <= 57 {
                pages = pages * 10 + Int(buffer[position] - 48)
                position += 1
            }
        }
        if pages * 4096 > limit / 10 * 9 { _exit(memoryStatus) }
        // The default action is in force again; let it happen.
        raise(signal)
    }

    /// Reads the status that `waitpid` gave, and what the worker had written to standard error.
    static func explanation(status: Int32, errorText: String) -> WorkerDeath {
        let signal = status & 0x7f
        let code = (status >> 8) & 0xff
        if signal == 0 {
            switch code {
            case memoryStatus: return .memory
            case stackStatus: return .stack
            default: return .crash(detail: detail("status \(code)", errorText))
            }
        }
        if signal == SIGALRM { return .time }
        if signal == SIGKILL { return .memory }
        // "GNU MP: Cannot allocate memory", "Unable to allocate memory" (FLINT), "failed to allocate 80 bytes of
        // memory" (Swift), "std::bad_alloc".
        let words = errorText.lowercased()
        if words.contains("alloc"), words.contains("memory") || words.contains("bad_alloc") { return .memory }
        return .crash(detail: detail("signal \(signal)", errorText))
    }

    private static func detail(_ end: String, _ errorText: String) -> String {
        let lines = errorText.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        guard let first = lines.first else { return end }
        return "\(end): \(first.prefix(300))"
    }
}
