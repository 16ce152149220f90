import Kernel

/// SARIF 2.1.0, the format of code-scanning tools: a result for each error and each claim not as expected.
public struct SARIFReport: ReportFormat {
    public init() {}

    public var opening: String {
        """
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "columnKind": "unicodeCodePoints",
              "results": [

        """
    }
    public var separator: String { ",\n" }

    public func entry(_ notebook: NotebookReport) -> String {
        var results: [JSON] = []
        for problem in notebook.problems {
            results.append(
                result(
                    rule: problem.code, level: problem.isError ? "error" : "warning", message: problem.message,
                    path: problem.path, line: problem.line, column: problem.column))
        }
        for claim in notebook.claims where !claim.asExpected {
            let verdict = claim.outcome.verdict.rawValue
            let head = "\(claim.name) is \(verdict), expected \(claim.expectation.verdict.rawValue)"
            let lines = [head, claim.evidenceLine] + RecordedText.details(of: claim)
            results.append(
                result(
                    rule: verdict, level: "error",
                    message: lines.filter { !$0.isEmpty }.joined(separator: "\n"), path: notebook.path,
                    line: claim.range.start.line, column: claim.range.start.column))
        }
        return results.map { "        " + $0.text(indentation: 4) }.joined(separator: separator)
    }

    public func closing(_ tally: Tally) -> String {
        let driver: [(String, JSON?)] = [
            ("name", .string("notebook")),
            ("semanticVersion", .string(EngineVersion.number)),
            ("rules", .array(tally.rules.sorted().map { .object([("id", .string($0))]) })),
        ]
        let tool = JSON.object([("driver", .object(driver))])
        return "\n      ],\n      \"tool\": \(tool.text(indentation: 3))\n    }\n  ]\n}\n"
    }

    private func result(rule: String, level: String, message: String, path: String, line: Int?, column: Int?) -> JSON {
        let region: JSON? = line.map { line in
            .object([("startLine", .number(line)), ("startColumn", column.map(JSON.number))])
        }
        let place: [(String, JSON?)] = [
            ("artifactLocation", .object([("uri", .string(URIReference.text(path)))])),
            ("region", region),
        ]
        return .object([
            ("ruleId", .string(rule)),
            ("level", .string(level)),
            ("message", .object([("text", .string(message))])),
            ("locations", .array([.object([("physicalLocation", .object(place))])])),
        ])
    }
}
