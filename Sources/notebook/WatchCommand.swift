import ArgumentParser
import CommandArguments
import Glibc
import Notebook

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Decides the claims of notebooks again whenever they are saved.",
        discussion: "What has not changed is not decided again. Ctrl-C ends it.")

    @Argument(help: "Notebooks, or folders of notebooks.", completion: .file(extensions: ["lnb"]))
    var paths: [String]

    @OptionGroup
    var limits: LimitArguments

    @Flag(help: "Print only what is not as expected.")
    var quiet = false

    func run() throws {
        let files = try NotebookFile.named(by: paths)
        var writer = TextReport()
        writer.style = Style.of(StandardStream.output.rawValue)
        writer.detail = quiet ? .quiet : .normal
        Interruption.listen()
        var watch = FileWatch(files)
        while !Interruption.isRequested {
            let progress = Progress()
            var isOutdated = false
            let run = NotebookRun(limits.options, shouldStop: {
                isOutdated = isOutdated || watch.hasChanged()
                return isOutdated || Interruption.isRequested
            }, progress: progress.isShown ? { progress.show($0) } : nil)
            let notebooks = files.map { LoadedNotebook($0) }
            watch.add(importsOf: notebooks)
            let report = try run.report(on: notebooks)
            progress.clear()
            if Interruption.isRequested { break }
            if isOutdated { continue }
            for notebook in report.notebooks {
                for problem in notebook.problems { StandardStream.error.write(problem.rendered + "\n") }
            }
            StandardStream.output.write(writer.text(of: report) + "\n")
            while !Interruption.isRequested, !watch.hasChanged() { usleep(200_000) }
        }
    }
}
