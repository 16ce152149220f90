import Testing

@testable import Notebook

/// Every example of the documentation is run.
@Suite(.enabled(if: Engine.isBuilt)) struct DocumentationTests {
    /// The kinds of blocks; each is run, or compared with what is run, by one of the tests below.
    private static let kinds: Set<String> = ["", "lnb", "console", "sh", "yaml", "coq", "markdown", "latex"]

    /// But for the settings of editors.
    @Test(arguments: DocumentationPage.paths.filter { !$0.hasPrefix("editors/") }) func everyKindOfExampleIsRun(_ path: String) throws {
        for example in try DocumentationPage(path).examples {
            #expect(Self.kinds.contains(String(example.info.prefix { $0 != " " })), "\(path):\(example.line): \(example.info)")
        }
    }

    /// The cells of a page are one notebook; the blocks that show what it answers show it rightly.
    @Test(arguments: DocumentationPage.paths + ["notebooks/tour.lnb"]) func cellsRunAndAnswersAreRight(_ path: String) throws {
        let page = try DocumentationPage(path)
        guard !page.examples("lnb").isEmpty else {
            #expect(page.examples("").isEmpty)
            return
        }
        let folder = try TemporaryFolder()
        let run = try Engine.run(["run", "--timeout", "200", Path.join(ShippedNotebookTests.root, path)], in: folder)
        #expect(run.status == 0, "\(path): \(run.output)\(run.errors)")
        let printed = Set(run.output.split(separator: "\n").map(Self.normal))
        for example in page.examples("") {
            for line in example.lines where !line.isEmpty {
                // The end of a long line may be left out.
                let wanted = Self.normal(line.split(separator: "…").first ?? "")
                #expect(printed.contains { $0.hasPrefix(wanted) }, "\(path):\(example.line): \(line)")
            }
        }
    }

    /// Columns depend on the other claims of a notebook.
    private static func normal(_ line: Substring) -> String { line.split(separator: " ").joined(separator: " ") }

    /// What is typed in transcripts prints what they show; a line `…` stands for any number of lines.
    @Test(arguments: DocumentationPage.paths) func transcriptsAreRight(_ path: String) throws {
        let steps = try DocumentationPage(path).steps
        guard !steps.isEmpty else { return }
        let folder = try TemporaryFolder()
        let cache = Path.join(folder.path, "cache")
        _ = try Engine.start("ln -s \"$1\" notebooks", [Path.join(ShippedNotebookTests.root, "notebooks")], in: folder)
        for step in steps {
            switch step {
            case .file(let name, let text): try folder.file(name, text)
            case .command(let command):
                if !Gnuplot.isInstalled, ["--plots", "figures/"].contains(where: command.text.contains) { continue }
                let run = try Engine.start(Self.withNotebook(command.text), [Engine.path], in: folder, cache: cache)
                let printed = (run.output + run.errors).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
                #expect(Self.matches(printed[...], command.output[...]), "\(path):\(command.line): \(command.text)\n\(run.output)\(run.errors)")
            }
        }
    }

    /// A script in which `notebook` is the program under test.
    private static func withNotebook(_ script: String) -> String {
        "PATH=\"$(dirname \"$1\"):$PATH\"; \(script)"
    }

    private static func matches(_ printed: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
        guard let first = shown.first else { return printed.isEmpty }
        if first == "…" {
            return (0...printed.count).contains { matches(printed.dropFirst($0), shown.dropFirst()) }
        }
        return printed.first == first && matches(printed.dropFirst(), shown.dropFirst())
    }

    /// Scripts, and the commands of workflows, on a folder `notebooks` with recorded results.
    @Test(arguments: DocumentationPage.paths) func scriptsRun(_ path: String) throws {
        let page = try DocumentationPage(path)
        let scripts = page.examples("sh").map { $0.lines.joined(separator: "\n") }
            + page.examples("yaml").flatMap(\.lines).map { String($0.drop { $0 == " " }) }.filter { $0.hasPrefix("notebook ") }
        guard !scripts.isEmpty else { return }
        let folder = try TemporaryFolder()
        let made = "mkdir -p notebooks && cd notebooks && for name in claims more; do notebook new $name && notebook run --update $name.lnb; done"
        #expect(try Engine.start(Self.withNotebook(made), [Engine.path], in: folder).status == 0)
        let prepared = "export HOME=$PWD GITHUB_STEP_SUMMARY=summary; "
            + "mkdir -p .local/share/bash-completion/completions .zsh/completions .config/fish/completions; "
        for script in scripts {
            let run = try Engine.start(Self.withNotebook(prepared + "set -e\n" + script + "\n"), [Engine.path], in: folder)
            #expect(run.status == 0, "\(path): \(script)\n\(run.output)\(run.errors)")
        }
    }

    /// What Coq is told of the claim that stands before.
    @Test func theExportIsAsShown() throws {
        let page = try DocumentationPage("docs/coq.md")
        let folder = try TemporaryFolder()
        let run = try Engine.run(
            ["export", "--to", "coq", Path.join(ShippedNotebookTests.root, "docs/coq.md"), "--output", "coq"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let files = try FileTree.files(in: Path.join(folder.path, "coq"), ending: ".v").filter { !$0.contains("/library/") }
        let text = try files.map { String(decoding: try FileContents.read($0), as: UTF8.self) }.joined()
        for line in try #require(page.examples("coq").first).lines {
            #expect(text.contains(line.hasSuffix("…") ? String(line.dropLast()) : line), "\(line)")
        }
    }

    // MARK: Reference of the commands

    @Test func theReferenceIsUpToDate() throws {
        let folder = try TemporaryFolder()
        let run = try Engine.run(["manual", "."], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        let docs = Path.join(ShippedNotebookTests.root, "docs")
        let made = try FileTree.files(in: folder.path, ending: "").map { String($0.dropFirst(folder.path.count + 1)) }
        #expect(made.contains("man/notebook.1") && made.contains("man/notebook-run.1") && made.contains("commands.md"))
        for file in made {
            let kept = try? FileContents.read(Path.join(docs, file))
            #expect(kept == (try FileContents.read(Path.join(folder.path, file))), "docs/\(file) is out of date: make manual")
        }
        let kept = try FileTree.files(in: Path.join(docs, "man"), ending: "").map(Path.name)
        #expect(Set(kept) == Set(made.filter { $0.hasPrefix("man/") }.map(Path.name)))
    }

    /// Every command has a page, with every option that its help has.
    @Test func theReferenceIsComplete() throws {
        let folder = try TemporaryFolder()
        for command in ["run", "repl", "verify", "fmt", "new", "explain", "export", "watch", "serve", "lsp"] {
            let help = try Engine.run([command, "--help"], in: folder).output
            let page = String(decoding: try FileContents.read(Path.join(ShippedNotebookTests.root, "docs/man/notebook-\(command).1")), as: UTF8.self)
            for word in help.split(whereSeparator: { " ,\n".contains($0) }) where word.hasPrefix("--") {
                #expect(page.contains(word.replacing("-", with: "\\-")), "\(command): \(word)")
            }
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionsNameTheCommands(_ shell: String) throws {
        let folder = try TemporaryFolder()
        let run = try Engine.run(["--generate-completion-script", shell], in: folder)
        #expect(run.status == 0)
        for command in ["run", "export", "certificates"] { #expect(run.output.contains(command), "\(command)") }
    }
}
