import CProcess
import Glibc
import Kernel
import Proving

/// The worker's side: takes tasks from standard input one by one and answers on standard output.
///
/// A worker limits itself before it reads anything: address space, so that a claim that asks for too much
/// memory ends this process and not the machine; and an alarm a little after the parent's time limit, so that
/// no worker outlives a parent that was killed.
public enum Worker {
    /// Serves where the command line says `worker`; otherwise does nothing. Workers start often and must start fast: they
    /// do not pass through the command line's grammar.
    public static func serveIfAsked() {
        guard CommandLine.arguments.count > 1, CommandLine.arguments[1] == "worker" else { return }
        guard let limits = WorkerLimits(workerArguments: Array(CommandLine.arguments.dropFirst(2))) else { exit(64) }
        serve(limits)
    }

    /// Serves until standard input ends.
    public static func serve(_ limits: WorkerLimits) -> Never {
        setUp(limits)
        // C libraries print why they abort on standard output: it goes where the parent reads last words, and answers have a descriptor
        // of their own.
        let answers = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard answers >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { exit(69) }
        Rehearsal.run { !hasInput }
        var received = Frame.Buffer()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { exit(0) }
            received.append(chunk[..<count])
            do {
                while let message = try received.next() {
                    alarm(limits.alarm)
                    let answer = answer(to: message)
                    try FileContents.write(Frame.wrap(answer.wire), to: answers, naming: "the answer")
                    alarm(0)
                }
            } catch {
                exit(65)
            }
        }
    }

    private static func setUp(_ limits: WorkerLimits) {
        for ignored in StopSignals.all + [SIGPIPE] { signal(ignored, SIG_IGN) }

        WorkerDeath.explain(addressSpace: limits.mebibytes << 20)
        var memory = rlimit(rlim_cur: rlim_t(limits.mebibytes) << 20, rlim_max: rlim_t(limits.mebibytes) << 20)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
        var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
        // The heap grows in large steps and is not given back between tasks.
        mallopt(M_TOP_PAD, 2 << 20)
        mallopt(M_TRIM_THRESHOLD, 64 << 20)
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
    }

    /// Whether a task waits, or the end.
    private static var hasInput: Bool {
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, 0) != 0
    }

    private static func answer(to message: [UInt8]) -> Outcome {
        do {
            let question = try Question(wire: message)
            return Prover.run(question.task, name: question.name)
        } catch {
            var outcome = Outcome(verdict: .unknown)
            outcome.internalError = "a worker could not read its task: \(error)"
            return outcome
        }
    }
}
