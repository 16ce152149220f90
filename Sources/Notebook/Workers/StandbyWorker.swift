/// A worker that gets ready while its parent still reads the notebooks.
final class StandbyWorker {
    private var worker: WorkerProcess?

    /// None where the system gives no process; the pool will say so if it finds the same.
    init(limits: WorkerLimits) {
        worker = try? WorkerProcess(limits: limits)
    }

    deinit { _ = worker?.finish(killing: true) }

    /// The worker, once.
    func take() -> WorkerProcess? {
        defer { worker = nil }
        return worker
    }
}
