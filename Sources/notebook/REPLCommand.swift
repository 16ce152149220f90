import ArgumentParser
import Glibc
import Notebook

struct REPLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl",
        abstract: "Reads statements and answers each one.",
        discussion: """
            Statements come from a terminal or a pipe, one a line. A line goes on while a bracket is open, after a \
            trailing operator, and (from a pipe) on indented lines; on a terminal an empty line ends a calc.
            """)

    @Argument(help: "A notebook whose statements are read first.", completion: .file(extensions: ["lnb"]))
    var file: String?

    @Option(help: ArgumentHelp("Wall time of one claim.", valueName: "seconds"))
    var timeout: Double = 10

    @Flag(help: "Print each statement as the engine understood it.")
    var statements = false

    func validate() throws {
        if !(timeout > 0 && timeout <= 86_400) { throw ValidationError("--timeout is between 0 and 86400 seconds.") }
    }

    func run() throws {
        var options = RunOptions()
        options.limits.seconds = timeout
        let start = try file.flatMap { try NotebookFile.named(by: [$0]).first }
        var session = start.map { Session(options: options, file: $0) } ?? Session(options: options)
        var writer = TextReport()
        writer.style = Style.of(StandardStream.output.rawValue)
        writer.showsStatements = statements
        if let start {
            let notebook = LoadedNotebook(start)
            guard let document = notebook.document else {
                for problem in notebook.problems { StandardStream.error.write(problem.rendered + "\n") }
                throw ExitCode(ExitStatus.unreadable.rawValue)
            }
            show(try session.submit(document.statementsInPlace), writer)
        }
        let isTerminal = isatty(STDIN_FILENO) == 1
        var reader = StatementReader(isInteractive: isTerminal)
        func prompt() {
            if isTerminal { StandardStream.output.write(reader.isEmpty ? "> " : "… ") }
        }
        prompt()
        while let line = readLine() {
            for statement in reader.add(line) { show(try session.submit(statement), writer) }
            prompt()
        }
        for statement in reader.finish() { show(try session.submit(statement), writer) }
        try session.status.leave()
    }

    private func show(_ report: RunReport, _ writer: TextReport) {
        for notebook in report.notebooks {
            for problem in notebook.problems { StandardStream.error.write(problem.rendered + "\n") }
            StandardStream.output.write(writer.table(notebook.claims))
        }
    }
}
