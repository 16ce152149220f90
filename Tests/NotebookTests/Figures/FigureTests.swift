import Enclosures
import Testing

@testable import Notebook

private let notebook = """
    # Figures

    ```lnb
    plot two: exp(-x), 1/x for x in [-1, 1]
    plot "it's `touch pwned` $band0 @x {/Bold b} <script>alert(1)</script>": x² for x in [1, 100] on log x, log value
    plot places: ∫[s in (0, oo)] s^x exp(-s) for x in [0, 2]
    plot nothing: log(-1 - x²) for x in [0, 1]
      expect unknown
    ```

    """

@Suite(.enabled(if: Engine.isBuilt && Gnuplot.isInstalled)) struct FigureTests {
    @Test func figuresAreInThePageAndInFiles() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", notebook)
        let run = try Engine.run(["run", "a.lnb", "--html", "a.html", "--plots", "plots"], in: folder)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains("two") && run.output.contains("enclosed, with gaps: no value for x in [-"))
        #expect(run.output.contains("rigorous bounds at 41 places, nothing known between"))
        #expect(run.output.contains("nothing") && run.output.contains("no value was found anywhere on the range"))
        let page = try folder.text("a.html")
        let pictures = try MarkupReader.elements(of: page).filter { $0.name == "svg" }
        #expect(pictures.count == 3)
        #expect(page.contains("Values beyond the window are not shown."))
        #expect(!page.contains("<script"))
        for name in ["two", "places", "it%27s%20%60touch%20pwned%60%20%24band0%20%40x%20%7B%2FBold%20b%7D%20%3Cscript%3Ealert%281%29%3C%2Fscript%3E"] {
            let drawing = try folder.text("plots/a/\(name).svg")
            #expect(drawing.contains("<path"))
            #expect(!drawing.contains("<script") && !drawing.contains("GNUPLOT"))
        }
        #expect(throws: (any Error).self) { try folder.text("pwned") }
        #expect(throws: (any Error).self) { try folder.text("plots/a/nothing.svg") }

        // The same bytes another time, from the cache or not.
        let first = try folder.text("plots/a/two.svg")
        _ = try Engine.run(["run", "a.lnb", "--no-cache", "--jobs", "1", "--plots", "again"], in: folder)
        #expect(try folder.text("again/a/two.svg") == first)
    }

    @Test func withoutGnuplotThisIsSaid() throws {
        let folder = try TemporaryFolder()
        try folder.file("a.lnb", "```lnb\nplot p: x² for x in [0, 1]\n```\n")
        let script = "PATH=/nowhere exec \"$@\""
        let page = try Engine.start(script, [Engine.path, "run", "a.lnb", "--html", "a.html"], in: folder)
        #expect(page.status == 0)
        #expect(page.errors.contains("gnuplot, which is not installed"))
        #expect(try folder.text("a.html").contains("no picture: figures are drawn by gnuplot"))
        let files = try Engine.start(script, [Engine.path, "run", "a.lnb", "--plots", "plots"], in: folder)
        #expect(files.status == 2)
        #expect(files.errors.contains("gnuplot, which is not installed"))
    }
}

@Suite struct SVGDrawingTests {
    private static func text(_ body: String) throws(FigureFailure) -> String {
        try SVGDrawing(reading: "<?xml version='1.0'?>\n<svg onload='x()'>\(body)</svg>").inline(describedBy: "<\">")
    }

    @Test func shapesAndWordsAreKept() throws {
        let text = try Self.text(
            "<title>t</title><defs><path id='a' d='M0,0'/></defs><g fill='none' color='black'><path stroke='black' onclick='x()' style='y' d='M0,0 L1,1 '/><g fill='none'></g></g><text x=\"1\">a &lt;b&gt; &amp;amp;</text>")
        #expect(text == """
            <svg viewBox="0 0 720 432" role="img" aria-label="&lt;&quot;&gt;">
            <g fill="none"><path stroke="currentColor" d="M0,0 L1,1"/>
            </g>
            <text x="1">a &lt;b&gt; &amp;amp;</text>
            </svg>

            """)
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<a href='x'><path d=''/></a>", "<image href='x'/>", "<style>x</style>", "<foreignObject/>", "<g>", "<g", "<path d=/>",
    ])
    func anythingElseIsRefused(_ body: String) {
        #expect(throws: FigureFailure.self) { try Self.text(body) }
    }

    @Test func attributesThatCouldLeadElsewhereAreDropped() throws {
        let text = try Self.text("<path fill='url(javascript:x)' stroke='&quot;&gt;' d='M0,0' href='x' id='y'/>")
        #expect(text.contains("<path d=\"M0,0\"/>"))
    }

    @Test func wordsStayInTheirQuotes() {
        #expect(GnuplotScript.quoted("it's") == "'it''s'")
        #expect(GnuplotScript.quoted("a\n! rm\u{0}\r'b\u{85}") == "'a! rm''b'")
    }
}

@Suite struct CurveWireTests {
    @Test func curvesComeBack() throws {
        let curve = Curve(
            isContinuous: true, isRigorous: false,
            pieces: [Curve.Piece(from: 0, to: 0.1, lower: -1e-300, upper: 1.0 / 3, first: nil, last: 5e-324)], gaps: [Curve.Gap(from: 0.1, to: 2)])
        #expect(try Curve(wire: curve.wire) == curve)
    }

    @Test(arguments: ["", "true", "true true\npiece 1 2 3", "true true\ngap 1 nan", "true true\ngap 1 inf", "true true\nline 1 2", "true true\ngap 1 x"])
    func damagedCurvesAreRefused(_ text: String) {
        #expect(throws: WireRecord.Malformed.self) { try Curve(wire: text) }
    }
}
