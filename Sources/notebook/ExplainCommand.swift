import ArgumentParser
import Notebook

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says what an error code or a verdict means, with an example.")

    @Argument(help: "A code such as L040, or a verdict such as refuted.")
    var code: String

    func run() throws {
        guard let text = Explanation.text(for: code) else {
            throw ValidationError("There is no code or verdict \(code). Known: \(Explanation.topics.joined(separator: ", ")).")
        }
        StandardStream.output.write(text + "\n")
    }
}
