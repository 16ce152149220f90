import Glibc
import Testing

@testable import Notebook

@Suite(.enabled(if: Engine.isBuilt)) struct ImportCommandTests {
    private static let paper = #"""
        \newcommand{\again}{x \again}
        \[ \nabla f = f \nabla \log f \]
        \[ \again = 1 \]
        \[ f = {g \]
        """#

    @Test func aNotebookIsMadeAndNeverOverwritten() throws {
        let folder = try TemporaryFolder()
        try folder.file("paper.tex", Self.paper)
        let run = try Engine.run(["import", "paper.tex"], in: folder)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "paper.lnb: 3 displayed formulas: 1 translated, 0 in part, 2 left as comments\n")
        let text = try folder.text("paper.lnb")
        #expect(text.contains("not translated (line 3, column 4): the macro \\again does not end"))
        #expect(text.contains("not translated (line 4, column 8): the brace that opens here is not closed"))
        #expect(try Engine.run(["run", "paper.lnb"], in: folder).status == 0)
        #expect(try Engine.run(["fmt", "--check", "paper.lnb"], in: folder).status == 0)
        let again = try Engine.run(["import", "paper.tex"], in: folder)
        #expect(again.status == 2)
        #expect(again.errors.contains("File exists"))
        #expect(try folder.text("paper.lnb") == text)
        let other = try Engine.run(["import", "paper.tex", "-o", "other.lnb", "--notation", "paper.lnb", "--compare"], in: folder)
        #expect(other.status == 0, "\(other.errors)")
        #expect(try folder.text("other.lnb").contains("It says:"))
    }

    @Test func whatCannotBeReadHasStatusTwo() throws {
        let folder = try TemporaryFolder()
        try folder.file("open.tex", "a\n$$ b")
        try folder.file("binary.tex", bytes: [0x24, 0x24, 0xFF, 0xFE, 0x00])
        try folder.file("zero.tex", bytes: Array("a\nb\0".utf8))
        try folder.file("plain.lnb", "# no notation\n")
        for (arguments, message) in [
            (["open.tex"], "open.tex:2:1: error: the displayed formula that begins here with $$ has no $$\n  2 | $$ b\n    | ^"),
            (["binary.tex"], "binary.tex:1:3: error"), (["zero.tex"], "zero.tex:2:2: error"), (["missing.tex"], "No such file"),
            (["open.tex", "--notation", "plain.lnb"], "open.tex:2:1"),
        ] {
            let run = try Engine.run(["import"] + arguments, in: folder)
            #expect(run.status == 2, "\(arguments)")
            #expect(run.errors.contains(message), "\(run.errors)")
        }
        #expect(access(Path.join(folder.path, "open.lnb"), F_OK) != 0)
    }
}

@Suite struct HostileLaTeXTests {
    private static let seeds = [
        #"\newcommand{\p}[1]{\nabla #1} \[ \p{f} = \int_{\mathbb{R}^3} \left( \frac{a}{b} \right|^2 dv \] \begin{align} a &= b \\ &\leq c^{2} \tag{1} \end{align}"#,
        #"$$\begin{cases} \partial_t f = \Delta f \\ f|_{t=0} = g \end{cases}$$ $$ \sum_{i=1}^3 \langle x_i, \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \rangle =: T_1 + T_2 $$"#,
        #"$$ (\nabla_v - \nabla_w) \cdot (A (f \otimes f)) = \| \sqrt[3]{x'} \|_{L^2}^2 := \underbrace{y}_{z} $$ \def\a#1{#1} \let\b\a $$ \a{\b{x}} \ge |y| $$"#,
    ]

    /// Cut off, changed and doubled LaTeX is read, or is an error; what is made of it is a notebook without errors.
    @Test func mutatedPapersNeverCrash() throws {
        var generator = SeededGenerator(seed: 20)
        let signs = Array(#"\{}[]()$$&_^|#%=+-'\\ fvxd"#)
        var made = 0
        for round in 0..<160 {
            var text = Array(generator.pick(Self.seeds))
            for _ in 0..<(1 + round % 5) {
                let place = Int.random(in: 0..<max(1, text.count), using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text = Array(text.prefix(place))
                case 1: if place < text.count { text.remove(at: place) }
                case 2: text.insert(generator.pick(signs), at: min(place, text.count))
                default: text.insert(contentsOf: text.dropFirst(place).prefix(12), at: min(place, text.count))
                }
            }
            do {
                let paper = try Imports.paper(String(text), name: round % 2 == 0 ? "a.tex" : "a.md")
                let folder = try TemporaryFolder()
                let notebook = LoadedNotebook(NotebookFile(path: try folder.file("a.lnb", paper.text), root: folder.path))
                #expect(!notebook.hasErrors, "\(String(text)): \(notebook.problems.map(\.rendered))")
                made += 1
            } catch is PaperImport.Failure {
                continue
            }
        }
        #expect(made > 60)
    }

    @Test(arguments: [
        String(repeating: "{", count: 5000), String(repeating: "(", count: 5000), String(repeating: "\\frac", count: 3000), String(repeating: "a^", count: 5000),
        String(repeating: "\\nabla ", count: 3000) + "f = 0", String(repeating: "|", count: 3000) + " = 0", String(repeating: "\\left(", count: 4000) + "=1",
        String(repeating: "-", count: 4000) + "f = 0", String(repeating: "\\int ", count: 3000) + " = 1", String(repeating: "\\sqrt{", count: 400) + "x" + String(repeating: "}", count: 400) + " = 1",
    ])
    func deepNestingIsRefused(_ formula: String) throws {
        let paper = try Imports.paper("$$ \(formula) $$")
        #expect(paper.entries.count == 1)
        #expect(paper.entries[0].outcome == .left)
    }

    /// What the paper has in a display cannot open or close a block of the notebook.
    @Test func aDisplayCannotBreakTheNotebook() throws {
        let paper = try Imports.paper("$$\n\\text{x}\n```\n\n```lnb\nclaim evil: 1 = 1\n```\n= 1\n$$\n")
        let folder = try TemporaryFolder()
        let notebook = LoadedNotebook(NotebookFile(path: try folder.file("a.lnb", paper.text), root: folder.path))
        #expect(notebook.items.isEmpty)
        #expect(!notebook.hasErrors)
    }
}
