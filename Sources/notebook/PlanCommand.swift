import ArgumentParser
import CommandArguments
import Notebook

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shares out a collection of notebooks, for several machines.",
        discussion: """
            The plan has each notebook with the hash of its contents and its shard; `run --plan` refuses notebooks that \
            have changed since. What to run is written to standard output: as a batch script for Slurm, as the matrix of a \
            GitHub workflow, or as a build file for Ninja; else one line for each shard.
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case slurm, github, ninja
    }

    @Argument(help: "Notebooks, or folders of notebooks.", completion: .file(extensions: ["lnb"]))
    var paths: [String]

    @Option(help: "How many shards.")
    var shards: Int

    @Option(help: ArgumentHelp("Where the plan is written.", valueName: "file"), completion: .file(extensions: ["json"]))
    var out = "plan.json"

    @Option(help: "Who is to run it.")
    var emit: Form?

    @Option(help: "The form of the report.")
    var format: ReportArguments.Form = .text

    @OptionGroup
    var durations: DurationArguments

    @OptionGroup
    var limits: LimitArguments

    func validate() throws {
        if Shard(1, of: shards) == nil { throw ValidationError("--shards is between 1 and \(Shard.greatestCount).") }
    }

    func run() throws {
        let plan = try ShardPlan(paths, durations: try durations.read(), shardCount: shards, engine: EngineIdentity.named)
        try FileContents.replace(out, with: Array(plan.text.utf8))
        let script = ShardScript(
            plan, in: out, program: ProcessSetup.executable, options: runOptions, limits: limits.options.limits, jobs: limits.options.jobs)
        switch emit {
        case .slurm: StandardStream.output.write(script.slurm)
        case .github: StandardStream.output.write(script.github)
        case .ninja: StandardStream.output.write(script.ninja)
        case nil: StandardStream.output.write(plan.overview)
        }
    }

    /// What was said of how to run, for every shard.
    private var runOptions: [String] {
        var words: [String] = []
        if format != .text { words += ["--format", format.rawValue] }
        return words + limits.words
    }
}
