import ArgumentParser
import Glibc
import Notebook

ProcessSetup.run()
// Workers start often and must start fast: they do not pass through the command line's grammar.
if CommandLine.arguments.count > 1, CommandLine.arguments[1] == "worker" {
    guard let limits = WorkerLimits(workerArguments: Array(CommandLine.arguments.dropFirst(2))) else { exit(64) }
    Worker.serve(limits)
}
exit(NotebookCommand.runAsMain())
