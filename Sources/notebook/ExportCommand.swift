import ArgumentParser
import Notebook

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a notebook with its verdicts in another form, to standard output.",
        discussion: "latex: an appendix for the paper, a document that compiles by itself. html: a page.")

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case latex, html
    }

    @Option(help: "The form to write.")
    var to: Form

    @Argument(help: "A notebook.", completion: .file(extensions: ["lnb"]))
    var file: String

    @OptionGroup
    var limits: LimitArguments

    func run() throws {
        let files = try NotebookFile.named(by: [file])
        guard files.count == 1 else { throw ValidationError("Name one notebook.") }
        let progress = Progress()
        let run = NotebookRun(limits.options, progress: progress.isShown ? { progress.show($0) } : nil)
        let notebook = LoadedNotebook(files[0])
        for problem in notebook.problems { StandardStream.error.write(problem.rendered + "\n") }
        guard !notebook.hasErrors else { throw ExitCode(ExitStatus.unreadable.rawValue) }
        Interruption.listen()
        let report = try run.report(on: [notebook])
        progress.clear()
        switch to {
        case .latex: StandardStream.output.write(LaTeXExport().text(of: report))
        case .html: StandardStream.output.write(HTMLReport().page(of: report.notebooks[0]))
        }
        try ExitStatus(of: report).leave()
    }
}
