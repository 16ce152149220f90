import ArgumentParser
import Notebook

struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Rewrites the cells of notebooks in the canonical spelling.",
        discussion: "The prose between the cells stays byte for byte. A file with errors is left alone.")

    @Argument(help: "Notebooks, or folders of notebooks.", completion: .file(extensions: ["lnb"]))
    var paths: [String]

    @Flag(help: "Write nothing; fail when a file would change.")
    var check = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name a notebook, or a folder of notebooks.") }
    }

    func run() throws {
        var status = ExitStatus.success
        for file in try NotebookFile.named(by: paths) {
            let result = FormattedNotebook(file)
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
