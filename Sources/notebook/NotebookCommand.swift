import ArgumentParser
import Glibc
import Notebook

struct NotebookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notebook",
        abstract: "Checks the formulas of a mathematical notebook: proved, refuted, or unknown.",
        discussion: """
            Exit status: 0 all as expected; 1 some claim is not; 2 a notebook or the command line cannot be \
            read; 3 a limit was reached; 4 an internal error.
            """,
        version: EngineVersion.description,
        subcommands: [
            RunCommand.self, VerifyCommand.self, FormatCommand.self, NewCommand.self, ExplainCommand.self,
            REPLCommand.self,
        ])

    /// Parses the command line, runs the command, and leaves with the status of the contract: a command
    /// line that cannot be read is 2, as is a file.
    static func runAndExit() -> Never {
        do {
            var command = try parseAsRoot()
            try command.run()
            exit(ExitStatus.success.rawValue)
        } catch let failure as SystemFailure {
            StandardStream.error.write("notebook: \(failure)\n")
            exit(ExitStatus.unreadable.rawValue)
        } catch let status as ExitCode {
            exit(status.rawValue)
        } catch {
            let text = fullMessage(for: error)
            if exitCode(for: error).isSuccess {
                StandardStream.output.write(text.hasSuffix("\n") ? text : text + "\n")
                exit(ExitStatus.success.rawValue)
            }
            StandardStream.error.write(text.hasSuffix("\n") ? text : text + "\n")
            exit(ExitStatus.unreadable.rawValue)
        }
    }
}

extension ExitStatus {
    /// Ends the command with this status.
    func leave() throws {
        if self != .success { throw ExitCode(rawValue) }
    }
}
