import ArgumentParser
import Notebook

/// Makes the reference of the commands, for those who work on the engine.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Writes the reference of the commands and their manual pages.", shouldDisplay: false)

    @Argument(help: "The folder in which commands.md and man/*.1 are written.", completion: .directory)
    var folder: String

    func run() throws {
        guard let manual = CommandManual(describedBy: NotebookCommand._dumpHelp()) else {
            throw ValidationError("The command line does not describe itself.")
        }
        let pages = Path.join(folder, "man")
        try Path.makeFolder(pages)
        try FileContents.replace(Path.join(folder, "commands.md"), with: Array(manual.markdown.utf8), durably: false)
        for page in manual.pages {
            try FileContents.replace(Path.join(pages, page.name), with: Array(page.text.utf8), durably: false)
        }
    }
}
