import ArgumentParser
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

    @Option(help: "Workers at a time (default: one for each core).")
    var jobs: Int?

    @Option(help: "Significant digits of the numeric self-check.")
    var digits: Int?

    @Option(help: ArgumentHelp("Wall time of one claim.", valueName: "seconds"))
    var timeout: Double = 10

    @Option(help: ArgumentHelp("Memory of one claim.", valueName: "mebibytes"))
    var memory: Int = 512

    @Option(help: "The form of the report.")
    var format: Format = .text

    @Option(help: ArgumentHelp("Write the certificates into this folder.", valueName: "folder"), completion: .directory)
    var certificates: String?

    @Flag(help: "Print each statement as the engine understood it.")
    var statements = false

    @Flag(help: "Say how long each claim took, or that its result is from the cache.")
    var timing = false

    @Flag(
        name: .customLong("no-cache"),
        help: "Decide every claim anew; neither read results of earlier runs nor keep these.")
    var ignoresCache = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name a notebook, or a folder of notebooks.") }
        if check, update { throw ValidationError("--check and --update do not go together.") }
        if !(timeout > 0 && timeout <= 86_400) { throw ValidationError("--timeout is between 0 and 86400 seconds.") }
        if !(64...65_536).contains(memory) { throw ValidationError("--memory is between 64 and 65536 MiB.") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is between 1 and 256.") }
        if let digits, !(1...30_000).contains(digits) { throw ValidationError("--digits is between 1 and 30000.") }
    }

    func run() throws {
        let files = try NotebookFile.named(by: paths)
        let progress = Progress()
        let run = NotebookRun(options, startsWorker: true) { progress.show($0, of: $1) }
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
        print(report)
        try ExitStatus(of: report).leave()
    }

    private var options: RunOptions {
        var options = RunOptions()
        options.only = Set(only)
        options.digits = digits
        options.limits = WorkerLimits(seconds: timeout, mebibytes: memory)
        options.jobs = jobs ?? ProcessSetup.coreCount
        if !ignoresCache { options.cache = CacheFolder.chosenByUser.flatMap { ResultCache(in: $0) } }
        return options
    }

    /// Results to standard output, what is wrong with the files to standard error.
    private func print(_ report: RunReport) {
        for notebook in report.notebooks {
            for problem in notebook.problems { StandardStream.error.write(problem.rendered + "\n") }
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
