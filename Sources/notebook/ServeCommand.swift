import ArgumentParser
import CommandArguments
import Notebook

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Shows the pages of notebooks in a browser on this machine, always up to date.",
        discussion: """
            Only this machine reaches it, and it only reads. An address that ends with ?live renews itself every two \
            seconds. Ctrl-C ends it.
            """)

    @Argument(help: "Notebooks, or folders of notebooks.", completion: .directory)
    var paths: [String]

    @Option(help: "The port; 0 takes any that is free.")
    var port = 8017

    @OptionGroup
    var limits: LimitArguments

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("--port is between 0 and 65535.") }
    }

    func run() throws {
        var server = PageServer(try NotebookFile.named(by: paths), options: limits.options)
        let listener = try LoopbackListener(port: port)
        Interruption.listen()
        StandardStream.output.write("http://127.0.0.1:\(listener.port)/\n")
        while !Interruption.isRequested {
            try listener.serve { (request) throws(SystemFailure) in
                guard let request else { return PageServer.unreadable }
                return try server.response(to: request, port: listener.port)
            }
        }
    }
}
