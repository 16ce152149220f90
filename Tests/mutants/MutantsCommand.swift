import ArgumentParser
import Arithmetic
import FalseTwins
import Glibc
import Notebook

/// Changes every proved claim of notebooks in small ways, and tells what is said of the mutants.
struct MutantsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutants",
        abstract: "Runs small changes of the proved claims of notebooks.",
        discussion: "Writes a report in Markdown. The exit status is 1 when a mutant is proved although numbers say that it is false.")

    @Argument(help: "Notebooks, or folders of notebooks.") var paths: [String]
    @Option(help: "The seed of the choice among all changes.") var seed: UInt64 = 1
    @Option(help: "Mutants of each claim.") var count = 24
    @Option(help: "Changes of each certificate.") var tampered = 0
    @Option(help: "Seconds for one mutant.") var timeout: Double = 3
    @Option(help: "Workers at a time.") var jobs: Int = ProcessSetup.coreCount
    @Option(help: "The executable that serves as worker.") var worker = "/proc/self/exe"
    @Option(help: "Stop after so many minutes, at the end of a notebook.") var minutes: Double = .infinity
    @Option(help: "A file for the report, written anew after each notebook; else it is printed at the end.") var output: String?

    func run() throws {
        let start = time(nil)
        var report = MutationReport()
        for file in try NotebookFile.named(by: paths) {
            if Double(time(nil) - start) > 60 * minutes { break }
            let notebook = try MutatedNotebook(file)
            let limits = WorkerLimits(seconds: timeout)
            var proved: Set<String> = []
            var certificates: [(name: String, text: String)] = []
            let questions = notebook.questions
            try MutantVerdict.decide(questions, executable: worker, limits: limits, jobs: jobs) { place, outcome in
                if outcome.verdict == .proved { proved.insert(questions[place].name) }
                if let text = outcome.certificate { certificates.append((questions[place].name, text)) }
            }
            // Each notebook has a choice of its own, so that a run over some of them repeats what a run over all does.
            var generator = SplitMix64(seed: file.path.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
            if tampered > 0 {
                for (name, text) in certificates.sorted(by: { $0.name < $1.name }) { try report.tamper(text, of: "\(file.path), \(name)", count: tampered, &generator) }
            }
            guard count > 0 else {
                StandardStream.error.write("\(file.path): \(report.tamperedSummary)\n")
                continue
            }
            let sample = notebook.sample(count: count, proved: proved, &generator)
            report.begin(claims: proved.count, sample)
            let mutants = sample.mutants
            try MutantVerdict.decide(mutants.map(\.question), executable: worker, limits: limits, jobs: jobs) { place, outcome in
                report.add(mutants[place], MutantVerdict(of: outcome, to: mutants[place].question))
            }
            StandardStream.error.write("\(file.path): \(proved.count) claims, \(mutants.count) mutants, \(report.summary)\n")
            if let output { try FileContents.replace(output, with: Array(report.markdown(seed: seed, count: count, timeout: timeout).utf8)) }
        }
        if output == nil { StandardStream.output.write(report.markdown(seed: seed, count: count, timeout: timeout)) }
        if report.hasWrongProof { throw ExitCode(1) }
    }
}
