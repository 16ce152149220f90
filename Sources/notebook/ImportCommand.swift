import ArgumentParser
import Notebook

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a notebook from a paper or from a Jupyter notebook.",
        discussion: """
            paper.tex, paper.md, paper.txt: each displayed formula stands above its translation; what is not understood is left as a comment with the reason. \
            The table of notation at the top of the notebook may be edited and used again with --notation. notebook.ipynb: the cells of a Jupyter \
            notebook. No file is replaced.
            """)

    @Argument(help: "The file.", completion: .file(extensions: ["tex", "md", "txt", "ipynb"]))
    var file: String

    @Option(
        help: ArgumentHelp("A notebook imported before, whose table of notation and first cell are used.", valueName: "notebook"),
        completion: .file(extensions: ["lnb"]))
    var notation: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The notebook to write, which must not exist; without it the file's name with .lnb.", valueName: "notebook"),
        completion: .file(extensions: ["lnb"]))
    var output: String?

    @Flag(help: "Writes below each translation what it says, as a formula, to be compared with the paper's.")
    var compare = false

    func run() throws {
        let name = Path.name(of: file)
        let point = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : $0 } ?? name.endIndex
        let target = output ?? String(file.dropLast(name[point...].count)) + ".lnb"
        switch name[point...] {
        case ".ipynb":
            if notation != nil || compare { throw ValidationError("--notation and --compare are for papers.") }
            try FileContents.create(target, with: try jupyterNotebook())
            StandardStream.output.write("\(target)\n")
        case ".tex", ".md", ".txt":
            let paper = try paper()
            try FileContents.create(target, with: Array(paper.text.utf8))
            StandardStream.output.write("\(target): \(paper.summary)\n")
        default: throw ValidationError("The ending of \(name) is not one that can be imported: .tex, .md, .txt or .ipynb.")
        }
    }

    private func paper() throws -> PaperImport {
        do {
            return try PaperImport(file, notationFrom: notation, comparing: compare)
        } catch let failure as PaperImport.Failure {
            StandardStream.error.write("\(failure.description)\n")
            throw ExitCode(ExitStatus.unreadable.rawValue)
        }
    }

    private func jupyterNotebook() throws -> [UInt8] {
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
