import ArgumentParser
import CommandArguments
import Notebook

struct REPLCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl",
        abstract: "Reads statements and answers each one.",
        discussion: """
            Statements come from a terminal or a pipe, one a line. A line goes on while a bracket is open, after a \
            trailing operator, and (from a pipe) on indented lines; on a terminal an empty line ends a calc. Lines that \
            begin with a colon ask about the session: `:help` lists them. Ctrl-C stops a computation.
            """)

    @Argument(help: "A notebook whose statements are read first.", completion: .file(extensions: ["lnb"]))
    var file: String?

    @OptionGroup
    var limits: LimitArguments

    @Flag(help: "Print each statement as the engine understood it.")
    var statements = false

    func run() throws {
        var writer = TextReport()
        writer.style = Style.of(StandardStream.output.rawValue)
        writer.showsStatements = statements
        var loop = SessionLoop(session: Session(options: limits.options), writer: writer)
        if let file = try file.flatMap({ try NotebookFile.named(by: [$0]).first }) {
            loop.show(try loop.session.load(file))
            if loop.session.status == .unreadable { throw ExitCode(ExitStatus.unreadable.rawValue) }
        }
        try loop.run()
        try loop.status.leave()
    }
}
