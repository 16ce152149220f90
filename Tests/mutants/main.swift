import ArgumentParser
import Arithmetic
import FalseTwins
import Glibc
import Notebook

ProcessSetup.run()
if CommandLine.arguments.count > 1, CommandLine.arguments[1] == "worker" {
    guard let limits = WorkerLimits(workerArguments: Array(CommandLine.arguments.dropFirst(2))) else { exit(64) }
    Worker.serve(limits)
}
MutantsCommand.main()
