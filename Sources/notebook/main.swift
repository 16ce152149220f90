import ArgumentParser
import Glibc
import Notebook

ProcessSetup.run()
// Workers start often and must start fast: they do not pass through the command line's grammar.
if CommandLine.arguments.count > 1, CommandLine.arguments[1] == "worker" {
    Worker.serve(Array(CommandLine.arguments.dropFirst(2)))
}
exit(NotebookCommand.runAsMain())
