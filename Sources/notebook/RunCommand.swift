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

    @Argument(help: "Notebooks, or folders of notebooks.", completion: .file(extensions: ["lnb"]))
    var paths: [String] = []

    @Flag(help: "Fail when a recorded result is missing or no longer true, or a file claims nothing.")
    var check = false

    @Flag(help: "Write the recorded results into the notebooks.")
    var update = false

    @Option(help: "Run only the claims of this name (may be repeated).")
    var only: [String] = []

    @OptionGroup
    var limits: LimitArguments

    @OptionGroup
    var reporting: ReportArguments

    @OptionGroup
    var sharding: ShardArguments

    @Option(help: ArgumentHelp("Write the certificates into this folder.", valueName: "folder"), completion: .directory)
    var certificates: String?

    @Option(help: ArgumentHelp("Draw the figures into this folder, as SVG.", valueName: "folder"), completion: .directory)
    var plots: String?

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

    func validate() throws {
        if paths.isEmpty, sharding.plan == nil { throw ValidationError("Name a notebook, or a folder of notebooks.") }
        if check, update { throw ValidationError("--check and --update do not go together.") }
        if table != nil, !only.isEmpty { throw ValidationError("--table counts all claims and does not go with --only.") }
        if sharding.shard != nil {
            if table != nil { throw ValidationError("--table is of the whole collection and does not go with --shard.") }
            if html != nil { throw ValidationError("--html has an index of all notebooks and does not go with --shard.") }
            if !only.isEmpty { throw ValidationError("--only does not go with --shard.") }
        }
        if sharding.plan != nil, !paths.isEmpty { throw ValidationError("The plan names the notebooks: name none beside --plan.") }
    }

    func run() throws {
        let share = try sharding.share(of: paths, format: reporting.name)
        let files = try share?.files ?? NotebookFile.named(by: paths)
        let progress = Progress()
        let run = NotebookRun(options, startsWorker: true, progress: progress.isShown ? { progress.show($0) } : nil)
        var notebooks = AnySequence(files.lazy.map { LoadedNotebook($0) })
        if !only.isEmpty {
            let loaded = Array(notebooks)
            if let missing = only.first(where: { name in !loaded.contains { $0.items.contains { $0.name == name } } }),
                !loaded.contains(where: \.hasErrors)
            {
                throw ValidationError("No claim is named \(missing).")
            }
            notebooks = AnySequence(loaded)
        }
        Interruption.listen()
        let format = reporting.format(isForTerminal: share == nil)
        var sequence = ReportSequence(format)
        var tally = Tally()
        var part = try share.map { try Part.Writer($0.output, $0.heading) }
        var places = share?.places[...] ?? []
        var pages = html.map { HTMLFiles($0, count: files.count) }
        var collectionTable = table.map { CollectionTable($0) }
        try run.run(notebooks) { notebook in
            var notebook = notebook
            if let certificates { try CertificateFolder(certificates).write(notebook) }
            if let plots { try PlotFolder(plots).write(notebook) }
            if check { notebook.discrepancies = Recording.discrepancies(of: notebook) }
            if update { _ = try Recording.update(notebook) }
            try pages?.write(notebook)
            collectionTable?.add(notebook)
            tally.add(Tally(notebook))
            progress.clear()
            if let place = places.popFirst() {
                try part?.add(Part.Entry(notebook, at: place, as: format.entry(notebook)))
            } else {
                StandardStream.error.write(notebook.diagnostics)
                StandardStream.output.write(sequence.text(format.entry(notebook)))
            }
        }
        try pages?.finish()
        if let pages, pages.hasFigures, !Gnuplot.isInstalled {
            StandardStream.error.write("notebook: the pages have no pictures: \(FigureFailure.gnuplotIsMissing)\n")
        }
        let discrepancies = try recordOrCheck(collectionTable)
        StandardStream.error.write(discrepancies.map { $0.rendered + "\n" }.joined())
        if part == nil { StandardStream.output.write(sequence.end(tally)) }
        if Interruption.isRequested {
            // A part holds what a whole run of its shard found.
            part = nil
        }
        try part?.finish()
        try ExitStatus(of: tally, isCollectionAsRecorded: discrepancies.isEmpty).leave()
    }

    /// What `--check` finds wrong with the table; without it the table is written.
    private func recordOrCheck(_ table: CollectionTable?) throws -> [Problem] {
        if check { return try table?.discrepancies() ?? [] }
        try table?.write()
        return []
    }

    private var options: RunOptions {
        var options = limits.options
        options.only = Set(only)
        return options
    }
}
