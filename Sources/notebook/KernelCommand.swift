import ArgumentParser
import CommandArguments
import Glibc
import Notebook

struct KernelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernel",
        abstract: "Serves a page of Jupyter, or tells Jupyter how to start this.",
        discussion: "Jupyter starts the kernel itself, once `notebook kernel --install` has told it how, with the limits given there.")

    @Option(help: ArgumentHelp("Jupyter's file that says where to listen.", valueName: "file"), completion: .file(extensions: ["json"]))
    var connectionFile: String?

    @Flag(help: "Write the kernel's specification for Jupyter.")
    var install = false

    @Flag(help: "With --install: for this user (this is what is done if nothing is said).")
    var user = false

    @Option(help: ArgumentHelp("With --install: into FOLDER/share/jupyter, as for a virtual environment.", valueName: "folder"), completion: .directory)
    var prefix: String?

    @OptionGroup
    var limits: LimitArguments

    func validate() throws {
        if install == (connectionFile != nil) { throw ValidationError("Say either --connection-file or --install.") }
        if !install, user || prefix != nil { throw ValidationError("--user and --prefix go with --install.") }
        if user, prefix != nil { throw ValidationError("Say either --user or --prefix.") }
    }

    func run() throws {
        let kernel = Path.join(Path.folder(of: ProcessSetup.executable), "notebook-kernel")
        guard access(kernel, X_OK) == 0 else {
            StandardStream.error.write(
                """
                notebook: this build has no Jupyter kernel: there is no \(kernel)
                It is built where libzmq is: install it with its header (Debian, Ubuntu: libzmq3-dev), then build again with `make build`.

                """)
            throw ExitCode(ExitStatus.unreadable.rawValue)
        }
        guard !install else {
            guard let folder = prefix.map({ Path.join($0, "share/jupyter") }) ?? KernelSpecification.folderOfUser else {
                throw ValidationError("There is no home folder; name a place with --prefix.")
            }
            let specification = KernelSpecification(command: [ProcessSetup.executable, "kernel"] + limits.arguments)
            StandardStream.output.write("\(try specification.install(in: folder))\n")
            return
        }
        // The process stays the one that Jupyter started, so that signals reach the kernel.
        let words = [kernel] + CommandLine.arguments.dropFirst(2)
        let pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        execv(kernel, pointers)
        throw SystemFailure("start \(kernel)")
    }
}
