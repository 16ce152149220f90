import Kernel
import Language
import Proving

/// A notebook as a page: its prose, its formulas as they are printed, and the verdicts beside the claims.
public struct HTMLReport {
    /// Bytes of a certificate that a page still shows.
    private static let longestCertificate = 1 << 16

    public init() {}

    /// The page of one notebook.
    public func page(of report: NotebookReport) -> String {
        let document = report.notebook.document
        var body = header(report) + problems(report)
        body += "<main>\n"
        if let document {
            let cells = document.cells.indices.map { CellHTML(report, document, cell: $0).text }
            body += ProseHTML.text(of: document) { cells[$0] }
        }
        body += "</main>\n" + HTMLReport.footer
        return HTMLPage.text(title: HTMLReport.title(of: report), body: body)
    }

    /// The page that leads to the pages of several notebooks; `links` are their addresses.
    public func index(of pages: [PageSummary]) -> String {
        var tally = Tally()
        for page in pages { tally.add(page.tally) }
        var body = "<main>\n<h1>Notebooks</h1>\n<p>\(XMLText.escaped(tally.summary()))</p>\n"
        body += "<table class=\"index\"><thead><tr><th>notebook</th><th>claims</th><th>not as expected</th><th>verdicts</th></tr></thead><tbody>\n"
        for page in pages {
            let counts = page.tally.counts.filter { $0.count > 0 }
            let verdicts = page.tally.broken > 0 ? "<span class=\"expected-other\">has errors</span>" : counts.map { "\($0.count) \($0.label)" }.joined(separator: ", ")
            let unexpected = page.tally.unexpected.count
            let link = URIReference.text(page.address)
            body += "<tr><td><a href=\"\(XMLText.escaped(link))\">\(XMLText.escaped(page.title))</a>"
            body += "<br><span class=\"evidence\">\(XMLText.escaped(page.path))</span></td>"
            body += "<td class=\"number\">\(page.tally.claims)</td>"
            body += "<td class=\"number\(unexpected > 0 ? " expected-other" : "")\">\(unexpected)</td><td>\(verdicts)</td></tr>\n"
        }
        body += "</tbody></table>\n</main>\n" + HTMLReport.footer
        return HTMLPage.text(title: "Notebooks", body: body)
    }

    private static let footer = "<footer>\(XMLText.escaped(Certificate.engine))</footer>\n"

    /// The first heading of the first level, else the file's name.
    static func title(of report: NotebookReport) -> String {
        let bytes = report.notebook.document?.bytes ?? []
        for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) where line.hasPrefix("# ") {
            let title = line.dropFirst(2).drop { $0 == " " }
            if !title.isEmpty { return String(title) }
        }
        return Path.name(of: report.path)
    }

    private func header(_ report: NotebookReport) -> String {
        var text = "<header class=\"summary\">\(XMLText.escaped(report.path)): \(XMLText.escaped(Tally(report).summary()))"
        let unexpected = report.claims.filter { !$0.asExpected }
        if !unexpected.isEmpty {
            let links = unexpected.map { claim in
                "<li><a href=\"#\(HTMLReport.anchor(claim.name))\">\(XMLText.escaped(claim.name))</a> is "
                    + "\(claim.outcome.verdict.rawValue), expected \(claim.expectation.verdict.rawValue)</li>"
            }
            text += "<ul>\(links.joined())</ul>"
        }
        return text + "</header>\n"
    }

    private func problems(_ report: NotebookReport) -> String {
        guard !report.problems.isEmpty else { return "" }
        let shown = report.problems.map { problem in
            "<div class=\"\(problem.isError ? "error" : "warning")\"><pre>\(XMLText.escaped(problem.rendered))</pre></div>\n"
        }
        return "<section class=\"problems\">\n\(shown.joined())</section>\n"
    }

    /// The part of an address that leads to a claim.
    static func anchor(_ name: String) -> String { "claim-" + CertificateFolder.fileName(of: name).replacing("%", with: "-") }

    static func certificate(_ text: String) -> String {
        let size = text.utf8.count
        let shown = size <= longestCertificate
            ? text : "\(size) bytes: write it to a file with --certificates FOLDER\n"
        return "<details class=\"certificate\"><summary>certificate</summary><pre>\(XMLText.escaped(shown))</pre></details>\n"
    }
}
