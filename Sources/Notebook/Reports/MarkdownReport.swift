import Kernel

/// A table for a comment on a change or a job's summary page.
public struct MarkdownReport: ReportFormat {
    public init() {}

    public func entry(_ notebook: NotebookReport) -> String {
        var text = "### \(MarkdownReport.escaped(notebook.path))\n\n"
        for problem in notebook.problems where problem.isError {
            let fence = "~~~~~~~~"
            text += "\(fence)\n\(problem.rendered)\n\(fence)\n\n"
        }
        guard !notebook.claims.isEmpty else { return text }
        text += "| | claim | verdict | evidence |\n|---|---|---|---|\n"
        for claim in notebook.claims {
            let mark = claim.asExpected ? "✓" : "✗"
            let verdict = claim.outcome.verdict.rawValue
            let expected = claim.asExpected ? "" : " (expected \(claim.expectation.verdict.rawValue))"
            let evidence = ([claim.evidenceLine] + RecordedText.details(of: claim)).filter { !$0.isEmpty }
            let cell = evidence.map(MarkdownReport.escaped).joined(separator: "<br>")
            text += "| \(mark) | \(MarkdownReport.escaped(claim.name)) | \(verdict)\(expected) | \(cell) |\n"
        }
        return text + "\n"
    }

    public func closing(_ tally: Tally) -> String { MarkdownReport.escaped(tally.summary()) + "\n" }

    /// Text that Markdown shows as it is, inside a table too.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\", "`", "*", "_", "|", "[", "]", "<", ">", "#", "~", "$": result += "\\\(character)"
            case "&": result += "&amp;"
            case "\n", "\r\n": result += " "
            default: result.append(character)
            }
        }
        return result
    }
}
