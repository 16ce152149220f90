import CProcess
import Glibc

/// A running worker as the parent sees it: a process, three pipes, and the task it has in hand.
final class WorkerProcess {
    let identifier: pid_t
    /// The ends of the pipes, all non-blocking.
    let input: Int32
    let output: Int32
    let error: Int32

    /// The task in hand: its place in the list, and when it must be done (seconds of the monotonic clock).
    var task: (index: Int, deadline: Double)?
    /// How many tasks it has answered.
    var answered = 0
    var killedForTime = false
    private var pending: ArraySlice<UInt8> = []
    private var received = Frame.Buffer()
    private var errorBytes: [UInt8] = []

    /// Starts `executable` with `arguments`.
    convenience init(executable: String, arguments: [String]) throws(SystemFailure) {
        let pipes = try Pipes()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, end) in pipes.inner.enumerated() { posix_spawn_file_actions_adddup2(&actions, end, Int32(descriptor)) }

        // A worker starts with the default action for each signal, whatever the parent has set. Those that ask to stop are blocked until it
        // ignores them.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = StopSignals.set
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
        var surroundings: [UnsafeMutablePointer<CChar>?] = WorkerProcess.environment.map { strdup($0) } + [nil]
        defer { for word in words + surroundings { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, executable, &actions, &attributes, &words, &surroundings)
        guard code == 0 else {
            pipes.close()
            throw SystemFailure("start a worker (\(executable))", code: code)
        }
        self.init(identifier: child, pipes)
    }

    /// Starts a worker as a copy of this process, which has one thread only: nothing is loaded again.
    convenience init(limits: WorkerLimits) throws(SystemFailure) {
        let pipes = try Pipes()
        let child = copy_of_process()
        if child == 0 {
            for (descriptor, end) in pipes.inner.enumerated() { dup2(end, Int32(descriptor)) }
            pipes.close()
            var stops = StopSignals.set
            sigprocmask(SIG_SETMASK, &stops, nil)
            for number in 1..<64 { signal(Int32(number), SIG_DFL) }
            Worker.serve(limits)
        }
        guard child > 0 else {
            let failure = SystemFailure("start a worker")
            pipes.close()
            throw failure
        }
        self.init(identifier: child, pipes)
    }

    private init(identifier: pid_t, _ pipes: Pipes) {
        self.identifier = identifier
        for end in pipes.inner { close(end) }
        input = pipes.outer[0]
        output = pipes.outer[1]
        error = pipes.outer[2]
        for descriptor in pipes.outer { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    /// Standard input, output and error of a worker: its own ends, and the parent's.
    private struct Pipes {
        private(set) var inner: [Int32] = []
        private(set) var outer: [Int32] = []

        init() throws(SystemFailure) {
            for number in 0..<3 {
                var ends: [Int32] = [-1, -1]
                guard pipe(&ends) == 0 else {
                    let failure = SystemFailure("make a pipe")
                    close()
                    throw failure
                }
                // No worker inherits another worker's pipes.
                for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
                inner.append(ends[number == 0 ? 0 : 1])
                outer.append(ends[number == 0 ? 1 : 0])
            }
        }

        func close() {
            for descriptor in inner + outer where descriptor > 2 { _ = Glibc.close(descriptor) }
        }
    }

    /// The worker prints no backtraces, since the parent explains its death.
    private static let environment = ["SWIFT_BACKTRACE=enable=no", "LC_ALL=C"]

    func closePipes() {
        close(input)
        close(output)
        close(error)
    }

    /// Hands over a task. The worker must have none in hand.
    func begin(_ message: [UInt8], index: Int, deadline: Double) {
        task = (index, deadline)
        pending = Frame.wrap(message)[...]
        send()
    }

    var hasPendingInput: Bool { !pending.isEmpty }

    /// Writes as much of the task as the pipe takes now.
    func send() {
        while !pending.isEmpty {
            let written = pending.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            if written > 0 {
                pending = pending.dropFirst(written)
            } else if written < 0, errno == EINTR {
                continue
            } else {
                // Full, or the worker is gone; its output pipe tells which.
                if errno != EAGAIN { pending = [] }
                return
            }
        }
    }

    enum Receipt: Equatable {
        case nothingYet
        case answer([UInt8])
        /// The worker has closed its output: it is gone, or going.
        case end
        case nonsense
    }

    /// Reads what the worker has written.
    func receive() -> Receipt {
        while let chunk = WorkerProcess.chunk(from: output) {
            if chunk.isEmpty { return .end }
            received.append(chunk[...])
        }
        do {
            return try received.next().map(Receipt.answer) ?? .nothingYet
        } catch {
            return .nonsense
        }
    }

    /// Keeps what the worker writes to standard error, up to a bound. False at its end.
    func receiveErrors() -> Bool {
        while let chunk = WorkerProcess.chunk(from: error) {
            if chunk.isEmpty { return false }
            if errorBytes.count < 1 << 16 { errorBytes += chunk }
        }
        return true
    }

    /// What is there to read now: `nil` when nothing is, empty at the end of the stream.
    private static func chunk(from descriptor: Int32) -> [UInt8]? {
        while true {
            var failed = false
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                let got = read(descriptor, buffer.baseAddress, buffer.count)
                failed = got < 0
                count = max(got, 0)
            }
            if !failed { return chunk }
            if errno == EINTR { continue }
            return errno == EAGAIN ? nil : []
        }
    }

    /// Ends a worker that does not keep to the protocol.
    func dismiss() -> WorkerDeath {
        _ = finish(killing: true)
        return .crash(detail: "it wrote what is no answer")
    }

    /// Ends the process, waits for it, and says how it ended.
    func finish(killing: Bool) -> WorkerDeath {
        if killing { kill(identifier, SIGKILL) }
        _ = receiveErrors()
        closePipes()
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        if killedForTime { return .time }
        return WorkerDeath.explanation(status: status, errorText: String(decoding: errorBytes, as: UTF8.self))
    }
}
