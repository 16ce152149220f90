@testable import Notebook

/// A page of the documentation, with its examples.
struct DocumentationPage {
    /// A fenced block.
    struct Example {
        let info: String
        let lines: [String]
        let line: Int
    }

    let path: String
    let examples: [Example]

    static let paths: [String] = {
        let folder = Path.join(ShippedNotebookTests.root, "docs")
        let pages = (try? FileTree.files(in: folder, ending: ".md")) ?? []
        return pages.map { String($0.dropFirst(ShippedNotebookTests.root.count + 1)) } + ["README.md", "editors/README.md", "notebooks/README.md"]
    }()

    init(_ path: String) throws {
        self.path = path
        let text = String(decoding: try FileContents.read(Path.join(ShippedNotebookTests.root, path)), as: UTF8.self)
        var examples: [Example] = []
        var open: (fence: String, info: String, lines: [String], line: Int)?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let fence = line.prefix { $0 == "`" }
            if let begun = open {
                if fence.count >= begun.fence.count, fence.count == line.count {
                    examples.append(Example(info: begun.info, lines: begun.lines, line: begun.line))
                    open = nil
                } else {
                    open?.lines.append(String(line))
                }
            } else if fence.count >= 3 {
                open = (String(fence), String(line.dropFirst(fence.count)), [], number + 1)
            }
        }
        self.examples = examples
    }

    func examples(_ info: String) -> [Example] { examples.filter { $0.info == info } }

    /// A command with what it prints.
    struct Command {
        let text: String
        let output: [String]
        let line: Int
    }

    /// What is typed and printed in the transcripts, and the files that stand before each.
    enum Step {
        case file(name: String, text: String)
        case command(Command)
    }

    var steps: [Step] {
        examples.flatMap { example -> [Step] in
            for kind in ["markdown ", "latex "] where example.info.hasPrefix(kind) {
                return [.file(name: String(example.info.dropFirst(kind.count)), text: example.lines.map { $0 + "\n" }.joined())]
            }
            guard example.info == "console" else { return [] }
            var commands: [Command] = []
            for (number, line) in example.lines.enumerated() {
                if line.hasPrefix("$ ") {
                    commands.append(Command(text: String(line.dropFirst(2)), output: [], line: example.line + number + 1))
                } else if let last = commands.popLast() {
                    commands.append(Command(text: last.text, output: last.output + [line], line: last.line))
                }
            }
            return commands.map(Step.command)
        }
    }
}
