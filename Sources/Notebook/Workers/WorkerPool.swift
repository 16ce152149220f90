import CProcess
import Glibc

/// Runs tasks in worker processes, several at a time, from one thread.
///
/// Each task ends exactly once, with the worker's answer or with the way its worker died. Workers are started
/// when there is a task for them and live until the list is done. The answers do not depend on the number of
/// workers: a task that runs out of memory in a worker that has served others is tried again in a fresh one.
public struct WorkerPool {
    public enum End: Hashable, Sendable {
        case answer([UInt8])
        case death(WorkerDeath)
    }

    /// How one task ended, and the wall time it took.
    public struct Completion: Sendable {
        public let index: Int
        public let end: End
        public let seconds: Double
    }

    /// A task in hand, and how long it has been.
    public struct Running: Sendable {
        public let index: Int
        public let seconds: Double
    }

    let executable: String
    let limits: WorkerLimits
    let jobs: Int
    private let standby: StandbyWorker?

    /// `executable` is the engine itself, unless a test says otherwise.
    public init(executable: String = "/proc/self/exe", limits: WorkerLimits = WorkerLimits(), jobs: Int) {
        self.init(executable: executable, limits: limits, jobs: jobs, standby: nil)
    }

    /// - Parameter standby: a worker that was started ahead of its tasks, with the same limits.
    init(executable: String, limits: WorkerLimits, jobs: Int, standby: StandbyWorker?) {
        self.executable = executable
        self.limits = limits
        self.jobs = max(1, jobs)
        self.standby = standby
    }

    /// Runs all `messages`. `completed` is told of each end as it comes; `index` is the message's place in the list.
    /// When `shouldStop` says so, what is unfinished ends as interrupted: it is asked whenever the pool wakes, at least once a second, on a
    /// signal to stop, and when there is something to read on one of the descriptors `wakingOn`. `observe` is then told of the tasks in
    /// hand, the longest first.
    public func run(
        _ messages: [[UInt8]], wakingOn: [Int32] = [], shouldStop: () -> Bool = { false }, observe: (([Running]) -> Void)? = nil,
        completed: (Completion) -> Void
    ) throws(SystemFailure) {
        // A worker may die while a task is written to it; its end is read from its output.
        signal(SIGPIPE, SIG_IGN)
        // Signals come while the pool sleeps only: none is missed between the question and the sleep.
        var stops = StopSignals.set
        var before = sigset_t()
        pthread_sigmask(SIG_BLOCK, &stops, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var queue = Queue(count: messages.count)
        var workers: [WorkerProcess] = []
        defer { for worker in workers { _ = worker.finish(killing: true) } }

        while !queue.isDone {
            if shouldStop() {
                for index in queue.unfinished { completed(Completion(index: index, end: .death(.interrupted), seconds: 0)) }
                return
            }
            while let worker = try idleWorker(&workers, for: queue) {
                guard let index = queue.take(freshWorker: worker.answered == 0) else {
                    guard queue.hasWaiting else { break }
                    // Only tasks for fresh workers wait: this one makes room.
                    workers.removeAll { $0 === worker }
                    _ = worker.finish(killing: true)
                    continue
                }
                worker.begin(messages[index], index: index, deadline: WorkerPool.now() + limits.seconds)
            }
            if let observe {
                let tasks = workers.compactMap(\.task).sorted { $0.deadline < $1.deadline }
                observe(tasks.map { Running(index: $0.index, seconds: elapsed($0.deadline)) })
            }
            wait(for: workers, wakingOn, unblocking: before)
            for worker in workers {
                if let task = worker.task, WorkerPool.now() >= task.deadline {
                    worker.killedForTime = true
                    kill(worker.identifier, SIGKILL)
                }
                worker.send()
                _ = worker.receiveErrors()
                let receipt = worker.receive()
                switch receipt {
                case .nothingYet: break
                case .answer(let message):
                    guard let task = worker.task else { break }
                    worker.task = nil
                    worker.answered += 1
                    queue.finish(task.index)
                    completed(Completion(index: task.index, end: .answer(message), seconds: elapsed(task.deadline)))
                case .end, .nonsense:
                    workers.removeAll { $0 === worker }
                    let death = receipt == .nonsense ? worker.dismiss() : worker.finish(killing: false)
                    guard let task = worker.task else { break }
                    if death == .memory, worker.answered > 0 {
                        queue.retry(task.index)
                    } else {
                        queue.finish(task.index)
                        completed(Completion(index: task.index, end: .death(death), seconds: elapsed(task.deadline)))
                    }
                }
            }
        }
    }

    /// A worker without a task; one more, when the limit on their number and the waiting tasks allow it.
    /// A system that gives no more processes is a failure only while there is no worker at all.
    private func idleWorker(_ workers: inout [WorkerProcess], for queue: Queue) throws(SystemFailure) -> WorkerProcess? {
        if let worker = workers.first(where: { $0.task == nil }) { return worker }
        guard workers.count < jobs, queue.hasWaiting else { return nil }
        if let worker = standby?.take() {
            workers.append(worker)
            return worker
        }
        do {
            let worker = try WorkerProcess(executable: executable, arguments: limits.workerArguments)
            workers.append(worker)
            return worker
        } catch {
            if workers.isEmpty { throw error }
            return nil
        }
    }

    /// Sleeps until a worker has something to say, a task has run out of time, or something else wakes it.
    private func wait(for workers: [WorkerProcess], _ wakingOn: [Int32], unblocking mask: sigset_t) {
        var descriptors = wakingOn.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var deadline = Double.infinity
        for worker in workers {
            descriptors.append(pollfd(fd: worker.output, events: Int16(POLLIN), revents: 0))
            descriptors.append(pollfd(fd: worker.error, events: Int16(POLLIN), revents: 0))
            if worker.hasPendingInput {
                descriptors.append(pollfd(fd: worker.input, events: Int16(POLLOUT), revents: 0))
            }
            if let task = worker.task { deadline = min(deadline, task.deadline) }
        }
        let seconds = min(max(deadline - WorkerPool.now() + 0.001, 0), 1)
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
        var mask = mask
        poll_unblocking(&descriptors, nfds_t(descriptors.count), &time, &mask)
    }

    private func elapsed(_ deadline: Double) -> Double { WorkerPool.now() - (deadline - limits.seconds) }

    /// Seconds of the monotonic clock.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension WorkerPool {
    /// Which tasks wait, and which have ended.
    struct Queue {
        private var next = 0
        private var again: [Int] = []
        private var finished: [Bool]
        private var remaining: Int

        init(count: Int) {
            finished = Array(repeating: false, count: count)
            remaining = count
        }

        var isDone: Bool { remaining == 0 }
        var hasWaiting: Bool { !again.isEmpty || next < finished.count }
        var unfinished: [Int] { finished.indices.filter { !finished[$0] } }

        /// The next task for a worker; one that is tried again goes to a fresh worker only.
        mutating func take(freshWorker: Bool) -> Int? {
            if freshWorker, let index = again.popLast() { return index }
            guard next < finished.count else { return nil }
            next += 1
            return next - 1
        }

        mutating func retry(_ index: Int) { again.append(index) }

        mutating func finish(_ index: Int) {
            guard !finished[index] else { return }
            finished[index] = true
            remaining -= 1
        }
    }
}
