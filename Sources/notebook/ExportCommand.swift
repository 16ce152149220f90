import ArgumentParser
import CommandArguments
import Notebook

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a notebook with its verdicts in another form, to standard output.",
        discussion: """
            latex: an appendix for the paper, a document that compiles by itself. html: a page. ipynb: a Jupyter notebook, which \
            `notebook import` turns back into the same file. coq: the proved \
            statements of notebooks, or of folders of notebooks, as a folder (--output) in which `make` lets the proof \
            assistant Coq check them.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case latex, html, ipynb, coq
    }

    @Option(help: "The form to write.")
    var to: Form

    @Argument(help: "A notebook.", completion: .file(extensions: ["lnb"]))
    var paths: [String]

    @Option(
        name: [.customShort("o"), .long], help: ArgumentHelp("The folder to write, for coq.", valueName: "folder"),
        completion: .directory)
    var output: String?

    @OptionGroup
    var limits: LimitArguments

    func validate() throws {
        if (to == .coq) != (output != nil) { throw ValidationError("--output names the folder that --to coq writes.") }
    }

    func run() throws {
        let files = try NotebookFile.named(by: paths)
        guard to == .coq || files.count == 1 else { throw ValidationError("Name one notebook.") }
        let progress = Progress()
        let run = NotebookRun(limits.options, progress: progress.isShown ? { progress.show($0) } : nil)
        let notebooks = files.map { LoadedNotebook($0) }
        for problem in notebooks.flatMap(\.problems) { StandardStream.error.write(problem.rendered + "\n") }
        guard !notebooks.contains(where: \.hasErrors) else { throw ExitCode(ExitStatus.unreadable.rawValue) }
        Interruption.listen()
        let report = try run.report(on: notebooks)
        progress.clear()
        switch to {
        case .latex: StandardStream.output.write(LaTeXExport().text(of: report))
        case .html: StandardStream.output.write(HTMLReport().page(of: report.notebooks[0]))
        case .ipynb: StandardStream.output.write(JupyterExport().text(of: report.notebooks[0]))
        case .coq: try CoqExport().write(report, to: output ?? "")
        }
        let status = ExitStatus(of: report.tally)
        if status != .success {
            var summary = TextReport()
            summary.detail = .quiet
            StandardStream.error.write(summary.text(of: report))
        }
        try status.leave()
    }
}
