/// What a run says about a cell, in every form that Jupyter shows.
public struct JupyterOutput: Sendable {
    private let plain: String
    private let html: String
    private let latex: String

    /// `nil` where nothing in the cell was decided.
    public init?(_ report: NotebookReport, cell index: Int, showsTimes: Bool = false) {
        let claims = report.claims.filter { $0.cell == index }
        guard !claims.isEmpty, let document = report.notebook.document, document.cells.indices.contains(index) else { return nil }
        var writer = TextReport()
        writer.showsTimes = showsTimes
        plain = JupyterLayout.withoutLastLineEnd(writer.table(claims, explainsFailures: true))
        let verdicts = CellHTML(report, document, cell: index).verdicts
        html = "<div class=\"lnb\">\n<style>\(JupyterOutput.styleSheet)</style>\n\(verdicts)</div>\n"
        latex = LaTeXExport().verdicts(of: report, cell: document.cells[index], claims)
    }

    /// The forms by their media types: in a message each is a string, in a file a list of lines.
    public func data(_ form: (String) -> JSON) -> JSON {
        .object([("text/plain", form(plain)), ("text/html", form(html)), ("text/latex", form(latex))])
    }

    /// Jupyter's own page has a style, so nothing here speaks of more than our own element.
    private static let styleSheet = """
        .lnb .claim{margin:.4em 0;padding-left:.7em;border-left:.25em solid var(--kind)}
        .lnb .step{margin-left:1.2em}
        .lnb .proved{--kind:#1a7f37}.lnb .refuted,.lnb .ill-typed{--kind:#b42318}.lnb .unknown{--kind:#9a6700}
        .lnb .certified,.lnb .supported,.lnb .assumed{--kind:#0b6e99}
        .lnb .badge{color:var(--kind);font-weight:600}
        .lnb .name{font-weight:600;color:inherit;text-decoration:none}
        .lnb .expected-other{color:#b42318;font-weight:600}
        .lnb .evidence,.lnb .conditions,.lnb .clauses{opacity:.75}
        .lnb .conditions{margin:.1em 0}
        .lnb .formula{overflow-x:auto}
        """
}
