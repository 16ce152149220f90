import Kernel
import Language

/// The report for people: one aligned line a claim, then what failed in full, then the counts.
public struct TextReport: ReportFormat {
    public var style = Style.plain
    /// Print the statement as the engine understood it below each claim.
    public var showsStatements = false
    public var showsTimes = false
    public var detail = Detail.normal

    public enum Detail: Sendable {
        /// Only what is not as expected.
        case quiet
        case normal
        /// Also each certificate, in words.
        case verbose
    }

    public init() {}

    public func entry(_ notebook: NotebookReport) -> String {
        guard !notebook.hasErrors else { return "" }
        let failures = notebook.claims.filter { !$0.asExpected || $0.outcome.internalError != nil }
        if detail == .quiet, failures.isEmpty { return "" }
        var text = style.bold(notebook.path) + "\n" + table(detail == .quiet ? failures : notebook.claims)
        for claim in failures { text += "\n" + failure(claim, in: notebook) }
        return text + "\n"
    }

    public func closing(_ tally: Tally) -> String { tally.summary(style) + "\n" }

    /// One aligned line a claim, with what belongs to it below; of one that is not as expected only where nothing else
    /// tells it.
    public func table(_ claims: [ClaimReport], explainsFailures: Bool = false) -> String {
        let nameWidth = claims.map(\.name.count).max() ?? 0
        let verdictWidth = claims.map(\.outcome.verdict.rawValue.count).max() ?? 0
        var text = ""
        for claim in claims {
            let verdict = claim.outcome.verdict
            var line = claim.asExpected ? "  " : style.alarm("! ")
            line += RecordedText.padded(claim.name, nameWidth) + "  "
            line += style.verdict(RecordedText.padded(verdict.rawValue, verdictWidth), verdict)
            let remark = remark(claim)
            if !remark.isEmpty { line += "  " + remark }
            text += line + "\n"
            if showsStatements { text += statement(claim, margin: "      ") }
            for detail in claim.asExpected || explainsFailures ? RecordedText.details(of: claim) : [] {
                text += String(repeating: " ", count: nameWidth + 4) + detail + "\n"
            }
            if self.detail == .verbose { text += explanation(of: claim).map { "      \($0)\n" }.joined() }
        }
        return text
    }

    /// How the kernel was convinced, in words; empty where there is no certificate.
    public func explanation(of claim: ClaimReport) -> [String] {
        claim.outcome.certificate.flatMap(CertificateWords.lines) ?? []
    }

    private func remark(_ claim: ClaimReport) -> String {
        var parts: [String] = []
        if !claim.evidenceLine.isEmpty { parts.append(claim.evidenceLine) }
        if !claim.asExpected {
            parts.append("(expected \(claim.expectation.verdict.rawValue))")
        } else if claim.isJudged, claim.outcome.verdict > .assumed {
            parts.append("(as expected)")
        }
        if showsTimes, let milliseconds = claim.milliseconds { parts.append("[\(milliseconds) ms]") }
        if showsTimes, claim.isCached { parts.append("[cached]") }
        return parts.joined(separator: " ")
    }

    private func statement(_ claim: ClaimReport, margin: String) -> String {
        let lines = (claim.understood ?? claim.display).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { margin + $0 + "\n" }.joined()
    }

    /// Everything there is to say about a claim that is not as expected.
    private func failure(_ claim: ClaimReport, in notebook: NotebookReport) -> String {
        let place = claim.range.start
        var text = "\(notebook.path):\(place.line):\(place.column): "
        text += "\(claim.kind.rawValue) \(claim.name) is \(claim.outcome.verdict.rawValue), "
        text += "expected \(claim.expectation.verdict.rawValue)\n"
        if let line = notebook.notebook.document?.line(place.line) {
            let number = String(place.line)
            let margin = String(repeating: " ", count: number.count)
            let end = claim.range.end.line == place.line ? claim.range.end.column : line.count + 1
            let width = max(1, min(end, line.count + 1) - place.column)
            let before = String(repeating: " ", count: max(0, place.column - 1))
            text += "  \(number) | \(line)\n  \(margin) | \(before)\(String(repeating: "^", count: width))\n"
        }
        if let error = claim.outcome.internalError {
            text += "  " + style.alarm("internal error: ") + error + "\n"
            text += "  this is a fault of the engine: please report it with this notebook\n"
        }
        for detail in RecordedText.details(of: claim) { text += "  \(detail)\n" }
        if claim.understood != nil {
            text += "  statement as understood:\n" + statement(claim, margin: "    ")
        }
        return text
    }
}
