import Notebook

/// Reads, answers, and shows, until the input ends.
struct SessionLoop {
    var session: Session
    private var writer: TextReport
    private var hasMisread = false

    init(session: Session, writer: TextReport) {
        self.session = session
        self.writer = writer
    }

    /// The worst that has happened; a command that could not be read counts like a statement.
    var status: ExitStatus { hasMisread ? ExitStatus.unreadable.orWorse(session.status) : session.status }

    mutating func run() throws {
        let input = LineInput()
        var reader = StatementReader(isInteractive: input.isInteractive)
        while true {
            let session = session
            input.names = { session.declaredNames }
            // Whenever Ctrl-C comes as a signal, it is to stop what the next line starts.
            Interruption.listen()
            switch input.next(prompt: reader.isEmpty ? "> " : "… ") {
            case .cancelled: reader = StatementReader(isInteractive: input.isInteractive)
            case .end:
                for statement in reader.finish() { try submit(statement) }
                return
            case .text(let text):
                input.remember(text)
                if let command = SessionCommand.read(text), reader.isEmpty || !input.isInteractive {
                    for statement in reader.finish() { try submit(statement) }
                    guard try obey(command) else { return }
                } else {
                    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                        for statement in reader.add(String(line)) { try submit(statement) }
                    }
                }
            }
        }
    }

    private mutating func submit(_ statement: String) throws { show(try session.submit(statement)) }

    func show(_ report: RunReport) {
        for notebook in report.notebooks {
            for problem in notebook.problems { StandardStream.error.write(problem.rendered + "\n") }
            StandardStream.output.write(writer.table(notebook.claims, explainsFailures: true))
        }
    }

    private mutating func complain(_ text: String) {
        hasMisread = true
        StandardStream.error.write(text + "\n")
    }

    /// False when the session is over.
    private mutating func obey(_ command: Result<SessionCommand, SessionCommand.Misread>) throws -> Bool {
        switch command {
        case .failure(let misread): complain(misread.rendered)
        case .success(let command):
            do {
                switch try session.obey(command) {
                case .text(let text): StandardStream.output.write(text)
                case .misread(let text): complain(text)
                case .report(let report, let isWhole):
                    show(report)
                    if isWhole { StandardStream.output.write(report.tally.summary(writer.style) + "\n") }
                case .times:
                    writer.showsTimes.toggle()
                    StandardStream.output.write(writer.showsTimes ? "times are shown\n" : "times are not shown\n")
                case .end: return false
                }
            } catch {
                complain("\(error)")
            }
        }
        return true
    }
}
