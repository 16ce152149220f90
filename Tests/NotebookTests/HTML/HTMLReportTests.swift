import Glibc
import Testing

@testable import Notebook

private let notebook = """
    # Title <script>alert(1)</script> & more

    <script>alert(2)</script>

    <!-- unseen -->

    Inline <b onclick="x">bold</b>, [link](javascript:alert(3)), ![picture](http://example.org/a.png), `code $x$`.
    Formulas: $a<b$, $\\unknown{x<y}$, $5 and $6, \\$7, $a_b*c_d$ and $e*f$.

    | a | b |
    |---|---|
    | $|x|$ | \u{E000}0\u{E001} |

    1. item

       ```lnb
       space x in R  # <i>
       plot "p <i>'": |q| for q in [-1, 1]
       claim "<b>x</b>": (x + 1)^2 = x^2 + 2x + 1
         note "</pre><script>"
       claim wrong: x^2 = x
         expect refuted
       calc chain: x x
         = x^2
         = x^3/x
       ```
       ```lnb-result
       <b>x</b>  proved
       ```

    <details>
    ```lnb
    claim d: 1 = 1
    claim surprise: x = 1
    ```
    </details>

    """

@Suite(.enabled(if: Engine.isBuilt)) struct HTMLReportTests {
    private static func page(_ text: String) throws -> (page: String, run: Engine.Run, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", text)
        let run = try Engine.run(["run", "a.lnb", "--html", "out/a.html"], in: folder)
        return (try folder.text("out/a.html"), run, folder)
    }

    /// Elements and attributes that a page may have.
    private static let names: Set<String> = [
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article", "details", "summary", "div",
        "p", "span", "pre", "code", "a", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5",
        "h6", "em", "strong", "blockquote", "hr", "br", "math", "semantics", "annotation", "del", "input",
        "figure", "figcaption", "svg", "g", "path", "polygon", "rect", "text",
    ]
    private static let attributes: Set<String> = [
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "title", "open", "display", "encoding", "form",
        "stretchy", "fence", "accent", "mathvariant", "width", "lspace", "rspace", "largeop", "movablelimits", "displaystyle",
        "separator", "align", "start", "type", "checked", "disabled",
        "viewBox", "role", "aria-label", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
        "stroke-dasharray", "x", "y", "height", "d", "points", "transform", "font-family", "font-size", "text-anchor", "shape-rendering",
    ]

    private static func expectHarmless(_ page: String) throws -> [MarkupReader.Element] {
        let elements = try MarkupReader.elements(of: page)
        for element in elements {
            #expect(names.contains(element.name) || element.name.hasPrefix("m"), "<\(element.name)>")
            #expect(element.attributes.keys.allSatisfy(attributes.contains), "\(element)")
            for value in element.attributes.values { #expect(!value.contains("<") && !value.contains(">")) }
            #expect(element.attributes["href"]?.hasPrefix("javascript:") != true)
        }
        return elements
    }

    @Test func everyClaimIsThereAndNothingElseIsMarkup() throws {
        let (page, run, _) = try Self.page(notebook)
        #expect(run.status == 1)
        let elements = try Self.expectHarmless(page)
        let articles = elements.filter { $0.name == "article" }
        #expect(articles.compactMap { $0.attributes["id"] } == [
            "claim-p-20-3Ci-3E-27", "claim--3Cb-3Ex-3C-2Fb-3E", "claim-wrong", "claim-chain", "claim-chain.1", "claim-chain.2", "claim-d", "claim-surprise",
        ])
        #expect(articles.map { $0.attributes["class"] ?? "" } == [
            "claim certified", "claim proved", "claim refuted", "claim proved", "claim proved step", "claim proved step", "claim proved",
            "claim refuted unexpected",
        ])
        #expect(!page.contains("unseen"))
        #expect(!page.contains("example.org/a.png\" alt"))
        #expect(page.contains("&lt;b onclick="))
        #expect(page.contains("<code>code $x$</code>"))
        #expect(page.contains("<code class=\"tex\">\\unknown{x&lt;y}</code>"))
        #expect(page.contains("$5 and $6, $7"))
        #expect(page.contains("<annotation encoding=\"application/x-tex\">|x|</annotation>"))
        #expect(page.contains("\u{FFFD}0\u{FFFD}"))
        #expect(page.contains("<details open class=\"witness\">"))
        // The recorded result is of the file; the page has the run's.
        #expect(!page.contains("lnb-result"))
        #expect(page.contains("default-src 'none'; style-src 'sha256-"))
        #expect(!page.contains("<script"))
    }

    @Test func aPageTellsWhatIsWrongWithTheNotebook() throws {
        let (page, run, _) = try Self.page("# T\n\n```lnb\nclaim c: y = 1\nclaim d: 1 = 1\n```\n")
        #expect(run.status == 2)
        _ = try Self.expectHarmless(page)
        #expect(page.contains("a.lnb:2:10") || page.contains("a.lnb:4:10"))
        #expect(page.contains("<article class=\"claim\">"))
        #expect(!page.contains("class=\"badge\""))
    }

    @Test func severalNotebooksHaveAnIndex() throws {
        let folder = try TemporaryFolder()
        try folder.file("n/a.lnb", "# A <b>\n\n```lnb\nclaim c: 1 = 1\n```\n")
        try folder.file("n/sub/ü b.lnb", "```lnb\nclaim c: 1 = 2\n```\n")
        let run = try Engine.run(["run", "n", "--html", "site"], in: folder)
        #expect(run.status == 1)
        let index = try Self.expectHarmless(try folder.text("site/index.html"))
        let links = index.compactMap { $0.attributes["href"] }
        #expect(links == ["n/a.html", "n/sub/%C3%BC%2520b.html"])
        for file in ["site/n/a.html", "site/n/sub/ü%20b.html"] { _ = try Self.expectHarmless(try folder.text(file)) }
    }

    @Test func aPlaceThatCannotBeWrittenIsTold() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "```lnb\nclaim c: 1 = 1\n```\n")
        try folder.file("file", "")
        let run = try Engine.run(["run", "a.lnb", "--html", "file/a.html"], in: folder)
        #expect(run.status == 2)
        #expect(run.errors.contains("file"))
    }

    /// Random prose from pieces that mean something to Markdown, HTML or us.
    @Test func randomProseIsHarmless() throws {
        var generator = SeededGenerator(seed: 21)
        let pieces = [
            "<script>", "</main>", "<!--", "-->", "<a href='javascript:x'>", "[a](javascript:b)", "![", "](", "\"", "'", "$", "$$",
            "`", "```", "~~~\n", "\n", "\n\n", "    ", "- ", "> ", "|", "\n|-|-|\n", "\\", "&lt;", "&", "\u{E000}", "\u{E001}", "1",
            "<b title=\"", "x", "_", "**", "# ", "[x]: javascript:y\n", "\u{0}", "<details>\n", "\\frac12", "<style>", "]]>", "<?",
        ]
        for _ in 0..<1500 {
            let prose = (0..<Int.random(in: 1...24, using: &generator)).map { _ in generator.pick(pieces) }.joined()
            let source = prose + "\n\n```lnb\nclaim c: 1 = 1\n```\n" + prose
            guard let document = try? Document(Array(source.utf8)) else { continue }
            let html = ProseHTML.text(of: document) { "<section id=\"line-\($0)\"></section>\n" }
            let elements = try Self.expectHarmless(html)
            #expect(elements.count { $0.name == "section" } == document.cells.count, "\(source.debugDescription)")
        }
    }

    /// The browser sees what was written: the tree it builds has the same elements, and nothing is refused.
    @Test(.enabled(if: access("/usr/bin/chromium", X_OK) == 0)) func theBrowserAgrees() throws {
        let (page, _, folder) = try Self.page(notebook)
        let options = "--headless --no-sandbox --disable-gpu --user-data-dir=profile --enable-logging=stderr"
        let run = try Engine.start("chromium \(options) --dump-dom \"file://$1/out/a.html\"", [folder.path], in: folder)
        #expect(run.status == 0)
        #expect(!run.errors.contains("Content Security Policy"), "\(run.errors)")
        for mark in ["<article", "<math", "<section", "<details", "<mfrac", "<script", "<img", "<b ", "<path"] {
            #expect(run.output.ranges(of: mark).count == page.ranges(of: mark).count, "\(mark)")
        }
    }
}
