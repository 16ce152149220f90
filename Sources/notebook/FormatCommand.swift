import ArgumentParser
import Language
import Notebook

struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Rewrites the cells of notebooks in the canonical spelling.",
        discussion: """
            The prose between the cells stays byte for byte. A file with errors is left alone. The two styles say the same: Unicode \
            symbols, or words such as gamma and grad that every keyboard has; each gives the other back.
            """)

    @Argument(help: "Notebooks, or folders of notebooks.", completion: .file(extensions: ["lnb"]))
    var paths: [String]

    @Option(help: ArgumentHelp("How symbols are spelled: unicode or ascii.", valueName: "style"))
    var style = Formatter.Style.unicode

    @Flag(help: "Write nothing; fail when a file would change.")
    var check = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name a notebook, or a folder of notebooks.") }
    }

    func run() throws {
        var status = ExitStatus.success
        for file in try NotebookFile.named(by: paths) {
            let result = FormattedNotebook(file, style: style)
            for problem in result.problems { StandardStream.error.write(problem.rendered + "\n") }
            if result.problems.contains(where: \.isError) {
                status = .unreadable
            } else if result.isChanged {
                StandardStream.output.write(file.path + "\n")
                if check {
                    if status == .success { status = .unexpected }
                } else {
                    try result.write()
                }
            }
        }
        try status.leave()
    }
}

extension Formatter.Style: ExpressibleByArgument {}
