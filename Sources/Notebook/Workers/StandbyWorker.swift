/// A worker that gets ready while its parent still reads the command line and the notebooks.
public final class StandbyWorker {
    private let limits: WorkerLimits
    private var worker: WorkerProcess?

    /// None where the system gives no process; the pool will say so if it finds the same.
    init(limits: WorkerLimits) {
        self.limits = limits
        worker = try? WorkerProcess(limits: limits)
    }

    deinit { _ = worker?.finish(killing: true) }

    /// The worker, once.
    func take() -> WorkerProcess? {
        defer { worker = nil }
        return worker
    }

    /// Main thread only, like every copy of the process.
    nonisolated(unsafe) private static var early: StandbyWorker?

    /// Starts one where the command line begins with the word `run`, with the limits that nearly all runs have.
    public static func startForRun() {
        if CommandLine.arguments.count > 2, CommandLine.arguments[1] == "run" { early = StandbyWorker(limits: WorkerLimits()) }
    }

    /// The one that was started early, if it fits, else a new one.
    static func ready(limits: WorkerLimits) -> StandbyWorker {
        defer { early = nil }
        return early.flatMap { $0.limits == limits ? $0 : nil } ?? StandbyWorker(limits: limits)
    }
}
