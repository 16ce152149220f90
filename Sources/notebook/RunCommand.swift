import ArgumentParser
import CommandArguments
import Notebook

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Decides the claims of notebooks.",
        discussion: """
            A folder stands for every *.lnb file below it. Results are kept in $NOTEBOOK_CACHE, else in \
            $XDG_CACHE_HOME/notebook, else in ~/.cache/notebook; a claim that has not changed since is not decided again.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit, sarif, github, markdown
    }

    @Argument(help: "Notebooks, or folders of notebooks.", completion: .file(extensions: ["lnb"]))
    var paths: [String]

    @Flag(help: "Fail when a recorded result is missing or no longer true, or a file claims nothing.")
    var check = false

    @Flag(help: "Write the recorded results into the notebooks.")
    var update = false

    @Option(help: "Run only the claims of this name (may be repeated).")
    var only: [String] = []

    @OptionGroup
    var limits: LimitArguments

    @Option(help: "The form of the report.")
    var format: Format = .text

    @Option(help: ArgumentHelp("Write the certificates into this folder.", valueName: "folder"), completion: .directory)
    var certificates: String?

    @Option(
        help: ArgumentHelp(
            "Write a page that browsers show; several notebooks go into a folder, with an index.", valueName: "file"),
        completion: .file(extensions: ["html"]))
    var html: String?

    @Option(
        help: ArgumentHelp(
            "Write the table of the notebooks into this Markdown file; with --check, compare it.", valueName: "file"),
        completion: .file(extensions: ["md"]))
    var table: String?

    @Flag(help: "Print each statement as the engine understood it.")
    var statements = false

    @Flag(help: "Say how long each claim took, or that its result is from the cache.")
    var timing = false

    @Flag(help: "Print each certificate in words.")
    var verbose = false

    @Flag(help: "Print only what is not as expected.")
    var quiet = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name a notebook, or a folder of notebooks.") }
        if check, update { throw ValidationError("--check and --update do not go together.") }
        if table != nil, !only.isEmpty { throw ValidationError("--table counts all claims and does not go with --only.") }
        if verbose, quiet { throw ValidationError("--verbose and --quiet do not go together.") }
    }

    func run() throws {
        let files = try NotebookFile.named(by: paths)
        let progress = Progress()
        let run = NotebookRun(options, startsWorker: true, progress: progress.isShown ? { progress.show($0) } : nil)
        let notebooks = files.map { LoadedNotebook($0) }
        if let missing = only.first(where: { name in !notebooks.contains { $0.items.contains { $0.name == name } } }),
            !notebooks.contains(where: \.hasErrors)
        {
            throw ValidationError("No claim is named \(missing).")
        }
        Interruption.listen()
        var report = try run.report(on: notebooks)
        progress.clear()

        if let certificates {
            for notebook in report.notebooks { try CertificateFolder(certificates).write(notebook) }
        }
        if check {
            for index in report.notebooks.indices {
                report.notebooks[index].discrepancies = Recording.discrepancies(of: report.notebooks[index])
            }
        }
        if update {
            for notebook in report.notebooks { _ = try Recording.update(notebook) }
        }
        if let table {
            if check {
                report.discrepancies = try CollectionTable(table).discrepancies(from: report)
            } else {
                try CollectionTable(table).write(report)
            }
        }
        if let html { try HTMLFiles(html).write(report) }
        print(report)
        try ExitStatus(of: report).leave()
    }

    private var options: RunOptions {
        var options = limits.options
        options.only = Set(only)
        return options
    }

    /// Results to standard output, what is wrong with the files to standard error.
    private func print(_ report: RunReport) {
        for problem in report.notebooks.flatMap(\.problems) + report.discrepancies {
            StandardStream.error.write(problem.rendered + "\n")
        }
        for claim in report.claims {
            guard let error = claim.outcome.internalError else { continue }
            StandardStream.error.write("internal error in claim \(claim.name): \(error)\n")
        }
        StandardStream.output.write(text(of: report))
    }

    private func text(of report: RunReport) -> String {
        switch format {
        case .text:
            var writer = TextReport()
            writer.style = Style.of(StandardStream.output.rawValue)
            writer.showsStatements = statements
            writer.showsTimes = timing
            writer.detail = verbose ? .verbose : quiet ? .quiet : .normal
            return writer.text(of: report)
        case .json:
            var writer = JSONReport()
            writer.showsStatements = statements
            writer.showsTimes = timing
            return writer.text(of: report)
        case .junit: return JUnitReport().text(of: report)
        case .sarif: return SARIFReport().text(of: report)
        case .github: return GitHubReport().text(of: report)
        case .markdown: return MarkdownReport().text(of: report)
        }
    }
}
