import ArgumentParser
import Notebook

/// How claims are decided: what every command that decides claims can be told.
public struct LimitArguments: ParsableArguments {
    @Option(help: "Workers at a time (default: one for each core).")
    var jobs: Int?

    @Option(help: "Significant digits of the numeric self-check.")
    var digits: Int?

    @Option(help: ArgumentHelp("Wall time of one claim.", valueName: "seconds"))
    var timeout: Double = WorkerLimits().seconds

    @Option(help: ArgumentHelp("Memory of one claim.", valueName: "mebibytes"))
    var memory: Int = WorkerLimits().mebibytes

    @Flag(
        name: .customLong("no-cache"),
        help: "Decide every claim anew; neither read results of earlier runs nor keep these.")
    var ignoresCache = false

    public init() {}

    public func validate() throws {
        if !(timeout > 0 && timeout <= 86_400) { throw ValidationError("--timeout is between 0 and 86400 seconds.") }
        if !(64...65_536).contains(memory) { throw ValidationError("--memory is between 64 and 65536 MiB.") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs is between 1 and 256.") }
        if let digits, !(1...30_000).contains(digits) { throw ValidationError("--digits is between 1 and 30000.") }
    }

    /// What was said, as words of a command line.
    public var words: [String] {
        var words: [String] = []
        if let jobs { words += ["--jobs", String(jobs)] }
        if let digits { words += ["--digits", String(digits)] }
        if timeout != WorkerLimits().seconds { words += ["--timeout", String(timeout)] }
        if memory != WorkerLimits().mebibytes { words += ["--memory", String(memory)] }
        return ignoresCache ? words + ["--no-cache"] : words
    }

    public var options: RunOptions {
        var options = RunOptions()
        options.digits = digits
        options.limits = WorkerLimits(seconds: timeout, mebibytes: memory)
        options.jobs = jobs ?? ProcessSetup.coreCount
        if !ignoresCache { options.cache = CacheFolder.chosenByUser.flatMap { ResultCache(in: $0) } }
        return options
    }

    /// What was given, as it is given.
    public var arguments: [String] {
        var words: [String] = []
        if let jobs { words += ["--jobs", String(jobs)] }
        if let digits { words += ["--digits", String(digits)] }
        if timeout != WorkerLimits().seconds { words += ["--timeout", String(timeout)] }
        if memory != WorkerLimits().mebibytes { words += ["--memory", String(memory)] }
        if ignoresCache { words += ["--no-cache"] }
        return words
    }
}
