import ArgumentParser
import Notebook

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Makes a notebook from the displayed formulas of a paper in LaTeX or Markdown.",
        discussion: """
            Each formula stands above its translation; what is not understood is left as a comment with the reason. The table of notation at the \
            top of the notebook may be edited and used again with --notation.
            """)

    @Argument(help: "The paper: LaTeX where the name ends with .tex, else Markdown.", completion: .file(extensions: ["tex", "md"]))
    var paper: String

    @Option(
        help: ArgumentHelp("A notebook imported before, whose table of notation and first cell are used.", valueName: "notebook"),
        completion: .file(extensions: ["lnb"]))
    var notation: String?

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp("The notebook to write, which must not exist; without it the paper's name with .lnb.", valueName: "notebook"),
        completion: .file(extensions: ["lnb"]))
    var output: String?

    @Flag(help: "Writes below each translation what it says, as a formula, to be compared with the paper's.")
    var compare = false

    func run() throws {
        let target = output ?? ImportCommand.target(of: paper)
        let result: PaperImport
        do { result = try PaperImport(paper, notationFrom: notation, comparing: compare) } catch let failure as PaperImport.Failure {
            StandardStream.error.write("\(failure.description)\n")
            throw ExitCode(ExitStatus.unreadable.rawValue)
        }
        try FileContents.create(target, with: Array(result.text.utf8))
        StandardStream.output.write("\(target): \(result.summary)\n")
    }

    private static func target(of paper: String) -> String {
        let name = Path.name(of: paper)
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name + ".lnb" }
        return name[..<point] + ".lnb"
    }
}
