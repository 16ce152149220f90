import Kernel

/// Annotations of GitHub's workflow commands: one line for each error and each claim not as expected.
public struct GitHubReport: ReportFormat {
    public init() {}

    public func entry(_ notebook: NotebookReport) -> String {
        var text = ""
        for problem in notebook.problems {
            text += command(
                problem.isError ? "error" : "warning", path: problem.path, line: problem.line,
                column: problem.column, title: problem.code,
                message: [problem.message, problem.advice.map { "try: \($0)" }].compactMap { $0 }.joined(separator: "\n"))
        }
        for claim in notebook.claims where !claim.asExpected {
            let message = [claim.evidenceLine] + RecordedText.details(of: claim)
            text += command(
                "error", path: notebook.path, line: claim.range.start.line, column: claim.range.start.column,
                title: "\(claim.name) is \(claim.outcome.verdict.rawValue), expected \(claim.expectation.verdict.rawValue)",
                message: message.filter { !$0.isEmpty }.joined(separator: "\n"))
        }
        return text
    }

    public func closing(_ tally: Tally) -> String { tally.summary() + "\n" }

    private func command(
        _ kind: String, path: String, line: Int?, column: Int?, title: String, message: String
    ) -> String {
        var properties = "file=\(property(path))"
        if let line { properties += ",line=\(line)" }
        if let column { properties += ",col=\(column)" }
        return "::\(kind) \(properties),title=\(property(title))::\(data(message.isEmpty ? title : message))\n"
    }

    private func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
