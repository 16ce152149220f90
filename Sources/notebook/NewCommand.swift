import ArgumentParser
import Notebook

struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Makes a notebook to start from.")

    @Argument(help: "The notebook's name, with or without .lnb.")
    var name: String

    func run() throws {
        let path = name.hasSuffix(".lnb") ? name : name + ".lnb"
        try FileContents.create(path, with: Array(NotebookTemplate.text(title: Path.name(of: path)).utf8))
        StandardStream.output.write("\(path)\n")
    }
}
