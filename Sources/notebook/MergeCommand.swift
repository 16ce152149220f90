import ArgumentParser
import Notebook

struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Joins the parts that `run --shard` wrote into the report of a single run.",
        discussion: "The exit status is that of the single run. A part that is missing, doubled, damaged or of another run is an error.")

    @Argument(help: "All parts of the run.", completion: .file(extensions: ["jsonl"]))
    var parts: [String]

    func run() throws {
        let merged = try MergedParts(try parts.map { ($0, try Part(reading: $0)) })
        guard let format = ReportArguments.Form(ofReportNamed: merged.format)?.format else {
            throw ShardError(parts[0], "the form of report `\(merged.format)` is unknown to this engine")
        }
        for entry in merged.entries { StandardStream.error.write(entry.diagnostics) }
        StandardStream.output.write(merged.text(as: format))
        try ExitStatus(of: merged.tally).leave()
    }
}
