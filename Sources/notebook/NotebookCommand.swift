import ArgumentParser
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
            REPLCommand.self, ExportCommand.self, LanguageServerCommand.self, WatchCommand.self,
            ServeCommand.self, PlanCommand.self, MergeCommand.self, ImportCommand.self, KernelCommand.self, ManualCommand.self,
        ])

    /// Parses the command line and runs the command. The status is that of the contract: a command line
    /// that cannot be read counts as a file that cannot be read.
    static func runAsMain() -> Int32 {
        let status = runAndCatch()
        guard let failure = StandardStream.failure, status != ExitStatus.internalError.rawValue else { return status }
        StandardStream.error.write("notebook: \(failure)\n")
        return ExitStatus.unreadable.rawValue
    }

    private static func runAndCatch() -> Int32 {
        do {
            var command = try parseAsRoot()
            try command.run()
            return ExitStatus.success.rawValue
        } catch let failure as SystemFailure {
            StandardStream.error.write("notebook: \(failure)\n")
            return ExitStatus.unreadable.rawValue
        } catch let error as ShardError {
            StandardStream.error.write("notebook: \(error)\n")
            return ExitStatus.unreadable.rawValue
        } catch let failure as FigureFailure {
            StandardStream.error.write("notebook: \(failure)\n")
            return ExitStatus.unreadable.rawValue
        } catch let status as ExitCode {
            return status.rawValue
        } catch {
            let message = fullMessage(for: error)
            let isAnswer = exitCode(for: error).isSuccess
            let stream: StandardStream = isAnswer ? .output : .error
            stream.write(message.hasSuffix("\n") ? message : message + "\n")
            return (isAnswer ? ExitStatus.success : .unreadable).rawValue
        }
    }
}

extension ExitStatus {
    /// Ends the command with this status.
    func leave() throws {
        if self != .success { throw ExitCode(rawValue) }
    }
}
