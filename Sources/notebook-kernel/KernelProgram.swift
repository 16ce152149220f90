import ArgumentParser
import CommandArguments
import Glibc
import Jupyter
import Notebook

/// The kernel as Jupyter starts it; `notebook kernel` becomes this program.
struct KernelProgram: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "notebook-kernel", abstract: "Serves a page of Jupyter.")

    @Option(help: ArgumentHelp("Jupyter's file that says where to listen.", valueName: "file"))
    var connectionFile: String

    @OptionGroup
    var limits: LimitArguments

    /// Parses the command line and serves.
    static func runAsMain() -> Int32 {
        do {
            let program = try parse()
            do {
                try program.run()
                return ExitStatus.success.rawValue
            } catch {
                let place = error is ConnectionFile.Fault ? "\(program.connectionFile): " : ""
                StandardStream.error.write("notebook-kernel: \(place)\(error)\n")
                return ExitStatus.unreadable.rawValue
            }
        } catch {
            let isAnswer = exitCode(for: error).isSuccess
            (isAnswer ? StandardStream.output : .error).write(fullMessage(for: error) + "\n")
            return (isAnswer ? ExitStatus.success : .unreadable).rawValue
        }
    }

    func run() throws {
        let file = try ConnectionFile(path: connectionFile)
        Interruption.listenForever()
        try KernelServer(file, options: limits.options).serve()
    }
}
