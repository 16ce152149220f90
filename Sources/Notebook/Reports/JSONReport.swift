import Kernel
import Proving

/// The report for programs, schema 1 (`docs/report.schema.json`): one object. Keys that do not apply are left out.
public struct JSONReport: ReportFormat {
    /// Add the statement as the engine understood it to each claim.
    public var showsStatements = false
    public var showsTimes = false

    public init() {}

    public var opening: String {
        let engine = JSON.string(Certificate.engine).text
        return "{\n  \"schema\": 1,\n  \"engine\": \(engine),\n  \"notebooks\": [\n"
    }
    public var separator: String { ",\n" }

    public func entry(_ notebook: NotebookReport) -> String {
        let members: [(String, JSON?)] = [
            ("path", .string(notebook.path)),
            ("claims", .array(notebook.claims.map(claim))),
            ("errors", .array(notebook.problems.filter(\.isError).map(problem))),
            ("warnings", nonEmpty(notebook.problems.filter { !$0.isError }.map(problem))),
        ]
        return "    " + JSON.object(members).text(indentation: 2)
    }

    public func closing(_ tally: Tally) -> String {
        "\n  ],\n  \"summary\": \(summary(of: tally).text(indentation: 1))\n}\n"
    }

    private func claim(_ claim: ClaimReport) -> JSON {
        let outcome = claim.outcome
        return .object([
            ("name", .string(claim.name)),
            ("kind", .string(claim.kind.rawValue)),
            ("line", .number(claim.range.start.line)),
            ("statement", .string(claim.display)),
            ("understood", showsStatements ? claim.understood.map(JSON.string) : nil),
            ("verdict", .string(outcome.verdict.rawValue)),
            ("byDefinition", outcome.isByDefinition ? .bool(true) : nil),
            ("expected", claim.isJudged ? .string(claim.expectation.verdict.rawValue) : nil),
            ("asExpected", .bool(claim.asExpected)),
            ("evidence", outcome.evidence.isEmpty ? nil : .string(outcome.evidence)),
            ("sideConditions", .array(outcome.sideConditions.map(JSON.string))),
            ("axioms", .array(outcome.axioms.map(JSON.string))),
            ("witness", outcome.witness.map(JSON.string)),
            ("repair", outcome.repair.map(JSON.string)),
            ("value", outcome.value.map(JSON.string)),
            ("table", nonEmpty(outcome.table.map(row))),
            ("reason", outcome.reason.map(JSON.string)),
            ("limitReached", outcome.limitReached ? .bool(true) : nil),
            ("internalError", outcome.internalError.map(JSON.string)),
            ("milliseconds", showsTimes ? claim.milliseconds.map(JSON.decimal) : nil),
            ("decidedMilliseconds", showsTimes ? claim.decidedMilliseconds.map(JSON.decimal) : nil),
            ("cached", showsTimes && claim.isCached ? .bool(true) : nil),
        ])
    }

    private func row(_ row: Outcome.Row) -> JSON {
        .object([
            ("label", .string(row.label)),
            ("verdict", .string(row.verdict.rawValue)),
            ("value", row.value.map(JSON.string)),
            ("remark", row.remark.isEmpty ? nil : .string(row.remark)),
        ])
    }

    private func problem(_ problem: Problem) -> JSON {
        .object([
            ("code", .string(problem.code)),
            ("path", .string(problem.path)),
            ("line", problem.line.map(JSON.number)),
            ("column", problem.column.map(JSON.number)),
            ("message", .string(problem.message)),
            ("advice", problem.advice.map(JSON.string)),
        ])
    }

    private func summary(of tally: Tally) -> JSON {
        let counts = tally.counts.map { count in
            (JSONReport.key(count.label), Optional(JSON.number(count.count)))
        }
        let totals: [(String, JSON?)] = [
            ("claims", .number(tally.claims)),
            ("unexpected", .number(tally.unexpected.count)),
            ("notebooksWithErrors", .number(tally.broken)),
        ]
        return .object(counts + totals)
    }

    /// `by definition` → `byDefinition`, `ill-typed` → `illTyped`.
    private static func key(_ label: String) -> String {
        let words = label.split { $0 == " " || $0 == "-" }
        return words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.capitalised }.joined()
    }

    private func nonEmpty(_ elements: [JSON]) -> JSON? { elements.isEmpty ? nil : .array(elements) }
}

extension Substring {
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
