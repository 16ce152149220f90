import ArgumentParser
import Notebook

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a notebook from a file of another kind.",
        discussion: "FILE.ipynb: a Jupyter notebook. The notebook gets the same name with the ending .lnb; no file is replaced.")

    @Argument(help: "The file.", completion: .file(extensions: ["ipynb"]))
    var file: String

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The notebook to write.", valueName: "file"), completion: .file(extensions: ["lnb"]))
    var output: String?

    func run() throws {
        let name = Path.name(of: file)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { throw ValidationError(ImportCommand.unknownKind(name)) }
        let bytes: [UInt8]
        switch name[dot...] {
        case ".ipynb": bytes = try jupyter()
        default: throw ValidationError(ImportCommand.unknownKind(name))
        }
        let path = output ?? String(file.dropLast(name[dot...].count)) + ".lnb"
        try FileContents.create(path, with: bytes)
        StandardStream.output.write("\(path)\n")
    }

    private static func unknownKind(_ name: String) -> String { "The ending of \(name) is not one that can be imported: .ipynb." }

    private func jupyter() throws -> [UInt8] {
        do {
            let imported = try JupyterImport(try FileContents.read(file, limit: JupyterImport.longestFile))
            for remark in imported.remarks { StandardStream.error.write("\(file):\(remark)\n") }
            return imported.bytes
        } catch let failure as JupyterImport.Failure {
            StandardStream.error.write("\(file):\(failure.place): error: \(failure.message)\n")
            throw ExitCode(ExitStatus.unreadable.rawValue)
        }
    }
}
