/// A plan in the words of an engine that runs jobs.
public struct ShardScript {
    private let plan: ShardPlan
    /// The file that the plan is in.
    private let path: String
    private let program: String
    /// Arguments for every `run`, as they were given.
    private let options: [String]
    private let limits: WorkerLimits
    private let jobs: Int

    public init(_ plan: ShardPlan, in path: String, program: String, options: [String], limits: WorkerLimits, jobs: Int) {
        self.plan = plan
        self.path = path
        self.program = program
        self.options = options
        self.limits = limits
        self.jobs = jobs
    }

    /// Words for a shell, each quoted where it needs to be.
    static func quoted(_ words: [String]) -> String {
        words.map { word in
            let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "/._-=+:,".unicodeScalars.contains(scalar))
            }
            return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }

    /// The command that runs a shard, but for which one it is.
    private var run: String { ShardScript.quoted([program, "run", "--plan", path] + options) }

    /// A shard may take three times as long as the plan says, or an hour where it says nothing, and one claim more.
    private var minutes: Int {
        let seconds = plan.areLoadsTimes ? 3 * (plan.loads.max() ?? 0) / 1000 : 3600
        return Int(((seconds + limits.seconds) / 60).rounded(.up)) + 1
    }

    /// What all workers may take, and as much as one more for the engine itself.
    private var mebibytes: Int { limits.mebibytes * (jobs + 1) }

    /// A batch script for Slurm. Run by `sh`, it submits itself as the array of shards and, behind it, the merge.
    public var slurm: String {
        """
        #!/bin/sh
        #SBATCH --job-name=notebook
        #SBATCH --array=0-\(plan.shardCount - 1)
        #SBATCH --requeue
        #SBATCH --cpus-per-task=\(jobs)
        #SBATCH --time=\(minutes)
        #SBATCH --mem=\(mebibytes)M
        # `sh THIS-FILE` submits the shards and the merge: parts go to parts/, the report to report.txt.
        set -eu
        if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
            mkdir -p parts
            array=$(sbatch --parsable "$0")
            sbatch --parsable --dependency="afterok:$array" --job-name=notebook-merge --time=5 --output=merge.log \\
                --wrap=\(ShardScript.quoted([ShardScript.quoted([program]) + " merge parts/part-*.jsonl >report.txt"]))
            exit
        fi
        part=parts/part-$((SLURM_ARRAY_TASK_ID + 1)).jsonl
        rm -f "$part"
        # A claim that is not as expected is the report's to tell: only what leaves no part fails the job.
        \(run) --shard "$((SLURM_ARRAY_TASK_ID + 1))/\(plan.shardCount)" --out "$part" || [ -s "$part" ]

        """
    }

    /// The value of `strategy.matrix` of a GitHub workflow, on one line.
    public var github: String {
        let jobs = (1...plan.shardCount).map { number in
            let (shard, part) = ("\(number)/\(plan.shardCount)", "part-\(number).jsonl")
            return JSON.object([
                ("shard", .string(shard)), ("part", .string(part)), ("run", .string("\(run) --shard \(shard) --out \(part)")),
            ])
        }
        return JSON.object([("include", .array(jobs))]).line + "\n"
    }

    /// A build file for Ninja, which makes the report.
    public var ninja: String {
        let parts = (1...plan.shardCount).map { "parts/part-\($0).jsonl" }
        func escaped(_ text: String) -> String { text.replacing("$", with: "$$") }
        let planFile = escaped(path).replacing(" ", with: "$ ").replacing(":", with: "$:")
        var text = """
            # A claim that is not as expected is the report's to tell: only what leaves no part fails.
            rule shard
              command = rm -f $out; \(escaped(run)) --shard $shard --out $out || [ -s $out ]
              description = shard $shard
            rule merge
              command = rm -f $out; \(escaped(ShardScript.quoted([program]))) merge $in >$out || [ -s $out ]
              description = merge


            """
        for (number, part) in parts.enumerated() {
            text += "build \(part): shard | \(planFile)\n  shard = \(number + 1)/\(plan.shardCount)\n"
        }
        return text + "build report.txt: merge \(parts.joined(separator: " "))\ndefault report.txt\n"
    }
}
