import Glibc
import Kernel
import Proving

/// The worker's side: takes tasks from standard input one by one and answers on standard output.
///
/// A worker limits itself before it reads anything: address space, so that a claim that asks for too much
/// memory ends this process and not the machine; and an alarm a little after the parent's time limit, so that
/// no worker outlives a parent that was killed.
public enum Worker {
    /// Serves until standard input ends. `arguments` are those after the word `worker`: mebibytes, seconds.
    public static func serve(_ arguments: [String]) -> Never {
        let numbers = arguments.compactMap { UInt32($0) }
        guard numbers.count == 2, arguments.count == 2 else { exit(64) }
        // A request to stop may go to the whole process group; it is the parent's to answer.
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        WorkerDeath.explain(addressSpace: Int(numbers[0]) << 20)
        var limit = rlimit(rlim_cur: rlim_t(numbers[0]) << 20, rlim_max: rlim_t(numbers[0]) << 20)
        setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
        var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)

        if !hasInput { Rehearsal.run() }
        var received = Frame.Buffer()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { exit(0) }
            received.append(chunk[..<count])
            do {
                while let message = try received.next() {
                    alarm(numbers[1])
                    let answer = answer(to: message)
                    try FileContents.write(Frame.wrap(answer.wire), to: STDOUT_FILENO, naming: "the answer")
                    alarm(0)
                }
            } catch {
                exit(65)
            }
        }
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
