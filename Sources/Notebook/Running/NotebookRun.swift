import Kernel
import Language
import Proving

/// Decides the claims of notebooks, all in one pool of workers.
public struct NotebookRun {
    let options: RunOptions
    /// Told often how far the run is; `nil` where nobody looks.
    let progress: ((RunState) -> Void)?
    /// Asked often; once it says so, what is unfinished is `unknown`.
    let shouldStop: () -> Bool
    /// Descriptors on which something to read is a reason to ask.
    private let wakingOn: [Int32]
    private let standby: StandbyWorker?

    /// - Parameter startsWorker: have a first worker ready before the notebooks are read, as a copy of this process:
    ///   it must be the engine and have one thread only.
    public init(
        _ options: RunOptions, startsWorker: Bool = false, wakingOn: [Int32] = [], shouldStop: @escaping () -> Bool = { Interruption.isRequested },
        progress: ((RunState) -> Void)? = nil
    ) {
        self.options = options
        self.wakingOn = wakingOn
        self.shouldStop = shouldStop
        self.progress = progress
        standby = startsWorker ? .ready(limits: options.limits) : nil
    }

    /// Runs every notebook without errors. A notebook with errors runs no claim.
    public func report(on notebooks: [LoadedNotebook]) throws(SystemFailure) -> RunReport {
        let (report, isNew) = try decide(notebooks)
        if isNew { options.cache?.trim() }
        return report
    }

    /// Runs notebooks as they come and hands on what there is to say about each, in order. So many are in memory as have
    /// enough claims between them to keep the workers busy.
    public func run(_ notebooks: some Sequence<LoadedNotebook>, each: (NotebookReport) throws -> Void) throws {
        var window: [LoadedNotebook] = []
        var claims = 0
        var anyIsNew = false
        func decideWindow() throws {
            let (report, isNew) = try decide(window)
            anyIsNew = anyIsNew || isNew
            window = []
            claims = 0
            for notebook in report.notebooks { try each(notebook) }
        }
        for notebook in notebooks {
            window.append(notebook)
            claims += notebook.items.count
            if claims >= NotebookRun.claimsInMemory || window.count >= NotebookRun.notebooksInMemory { try decideWindow() }
        }
        try decideWindow()
        if anyIsNew { options.cache?.trim() }
    }

    private static let claimsInMemory = 2000
    private static let notebooksInMemory = 250

    /// The report, and whether a worker was asked for any of it.
    private func decide(_ notebooks: [LoadedNotebook]) throws(SystemFailure) -> (report: RunReport, isNew: Bool) {
        var questions: [Question] = []
        let plans = notebooks.map { notebook in
            Plan(notebook, only: options.only, precision: options.precision, adding: &questions)
        }
        let answers = try answers(to: questions)
        let reports = zip(notebooks, plans).map { notebook, plan in
            NotebookReport(notebook: notebook, claims: plan.claims(with: answers))
        }
        return (RunReport(notebooks: reports), answers.contains { $0.milliseconds != nil })
    }

    private func answers(to questions: [Question]) throws(SystemFailure) -> [Answer] {
        var answers = questions.map(known)
        let open = questions.indices.filter { answers[$0] == nil }
        // Long statements first, so that no worker is left alone with one at the end.
        let order = open.sorted { a, b in
            (questions[b].statementText.utf8.count, a) < (questions[a].statementText.utf8.count, b)
        }
        var done = questions.count - open.count
        let pool = WorkerPool(
            executable: options.workerExecutable, limits: options.limits,
            jobs: min(options.jobs, open.count), standby: standby)
        let observe = progress.map { progress in
            { (running: [WorkerPool.Running]) in
                let named = running.map { (name: questions[order[$0.index]].name, seconds: $0.seconds) }
                progress(RunState(done: done, count: questions.count, running: named))
            }
        }
        try pool.run(order.map { questions[$0].wire }, wakingOn: wakingOn, shouldStop: shouldStop, observe: observe) { completion in
            let seconds = completion.seconds, begun = Moment.now.nanoseconds - Int(seconds * 1e9)
            let place = order[completion.index]
            let outcome = Verification.outcome(of: completion.end, to: questions[place], within: options.limits)
            if case .answer(let message) = completion.end, outcome.isFinal {
                options.cache?.keep(Outcome.timeless(message), answering: questions[place])
            }
            answers[place] = Answer(
                outcome: outcome, milliseconds: (seconds * 1e6).rounded() / 1000,
                decidedMilliseconds: outcome.accepted.map { Double(max($0.nanoseconds - begun, 0) / 1000) / 1000 })
            done += 1
        }
        return answers.map { $0 ?? Answer(outcome: Outcome(verdict: .unknown)) }
    }

    /// The answer of an earlier run, which must pass what a worker's answer must pass.
    private func known(_ question: Question) -> Answer? {
        guard let message = options.cache?.message(answering: question) else { return nil }
        let outcome = Verification.outcome(of: .answer(message), to: question, within: options.limits)
        return outcome.isFinal ? Answer(outcome: outcome) : nil
    }
}

/// What came back for a question.
struct Answer {
    let outcome: Outcome
    /// How long the worker took; `nil` when the result is from an earlier run.
    var milliseconds: Double?
    /// How long it took until the kernel accepted what was found.
    var decidedMilliseconds: Double?
}

extension Outcome {
    /// It would be the same another time: no limit stopped the search, and the engine did not fail.
    var isFinal: Bool { !limitReached && internalError == nil }
}
